"""One tree of errors; each is one sentence that says what, where and what to do next.

SimulatorError             something that a person can understand and mostly mend
├── BadInput               a file, an argument or a text that can't be used           exit status 2
├── Missing                a model, a device, a library that is not there             exit status 2
├── Broken                 something that was there failed on the way                 exit status 1
└── Busy                   try again later                                            exit status 1, retryable
"""

from __future__ import annotations

from simulator.messages import Lang, say


class SimulatorError(Exception):
    """An error with a code (``room.name`` of a message), its fields, and the exit status it leads to.

    Parameters
    ----------
    code
        Address of the message, which holds the whole sentence with its remedy.
    fields
        What the sentence names: the file, the line, the value.
    """

    exit_status = 1
    retryable = False

    def __init__(self, code: str, /, **fields: object) -> None:
        self.code = code
        self.fields = fields
        super().__init__(self.sentence("en"))

    def sentence(self, lang: Lang) -> str:
        """Return the sentence for a person."""
        return say(self.code, lang, **self.fields)


class BadInput(SimulatorError):
    """What was given can't be used."""

    exit_status = 2


class Missing(SimulatorError):
    """Something that is needed is not on this machine."""

    exit_status = 2


class Broken(SimulatorError):
    """Something that worked before failed on the way."""


class Busy(SimulatorError):
    """Something is in use; the same call may work later."""

    retryable = True
