"""Sound that waits for the disk, up to a bound; beyond it only its length is kept, so that the clock stays true."""

from __future__ import annotations

from collections import deque

from simulator.record.pcm import FRAME_BYTES


class Backlog:
    """A queue of PCM that never holds more than `limit` bytes.

    What doesn't fit is remembered as a stretch of silence, whose length costs nothing.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._blocks: deque[bytes | int] = deque()  # PCM, or a number of silent frames
        self._held = 0

    def __bool__(self) -> bool:
        return bool(self._blocks)

    def put(self, pcm: bytes) -> bool:
        """Add PCM at the end; return False if only its length could be kept."""
        if self._held + len(pcm) <= self._limit:
            self._blocks.append(pcm)
            self._held += len(pcm)
            return True
        lost = len(pcm) // FRAME_BYTES
        last = self._blocks[-1] if self._blocks else None
        if isinstance(last, int):
            self._blocks[-1] = last + lost
        else:
            self._blocks.append(lost)
        return False

    def take(self, most: int = 1 << 20) -> bytes:
        """Remove and return up to about `most` bytes from the front (a single block is never split)."""
        taken = bytearray()
        while self._blocks and len(taken) < most:
            block = self._blocks.popleft()
            if isinstance(block, bytes):
                self._held -= len(block)
                taken += block
                continue
            now = min(block, max(1, (most - len(taken)) // FRAME_BYTES))
            taken += bytes(now * FRAME_BYTES)
            if now < block:
                self._blocks.appendleft(block - now)
        return bytes(taken)
