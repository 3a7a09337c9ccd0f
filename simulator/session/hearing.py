"""Recognition while the agent speaks: what lies before a pause is recognised in it; at the end little is missing.

At each lull the part since the last cut is recognised. If the agent goes on after a pause that is long enough, that
part is kept as a chunk and the cut moves on; else it is heard again as part of a longer one. At the end of the turn its
last part has been under way since the last pause began.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLate
from dataclasses import dataclass, replace

from simulator.domain.ports import Recogniser
from simulator.domain.sound import LINE_RATE_HZ, Sound
from simulator.domain.transcript import Transcript, silent
from simulator.messages import Lang
from simulator.session.worker import Worker
from simulator.speech.punctuation import with_commas

CHUNK_PAUSE = round(0.4 * LINE_RATE_HZ)  # a shorter pause is no place to cut
CHUNK_LEAST = 6 * LINE_RATE_HZ  # shorter parts are recognised worse on their own, and longer ones cost little more
MOST_WAITING = 2  # parts that wait for the recogniser before no further cut is made
SLOW_S = 20.0  # beside twice the length of the sound: a recogniser that has not answered by then is given up
BEHIND = "recognition fell behind the speech; the sound is whole"
NOT_TRANSCRIBED = "not_transcribed"

Cut = Callable[[int, int], tuple[Sound, int]]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a turn that is being recognised."""

    start: int
    end: int
    job: Future[Transcript]


class Hearing:
    """Recognises one turn after another.

    Parameters
    ----------
    recogniser, lang
        The engine, and the language that is spoken.
    cut
        Returns the sound between two samples of the call with a margin, and the sample at which it starts.
    live
        False where time stands still while something is recognised: then every cut waits for its words.
    """

    def __init__(self, recogniser: Recogniser, lang: Lang, cut: Cut, *, live: bool) -> None:
        self._recogniser, self._lang, self._cut = recogniser, lang, cut
        self._live = live
        self._worker = Worker("recognition")
        self._kept: list[Part] = []
        self._tail: Part | None = None
        self.failures: list[str] = []

    def parts(self, start: int, end: int) -> tuple[Part, ...]:
        """Return the parts of the turn from sample `start` to sample `end`; what has no words yet is begun."""
        since = self._kept[-1].end if self._kept else start
        if since >= end:
            return tuple(self._kept)
        if self._tail is None or self._tail.end != end:
            self._tail = self._part(since, end)
        return (*self._kept, self._tail)

    def resumed(self, pause: int) -> None:
        """Keep the part before a pause of `pause` samples as a chunk, or hear it later as part of a longer one."""
        tail, self._tail = self._tail, None
        if tail is None:
            return
        long_enough = pause >= CHUNK_PAUSE and tail.end - tail.start >= CHUNK_LEAST
        if long_enough and (not self._live or self._worker.waiting <= MOST_WAITING):
            self._kept.append(tail)
        else:
            tail.job.cancel()
            if long_enough and BEHIND not in self.failures:
                self.failures.append(BEHIND)

    def words(self, parts: tuple[Part, ...]) -> Transcript:
        """Return the words of parts, on the clock of the call; waits for them.

        A part that the recogniser fails on, or takes too long for, is left out; a turn of which nothing is left is
        rejected as ``not_transcribed``.
        """
        return joined([self._words(part) for part in parts], self._lang)

    def forget(self) -> None:
        """Make room for the next turn."""
        self._kept, self._tail = [], None

    def _part(self, start: int, end: int) -> Part:
        sound, begins = self._cut(start, end)
        lang, recogniser = self._lang, self._recogniser
        job = self._worker.submit(lambda: recogniser.transcribe(sound, lang).shifted(begins / LINE_RATE_HZ))
        return Part(start, end, job)

    def _words(self, part: Part) -> Transcript:
        limit_s = SLOW_S + 2 * (part.end - part.start) / LINE_RATE_HZ
        try:
            return part.job.result(limit_s)
        except TooLate:
            self.failures.append(f"recognition took longer than {limit_s:.0f} s")
            self._worker.abandon()
        except Exception as error:  # whatever an engine raises, the call goes on
            self.failures.append(f"recognition failed: {type(error).__name__}: {error}")
        return silent(self._lang, NOT_TRANSCRIBED)

    def close(self) -> None:
        """Let the worker end."""
        self._worker.close()


def joined(parts: list[Transcript], lang: Lang) -> Transcript:
    """Return one transcript of parts in order; rejected only if nothing at all was understood."""
    heard = [p for p in parts if p.rejected is None and p.text]
    if not heard:
        reasons = [p.rejected for p in parts if p.rejected]
        real = next((r for r in reasons if r != "no_speech"), None)
        return silent(lang, real or (reasons[0] if reasons else "no_speech"))
    if len(heard) == 1:
        return heard[0]
    between = "" if lang == "zh" else " "
    length = sum(len(p.text) for p in heard)
    text, words = between.join(p.text for p in heard), tuple(w for p in heard for w in p.words)
    return replace(
        heard[0],
        text=with_commas(text, words) if lang == "zh" else text,
        text_as_heard=between.join(p.text_as_heard for p in heard),
        words=words,
        confidence=sum(p.confidence * len(p.text) for p in heard) / length,
    )
