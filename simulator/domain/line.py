"""The line between customer and agent: two channels on one clock of samples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from simulator.domain.sound import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """The same 32 ms of both channels.

    Parameters
    ----------
    customer, agent
        Shape (FRAME,), float32: what was played, and what was heard.
    lost
        Samples that the device dropped just before this frame.
    """

    customer: FloatArray
    agent: FloatArray
    lost: int = 0


class SoundLine(Protocol):
    """A duplex line; a device, or files that stand in for the agent."""

    live: bool  # True where time passes by itself

    def start(self) -> None:
        """Open the line; frames begin to flow."""
        ...

    def read(self) -> Frame | None:
        """Return the next frame, waiting for it where the line is live; None when it has ended for good."""
        ...

    def play(self, samples: FloatArray) -> None:
        """Queue samples of the customer, shape (n,) at the line's rate."""
        ...

    def hush(self) -> None:
        """Drop what the customer has not said yet."""
        ...

    @property
    def playing(self) -> bool:
        """True while the customer is heard."""
        ...

    def cue(self) -> bool:
        """Tell that it is the agent's turn; False when nobody will answer any more."""
        ...

    def stop(self) -> None:
        """Close the line; harmless when repeated."""
        ...
