"""The word list knows ordinary English, inflected too, and nothing else."""

from __future__ import annotations

import pytest

from bot.words import is_common, is_ordinary


@pytest.mark.parametrize("word", ["model", "morel", "tokens", "agents", "brunch"])
def test_an_english_word_is_ordinary(word: str) -> None:
    assert is_ordinary(word)


@pytest.mark.parametrize("word", ["tokne", "contxt", "", "\n", "model\nmorel"])
def test_a_slip_of_the_keyboard_is_not(word: str) -> None:
    assert not is_ordinary(word)


def test_a_common_word_is_one_that_everybody_uses() -> None:
    assert is_common("branch")
    assert not is_common("morel")
