"""The demonstration's script: what the synthetic trainee says, and how levelly."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from simulator.catalog.yaml_lines import load
from simulator.messages import Lang
from simulator.resources import bundled


class DemoReply(BaseModel):
    """One reply; `raised` is the level at which it is spoken, as a persona's anger is."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    text: str = Field(min_length=1)
    raised: float = Field(0.0, ge=0.0, le=3.0)


class DemoScript(BaseModel):
    """A call that plays by itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    scenario: str
    trainee: str = Field(description="persona of the trainee")
    seed: int
    baseline: list[str] = Field(min_length=3, description="neutral sentences, spoken before the call")
    replies: list[DemoReply] = Field(min_length=6)


def load_demo(lang: Lang) -> DemoScript:
    """Return the script of a language."""
    path: Path = bundled("data") / "demo" / f"{lang}.yaml"
    return load(path, DemoScript)
