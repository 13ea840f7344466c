"""What the playground proposes to try."""

from __future__ import annotations

from bot.explainer import Explainer
from bot.glossary import Glossary, Term
from bot.playground import scene


def test_the_typo_it_proposes_is_within_a_word_as_people_make_them() -> None:
    glossary = Glossary(terms=(Term("Neural network", "A function that was learned."),))

    [typo] = scene.suggestions(Explainer(lambda: glossary), glossary)[:1]

    assert typo.text == "what's a neural ntwork?"
