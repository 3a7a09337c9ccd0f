"""English text to Kokoro's phonemes, with weak forms, and the right one of two readings where the neighbours tell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from simulator.engines.g2p_en_lexicon import (
    VOWELS,
    by_letters,
    default,
    entry,
    inflected,
    one_stress,
    possessive,
    spelled,
)
from simulator.engines.g2p_en_numbers import spoken_numbers
from simulator.speech.markup import CLOSE, OPEN, marked

_TOKEN = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)*'?|[;:,.!?—…\"()“”]+|\n")
_WORD = re.compile(r"[A-Za-z]")
_CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_BEFORE_VERBS = """
to i you we they will would can could should must may might not don't didn't doesn't won't can't couldn't wouldn't
shouldn't please i'll you'll we'll they'll he'll she'll it'll i'd you'd we'd they'd let's let never always just
"""
_BEFORE_NOUNS = """
a an the my your his her its our their this that these those no any some every each of for in on at with without
another one full whole complete partial first second third last next same new old
"""
_OF_BEING = "am is are was were be been being get got i'm it's that's"
_OF_HAVING = "have has had having i've you've we've they've already never"
_VERB_BEFORE, _NOUN_BEFORE, _BE, _HAVE = (
    frozenset(words.split()) for words in (_BEFORE_VERBS, _BEFORE_NOUNS, _OF_BEING, _OF_HAVING)
)


def phonemes(text: str) -> str:
    """Return a clause of English in Kokoro's symbols; stress stands in marks."""
    clause = marked(text).moved(lambda part: _plain(spoken_numbers(part)))
    found = list(_TOKEN.finditer(clause.text))
    tokens = [m[0] for m in found]
    sounds: list[str] = []
    following: str | None = None  # phonemes of the next word, None before a pause
    for i in range(len(tokens) - 1, -1, -1):
        token, span = tokens[i], found[i].span()
        if _WORD.match(token):
            following = clause.reading(*span) or _in_context(tokens, i, following)
            stressed = clause.stresses(*span)
            sounds.append(f" {OPEN}{one_stress(following)}{CLOSE}" if stressed else " " + following)
        else:
            sounds.append(token[0].replace("\n", "."))
            following = None
    return "".join(reversed(sounds)).strip()


def known(reading: str) -> bool:
    """Return whether all of a reading are symbols of Kokoro."""
    from simulator.engines.kokoro_tokens import vocabulary

    return set(reading) <= set(vocabulary())


def word_phonemes(word: str) -> str:
    """Return one word, whatever it is: known, inflected, an abbreviation, a compound, or letter by letter."""
    known = entry(word)
    if known is not None:
        return _shouted(word, default(known))
    return inflected(word) or _compound(word)


def spell(word: str) -> str:
    """Return the names of a word's letters."""
    return spelled(word)


def _in_context(tokens: list[str], i: int, following: str | None) -> str:
    word = tokens[i].rstrip("'") or tokens[i]
    before = [t.lower() for t in tokens[max(0, i - 2) : i]]
    after = tokens[i + 1].lower() if i + 1 < len(tokens) else ""
    weak = _weak_form(word, following)
    if weak:
        return weak
    known = entry(word)
    if known is not None and not isinstance(known, str):
        return _shouted(word, _reading(known, before, after, following is None))
    return word_phonemes(word)


def _weak_form(word: str, following: str | None) -> str | None:
    vowel = following is not None and following.lstrip("ˈˌ")[:1] in VOWELS
    match word.lower():
        case "a" if word == "a" and following is not None:
            return "ɐ"
        case "an":
            return "ɐn"
        case "the":
            return "ði" if vowel else "ðə"
        case "to" if following is not None:
            return "tʊ" if vowel else "tə"
        case "i":
            return "ˌI"
    return None


def _reading(sounds: Mapping[str, str | None], before: list[str], after: str, last: bool) -> str:
    """Choose by part of speech, guessed from the two words before and the one after."""
    for tag in _tags(before, after, last):
        if sounds.get(tag):
            return str(sounds[tag])
    return default(sounds)


def _tags(before: list[str], after: str, last: bool) -> list[str]:
    near = before[-1] if before else ""
    tags = ["None"] if last else []
    if near in _HAVE or near in _BE:
        return [*tags, "VBN", "VBD", "ADJ"]
    if after == "to" and near not in _BE:
        tags.append("VBD")
    if near in _VERB_BEFORE:
        return [*tags, "VERB"]
    if near in _NOUN_BEFORE or (len(before) == 2 and before[0] in _NOUN_BEFORE and _WORD.match(near)):
        return [*tags, "NOUN", *(["DT"] if last else [])]
    return tags if near else [*tags, "VERB"]


def _compound(word: str) -> str:
    if word.lower().endswith("'s"):
        return possessive(word_phonemes(word[:-2]))
    if word.isupper() and len(word) <= 5:
        return spelled(word)
    parts = _CAMEL.findall(word)
    if len(parts) > 1:
        return one_stress("".join(word_phonemes(p) if len(p) > 1 else spelled(p) for p in parts))
    low = word.lower().replace("'", "")
    for cut in range(len(low) - 3, 2, -1):
        head, tail = entry(low[:cut]), entry(low[cut:])
        if head is not None and tail is not None:
            return one_stress(default(head) + default(tail))
    return by_letters(word) or spelled(word)


def _shouted(word: str, sound: str) -> str:
    """Stress a word in capitals, as people do who shout it."""
    return one_stress(sound) if len(word) > 1 and word.isupper() and "ˈ" not in sound else sound


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.replace("’", "'"))
    spaced = re.sub(r"(?<=[A-Za-z])-(?=[A-Za-z])", " ", folded)
    spaced = re.sub(r"\s[-–]+\s", " — ", spaced)
    return "".join(c for c in spaced if not unicodedata.combining(c))
