"""Sound files in and out, block by block, with a bound on what is decoded and one sentence for what can't be read."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from simulator.domain.sound import FloatArray, Sound
from simulator.errors import BadInput

if TYPE_CHECKING:
    import soundfile

MAX_DURATION_S = 6 * 3600
BLOCK = 65_536
SAME_VOICE = 0.9  # correlation above which two channels are one microphone
_UNKNOWN_LENGTH = (0, 0xFFFFFFFF)  # what programs write that stream to a pipe


def read_channels(path: Path) -> tuple[Sound, ...]:
    """Return each channel of a sound file at its own rate.

    Raises
    ------
    BadInput
        If the file is missing, empty, no sound, longer than six hours, or its header promises more than it holds.
    """
    import soundfile

    if not path.is_file():
        raise BadInput("audio.no_file", path=path)
    _refuse_cut_off_wav(path)
    try:
        with soundfile.SoundFile(path) as f:
            samples = _decode(f, path)
            rate_hz = f.samplerate
    except soundfile.SoundFileError as error:
        raise BadInput("audio.no_sound_file", path=path) from error
    if not 4_000 <= rate_hz <= 384_000:
        raise BadInput("audio.odd_rate", path=path, rate_hz=rate_hz)
    return tuple(Sound(np.ascontiguousarray(channel), rate_hz) for channel in samples.T)


def read_sound(path: Path) -> Sound:
    """Return a file as mono: its only channel, or the mean of channels that carry the same voice.

    Raises
    ------
    BadInput
        As `read_channels`; and if the channels carry different voices.
    """
    channels = read_channels(path)
    audible = [c for c in channels if _rms(c.samples) > 1e-4] or list(channels[:1])
    for other in audible[1:]:
        if _correlation(audible[0].samples, other.samples) < SAME_VOICE:
            raise BadInput("audio.two_voices", path=path, channels=len(channels))
    mean = np.mean([c.samples for c in audible], axis=0, dtype=np.float32)
    return Sound(np.asarray(mean, np.float32), channels[0].rate_hz)


def write_wav(path: Path, sound: Sound, *, comment: str = "") -> None:
    """Write a sound as 16-bit WAV under a temporary name and rename it, so that no half file is ever seen."""
    import soundfile

    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    with soundfile.SoundFile(part, "w", samplerate=sound.rate_hz, channels=1, format="WAV", subtype="PCM_16") as f:
        if comment:
            f.comment = comment
        f.write(np.clip(sound.samples, -1.0, 1.0))
    part.replace(path)


def _decode(f: soundfile.SoundFile, path: Path) -> FloatArray:
    blocks: list[FloatArray] = []
    frames = 0
    while len(block := f.read(BLOCK, dtype="float32", always_2d=True)):
        frames += len(block)
        if frames > MAX_DURATION_S * f.samplerate:
            raise BadInput("audio.too_long", path=path, hours=MAX_DURATION_S // 3600)
        blocks.append(np.nan_to_num(block, nan=0.0, posinf=1.0, neginf=-1.0))
    if not blocks:
        raise BadInput("audio.empty_file", path=path)
    return np.concatenate(blocks)


def _refuse_cut_off_wav(path: Path) -> None:
    """Refuse a WAV whose data chunk claims more bytes than the file has; other formats are checked by decoding."""
    size = path.stat().st_size
    with path.open("rb") as f:
        if size == 0:
            raise BadInput("audio.empty_file", path=path)
        head = f.read(12)
        if head[:4] != b"RIFF" or head[8:] != b"WAVE":
            return
        while len(chunk := f.read(8)) == 8:
            name, length = struct.unpack("<4sI", chunk)
            if name == b"data":
                if length not in _UNKNOWN_LENGTH and f.tell() + length > size + 1:
                    raise BadInput("audio.cut_off", path=path, promised=length, held=size - f.tell())
                return
            f.seek(length + length % 2, 1)


def _rms(x: FloatArray) -> float:
    return float(np.sqrt(np.mean(np.square(x, dtype=np.float64)))) if len(x) else 0.0


def _correlation(a: FloatArray, b: FloatArray) -> float:
    a64, b64 = a.astype(np.float64), b.astype(np.float64)
    scale = np.sqrt(np.dot(a64, a64) * np.dot(b64, b64))
    return float(np.dot(a64, b64) / scale) if scale > 0 else 0.0
