"""An optional judge settles what is open, on verbatim words only, and never holds a call up."""

from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from complaints import reply

from simulator.domain.acts import Act
from simulator.domain.score import Outcome
from simulator.engines.judge import Judge, JudgedScorer, open_judge
from simulator.scoring.scorer import Scorer
from simulator.settings import Settings

TEXT = "我复述一下，它隔三差五就撂挑子，您心里跟猫抓似的"


class Sure:
    """Is sure of a mirror and of a label in every clause."""

    def __init__(self):
        self.models = {}

    def probabilities(self, clauses):
        """Return the same for all."""
        return [{a: 0.9 if a in (Act.MIRROR, Act.LABEL_EMOTION) else 0.05 for a in Act} for _ in clauses]


@contextmanager
def server(answer, wait_s=0.0):
    """Serve one answer to every question, on a free local port; yield its address and the questions asked."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            time.sleep(wait_s)
            content = answer(asked[-1]) if callable(answer) else answer
            body = json.dumps({"choices": [{"message": {"content": content}}]}).encode()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            """Say nothing."""

    served = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=served.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{served.server_port}/v1", asked
    finally:
        served.shutdown()
        served.server_close()


def judged(url, **changes):
    scorer = JudgedScorer.over(Scorer(Sure()), Judge(url, "small", "", 2.0))
    return scorer.judge(reply(TEXT, "zh", **changes)), scorer


def test_open_without_a_judge():
    """What no list foresees stays open, and nobody is asked unless an address is set."""
    card = Scorer(Sure()).judge(reply(TEXT, "zh")).scorecard
    assert card.mirroring.outcome is Outcome.UNDETERMINED
    assert open_judge(Settings()) is None


def test_settled():
    """A yes with words of the reply settles a fact; the report names the judge; the reply is sent as data.

    At temperature 0.
    """
    with server('{"answer": "yes", "quote": "它隔三差五就撂挑子"}') as (url, asked):
        judgement, scorer = judged(url)
    assert judgement.facts_hit
    assert judgement.scorecard.mirroring.outcome is not Outcome.UNDETERMINED
    assert any("small" in e.why for e in judgement.scorecard.mirroring.evidence)
    assert any("small" in name for name in scorer.models)
    assert all(
        a["temperature"] == 0 and TEXT in json.loads(a["messages"][1]["content"].split("Data: ")[1])["reply"]
        for a in asked
    )
    assert len({a["messages"][1]["content"] for a in asked}) == len(asked)


@pytest.mark.parametrize(
    "answer",
    [
        '{"answer": "yes", "quote": "手机反复死机"}',
        '{"answer": "yes", "quote": ""}',
        '{"answer": "sure", "quote": "它"}',
        "yes!",
        "{}",
    ],
)
def test_rejected(answer):
    """A quotation that does not stand in the reply, or an answer of another form, settles nothing."""
    with server(answer) as (url, _):
        judgement, _ = judged(url)
    assert judgement.scorecard.mirroring.outcome is Outcome.UNDETERMINED
    assert not judgement.facts_hit


def test_late_or_absent():
    """A server that is late, or not there, leaves things open in the time that was set."""
    with server('{"answer": "no"}', wait_s=1.0) as (url, _):
        asked, judgement = _open_case()
        began = time.monotonic()
        verdicts = Judge(url, "small", "", 0.2).settle(asked, judgement)
        assert time.monotonic() - began < 0.9
    assert verdicts == {}
    assert Judge("http://127.0.0.1:9/v1", "small").settle(*_open_case()) == {}


def _open_case():
    asked = reply(TEXT, "zh")
    return asked, Scorer(Sure()).judge(asked)


def test_bad_address():
    """Only web addresses are asked."""
    with pytest.raises(ValueError, match="http"):
        Judge("file:///etc/passwd", "small")
