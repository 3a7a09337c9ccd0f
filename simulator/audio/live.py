"""The line through a real microphone and a real loudspeaker; the microphone's samples are the clock of the call.

Two streams instead of one duplex stream: over sound servers a duplex stream stalls whenever one side does.
"""

from __future__ import annotations

import queue
from typing import Any

import numpy as np

from simulator.audio.devices import Device, portaudio
from simulator.audio.playout import Playout
from simulator.domain.line import Frame
from simulator.domain.sound import FRAME, LINE_RATE_HZ, FloatArray
from simulator.errors import Broken

START_S = 6.0  # a sound server may need seconds to wake up
PATIENCE_S = 1.0  # a device that gives nothing for so long after that is gone
BACKLOG = 20_000  # frames, 10 min: the call may think that long before sound is refused


class LiveLine:
    """Microphone and loudspeaker at 16 kHz; the callbacks only copy.

    Parameters
    ----------
    microphone, loudspeaker
        As `simulator.audio.devices.choose` returns them.
    """

    live = True

    def __init__(self, microphone: Device, loudspeaker: Device) -> None:
        self._microphone, self._loudspeaker = microphone, loudspeaker
        self._waiting, self._played = Playout(), Playout()
        self._frames: queue.Queue[Frame] = queue.Queue(BACKLOG)
        self._refused = 0  # samples dropped because the queue was full
        self._streams: list[Any] = []
        self._patience_s = START_S

    def start(self) -> None:
        """Open both devices.

        Raises
        ------
        Broken
            If a device refuses, for instance because another program holds it.
        """
        sd = portaudio()
        both = {"samplerate": LINE_RATE_HZ, "blocksize": FRAME, "channels": 1, "dtype": "float32"}
        try:
            for stream in (
                sd.OutputStream(device=self._loudspeaker.index, callback=self._speak, **both),
                sd.InputStream(device=self._microphone.index, callback=self._listen, **both),
            ):
                self._streams.append(stream)
                stream.start()
        except sd.PortAudioError as error:
            self.stop()
            names = {"microphone": self._microphone.name, "loudspeaker": self._loudspeaker.name}
            raise Broken("audio.refused", **names) from error

    def _speak(self, out: FloatArray, frames: int, _time: object, _status: object) -> None:
        waiting = min(self._waiting.pending, frames)
        out[:, 0] = samples = self._waiting.pull(frames)
        self._played.push(samples[:waiting])

    def _listen(self, heard: FloatArray, frames: int, _time: object, status: Any) -> None:
        # PortAudio says that it lost samples, not how many: one block is the least.
        lost = FRAME * bool(status.input_overflow) + self._refused
        try:
            self._frames.put_nowait(Frame(self._played.pull(frames), heard[:, 0].copy(), lost))
            self._refused = 0
        except queue.Full:
            self._refused += frames

    def read(self) -> Frame | None:
        """Return the next frame.

        Raises
        ------
        Broken
            If the device has given nothing for a second.
        """
        try:
            frame = self._frames.get(timeout=self._patience_s)
        except queue.Empty:
            raise Broken("audio.device_gone", microphone=self._microphone.name) from None
        self._patience_s = PATIENCE_S
        return frame

    def play(self, samples: FloatArray) -> None:
        """Queue the customer's samples."""
        self._waiting.push(np.ascontiguousarray(samples, np.float32))

    def hush(self) -> None:
        """Drop what the customer has not said yet."""
        self._waiting.clear()

    @property
    def playing(self) -> bool:
        """True while the customer is heard."""
        return self._waiting.pending + self._played.pending > 0

    def cue(self) -> bool:
        """Do nothing: a person answers when ready."""
        return True

    def stop(self) -> None:
        """Close the devices."""
        while self._streams:
            stream = self._streams.pop()
            stream.abort(ignore_errors=True)
            stream.close(ignore_errors=True)
