"""Words that plainly want to go on: whoever ends with "because" is thinking, not done."""

from __future__ import annotations

import re

from simulator.messages import Lang

_OPEN = {
    "zh": re.compile(
        r"(?:因为|所以|但是|不过|可是|然后|而且|还有|如果|要是|或者|就是|就是说|那个|这个|那么|以及|我想|我们会|我会|我给您|我帮您|"
        r"您的意思是|比如|包括|关于|对于|把|被|给|跟|和|与|在|从|到|的|是|嗯|呃)$"
    ),
    "en": re.compile(
        r"\b(?:and|but|because|so|or|if|when|that|which|who|the|a|an|to|of|for|with|in|on|at|by|from|my|your|our|their|is|are|was|"
        r"were|will|would|can|could|i|we|you|i'm|we're|i'll|we'll|um|uh|er|like|about|then|also|not)$",
        re.IGNORECASE,
    ),
}
_TAIL = re.compile(r"[\s，,、…—-]+$")
_FULL_STOP = re.compile(r"[。！？.!?]\s*$")


def unfinished(text: str, lang: Lang) -> bool:
    """Return whether the words so far plainly want to go on; an empty text doesn't."""
    if _FULL_STOP.search(text) and lang == "zh":
        return False
    bare = _TAIL.sub("", text.rstrip(" .。"))
    return bool(_OPEN[lang].search(bare))
