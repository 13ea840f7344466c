"""Which terms a question is about: its subjects looked up, and how sure that is.

Between reading (`question`) and knowing names (`matching`): a name may be known and the
question still not be about the term, as in “what is **the** spec?”.
"""

from __future__ import annotations

from dataclasses import dataclass

from .glossary import Glossary, Term, normalise
from .matching import Close, Exact, Matcher, Shared
from .question import Question
from .subject import Subject, means_something_else
from .words import is_common, is_ordinary

SHORT = 6  # letters; a slip in so short a name seldom hits its first letter
# (Yannakoudakis and Fawthrop, "The rules of spelling errors", IPM 19, 1983)


@dataclass(frozen=True, slots=True)
class Finding:
    """What the glossary has for a question, and why.

    terms:   those it is surely about, one a subject; several as `shared` when one name
             has several meanings
    near:    terms that may have been meant instead, best first
    unknown: the name that is not known, as typed
    close:   whether it was a close decision: a known name refused, or a slip forgiven
    """

    why: str
    name: str = ""
    terms: tuple[Term, ...] = ()
    shared: tuple[Term, ...] = ()
    near: tuple[Term, ...] = ()
    unknown: str = ""
    close: bool = False

    @property
    def sure(self) -> bool:
        """Whether there is something to explain or to pick from."""
        return bool(self.terms or self.shared)


class Recogniser:
    """Looks up the subjects of questions in one glossary."""

    def __init__(self, glossary: Glossary) -> None:
        self.glossary = glossary
        self._matcher = Matcher(glossary)
        self._fields = _fields(glossary)
        self._written = {name for term in glossary.terms for name in term.names}
        _ = glossary.by_name  # built now, not at the first answer

    def overheard(self, question: Question) -> Finding:
        """Only what is beyond doubt: a name in a place where names are asked about."""
        refused: list[Finding] = []
        for forgiving in (False, True):
            for subjects in question.readings:
                found = [self._strictly(one, question, forgiving) for one in subjects]
                if all(one.sure for one in found):
                    return _together(found)
                refused.append(next(one for one in found if not one.sure))
        return refused[len(question.readings)]  # the first reading, typos considered

    def asked(self, question: Question) -> Finding:
        """The same with more good will, for who addressed us: suggestions too."""
        best: list[Finding] = []
        for subjects in question.readings:
            found = [self.name(*one.readings) for one in subjects]
            if all(one.sure for one in found):
                return _together(found)
            if not best or _known(found) > _known(best):
                best = found
        missing = next(one for one in best if not one.sure)
        return _together([*(one for one in best if one.sure), missing])

    def known(self, subject: Subject) -> Finding | None:
        """The term a subject names beyond doubt, without article or slip."""
        found = next(filter(None, map(self._named, subject.readings)), None)
        return found if found and found.terms and not subject.particular else None

    def terms_in(self, words: str) -> tuple[Term, ...]:
        """The terms that a text names, in its order, the longest names first."""
        return self._matcher.terms_in(words)

    def name(self, *readings: str) -> Finding:
        """What a typed name means, read in the first of these ways that is known."""
        for reading in readings:
            found = self._named(reading)
            if found:
                return found
        for reading in readings:
            close = self._matcher.near(reading)
            if close and len(close.terms) == 1 and not _ordinary_instead(close):
                return _typo(reading, close)
        shortest = min(readings, key=len)
        near = next(filter(None, map(self._matcher.suggestions, readings)), ())
        why = f"no term is called “{shortest}”"
        return Finding(why, shortest, near=near, unknown=shortest)

    def _strictly(self, subject: Subject, question: Question, forgiving: bool) -> Finding:
        for reading in subject.readings:
            found = self._named(reading)
            if found:
                doubt = self._doubt(subject, reading, question)
                return Finding(doubt, reading, close=True) if doubt else found
        if forgiving:
            for reading in subject.readings:
                close = self._matcher.near(reading)
                if close:
                    return self._typo_or_doubt(subject, reading, question, close)
        return Finding(f"no term is called “{subject.text}”", subject.text)

    def _named(self, reading: str) -> Finding | None:
        match = self._matcher.named(reading)
        if isinstance(match, Exact):
            why = f"“{reading}” names {match.term.name}"
            return Finding(why, reading, terms=(match.term,))
        if isinstance(match, Shared):
            why = f"“{reading}” names {len(match.terms)} terms"
            return Finding(why, reading, shared=match.terms)
        return None

    def _typo_or_doubt(
        self, subject: Subject, reading: str, question: Question, close: Close
    ) -> Finding:
        if len(close.terms) > 1:
            doubt = f"“{reading}” is as near to {len(close.terms)} terms"
        elif word := _ordinary_instead(close):
            doubt = f"“{word}” is an ordinary word, not a typo of “{close.key}”"
        elif len(close.key) < SHORT and close.typed[0] != close.key[0]:
            doubt = f"“{reading}” begins unlike “{close.key}”, which is short"
        else:
            doubt = self._doubt(subject, reading, question)
        return Finding(doubt, reading, close=True) if doubt else _typo(reading, close)

    def _doubt(self, subject: Subject, reading: str, question: Question) -> str:
        """Why a known name is no reason to speak, or nothing."""
        if means_something_else(subject, question.meaning):
            return f"“what is {subject.text}” asks something else"
        acronym = reading.isupper() and reading in self._written
        if question.blunt and not acronym and is_common(normalise(reading)):
            return f"“{question.phrasing}” of a plain word asks what somebody means by it"
        if subject.particular and not self._means_the_word(subject, reading, question):
            return f"“{subject.article} {subject.text}” is about a particular thing"
        outside = subject.field and not reading.endswith(subject.field)
        if outside and not self._knows_field(subject.field):
            return f"“{subject.field}” is not what this glossary is about"
        return ""

    def _means_the_word(self, subject: Subject, reading: str, question: Question) -> bool:
        """Whether the word is meant for all its article: “the” is a part of some names."""
        if normalise(reading).startswith(subject.article + " "):
            return True
        proper = reading.istitle() and " " in reading and reading in self._written
        return subject.article == "the" and (question.meaning or proper)

    def _knows_field(self, field: str) -> bool:
        return bool(self._matcher.named(field)) or normalise(field) in self._fields


def _fields(glossary: Glossary) -> frozenset[str]:
    """Words of the glossary's name and its topics: what it is about."""
    titles = {glossary.name, *(term.topic for term in glossary.terms)}
    words = {normalise(word) for title in titles for word in title.split()}
    return frozenset(words | {normalise(title) for title in titles})


def _known(found: list[Finding]) -> int:
    return sum(one.sure for one in found)


def _ordinary_instead(close: Close) -> str:
    """The English word that was typed where the name has another, if that is so.

    Beside a word that is right, only a common one is taken at its word.
    """
    typed, name = close.typed.split(), close.key.split()
    changed = [word for word in typed if word not in name]
    known = is_ordinary if len(changed) == len(typed) else is_common
    meant = [word for word in changed if known(word)]
    return meant[0] if meant and len(meant) == len(changed) else ""


def _typo(reading: str, close: Close) -> Finding:
    edits = "one edit" if close.distance == 1 else f"{close.distance} edits"
    why = f"“{reading}” is {edits} from “{close.key}”"
    return Finding(why, reading, terms=close.terms, close=True)


def _together(found: list[Finding]) -> Finding:
    """The findings for several subjects as one, in order, each term once."""
    terms = {term.name: term for one in found for term in one.terms}
    return Finding(
        why="; ".join(one.why for one in found),
        name=found[0].name,
        terms=tuple(terms.values()),
        shared=next((one.shared for one in found if one.shared), ()),
        near=next((one.near for one in found if one.near), ()),
        unknown=next((one.unknown for one in found if one.unknown), ""),
        close=any(one.close for one in found),
    )
