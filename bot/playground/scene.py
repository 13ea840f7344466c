"""What the playground shows first and proposes to try, from whatever glossary is loaded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.explainer import Explainer
from bot.glossary import Glossary, Term


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A message to try, and what it will show."""

    text: str
    hint: str


def opening(explainer: Explainer, glossary: Glossary) -> str:
    """A question that the bot answers, about a term that leads on."""
    for term in sorted(glossary.terms, key=lambda one: -len(one.related)):
        text = f"what is {_article(term)}{_lower(term.name)}?"
        if _answers(explainer, text) == (term.name,):
            return text
    return f"what does {glossary.terms[0].name} mean?"


def suggestions(explainer: Explainer, glossary: Glossary) -> list[Suggestion]:
    """A typo, a difference and a silence; each tried before it is proposed."""
    tried = (
        _typo(explainer, glossary),
        _difference(explainer, glossary),
        _silence(explainer, glossary),
    )
    return [one for one in tried if one]


def _typo(explainer: Explainer, glossary: Glossary) -> Suggestion | None:
    for term in glossary.terms:
        for slip in _slips(term.name):
            text = f"what's {_article(term)}{_lower(slip)}?"
            if _answers(explainer, text) == (term.name,):
                return Suggestion(text, "a typo is forgiven")
    return None


def _difference(explainer: Explainer, glossary: Glossary) -> Suggestion | None:
    contrasted = [
        (term.name, contrast.other)
        for term in glossary.terms
        for contrast in term.contrasts
    ]
    neighbours = [(term.name, other) for term in glossary.terms for other in term.related]
    for one, other in contrasted + neighbours:
        text = f"what's the difference between {_lower(one)} and {_lower(other)}?"
        if set(_answers(explainer, text)) == {one, other}:
            return Suggestion(text, "two terms, one answer")
    return None


def _silence(explainer: Explainer, glossary: Glossary) -> Suggestion | None:
    by_length = sorted(glossary.terms, key=lambda term: len(term.name))
    preferred = [term for term in by_length if term.name.casefold() == "spec"]
    for term in [*preferred, *by_length]:
        text = f"what is the {_lower(term.name)}?"
        if len(term.name) > 3 and not _answers(explainer, text):
            return Suggestion(text, "about a thing at hand: it keeps silent")
    return None


def _answers(explainer: Explainer, text: str) -> tuple[str, ...]:
    reply = explainer.overheard(text).reply
    return reply.answers if reply else ()


def _slips(name: str) -> Iterator[str]:
    """The name with one letter left out, within a word, from the middle on."""
    if len(name) > 5:
        for at in range(len(name) // 2, len(name) - 1):
            if name[at - 1 : at + 2].isalpha():
                yield name[:at] + name[at + 1 :]


def _lower(name: str) -> str:
    """As somebody types it: small letters, but acronyms stay."""
    return " ".join(word if word.isupper() else word.lower() for word in name.split())


def _article(term: Term) -> str:
    plain = term.name[-1] != "s" and not term.name.endswith("ing") and not term.expansion
    return "" if not plain else "an " if term.name[0] in "AEIOUaeiou" else "a "
