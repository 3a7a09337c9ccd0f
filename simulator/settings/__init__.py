"""One frozen configuration: command-line flag over ``SIMULATOR_…`` environment variable over default."""

from __future__ import annotations

import locale
import os
from functools import cache
from pathlib import Path

import platformdirs
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from simulator.errors import BadInput
from simulator.messages import Lang

APP = "angry-customer-simulator"


class Settings(BaseSettings):
    """What a user or a site may set; each field is also an environment variable ``SIMULATOR_<NAME>``."""

    model_config = SettingsConfigDict(env_prefix="SIMULATOR_", frozen=True, extra="forbid")

    ui_lang: Lang | None = Field(None, description="language of messages; without it the system's language decides")
    cache_dir: Path = Field(
        default_factory=lambda: Path(platformdirs.user_cache_dir(APP)), description="models and rendered lines"
    )
    data_dir: Path = Field(
        default_factory=lambda: Path(platformdirs.user_data_dir(APP)), description="sessions, baselines, own scenarios"
    )
    models_from: Path | None = Field(None, description="folder with model files, searched first")
    scenarios_dir: Path | None = Field(None, description="folder with scenarios, searched first")
    voices_dir: Path | None = Field(None, description="folder with personas, searched first")
    input_device: str | None = Field(None, description="part of the name of the microphone, or its number")
    output_device: str | None = Field(None, description="part of the name of the loudspeaker, or its number")
    asr: str = Field("auto", description="recognition engine: auto, whisper-ct2, whisper or sherpa-onnx")
    whisper_model: str = Field("base", description="Whisper size, or path of a checkpoint")
    voice_engine: str = Field("auto", description="auto, kokoro or pyttsx3")
    loudest_dbfs: float = Field(
        -16.0,
        ge=-40.0,
        le=-14.0,
        description="loudest speech level of the customer, in dB of full scale, for headphones",
    )
    pause_s: float = Field(1.2, ge=0.3, le=5.0, description="longest pause inside a reply, in seconds")
    judge_url: str | None = Field(
        None, pattern=r"^https?://", description="base address of a chat-completions server that settles open scores"
    )
    judge_model: str = Field("default", description="the model to ask there")
    judge_key: str = Field("", repr=False, description="the key to ask with, if it needs one")
    judge_budget_s: float = Field(
        8.0, gt=0.0, le=60.0, description="time for all questions about one reply, in seconds"
    )
    offline: bool = Field(False, description="never look for weights on a registry or a web page")

    @property
    def lang(self) -> Lang:
        """Return the language of messages."""
        return self.ui_lang or system_lang()

    @property
    def sessions_dir(self) -> Path:
        """Return the folder of the user's sessions."""
        return self.data_dir / "sessions"


def system_lang() -> Lang:
    """Return ``zh`` where the system speaks Mandarin, else ``en``."""
    names = [os.environ.get(k, "") for k in ("LC_ALL", "LC_MESSAGES", "LANG")] + [locale.getlocale()[0] or ""]
    first = next((n for n in names if n), "")
    return "zh" if first.lower().startswith(("zh", "chinese")) else "en"


@cache
def settings() -> Settings:
    """Return the configuration of this process.

    Raises
    ------
    BadInput
        If an environment variable holds a value that can't be used.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "SIMULATOR_" + "_".join(str(part) for part in first["loc"]).upper()
        raise BadInput("settings.bad_value", name=name, value=first["input"], problem=first["msg"]) from error
