"""What the bot has to say, on no surface in particular, and in which words.

A `Reply` is a value: it names terms and carries authored Markdown, never layout. Each
sentence the bot speaks of its own accord is written here, in the constructors below;
`render` decides how they look and `slack.delivery` where they go.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from .glossary import Contrast, Term

LONGEST_NAME = 75  # characters; the glossary's own limit
ECHO_LIMIT = 75  # characters of what somebody typed that are ever said back


class Kind(StrEnum):
    """What sort of thing a reply says; each renderer lays out each of them."""

    CARD = "card"  # one term explained
    CONTRAST = "contrast"  # two terms, and how they differ
    PICKER = "picker"  # one name, several meanings
    SUGGESTIONS = "suggestions"  # did you mean
    UNKNOWN = "unknown"  # not in the glossary
    GONE = "gone"  # a button's term that has left the glossary
    DETAILS = "details"  # “Read more”: sections, then contrasts
    CONTENTS = "contents"  # a page of the glossary's list
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a listing this is: `number` of `count`, of `what` (topic, letter).

    `topics` are the others to browse; empty inside a topic without siblings.
    """

    what: str
    number: int
    count: int
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """One thing to say.

    lead:      one plain sentence of ours; may echo what somebody typed, so it is never
               read as markup
    terms:     the terms explained: one on a card or in details, two in a contrast, the
               listed ones on a page of contents
    contrast:  what the glossary says of the two terms of a CONTRAST, if it does
    contrasts: in DETAILS, each other term and how it differs
    choices:   canonical names to press next: a card's related terms (at most 20), a
               picker's meanings, did-you-mean's suggestions (at most 3)
    shared:    on a PICKER, and on a CARD picked from one, the name that has several
               meanings
    others:    on a CARD that was picked, the other meanings of that name
    link:      address of the full definition, or empty
    page:      in CONTENTS, where in the list this is
    """

    kind: Kind
    lead: str = ""
    terms: tuple[Term, ...] = ()
    contrast: Contrast | None = None
    contrasts: tuple[tuple[Term, Contrast], ...] = ()
    choices: tuple[str, ...] = ()
    shared: str = ""
    others: tuple[str, ...] = ()
    link: str = ""
    has_details: bool = False
    page: Page | None = None

    @property
    def answers(self) -> tuple[str, ...]:
        """Canonical names of the terms this reply defines; empty for all the rest."""
        defines = self.kind in (Kind.CARD, Kind.CONTRAST)
        return tuple(term.name for term in self.terms) if defines else ()


def echo(typed: str) -> str:
    """What somebody typed, short enough to say back.

    Without what cannot be seen: some marks turn the direction of our own words after them.
    """
    visible = "".join(char if char.isprintable() else " " for char in typed)
    text = " ".join(visible.split())
    return text if len(text) <= ECHO_LIMIT else text[: ECHO_LIMIT - 1] + "…"


def did_you_mean(asked: str, names: tuple[str, ...]) -> Reply:
    """Near names to press, best first, for a name that is not in the glossary."""
    lead = f"I have no “{echo(asked)}” in the glossary. Did you mean:"
    return Reply(Kind.SUGGESTIONS, lead, choices=names)


def pick_one(asked: str, names: tuple[str, ...]) -> Reply:
    """The terms that share one name, to press."""
    lead = f"“{echo(asked)}” has {len(names)} meanings here. Which one?"
    return Reply(Kind.PICKER, lead, choices=names, shared=asked[:LONGEST_NAME])


def unknown(asked: str) -> Reply:
    """Nothing in the glossary is near."""
    return Reply(Kind.UNKNOWN, f"“{echo(asked)}” is not in the glossary yet.")


def gone(name: str) -> Reply:
    """A button led to a term that has left the glossary."""
    return Reply(Kind.GONE, f"“{echo(name)}” is no longer in the glossary.")


def usage(example: str) -> Reply:
    """One line on how to ask."""
    lead = (
        f"Ask me for a term: mention me with “what is {example}?”, send me a direct "
        f"message, or type /whatis {example}. /glossary lists all I know."
    )
    return Reply(Kind.HELP, lead)


def terms_here(terms: tuple[Term, ...]) -> Reply:
    """The terms that stand in one message, to press."""
    if not terms:
        return Reply(Kind.UNKNOWN, "No term of the glossary stands in this message.")
    count = "One term" if len(terms) == 1 else f"{len(terms)} terms"
    return Reply(Kind.CONTENTS, f"{count} of the glossary in this message", terms=terms)


def listing(glossary: str, what: str, count: int, *, missed: bool) -> str:
    """The line above a page of contents; `missed`: no such topic or letter."""
    terms = "1 term" if count == 1 else f"{count} terms"
    if missed:
        return f"There is no such topic or letter here, so these are all {terms}."
    return f"{what or glossary or 'The glossary'}: {terms}"


def but_not(reply: Reply, missing: str) -> Reply:
    """The same, saying which of the things asked about is not in the glossary."""
    return replace(reply, lead=f"“{echo(missing)}” is not in the glossary, but this is:")
