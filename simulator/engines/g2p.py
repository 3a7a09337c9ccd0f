"""From a line of text to clauses that can be spoken one by one, and from a clause to Kokoro's phonemes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from simulator.errors import BadInput
from simulator.messages import Lang
from simulator.speech.markup import SOUND, SOUNDS, SoundName, marked, plain

MAX_CHARS = 1_000  # about four minutes of speech; a customer's line has twenty to eighty
PRESSING_PAUSE_S = 0.9  # after …: it waits for an answer
STRONG_PAUSE_S = 0.32
WEAK_PAUSE_S = 0.14
# In characters of Mandarin or words of English: shorter pieces join their neighbour, longer ones are cut.
SHORTEST = {"zh": 4, "en": 3}
COMFORTABLE = {"zh": 10, "en": 7}
FIRST = {"zh": 5, "en": 4}  # of the first clause: the sooner it is there, the sooner the line begins
LONGEST = {"zh": 45, "en": 28}

READ_OUT = "°℃"  # symbols that have words

_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*")
_UNIT = {"zh": re.compile(r"[\u3400-\u9fff]|[A-Za-z]+|\d"), "en": re.compile(r"[A-Za-z'’]+|\d+")}
_BREAK = re.compile(
    r"(?:[。！？；…\n]+|[!?;]+|\.{3,}|(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bNo)(?<!\bMrs)(?<!\bvs)\.+(?=\s+[^a-z\s]|\s*$|[\"”’')]))[\"”’'）)」』]*|(?:[，、：—]+|[,:]+(?=\s|$|[\u3400-\u9fff])|\s-+\s)"
)
_PRESSING = re.compile(r"(?:…|\.{3,})[\s\"”’']*$")
_STRONG = re.compile(r"[。！？；…\n!?;.]")
_WIDE = (
    {ord(c): chr(ord(c) - 0xFEE0) for c in "０１２３４５６７８９％＋＠＃＄"}
    | {code: chr(code - 0xFEE0) for code in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
    | {ord("￥"): "¥", ord("’"): "'", ord("‘"): "'", ord("\t"): " ", ord("\u00a0"): " ", ord("\u3000"): " "}
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a line that is rendered in one go.

    Parameters
    ----------
    text
        With its marks (see `simulator.speech.markup`); empty for a sound that is no word.
    pause_s
        After it, at plain speed.
    sound
        The sound that it is, instead of words.
    """

    text: str
    pause_s: float
    sound: SoundName | None = None


def checked(text: str, lang: Lang, voice: str) -> str:
    """Return the text without what can't be spoken.

    Parameters
    ----------
    text
        Anything.
    lang
        Of the voice.
    voice
        Its id, for the error.

    Raises
    ------
    BadInput
        If nothing is left, the text is too long, or it is in another language.
    """
    if len(text) > MAX_CHARS:
        raise BadInput("voices.too_long", length=len(text), limit=MAX_CHARS)
    kept = clean(text)
    said = plain(kept)
    if not any(c.isalnum() for c in said):
        raise BadInput("voices.empty_text")
    if not _speaks(said, lang):
        raise BadInput(f"voices.not_{lang}", voice=voice)
    _check_readings(kept, lang)
    return kept


def clean(text: str) -> str:
    """Return the text in ordinary width, without emoji, control characters and other symbols."""
    narrow = unicodedata.normalize("NFC", text.translate(_WIDE))
    kept = "".join(c if c == "\n" or not _is_noise(c) else "" for c in narrow)
    return re.sub(r"[ ]+", " ", kept).strip()


def clauses(text: str, lang: Lang) -> tuple[Clause, ...]:
    """Return a text in clauses, cut at punctuation where that leaves pieces of a comfortable length."""
    parts: list[Clause] = []
    start = 0
    for found in SOUND.finditer(text):
        parts += _spoken(text[start : found.start()], lang, first=not parts)
        parts.append(Clause("", WEAK_PAUSE_S, SOUNDS[found[1]]))
        start = found.end()
    return (*parts, *_spoken(text[start:], lang, first=not parts))


def _spoken(text: str, lang: Lang, *, first: bool) -> tuple[Clause, ...]:
    pieces = [p for raw in _cut(text) for p in _shorten(raw, lang)]
    joined: list[Clause] = []
    open_text = ""
    for i, piece in enumerate(pieces):
        open_text += piece
        pause_s = _pause_s(piece)
        enough = FIRST if first and not joined else COMFORTABLE if pause_s == WEAK_PAUSE_S else SHORTEST
        if i == len(pieces) - 1 or pause_s == PRESSING_PAUSE_S or _weight(open_text, lang) >= enough[lang]:
            joined.append(Clause(open_text.strip(), pause_s))
            open_text = ""
    return _join_last(joined, lang)


def _pause_s(piece: str) -> float:
    if _PRESSING.search(piece):
        return PRESSING_PAUSE_S
    return STRONG_PAUSE_S if _STRONG.search(piece[-2:]) else WEAK_PAUSE_S


def phonemes(text: str, lang: Lang) -> str:
    """Return a clause in Kokoro's symbols (data/kokoro/vocab.json); punctuation stays, it carries the melody.

    What is stressed stands between `markup.OPEN` and `markup.CLOSE`.
    """
    if lang == "zh":
        from simulator.engines.g2p_zh import phonemes as mandarin

        return mandarin(text)
    from simulator.engines.g2p_en import phonemes as english

    return english(text)


def prepare(lang: Lang) -> None:
    """Load the dictionaries of a language, which takes longer than to use them."""
    phonemes({"zh": "你好", "en": "hello"}[lang], lang)


def _check_readings(text: str, lang: Lang) -> None:
    """Refuse a reading that the voice doesn't know, before anything is rendered."""
    for start, end, reading in marked(text).readings:
        if lang == "zh":
            from simulator.engines.g2p_zh import known
        else:
            from simulator.engines.g2p_en import known
        if not known(reading):
            raise BadInput("voices.bad_reading", reading=reading, word=marked(text).text[start:end])


def _cut(text: str) -> Iterator[str]:
    start = 0
    for found in _BREAK.finditer(text):
        yield text[start : found.end()]
        start = found.end()
    if text[start:].strip():
        yield text[start:]


def _shorten(piece: str, lang: Lang) -> Iterator[str]:
    """Cut a piece without punctuation that is too long for one go."""
    start, count = 0, 0
    for unit in _UNIT[lang].finditer(piece):
        count += 1
        if count > LONGEST[lang]:
            yield piece[start : unit.start()]
            start, count = unit.start(), 1
    yield piece[start:]


def _join_last(joined: list[Clause], lang: Lang) -> tuple[Clause, ...]:
    if len(joined) > 1 and joined[-2].pause_s < PRESSING_PAUSE_S and _weight(joined[-1].text, lang) < SHORTEST[lang]:
        *head, before, last = joined
        space = " " if lang == "en" else ""
        joined = [*head, Clause(before.text + space + last.text, last.pause_s)]
    return tuple(c for c in joined if any(s.isalnum() for s in c.text))


def _weight(text: str, lang: Lang) -> int:
    return len(_UNIT[lang].findall(marked(text).text))


def _is_noise(char: str) -> bool:
    kind = unicodedata.category(char)
    if char in READ_OUT:
        return False
    return kind[0] == "C" or kind in ("So", "Sk", "Me") or 0xFE00 <= ord(char) <= 0xFE0F


def _speaks(text: str, lang: Lang) -> bool:
    han, words, digits = len(_HAN.findall(text)), len(_WORD.findall(text)), any(c.isdecimal() for c in text)
    if lang == "zh":
        return han > 0 or 0 < words <= 2 or (digits and not words)
    return han == 0 and (words > 0 or digits)
