"""Does a message ask for a meaning, and of what?

`read` takes the words of a message (see `markup.plain`), cuts them into sentences, drops
what people say before they ask, and tries each row of PHRASINGS. A row says how people
ask; `subject` judges what they ask about. To teach the bot a way of asking, add one row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .markup import LINK
from .sentence import (
    END,
    LONGEST_SENTENCE,
    is_link,
    openings,
    sentences,
    starts,
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
from .wording import compiled, may_ask


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


@dataclass(frozen=True, slots=True)
class Phrasing:
    """One way to ask. `pattern` names its {subject}, or {one} and {other}.

    example: is read by this row; silent: looks alike, but asks for no meaning
    meaning: see Question
    marked:  only with a question mark; to us it needs none
    blunt:   an order, which said of a plain word asks what somebody means by it
    """

    name: str
    pattern: str
    example: str
    silent: str
    meaning: bool = False
    marked: bool = False
    blunt: bool = False


PHRASINGS = (
    Phrasing(
        "the difference between X and Y",
        r"(?:{wonder} )?(?:(?:{what_is}|{what}|is there|are there|there(?:'s| is)|explain|"
        r"describe|tell me|give me|get|tell) )?(?:{what}'?s )?(?:(?:the|an?|any|some) )?"
        r"{difference}(?: {is})?(?: there)? (?:{between} )?{one},? (?:and|vs\.?|versus|"
        r"or|to|"
        r"from|&|n|/) {other}(?: {is})?",
        "what's the difference between a sprint and a release?",
        "split the difference between them",
        meaning=True,
    ),
    Phrasing(
        "X or Y, what's the difference",
        r"(?:(?:i|we) (?:(?:always|keep|often|constantly|still) )*(?:confus(?:e|ing)|"
        r"mix(?:ing)?(?: up)?|conflat(?:e|ing)) )?{one}(?: (?:vs\.?|versus|or|and|with|&) |"
        r", ?|/){other}(?: up)?{dash}(?:and |so |but )?(?:(?:{wonder} )?(?:{what_is}|"
        r"{what}|"
        r"any|is there an?y?|are they|how) (?:the )?(?:{difference}|(?:do|are) they "
        r"(?:differ|"
        r"different|(?:not )?the same(?: thing)?)|(?:the )?same(?: thing)?)(?: {is})?)|"
        r"{one} and "
        r"{other}\s*[:,?–—-]+\s*(?:the )?same thing",
        "sprint or release, what's the difference?",
        "sprint or release, what suits you?",
        meaning=True,
    ),
    Phrasing(
        "how does X differ from Y",
        r"(?:{wonder} )?(?:how|in what way)(?: exactly)? (?:does|do|is|are|would) {one} "
        r"(?:differ|different|distinct|any different|compare|compares)(?:s|ent)? {from} "
        r"{other}|(?:{wonder} )?how {one} (?:differs?|is different|are different) {from} "
        r"{other}",
        "how does a sprint differ from a release?",
        "how does that feel from here?",
        meaning=True,
    ),
    Phrasing(
        "how do X and Y differ",
        r"(?:{wonder} )?(?:how|in what way) (?:do|are|does|is) {one} (?:and|&|vs\.?) "
        r"{other} "
        r"(?:differ|different|compare|distinct)(?: from (?:each other|one another))?|"
        r"(?:{what_is}|what makes) (?:so )?(?:different )?(?:between )?{one} and "
        r"{other} (?:different|apart)",
        "how do a sprint and a release differ?",
        "how do you and I get there?",
        meaning=True,
    ),
    Phrasing(
        "what is X and how is it different from Y",
        r"(?:{wonder} )?{what_is} {one},? and how (?:does|is|are|do) {it} (?:differ|"
        r"different|any different|compare) {from} {other}",
        "what is a sprint and how is it different from a release?",
        "what is new and how is it tested?",
        meaning=True,
    ),
    Phrasing(
        "what distinguishes X from Y",
        r"(?:{wonder} )?{what} (?:distinguishes|separates|differentiates|sets|makes) {one} "
        r"(?:apart |different |distinct )?from {other}|how (?:do|can|would) (?:you|i|we|"
        r"one)"
        r" (?:tell|distinguish|differentiate) {one} from {other}",
        "what distinguishes a sprint from a release?",
        "what keeps you from it?",
        meaning=True,
    ),
    Phrasing(
        "is X the same as Y",
        r"(?:is|are) {one} (?:(?:exactly|basically|just|really|only) )?(?:(?:the )?same"
        r"(?: thing)? as|(?:any )?different from|an?other (?:name|word|term) for|a synonym "
        r"(?:of|for)) {other}|(?:is|are) {one} and {other} (?:(?:exactly|basically|just|"
        r"really) )?(?:(?:the )?same(?: thing)?|synonyms|synonymous|interchangeable)",
        "is a sprint the same thing as an iteration?",
        "is it the same as before?",
        meaning=True,
        marked=True,
    ),
    Phrasing(
        "X vs Y",
        r"(?:{what_is} )?{one},? (?:vs\.?|versus|compared (?:to|with)) {other}",
        "sprint vs release?",
        "what plays well versus them?",
        meaning=True,
        marked=True,
    ),
    Phrasing(
        "what does X mean",
        r"(?:{wonder} )?{does} {subject} (?:{very} )?{mean}(?: (?:by|with) it| here| in "
        r"this context)?{field}|"
        r"(?:{wonder} )?{what_is} {subject} (?:mean|stand(?:s|ing)? for|supposed "
        r"to mean)",
        "what does ROI stand for?",
        "what does he want?",
        meaning=True,
    ),
    Phrasing(
        "what does it mean to be X",
        r"(?:{wonder} )?(?:{does}|{what_is}) (?:it|that|this) (?:{very} )?mean"
        r"(?:,? (?=[\"'])|, | (?:for|if|when|that) (?:something|someone|an? \w+|it|they|"
        r"you|we)(?: {is}| to be)? | to be |: | (?:if|when) {people} {say} ){subject}",
        "what does it mean when people say velocity?",
        "what does it mean for us?",
        meaning=True,
    ),
    Phrasing(
        "what do people mean by X",
        r"(?:{wonder} )?(?:{does}|{what_is}) {people} (?:{very} )?(?:mean(?:ing)?|talking "
        r"about|refer(?:ring)? to|saying|trying to say)(?: (?:by|with))?(?: when(?:ever)?"
        r"(?: {people}|you) {say})? {subject}|when(?:ever)? {people} {say} {subject},? "
        r"(?:then )?{what} (?:do|are|is|does) {people} (?:mean|meaning|talking "
        r"about|refer(?:ring)? to|saying)|(?:{wonder} )?{what} {people} (?:mean|talk "
        r"about) "
        r"(?:by|with|when(?:ever)? {people} {say}) {subject}",
        "what do people mean by velocity?",
        "what do you mean by that?",
        meaning=True,
    ),
    Phrasing(
        "do you know what X means",
        r"{wonder} {what}{very}* {subject} (?:{very} )?(?:{means}|does){field}",
        "does anyone know what ROI means?",
        "I know what ROI means",
        meaning=True,
    ),
    Phrasing(
        "do you know what X is",
        r"{wonder} {what}{very}* {subject} (?:{very} )?{is}{field}",
        "can someone tell me what a sprint is?",
        "they know what a sprint is",
    ),
    Phrasing(
        "what is meant by X",
        r"(?:{wonder} )?{what_is} (?:meant|intended|understood|considered|implied) "
        r"(?:(?:by|with|under|as|to be) )?{subject}|(?:{wonder} )?{what} {subject} is "
        r"(?:understood|considered) to (?:be|mean)",
        "what's meant by velocity?",
        "what is meant well",
        meaning=True,
    ),
    Phrasing(
        "the meaning of X",
        r"(?:{wonder} )?(?:(?:{what_is}|(?:{request} ?)*(?:give|get) (?:me|us)|(?:i(?:'m|"
        r" am) )?looking for|i need|"
        r"need|is there|there is|what|got|have|(?:does )?(?:anyone|anybody|someone) "
        r"(?:have|"
        r"has|got)|do (?:we|you) have|where (?:can|do) i find|share) )?(?:{a} "
        r")?{definition}"
        r" (?:of|for|behind) {subject}(?: {is})?",
        "what's the definition of velocity?",
        "the meaning got lost",
        meaning=True,
    ),
    Phrasing(
        "what is X short for",
        r"(?:{wonder} )?{what_is} {subject} (?:short|an? (?:acronym|abbreviation)|the "
        r"(?:acronym|abbreviation)) (?:for|of)|is {subject} (?:an? (?:acronym|"
        r"abbreviation)|short)(?: (?:for|of)(?: something| anything| what)?)?",
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
        r"(?:{wonder} )?{what_is} {subject} (?:(?:usually |normally |often |mostly |"
        r"typically |mainly )?(?:used|useful|good|intended|made|meant|designed|needed) )?"
        r"for",
        "what is a burndown chart used for?",
        "what are we looking for",
    ),
    Phrasing(
        "what kind of thing is X",
        r"(?:{wonder} )?{what} (?:kind|sort|type) of (?:an? )?(?:thing|beast|animal|"
        r"concept|"
        r"tool|stuff|technique|technology) (?:is|are) {subject}",
        "what kind of thing is a burndown chart?",
        "what kind of day is it?",
    ),
    Phrasing(
        "what counts as X",
        r"(?:{wonder} )?{what} (?:counts as|qualifies as|constitutes|makes (?:something|it|"
        r"a thing)) {subject}",
        "what counts as an epic?",
        "what counts is the result",
    ),
    Phrasing(
        "never heard of X",
        r"(?:{wonder} )?(?:i |we |i'?ve |have |i have |we'?ve |i must say i )*(?:never "
        r"(?:even |ever |actually )?(?:heard|hear)|haven'?t (?:ever )?heard) (?:of|about) "
        r"{subject}(?: before| until now| until today)?",
        "never heard of velocity, what is it?",
        "never heard back",
    ),
    Phrasing(
        "I keep hearing X, what is it",
        r"(?:[^.;:?!]{1,60}? )?(?:hear|hearing|heard|hears|see|seeing|saw|seen|sees|read|"
        r"reading|reads|mention|mentions|mentioned|mentioning|talk|talks|talking|talked|"
        r"say|"
        r"saying|says|said|called|across|upon|into|wrote|writes|written|found|noticed|have|has|had|got|hit|need|"
        r"needs|use|uses|used|learn|learning|lost me)(?: (?:about|of|on about|across|"
        r"upon|on|at))? {subject}(?: (?:in|on|at|from|during|everywhere|mentioned|thrown|"
        r"being|used|all the|all over|a lot|here|today|yesterday|every) .*?| (?:everywhere|"
        r"a lot|here|today|yesterday|lately|again))?{dash}(?:and |but |so |sorry )*"
        r"(?:(?:{wonder} )?{what_is} {it}|{does} {it} (?:{very} )?{mean}|(?:{wonder} "
        r")?{what} {it} "
        r"(?:{is}|{means}))",
        "I keep hearing about velocity, what is it?",
        "I keep hearing noises, what should I do?",
        meaning=True,
    ),
    Phrasing(
        "X came up, what is it",
        r"{subject} (?:came up|comes up|(?:was|is|got|gets) (?:mentioned|brought up)|keeps "
        r"(?:coming|popping) up|shows? up|showed up|appears?|appeared)\b.*?{dash}(?:and |"
        r"but "
        r"|so )*(?:(?:{wonder} )?{what_is} {it}|{does} {it} (?:{very} )?{mean}|"
        r"(?:{wonder} )?{what} "
        r"{it} "
        r"(?:{is}|{means}))",
        "velocity came up in the meeting, what is that?",
        "velocity came up in the meeting, what a surprise",
        meaning=True,
    ),
    Phrasing(
        "X, what is it",
        r"{subject}{dash}(?:(?:sorry|and|so|but|uh|um|i'?ve|i) )*(?:never (?:even "
        r")?heard of "
        r"(?:it|that|them|this){dash})?(?:(?:{wonder} )?{what_is} {it}|{does} {it} "
        r"(?:{very} )?{mean}|"
        r"{what_is} {it} (?:stand for|mean)|{what} (?:would|might|could) {it} be|"
        r"(?:{wonder} )?{what} {it} (?:{is}|{means}))(?: (?:supposed to (?:be|mean)|for|"
        r"about|thing|called))?|{subject}{dash}(?:i'?ve )?never (?:even )?heard "
        r"of (?:it|that|them)",
        "velocity? never heard of it, what does it mean?",
        "velocity dropped, what is wrong with it?",
        meaning=True,
    ),
    Phrasing(
        "help me understand X",
        r"(?:(?:i|we)(?:'m| am|'ve been)? )?(?:(?:still|really|just) )*(?:(?:need|could "
        r"use) "
        r"(?:some )?help|struggl(?:e|ing)|trying|having (?:trouble|a hard time)|help me)"
        r"(?: (?:to|with))? (?:understand|understanding|grasp|grasping|learn about|"
        r"learning "
        r"about|wrap(?:ping)? my head around) {subject}",
        "I need help understanding velocity",
        "I need help with the backlog",
    ),
    Phrasing(
        "can someone explain X",
        r"(?:{request} ?)+(?:{explain}|mind (?:explaining|defining|describing)):?(?: "
        r"(?:to (?:me|us|a newbie)|for (?:me|us)|me|us))*"
        r"(?: {what_is})? {subject}|{explain}:?(?: (?:to (?:me|us)|for (?:me|us)|me|us))* "
        r"{subject},? (?:please|pls|plz|for me|to me)",
        "could someone explain velocity?",
        "could someone explain yourself to him?",
    ),
    Phrasing(
        "define X",
        r"{explain}:?(?: (?:to (?:me|us|a newbie)|for (?:me|us)|me|us))*(?: {what_is})? "
        r"{subject}",
        "define ROI",
        "define soon",
        blunt=True,
    ),
    Phrasing(
        "tell me about X",
        r"(?:{request} ?)*(?:tell|teach|enlighten) (?:me|us) (?:more |something )?(?:about|"
        r"on) {subject}|(?:i(?:'d| would)? )?(?:want|like|love|need) to (?:know|learn|"
        r"understand) (?:more )?about {subject}",
        "can you tell me about velocity?",
        "tell me when it is done",
    ),
    Phrasing(
        "how would you define X",
        r"how (?:would|do|can|should|is|are) (?:(?:you|we|one|people|i|they) )?{subject} "
        r"(?:be )?(?:defined|explained)|how (?:would|do|can) (?:you|we|one|people|they) "
        r"(?:define|explain|describe) {subject}",
        "how would you define velocity?",
        "how would you deploy it?",
        meaning=True,
    ),
    Phrasing(
        "X stands for what",
        r"{subject}(?: (?:means?|stands? for|is|are|refers to|is (?:an acronym|short) for) "
        r"{what}|[\s:,-]+(?:meaning|definition|def)| stands? for| means)",
        "ROI stands for?",
        "that means a lot",
        meaning=True,
        marked=True,
    ),
    Phrasing(
        "what X means",
        r"{what}{very}* (?P<subject>(?!is |are |does |do )\S.*?) {means}|{what} (?:is |"
        r"does "
        r")?means? {subject}",
        "what does mean ROI?",
        "what matters means little",
        meaning=True,
        marked=True,
    ),
    Phrasing(
        "what is X",
        r"{in_field}(?:{wonder} )?{what_is} {subject}|{what} it is,? {subject}|"
        r"(?:{wonder} )?{what} (?:might|would|"
        r"could|can|may|should) {subject} be",
        "what is a burndown chart?",
        "what a sprint that was",
    ),
)


_ROWS = tuple((row, compiled(row.pattern)) for row in PHRASINGS)
_ACROSS = tuple(pair for pair in _ROWS if "{dash}" in pair[0].pattern)
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


def read(words: str, *, addressed: bool = False) -> Iterator[Question]:
    """Each question for a meaning that a message asks, in its order.

    `words` is what `markup.plain` gives. A message that asks nothing yields nothing.
    Where somebody addressed us, no question mark is needed.
    """
    if not addressed and (_COMMAND.match(words) or _NOT_IN_EARNEST.search(words)):
        return
    parts = sentences(words)
    if "\n" in words and len(words) <= LONGEST_SENTENCE:
        parts.append(" ".join(words.split()))  # a question may run over several lines
    for i, sentence in enumerate(parts):
        following = parts[i + 1] if i + 1 < len(parts) else ""
        if not may_ask(f"{sentence} {following}"):
            continue
        found = list(_read_sentence(sentence, marked=addressed or "?" in sentence))
        if following and not found:
            found = list(_read_across(f"{sentence} {following}"))
        for question in found:
            if not _answered_at_once(question, following):
                yield question


def asks_further(words: str) -> Subject | None:
    """The subject of “and X?” or “what about X?”: a question where others were asked."""
    text = " ".join(words.split())
    found = _FURTHER.fullmatch(text)
    return read_subject(found[1]) if found else None


_FURTHER = re.compile(
    r"(?:ok(?:ay)?,? |so,? |thanks,? |cool,? )*(?:(?:and |so |but )?(?:what|how) about|and)"
    r"(?: then)? (\S.{0,80}?) ?\?+",
    re.I,
)


def asks_what_that_means(words: str) -> bool:
    """Whether a message asks what something said before it means, and nothing else."""
    text = without_openings(" ".join(words.split()))
    return bool(_THAT.fullmatch(without_tails(text).rstrip(END))) and "?" in words


_THAT = compiled(
    r"(?:{wonder} )?(?:{does} (?:that|this|it) {mean}|{what_is} (?:that|this|it)|{wonder} "
    r"{what} (?:that|this|it) (?:{is}|{means}))"
)


def bare_name(words: str) -> str:
    """The name that a message to us consists of (“RAG, please”), or nothing."""
    asking = [rest for one in sentences(words) if (rest := trimmed(without_openings(one)))]
    if not asking:
        return ""
    name = trimmed(_NAMING.sub("", asking[0]))
    return name if len(without_tails(name).split()) <= MOST_WORDS_OF_A_NAME else ""


_NAMING = re.compile(
    r"^(?:(?:what|how) about|and|about|look ?up|search(?: for)?|find|show(?: me)?|whatis|"
    r"info(?:rmation)? (?:on|about)|more (?:on|about)|help(?: me)? with|on|the word|the "
    r"term|meaning(?: of)?|i (?:don'?t|do not|dont) (?:understand|get|know))\s+(?=\S)",
    re.I,
)
MOST_WORDS_OF_A_NAME = 8


def _read_sentence(sentence: str, marked: bool) -> Iterator[Question]:
    if _STATEMENT.search(sentence) or sentence.rstrip(END).endswith(LINK):
        return  # “what is X, is the question” is none, nor is a headline with its link
    read_already: list[object] = []
    for start in starts(sentence):
        for clause in reversed(list(openings(start))):
            for question in _read_clause(clause.rstrip(END), marked):
                if question.readings not in read_already:
                    read_already.append(question.readings)
                    yield replace(question, blunt=question.blunt and not marked)


def _read_clause(clause: str, marked: bool) -> Iterator[Question]:
    tried: dict[str, set[str]] = {}  # by each row, the names it read in the whole clause
    for text in dict.fromkeys((clause, without_tails(clause).rstrip(END))):
        for row, regex in _ROWS:
            if marked or not row.marked:
                question = _match(row, regex, text)
                # “what is an agent team” is not also “what is an agent”, asked of a team.
                if question and not _names(question) <= tried.setdefault(row.name, set()):
                    tried[row.name] |= _names(question)
                    yield question


def _names(question: Question) -> set[str]:
    return {
        name
        for subjects in question.readings
        for subject in subjects
        for name in subject.readings
    }


def _read_across(text: str) -> Iterator[Question]:
    """“RAG? Never heard of it.”: the subject in one sentence, the question in the next."""
    for start in starts(text):
        for clause in reversed(list(openings(start))):
            for row, regex in _ACROSS:
                question = _match(row, regex, clause.rstrip(END))
                if question:
                    yield question


def _match(row: Phrasing, regex: re.Pattern[str], text: str) -> Question | None:
    found = regex.fullmatch(text)
    if not found:
        return None
    places = {name.partition("_")[0]: at for name, at in found.groupdict().items() if at}
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
