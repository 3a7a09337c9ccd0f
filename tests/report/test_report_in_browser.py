"""The page in a real browser: quiet console, no request, a player that follows, keys that work, nothing that runs."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from example_session import contour, ev, example

from simulator.domain.record import AgentTurn
from simulator.report.page import render

CHROMIUM = next((p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None)
DRIVER = shutil.which("chromedriver")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --mute-audio --autoplay-policy=no-user-gesture-required"
)
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="no chromium with chromedriver on this machine"),
]


@pytest.fixture(scope="module")
def browser(tmp_path_factory) -> Iterator[Any]:
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM or ""
    for flag in (*FLAGS.split(), f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> Callable[[str], Path]:
    """Each page is made once."""
    folder, made = tmp_path_factory.mktemp("pages"), {}

    def page(name: str) -> Path:
        if name not in made:
            record, channels = example(name[:2])
            if name == "en-evil":
                evil = "</p></script><script>window.evil=1</script><img src=x onerror=window.evil=1>"
                turns = tuple(
                    replace(t, text=evil, text_as_heard=evil + "!")
                    if isinstance(t, AgentTurn)
                    else replace(t, text=evil, why=replace(t.why, text=evil, words=(ev(evil, evil),)))
                    for t in record.turns
                )
                record = replace(record, turns=turns, scenario_title=evil)
            made[name] = folder / f"{name}.html"
            made[name].write_text(render(record, channels, contour), encoding="utf-8")
        return made[name]

    return page


def wait(browser: Any, script: str, seconds: float = 10.0) -> Any:
    deadline = time.monotonic() + seconds
    while not (value := browser.execute_script(f"return {script}")):
        assert time.monotonic() < deadline, script
        time.sleep(0.05)
    return value


def opened(browser: Any, path: Path) -> None:
    for log in ("browser", "performance"):
        browser.get_log(log)
    browser.get(path.as_uri())
    wait(browser, "document.readyState === 'complete' && document.getElementById('audio').readyState >= 1")


def requests(browser: Any) -> list[str]:
    events = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    return [e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"]


@pytest.mark.parametrize("name", ["zh", "en", "en-evil"])
def test_no_word_on_the_console_no_request_and_the_sound_is_there(browser, pages, name):
    """Only the file itself and data inside it are loaded; the length of the sound is that of the call."""
    opened(browser, pages(name))
    assert browser.get_log("browser") == []
    asked = [url for url in requests(browser) if not url.startswith("data:")]
    assert asked == [pages(name).as_uri()]
    duration = browser.execute_script("return document.getElementById('audio').duration")
    assert duration == pytest.approx(example(name[:2])[0].duration_s, abs=0.2)


def test_an_injected_script_does_not_run(browser, pages):
    """Neither the tag nor the handler; the words are on the page."""
    opened(browser, pages("en-evil"))
    time.sleep(0.3)
    assert browser.execute_script("return window.evil") is None
    assert browser.execute_script("return document.images.length") == 0
    assert "window.evil=1" in browser.execute_script("return document.querySelector('.said').textContent")


def test_the_policy_stops_what_would_get_past_the_escaping(browser, pages):
    """A script that is put into the page later does not run either."""
    opened(browser, pages("en"))
    browser.execute_script(
        "const s = document.createElement('script'); s.textContent = 'window.late = 1'; document.body.append(s)"
    )
    assert browser.execute_script("return window.late") is None
    assert any("Content Security Policy" in entry["message"] for entry in browser.get_log("browser"))


def click(browser: Any, selector: str) -> None:
    browser.execute_script(
        f"document.querySelector({selector!r}).dispatchEvent(new MouseEvent('click', {{bubbles: true}}))"
    )


def now(browser: Any) -> float:
    return browser.execute_script("return document.getElementById('audio').currentTime")


def test_a_click_on_a_turn_moves_the_player_and_the_cursor(browser, pages):
    """In the picture, on the text, on the button (which plays); the cursor and the marked turn follow."""
    record, _ = example("zh")
    opened(browser, pages("zh"))
    third, eighth, tenth = record.turns[2], record.turns[7], record.turns[9]
    click(browser, f"[data-block='{third.index}'] rect")
    assert now(browser) == pytest.approx(third.start_s, abs=0.1)
    assert browser.execute_script("return document.querySelector('.turn.current').id") == f"turn-{third.index}"
    click(browser, f"#turn-{eighth.index} .said")
    assert now(browser) == pytest.approx(eighth.start_s, abs=0.1)
    x = browser.execute_script("return new DOMMatrix(getComputedStyle(document.getElementById('cursor')).transform).e")
    width = browser.execute_script("return document.getElementById('plot').viewBox.baseVal.width")
    assert x == pytest.approx(eighth.start_s / record.duration_s * width, abs=2)
    click(browser, f"#turn-{tenth.index} .seek")
    wait(browser, f"!audio.paused && audio.currentTime > {tenth.start_s + 0.2}")
    browser.execute_script("audio.pause()")


def test_a_jump_lands_on_its_second(browser, pages):
    """Constant bit rate: after a seek to the end of the call the player ends when the call does."""
    opened(browser, pages("en"))
    browser.execute_script("audio.currentTime = audio.duration - 0.5; audio.play()")
    began = time.monotonic()
    wait(browser, "audio.ended")
    assert time.monotonic() - began < 3.0


def test_the_keyboard_is_enough(browser, pages):
    """Arrows jump from turn to turn, space plays and pauses, a marked word shows its reason when focused."""
    from selenium.webdriver.common.keys import Keys

    record, _ = example("zh")
    opened(browser, pages("zh"))
    body = browser.find_element("css selector", "body")
    seen = []
    for key in (Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_LEFT):
        body.send_keys(key)
        seen.append(browser.execute_script("return document.querySelector('[aria-current]').id"))
    first = next(i for i, t in enumerate(record.turns) if t.start_s > 0.05)
    assert seen == [f"turn-{record.turns[first + n].index}" for n in (0, 1, 2, 1)]
    body.send_keys(Keys.SPACE)
    wait(browser, "!audio.paused")
    body.send_keys(Keys.SPACE)
    wait(browser, "audio.paused")
    browser.execute_script("document.querySelector('.turn .ev').focus()")
    assert (
        browser.execute_script("return getComputedStyle(document.querySelector('.turn .ev .tip')).display") == "block"
    )


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_the_screen_in_both_schemes(browser, pages, width, scheme):
    """No sideways scrolling of the page, and text stands out from its ground (WCAG AA, 4.5 to 1)."""
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    opened(browser, pages("zh"))
    wide = browser.execute_script("return document.documentElement.scrollWidth")
    low = browser.execute_script(CONTRAST)
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    assert wide <= width
    assert low == []


CONTRAST = """
const linear = (v) => v / 255 <= .04045 ? v / 255 / 12.92 : ((v / 255 + .055) / 1.055) ** 2.4;
const lum = (c) => { const [r, g, b] = c.map(linear);
  return .2126 * r + .7152 * g + .0722 * b; };
const rgb = (s) => { const m = s.match(/[\\d.]+/g).map(Number); return s.startsWith('color(') ? null : m; };
const ground = (el) => { for (; el; el = el.parentElement) { const c = rgb(getComputedStyle(el).backgroundColor);
  if (c && (c.length < 4 || c[3] > .9)) return c.slice(0, 3); } return [255, 255, 255]; };
const low = [];
for (const el of document.querySelectorAll('h1,h2,h3,p,b,span,summary,mark,button,a,dt,li')) {
  if (!el.childNodes.length || ![...el.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) continue;
  if (!el.checkVisibility() || el.closest('.skip')) continue;
  const c = rgb(getComputedStyle(el).color); if (!c) continue;
  const [a, b] = [lum(c.slice(0, 3)), lum(ground(el))].sort((x, y) => y - x);
  if ((a + .05) / (b + .05) < 4.5) low.push(`${el.tagName}.${el.className}: ${((a + .05) / (b + .05)).toFixed(2)}`);
}
return [...new Set(low)];
"""


def test_printing_opens_every_reason(browser, pages):
    """On paper all details are open, and closed again afterwards."""
    opened(browser, pages("en"))
    count = "[...document.querySelectorAll('details')].filter((d) => d.open).length"
    assert browser.execute_script(f"dispatchEvent(new Event('beforeprint')); return {count}") > 2
    assert browser.execute_script(f"dispatchEvent(new Event('afterprint')); return {count}") == 0


def test_it_names_its_parts_for_a_screen_reader(browser, pages):
    """The language, a label on every control and picture, one h1, headings without a jump."""
    opened(browser, pages("zh"))
    assert browser.execute_script("return document.documentElement.lang") == "zh-CN"
    unnamed = browser.execute_script(
        "return [...document.querySelectorAll('button, [role=img], [role=group], section')]"
        ".filter((e) => !e.getAttribute('aria-label') && !e.getAttribute('aria-labelledby')).length"
    )
    assert unnamed == 0
    levels = browser.execute_script(
        "return [...document.querySelectorAll('h1,h2,h3')].map((h) => Number(h.tagName[1]))"
    )
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))
