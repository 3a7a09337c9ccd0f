"""A line whose agent is a script: sound files, or a synthetic trainee; as fast as it can be read, or in real time."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from simulator.audio.playout import Playout, Under
from simulator.audio.resample import to_rate
from simulator.domain.line import Frame
from simulator.domain.sound import FRAME, LINE_RATE_HZ, FloatArray, Sound
from simulator.speech.background import Ambience

RESPONSE_DELAY_S = 0.8  # between the customer's last sound and the agent's first


class ScriptedLine:
    """A duplex line without a device.

    Parameters
    ----------
    next_reply
        Called when it is the agent's turn; returns the reply (any rate), or None when there is none left.
    realtime
        True paces the frames by the wall clock, as a device would.
    response_delay_s
        Silence before each reply.
    ambience
        What is heard under the customer, all the time.
    """

    def __init__(
        self,
        next_reply: Callable[[], Sound | None],
        *,
        realtime: bool = False,
        response_delay_s: float = RESPONSE_DELAY_S,
        ambience: Ambience | None = None,
    ) -> None:
        self.live = realtime
        self._next_reply = next_reply
        self._delay = np.zeros(round(response_delay_s * LINE_RATE_HZ), np.float32)
        self._customer, self._agent = Playout(), Playout()
        self._under = Under(ambience)
        self._frames = 0
        self._started = 0.0
        self._open = False

    def start(self) -> None:
        """Open the line."""
        self._open, self._started = True, time.monotonic()

    def read(self) -> Frame | None:
        """Return the next frame of both channels; silence where nobody speaks."""
        if not self._open:
            return None
        self._frames += 1
        if self.live:
            due = self._started + self._frames * FRAME / LINE_RATE_HZ
            time.sleep(max(0.0, due - time.monotonic()))
        return Frame(self._under.mixed(self._customer.pull(FRAME)), self._agent.pull(FRAME))

    def play(self, samples: FloatArray) -> None:
        """Queue the customer's samples."""
        self._customer.push(samples)

    def hush(self) -> None:
        """Drop what the customer has not said yet."""
        self._customer.clear()

    @property
    def playing(self) -> bool:
        """True while the customer is heard."""
        return self._customer.pending > 0

    def cue(self) -> bool:
        """Let the next reply begin; False when the script is at its end."""
        if self._agent.pending:
            return True
        reply = self._next_reply()
        if reply is None:
            return False
        self._agent.push(self._delay)
        self._agent.push(to_rate(reply).samples)
        return True

    def stop(self) -> None:
        """Close the line."""
        self._open = False
