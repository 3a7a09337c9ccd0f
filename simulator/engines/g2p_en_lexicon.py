"""How an English word sounds: misaki's dictionaries (Apache-2.0), endings put on known stems, then letter by letter.

The dictionaries are read as data; misaki's own English front end would bring spaCy and an LGPL number speller along.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files as package_files

from simulator.resources import bundled

Sounds = str | Mapping[str, str | None]  # one pronunciation, or one for each part of speech

STRESS = "ˈˌ"
VOWELS = frozenset("AIOWYiuæɑəɛɪɔʊʌɜᵻɐ")
_REDUCED = frozenset("əᵻɐ")
_UNVOICED = frozenset("ptkfθ")
_HISSING = frozenset("szʃʒʧʤ")
_FLAPPED = frozenset("AIOWYiuæɑəɛɪɹʊʌɜɔ")
_WIDTHS = ((5, 5), (4, 4), (3, 4), (3, 3), (2, 3), (2, 2), (1, 2), (1, 1), (0, 1), (0, 0))  # as in train_letters.py
_OWN = {  # names of the trade that the dictionaries lack
    "wifi": "wˈIfˌI", "iphone": "ˈIfˌOn", "ipad": "ˈIpˌæd", "esim": "ˈisˌɪm", "xiaomi": "ʃˌWmˈi", "huawei": "hwˈɑwˌA",
    "oppo": "ˈɑpO", "vivo": "vˈivO", "alipay": "ˈælipˌA", "wechat": "wˈiʧˌæt", "taobao": "tˈWbˌW", "tmall": "tˈimˌɔl",
    "samsung": "sˈæmsʌŋ", "lenovo": "lənˈOvO", "motorola": "mˌOɾəɹˈOlə", "verizon": "vəɹˈIzᵊn", "vodafone": "vˈOdəfˌOn",
    "powerbank": "pˈWəɹbˌæŋk", "helpdesk": "hˈɛlpdˌɛsk", "touchscreen": "tˈʌʧskɹˌin",
}  # fmt: skip
_LETTERS = {"a": "ˈA", "w": "dˈʌbᵊlju", "z": "zˈi"}


def entry(word: str) -> Sounds | None:
    """Return what the dictionaries say of a word as it is written, in small letters, or with a capital, or None."""
    if word.lower() in _OWN:
        return _OWN[word.lower()]
    gold, silver = _dictionaries()
    for form in dict.fromkeys((word, word.lower(), word.capitalize())):
        if form in gold:
            return gold[form]
    for form in dict.fromkeys((word, word.lower(), word.capitalize())):
        if form in silver:
            return silver[form]
    return None


def inflected(word: str) -> str | None:
    """Return a word made of a known stem and an ending (plural, possessive, past, -ing, -er, -ly), or None."""
    low = word.lower()
    for ending, put_on in (
        ("'s", _s),
        ("s'", _s),
        ("s", _s),
        ("ed", _ed),
        ("d", _ed),
        ("ing", _ing),
        ("er", _er),
        ("ly", _ly),
    ):
        if low.endswith(ending) and len(low) > len(ending) + 1:
            stem = _stem(low[: -len(ending)], ending)
            if stem:
                return put_on(stem)
    return None


def spelled(letters: str) -> str:
    """Return the names of the letters, the last one stressed (``VIP``)."""
    names = [_letter(c) for c in letters if c.isascii() and c.isalpha()]
    weak = [n.replace("ˈ", "ˌ") for n in names[:-1]]
    return "".join([*weak, *names[-1:]])


def by_letters(word: str) -> str:
    """Return a guess from the letters alone (data/kokoro/letters_en.json: 8 % of its phonemes are wrong)."""
    low = "".join(c for c in word.lower() if c.isascii() and c.isalpha())
    guess = "".join(_around(low, i) for i in range(len(low)))
    return one_stress(re.sub(r"(.)\1", r"\1", guess))  # two letters that both claim one sound


def default(sounds: Sounds) -> str:
    """Return the usual one of several pronunciations."""
    return sounds if isinstance(sounds, str) else sounds["DEFAULT"] or ""


def one_stress(sound: str) -> str:
    """Keep the first main stress only, and put one on the first full vowel where there is none."""
    first = sound.find("ˈ")
    if first >= 0:
        return sound[: first + 1] + sound[first + 1 :].replace("ˈ", "ˌ")
    if "ˌ" in sound:
        return sound.replace("ˌ", "ˈ", 1)
    vowels = [i for i, c in enumerate(sound) if c in VOWELS]
    at = next((i for i in vowels if sound[i] not in _REDUCED), vowels[0] if vowels else len(sound))
    return sound[:at] + "ˈ" + sound[at:] if vowels else sound


@cache
def _dictionaries() -> tuple[dict[str, Sounds], dict[str, Sounds]]:
    folder = package_files("misaki.data")
    gold, silver = (json.loads((folder / f"us_{n}.json").read_text(encoding="utf-8")) for n in ("gold", "silver"))
    return gold, silver


@cache
def _windows() -> dict[str, str]:
    table: dict[str, str] = json.loads((bundled("data") / "kokoro" / "letters_en.json").read_text(encoding="utf-8"))
    return table


def _around(word: str, i: int) -> str:
    padded, table = "_" * 6 + word + "_" * 6, _windows()
    for left, right in _WIDTHS:
        key = f"{padded[6 + i - left : 6 + i]}<{word[i]}>{padded[7 + i : 7 + i + right]}"
        if key in table:
            return table[key]
    return ""


def _letter(char: str) -> str:
    known = entry(char.upper())
    return _LETTERS.get(char.lower()) or (one_stress(default(known)) if known else "")


def possessive(stem: str) -> str:
    """Return the sound of a word with 's."""
    return _s(stem)


def _stem(bare: str, ending: str) -> str | None:
    """Return the sound of a stem, with the spelling changes that endings bring undone."""
    forms = [bare]
    if ending in ("ed", "ing", "er"):
        forms += [bare + "e"] + ([bare[:-1]] if len(bare) > 3 and bare[-1] == bare[-2] else [])
    if ending in ("s", "ed", "er", "ly") and bare.endswith(("ie", "i")):
        forms.insert(0, bare.rstrip("e")[:-1] + "y")
    if ending == "s" and bare.endswith("e"):
        forms.append(bare[:-1])
    for form in forms:
        found = entry(form) if len(form) > 1 else None
        if found:
            return default(found)
    return None


def _s(stem: str) -> str:
    if stem[-1] in _HISSING:
        return stem + "ᵻz"
    return stem + ("s" if stem[-1] in _UNVOICED else "z")


def _ed(stem: str) -> str:
    if stem[-1] == "t":
        return (stem[:-1] + "ɾ" if stem[-2:-1] in _FLAPPED else stem) + "ᵻd"
    if stem[-1] == "d":
        return stem + "ᵻd"
    return stem + ("t" if stem[-1] in "pkfθʃsʧ" else "d")


def _ing(stem: str) -> str:
    return (stem[:-1] + "ɾ" if stem[-1] == "t" and stem[-2:-1] in _FLAPPED else stem) + "ɪŋ"


def _er(stem: str) -> str:
    return (stem[:-1] + "ɾ" if stem[-1] == "t" and stem[-2:-1] in _FLAPPED else stem) + "əɹ"


def _ly(stem: str) -> str:
    return stem.removesuffix("l") + "li"
