"""When to speak and what to say. Knows the glossary's terms, not where people type.

*Overheard*: nobody addressed us, so only a question for a meaning whose subject is
surely a term is answered. *Asked*: somebody did, so there is always a reply.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from . import reply as say
from .glossary import Glossary, Term, normalise
from .markup import plain, without_code
from .question import (
    Question,
    asks_further,
    asks_what_that_means,
    bare_name,
    may_ask,
    may_follow_up,
    read,
    warm_up,
)
from .recognition import Finding, Recogniser
from .reply import Kind, Page, Reply
from .subject import read_subject

Source = Callable[[], Glossary]

PAGE = 20  # terms on one page of the contents
MOST_RELATED = 20  # related terms one card can offer


_Read = tuple[Finding, Question | None]  # a bare name is found without a question


@dataclass(frozen=True, slots=True)
class Decision:
    """What to say, or None for silence, and why, in words for the owner.

    close: it might have gone the other way: a known name refused, or a slip forgiven
    """

    reply: Reply | None
    why: str
    question: Question | None = None
    close: bool = False


_ASKS_NOTHING = Decision(None, "it asks for no meaning")


class Explainer:
    """Answers from whatever glossary `source` gives at the moment of asking."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._glossary = source()
        self._recogniser = Recogniser(self._glossary)
        self._prepared = self._recogniser

    def prepare(self, glossary: Glossary) -> None:
        """Do in another thread what else the first questions would have to wait for.

        `glossary` is the one that the source is about to give.
        """
        warm_up()
        if glossary is not self._glossary:
            self._prepared = Recogniser(glossary)

    def may_follow_up(self, text: str) -> bool:
        """Whether `followed_up` can have an answer. Quick, and never wrong with a no."""
        return may_follow_up(text)

    def overheard(self, text: str) -> Decision:
        """Decide on a message nobody addressed to us: a sure answer, or silence."""
        self._follow_source()
        if not may_ask(text):
            return _ASKS_NOTHING
        why, about, close = _ASKS_NOTHING.why, None, False
        terms: dict[str, Term] = {}
        for question in read(plain(text)):
            finding = self._recogniser.overheard(question)
            if finding.shared:
                return Decision(self._pick(finding), finding.why, question)
            if not terms:
                why, about, close = finding.why, question, finding.close
            terms.update((term.name, term) for term in finding.terms)
        reply = self._explain(tuple(terms.values())) if terms else None
        return Decision(reply, why, about, close)

    def followed_up(
        self, text: str, *, answering: bool, above: tuple[str, ...] = ()
    ) -> Decision:
        """Decide on a message in a thread that by itself asked nothing.

        Where we are answering, “and X?” asks what X is. “What does that mean?” is a
        question where the message it replies to names just one term: `above` has the
        canonical names of those it names.
        """
        self._follow_source()
        words = plain(text)
        subject = asks_further(words) if answering else None
        found = self._recogniser.known(subject) if subject else None
        if found:
            return Decision(self._explain(found.terms), f"it follows up: {found.why}")
        if asks_what_that_means(words):
            term = self._glossary.get(above[0]) if len(above) == 1 else None
            if term:
                why = f"{term.name} is the one term in the message that it replies to"
                return Decision(self._explain((term,)), why)
            return Decision(None, "“that” may be anything", close=True)
        return _ASKS_NOTHING

    def terms_in(self, text: str) -> tuple[str, ...]:
        """Canonical names of the terms that a message uses, in its order; not in code."""
        self._follow_source()
        words = plain(without_code(text))
        return tuple(term.name for term in self._recogniser.terms_in(words))

    def listed(self, names: Iterable[str]) -> Reply:
        """Terms by their canonical names, to choose from; those that are gone left out."""
        self._follow_source()
        found = (self._glossary.get(name) for name in names)
        return say.terms_here(tuple(term for term in found if term))

    def asked(self, text: str) -> Decision:
        """Decide on a message addressed to us: there is always something to say."""
        self._follow_source()
        words = plain(text)
        findings: list[_Read] = [
            (self._recogniser.asked(q), q) for q in read(words, addressed=True)
        ]
        named = read_subject(bare_name(words))
        if named and not any(finding.sure for finding, _ in findings):
            findings.append((self._recogniser.name(*named.readings), None))
        if not findings:
            return Decision(self.help(), "it asks nothing and names no term")
        sure = _not_covered([pair for pair in findings if pair[0].sure])
        near = [pair for pair in findings if pair[0].near]
        finding, question = (sure or near or findings)[0]
        return Decision(self._say(finding, sure), finding.why, question)

    def mentioned(self, text: str, *, opens: bool) -> Decision:
        """Decide on a message that mentions us; `opens`: with the mention in front.

        One that asks nothing and names no term gets a line of help where it opens with
        the mention, and silence where we are only spoken of.
        """
        decision = self.asked(text)
        reply, read_one = decision.reply, decision.question is not None
        aimless = reply is not None and reply.kind in (Kind.HELP, Kind.UNKNOWN)
        if aimless and not opens and not read_one:
            return Decision(None, "we are mentioned, but nothing is asked")
        return decision

    def expand(self, name: str, shared: str = "") -> Reply:
        """The card of a name pressed: canonical, else alias, never a near one.

        `shared`: the name of several meanings it was picked from; the others stay at hand.
        """
        self._follow_source()
        term = self._glossary.get(name)
        named = (term,) if term else self._glossary.named(name)
        if not named:
            return say.gone(name)
        if len(named) > 1:
            return say.pick_one(name, tuple(term.name for term in named))
        others = tuple(t.name for t in self._glossary.named(shared) if t is not named[0])
        return replace(self._card(named[0]), shared=shared if others else "", others=others)

    def side_by_side(self, names: Iterable[str]) -> Reply:
        """The terms of these canonical names in one reply, as far as they still exist."""
        self._follow_source()
        names = tuple(names)
        terms = tuple(term for name in names if (term := self._glossary.get(name)))
        return self._explain(terms) if terms else say.gone(" and ".join(names))

    def details(self, name: str) -> Reply:
        """“Read more” of a term: its sections, and contrasts from either side."""
        self._follow_source()
        named = self._glossary.named(name)
        term = self._glossary.get(name) or (named[0] if named else None)
        if not term:
            return say.gone(name)
        return Reply(
            Kind.DETAILS,
            terms=(term,),
            contrasts=tuple(self._glossary.contrasts_of(term)),
            link=self._glossary.link(term),
        )

    def contents(self, what: str = "", page: int = 1) -> Reply:
        """One page of the terms: all of them, a topic's, or those under a letter."""
        self._follow_source()
        topics = tuple(dict.fromkeys(t.topic for t in self._glossary.terms if t.topic))
        terms = self._listed(what)
        title = what if terms else ""
        listed = terms or self._listed("")
        count = max(1, -(-len(listed) // PAGE))
        number = min(max(1, page), count)
        shown = listed[(number - 1) * PAGE : number * PAGE]
        lead = say.listing(self._glossary.name, title, len(listed), missed=what != title)
        where = Page(title, number, count, topics)
        return Reply(Kind.CONTENTS, lead, terms=shown, page=where)

    def help(self) -> Reply:
        """How to ask, with a term of this glossary as the example."""
        terms = self._source().terms
        return say.usage(terms[0].name if terms else "…")

    def _follow_source(self) -> None:
        glossary = self._source()
        if glossary is not self._glossary:
            ready = self._prepared
            if ready.glossary is not glossary:  # nobody has prepared it
                ready = Recogniser(glossary)
            self._glossary, self._recogniser = glossary, ready

    def _say(self, finding: Finding, sure: list[_Read]) -> Reply:
        if finding.shared:
            return self._pick(finding)
        if not sure:
            if finding.near:
                names = tuple(term.name for term in finding.near)
                return say.did_you_mean(finding.unknown, names)
            return say.unknown(finding.unknown)
        terms = {term.name: term for one, _ in sure for term in one.terms}
        reply = self._explain(tuple(terms.values()))
        missing = next((one.unknown for one, _ in sure if one.unknown), "")
        return say.but_not(reply, missing) if missing else reply

    def _pick(self, finding: Finding) -> Reply:
        return say.pick_one(finding.name, tuple(term.name for term in finding.shared))

    def _explain(self, terms: tuple[Term, ...]) -> Reply:
        if len(terms) == 1:
            return self._card(terms[0])
        names = {term.name for term in terms}
        rows = [self._related(term) for term in terms]
        contrast = self._glossary.contrast(*terms) if len(terms) == 2 else None
        mixed = dict.fromkeys(name for row in zip_all(rows) for name in row)
        choices = tuple(name for name in mixed if name not in names)
        return Reply(
            Kind.CONTRAST,
            terms=terms,
            contrast=contrast,
            choices=choices[:MOST_RELATED],
        )

    def _card(self, term: Term) -> Reply:
        details = bool(term.sections) or any(self._glossary.contrasts_of(term))
        return Reply(
            Kind.CARD,
            terms=(term,),
            choices=self._related(term)[:MOST_RELATED],
            link=self._glossary.link(term),
            has_details=details,
        )

    def _related(self, term: Term) -> tuple[str, ...]:
        known = (self._glossary.get(name) for name in term.related)
        return tuple(other.name for other in known if other and other is not term)

    def _listed(self, what: str) -> tuple[Term, ...]:
        key = normalise(what)
        terms = sorted(self._glossary.terms, key=lambda term: normalise(term.name))
        if not what:
            return tuple(terms)
        if len(key) == 1:
            return tuple(t for t in terms if normalise(t.name).startswith(key))
        return tuple(t for t in self._glossary.terms if normalise(t.topic) == key)


def _not_covered(sure: list[_Read]) -> list[_Read]:
    """Without partly known readings of what another reading knows entirely.

    “what is the difference between X and Y” can also be read as a list of two things, of
    which one is called “difference between X”.
    """
    known = {term.name for one, _ in sure if not one.unknown for term in one.terms}
    return [
        (one, question)
        for one, question in sure
        if not one.unknown or {term.name for term in one.terms} - known
    ]


def zip_all(rows: Iterable[tuple[str, ...]]) -> Iterable[tuple[str, ...]]:
    """The first of each row, then the second of each, until the longest ends."""
    rows = list(rows)
    for i in range(max(map(len, rows), default=0)):
        yield tuple(row[i] for row in rows if i < len(row))
