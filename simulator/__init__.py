"""Training simulator for people who answer angry customers: a voice that reacts, and a score that is fair."""

__version__ = "0.1.0"
