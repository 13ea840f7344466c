"""Does a message ask for a meaning, and of what?

`read` takes the words of a message (see `markup.plain`), cuts them into sentences, drops
what people say before they ask, and tries each row of PHRASINGS. A row says how people
ask; `subject` judges what they ask about. To teach the bot a way of asking, add one row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import zip_longest

from .cues import Cued, finder
from .markup import LINK, skimmed
from .phrasings import PHRASINGS, Phrasing
from .sentence import (
    END,
    LONGEST_SENTENCE,
    clauses,
    is_link,
    sentences,
    without_openings,
)
from .subject import (
    Subject,
    other_splits,
    read_list,
    read_parts,
    read_subject,
    trimmed,
    without_tails,
)
from .wording import compiled, lowered
from .words import word_list


@dataclass(frozen=True, slots=True)
class Question:
    """A question for a meaning.

    phrasing: the row of PHRASINGS that read it
    readings: each a set of subjects asked about together; the first whose subjects are
              all known counts
    meaning:  whether the phrasing asks for the word's meaning, so that even “the X” is
              about the word
    blunt:    whether it is an order, without a question mark or a please
    """

    phrasing: str
    readings: tuple[tuple[Subject, ...], ...]
    meaning: bool = False
    blunt: bool = False


MOST_SENTENCES = 30  # that may ask are read of a message; nobody asks that many in earnest

_CUE = finder(cue for row in PHRASINGS if not row.marked for cue in row.cues[0])
_MARKED_CUE = finder(cue for row in PHRASINGS if row.marked for cue in row.cues[0])
# Commands to other bots, quizzes, and questions taken back in the same breath.
_NOT_IN_EARNEST = re.compile(
    r"\b(?:quiz|trivia|riddle)\b|\b(?:nvm|never ?mind)\b|\b(?:found|got) it\b[.!)]*$|"
    r"\bah,? ok\b",
    re.I,
)
_COMMAND = re.compile(r"\s*[!./$?~%>#][A-Za-z]")
_SELF_ANSWER = re.compile(
    r"(?:well|in short|basically|simply|short answer|long story short)\b[,:]|(?:it'?s|it "
    r"is|they'?re|they are|that'?s) "
    r"(?:just |simply |basically )?(?:an?|when|where|what|how)\b|a(?:nswer)?:|ans:",
    re.I,
)
_STATEMENT = re.compile(
    r",\s+(?:is|was|are|were|isn'?t|depends|matters|seems|sounds|has|should)\b"
    r"(?! (?:it|that|this|there|they|anyone|anybody|someone)\b)",
    re.I,
)
_DECLARES = re.compile(r"\s(?:is|are|was|were|means?|refers? to|stands? for)\b", re.I)


def may_ask(text: str) -> bool:
    """Whether a message, as Slack gives it, may ask for a meaning; a no is certain.

    Most messages ask nothing, and this is all they cost.
    """
    words = skimmed(text)
    return bool(_CUE.search(words) or ("?" in words and _MARKED_CUE.search(words)))


def may_follow_up(text: str) -> bool:
    """Whether a message may ask something in a thread that by itself it does not ask.

    A no is certain, as with `may_ask`: both ways of following up have a question mark.
    """
    return "?" in skimmed(text)


def warm_up() -> None:
    """Compile every phrasing and read the word list, which takes a quarter of a second."""
    word_list()
    for row in PHRASINGS:
        compiled(row.pattern)


def read(words: str, *, addressed: bool = False) -> Iterator[Question]:
    """Each question for a meaning that a message asks, in its order.

    `words` is what `markup.plain` gives. A message that asks nothing yields nothing.
    Where somebody addressed us, no question mark is needed.
    """
    questions = _questions(words, addressed)
    first = next(questions, None)  # most messages have none, so it is looked for first
    if first and (addressed or _in_earnest(words)):
        yield first
        yield from questions


def _in_earnest(words: str) -> bool:
    return not (_COMMAND.match(words) or _NOT_IN_EARNEST.search(words))


def _questions(words: str, addressed: bool) -> Iterator[Question]:
    parts = sentences(words)
    if "\n" in words and len(words) <= LONGEST_SENTENCE:
        parts.append(" ".join(words.split()))  # a question may run over several lines
    asking = [part for part in _parts(parts, addressed) if part.rows or part.across]
    for part in _both_ends(asking):
        for question in part.read():
            if not _answered_at_once(question, part.following):
                yield question


def _both_ends(asking: list[_Part]) -> list[_Part]:
    """All of them; of too many those at the beginning and those at the end."""
    if len(asking) <= MOST_SENTENCES:
        return asking
    half = MOST_SENTENCES // 2
    return asking[:half] + asking[-half:]


def asks_further(words: str) -> Subject | None:
    """The subject of “and X?” or “what about X?”: a question where others were asked."""
    text = " ".join(words.split())
    found = _FURTHER.fullmatch(text) if len(text) <= LONGEST_SENTENCE else None
    return read_subject(found[1]) if found else None


_FURTHER = re.compile(
    r"(?:ok(?:ay)?,? |so,? |thanks,? |cool,? )*(?:(?:and |so |but )?(?:what|how) about|and)"
    r"(?: then)? (\S.{0,80}?) ?\?+",
    re.I,
)


def asks_what_that_means(words: str) -> bool:
    """Whether a message asks what something said before it means, and nothing else."""
    if "?" not in words or len(words) > LONGEST_SENTENCE:
        return False
    text = without_tails(without_openings(" ".join(words.split())))
    return bool(compiled(_THAT).fullmatch(lowered(text.rstrip(END))))


_THAT = (
    r"(?:{wonder} )?(?:{does} (?:that|this|it) {mean}|{what_is} (?:that|this|it)|{wonder} "
    r"{what} (?:that|this|it) (?:{is}|{means}))"
)


def bare_name(words: str) -> str:
    """The name that a message to us consists of (“RAG, please”), or nothing."""
    rests = (trimmed(without_openings(one)) for one in sentences(words))
    asking = next(filter(None, rests), "")
    name = trimmed(_NAMING.sub("", asking))
    return name if len(without_tails(name).split()) <= MOST_WORDS_OF_A_NAME else ""


_NAMING = re.compile(
    r"^(?:(?:what|how) about|and|about|look ?up|search(?: for)?|find|show(?: me)?|whatis|"
    r"info(?:rmation)? (?:on|about)|more (?:on|about)|help(?: me)? with|on|the word|the "
    r"term|meaning(?: of)?|i (?:don'?t|do not|dont) (?:understand|get|know))\s+(?=\S)",
    re.I,
)
MOST_WORDS_OF_A_NAME = 8


@dataclass(frozen=True, slots=True)
class _Part:
    """A sentence that may ask something, if need be together with the next one.

    rows:   that may read it alone
    across: whether it may be read with the next one
    """

    sentence: str
    following: str
    cued: Cued
    rows: Sequence[Phrasing]
    across: bool
    marked: bool

    def read(self) -> list[Question]:
        """What it asks."""
        found: list[Question] = []
        if self.rows:
            found = list(_read_sentence(self.sentence, self.cued, self.marked))
        if not found and self.across:
            found = list(_read_across(f"{self.sentence} {self.following}"))
        return found


def _parts(sentences: list[str], addressed: bool) -> Iterator[_Part]:
    for sentence, following in zip_longest(sentences, sentences[1:], fillvalue=""):
        marked, cued = addressed or "?" in sentence, Cued(sentence)
        both = lowered(f"{sentence} {following}".rstrip(END))
        across = bool(following and _ending(_ENDS, "$").search(both))
        rows = _some(cued.rows(), marked)
        yield _Part(sentence, following, cued, rows, across, marked)


def _read_sentence(sentence: str, cued: Cued, marked: bool) -> Iterator[Question]:
    if _STATEMENT.search(sentence):
        return  # “what is X, is the question” is none
    if sentence.rstrip(END).endswith(LINK):
        return  # nor is a headline with its link
    read_already: list[object] = []
    for clause in clauses(sentence):
        rows = _some(cued.rows(len(sentence) - len(clause)), marked)
        for question in _read_clause(clause.rstrip(END), rows) if rows else ():
            if question.readings not in read_already:
                read_already.append(question.readings)
                yield replace(question, blunt=question.blunt and not marked)


def _some(rows: Sequence[Phrasing], marked: bool) -> list[Phrasing]:
    return [row for row in rows if marked or not row.marked]


def _read_clause(clause: str, rows: list[Phrasing]) -> Iterator[Question]:
    low = lowered(clause)
    rows = [row for row in rows if _begins(row, low)]
    if not rows:
        return
    tried: dict[str, set[str]] = {}  # by each row, the names it read in the whole clause
    for text in dict.fromkeys((clause, without_tails(clause).rstrip(END))):
        low = lowered(text)
        for row in rows:
            question = _match(row, text, low)
            # “what is an agent team” is not also “what is an agent”, asked of a team.
            if question and not _names(question) <= tried.setdefault(row.name, set()):
                tried[row.name] |= _names(question)
                yield question


def _begins(row: Phrasing, low: str) -> bool:
    """Whether the row may read the text or a beginning of it; a no is certain."""
    if "(" in low:  # what stands in brackets may be left out
        return True
    ends = not row.ends or _ending(row.ends).search(low)
    return bool(ends and compiled(row.pattern).match(low))


def _names(question: Question) -> set[str]:
    return {
        name
        for subjects in question.readings
        for subject in subjects
        for name in subject.readings
    }


def _read_across(text: str) -> Iterator[Question]:
    """“RAG? Never heard of it.”: the subject in one sentence, the question in the next."""
    cued = Cued(text)
    for clause in clauses(text):
        bare = clause.rstrip(END)
        for row in cued.rows(len(text) - len(clause)):
            question = _match(row, bare, lowered(bare)) if row.ends else None
            if question:
                yield question


_ENDS = "|".join(row.ends for row in PHRASINGS if row.ends)


def _ends(row: Phrasing, low: str) -> bool:
    return not row.ends or bool(_ending(row.ends, "$").search(low))


@cache
def _ending(ends: str, then: str = "") -> re.Pattern[str]:
    return compiled("{after_dash}(?:" + ends + ")" + then)


def _match(row: Phrasing, text: str, low: str) -> Question | None:
    """What the row reads in the whole text, which is looked at in lower case."""
    found = compiled(row.pattern).fullmatch(low) if _ends(row, low) else None
    if not found:
        return None
    places = {
        name.partition("_")[0]: text[slice(*found.span(name))]  # in the case as typed
        for name, at in found.groupdict().items()
        if at
    }
    readings = tuple(_readings(places))
    return Question(row.name, readings, row.meaning, row.blunt) if readings else None


_INDIRECT = re.compile(r"what(?:'s)? (.+?) (?:is|are|means?|stands? for)", re.I)


def _readings(places: dict[str, str]) -> Iterator[tuple[Subject, ...]]:
    if "one" in places:
        whole = read_subject(f"{places['one']} vs {places['other']}")
        if whole:
            yield (whole,)  # a name may hold a “vs” of its own
        pair = read_parts([places["one"], places["other"]])
        if pair:
            yield pair
        yield from other_splits(places["one"], places["other"])
        return
    inner = _INDIRECT.fullmatch(places["subject"])
    text = inner[1] if inner else places["subject"]
    if subject := read_subject(text, places.get("field", "")):
        several = read_list(text)
        if several:  # after the whole, which may be a name with an “and” of its own
            yield (replace(subject, readings=subject.readings[:1]),)
            yield several
        yield (subject,)


def _answered_at_once(question: Question, following: str) -> bool:
    """Whether who asked goes on to explain, or gives an address: asked for effect."""
    if _SELF_ANSWER.match(following) or is_link(following):
        return True
    subject = question.readings[0][0].text.casefold()
    rest = re.sub(r"^(?:an?|the)\s+", "", following.casefold())
    return rest.startswith(subject) and bool(_DECLARES.match(rest[len(subject) :]))
