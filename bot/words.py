"""Is this an ordinary English word? Asked before a near miss is taken for a typo.

The list comes with pyspellchecker (MIT): some 160 000 words with their inflections. It
is read once, at the first question, and kept as one string: a set costs ten times that.
"""

from __future__ import annotations

import gzip
import json
from functools import cache
from importlib import resources


def is_ordinary(word: str) -> bool:
    """Whether a word (case-folded, without spaces) stands in the English word list."""
    return f"\n{word}\n" in _word_list()


@cache
def _word_list() -> str:
    packed = resources.files("spellchecker") / "resources" / "en.json.gz"
    words = json.loads(gzip.decompress(packed.read_bytes()))
    return "\n" + "\n".join(words) + "\n"
