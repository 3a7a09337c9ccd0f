"""Understanding without trained models: acts by a few cue words; for tests and trials."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.domain.acts import Act

_CUES: dict[Act, tuple[str, ...]] = {
    Act.MIRROR: ("您说", "也就是说", "核对", "确认一下", "so you", "you said", "let me check", "to be sure"),
    Act.CHECK_QUESTION: ("对吗", "是吗", "是这样吗", "is that right", "correct?"),
    Act.LABEL_EMOTION: ("窝火", "着急", "失望", "委屈", "心情", "frustrat", "let down", "worried", "how you feel"),
    Act.INVITE_VENTING: ("慢慢说", "我听着", "tell me", "i'm listening"),
    Act.OFFER_SOLUTION: ("我给您", "安排", "退款", "i'll", "we'll", "refund"),
    Act.OVER_PROMISE: ("百分之百", "保证", "guarantee"),
    Act.DENY_EMOTION: ("冷静", "别生气", "calm down"),
    Act.BLAME_CUSTOMER: ("您自己", "your own fault"),
    Act.URGENCY: ("马上", "right now"),
}
_SURE, _UNSURE = 0.9, 0.05


class CueActs:
    """Finds an act where one of its cue words stands."""

    def __init__(self) -> None:
        self.models: dict[str, str] = {}

    def probabilities(self, clauses: Sequence[str]) -> list[dict[Act, float]]:
        """Return 0.9 for acts with a cue in the clause, 0.05 for all others."""
        return [{a: _SURE if _cued(a, c.lower()) else _UNSURE for a in Act} for c in clauses]


def _cued(act: Act, text: str) -> bool:
    return any(cue in text for cue in _CUES.get(act, ()))
