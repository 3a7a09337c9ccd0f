"""A scripted line that can be listened to: both voices on the loudspeaker, which also sets the pace."""

from __future__ import annotations

from typing import Any

from simulator.audio.devices import Device, portaudio
from simulator.audio.scripted import ScriptedLine
from simulator.domain.line import Frame
from simulator.domain.sound import FRAME, LINE_RATE_HZ, FloatArray
from simulator.errors import Broken


class AudibleLine:
    """Plays what flows over a scripted line; time passes with the loudspeaker.

    Parameters
    ----------
    line
        The line; it must not pace itself.
    loudspeaker
        Where both channels are heard, mixed.
    """

    live = True

    def __init__(self, line: ScriptedLine, loudspeaker: Device) -> None:
        self._line, self._loudspeaker = line, loudspeaker
        self._stream: Any = None

    def start(self) -> None:
        """Open the loudspeaker and the line."""
        sd = portaudio()
        try:
            self._stream = sd.OutputStream(
                samplerate=LINE_RATE_HZ, blocksize=FRAME, device=self._loudspeaker.index, channels=1, dtype="float32"
            )
            self._stream.start()
        except sd.PortAudioError as error:
            raise Broken("audio.refused", microphone="–", loudspeaker=self._loudspeaker.name) from error
        self._line.start()

    def read(self) -> Frame | None:
        """Return the next frame once it has been handed to the loudspeaker."""
        frame = self._line.read()
        if frame is not None:
            self._stream.write((frame.customer + frame.agent)[:, None])
        return frame

    def play(self, samples: FloatArray) -> None:
        """Queue the customer's samples."""
        self._line.play(samples)

    def hush(self) -> None:
        """Drop what the customer has not said yet."""
        self._line.hush()

    @property
    def playing(self) -> bool:
        """True while the customer is heard."""
        return self._line.playing

    def cue(self) -> bool:
        """Let the next reply begin."""
        return self._line.cue()

    def stop(self) -> None:
        """Close both."""
        self._line.stop()
        if self._stream is not None:
            stream, self._stream = self._stream, None
            stream.stop()
            stream.close()
