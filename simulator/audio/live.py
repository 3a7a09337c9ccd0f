"""The line through a real microphone and a real loudspeaker; the microphone's samples are the clock of the call.

Two streams instead of one duplex stream: over sound servers a duplex stream stalls whenever one side does.
"""

from __future__ import annotations

import queue
import time
from dataclasses import replace
from typing import Any

import numpy as np

from simulator.audio.devices import Device, choose, portaudio, rescan
from simulator.audio.playout import Playout, Under
from simulator.domain.line import Frame
from simulator.domain.sound import FRAME, LINE_RATE_HZ, FloatArray
from simulator.errors import Broken, Missing
from simulator.speech.background import Ambience

START_S = 6.0  # a sound server may need seconds to wake up
PATIENCE_S = 1.0  # a device that gives nothing for so long after that is gone
REPLUG_S = 30.0  # so long the call waits for it to come back
AHEAD_S = 0.1  # the loudspeaker's buffer: models that are loaded meanwhile keep a callback waiting for so long
BACKLOG = 20_000  # frames, 10 min: the call may think that long before sound is refused


class LiveLine:
    """Microphone and loudspeaker at 16 kHz; the callbacks only copy.

    Parameters
    ----------
    microphone, loudspeaker
        As `simulator.audio.devices.choose` returns them.
    ambience
        What is heard under the customer, all the time.
    """

    live = True

    def __init__(self, microphone: Device, loudspeaker: Device, ambience: Ambience | None = None) -> None:
        self._spoken = Under(ambience)
        self._heard = Under(ambience)
        self._microphone, self._loudspeaker = microphone, loudspeaker
        self._waiting, self._played = Playout(), Playout()
        self._frames: queue.Queue[Frame] = queue.Queue(BACKLOG)
        self._refused = 0  # samples dropped because the queue was full
        self._streams: list[Any] = []
        self._patience_s = START_S
        self._last_s = time.monotonic()

    def start(self) -> None:
        """Open both devices.

        Raises
        ------
        Broken
            If a device refuses, for instance because another program holds it.
        """
        try:
            self._open(self._microphone.index, self._loudspeaker.index)
        except portaudio().PortAudioError as error:
            self.stop()
            names = {"microphone": self._microphone.name, "loudspeaker": self._loudspeaker.name}
            raise Broken("audio.refused", **names) from error

    def _open(self, microphone: int, loudspeaker: int) -> None:
        sd = portaudio()
        both = {"samplerate": LINE_RATE_HZ, "blocksize": FRAME, "channels": 1, "dtype": "float32"}
        self._streams.append(sd.OutputStream(device=loudspeaker, callback=self._speak, latency=AHEAD_S, **both))
        self._streams.append(sd.InputStream(device=microphone, callback=self._listen, **both))
        for stream in self._streams:
            stream.start()

    def _speak(self, out: FloatArray, frames: int, _time: object, _status: object) -> None:
        waiting = min(self._waiting.pending, frames)
        samples = self._waiting.pull(frames)
        out[:, 0] = self._spoken.mixed(samples)
        self._played.push(samples[:waiting])

    def _listen(self, heard: FloatArray, frames: int, _time: object, status: Any) -> None:
        # PortAudio says that it lost samples, not how many: one block is the least.
        lost = FRAME * bool(status.input_overflow) + self._refused
        try:
            customer = self._heard.mixed(self._played.pull(frames))
            self._frames.put_nowait(Frame(customer, heard[:, 0].copy(), lost))
            self._refused = 0
        except queue.Full:
            self._refused += frames

    def read(self) -> Frame | None:
        """Return the next frame; where the device went away and came back, with what was lost before it.

        Raises
        ------
        Broken
            If the device has not come back for half a minute.
        """
        try:
            frame = self._frames.get(timeout=self._patience_s)
        except queue.Empty:
            frame = self._reopened()
        self._patience_s, self._last_s = PATIENCE_S, time.monotonic()
        return frame

    def _reopened(self) -> Frame:
        """Wait for the devices to come back; the time without them is counted as lost samples."""
        deadline = time.monotonic() + REPLUG_S
        while time.monotonic() < deadline:
            self.stop()
            try:
                rescan()
                self._open(choose("input", self._microphone.name).index, choose("output", self._loudspeaker.name).index)
                frame = self._frames.get(timeout=PATIENCE_S)
            except (portaudio().PortAudioError, Missing, queue.Empty):
                time.sleep(0.5)
                continue
            return replace(frame, lost=frame.lost + round((time.monotonic() - self._last_s) * LINE_RATE_HZ))
        raise Broken("audio.device_gone", microphone=self._microphone.name)

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
