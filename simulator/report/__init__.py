"""One session as one self-contained page."""
