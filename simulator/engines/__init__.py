"""The engines behind the ports: recognition, voice activity, voices, sentence understanding, and their weights."""
