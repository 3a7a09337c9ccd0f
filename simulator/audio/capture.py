"""Record a few seconds from a microphone."""

from __future__ import annotations

import numpy as np

from simulator.audio.devices import Device, portaudio
from simulator.domain.sound import LINE_RATE_HZ, Sound
from simulator.errors import Broken


def capture(microphone: Device, duration_s: float) -> Sound:
    """Return `duration_s` seconds from the microphone.

    Raises
    ------
    Broken
        If the device refuses.
    """
    sd = portaudio()
    try:
        block = sd.rec(
            round(duration_s * LINE_RATE_HZ),
            samplerate=LINE_RATE_HZ,
            channels=1,
            dtype="float32",
            device=microphone.index,
            blocking=True,
        )
    except sd.PortAudioError as error:
        raise Broken("audio.refused", microphone=microphone.name, loudspeaker="–") from error
    return Sound(np.ascontiguousarray(block[:, 0]), LINE_RATE_HZ)
