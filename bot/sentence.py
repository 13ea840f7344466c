"""A message cut into sentences, and a sentence into the places where a question starts.

People greet, apologise, name each other and think aloud before they ask. What stands in
front of a question is peeled off here, one opening at a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, takewhile

from .markup import LINK, PERSON
from .wording import lowered
from .words import is_ordinary

LONGEST_SENTENCE = 300  # characters; a longer one is cut, it asks at its beginning
MOST_CLAUSES = 60  # looked at in one sentence
END = " \t\n.?!,:;…)(/–—-" + PERSON

_GREETING = (
    r"(?:hi+|hey+|hello|hallo|heya|hiya|yo|howdy|greetings|morning|good (?:morning|"
    r"afternoon|evening|day)|gm|hola|sup|'?sup|welcome back|happy \w+day)"
    r"(?: (?:there|all|everyone|everybody|folks|team|guys|people|y'?all|friends|peeps|"
    r"channel|gang|again|world|both|fellas|fam|crew|hive mind|dear \w+))*"
)
_INTERJECTION = (
    r"(?:so+|ok(?:ay)?|k|well|um+|uh+|erm?|h+m+|a+h+|oh+|and|but|also|now|right|alright|"
    r"wait|hold on|hang on|sorry|apologies|pardon|excuse me|btw|by the way|any ?ways?|"
    r"actually|seriously|honestly|frankly|please|pls|plz|plzz|quick|quickly|lol|haha|q|q\d|"
    r"then|like|just|maybe|p\.?s\.?|fwiw|tbh|imo|ooc|re|fyi|yes|yeah|yep|no|nope|thanks|"
    r"thank you|thx|cool|nice|great|fine|interesting|guys|folks|all|team|everyone|"
    r"everybody|anyone|anybody|someone|somebody|dear all|dumb|stupid|first of all|first|"
    r"firstly|second|secondly|finally|lastly|again|huh|eh|still|in that case|or|because|"
    r"cause|for real|ah ok|i see|got it|gotcha|you know|i mean|tell me|help|"
    r"say|silly me|real talk|one thing|two things|note to self|random|unrelated|off ?topic|"
    r"side note|sidenote|meanwhile|that said|out of interest|to be clear|just checking|"
    r"(?:i'?m )?(?:a bit |almost |kind of )?(?:embarrassed|afraid|ashamed|scared) to ask|"
    r"tl;?dr|forgive me|bear with me|asap|ahem|yikes|wow|whoa|damn|omg|argh|ugh|ew|hmmm)"
)
_KIND_OF_QUESTION = (
    r"(?:an?|just|my|one|another|the|quick|dumb|stupid|silly|noob|newbie|newb|n00b|basic|"
    r"beginner|beginner'?s|general|random|simple|honest|serious|genuine|possibly|probably|"
    r"maybe|naive|potentially|very|really|more|last|next|little|tiny|short|super|weird|"
    r"lame|total|obvious|embarrassing|rookie|noobie|vocabulary|terminology|jargon|"
    r"related|unrelated|follow[- ]?up|side)"
)
_PREFACE = (
    r"(?:(?:i(?:'ve| have)?(?: got)?|here(?:'s| is)|this is|this may be|this might be|"
    r"might be|may be|sorry for the|sorry,?|got|have|with|for|time for|it'?s|forgive the|"
    r"excuse the|pardon the) )?"
    rf"(?:{_KIND_OF_QUESTION} )*(?:questions?|doubt|query|qq|newbie|noob|n00b|beginner|"
    r"rookie|newcomer)(?: (?:here|for you(?: all)?|for everyone|for the (?:group|team|"
    r"channel|experts?)|time|but|though|everyone|all|folks|guys|about this|question|alert|"
    r"is|be|maybe|probably|perhaps|coming|incoming))*"
)
_NEWCOMER = (
    r"(?:(?:i'?m|i am|sorry,?|as an?|just|still|being|since i'?m) )*(?:an? )?"
    r"(?:(?:complete|total|absolute|bit|relatively|pretty|very|fairly|quite) )*"
    r"(?:new|newbie|noob|curious|wondering|first (?:day|week|time)|out of (?:curiosity|"
    r"interest)|for my own (?:understanding|education)|for the uninitiated|for those of us "
    r"\w+ing along)(?: (?:here|to (?:this|all this|the (?:team|field|topic)|\w+)|in here|"
    r"so|"
    r"but|and))*"
)
_OPENING = re.compile(
    rf"(?:{_GREETING}|{_PREFACE}|{_NEWCOMER}|{_INTERJECTION}|{PERSON})"
    r"(?:[,.:;!?…~]*\s+|[,:;!?…]+|\s*[–—-]+\s+|$)|[^\w\s\"'(.]+\s*|\.+(?!\w)|\s+"
)
_BOUNDARY = re.compile(
    r"(?P<mark>[,;:]\s+|\s(?:-+|–|—|->|=>)\s+|\.{2,}\s*|…\s*|\s*\|\s*)"
    r"|\s(?:but|so|and|or|yet)\s+"
)
_REPORTED = re.compile(
    r"\b(?:(?<!to )(?<!i )(?<!me )(?<!must )ask(?:s|ed|ing)?|"
    r"sa(?:y|ys|id|ying)|wr(?:ote|ites|iting)|titled|named|called|"
    r"quot(?:e|es|ed|ing)|repl(?:y|ies|ied)|answer(?:s|ed)?|respond(?:s|ed)?|tells?|told|"
    r"explain(?:s|ed)|wonder(?:s|ed)|headline|like)(?: (?:me|us|you|him|her|them|people))?"
    r"[\s,:]*$"
)
_NICKNAME = re.compile(r"(@?[\w.\[\]|^-]+)\s+(?=(?:what|wat|whats|wats|wtf)\b)")

_SENTENCE = re.compile(r"(?<=[.?!…])[\"')]*\s+(?=\S)|\n+|(?<=[?!])(?=[A-Z])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|mr|mrs|ms|dr|approx|resp|no|st)|(?<![a-z])[a-z])\.$",
    re.I,
)
_DOTTED = re.compile(r"(?<![\w.])(?:[A-Za-z]\.){2,}(?:[A-Za-z](?!\w))?")


def sentences(words: str) -> list[str]:
    """The sentences of a message, their marks kept; a line's end ends one too."""
    words = _DOTTED.sub(lambda dotted: dotted[0].replace(".", ""), words)
    found: list[str] = []
    for part in _SENTENCE.split(words):
        if found and _ABBREVIATION.search(found[-1], len(found[-1]) - 12):
            found[-1] = f"{found[-1]} {part}"
        else:
            found.append(part)
    return [" ".join(one.split())[:LONGEST_SENTENCE] for one in found if one.strip()]


def clauses(sentence: str) -> Iterator[str]:
    """What may be a question in a sentence: the rest of it, from each likely place on.

    Of the places in one row of openings the last comes first, and none comes twice.
    """
    return islice(_clauses(sentence), MOST_CLAUSES)


def _clauses(sentence: str) -> Iterator[str]:
    seen: set[str] = set()
    for start in starts(sentence):
        fresh = list(takewhile(lambda rest: rest not in seen, openings(start)))
        seen.update(fresh)
        yield from reversed(fresh)


def starts(sentence: str) -> Iterator[str]:
    """What is left of a sentence from each place where a question may start.

    Not after “he asked:”, for there somebody else's question is reported.
    """
    low = lowered(sentence)
    yield sentence
    for boundary in _BOUNDARY.finditer(low):
        if not (boundary["mark"] and _REPORTED.search(low, 0, boundary.start())):
            yield sentence[boundary.end() :]
    nickname = _NICKNAME.match(low)
    if nickname and not is_ordinary(sentence[: nickname.end(1)].casefold()):
        yield sentence[nickname.end() :]


def openings(text: str) -> Iterator[str]:
    """The text, then what is left of it after each greeting or filler in front."""
    low, at = lowered(text), 0
    yield text
    while (opening := _OPENING.match(low, at)) and opening.end() > at:
        at = opening.end()
        yield text[at:]


def without_openings(text: str) -> str:
    """Drop every greeting, mention and filler in front."""
    *_, rest = openings(text)
    return rest


def is_link(text: str) -> bool:
    """Whether a sentence is nothing but an address: what stands before is its title."""
    return text.strip(END) == LINK
