"""The page as text: complete, self-contained, harmless whatever was said; and written whole or not at all."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import fields, is_dataclass, replace
from html.parser import HTMLParser

import pytest
from example_session import contour, example
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from simulator.domain.record import AgentTurn
from simulator.errors import BadInput, Broken
from simulator.record.recorder import Recorder
from simulator.report import page
from simulator.report.page import render, write_report
from simulator.settings import Settings

EVIL = "</script></style><script>window.evil=1</script><img src=x onerror=window.evil=1>\"'&{{7*7}}"
RECORD, CHANNELS = example("en")
VOID = {"meta", "link", "br", "img", "input", "hr"}


class Reader(HTMLParser):
    """Reads a page strictly: each tag closed in order; collects ids, links and the contents of scripts and styles."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: list[str] = []
        self.raw: dict[str, list[str]] = {"script": [], "style": []}
        self.text = ""

    def handle_starttag(self, tag, attrs):
        """Note an opening tag and what it refers to."""
        self.attributes += [name for name, _ in attrs]
        self.ids += [value for name, value in attrs if name == "id"]
        self.links += [value for name, value in attrs if name in {"src", "href", "srcset", "action", "xlink:href"}]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        """Note a tag that closes itself."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        """Close the tag that was opened last."""
        assert self.open.pop() == tag

    def handle_data(self, data):
        """Keep text, scripts and styles apart."""
        if self.open and self.open[-1] in self.raw:
            self.raw[self.open[-1]].append(data)
        else:
            self.text += data


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader


def poisoned(value):
    """Return a value with every free text in it replaced by an attack."""
    if is_dataclass(value):
        kept = {"lang", "status", "speaker", "schema", "rejected", "started_at", "source"}
        return replace(value, **{f.name: poisoned(getattr(value, f.name)) for f in fields(value) if f.name not in kept})
    if isinstance(value, tuple):
        return tuple(poisoned(v) for v in value)
    if isinstance(value, dict):
        return {k if k.startswith("M") else EVIL: poisoned(v) for k, v in value.items()}
    return EVIL if type(value) is str else value


def test_the_page_holds_the_whole_call():
    """Every line of both, every reason and advice, the outcome, the origin mark."""
    text = read(render(RECORD, CHANNELS, contour)).text
    flat = " ".join(text.split())
    for turn in RECORD.turns:
        if not isinstance(turn, AgentTurn):
            assert turn.text in flat
            assert turn.why.text in flat
            continue
        for dimension in ("calm_tone", "mirroring", "labelling", "solution"):
            for evidence in turn.scores[dimension].evidence:
                assert evidence.why in flat
    assert RECORD.summary is not None
    assert RECORD.summary.strength in flat
    assert RECORD.summary.change in flat
    assert "synthetic" in flat
    assert "rule A4, M8" in flat


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_asks_nobody_for_anything(lang):
    """Links lead into the page, sources are data; no handler and no style in an attribute; ids are unique."""
    record, channels = example(lang)
    reader = read(render(record, channels, contour))
    assert all(link.startswith(("#", "data:")) for link in reader.links)
    assert {link[1:] for link in reader.links if link.startswith("#")} <= set(reader.ids)
    assert len(reader.ids) == len(set(reader.ids))
    assert not [a for a in reader.attributes if a.startswith("on") or a == "style"]
    assert "@import" not in "".join(reader.raw["style"])
    assert "url(" not in "".join(reader.raw["style"])


def test_the_policy_allows_exactly_this_style_and_this_script():
    """The hashes in the policy are those of the only style and the only script."""
    html = render(RECORD, CHANNELS, contour)
    reader = read(html)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html).group(1).replace("&#39;", "'")
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        (content,) = reader.raw[tag]
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_an_attack_in_any_text_stays_text():
    """Markup in every field of the session: the page has the same tags as without it."""
    html = render(poisoned(RECORD), CHANNELS, contour)
    reader = read(html)
    assert len(reader.raw["script"]) == 1
    assert "<img" not in html
    assert "window.evil=1" in reader.text
    assert "{{7*7}}" in reader.text
    assert not [a for a in reader.attributes if a.startswith("on")]


@given(st.text(max_size=60))
@hypothesis_settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_shown_as_it_is(text):
    """What was said is what is read, and the page stays well-formed."""
    turns = tuple(replace(t, text=f"[{text}]") for t in RECORD.turns)
    shown = read(render(replace(RECORD, turns=turns), None, contour)).text
    expected = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    assert f"[{expected}]" in shown.replace("\0", "\ufffd").replace("\r\n", "\n").replace("\r", "\n")


def test_undetermined_is_no_number():
    """Shown as a question mark with its word, never as zero."""
    html = render(RECORD, CHANNELS, contour)
    assert 'aria-label="A solution offered: can&#39;t tell"' in html


def test_a_page_without_sound_or_summary_or_turns():
    """A typed call, an interrupted one, an empty one: a page, without a player."""
    interrupted = replace(RECORD, summary=None, status="interrupted")
    for record in (interrupted, replace(interrupted, turns=()), replace(interrupted, turns=(), duration_s=0.0)):
        reader = read(render(record, None, contour))
        assert "audio" not in reader.ids
        assert "Interrupted" in reader.text


def recorded(folder, record=RECORD):
    """Record the example for real and return its folder."""
    with Recorder(folder) as recorder:
        recorder.write(CHANNELS[0].samples, CHANNELS[1].samples)
        recorder.close(record)
    return folder


def test_the_report_is_written_from_the_folder_and_again(tmp_path):
    """From the session folder or its session.json; the second time gives the same page."""
    folder = recorded(tmp_path / "call")
    path = write_report(folder, Settings(), contour_of=contour)
    first = path.read_bytes()
    assert path == folder / "report.html"
    assert write_report(folder / "session.json", Settings(), contour_of=contour).read_bytes() == first
    assert b"data:audio/mpeg" in first
    (folder / "audio.flac").unlink()
    assert b"data:audio/mpeg" not in write_report(folder, Settings(), contour_of=contour).read_bytes()


def test_what_stands_in_the_way_is_one_sentence(tmp_path, monkeypatch):
    """No session, a recording that is none, a folder that can't be written: named, and no half page."""
    with pytest.raises(BadInput, match="no session"):
        write_report(tmp_path, Settings(), contour_of=contour)
    folder = recorded(tmp_path / "call")

    def refuse(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(page, "write_whole", refuse)
        with pytest.raises(Broken, match="No space"):
            write_report(folder, Settings(), contour_of=contour)
    (folder / "audio.flac").write_bytes(b"not sound")
    with pytest.raises(BadInput, match="two channels"):
        write_report(folder, Settings(), contour_of=contour)
    assert not (folder / "report.html").exists()


@pytest.mark.real
def test_the_real_measures_draw_the_same_call(tmp_path):
    """With the product's own contour: curves and bars for every reply that was heard."""
    html = write_report(recorded(tmp_path / "call"), Settings()).read_text(encoding="utf-8")
    replies = sum(isinstance(t, AgentTurn) for t in RECORD.turns)
    assert html.count('class="median"') == 2 * replies
    assert html.count('class="curve"') >= 2 * replies


def test_a_session_without_a_title_takes_it_from_its_scenario_or_shows_the_id(tmp_path, monkeypatch):
    """A scenario that is gone is no reason to have no report."""
    nameless = replace(RECORD, scenario_title="", scenario="gone_long_ago")
    path = write_report(recorded(tmp_path / "call", nameless), Settings(), contour_of=contour)
    assert "<h1>gone_long_ago</h1>" in path.read_text(encoding="utf-8")
    known = type("Known", (), {"title": "The title"})
    monkeypatch.setattr(page, "load_scenario", lambda *_: known)
    path = write_report(tmp_path / "call", Settings(), contour_of=contour)
    assert "<h1>The title</h1>" in path.read_text(encoding="utf-8")
