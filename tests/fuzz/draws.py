"""Bytes of a fuzzer → values, so that a small change of the bytes is one of the value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

T = TypeVar("T")

DEEPEST = 6


class Draws:
    """Takes values off some bytes; when they run out, the first and the empty ones."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def byte(self) -> int:
        """From 0 to 255."""
        self._at += 1
        return self._data[self._at - 1] if self._at <= len(self._data) else 0

    def one_of(self, among: Sequence[T]) -> T:
        """One of these."""
        return among[self.byte() % len(among)]

    def text(self) -> str:
        """All up to a byte that no UTF-8 holds."""
        end = self._data.find(b"\xff", self._at)
        end = len(self._data) if end < 0 else end
        taken, self._at = self._data[self._at : end], end + 1
        return taken.decode(errors="replace")

    def json(self, keys: Sequence[str], words: Sequence[str], depth: int = 0) -> Any:
        """A JSON value; its keys and some of its strings are those given."""
        kind = self.byte() % (10 if depth < DEEPEST else 6)
        if kind == 0:
            return self.text()
        if kind < 4:
            return self.one_of(words)
        if kind < 6:
            return self.one_of((None, True, False, 7, -0.5))
        if kind == 6:
            return [self.json(keys, words, depth + 1) for _ in range(self.byte() % 5)]
        return {
            self.one_of(keys): self.json(keys, words, depth + 1)
            for _ in range(self.byte() % 9)
        }
