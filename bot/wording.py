"""The pieces that phrasings are made of: how people say *what is*, *can someone tell me*.

A phrasing in `question.PHRASINGS` names a piece in braces. Each is a regular expression,
in lower case, of words that mean the same at that place; careless spelling included.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import count

_ANYONE = (
    r"(?:anyone|anybody|any1|someone|somebody|some1|any of you|one of you|who)"
    r"(?: here| else| out there| in here| around)*"
)
_SOMEONE = (
    rf"(?:{_ANYONE}|you|u|ya|y'?all|you all|you guys|one|folks|people|guys|everyone|we)"
    r"(?: please| kindly)?"
)
_KINDLY = (
    r"(?:(?:please|pls|plz|kindly|quickly|briefly|just|maybe|perhaps|also|possibly|simply|"
    r"quick|real quick) )"
)
_ABLE = (
    r"(?:(?:be able to|care to|want to|wanna|able to|up for|be so kind (?:as )?to|"
    r"(?:have|got|spare) (?:a|the|some) (?:minute|moment|sec|second|time) to) )?"
)
_TELL = (
    r"(?:tell|remind|enlighten|teach|explain|explaining|clarify|define|describe|say|share|"
    r"break down|spell out|walk (?:me|us) through|refresh my memory (?:on|about|as to)|"
    r"help me (?:to )?understand|shed (?:some )?light on|give (?:me|us) (?:an? )?"
    r"(?:quick |short |brief |rough |simple )*(?:hint|idea|clue|pointer|rundown|overview|"
    r"explanation|summary|sense|intro|introduction) (?:on|of|about|as to|to)|fill (?:me|"
    r"us) in on)"
    r"(?: to)?(?: (?:me|us))?(?: again| please| about| once more)*"
)
_WHAT = r"(?:what|wat|wut|wot|waht|whta|wht|hwat|whatt)"
_VERY = (
    r"(?:,? ?(?:exactly|actually|really|even|precisely|basically|just|then|again|ever|"
    r"specifically|essentially|in practice|technically|tf|so|"
    r"pray tell|(?:in )?the (?:heck|hell|f\w*|f\*+\w*|world|actual \w+|blazes|dickens)|"
    r"in (?:the )?(?:world|hell|god'?s name)|on earth))"
)
_VERYS = rf"(?:{_VERY}+,?)?"
_IS = r"(?: ?'?s| ?'?re| is| are| r| was| were| si| iz|'s is| be| might be| would be)"
_MEANS = (
    r"(?:means?|meant|meaning|stands? for|stood for|stand 4|refers? to|signif(?:y|ies)|"
    r"denotes?|expands? to|is short for|are short for|is supposed to (?:be|mean)|"
    r"are supposed to (?:be|mean)|is (?:all )?about|are (?:all )?about|"
    r"(?:is|are) (?:used |meant |good )?for|(?:is|are) an? acronym (?:for|of))"
)
_MEAN = (
    r"(?:means?|meaning|stands? for|stand 4|refers? to|signify|denote|entail|imply|"
    r"expand to|represent|consist of)"
)
_KNOW = (
    rf"(?:(?:(?:do|does|did|would|can|has|have|is there|don'?t|might) ?)?{_ANYONE}|"
    r"(?:do|does|did|would|can|don'?t) (?:you|u|ya|y'?all|you all|you guys|we|people|"
    r"everyone|folks|guys)) (?:(?:happen to|actually|really|by (?:any )?chance|already|"
    r"perhaps|also|still) )*"
    r"(?:know|knows|kno|remembers?|recall|understands?|got an? (?:idea|clue)|"
    r"(?:have|has|had|got) (?:an?|any|the slightest|the faintest) (?:idea|clue)|"
    r"figured out|(?:who )?(?:knows|can explain|can tell me))(?: about| of| on)?"
)
_I = (
    r"(?:(?:i|we)(?:'m|'ve| am| have| was|'re|'d| would| do| must admit i| had|'ll|"
    r" have to admit i)?|im|ive|it'?s|it is|to this day i|nobody(?: has)?(?: ever)?|"
    r"no ?one(?: has)?(?: ever)?)"
)
_STILL = (
    r"(?:(?:would|still|just|really|honestly|also|actually|totally|have|got|kinda|a bit|"
    r"admit i|"
    r"quite|absolutely|so|completely|sorta|to be honest|genuinely|always|very|a little|"
    r"pretty|currently|constantly|never quite|been) )*"
)
_UNSURE = (
    rf"(?:{_I} )?{_STILL}"
    r"(?:(?:do not|don'?t|dont|didn'?t|did not|never|can'?t|cannot|couldn'?t|cant|"
    r"have yet to|haven'?t)(?: (?:really|quite|even|actually|fully|exactly|ever|yet|"
    r"properly|entirely|for the life of me))*"
    r" (?:know|understand|get|remember|knew|understood|recall|figured? out|tell|kno|grasp|"
    r"grok|grokked|learn(?:ed|t)?|got|work(?:ed)? out|wrap my head around|explain(?:ed)?|"
    r"told me|explained to me)(?: to me| me)?"
    r"|(?:not|un)(?: (?:really|quite|entirely|too|totally|so|100%|at all|exactly|very|"
    r"completely|fully|super))*"
    r" ?(?:sure(?: i (?:know|understand|get|remember))?|certain|clear|aware|familiar)"
    r"(?: to me)?|(?:absolutely )?(?:no|zero) (?:idea|clue)|dunno|donno|idk|clueless|"
    r"wondering|wonder|curious(?: to (?:know|learn|hear))?|confused|lost|ignorant|"
    r"(?:asking|ask) myself|(?:trying|struggling|working)(?: hard)? (?:to|on) "
    r"(?:understand|figure out|learn|find out|grasp|remember|work out|"
    r"(?:wrap|get) my head around|understanding)|"
    r"(?:like|love|want|need|wanna|wish|happy|keen|glad|eager) ?(?:to )?(?:know|understand|"
    r"ask|learn|find out|hear|be told|i knew|i understood)|"
    r"(?:appreciate|love) (?:it )?if (?:someone|somebody|anyone|you) (?:could|can|would) "
    r"(?:explain|tell me|clarify)(?: to me)?|keep forgetting|forgot|forget|forgotten|"
    r"(?:do not|don'?t) think i (?:know|understand|get)|am i the only one(?: here)? (?:who|"
    r"that) (?:doesn'?t|does not) (?:know|understand|get)|having (?:trouble|a hard time|"
    r"difficulties) (?:understanding|grasping|figuring out)|"
    r"(?:nobody|no ?one)(?: has)?(?: ever)? (?:told|explained to) (?:me|us)|"
    r"blanking on|missing|stuck on|hoping (?:someone|somebody|anyone) (?:can|could) "
    r"(?:explain|tell me))"
    r"(?: (?:of|about|on|as to|over|with|by|at))?"
)
_ASK = (
    r"(?:(?:may|can|could|might) (?:i|we) (?:just |please )?(?:ask|get|have)|"
    r"(?:(?:do|would) (?:you|anyone|anybody|someone) )?mind (?:if i ask|telling me|"
    r"explaining(?: to me)?|reminding me|clarifying)|any (?:idea|ideas|clue|clues|pointers|"
    r"chance (?:someone|anyone|you) (?:could|can) (?:explain|tell me))(?: on| about| of|"
    r" as to)?|(?:i )?(?:could|can) use (?:some )?help understanding|(?:i )?need help "
    r"(?:understanding|with)|help me (?:to )?understand|(?:my|the|our) question is,?|"
    r"is there any(?:one|body) who (?:can|could) (?:tell me|explain)|(?:could|can|may) i "
    r"trouble (?:you|someone|one of you) to (?:tell me|explain)|would it be (?:ok|okay|"
    r"alright|fine|possible) to (?:ask|know)|(?:i'?d|i would) be (?:grateful|thankful|"
    r"glad) "
    r"if (?:someone|somebody|anyone|you) (?:could|can|would) (?:explain|tell me)|"
    r"it would be (?:great|nice|helpful|good) if (?:someone|somebody|you) (?:could|can) "
    r"(?:explain|tell me)|(?:wish|hope) (?:someone|somebody) (?:would|could|can) "
    r"(?:explain|tell me))"
)
_WONDER = (
    rf"(?:{_KNOW}|(?:(?:can|could|would|will|may|might|is|does|do|any chance) )?"
    rf"{_SOMEONE} (?:(?:can|could|would|might) )?{_KINDLY}*{_ABLE}{_TELL}|"
    rf"{_KINDLY}*{_TELL}|{_UNSURE}|{_ASK}),?"
)
_REQUEST = (
    rf"(?:(?:(?:can|could|would|will|may|might|is|does|do|any chance) )?{_SOMEONE} "
    rf"(?:(?:can|could|would|might) )?{_KINDLY}*{_ABLE}|"
    r"(?:please|pls|plz|kindly|just|i need (?:someone|somebody) to) )"
)
_WHAT_IS = (
    rf"(?:{_WHAT}{_VERYS}{_IS}{_VERYS}|the (?:heck|hell|fuck) (?:is|are)|(?:wtf|"
    rf"wth){_IS}{_VERYS}|tf is|whatis|"
    r"(?:who|which) or what is)"
)
_DOES = rf"(?:{_WHAT}{_VERYS}|wtf|wth) (?:does|do|dose|did|would|doe|might|could)"
_BE = r"(?:is|are|was|were|r|iz)"
_IT = r"(?:it|that|this|they|those|these|them)"
_DIFFERENCE = (
    r"(?:(?:main|key|actual|real|big|biggest|exact|practical|basic|essential|major|"
    r"fundamental|conceptual|functional) )?(?:differences?|different|diffs?|"
    r"distinctions?|"
    r"diffrences?|diferences?|difference's)"
)
_ASKS_IT = (
    rf"(?:{_WHAT_IS} {_IT}|{_DOES} {_IT} (?:{_VERY},? )?{_MEAN}|{_WHAT} {_IT} "
    rf"(?:{_BE}|{_MEANS}))"
)

PIECES = {
    "what": _WHAT,
    "what_is": _WHAT_IS,
    "does": _DOES,
    "very": _VERY,
    "verys": _VERYS,
    "means": _MEANS,
    "mean": _MEAN,
    "is": _BE,
    "wonder": _WONDER,
    "explain": r"(?:explain|define|describe|clarify|eli5|decipher|demystify)",
    "request": _REQUEST,
    "kindly": _KINDLY,
    "definition": (
        r"(?:meanings?|definitions?|defn?|explanation|significance|idea|concept|notion|"
        r"full form|long form|expansion|purpose)"
    ),
    "a": (
        r"(?:(?:an?|the|some|any|its)(?: (?:good|short|quick|simple|brief|clear|proper|"
        r"precise|formal|exact|plain|rough|general|basic|actual|real|one-line|working))*)"
    ),
    "difference": _DIFFERENCE,
    "between": r"(?:between|btwn|btw|b/w|among|of|in|betwen)",
    "from": r"(?:from|to|than|with|against)",
    "people": (
        r"(?:people|they|folks|everyone|everybody|we|some|one|devs|engineers|you guys|"
        r"y'?all|others|colleagues|the docs?|the team)"
    ),
    "say": (
        r"(?:say(?:s|ing)?|said|talk(?:s|ed|ing)?(?: about)?|mention(?:s|ed|ing)?|"
        r"refer(?:s|red|ring)? to|writ(?:e|es|ing)|us(?:e|es|ed|ing)|speak(?:s|ing)? of)"
    ),
    "it": _IT,
    "after_dash": r"(?<=[,:;?.!\s)…–—-])",
    "dash": r"[,:;?.!\s)…–—-]++",
    "asks_it": _ASKS_IT,
    "asks_that": (
        rf"(?:{_ASKS_IT}|{_WHAT_IS} {_IT} (?:stand for|mean)|{_WHAT} (?:would|might|could) "
        rf"{_IT} be)(?: (?:supposed to (?:be|mean)|for|about|thing|called))?"
    ),
    "asks_same": (
        rf"(?:{_WHAT_IS}|{_WHAT}|any|is there an?y?|are they|how) (?:the )?(?:"
        rf"{_DIFFERENCE}|(?:do|are) they (?:differ|different|(?:not )?the same(?: thing)?)|"
        rf"(?:the )?same(?: thing)?)(?: {_BE})?"
    ),
    "subject": r"(?P<subject>\S.*?)",
    "one": r"(?P<one>\S.*?)",
    "other": r"(?P<other>\S.*?)",
    "in_field": r"(?:in (?!the|this|that|our|my|your|his|her|their)(?P<field>(?:[^\s,]+ "
    r"){0,2}[^\s,]+),? )?",
    "field": r"(?: (?:in|with) (?P<field>(?:[^\s,]+ ){0,2}[^\s,]+))?",
}

# --- cues: parts of words without which a piece is not there ---------------------------
# Plain text, of letters, digits, apostrophes and single spaces; see `cues`.

Cues = tuple[str, ...]

WHAT: Cues = (
    "what", "wat", "wut", "wot", "waht", "wht", "wtf", "wth", "tf is", "the heck",
    "the hell", "the fuck",
)  # fmt: skip
MEAN: Cues = (
    "mean", "stand", "stood", "refer", "signif", "denote", "entail", "imply", "expand",
    "represent", "consist",
)  # fmt: skip
STANDS: Cues = ("supposed to", "about", "for", "acronym")
DIFFERENCE: Cues = (
    "diff", "diferen", "distinc", "compar", "apart", "same", "synonym", "interchangeable",
    "other name", "other word", "other term",
)  # fmt: skip
APART: Cues = ("distinguish", "separates", "differentiate", "sets", "makes", "tell")
DEFINITION: Cues = tuple(
    f"{word} {link}"
    for link in ("of", "for", "behind")
    for word in (
        "meaning", "meanings", "definition", "definitions", "def", "defn", "explanation",
        "significance", "idea", "concept", "notion", "full form", "long form", "expansion",
        "purpose",
    )
)  # fmt: skip
EXPLAIN: Cues = ("explain", "defin", "describ", "clarif", "eli5", "decipher", "demystif")
TEACH: Cues = (
    "tell me", "tell us", "teach me", "teach us", "enlighten", "know about",
    "know more about", "learn about", "learn more about", "understand about",
    "understand more about",
)  # fmt: skip

_PIECE = re.compile(r"\{([a-z_]+)\}")
_PLACE = re.compile(r"\(\?P<(\w+)>")


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """A phrasing's pattern as a regular expression, for `lowered` text.

    Compiled when first needed: all of them take a fifth of a second.
    """
    return re.compile(filled(pattern))


def filled(pattern: str) -> str:
    """A phrasing's pattern with its pieces put in.

    A place may stand in several alternatives, so its groups are numbered: `subject_1`.
    """
    whole = _PIECE.sub(lambda piece: PIECES[piece[1]], pattern)
    numbers = count(1)
    return _PLACE.sub(lambda place: f"(?P<{place[1]}_{next(numbers)}>", whole)


def lowered(text: str) -> str:
    """The text in lower case, each letter at its place: İ alone would become two.

    Matching lower case in it takes a third of the time of ignoring case.
    """
    return text.replace("İ", "I").lower()
