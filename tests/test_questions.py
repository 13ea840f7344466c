"""The regression suite of understanding: every sentence of questions.yaml."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.explainer import Explainer
from bot.glossary import Glossary, Term
from bot.replay import Recorded, decide
from bot.reply import Kind

DATA: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "questions.yaml").read_text(encoding="utf-8")
)
ROWS = [
    (text, group.get("mode", "channel"), tuple(group["answers"]), group["why"])
    for group in DATA["groups"]
    for text in group["texts"]
]
ROWS += [
    (row["text"], row.get("mode", "channel"), tuple(row["answers"]), row["why"])
    for row in DATA["questions"]
]


@cache
def explainer() -> Explainer:
    terms = (
        Term(one["term"], "…", aliases=tuple(one.get("aliases", ())))
        for one in DATA["glossary"]
    )
    glossary = Glossary(tuple(terms), name="Words of software, AI and NLP")
    return Explainer(lambda: glossary)


@pytest.mark.parametrize(("text", "mode", "answers", "why"), ROWS)
def test_a_sentence_is_read_right(
    text: str, mode: str, answers: tuple[str, ...], why: str
) -> None:
    decision = decide(explainer(), Recorded("x", text, mode))

    reply = decision.reply
    given = reply.answers if reply else ()
    if reply and reply.kind is Kind.PICKER and answers:  # all that the name may mean
        given = reply.choices
    assert set(given) == set(answers), f"{why}; it thought: {decision.why}"


def test_there_are_enough_sentences_and_none_twice() -> None:
    told = [(text, mode) for text, mode, _, _ in ROWS]

    assert len(told) == len(set(told))
    assert len(told) >= 300
