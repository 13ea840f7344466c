"""What a question is about: the name itself, told apart from what surrounds it.

“what is a **context window** exactly” is about *context window*; “what is **the** context
window **of our model**” is about a particular thing. The functions here judge the words
around a name. Which names exist only the glossary knows, so a subject carries the ways
to read it, the longest first, for the explainer to try.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .markup import LINK, PERSON
from .wording import lowered

LONGEST_SUBJECT = 90  # characters; names end at 75, so what is longer names no term
MOST_JOINTS = 6  # each “and” may stand between two names, or in one
MOST_SUBJECTS = 4  # a longer list is no question for a definition


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing asked about.

    text:     as typed, for saying it back
    readings: the names it may be, longest first; the first that is known counts
    article:  the determiner in front: "", "a", "the", or another ("this", "my", …)
    labelled: called a word, term or acronym, or quoted: the name itself is in question
    field:    a field of knowledge named after it (“in machine learning”), or ""
    """

    text: str
    readings: tuple[str, ...]
    article: str = ""
    labelled: bool = False
    field: str = ""

    @property
    def particular(self) -> bool:
        """Whether it points at one thing in front of people, not at a word."""
        return not self.labelled and self.article not in ("", "a")


_PEOPLE = r"(?:every(?:one|body)|people|they|you(?: all| guys)?|y'?all|we|folks|i|some)"
_TALKS = (
    r"(?:(?:all |always |do |just |is |are |am |'re )?(?:keeps? )?(?:on )?"
    r"(?:talk|hear|mention|see|refer|discuss|rave|go|say|read|on)(?:s|ed|ing|ring)?)"
)
_THING = r"(?:things?|thingy|stuff|business|word|term|acronym|concept|buzzword)"

# Words after a subject that leave the question one for a meaning.
_TAILS = (
    rf"{_THING}|anywhere|somewhere|written down|please|pls|plz|plea+se|kindly|thanks(?: "
    rf"in advance| a lot| all)?|thx|"
    r"thank you(?: so much| all)?|ty|tia|cheers|exactly|actually|really|precisely|even|"
    r"again|any ?ways?|anyhow|though|tho|then|btw|by the way|basically|essentially|"
    r"specifically|generally|overall|for short|"
    r"in (?:general|short|brief|essence|principle|theory|a nutshell|english|plain english|"
    r"plain words|other words|simple (?:terms|words|english)|(?:lay(?:man'?s?|person'?s?)?|"
    r"laymens|human|normal) terms|(?:one|a) (?:sentence|line|few words))|"
    r"for (?:beginners|a beginner|dummies|newbies|noobs|a newbie|me|us)|"
    r"to (?:me|us|a beginner|a newbie|a noob)|like i'?m (?:five|5|a child)|eli5|"
    r"guys|folks|all|everyone|everybody|anyone|anybody|someone|somebody|people|team|"
    r"mate|man|dude|bro|sir|friends?|y'?all|lol|haha|hmm+|um+|uh|huh|eh|right|ok|okay|"
    r"if (?:anyone|anybody|someone|you) (?:knows?|can (?:help|explain)|"
    r"don'?t mind(?: me asking)?)|if i may(?: ask)?|may i ask|curious|wondering|"
    r"just (?:curious|wondering|so i know)|out of (?:curiosity|interest)|"
    r"asking for a friend|anyone know|any ideas?|"
    r"(?:supposed|meant|going) to (?:be|mean|do)|all about|about"
)
_TAIL = re.compile(
    rf"(?:(?<![\s,.:;!?()…-])[\s,.:;!?()…-]++|^)(?:{_TAILS})[\s,.:;!?()…'-]*$"
)
_TALKED_OF = re.compile(
    rf"(?:\s+{_THING})?(?:\s+that)?\s+{_PEOPLE} {_TALKS}\b"
    r"(?: on)?(?: about| of| to)?(?: it)?(?: here| lately| everywhere| so much| a lot)?$"
    rf"|\s+when(?:ever)?\s+{_PEOPLE}\s+{_TALKS}\b.*$"
)
_CALLED_THING = re.compile(rf"^(?:this|that|these|those)\b.* {_THING}\W*$", re.I)
_SECOND_CLAUSE = re.compile(
    r"\s*(?:[,;]\s|\s(?:-+|–|—)\s|\s(?:and|&|but|or|so|because|since|bc|cuz|n)\s+"
    r"(?:why|how|when|where|who|what|what's|whats|whether|do|does|is|are|should|can|"
    r"could|would|will|i|i'm|im|i've|it|it's|they|we|you)\b"
    r"|\s(?=i (?:am|was|have|keep|kept|don'?t|do|never|just|need|want|saw|see|can'?t|"
    r"heard|read|thought|know|tried)\b|i'?m\b|i'?ve\b|it'?s\b))",
    re.I,
)
_FIELD = re.compile(r"\s+(?:in|with|for) ((?:\S+ ){0,3}\S+)$", re.I)
_PARTICULAR = re.compile(
    r"\b(?:the|this|that|these|those|my|your|our|his|her|their|its|it|here|there)\b",
    re.I,
)
_PRONOUN = re.compile(
    r"it|that|this|these|those|they|them|he|she|him|her|you|me|us|we|i|what|which|who|"
    r"something|anything|everything|nothing|(?:a )?(?:bit|little|lot)(?: more)?|more|why|"
    r"how|further|yourself|myself|itself|(?:that|this|the) (?:one|thing|stuff)|so",
    re.I,
)
_BRACKETS = re.compile(r"\s+\([^()]*(?:\)|$)")
_ARTICLE = re.compile(
    r"(an?|the|this|that|these|those|my|your|our|his|her|their|its|any|every|each|some|"
    r"another|such an?|which|whose|all (?:this|these|the|that)|all|no)\s+(?=\S)",
    re.I,
)
_LABEL = re.compile(
    r"(?:(?:an?|the|this|that|these|those) )?(?:so-called |whole )?"
    r"(?:(?:term|word|acronym|abbreviation|abbrev|phrase|expression|buzzword|concept|"
    r"initialism)s?(?: of| called)?|(?:idea|notion) of|letters|so-called|"
    r"thing called)[\s:]+(?=\S)",
    re.I,
)
_QUOTED = re.compile(r"""(["'])([^"']+)\1""")
_MARKS = " \t\n,.:;!?"
_EDGE = " \t\n,.:;!?…-–—()\"'" + LINK + PERSON
_AND = re.compile(
    r"\s*,\s*(?:and|or|&)\s+|\s*,\s+|\s+(?:and|or|&|n|vs\.?|versus)\s+|/", re.I
)


def read_subject(text: str, field: str = "") -> Subject | None:
    """The subject in a text that stands at a subject's place; None if it names nothing.

    Longest first: the text as it stands, then without what commonly follows a subject,
    then without its article, then without a field of knowledge behind it. `field` is one
    that stood elsewhere in the question (“what does X mean in physics”).
    """
    bare = without_tails(text)
    label = _LABEL.match(bare)
    whole = (bare[label.end() :] if label else bare).strip(_MARKS)
    article = _ARTICLE.match(whole)
    name = whole[article.end() :] if article else whole
    quoted = _QUOTED.fullmatch(name)
    entire, whole, name = map(trimmed, (text, whole, name))
    first = _ARTICLE.match(text)
    named = trimmed(text[first.end() :]) if first else entire
    if not name or len(whole) > LONGEST_SUBJECT or _PRONOUN.fullmatch(whole):
        return None
    readings = [entire, named, whole, name]  # a name may end in “team” or “all”
    behind = _FIELD.search(name)
    if behind and not _PARTICULAR.search(behind[1]):
        field = behind[1]
        readings.append(name[: behind.start()])
    return Subject(
        text=name,
        readings=tuple(dict.fromkeys(readings)),
        article=_kind_of(article[1]) if article else "",
        labelled=bool(
            label
            or quoted
            or _TALKED_OF.search(lowered(text))
            or _CALLED_THING.search(text)
        ),
        field="" if _TAIL.fullmatch(f" in {lowered(field)}") else field,
    )


def trimmed(text: str) -> str:
    """Without marks around it, but with the dot of a name like `.env`."""
    bare = text.strip(_EDGE)
    dotted = re.match(r"[\s\"'(]*\.\w", text)
    return f".{bare}" if dotted and bare else bare


def _kind_of(article: str) -> str:
    article = article.casefold()
    return "a" if article in ("a", "an") else article


def without_tails(text: str) -> str:
    """Cut brackets, a second clause and polite words off the end, as often as it goes."""
    bare = _untailed(_BRACKETS.sub("", text))
    cut = _SECOND_CLAUSE.search(bare)
    if cut and bare[: cut.start()].strip(_EDGE):
        bare = _untailed(bare[: cut.start()])
    return bare


def _untailed(bare: str) -> str:
    while True:
        low = lowered(bare)
        tail = _TALKED_OF.search(low) or _TAIL.search(low)
        shorter = bare[: tail.start()] if tail else bare
        if shorter == bare or not shorter.strip(_EDGE):
            return bare
        bare = shorter


def read_list(text: str) -> tuple[Subject, ...]:
    """The subjects of “tokens, context and RAG”; empty where it is no list."""
    return read_parts(_AND.split(_BRACKETS.sub("", text)))


def other_splits(one: str, other: str) -> Iterator[tuple[Subject, ...]]:
    """Further ways to cut “one and other” where a name holds an “and” of its own."""
    words = f"{one} and {other}".split()
    joints = [at for at, word in enumerate(words) if word.casefold() in ("and", "or", "&")]
    for at in joints[:MOST_JOINTS]:
        left, right = " ".join(words[:at]), " ".join(words[at + 1 :])
        if left and right and left != one:
            parts = read_parts([left, right])
            if parts:
                yield parts
    several = read_list(f"{one}, {other}")
    if len(several) > 2:
        yield several


def read_parts(parts: list[str]) -> tuple[Subject, ...]:
    """Each part's subject, sharing the last one's head: unit (tests) and smoke tests."""
    if not 2 <= len(parts) <= MOST_SUBJECTS:
        return ()
    subjects = [read_subject(part) for part in parts]
    found = [subject for subject in subjects if subject]
    if len(found) < len(parts):
        return ()
    head = found[-1].text.rpartition(" ")[2]
    return (*(_with_head(one, head) for one in found[:-1]), found[-1])


def _with_head(subject: Subject, head: str) -> Subject:
    if not head or subject.text.casefold().endswith(head.casefold()):
        return subject
    readings = (*subject.readings, f"{subject.text} {head}")
    return Subject(subject.text, readings, subject.article, subject.labelled, subject.field)


# After “what is” these ask how things stand, even where a glossary has such a name.
_NO_NAMES = re.compile(
    r"up|down|in|on|off|out|over|under|it|that|this|there|here|he|she|they|new|old|next|"
    r"left|right|wrong|good|bad|best|better|worse|fine|ok|okay|going|happening|cooking|"
    r"missing|needed|required|possible|available|expected|different|important|"
    r"interesting|broken|true|false|free|first|last|your|mine|yours|ours|everyone|"
    r"everybody|else|more|less|so|such|not|and|or|who|what|which|why|how|when|where|all",
    re.I,
)


def means_something_else(subject: Subject, meaning: bool) -> bool:
    """Whether “what is up” is no question for a name, as bare plain words may not be."""
    bare = not subject.article and not subject.labelled and not meaning
    return bare and bool(_NO_NAMES.fullmatch(subject.text))
