"""Unicode's compatibility form, in time that grows with the text.

`unicodedata.normalize` sorts the marks that stand on one letter, which takes quadratic
time where thousands are piled up: https://www.unicode.org/reports/tr15/#Stream_Safe_Text_Format.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST_PIECE = 200  # characters brought into form together; no word is that long

# Cut in front of a space where there is one, for nothing combines across it.
_SOME = f".{{1,{LONGEST_PIECE}}}"
_PIECE = re.compile(rf"{_SOME}(?=\s|\Z)|{_SOME}", re.S)


def nfkc(text: str) -> str:
    """The text in NFKC; a word longer than LONGEST_PIECE, piece by piece."""
    if len(text) <= LONGEST_PIECE:
        return unicodedata.normalize("NFKC", text)
    pieces = _PIECE.findall(text)
    return "".join(unicodedata.normalize("NFKC", piece) for piece in pieces)
