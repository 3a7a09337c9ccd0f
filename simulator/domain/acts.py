"""Dialogue acts: what a reply does, well done or not."""

from __future__ import annotations

from enum import StrEnum


class Act(StrEnum):
    """The acts of the rubric."""

    INVITE_VENTING = "invite_venting"
    MIRROR = "mirror"
    CHECK_QUESTION = "check_question"
    LABEL_EMOTION = "label_emotion"
    URGENCY = "urgency"
    PROBE_EXPECTATION = "probe_expectation"
    OFFER_SOLUTION = "offer_solution"
    PREVENT_LOSS = "prevent_loss"
    APOLOGISE = "apologise"
    THANK = "thank"
    PRAISE_CUSTOMER = "praise_customer"
    REFUSE_WITH_REASON = "refuse_with_reason"
    ESCALATE = "escalate"
    BLAME_CUSTOMER = "blame_customer"
    DENY_EMOTION = "deny_emotion"
    LECTURE = "lecture"
    STONEWALL = "stonewall"
    OVER_PROMISE = "over_promise"
    SARCASM = "sarcasm"
    HOLD = "hold"
    GREETING = "greeting"
    INFORMATION_REQUEST = "information_request"
    OTHER = "other"


PROVOKING = frozenset({Act.BLAME_CUSTOMER, Act.DENY_EMOTION, Act.LECTURE, Act.STONEWALL, Act.OVER_PROMISE, Act.SARCASM})
