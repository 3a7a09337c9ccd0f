"""PCM to FLAC without trust: under a temporary name it is synced, decoded and compared, and only then renamed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile

from simulator.domain.sound import LINE_RATE_HZ, FloatArray, Sound
from simulator.errors import BadInput, Broken
from simulator.record.disk import put_in_place, sync_file
from simulator.record.pcm import CHANNELS, FRAME_BYTES, frames

FLAC = "audio.flac"
BLOCK = 60 * LINE_RATE_HZ  # frames at a time, 3.8 MB: six hours never lie in memory at once


def encode(pcm: Path, flac: Path, comment: str = "") -> int:
    """Turn a PCM file into a FLAC file that was read back and found identical; return its frames.

    Nothing is written for an empty recording, because a FLAC file without frames can't be read. The PCM stays.

    Raises
    ------
    Broken
        If the disk refuses, or the FLAC file differs from the PCM.
    """
    part = flac.with_name(flac.name + ".part")
    try:
        _write(pcm, part, comment)
        sync_file(part)
        if not same(pcm, part):
            raise Broken("record.flac_differs", path=flac)
        count = pcm.stat().st_size // FRAME_BYTES
        if count:
            put_in_place(part, flac)
    except (OSError, soundfile.SoundFileError) as error:
        raise Broken("record.write_failed", path=flac, reason=str(error)) from error
    finally:
        part.unlink(missing_ok=True)
    return count


def _write(pcm: Path, part: Path, comment: str) -> None:
    with (
        pcm.open("rb") as source,
        soundfile.SoundFile(part, "w", LINE_RATE_HZ, CHANNELS, subtype="PCM_16", format="FLAC") as target,
    ):
        if comment:
            target.comment = comment
        while block := source.read(BLOCK * FRAME_BYTES):
            target.write(frames(block[: len(block) // FRAME_BYTES * FRAME_BYTES]))


def same(pcm: Path, flac: Path) -> bool:
    """Tell whether a FLAC file holds exactly the whole frames of a PCM file."""
    whole = pcm.stat().st_size // FRAME_BYTES
    if whole == 0:
        return True
    with pcm.open("rb") as source, soundfile.SoundFile(flac) as decoded:
        if len(decoded) != whole or decoded.channels != CHANNELS:
            return False
        while block := source.read(BLOCK * FRAME_BYTES):
            expected = frames(block[: len(block) // FRAME_BYTES * FRAME_BYTES])
            if not np.array_equal(decoded.read(len(expected), dtype="int16", always_2d=True), expected):
                return False
    return True


def frames_in(flac: Path) -> int:
    """Return the length of a FLAC file, 0 if it can't be read or isn't there."""
    try:
        with soundfile.SoundFile(flac) as f:
            return len(f)
    except soundfile.SoundFileError:
        return 0


def read_channels(flac: Path) -> tuple[Sound, Sound]:
    """Return the customer's and the agent's sound of a recording.

    Raises
    ------
    BadInput
        If it is not a two-channel sound file.
    """
    try:
        samples, rate_hz = soundfile.read(flac, dtype="float32", always_2d=True)
    except soundfile.SoundFileError as error:
        raise BadInput("record.bad_audio", path=flac) from error
    if samples.shape[1] != CHANNELS:
        raise BadInput("record.bad_audio", path=flac)
    customer, agent = (_channel(samples, i) for i in range(CHANNELS))
    return Sound(customer, rate_hz), Sound(agent, rate_hz)


def _channel(samples: FloatArray, index: int) -> FloatArray:
    return np.ascontiguousarray(samples[:, index])
