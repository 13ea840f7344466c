"""Is this an English word, and a common one? Asked before a near miss is called a typo.

The list comes with pyspellchecker (MIT): some 160 000 words with their inflections and how
often each is used in film subtitles. It is read once, at the first question, and kept as
strings: a set costs ten times as much.
"""

from __future__ import annotations

import gzip
import json
from functools import cache
from importlib import resources

MOST_COMMON = 10_000  # words that everybody uses


def is_ordinary(word: str) -> bool:
    """Whether a word (case-folded, without spaces) stands in the English word list."""
    return f"\n{word}\n" in _word_lists()[0]


def is_common(word: str) -> bool:
    """Whether it is among the ten thousand most used."""
    return f"\n{word}\n" in _word_lists()[1]


@cache
def _word_lists() -> tuple[str, str]:
    packed = resources.files("spellchecker") / "resources" / "en.json.gz"
    uses = json.loads(gzip.decompress(packed.read_bytes()))
    ranked = sorted(uses, key=uses.__getitem__, reverse=True)
    return _listed(ranked), _listed(ranked[:MOST_COMMON])


def _listed(words: list[str]) -> str:
    return "\n" + "\n".join(words) + "\n"
