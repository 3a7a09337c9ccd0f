"""Model weights: from a folder, installed packages, a registry or the official download; verified; cached."""

from simulator.engines.weights.catalogue import NAMES, Name
from simulator.engines.weights.install import Tell, ensure
from simulator.engines.weights.states import status, verify

__all__ = ["NAMES", "Name", "Tell", "ensure", "status", "verify"]
