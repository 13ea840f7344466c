"""Unicode's compatibility form, however many marks are piled up."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from bot.nfkc import LONGEST_PIECE, nfkc

WORD = st.text(st.characters(exclude_categories=["Cs"]), max_size=LONGEST_PIECE // 20)


@given(st.lists(WORD, max_size=200))
def test_a_text_of_words_has_the_form_that_unicode_gives_it(words: list[str]) -> None:
    text = " ".join(words)
    assert nfkc(text) == unicodedata.normalize("NFKC", text)


def test_a_letter_and_its_mark_come_together_wherever_in_a_long_text() -> None:
    for before in range(2 * LONGEST_PIECE):
        text = "x " * before + "e\u0301"
        assert nfkc(text).endswith("\u00e9")


def test_of_what_is_no_word_nothing_is_lost() -> None:
    piled = "e" + "\u0315\u0301" * LONGEST_PIECE
    assert len(nfkc(piled)) == len(piled) - 1  # the first acute came together with its e
