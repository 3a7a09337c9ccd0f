"""What was heard: words with their times and how sure the recogniser was of each."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Word:
    """One word (one character in Mandarin where the recogniser times them so).

    Parameters
    ----------
    text
        As heard, simplified for Mandarin, with no surrounding blanks.
    start_s, end_s
        On the clock of the sound that was given, in seconds.
    confidence
        0 to 1.
    """

    text: str
    start_s: float
    end_s: float
    confidence: float

    def __post_init__(self) -> None:
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"confidence must lie in 0..1, not {self.confidence}")
        if self.end_s < self.start_s:
            raise ValueError(f"a word can't end ({self.end_s}) before it starts ({self.start_s})")


@dataclass(frozen=True, slots=True)
class Correction:
    """Words that were put in place of what was first heard, because the sound bears them as well.

    Parameters
    ----------
    start, end
        Span of the corrected words in ``Transcript.text``.
    heard
        What stood there before.
    fact
        Id of the fact whose wording it is.
    loss_nats
        What the sound loses in log-likelihood by it; small is convincing.
    """

    start: int
    end: int
    heard: str
    fact: str
    loss_nats: float


@dataclass(frozen=True, slots=True)
class Transcript:
    """The words of one utterance.

    Parameters
    ----------
    lang
        ``zh`` or ``en``.
    text
        What the scores read: simplified, punctuated as far as the recogniser does.
    text_as_heard
        The recogniser's own text, before any correction.
    words
        In order of time.
    confidence
        0 to 1 for the whole; 0 when nothing was understood.
    rejected
        Why the guards threw the text away (``no_speech``, ``loop``, ``unsure``), or None.
    corrections
        Where `text` differs from `text_as_heard` in favour of the scenario's words.
    doubtful
        Ids of facts that may have been said: something like them was heard, and the sound did not decide.
    """

    lang: str
    text: str
    text_as_heard: str
    words: tuple[Word, ...]
    confidence: float
    rejected: str | None = None
    corrections: tuple[Correction, ...] = ()
    doubtful: tuple[str, ...] = ()

    def shifted(self, by_s: float) -> Transcript:
        """Return the same words on a clock that started `by_s` earlier."""
        moved = tuple(replace(w, start_s=w.start_s + by_s, end_s=w.end_s + by_s) for w in self.words)
        return replace(self, words=moved)

    def span_s(self, start: int, end: int) -> tuple[float, float] | None:
        """Return the times of the characters ``text[start:end]``, or None if no word carries them.

        Words are found in `text` in their order, so punctuation between them does no harm.
        """
        times: list[tuple[float, float]] = []
        at = 0
        for word in self.words:
            found = self.text.find(word.text, at) if word.text else -1
            if found < 0:
                continue
            at = found + len(word.text)
            if found < end and at > start:
                times.append((word.start_s, word.end_s))
        return (times[0][0], times[-1][1]) if times else None


def silent(lang: str, rejected: str) -> Transcript:
    """Return the transcript of sound in which nobody spoke intelligibly."""
    return Transcript(lang, "", "", (), 0.0, rejected)


def written(lang: str, text: str) -> Transcript:
    """Return the transcript of a reply that was typed instead of spoken: certain, and without times."""
    return Transcript(lang, text, text, (), 1.0)
