"""What a message costs that asks for nothing: the whole decision, against a search.

The first rival is every phrasing in one alternation, searched for; the second a short list
of frames as one would write it by hand, which knows neither subjects nor excuses.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from bot import glossary_file
from bot.explainer import Explainer
from bot.glossary_source import shipped
from bot.phrasings import PHRASINGS
from bot.wording import filled

from .compare import Row, faster, in_turn, median, timed
from .data import Data

MESSAGES, ROUNDS = 2_000, 5
FEW = 100  # for the first rival, which takes some ten milliseconds a message
LONG, WORDS = 2, 200
BY_HAND = re.compile(
    r"\b(?:what(?:'s| is| are| does)|wh?at'?s|define|explain|meaning of|definition of|"
    r"difference between|any(?:one|body) knows? what|stands? for)\b",
    re.I,
)


def rows(data: Data) -> list[Row]:
    """The cost of a message, of the middle one, and of a long one."""
    glossary = glossary_file.load(shipped())
    explainer = Explainer(lambda: glossary)
    explainer.prepare(glossary)

    def ours(text: str) -> object:  # as for a message in a channel
        return explainer.overheard(text).reply or explainer.terms_in(text)

    phrasings = filled("|".join(row.pattern for row in PHRASINGS))
    alternation = re.compile(phrasings, re.I)
    chat = data.chat(MESSAGES)
    words = " ".join(chat).split()
    long = [" ".join(words[at : at + WORDS]) for at in range(0, LONG * WORDS, WORDS)]
    theirs, by_hand = (
        "every phrasing in one `re` search",
        "a handful of frames, `re` search",
    )
    return [
        _row("a message in a channel", theirs, ours, alternation, chat[:FEW], 4),
        _row(f"a message of {WORDS} words", theirs, ours, alternation, long, 50),
        _row("the middle message", by_hand, ours, BY_HAND, [_middle(chat)] * FEW, 0.5),
    ]


def _row(
    measure: str,
    against: str,
    ours: Callable[[str], object],
    theirs: re.Pattern[str],
    texts: list[str],
    least: float,
) -> Row:
    sides = {
        "ours": lambda: timed(lambda: [ours(text) for text in texts]),
        "theirs": lambda: timed(lambda: [theirs.search(text) for text in texts]),
    }
    taken = in_turn(sides, ROUNDS)
    took = median(taken["ours"]) / len(texts)
    measure = f"reading {measure} ({took * 1e6:.3g} µs)"
    return faster(measure, against, median(taken["ours"]), median(taken["theirs"]), least)


def _middle(chat: list[str]) -> str:
    """The one in the middle by length."""
    return sorted(chat, key=len)[len(chat) // 2]
