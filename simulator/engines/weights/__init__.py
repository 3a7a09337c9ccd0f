"""Model weights: found in a folder, in installed packages, on a registry or at the official download; verified; cached."""

from simulator.engines.weights.catalogue import NAMES, Name
from simulator.engines.weights.install import Tell, ensure
from simulator.engines.weights.status import status, verify

__all__ = ["NAMES", "Name", "Tell", "ensure", "status", "verify"]
