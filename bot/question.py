"""Does a message ask for a meaning, and of what?

`read` takes the words of a message (see `markup.plain`), cuts them into sentences, drops
greetings and other openings, and tries each row of PHRASINGS. A row says how people ask;
`subject` judges what they ask about. To teach the bot a way of asking, add one row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .markup import LINK, PERSON
from .subject import (
    Subject,
    other_splits,
    read_list,
    read_parts,
    read_subject,
    without_tails,
)

LONGEST_SENTENCE = 300  # characters; a longer one is cut, it asks at its beginning


@dataclass(frozen=True, slots=True)
class Question:
    """A question for a meaning.

    phrasing: the row of PHRASINGS that read it
    readings: each a set of subjects asked about together; the first whose subjects are
              all known counts
    meaning:  whether the phrasing asks for the word's meaning, so that even “the X” is
              about the word
    """

    phrasing: str
    readings: tuple[tuple[Subject, ...], ...]
    meaning: bool = False

    @property
    def contrasts(self) -> bool:
        """Whether it asks how two things differ."""
        return len(self.readings[0]) > 1


@dataclass(frozen=True, slots=True)
class Phrasing:
    """One way to ask. `pattern` names its `{subject}`, or `{one}` and `{other}`."""

    name: str
    pattern: str
    example: str
    silent: str  # looks alike, but asks for no meaning
    meaning: bool = False
    marked: bool = False  # only where a question mark follows


_SOMEONE = (
    r"(?:you|u|ya|y'?all|someone|somebody|anyone|anybody|any1|some1|one|any of you|folks|"
    r"people|guys|everyone|who)(?: here| else| out there| please)?"
)
_KINDLY = (
    r"(?:(?:please|pls|plz|kindly|quickly|briefly|just|maybe|perhaps|also|possibly) )"
)
_EXPLAIN = r"(?:explain|define|describe|clarify|eli5)"
_TELL = (
    r"(?:tell|remind|enlighten|teach|explain|clarify|describe|say|help me understand|"
    r"help me to understand|share|point out)(?: to)?(?: (?:me|us))?(?: again)?"
)
_WHAT = r"(?:what|wat|wut|wot|waht|whta|wht|hwat)"
_VERY = (
    r"(?:,? ?(?:exactly|actually|really|even|precisely|basically|just|then|again|ever|"
    r"(?:in )?the (?:heck|hell|f\w+|f\*+|world|actual f\w+)|in (?:the )?(?:world|hell)|"
    r"on earth|tf|so),?)"
)
_IS = r"(?: ?'?s| ?'?re| is| are| r| was| were| si| iz|'s is| be)"
_MEANS = (
    r"(?:means?|meaning|stands? for|stand 4|refers? to|signif(?:y|ies)|denotes?|"
    r"is short for|is supposed to mean|is about|is all about)"
)
_KNOW = (
    rf"(?:(?:so )?(?:do|does|did|would|can|has|have|is there) ?)?{_SOMEONE} "
    r"(?:(?:happen to|even|actually|really|by chance|already|perhaps) )*"
    r"(?:know|knows|kno|remembers?|understands?|got an? (?:idea|clue)|have an? (?:idea|"
    r"clue)|has an? (?:idea|clue)|figured out|(?:who )?(?:knows|can explain|can tell me))"
)
_I = r"(?:(?:i|we)(?:'m|'ve| am| have| was|'re|'d| would| do| must admit i)?|im|ive)"
_UNSURE = (
    rf"(?:{_I} )?(?:(?:still|just|really|honestly|also|actually|totally|have|got|kinda|"
    r"a bit|admit i|quite|absolutely|so|completely|sorta|to be honest|genuinely) )*"
    r"(?:(?:do not|don'?t|dont|didn'?t|did not|never|can'?t|cannot|couldn'?t|doesn'?t)"
    r"(?: (?:really|quite|even|actually|fully|exactly|quite|ever|yet))*"
    r" (?:know|understand|get|remember|knew|understood|recall|figure out|grasp|tell|kno)"
    r"|(?:not|un)(?: (?:really|quite|entirely|too|totally|so|100%|at all|exactly|very))*"
    r" ?(?:sure|certain|clear|aware|familiar)|(?:absolutely )?no (?:idea|clue)|"
    r"dunno|idk|clueless|wondering|wonder|curious|confused|unclear|lost|"
    r"(?:trying|struggling) to (?:understand|figure out|learn|find out|grasp|remember)|"
    r"(?:like|love|want|need|wanna) ?(?:to )?(?:know|understand|ask|learn)|"
    r"keep forgetting|forgot|forget)"
    r"(?: (?:of|about|on|as to|over|with|by|at))?"
)
_ASK = (
    r"(?:(?:may|can|could|might) (?:i|we) (?:just )?ask|mind (?:if i ask|telling me|"
    r"explaining)|(?:do|would) you mind (?:telling me|explaining|explaining to me)|"
    r"any (?:idea|ideas|clue|chance (?:someone|anyone|you) (?:could|can) (?:explain|tell "
    r"me))(?: on| about| of)?|(?:could|can) use (?:some )?help understanding|"
    r"(?:i )?need help (?:understanding|with)|help me (?:to )?understand)"
)
_WONDER = (
    rf"(?:{_KNOW}|(?:(?:can|could|would|will|may) )?{_SOMEONE} {_KINDLY}*"
    rf"(?:be able to |care to |want to |wanna |able to )?{_TELL}|{_KINDLY}*{_TELL}|"
    rf"{_UNSURE}|{_ASK})"
)
_REQUEST = (
    rf"(?:(?:(?:can|could|would|will|may) )?{_SOMEONE} {_KINDLY}*"
    r"(?:be able to |care to |want to |wanna |able to )?|"
    rf"(?:please|pls|plz|kindly|just|i need (?:someone|somebody) to) )"
)
_DEFINITION = (
    r"(?:meaning|definition|defn?|explanation|significance|idea|concept|notion)"
)
_A = r"(?:an?|the|your|some|any|its|a (?:good|short|quick|simple|brief|clear))"
_DIFFERENCE = (
    r"(?:(?:main|key|actual|real|big|biggest|exact|practical|basic|essential|major|"
    r"fundamental) )?(?:differences?|diffs?|distinctions?|diffrence|diference)"
)
_BETWEEN = r"(?:between|btwn|btw|b/w|among|of|in)"
_FROM = r"(?:from|to|than|with)"
_IT = r"(?:it|that|this|they|those|these|them)"
_VOCABULARY = {
    "what": _WHAT,
    "what_is": rf"(?:{_WHAT}{_VERY}*{_IS}{_VERY}*|w(?:t|th)f?{_IS}|wtf|wth{_IS}|tf is)",
    "does": rf"(?:{_WHAT}{_VERY}*|wtf|wth) (?:does|do|dose|did|would|doe)",
    "very": _VERY,
    "means": _MEANS,
    "mean": r"(?:mean|means|meaning|stand for|stands for|stand 4|refer to|signify|denote)",
    "is": r"(?:is|are|was|were|r)",
    "wonder": _WONDER,
    "explain": _EXPLAIN,
    "request": _REQUEST,
    "kindly": _KINDLY,
    "definition": _DEFINITION,
    "a": _A,
    "difference": _DIFFERENCE,
    "between": _BETWEEN,
    "from": _FROM,
    "it": _IT,
    "subject": r"(?P<subject>\S.*?)",
    "one": r"(?P<one>\S.*?)",
    "other": r"(?P<other>\S.*?)",
}

PHRASINGS = (
    Phrasing(
        "the difference between X and Y",
        r"(?:{wonder} )?(?:(?:{what_is}|{what}|is there|are there|explain|describe|tell me|"
        r"give me) )?(?:{what}'?s )?(?:(?:the|an?|any) )?{difference}(?: {is})? {between} "
        r"{one},? (?:and|vs\.?|versus|or|to|from|&|n|/) {other}(?: {is})?",
        "what's the difference between a sprint and a release?",
        "split the difference between them",
        meaning=True,
    ),
    Phrasing(
        "X vs Y, what's the difference",
        r"{one} (?:vs\.?|versus|or|and) {other}[,:;?.\s–—-]+{what_is} (?:the )?{difference}",
        "sprint or release, what's the difference?",
        "sprint or release, what suits you?",
        meaning=True,
    ),
    Phrasing(
        "how does X differ from Y",
        r"(?:how|in what way)(?: exactly)? (?:does|do|is|are|would) {one} "
        r"(?:differ|different|distinct|any different)(?:s|ent)? {from} {other}",
        "how does a sprint differ from a release?",
        "how does that feel from here?",
        meaning=True,
    ),
    Phrasing(
        "what distinguishes X from Y",
        r"{what} (?:distinguishes|separates|differentiates|sets) {one} "
        r"(?:apart )?from {other}",
        "what distinguishes a sprint from a release?",
        "what keeps you from it?",
        meaning=True,
    ),
    Phrasing(
        "is X the same as Y",
        r"(?:is|are) {one} (?:(?:exactly |basically |just )?the same(?: thing)? as|"
        r"(?:any )?different from|a synonym (?:of|for)) {other}",
        "is a sprint the same thing as an iteration?",
        "is it the same as before?",
        meaning=True,
        marked=True,
    ),
    Phrasing(
        "X vs Y",
        r"{one},? (?:vs\.?|versus) {other}",
        "sprint vs release?",
        "we played chess against them",
        meaning=True,
        marked=True,
    ),
    Phrasing(
        "what does X mean",
        r"(?:{wonder} )?{does} {subject} (?:{very} )?{mean}(?: (?:by|with) it)?",
        "what does ROI stand for?",
        "what does he want?",
        meaning=True,
    ),
    Phrasing(
        "do you know what X means",
        r"{wonder} {what}{very}* {subject} {means}",
        "does anyone know what ROI means?",
        "I know what ROI means",
        meaning=True,
    ),
    Phrasing(
        "do you know what X is",
        r"{wonder} {what}{very}* {subject} {is}",
        "can someone tell me what a sprint is?",
        "they know what a sprint is",
    ),
    Phrasing(
        "what is meant by X",
        r"(?:{wonder} )?{what_is} (?:meant|intended|understood) (?:by|with|under) {subject}",
        "what's meant by velocity?",
        "what is meant well",
        meaning=True,
    ),
    Phrasing(
        "what do people mean by X",
        r"(?:{wonder} )?{does} (?:people|they|folks|everyone|everybody|we|some|one) "
        r"(?:{very} )?mean (?:by|with|when they say|when they talk about) {subject}",
        "what do people mean by velocity?",
        "what do you mean by that?",
        meaning=True,
    ),
    Phrasing(
        "the meaning of X",
        r"(?:{wonder} )?(?:(?:{what_is}|give me|looking for|i need|need|is there|what|"
        r"got|have|anyone have|anyone got|does anyone have) )?(?:{a} )?{definition} "
        r"(?:of|for|behind) {subject}(?: {is})?",
        "what's the definition of done-done?",
        "the meaning got lost",
        meaning=True,
    ),
    Phrasing(
        "what is X short for",
        r"(?:{wonder} )?{what_is} {subject} (?:short|an? (?:acronym|abbreviation)|the "
        r"(?:acronym|abbreviation)) (?:for|of)",
        "what is ROI short for?",
        "what is there to shorten?",
        meaning=True,
    ),
    Phrasing(
        "what does X do",
        r"(?:{wonder} )?{does} (?P<subject>an? \S.*?) (?:{very} )?do",
        "what does a scrum master do?",
        "what does the build do?",
    ),
    Phrasing(
        "what is X used for",
        r"(?:{wonder} )?{what_is} {subject} (?:(?:usually |normally |often |mostly )?"
        r"(?:used|useful|good|intended|made|meant|designed|needed) )?for",
        "what is a burndown chart used for?",
        "what are we looking for",
    ),
    Phrasing(
        "what kind of thing is X",
        r"(?:{wonder} )?{what} (?:kind|sort|type) of (?:a )?(?:thing|beast|animal|concept|"
        r"tool|stuff) (?:is|are) {subject}",
        "what kind of thing is a burndown chart?",
        "what kind of day is it?",
    ),
    Phrasing(
        "what counts as X",
        r"(?:{wonder} )?{what} (?:counts as|qualifies as|constitutes|makes something) "
        r"{subject}",
        "what counts as an epic?",
        "what counts is the result",
    ),
    Phrasing(
        "never heard of X",
        r"(?:{wonder} )?(?:i |we |i'?ve |have |i have |we'?ve )*never (?:even |ever )?"
        r"(?:heard|hear) (?:of|about) {subject}",
        "never heard of velocity, what is it?",
        "never heard back",
    ),
    Phrasing(
        "I keep hearing X, what is it",
        r"(?:i|we|everyone|everybody|people|they|you)(?:'ve| have)?(?: guys| all)? "
        r"(?:(?:just|all|always|keeps?|kept|been|on|also) )*(?:hear|hearing|heard|see|"
        r"seeing|saw|seen|read|reading|mention|mentioning|talk|talking|say|saying|says)"
        r"(?: (?:about|of|on about))? {subject}[,:;?.!\s–—-]+(?:and |but |so |sorry )*"
        r"(?:{what_is} {it}|{does} {it} {mean})",
        "I keep hearing about velocity, what is it?",
        "I keep hearing noises, what should I do?",
        meaning=True,
    ),
    Phrasing(
        "X, what is it",
        r"{subject}[,:;?.!\s–—-]+(?:(?:sorry|and|so|but|uh|um|i'?ve )?\s*never (?:even )?heard"
        r" of (?:it|that|them|this)[,.;:!\s–—-]*)?(?:(?:{what_is} {it}|{does} {it} {mean}|"
        r"(?:{wonder} )?{what} {it} (?:{is}|{means}))(?: (?:supposed to (?:be|mean)|for|"
        r"about|thing))?|never (?:even )?heard of (?:it|that|them))",
        "velocity? never heard of it, what does it mean?",
        "velocity dropped, what is wrong with it?",
        meaning=True,
    ),
    Phrasing(
        "explain X",
        r"(?:{request} ?)*{explain}:?(?: (?:to (?:me|us)|me|us|what))*(?: {what_is})? {subject}",
        "could someone explain velocity?",
        "explain yourself",
    ),
    Phrasing(
        "tell me about X",
        r"(?:{request} ?)*(?:tell|teach|enlighten) (?:me|us) (?:more )?(?:about|on) {subject}",
        "can you tell me about velocity?",
        "tell me when it is done",
    ),
    Phrasing(
        "how would you define X",
        r"how (?:would|do|can|should|is|are) (?:(?:you|we|one|people|i|they) )?{subject} "
        r"(?:be )?(?:defined|explained)|how (?:would|do|can) (?:you|we|one|people|they) "
        r"(?:define|explain|describe) (?P<subject_2>\S.*?)",
        "how would you define velocity?",
        "how would you deploy it?",
        meaning=True,
    ),
    Phrasing(
        "X stands for what",
        r"{subject} (?:(?:means?|stands? for|is|are) {what}|meaning|definition|stands? "
        r"for|means)",
        "ROI stands for?",
        "that means a lot",
        meaning=True,
        marked=True,
    ),
    Phrasing(
        "what X means",
        r"{what}{very}* {subject} {means}|{what} means (?P<subject_2>\S.*?)",
        "what ROI means?",
        "what matters means little",
        meaning=True,
        marked=True,
    ),
    Phrasing(
        "what is X",
        r"(?:{wonder} )?{what_is} {subject}",
        "what is a burndown chart?",
        "what a sprint that was",
    ),
)


_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


def _compiled(pattern: str) -> re.Pattern[str]:
    filled = _PLACEHOLDER.sub(lambda word: _VOCABULARY[word[1]], pattern)
    return re.compile(filled, re.I)


_ROWS = tuple((row, _compiled(row.pattern)) for row in PHRASINGS)

_GREETING = (
    r"(?:hi+|hey+|hello|heya|hiya|yo|howdy|greetings|morning|good (?:morning|afternoon|"
    r"evening|day)|gm|hola|sup|'?sup)(?: (?:there|all|everyone|everybody|folks|team|guys|"
    r"people|y'?all|friends|peeps|channel|gang|again|world|everybody|both|fellas))*"
)
_INTERJECTION = (
    r"(?:so+|ok(?:ay)?|k|well|um+|uh+|erm?|h+m+|a+h+|oh+|and|but|also|now|right|alright|"
    r"wait|sorry|pardon|excuse me|btw|by the way|anyways?|actually|seriously|honestly|"
    r"please|pls|plz|quick|quickly|lol|haha|hm+|q|then|like|just|maybe|ps|p\.s|fwiw|tbh|"
    r"yes|yeah|yep|no|nope|thanks|thank you|cool|nice|great|interesting|guys|folks|all|"
    r"team|everyone|everybody|anyone|anybody|someone|dear all|dumb|stupid|noob|newbie|"
    r"first of all|first|firstly|second|secondly|finally|lastly|again|huh|eh|still|"
    r"in that case|or|because|cause)"
)
_PREFACE = (
    r"(?:(?:i (?:have|got|'ve got)|i'?ve got|here(?:'s| is)|this is|sorry for the|sorry,?|"
    r"got|have|with|for) )?(?:(?:an?|just|my|one|another|the|quick|dumb|stupid|silly|noob|"
    r"newbie|newb|n00b|basic|beginner|beginners?'?s?|general|random|simple|honest|serious|"
    r"possibly|probably|maybe|naive|potentially|very|really|more|last|next|little|tiny|"
    r"short|super|weird|lame|real|total|absolute|obvious) )*(?:question|questions|doubt|"
    r"query|newbie|noob|n00b|beginner|rookie|newcomer)(?: (?:here|for you|for everyone|"
    r"time|but|though|everyone|all|folks|guys|about this|question|alert|is|be))*"
)
_NEWCOMER = (
    r"(?:(?:i'?m|i am|sorry,?|as an?|just) )*(?:an? )?(?:(?:complete|total|absolute|bit) )?"
    r"(?:new|newbie|noob|curious|wondering|first (?:day|week|time)|out of (?:curiosity|"
    r"interest)|for my own (?:understanding|education)|stupid|dumb)(?: (?:here|to this|"
    r"in here|so|but))*"
)
_OPENING = re.compile(
    rf"(?:{_GREETING}|{_PREFACE}|{_NEWCOMER}|{_INTERJECTION}|{PERSON}|[^\w\s\"'(]+)"
    r"(?:[\s,.:;!?…–—-]+|$)",
    re.I,
)
_BOUNDARY = re.compile(
    r"[,;:]\s+|\s(?:-+|–|—|->)\s+|\s(?:but|so|and|or)\s+|\.{2,}\s*|[({]"
)
_SENTENCE = re.compile(r"(?<=[.?!…])[\"')]*\s+(?=\S)|\n+|(?<=[?!])(?=[A-Z])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|mr|mrs|dr|approx|resp)|\b[a-z])\.$", re.I
)
_DOTTED = re.compile(r"(?<![\w.])(?:[A-Za-z]\.){2,}(?:[A-Za-z](?!\w))?")
_END = " \t\n.?!,:;…)–—-"


def read(words: str, *, addressed: bool = False) -> Iterator[Question]:
    """Each question for a meaning that a message asks, in its order.

    `words` is what `markup.plain` gives. A message that asks nothing yields nothing.
    Where somebody addressed us, no question mark is needed.
    """
    sentences = _sentences(words)
    for i, sentence in enumerate(sentences):
        following = sentences[i + 1] if i + 1 < len(sentences) else ""
        if _answers_itself(following):
            continue
        found = list(_read_sentence(sentence, addressed))
        if following and (joined := _read_joined(f"{sentence} {following}")):
            found.insert(0, joined)
        yield from found


def _sentences(words: str) -> list[str]:
    words = _DOTTED.sub(lambda dotted: dotted[0].replace(".", ""), words)
    sentences: list[str] = []
    for part in _SENTENCE.split(words):
        if sentences and _ABBREVIATION.search(sentences[-1]):
            sentences[-1] = f"{sentences[-1]} {part}"
        else:
            sentences.append(part)
    return [
        " ".join(one.split())[:LONGEST_SENTENCE] for one in sentences if one.strip()
    ]


_SELF_ANSWER = re.compile(
    r"(?:well,? |simply,? |basically,? )?(?:it'?s|it is|they'?re|they are|that'?s) "
    r"(?:just |simply |basically )?(?:an?|when|where|what|how|the)\b|a(?:nswer)?:",
    re.I,
)


def _answers_itself(following: str) -> bool:
    """Whether who asked goes on to explain: then the question was rhetorical."""
    return bool(_SELF_ANSWER.match(following)) or following.startswith(LINK)


def _read_joined(text: str) -> Question | None:
    """“X? Never heard of it.”: a subject in one sentence, the question in the next."""
    for row, regex in _ROWS:
        if row.name in ("X, what is it", "I keep hearing X, what is it"):
            for clause in _openings(text):
                question = _match(row, regex, clause.strip(_END))
                if question:
                    return question
    return None


def _read_sentence(sentence: str, addressed: bool) -> Iterator[Question]:
    marked = addressed or "?" in sentence
    starts = [0, *(boundary.end() for boundary in _BOUNDARY.finditer(sentence))]
    for start in starts:
        for clause in _openings(sentence[start:]):
            question = _read_clause(clause.strip(_END), marked)
            if question:
                yield question
                break


def _openings(text: str) -> Iterator[str]:
    """The text, then what is left of it after each greeting or filler in front."""
    yield text
    while (opening := _OPENING.match(text)) and opening.end():
        text = text[opening.end() :]
        yield text


def without_openings(text: str) -> str:
    """Drop greetings, mentions and fillers before the question itself."""
    *_, rest = _openings(text)
    return rest


def _read_clause(clause: str, marked: bool) -> Question | None:
    shorter = without_tails(clause).strip(_END)
    for text in dict.fromkeys((clause, shorter)):
        for row, regex in _ROWS:
            if marked or not row.marked:
                question = _match(row, regex, text)
                if question:
                    return question
    return None


def _match(row: Phrasing, regex: re.Pattern[str], text: str) -> Question | None:
    found = regex.fullmatch(text)
    if not found:
        return None
    readings = list(_readings({k: v for k, v in found.groupdict().items() if v}))
    return Question(row.name, tuple(readings), row.meaning) if readings else None


def _readings(groups: dict[str, str]) -> Iterator[tuple[Subject, ...]]:
    if "one" in groups:
        pair = read_parts([groups["one"], groups["other"]])
        if pair:
            yield pair
        for parts in other_splits(groups["one"], groups["other"]):
            yield parts
        return
    text = groups.get("subject") or groups["subject_2"]
    subject = read_subject(text)
    if subject:
        yield (subject,)
        several = read_list(text)
        if several:
            yield several


_NAMING = re.compile(
    r"(?:(?:what|how) about|and|about|look ?up|search(?: for)?|find|show(?: me)?|whatis|"
    r"info(?:rmation)? (?:on|about)|more (?:on|about)|help(?: me)? with|on|the word|the "
    r"term)\s+(?=\S)",
    re.I,
)
MOST_WORDS_OF_A_NAME = 8


def bare_name(words: str) -> str:
    """The name that a message to us consists of (“RAG, please”), or nothing."""
    sentences = [without_openings(one) for one in _sentences(words)]
    asking = [one for one in sentences if one.strip(_END)]
    if not asking:
        return ""
    name = without_tails(_NAMING.sub("", asking[0])).strip(_END + "\"'")
    return name if len(name.split()) <= MOST_WORDS_OF_A_NAME else ""
