"""How the cost of hostile text grows: twice the text should take twice the time.

Each step is given texts that repeat what makes patterns look back, ever longer ones. The
row has the worst growth by doubling, at the lengths where a step takes long enough to be
measured; a step that is too slow to be doubled is told as infinite.
"""

from __future__ import annotations

import itertools
import signal
import time
from collections.abc import Callable, Iterator
from math import inf

from bot import markup
from bot.explainer import Explainer
from bot.glossary import normalise
from bot.glossary_entries import LONGEST_TEXT
from bot.render import plain, rich_text
from bot.slack.messages import Message
from tests.glossaries import agile

from .compare import Row, at_most
from .data import Data

UNITS = (
    " ,", " , ", "a ", "a, ", ", and ", "- ", "— ", "'", "'s", '"', "(", "? ", "! ", ". ",
    "\n", "so ", "hey ", "please ", "mean ", "of ", "the ", "or ", "vs ", "what is ",
    "what is a x ", "what does x mean ", "do you know ", "can somebody ", "anyone know ",
    "does ", "*", "_a_ ", "`", "```", ":a", ":a: ", "<", "<@", "<http://", "&gt;", "> ",
    "[", "](", "- a ", "A.", "a-", "a/", "@", "😀", "\u200b", "é", "sprint ", "sprin ",
    "\u0315\u0345\u0334", "\ufdfa", "sprin vs bakclog? ", "what is \ufdfa? ",
    "so, and, but, what is a sprin? ",
    "**a", "~~", "\\", "1. ", "    ",
)  # fmt: skip
BEFORE = ("", "what is ")
AFTER = ("", " x?")
SHORTEST = 200  # characters
MEASURABLE, TOO_LONG = 0.02, 1.0  # seconds; what takes less at its longest stalls nothing
ROUNDS = 3
WORST = 3.0  # of a doubling: 2 is linear, 4 quadratic
PLAIN = "Does anybody know whether the build went fine, or what happened to the cache? "
DEARER = 10.0  # times what people write may cost

_GLOSSARY = agile()
_BOT = Explainer(lambda: _GLOSSARY)

STEPS: dict[str, tuple[Callable[[str], object], int]] = {  # and how long a text may be
    "a message read": (lambda text: Message.of(_event(text), {}), markup.LONGEST),
    "markup undone": (markup.plain, markup.LONGEST),
    "overheard": (_BOT.overheard, markup.LONGEST),
    "asked": (_BOT.asked, markup.LONGEST),
    "followed up": (lambda text: _BOT.followed_up(text, answering=True), markup.LONGEST),
    "terms found": (_BOT.terms_in, markup.LONGEST),
    "a name normalised": (normalise, markup.LONGEST),
    "Markdown, rich text": (rich_text.elements, LONGEST_TEXT),
    "Markdown, plain": (plain.markdown, LONGEST_TEXT),
}


def rows(data: Data) -> Iterator[Row]:
    """A row a step."""
    for step, (work, longest) in STEPS.items():
        growth, unit = max(
            (_growth(work, _repeater(*parts), longest), parts[1])
            for parts in itertools.product(BEFORE, UNITS, AFTER)
        )
        yield at_most(f"{step}: twice the text", f"worst: {unit!r}…", growth, WORST)
    yield _against_a_plain_one()


def _against_a_plain_one() -> Row:
    """A message as long as can be, of what costs most, against one that people write."""

    def cost(unit: str) -> float:
        text = _repeater("", unit, "")(markup.LONGEST)
        return min(_cpu(_BOT.overheard, text) for _ in range(ROUNDS))

    dearest, unit = max((cost(unit), unit) for unit in UNITS)
    times = dearest / cost(PLAIN)
    return at_most("overheard: the dearest message", f"worst: {unit!r}…", times, DEARER)


def _repeater(before: str, unit: str, after: str) -> Callable[[int], str]:
    return lambda length: before + unit * (length // len(unit)) + after


def _growth(
    work: Callable[[str], object], repeated: Callable[[int], str], longest: int
) -> float:
    """How many times longer it takes for the longest text that can be waited for."""
    length = longest
    while (took := _cpu(work, repeated(length))) == inf and length > SHORTEST:
        length //= 2
    if took < MEASURABLE:
        return 0.0
    if took == inf:
        return inf
    long, half = (
        min(_cpu(work, repeated(many)) for _ in range(ROUNDS))
        for many in (length, length // 2)
    )
    return long / half if half else 0.0


def _cpu(work: Callable[[str], object], text: str) -> float:
    """Seconds of this process, which no other can lengthen; infinite beyond TOO_LONG."""

    def give_up(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGPROF, give_up)
    signal.setitimer(signal.ITIMER_PROF, TOO_LONG)
    began = time.process_time()
    try:
        work(text)
        return time.process_time() - began
    except TimeoutError:
        return inf
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _event(text: str) -> dict[str, object]:
    return {"event": {"channel": "C1", "ts": "1.0", "user": "U1", "text": text}}
