"""The microphone and the loudspeaker of this machine, through PortAudio."""

from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType
from typing import Literal

from simulator.errors import Missing

Direction = Literal["input", "output"]


@dataclass(frozen=True, slots=True)
class Device:
    """One sound device."""

    index: int
    name: str
    inputs: int
    outputs: int
    default: bool


def portaudio() -> ModuleType:
    """Return sounddevice.

    Raises
    ------
    Missing
        If the system has no PortAudio.
    """
    try:
        import sounddevice
    except OSError as error:
        raise Missing("audio.no_portaudio") from error
    module: ModuleType = sounddevice
    return module


def rescan() -> None:
    """Let PortAudio look for devices again; it knows only those that were there when it started."""
    sd = portaudio()
    sd._terminate()
    sd._initialize()


def devices(direction: Direction) -> list[Device]:
    """Return the devices that can record (input) or play (output)."""
    sd = portaudio()
    default = sd.default.device[0 if direction == "input" else 1]
    found = [
        Device(i, str(d["name"]), int(d["max_input_channels"]), int(d["max_output_channels"]), i == default)
        for i, d in enumerate(sd.query_devices())
    ]
    return [d for d in found if (d.inputs if direction == "input" else d.outputs) > 0]


def choose(direction: Direction, wanted: str | None) -> Device:
    """Return the device whose name holds `wanted` (or whose number it is), else the system's default.

    Raises
    ------
    Missing
        If there is none, or none by that name.
    """
    there = devices(direction)
    if not there:
        raise Missing(f"audio.no_{direction}")
    if wanted is None:
        return next((d for d in there if d.default), there[0])
    for device in there:
        if wanted == str(device.index) or wanted.lower() in device.name.lower():
            return device
    raise Missing("audio.no_such_device", wanted=wanted, there=", ".join(d.name for d in there))
