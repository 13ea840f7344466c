"""One pass over a text tells which phrasings may read it."""

from __future__ import annotations

from bot.cues import Cued, finder
from bot.phrasings import PHRASINGS


def _names(cued: Cued, start: int = 0) -> set[str]:
    return {row.name for row in cued.rows(start)}


def test_a_text_without_a_cue_is_for_no_phrasing() -> None:
    assert Cued("thanks, see you on Friday").rows() == ()


def test_every_phrasing_may_read_its_example() -> None:
    for row in PHRASINGS:
        assert row.name in _names(Cued(row.example))


def test_a_cue_behind_the_place_counts_and_one_in_front_of_it_does_not() -> None:
    cued = Cued("define it, or tell me more about it")

    assert {"define X", "tell me about X"} <= _names(cued)
    assert "tell me about X" in _names(cued, start=11)
    assert "define X" not in _names(cued, start=11)


def test_a_longer_cue_tells_of_the_shorter_one_it_begins_with() -> None:
    names = _names(Cued("the definition of velocity"))

    assert {"the meaning of X", "define X"} <= names


def test_a_cue_is_found_within_another_one() -> None:
    assert {"can someone explain X", "what is X"} <= _names(Cued("explainwhat"))


def test_anything_but_letters_may_stand_between_the_words_of_a_cue() -> None:
    assert finder(["tell me"]).search("so tell *me*")
    assert not finder(["tell me"]).search("retelling me")
