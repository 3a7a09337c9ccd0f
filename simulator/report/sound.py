"""The sound inside the page: both voices mixed to one channel, as MP3, which every browser plays from a data URI."""

from __future__ import annotations

import base64
import io

import numpy as np
import soundfile

from simulator.domain.sound import Sound

BITRATE_KBPS = 32  # 1.2 MB for 5 min; constant, so that a jump to a second lands on that second
_LOWEST, _HIGHEST = 8, 160  # MPEG-2 Layer III, the one for 16 kHz
_COMPRESSION = (_HIGHEST - BITRATE_KBPS) / (_HIGHEST - _LOWEST)  # libsndfile's 0..1


def mp3(customer: Sound, agent: Sound) -> bytes:
    """Return both channels as one MP3 stream; equal loudness of both, never clipped."""
    mixed = customer.samples + agent.samples
    peak = float(np.max(np.abs(mixed), initial=0.0))
    target = io.BytesIO()
    soundfile.write(
        target,
        mixed / peak if peak > 1.0 else mixed,
        customer.rate_hz,
        format="MP3",
        subtype="MPEG_LAYER_III",
        bitrate_mode="CONSTANT",
        compression_level=_COMPRESSION,
    )
    return target.getvalue()


def data_uri(customer: Sound, agent: Sound) -> str:
    """Return the sound as a ``data:`` URI."""
    return "data:audio/mpeg;base64," + base64.b64encode(mp3(customer, agent)).decode("ascii")
