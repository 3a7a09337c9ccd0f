"""What a call needs only after the customer has begun to speak is loaded while the first line is being said."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, wait

from simulator.scoring.reply import Judgement, Reply
from simulator.scoring.scorer import Scorer
from simulator.session.flow import Flow
from simulator.session.worker import Worker


class LateScorer:
    """A scorer that is opened when the first reply is judged, or before.

    Parameters
    ----------
    open_
        Returns the scorer, the same each time.
    """

    def __init__(self, open_: Callable[[], Scorer]) -> None:
        self._open = open_

    def judge(self, reply: Reply) -> Judgement:
        """Return the four scores of a reply."""
        return self._open().judge(reply)


class WarmUp:
    """Loads models once the opening is rendered, so that they neither delay it nor the first answer.

    Parameters
    ----------
    load
        Loads everything; whatever it raises comes out of `wait`.
    """

    def __init__(self, load: Callable[[], None]) -> None:
        self._load = load
        self._done: Future[None] | None = None

    def after(self, opening: Flow) -> None:
        """Begin as soon as all of the opening is there."""
        worker = Worker("warm-up")
        self._done = worker.submit(lambda: self._run(opening))
        worker.close()

    def wait(self) -> None:
        """Wait until everything is loaded; raises what loading raised."""
        if self._done is not None:
            self._done.result()

    def close(self, timeout_s: float) -> None:
        """Wait until nothing is being loaded any more: a program must not end within a library."""
        if self._done is not None:
            wait([self._done], timeout_s)

    def _run(self, opening: Flow) -> None:
        opening.finish()
        self._load()


def no_warm_up() -> WarmUp:
    """Return one that loads nothing: models are loaded when they are needed."""
    return WarmUp(lambda: None)
