"""Sound as numbers: segments, prosody, anger, the telephone."""
