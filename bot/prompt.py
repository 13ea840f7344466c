"""A conversation at the terminal: ask, read the card, pick what is related by number."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from .explainer import Explainer
from .render import plain
from .reply import Kind, Reply

WELCOME = "Ask for a term; pick a number to go on, “m” to read more, Enter to leave."


def converse(
    explainer: Explainer, lines: Iterable[str], write: Callable[[str], None]
) -> Reply | None:
    """Answer line after line until an empty one; give the last reply, if there was one.

    A number picks that choice of the reply before, `m` reads more of its term.
    """
    reply: Reply | None = None
    for line in lines:
        typed = line.strip()
        if not typed:
            break
        reply = _next(explainer, typed, reply)
        write(plain.text(reply))
    return reply


def _next(explainer: Explainer, typed: str, before: Reply | None) -> Reply:
    if before and typed.isdecimal() and 0 < int(typed) <= len(before.choices):
        return explainer.expand(before.choices[int(typed) - 1])
    if before and typed.casefold() == "m" and before.kind is Kind.CARD:
        return explainer.details(before.terms[0].name)
    decision = explainer.asked(typed)
    assert decision.reply is not None  # who is asked always replies
    return decision.reply
