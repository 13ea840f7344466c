"""Every way of asking in PHRASINGS: its example is read, its twin stays silent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.markup import plain
from bot.question import PHRASINGS, Phrasing, bare_name, read

from .glossaries import explainer

rows = pytest.mark.parametrize("row", PHRASINGS, ids=lambda row: row.name)


@rows
def test_a_phrasing_reads_its_example_and_it_is_answered(row: Phrasing) -> None:
    decision = explainer().overheard(row.example)

    assert decision.question is not None
    assert decision.question.phrasing == row.name
    assert decision.reply is not None


@rows
def test_a_phrasing_keeps_silent_on_what_only_looks_like_it(row: Phrasing) -> None:
    assert explainer().overheard(row.silent).reply is None


@given(st.text(max_size=400))
def test_any_text_is_read_without_error(text: str) -> None:
    for question in read(plain(text), addressed=True):
        assert question.readings
    assert isinstance(bare_name(plain(text)), str)
