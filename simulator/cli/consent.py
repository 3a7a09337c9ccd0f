"""Consent: before a voice is recorded for the first time, its owner is asked."""

from __future__ import annotations

import sys

import typer

from simulator.cli.console import notice
from simulator.errors import BadInput
from simulator.messages import say
from simulator.settings import Settings
from simulator.store.consent import consented, remember


def ask(settings: Settings, *, yes: bool) -> None:
    """Ask once whether calls may be recorded on this computer; the answer is kept beside the sessions.

    Raises
    ------
    BadInput
        If the answer is no, or nobody is there to ask.
    """
    if consented(settings.data_dir):
        return
    notice("cli.consent", folder=settings.sessions_dir)
    if not yes:
        if not sys.stdin.isatty():
            raise BadInput("cli.no_consent_asked")
        if not typer.confirm(say("cli.consent_question", settings.lang), err=True):
            raise BadInput("cli.no_consent")
    remember(settings.data_dir)
