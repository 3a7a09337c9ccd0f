"""Rated exchanges as other people write them down, read as facts and replies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, cast

from simulator.domain.customer import Mode
from simulator.domain.scenario import Fact, FactType, Feelings, Policy
from simulator.domain.transcript import Transcript, written
from simulator.messages import Lang
from simulator.scoring import quantities, wordings
from simulator.scoring.reply import Reply

_TYPES = {
    "obj": FactType.OBJECT,
    "evt": FactType.EVENT,
    "polarity": FactType.EVENT,
    "num": FactType.NUMBER,
    "quantity": FactType.NUMBER,
    "time": FactType.DATE,
    "money": FactType.AMOUNT,
}
_LIGHT_ZH = set("的了是在着过就都也还又客户家里这那被有您个")
_LIGHT_EN = wordings.words("light_en")


def read_fact(item: Mapping[str, Any], lang: Lang) -> Fact:
    """Return a fact from either form of labelled data.

    ``statement, key, aliases, type``, or with ``value, unit, anchor, conflicts, anti``; what is missing is derived.

    Raises
    ------
    KeyError
        If there is no ``id``.
    ValueError
        If the type is unknown.
    """
    value = item.get("value")
    kind = _type(str(item.get("type", "event")))
    numeric = isinstance(value, (int, float)) or kind is FactType.DATE
    key = str(item.get("key") or ("" if numeric else value) or item.get("statement") or "")
    statement = str(item.get("statement") or key)
    aliases = tuple(map(str, item.get("aliases", ())))
    anchors = tuple(map(str, item.get("anchors") or item.get("anchor") or ()))
    if not anchors and kind in {FactType.NUMBER, FactType.AMOUNT, FactType.DATE}:
        anchors = derived_anchors((key, *aliases), statement, lang)
    opposites = tuple(str(o) for name in ("opposites", "conflicts", "anti") for o in item.get(name, ()))
    return Fact(
        id=str(item["id"]),
        type=kind,
        statement=statement,
        key=key,
        aliases=aliases,
        opposites=opposites,
        value=value if numeric else None,
        unit=item.get("unit"),
        anchors=anchors,
    )


def _type(name: str) -> FactType:
    return _TYPES.get(name) or FactType(name)


def derived_anchors(wordings: Iterable[str], statement: str, lang: Lang) -> tuple[str, ...]:
    """Return words beside the number in a fact's own wordings, near which a number is about that fact."""
    rests = [_rest(w, lang) for w in (*wordings, statement)]
    if lang == "en":
        words = [w for r in rests for w in re.findall(r"[a-z']{3,}", r.lower()) if w not in _LIGHT_EN]
        return tuple(dict.fromkeys(words))
    return tuple(dict.fromkeys(p for r in rests for p in _pieces(r)))


def _rest(wording: str, lang: Lang) -> str:
    found = quantities.find(wording, lang)
    for q in reversed(found):
        wording = wording[: q.start] + " " + wording[q.end :]
    return wording


def _pieces(rest: str) -> Iterable[str]:
    """Yield the pairs of neighbouring characters that carry meaning, or a lone one that does."""
    for run in re.findall(r"[\u3400-\u9fff]+", rest):
        content = "".join(c if c not in _LIGHT_ZH else " " for c in run)
        for part in content.split():
            yield from [part[i : i + 2] for i in range(len(part) - 1)] or [part]


def read_reply(item: Mapping[str, Any], transcript: Transcript | None = None, *, ui_lang: Lang = "en") -> Reply:
    """Return the reply of a labelled exchange; `transcript` takes the place of its written words.

    Raises
    ------
    KeyError, ValueError
        If a field is missing or of an unknown value.
    """
    lang = cast(Lang, item["lang"])
    if lang not in ("zh", "en"):
        raise ValueError(f"lang must be zh or en, not {lang!r}")
    feelings = item.get("feelings", ())
    return Reply(
        transcript=transcript or written(lang, str(item["reply"])),
        delivery=None,
        baseline=None,
        told=tuple(read_fact(f, lang) for f in item.get("facts", ())),
        feelings=Feelings(apt=tuple(map(str, feelings))),
        policy=Policy(str(item.get("policy", "")), ()),
        lang=lang,
        ui_lang=ui_lang,
        mode=Mode(item.get("mode", "attack")),
        customer=str(item.get("customer", "")),
    )
