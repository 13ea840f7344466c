"""The promises of the glossary that ships: one test each, naming all that break it.

They hold of `glossary.yaml` as it stands. A team's own glossary need keep none of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest

from bot.explainer import Explainer
from bot.glossary import Term, normalise, squash
from bot.glossary_file import check, load
from bot.glossary_source import shipped
from bot.matching import Matcher, Shared
from bot.render.blocks import Message, message
from bot.render.plain import markdown
from bot.render.rich_text import block, elements
from bot.words import is_common

from .render import limits

GLOSSARY = load(shipped())
TERMS = GLOSSARY.terms
NAMES = {term.name for term in TERMS}

MOST_CLICKS = 5
MOST_BUTTONS = 5  # related terms that a card shows before “More”

# Which of two spellings: the glossary is written in the second.
BRITISH = {
    "analyse": "analyze", "artefact": "artifact", "behaviour": "behavior",
    "cancelled": "canceled", "catalogue": "catalog", "centre": "center",
    "colour": "color", "customise": "customize", "defence": "defense",
    "favour": "favor", "generalise": "generalize", "grey": "gray", "honour": "honor",
    "initialise": "initialize", "judgement": "judgment", "labelled": "labeled",
    "labelling": "labeling", "learnt": "learned", "licence": "license",
    "licences": "licenses", "minimise": "minimize", "modelling": "modeling",
    "neighbour": "neighbor", "neighbouring": "neighboring", "optimise": "optimize",
    "organise": "organize", "practise": "practice", "practised": "practiced",
    "prioritise": "prioritize", "programme": "program", "realise": "realize",
    "recognise": "recognize", "serialise": "serialize", "sceptical": "skeptical",
    "specialise": "specialize", "summarise": "summarize", "summarising": "summarizing",
    "tokenise": "tokenize", "tokeniser": "tokenizer", "towards": "toward",
    "travelled": "traveled", "visualise": "visualize", "whilst": "while",
}  # fmt: skip


@pytest.fixture(scope="module")
def explainer() -> Explainer:
    """An explainer of the shipped glossary."""
    return Explainer(lambda: GLOSSARY)


@pytest.fixture(scope="module")
def named_in(explainer: Explainer) -> Callable[[str], set[str]]:
    """The terms that a text uses."""
    return lambda text: set(explainer.terms_in(text))


def texts(term: Term) -> Iterator[str]:
    """All that is written of a term, as plain text."""
    yield " · ".join(term.names)
    yield markdown(term.definition)
    for section in term.sections:
        yield section.title
        yield markdown(section.text)
    for contrast in term.contrasts:
        yield markdown(contrast.text)


def first_sentence(term: Term) -> str:
    return re.split(r"(?<=[.!?])\s", markdown(term.definition))[0]


# --- how much there is ---------------------------------------------------------------


def test_there_are_at_least_150_terms() -> None:
    assert len(TERMS) >= 150


def test_every_topic_has_8_to_20_terms_and_stands_in_one_piece() -> None:
    topics = Counter(term.topic for term in TERMS)
    pieces = 1 + sum(one.topic != other.topic for one, other in pairwise(TERMS))

    assert {topic: n for topic, n in topics.items() if not 8 <= n <= 20} == {}
    assert "" not in topics
    assert pieces == len(topics)


def test_at_least_95_entries_say_more_in_one_to_three_sections() -> None:
    counts = {term.name: len(term.sections) for term in TERMS if term.sections}

    assert len(counts) >= 95
    assert {name: n for name, n in counts.items() if n > 3} == {}


def test_a_heading_says_what_stands_below_it() -> None:
    titles = Counter(section.title for term in TERMS for section in term.sections)

    assert {title: n for title, n in titles.items() if n > 3} == {}


def test_there_are_at_least_65_contrasts_each_written_at_one_of_its_sides() -> None:
    pairs = [frozenset((t.name, c.other)) for t in TERMS for c in t.contrasts]

    assert len(pairs) >= 65
    assert [tuple(pair) for pair, n in Counter(pairs).items() if n > 1] == []


# --- the definitions -----------------------------------------------------------------


def test_a_definition_has_25_to_60_words() -> None:
    lengths = {term.name: len(markdown(term.definition).split()) for term in TERMS}

    assert {name: n for name, n in lengths.items() if not 25 <= n <= 60} == {}


def test_the_first_sentence_of_a_definition_answers_by_itself() -> None:
    def stands_alone(sentence: str) -> bool:
        leans = re.match(r"(?:it|this|they|these|he|she|here|also|see)\b", sentence, re.I)
        return sentence.endswith(".") and 6 <= len(sentence.split()) <= 45 and not leans

    sentences = {term.name: first_sentence(term) for term in TERMS}
    assert {name: s for name, s in sentences.items() if not stands_alone(s)} == {}


def test_no_definition_begins_with_a_name_of_its_own() -> None:
    def begins_with_itself(term: Term) -> bool:
        words = normalise(markdown(term.definition)).split()
        bare = words[1:] if words[0] in ("a", "an", "the") else words
        names = {normalise(name) for name in term.names}
        names |= {f"{name}s" for name in names}
        return any(" ".join(bare).startswith(f"{name} ") for name in names)

    assert [term.name for term in TERMS if begins_with_itself(term)] == []


def test_no_known_term_is_used_in_a_definition_without_a_way_to_it(
    named_in: Callable[[str], set[str]],
) -> None:
    def at_hand(term: Term) -> set[str]:
        related = {one for name in term.related for one in (name, *_related(name))}
        contrasted = {other.name for other, _ in GLOSSARY.contrasts_of(term)}
        return {term.name} | related | contrasted

    lost = {term.name: named_in(term.definition) - at_hand(term) for term in TERMS}
    assert {name: terms for name, terms in lost.items() if terms} == {}


def _related(name: str) -> tuple[str, ...]:
    term = GLOSSARY.get(name)
    assert term
    return term.related


# --- the walk ------------------------------------------------------------------------


def test_every_term_has_three_to_five_related_ones() -> None:
    counts = {term.name: len(term.related) for term in TERMS}

    assert {name: n for name, n in counts.items() if not 3 <= n <= MOST_BUTTONS} == {}


def test_at_least_two_terms_lead_to_every_term() -> None:
    led_to = Counter(name for term in TERMS for name in term.related)

    assert {name: led_to[name] for name in NAMES if led_to[name] < 2} == {}


def test_every_term_is_at_most_five_clicks_from_every_other() -> None:
    far = {name: sorted(NAMES - _within(MOST_CLICKS, name)) for name in sorted(NAMES)}

    assert {name: others for name, others in far.items() if others} == {}


def _within(clicks: int, start: str) -> set[str]:
    reached = {start}
    for _ in range(clicks):
        reached |= {other for name in reached for other in _related(name)[:MOST_BUTTONS]}
    return reached


# --- one hand, one spelling ----------------------------------------------------------


def test_the_spelling_is_american_throughout() -> None:
    def british(term: Term) -> set[str]:
        words = re.findall(r"[a-z]+", " ".join(texts(term)).casefold())
        return {word for word in words if word in BRITISH}

    found = {term.name: british(term) for term in TERMS}
    assert {name: words for name, words in found.items() if words} == {}


def test_quotation_marks_and_apostrophes_are_of_one_kind() -> None:
    def other_marks(text: str) -> bool:
        return bool(re.search(r"[‘’]|(?<![\w`=])\"|\"(?=[\s.,;])", text))

    found = {term.name for term in TERMS for text in texts(term) if other_marks(text)}
    assert found == set()


def test_check_has_nothing_to_say_of_it() -> None:
    report = check(shipped())

    assert [str(problem) for problem in (*report.faults, *report.warnings)] == []


# --- as it is shown ------------------------------------------------------------------


def test_every_card_stands_whole_within_slacks_limits(explainer: Explainer) -> None:
    cards = {term.name: message(explainer.expand(term.name)) for term in TERMS}

    cut = [t.name for t in TERMS if not _shows(cards[t.name], t.definition)]
    assert cut == []
    assert _refused(cards) == {}


def test_every_read_more_stands_whole_in_one_message(explainer: Explainer) -> None:
    details = {term.name: message(explainer.details(term.name)) for term in TERMS}

    cut = {
        term.name
        for term in TERMS
        for text in _behind_read_more(term)
        if not _shows(details[term.name], text)
    }
    assert cut == set()
    told = [term for term in TERMS if any(_behind_read_more(term))]
    assert _refused({term.name: details[term.name] for term in told}) == {}


def _behind_read_more(term: Term) -> Iterator[str]:
    yield from (section.text for section in term.sections)
    yield from (contrast.text for _, contrast in GLOSSARY.contrasts_of(term))


def _shows(shown: Message, text: str) -> bool:
    """Whether a text stands in a message to its end, and nothing beside it is cut."""
    whole = block(elements(text))["elements"]
    parts = [one["elements"] for one in shown.blocks if one["type"] == "rich_text"]
    in_blocks = any(part[-len(whole) :] == whole for part in parts)  # below its title
    return in_blocks and not any(one.endswith("…") for one in _strings(shown.blocks))


def _strings(part: object) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict | list):
        for inner in part.values() if isinstance(part, dict) else part:
            yield from _strings(inner)


def _refused(messages: dict[str, Message]) -> dict[str, list[str]]:
    faults = {name: limits.faults(shown) for name, shown in messages.items()}
    return {name: found for name, found in faults.items() if found}


# --- as it is asked for --------------------------------------------------------------


def test_no_two_entries_answer_to_one_name() -> None:
    matcher = Matcher(GLOSSARY)
    forms = {
        form
        for term in TERMS
        for name in term.names
        for form in (name, f"{name}s", squash(normalise(name)))
    }

    shared = sorted(one for one in forms if isinstance(matcher.named(one), Shared))
    assert shared == []
    assert len(GLOSSARY.by_key) == sum(len(term.names) for term in TERMS)


def test_no_alias_is_a_plain_english_word() -> None:
    aliases = {alias for term in TERMS for alias in term.aliases}

    assert {alias for alias in aliases if is_common(alias.casefold())} == set()


def test_every_name_is_answered_to_whoever_asks_us(explainer: Explainer) -> None:
    def answers(name: str) -> tuple[str, ...]:
        reply = explainer.asked(f"what is {name}?").reply
        return reply.answers if reply else ()

    found = {name: (answers(name), term.name) for term in TERMS for name in term.names}
    assert {name: got for name, (got, right) in found.items() if got != (right,)} == {}


def test_every_term_is_answered_where_it_is_overheard(explainer: Explainer) -> None:
    def answers(name: str) -> tuple[str, ...]:
        reply = explainer.overheard(f"what is {name}?").reply
        return reply.answers if reply else ()

    found = {term.name: answers(term.name) for term in TERMS}
    assert {name: got for name, got in found.items() if got != (name,)} == {}


def test_every_contrast_is_found_from_either_side(explainer: Explainer) -> None:
    def found(one: str, other: str, text: str) -> bool:
        reply = explainer.asked(f"what is the difference between {one} and {other}?").reply
        told = reply.contrast if reply and not reply.lead else None
        return bool(told and told.text == text)

    missed = [
        pair
        for term in TERMS
        for contrast in term.contrasts
        for pair in ((term.name, contrast.other), (contrast.other, term.name))
        if not found(*pair, contrast.text)
    ]
    assert missed == []
