"""Kokoro-82M v1.0 (Apache-2.0) on onnxruntime: plain speech in a persona's style."""

from __future__ import annotations

import contextlib
import copy
import hashlib
import os
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from simulator.domain.persona import Persona
from simulator.domain.sound import Sound
from simulator.engines import kept
from simulator.engines.g2p import Clause, phonemes
from simulator.engines.heap import give_back
from simulator.engines.kokoro_style import Style, load_style, style_file
from simulator.engines.kokoro_tokens import stressed_spans, tokens
from simulator.engines.lines import Speak, Spoken, render_line, stream_line
from simulator.engines.stopping import BELL, Pace, Stopped
from simulator.errors import Broken, Missing
from simulator.messages import Lang
from simulator.resources import sha256

RATE_HZ = 24_000
FRAME = 600  # samples of 25 ms: the unit of the model's durations
THREADS = 4


def _field(number: int, content: bytes) -> bytes:
    """Return a protobuf field that holds bytes (fewer than 128)."""
    return bytes([number << 3 | 2, len(content)]) + content


# Appended to the model's file, this makes the durations of the symbols a second output: protobuf merges what follows.
# ModelProto.graph = 7, GraphProto.output = 12, ValueInfoProto.name = 1.
DURATIONS = _field(7, _field(12, _field(1, b"/encoder/Clip_output_0")))


class KokoroSynthesiser:
    """The product's own voices.

    Parameters
    ----------
    model
        The verified .onnx file.
    style_folders
        Where ``<style>.npz`` is looked for, the first that has it wins.
    keep_in
        Folder for plain clauses: they don't depend on the anger, so a line that was said once costs only its colouring
        at any other anger. Without it nothing is kept.

    Raises
    ------
    Missing
        If onnxruntime can't be loaded.
    Broken
        If the model can't be read.
    """

    name = "kokoro"

    def __init__(self, model: Path, style_folders: Sequence[Path], keep_in: Path | None = None) -> None:
        self.models = {model.name: sha256(model)}
        self._folders = tuple(style_folders)
        self._keep_in = keep_in
        self._session = _open(model)
        self._styles: dict[str, tuple[Style, str]] = {}
        self._pace = Pace()
        self._lock, self._turn = threading.Lock(), threading.Lock()

    def render(self, text: str, persona: Persona, anger: float) -> Sound:
        """Return the line at 24 kHz; raises BadInput for the text, Missing without the persona's style."""
        return render_line(text, persona, anger, self._speaker(persona))

    def stream(self, text: str, persona: Persona, anger: float) -> Iterator[Sound]:
        """Yield the line clause by clause, each with its pause; raises like `render`."""
        return stream_line(text, persona, anger, self._speaker(persona))

    def plain(self, text: str, lang: Lang, style: Style) -> Spoken:
        """Return one clause without any colouring, and where it is stressed: the model says how long each symbol lasts.

        Raises
        ------
        Broken
            If the model fails.
        Stopped
            If the thread's bell was rung.
        """
        samples, stressed, at_s = [np.zeros(0, np.float32)], list[tuple[float, float]](), 0.0
        for ids, marks in tokens(phonemes(text, lang)):
            run, ends_s = self._run(ids, style, text)
            stressed += [(at_s + a, at_s + b) for a, b in stressed_spans(marks, ends_s)]
            samples.append(run)
            at_s += len(run) / RATE_HZ
        return Spoken(Sound(np.concatenate(samples), RATE_HZ), tuple(stressed))

    def keeping_in(self, folder: Path) -> KokoroSynthesiser:
        """Return the same voices (and model) with another folder for plain clauses."""
        other = copy.copy(self)
        other._keep_in = folder
        return other

    def fingerprint(self, persona: Persona) -> str:
        """Return the SHA-256 of the persona's style; raises like `style_file`."""
        return self._style(persona)[1]

    def _speaker(self, persona: Persona) -> Speak:
        style, digest = self._style(persona)

        def speak(clause: Clause) -> Spoken:
            path = self._plain_path(clause.text, persona.lang, digest)
            there = kept.read_spoken(path) if path else None
            if there:
                return there
            with self._turn:  # one clause at a time; somebody may have made this one meanwhile
                there = kept.read_spoken(path) if path else None
                return there or self._kept(path, self.plain(clause.text, persona.lang, style))

        return speak

    def _plain_path(self, text: str, lang: Lang, digest: str) -> Path | None:
        if self._keep_in is None:
            return None
        facts = "\n".join([phonemes(text, lang), digest, *self.models.values()])
        name = hashlib.sha256(facts.encode()).hexdigest()
        return self._keep_in / name[:2] / f"{name}.flac"

    def _kept(self, path: Path | None, spoken: Spoken) -> Spoken:
        """Return the clause as it will be read again; a cache that can't be written is the renditions' to report."""
        if path is None or not len(spoken.sound.samples):
            return spoken
        encoded = kept.encode(spoken.sound, stressed=spoken.stressed)
        with contextlib.suppress(OSError):
            kept.write(path, encoded)
        return kept.decode_spoken(encoded)

    def _style(self, persona: Persona) -> tuple[Style, str]:
        with self._lock:
            if persona.style not in self._styles:
                path = style_file(persona, self._folders)
                self._styles[persona.style] = load_style(path), sha256(path)
            return self._styles[persona.style]

    def _run(self, ids: list[int], style: Style, text: str) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float64]]:
        """Return the samples of one run, and the end of each symbol in seconds (with the two silent ones around)."""
        feed = {
            "tokens": np.array([[0, *ids, 0]], np.int64),
            "style": style.vector(len(ids)),
            "speed": np.ones(1, np.float32),
        }
        bell, options = BELL.get(), _options()
        try:
            with bell.over(options, self._pace.expected_s(len(ids))) if bell else contextlib.nullcontext():
                began_s = time.monotonic()
                out, frames = self._session.run(None, feed, options)
                self._pace.took(len(ids), time.monotonic() - began_s)
        except Stopped:
            raise
        except Exception as error:  # onnxruntime raises types of its own for every failure
            if bell is not None and bell.rung:
                raise Stopped from error
            raise Broken("voices.model_failed", text=text, why=_first_line(error)) from error
        ends_s = np.cumsum(np.asarray(frames, np.float64).reshape(-1)) * FRAME / RATE_HZ
        return np.asarray(out, np.float32).reshape(-1), ends_s


def _open(model: Path) -> Any:
    try:
        import onnxruntime
    except (ImportError, OSError) as error:
        raise Missing("voices.no_library", library="onnxruntime", why=_first_line(error)) from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = min(THREADS, os.cpu_count() or 1)
    options.log_severity_level = 3  # errors only
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # a fifth less CPU time
    try:
        content = model.read_bytes() + DURATIONS
        session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime raises types of its own for every failure
        raise Broken("resources.wrong_hash", path=model) from error
    session._model_bytes = None  # it keeps the file for other devices to try: 92 MB that nobody reads again
    del content
    give_back()
    return session


def _options() -> Any:
    import onnxruntime

    options = onnxruntime.RunOptions()
    options.log_severity_level = 4  # fatal only: to be stopped is no error
    options.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")  # else the longest clause stays
    return options


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
