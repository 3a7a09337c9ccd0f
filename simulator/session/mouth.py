"""The customer's mouth: lines are said as they become ready, and a wait is covered by a breath or a hum."""

from __future__ import annotations

from simulator.domain.line import SoundLine
from simulator.domain.scenario import Line
from simulator.domain.sound import FRAME, LINE_RATE_HZ
from simulator.messages import Lang
from simulator.session.flow import HOLE_S, Flow
from simulator.session.parts import Voice
from simulator.speech.breath import inhale

HOLE = round(HOLE_S * LINE_RATE_HZ / FRAME)  # frames
HOT = 2.0
HUMS = {"zh": ("嗯。", "哼。"), "en": ("Hm.", "Huh.")}  # calm, hot: covers a short wait, as people do


class Mouth:
    """Says one line after another.

    Parameters
    ----------
    line
        What it is heard over.
    voice
        Whose it is.
    """

    def __init__(self, line: SoundLine, voice: Voice) -> None:
        self._line, self._voice = line, voice
        self._anger = 0.0
        self._flow: Flow | None = None
        self._silent = 0  # frames since a line that is not over fell silent
        self._breathed = False
        self._hummed = False

    def say(self, flow: Flow, anger: float) -> None:
        """Begin a line, in place of whatever covered the wait for it."""
        self._anger = anger
        self._voice.settle(anger)
        self._replace(flow)
        self._breathed = self._hummed = False
        self._feed()

    def said(self) -> bool:
        """Go on for a frame; return True once the last sample was played.

        A clause that is late for longer than a pause is waited for with a breath.
        """
        self._feed()
        if self._line.playing:
            self._silent = 0
        elif self._flow is None or self._flow.over:
            return True
        else:
            self._silent += 1
            if self._silent == HOLE and not self._breathed:
                self._breathe()
        return False

    def await_answer(self, lang: Lang, *, breath: bool, over: bool) -> None:
        """Breathe in while the agent could still go on; say "hm" when the turn is `over` and the answer late."""
        if breath and not self._breathed:
            self._breathe()
        if over and not self._hummed and not self._line.playing:
            self._hummed = True
            self._replace(Flow(self._voice.stream(hum(lang, self._anger), self._anger)))
        self._feed()

    def give_way(self) -> None:
        """Stop what covered the wait: the agent goes on."""
        if self._breathed or self._hummed:
            self._line.hush()
            self._replace(None)
        self._breathed = self._hummed = False

    def close(self) -> None:
        """Say no more."""
        self._replace(None)

    def _breathe(self) -> None:
        self._breathed = True
        self._line.play(inhale(round(self._anger)))

    def _feed(self) -> None:
        clauses = self._flow.ready() if self._flow is not None else []
        for clause in clauses:
            self._breathed = False
            self._line.play(clause.samples)

    def _replace(self, flow: Flow | None) -> None:
        if self._flow is not None:
            self._flow.close()
        self._flow, self._silent = flow, 0


def hum(lang: Lang, anger: float) -> Line:
    """Return the line that covers a short wait."""
    return Line(HUMS[lang][anger > HOT])
