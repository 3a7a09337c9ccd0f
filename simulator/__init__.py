"""Training simulator for people who answer angry customers: a customer who speaks, listens, reacts, and a fair score."""

__version__ = "0.1.0"
