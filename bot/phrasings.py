"""The ways in which people ask for a meaning: one row each, with its example.

To teach the bot another, add a row. What its pattern names in braces stands in `wording`.
"""

from __future__ import annotations

from dataclasses import dataclass

from .wording import (
    APART,
    DEFINITION,
    DIFFERENCE,
    EXPLAIN,
    MEAN,
    STANDS,
    TEACH,
    WHAT,
    Cues,
)


@dataclass(frozen=True, slots=True)
class Phrasing:
    """One way to ask. `pattern` names its {subject}, or {one} and {other}.

    example: is read by this row; silent: looks alike, but asks for no meaning
    cues:    of each group, a text that this row reads holds one (in lower case)
    ends:    such a text ends like this
    meaning: see Question
    marked:  only with a question mark; to us it needs none
    blunt:   an order, which said of a plain word asks what somebody means by it
    """

    name: str
    pattern: str
    example: str
    silent: str
    cues: tuple[Cues, ...]
    ends: str = ""
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
        cues=(DIFFERENCE,),
        meaning=True,
    ),
    Phrasing(
        "X or Y, what's the difference",
        r"(?:(?:i|we) (?:(?:always|keep|often|constantly|still) )*(?:confus(?:e|ing)|"
        r"mix(?:ing)?(?: up)?|conflat(?:e|ing)) )?{one}(?: (?:vs\.?|versus|or|and|with|&) |"
        r", ?|/){other}(?: up)?{dash}(?:and |so |but )?(?:{wonder} )?"
        r"{asks_same}|{one} and {other}\s*[:,?–—-]+\s*(?:the )?same thing",
        "sprint or release, what's the difference?",
        "sprint or release, what suits you?",
        cues=(DIFFERENCE,),
        ends=r"{asks_same}|same thing",
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
        cues=(DIFFERENCE, ("how", "in what way")),
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
        cues=(DIFFERENCE,),
        meaning=True,
    ),
    Phrasing(
        "what is X and how is it different from Y",
        r"(?:{wonder} )?{what_is} {one},? and how (?:does|is|are|do) {it} (?:differ|"
        r"different|any different|compare) {from} {other}",
        "what is a sprint and how is it different from a release?",
        "what is new and how is it tested?",
        cues=(DIFFERENCE, WHAT, ("how",)),
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
        cues=(APART, ("from",), (*WHAT, "how")),
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
        cues=(DIFFERENCE, ("is", "are")),
        meaning=True,
        marked=True,
    ),
    Phrasing(
        "X vs Y",
        r"(?:{what_is} )?{one},? (?:vs\.?|versus|compared (?:to|with)) {other}",
        "sprint vs release?",
        "what plays well versus them?",
        cues=(("vs", "versus", "compared"),),
        meaning=True,
        marked=True,
    ),
    Phrasing(
        "what does X mean",
        r"(?:{wonder} )?{does} {subject} (?:{very},? )?{mean}(?: (?:by|with) it| here| in "
        r"this context)?{field}|"
        r"(?:{wonder} )?{what_is} {subject} (?:mean|stand(?:s|ing)? for|supposed "
        r"to mean)",
        "what does ROI stand for?",
        "what does he want?",
        cues=(WHAT, MEAN),
        meaning=True,
    ),
    Phrasing(
        "what does it mean to be X",
        r"(?:{wonder} )?(?:{does}|{what_is}) (?:it|that|this) (?:{very},? )?mean"
        r"(?:,? (?=[\"'])|, | (?:for|if|when|that) (?:something|someone|an? \w+|it|they|"
        r"you|we)(?: {is}| to be)? | to be |: | (?:if|when) {people} {say} ){subject}",
        "what does it mean when people say velocity?",
        "what does it mean for us?",
        cues=(WHAT, ("mean",)),
        meaning=True,
    ),
    Phrasing(
        "what do people mean by X",
        r"(?:{wonder} )?(?:{does}|{what_is}) {people} (?:{very},? )?(?:mean(?:ing)?|"
        r"talking about|refer(?:ring)? to|saying|trying to say)(?: (?:by|with))?"
        r"(?: when(?:ever)?(?: {people}|you) {say})? {subject}|"
        r"when(?:ever)? {people} {say} {subject},? "
        r"(?:then )?{what} (?:do|are|is|does) {people} (?:mean|meaning|talking "
        r"about|refer(?:ring)? to|saying)|(?:{wonder} )?{what} {people} (?:mean|talk "
        r"about) "
        r"(?:by|with|when(?:ever)? {people} {say}) {subject}",
        "what do people mean by velocity?",
        "what do you mean by that?",
        cues=(WHAT, ("mean", "talk", "refer", "say")),
        meaning=True,
    ),
    Phrasing(
        "do you know what X means",
        r"{wonder} {what}{verys} {subject} (?:{very},? )?(?:{means}|does){field}",
        "does anyone know what ROI means?",
        "I know what ROI means",
        cues=(WHAT, (*MEAN, *STANDS, "does")),
        meaning=True,
    ),
    Phrasing(
        "do you know what X is",
        r"{wonder} {what}{verys} {subject} (?:{very},? )?{is}{field}",
        "can someone tell me what a sprint is?",
        "they know what a sprint is",
        cues=(WHAT,),
    ),
    Phrasing(
        "what is meant by X",
        r"(?:{wonder} )?{what_is} (?:meant|intended|understood|considered|implied) "
        r"(?:(?:by|with|under|as|to be) )?{subject}|(?:{wonder} )?{what} {subject} is "
        r"(?:understood|considered) to (?:be|mean)",
        "what's meant by velocity?",
        "what is meant well",
        cues=(WHAT, ("meant", "intended", "understood", "considered", "implied")),
        meaning=True,
    ),
    Phrasing(
        "the meaning of X",
        r"(?:{wonder} )?(?:(?:{what_is}|(?:{request} ?){0,4}(?:give|get) (?:me|us)|"
        r"(?:i(?:'m| am) )?looking for|i need|"
        r"need|is there|there is|what|got|have|(?:does )?(?:anyone|anybody|someone) "
        r"(?:have|"
        r"has|got)|do (?:we|you) have|where (?:can|do) i find|share) )?(?:{a} "
        r")?{definition}"
        r" (?:of|for|behind) {subject}(?: {is})?",
        "what's the definition of velocity?",
        "the meaning got lost",
        cues=(DEFINITION,),
        meaning=True,
    ),
    Phrasing(
        "what is X short for",
        r"(?:{wonder} )?{what_is} {subject} (?:short|an? (?:acronym|abbreviation)|the "
        r"(?:acronym|abbreviation)) (?:for|of)|is {subject} (?:an? (?:acronym|"
        r"abbreviation)|short)(?: (?:for|of)(?: something| anything| what)?)?",
        "what is ROI short for?",
        "what is there to shorten?",
        cues=(("short", "acronym", "abbreviation"),),
        meaning=True,
    ),
    Phrasing(
        "what does X do",
        r"(?:{wonder} )?{does} (?P<subject>an? \S.*?) (?:{very},? )?do",
        "what does a scrum master do?",
        "what does the build do?",
        cues=(WHAT, ("do",)),
    ),
    Phrasing(
        "what is X used for",
        r"(?:{wonder} )?{what_is} {subject} (?:(?:usually |normally |often |mostly |"
        r"typically |mainly )?(?:used|useful|good|intended|made|meant|designed|needed) )?"
        r"for",
        "what is a burndown chart used for?",
        "what are we looking for",
        cues=(WHAT, ("for",)),
    ),
    Phrasing(
        "what kind of thing is X",
        r"(?:{wonder} )?{what} (?:kind|sort|type) of (?:an? )?(?:thing|beast|animal|"
        r"concept|"
        r"tool|stuff|technique|technology) (?:is|are) {subject}",
        "what kind of thing is a burndown chart?",
        "what kind of day is it?",
        cues=(WHAT, ("kind of", "sort of", "type of")),
    ),
    Phrasing(
        "what counts as X",
        r"(?:{wonder} )?{what} (?:counts as|qualifies as|constitutes|makes (?:something|it|"
        r"a thing)) {subject}",
        "what counts as an epic?",
        "what counts is the result",
        cues=(WHAT, ("counts as", "qualifies as", "constitutes", "makes")),
    ),
    Phrasing(
        "never heard of X",
        r"(?:{wonder} )?(?:i |we |i'?ve |have |i have |we'?ve |i must say i )*(?:never "
        r"(?:even |ever |actually )?(?:heard|hear)|haven'?t (?:ever )?heard) (?:of|about) "
        r"{subject}(?: before| until now| until today)?",
        "never heard of velocity, what is it?",
        "never heard back",
        cues=(("hear",), ("never", "haven't", "havent")),
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
        r"(?:{wonder} )?{asks_it}",
        "I keep hearing about velocity, what is it?",
        "I keep hearing noises, what should I do?",
        cues=(WHAT,),
        ends="{asks_it}",
        meaning=True,
    ),
    Phrasing(
        "X came up, what is it",
        r"{subject} (?:came up|comes up|(?:was|is|got|gets) (?:mentioned|brought up)|keeps "
        r"(?:coming|popping) up|shows? up|showed up|appears?|appeared)\b.*?{dash}(?:and |"
        r"but |so )*(?:{wonder} )?{asks_it}",
        "velocity came up in the meeting, what is that?",
        "velocity came up in the meeting, what a surprise",
        cues=(WHAT, ("up", "mentioned", "appear")),
        ends="{asks_it}",
        meaning=True,
    ),
    Phrasing(
        "X, what is it",
        r"{subject}{dash}(?:(?:sorry|and|so|but|uh|um|i'?ve|i) )*(?:never (?:even "
        r")?heard of "
        r"(?:it|that|them|this){dash})?(?:{wonder} )?{asks_that}|{subject}{dash}"
        r"(?:i'?ve )?never (?:even )?heard of (?:it|that|them)",
        "velocity? never heard of it, what does it mean?",
        "velocity dropped, what is wrong with it?",
        cues=((*WHAT, "heard of"),),
        ends=r"{asks_that}|never (?:even )?heard of (?:it|that|them)",
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
        cues=(("understand", "grasp", "learn about", "learning about", "head around"),),
    ),
    Phrasing(
        "can someone explain X",
        r"(?:{request} ?){1,4}(?:{explain}|mind (?:explaining|defining|describing)):?(?: "
        r"(?:to (?:me|us|a newbie)|for (?:me|us)|me|us))*"
        r"(?: {what_is})? {subject}|{explain}:?(?: (?:to (?:me|us)|for (?:me|us)|me|us))* "
        r"{subject},? (?:please|pls|plz|for me|to me)",
        "could someone explain velocity?",
        "could someone explain yourself to him?",
        cues=(EXPLAIN,),
    ),
    Phrasing(
        "define X",
        r"{explain}:?(?: (?:to (?:me|us|a newbie)|for (?:me|us)|me|us))*(?: {what_is})? "
        r"{subject}",
        "define ROI",
        "define soon",
        cues=(EXPLAIN,),
        blunt=True,
    ),
    Phrasing(
        "tell me about X",
        r"(?:{request} ?){0,4}(?:tell|teach|enlighten) (?:me|us) (?:more |something )?"
        r"(?:about|on) {subject}|(?:i(?:'d| would)? )?(?:want|like|love|need) "
        r"to (?:know|learn|understand) (?:more )?about {subject}",
        "can you tell me about velocity?",
        "tell me when it is done",
        cues=(TEACH,),
    ),
    Phrasing(
        "how would you define X",
        r"how (?:would|do|can|should|is|are) (?:(?:you|we|one|people|i|they) )?{subject} "
        r"(?:be )?(?:defined|explained)|how (?:would|do|can) (?:you|we|one|people|they) "
        r"(?:define|explain|describe) {subject}",
        "how would you define velocity?",
        "how would you deploy it?",
        cues=(EXPLAIN, ("how",)),
        meaning=True,
    ),
    Phrasing(
        "X stands for what",
        r"{subject}(?: (?:means?|stands? for|is|are|refers to|is (?:an acronym|short) for) "
        r"{what}|[\s:,-]++(?:meaning|definition|def)| stands? for| means)",
        "ROI stands for?",
        "that means a lot",
        cues=((*WHAT, "mean", "def", "stand"),),
        meaning=True,
        marked=True,
    ),
    Phrasing(
        "what X means",
        r"{what}{verys} (?P<subject>(?!is |are |does |do )\S.*?) {means}|{what} (?:is |"
        r"does "
        r")?means? {subject}",
        "what does mean ROI?",
        "what matters means little",
        cues=(WHAT, (*MEAN, *STANDS)),
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
        cues=(WHAT,),
    ),
)
