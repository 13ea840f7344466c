"""When the bot speaks, when it keeps silent, and what it says."""

from __future__ import annotations

import pytest

from bot.explainer import PAGE, Explainer
from bot.glossary import Glossary, Term
from bot.reply import Kind

from .glossaries import agile, explainer


def answers(text: str) -> tuple[str, ...]:
    reply = explainer().overheard(text).reply
    return reply.answers if reply else ()


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("what is a sprnit?", ("Sprint",)),
        ("anyone know what ROI is", ("ROI",)),
        ("What's the difference between sprint and release?", ("Sprint", "Release")),
        (
            "difference between unit and integration tests?",
            ("Unit test", "Integration test"),
        ),
        ("what are sprints, epics and backlogs?", ("Sprint", "Epic", "Backlog")),
        ("what is a sprint? and what is an epic?", ("Sprint", "Epic")),
        ("what's the difference between a sprint and an iteration?", ("Sprint",)),
        ("what does the DoD mean?", ("Definition of done",)),
        ("what is a velocity in agile?", ("Velocity",)),
    ],
)
def test_a_question_for_a_meaning_is_answered_unasked(
    text: str, terms: tuple[str, ...]
) -> None:
    assert answers(text) == terms


@pytest.mark.parametrize(
    "text",
    [
        "what is the spec?",
        "what is our velocity?",
        "what does this sprint mean for us?",
        "what is a sprint in athletics?",
        "what is a spring?",  # an ordinary word one letter away
        "what is the release of the year?",
        "I know what a sprint is",
        "> what is a sprint?",
        "he asked: what is a sprint?",
        "What is a sprint? A sprint is a fixed stretch of days.",
        "What is a sprint? https://example.com",
        "!define sprint",
        "sprint?",
        "what's up",
        "what is it?",
        "what is a token?",
        "what's the difference between a sprint and a token?",
    ],
)
def test_everything_else_is_met_with_silence(text: str) -> None:
    assert answers(text) == ()


def test_a_name_with_several_meanings_offers_them() -> None:
    reply = explainer().overheard("what does POS stand for?").reply

    assert reply is not None
    assert reply.kind is Kind.PICKER
    assert reply.choices == ("Point of sale", "Proof of stake")


def test_the_reason_for_silence_is_said_in_words() -> None:
    decision = explainer().overheard("what is the spec?")

    assert decision.why == "“the spec” is about a particular thing"


@pytest.mark.parametrize(
    "text",
    [
        "sprint",
        "sprint please",
        "the sprint?",
        "<@U1> tell me about sprints",
        "def of sprint",
    ],
)
def test_who_addresses_us_need_not_ask_in_full(text: str) -> None:
    reply = explainer().asked(text).reply

    assert reply is not None
    assert reply.answers == ("Sprint",)


def test_a_miss_with_near_names_suggests_them() -> None:
    reply = explainer().asked("spring").reply

    assert reply is not None
    assert (reply.kind, reply.choices) == (Kind.SUGGESTIONS, ("Sprint",))
    assert "“spring”" in reply.lead


def test_a_foreign_word_is_said_to_be_unknown() -> None:
    reply = explainer().asked("what is photosynthesis?").reply

    assert reply is not None
    assert reply.kind is Kind.UNKNOWN
    assert "“photosynthesis”" in reply.lead


def test_one_known_and_one_unknown_subject_are_told_apart() -> None:
    reply = explainer().asked("sprint vs photosynthesis").reply

    assert reply is not None
    assert reply.answers == ("Sprint",)
    assert "photosynthesis" in reply.lead


@pytest.mark.parametrize("text", ["thanks!", "", "hello there", ":wave:"])
def test_small_talk_to_us_gets_a_line_of_help(text: str) -> None:
    reply = explainer().asked(text).reply

    assert reply is not None
    assert reply.kind is Kind.HELP


def test_being_spoken_of_is_no_reason_to_speak() -> None:
    assert explainer().mentioned("thanks <@U1>", opens=False).reply is None
    assert explainer().mentioned("<@U1> thanks", opens=True).reply is not None
    assert explainer().mentioned("what's a sprint <@U1>", opens=False).reply is not None


def test_a_card_offers_what_is_related_in_the_authors_order() -> None:
    reply = explainer().expand("Sprint")

    assert reply.kind is Kind.CARD
    assert reply.choices == ("Velocity", "Backlog", "Release")
    assert reply.has_details


def test_a_pressed_name_may_be_an_alias_but_never_a_typo() -> None:
    assert explainer().expand("timebox").answers == ("Sprint",)
    assert explainer().expand("sprnt").kind is Kind.GONE
    assert explainer().expand("PoS").kind is Kind.PICKER


def test_a_picked_meaning_keeps_the_others_at_hand() -> None:
    reply = explainer().expand("Point of sale", shared="PoS")

    assert (reply.answers, reply.others) == (("Point of sale",), ("Proof of stake",))


def test_terms_side_by_side_can_be_built_again_from_their_names() -> None:
    asked = explainer().asked("sprint vs release").reply

    assert explainer().side_by_side(["Sprint", "Release"]) == asked
    assert explainer().side_by_side(["Sprint", "Gone"]).kind is Kind.CARD
    assert explainer().side_by_side(["Gone"]).kind is Kind.GONE


def test_details_hold_sections_and_contrasts_from_either_side() -> None:
    reply = explainer().details("Release")

    assert reply.kind is Kind.DETAILS
    assert [other.name for other, _ in reply.contrasts] == ["Sprint"]
    assert explainer().details("Nowhere").kind is Kind.GONE


def test_a_contrast_carries_what_the_glossary_says_of_it() -> None:
    reply = explainer().asked("sprint vs release").reply

    assert reply is not None
    assert reply.contrast is not None
    assert "clock" in reply.contrast.text
    assert "Sprint" not in reply.choices


def test_contents_list_by_topic_by_letter_and_as_a_whole() -> None:
    whole, topic, letter = (explainer().contents(what) for what in ("", "numbers", "R"))

    assert len(whole.terms) == len(agile().terms)
    assert [term.name for term in topic.terms] == ["Velocity", "Burndown chart"]
    assert [term.name for term in letter.terms] == ["Release", "ROI"]
    assert whole.page is not None
    assert "Rhythm" in whole.page.topics


def test_an_unknown_topic_shows_the_whole_and_says_so() -> None:
    reply = explainer().contents("cooking")

    assert "no such topic" in reply.lead
    assert len(reply.terms) == len(agile().terms)


def test_long_contents_come_in_pages_and_a_page_too_far_is_the_last() -> None:
    terms = tuple(Term(f"Word {i:03}", "…") for i in range(2 * PAGE + 1))
    many = Explainer(lambda: Glossary(terms))

    last = many.contents(page=99)

    assert [term.name for term in last.terms] == ["Word 040"]
    assert last.page is not None
    assert (last.page.number, last.page.count) == (3, 3)


def test_a_new_glossary_is_used_from_the_next_question_on() -> None:
    now = [agile()]
    live = Explainer(lambda: now[0])
    assert live.asked("photosynthesis").reply.answers == ()  # type: ignore[union-attr]

    now[0] = Glossary((Term("Photosynthesis", "Light into sugar."),))

    assert live.overheard("what is photosynthesis?").reply is not None
    assert live.expand("Sprint").kind is Kind.GONE


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("and velocity?", "Velocity"),
        ("ok, and epics?", "Epic"),
        ("what about the backlog?", ""),
        ("how about a backlog?", "Backlog"),
        ("and sprnit?", ""),
        ("and then?", ""),
        ("and you?", ""),
        ("and velocity", ""),
    ],
)
def test_in_a_thread_that_we_are_answering_one_may_ask_on(text: str, answer: str) -> None:
    reply = explainer().followed_up(text, answering=True).reply

    assert (reply.answers if reply else ()) == ((answer,) if answer else ())
    assert explainer().followed_up(text, answering=False).reply is None


@pytest.mark.parametrize(
    "text", ["what does that mean?", "sorry, what's that?", "what is it"]
)
def test_that_is_explained_only_where_one_term_was_named(text: str) -> None:
    live = explainer()

    one = live.followed_up(text, answering=False, above=("Sprint",)).reply
    two = live.followed_up(text, answering=False, above=("Sprint", "Epic")).reply

    assert (one is not None) is ("?" in text)
    assert two is None


def test_the_terms_in_a_message_are_found_longest_first_and_not_in_code() -> None:
    text = "Sprints: see the *burn-down chart*, `epic`, a unit test. A sprint has PoS!"

    assert explainer().terms_in(text) == (
        "Sprint",
        "Burndown chart",
        "Unit test",
        "Point of sale",
        "Proof of stake",
    )


def test_a_name_that_ends_like_an_address_is_not_asked_of_anybody() -> None:
    glossary = Glossary((Term("Agent", "…"), Term("Agent team", "…")))
    asked = Explainer(lambda: glossary)

    for decide in (asked.overheard, asked.asked):
        reply = decide("what is an agent team?").reply
        assert reply
        assert reply.answers == ("Agent team",)


def test_a_difference_that_is_known_is_told_without_complaint() -> None:
    reply = explainer().asked("what is the difference between sprint and release?").reply

    assert reply
    assert reply.contrast
    assert reply.lead == ""


def test_a_glossary_prepared_beforehand_is_the_one_answered_from() -> None:
    old, new = agile(), Glossary((Term("Kanban", "Cards on a board."),))
    now = [old]
    live = Explainer(lambda: now[0])

    live.prepare(new)
    assert live.overheard("what is a sprint?").reply
    now[0] = new

    assert live.overheard("what is kanban?").reply
    assert not live.overheard("what is a sprint?").reply
    now[0] = old
    assert live.overheard("what is a sprint?").reply


def test_only_with_a_question_mark_one_may_follow_up() -> None:
    assert explainer().may_follow_up("and sprint?")
    assert not explainer().may_follow_up("and then we shipped")
