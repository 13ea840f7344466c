"""Is this an English word, and a common one? Asked before a near miss is called a typo.

The list comes with pyspellchecker (MIT): some 160 000 words with their inflections, in JSON
of a word a line, and how often each is used in film subtitles. It is kept as that one text:
a dict of it takes ten times the memory and a fifth of a second to build.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

LEAST_USES = 3_212  # of a word that everybody uses: 10 000 have as many


def is_ordinary(word: str) -> bool:
    """Whether a word (case-folded, without spaces) stands in the English word list."""
    return _uses(word) > 0


def is_common(word: str) -> bool:
    """Whether it is among the ten thousand most used."""
    return _uses(word) >= LEAST_USES


_NUMBER = re.compile(r"\d+")


@lru_cache(maxsize=4_096)
def _uses(word: str) -> int:
    entry = f'\n"{word}": '
    at = word_list().find(entry)
    found = _NUMBER.match(word_list(), at + len(entry)) if at >= 0 else None
    return int(found[0]) if found else 0


@cache
def word_list() -> str:
    """The list as it comes; the first call takes some 30 ms, others nothing."""
    import gzip  # here, as few starts need them at once
    from importlib import resources

    packed = resources.files("spellchecker") / "resources" / "en.json.gz"
    return gzip.decompress(packed.read_bytes()).decode()
