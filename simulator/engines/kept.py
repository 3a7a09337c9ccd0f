"""Sound files of the cache: whole or not there, and each says that its voice is synthetic."""

from __future__ import annotations

import contextlib
import io
import os
import re
import threading
from pathlib import Path

import numpy as np
import soundfile

from simulator.domain.sound import Sound
from simulator.engines.lines import Spoken
from simulator.messages import LANGS, say
from simulator.speech.anger import Spans

_STRESSED = re.compile(r"stressed=([\d.]+)-([\d.]+)")


def encode(sound: Sound, format_: str = "FLAC", stressed: Spans = ()) -> bytes:
    """Return a sound as a 16-bit file that says in its metadata that the voice is synthetic.

    Parameters
    ----------
    sound
        Any rate.
    format_
        ``FLAC`` or ``WAV``.
    stressed
        Spans in seconds, kept in the comment.
    """
    marks = [say("voices.synthetic", lang) for lang in LANGS] + [f"stressed={a:.3f}-{b:.3f}" for a, b in stressed]
    buffer = io.BytesIO()
    with soundfile.SoundFile(buffer, "w", sound.rate_hz, 1, "PCM_16", format=format_) as file:
        file.title = say("voices.synthetic", "en")
        file.comment = " ".join(marks)
        file.write(sound.samples)
    return buffer.getvalue()


def decode(encoded: bytes) -> Sound:
    """Return the sound of a file; raises like `decode_spoken`."""
    return decode_spoken(encoded).sound


def decode_spoken(encoded: bytes) -> Spoken:
    """Return the sound of a file, and its stressed spans.

    Raises
    ------
    ValueError
        If it is no sound file, cut off or empty.
    """
    try:
        with soundfile.SoundFile(io.BytesIO(encoded)) as file:
            samples = file.read(dtype="float32", always_2d=True)[:, 0]
            if not 0 < len(samples) == file.frames:
                raise ValueError(f"{len(samples)} of {file.frames} frames")
            stressed = tuple((float(a), float(b)) for a, b in _STRESSED.findall(file.comment))
            return Spoken(Sound(np.ascontiguousarray(samples), int(file.samplerate)), stressed)
    except soundfile.LibsndfileError as error:
        raise ValueError(str(error)) from error


def read(path: Path) -> Sound | None:
    """Return a kept sound, or None if it is not there or damaged: then it is made again."""
    there = read_spoken(path)
    return there.sound if there else None


def read_spoken(path: Path) -> Spoken | None:
    """Return a kept clause with its stressed spans, or None, as `read`."""
    try:
        spoken = decode_spoken(path.read_bytes())
    except (OSError, ValueError):
        return None
    with contextlib.suppress(OSError):
        os.utime(path)  # the cache forgets what was not heard for longest
    return spoken


def write(path: Path, content: bytes) -> None:
    """Write under another name and rename, so that nobody ever sees half a file.

    Raises
    ------
    OSError
        If that can't be done (full disk, no right); nothing is left behind then.
    """
    temporary = path.with_name(f".{path.stem[:16]}.{os.getpid()}.{threading.get_ident()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(content)
        temporary.replace(path)
    except OSError:
        _discard(temporary)
        raise


def _discard(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return
