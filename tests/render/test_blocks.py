"""Every reply stands within Slack's limits, whatever a glossary holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.explainer import Explainer
from bot.glossary import Contrast, Glossary, Section, Term
from bot.playground import limits as strict
from bot.render.blocks import LONGEST_PLAIN, Message, Share, Stance, message
from bot.render.buttons import Act, standing
from bot.reply import Kind, Page, Reply, unknown

from ..glossaries import explainer
from .limits import faults
from .test_rich_text import flat


def labels(shown: Message) -> list[str]:
    """Labels of all buttons, in order."""
    return [
        element["text"]["text"]
        for block in shown.blocks
        if block["type"] == "actions"
        for element in block["elements"]
    ]


def asked(text: str) -> Reply:
    reply = explainer().asked(text).reply
    assert reply is not None
    return reply


def test_a_card_has_its_title_other_names_definition_and_buttons() -> None:
    shown = message(asked("sprint"), Stance(asker="U1"))

    assert [block["type"] for block in shown.blocks] == [
        "header", "context", "rich_text", "actions", "actions",
    ]  # fmt: skip
    assert labels(shown) == ["Velocity", "Backlog", "Release", "Read more", "Dismiss"]
    assert "what it chose" in shown.text


def test_what_was_opened_in_the_thread_is_ticked() -> None:
    shown = message(asked("sprint"), Stance(opened=frozenset(["Backlog"])))

    assert labels(shown)[:3] == ["Velocity", "✓ Backlog", "Release"]


def test_a_private_card_can_go_back_and_be_shared() -> None:
    stance = Stance(private=True, trail=("Velocity",), share=Share.CHANNEL)
    shown = message(asked("sprint"), stance)

    assert labels(shown)[3:] == ["← Back", "Read more", "Share in channel", "Dismiss"]
    trails = {b.trail for b in standing(shown.blocks) if b.act is Act.EXPLAIN}
    assert trails == {("Velocity", "Sprint")}


def many(count: int, **more: Any) -> Explainer:
    names = [f"Word {i}" for i in range(count)]
    terms = [Term(name, "…") for name in names[1:]]
    first = Term(names[0], "First.", related=tuple(names[1:]), **more)
    glossary = Glossary((first, *terms))
    return Explainer(lambda: glossary)


def test_five_related_terms_are_shown_and_more_shows_up_to_twenty() -> None:
    reply = many(30).expand("Word 0")

    assert labels(message(reply)) == [
        *(f"Word {i}" for i in range(1, 6)),
        "More",
        "Dismiss",
    ]
    assert len(labels(message(reply, Stance(more=True)))) == 20 + 1


def test_owner_review_date_and_link_are_shown_when_given() -> None:
    entry = {"owner": "Team A", "reviewed": date(2026, 1, 2), "url": "https://example.com"}
    shown = message(many(2, **entry).expand("Word 0"))

    assert labels(shown)[-2:] == ["Read definition", "Dismiss"]
    assert shown.blocks[-1]["elements"][0]["text"] == "kept by Team A · reviewed 2026-01-02"


def test_a_picker_and_a_picked_card_offer_the_meanings() -> None:
    assert labels(message(asked("PoS"))) == ["Point of sale", "Proof of stake", "Dismiss"]
    picked = message(explainer().expand("Point of sale", shared="PoS"))
    assert labels(picked) == ["Proof of stake", "Dismiss"]


def test_details_show_sections_first_then_contrasts() -> None:
    shown = message(explainer().details("Sprint"), Stance(asker="U1"))

    assert shown.text.index("one week") < shown.text.index("ends by the clock")
    assert labels(shown) == ["Dismiss"]


def test_contents_list_terms_topics_and_the_way_between_pages() -> None:
    shown = message(many(45).contents(page=2), Stance(private=True))

    assert labels(shown)[-2:] == ["← Previous", "Next →"]
    within = message(explainer().contents("Rhythm"), Stance(private=True))
    assert labels(within) == [
        "Sprint",
        "Release",
        "All terms",
        "Numbers",
        "People",
        "Tests",
    ]


def test_what_somebody_typed_is_echoed_as_plain_text() -> None:
    shown = message(unknown("<!channel> *x* <@U1> @here " + "y" * 200))

    assert faults(shown) == []
    [section] = shown.blocks[0]["elements"]
    assert "<!channel> *x* <@U1>" in section["elements"][0]["text"]
    assert len(section["elements"][0]["text"]) < 120


hostile = st.sampled_from(
    [
        "<!channel> ",
        "<@U123> ",
        "@here ",
        "**b** ",
        "_i_ ",
        "`c` ",
        "- item\n",
        "\n\n",
        "> q\n",
        "1. one\n",
        "```\ncode\n```\n",
        "[l](https://e.com) ",
        "[x](javascript:1) ",
        "# h\n",
        "<b>html</b> ",
        "| a | b |\n|--|--|\n",
        "![i](http://x/y) ",
        ":wave: ",
        "👩‍👩‍👧 ",
        "\u202e",
        "\u200b",
        "a" * 40,
        "עברית ",
        "&amp; ",
        "\\",
        "***",
        "~~s~~ ",
        "      - deep\n",
    ]
)


def prose(most: int) -> st.SearchStrategy[str]:
    return st.lists(hostile, min_size=1, max_size=most).map(
        lambda parts: "".join(parts)[:most].strip() or "x"
    )


names = st.text(min_size=1, max_size=75).filter(lambda name: bool(name.strip()))


@st.composite
def replies(draw: st.DrawFn) -> tuple[Explainer, str]:
    """A hostile glossary of 1 to 24 terms, all related, and the name of its first term."""
    unique = draw(st.lists(names, min_size=1, max_size=24, unique=True))
    sections = [
        Section(draw(prose(150)), draw(prose(2500))) for _ in range(draw(st.integers(0, 3)))
    ]
    first = Term(
        unique[0],
        draw(prose(2000)),
        aliases=tuple(draw(st.lists(names, max_size=12))),
        sections=tuple(sections) * draw(st.sampled_from([1, 10])),
        contrasts=tuple(Contrast(name, draw(prose(500))) for name in unique[1:3]),
        related=tuple(unique[1:]),
        topic=draw(names),
        expansion=draw(names),
        url="https://example.com/" + "u" * draw(st.sampled_from([1, 2900])),
    )
    rest = [Term(name, "…", topic=draw(names)) for name in unique[1:]]
    glossary = Glossary((first, *rest))
    return Explainer(lambda: glossary), unique[0]


stances = st.builds(
    Stance,
    asker=st.just("U123"),
    opened=st.frozensets(names, max_size=3),
    more=st.booleans(),
    private=st.booleans(),
    trail=st.lists(names, max_size=9).map(tuple),
    share=st.sampled_from(Share),
)


@settings(max_examples=60, deadline=None)
@given(replies(), stances)
def test_whatever_a_glossary_holds_slack_would_take_it(
    made: tuple[Explainer, str], stance: Stance
) -> None:
    live, name = made
    said = [live.expand(name), live.details(name), live.contents(), live.help()]
    said += [reply for text in (name, f"{name}x") if (reply := live.asked(text).reply)]

    for reply in said:
        assert faults(message(reply, stance)) == []


# Names as long as they may be, some of characters that JSON writes twice as long.
longest = st.builds(
    lambda number, stuff: f"{number} {stuff * 75}"[:75],
    st.integers(0, 999),
    st.sampled_from(["W", '"', "\\", "👩", "ע", "<!here> ", "&", "\u200b", "x y "]),
)
many_names = st.lists(longest, min_size=1, max_size=60, unique=True).map(tuple)


@st.composite
def extreme_replies(draw: st.DrawFn) -> Reply:
    """A reply of any kind, with more of everything than a sane glossary leads to."""
    kind = draw(st.sampled_from(Kind))
    text = draw(prose(2500))
    sections = (Section("s" * 150, text), Section("short", "x"))
    count = {Kind.CARD: 1, Kind.DETAILS: 1, Kind.CONTENTS: 20}.get(kind, 60)
    terms = tuple(
        Term(name, text[:2000], sections=sections * draw(st.sampled_from([0, 1, 40])))
        for name in draw(many_names)[:count]
    )
    contrasts = tuple((term, Contrast(term.name, text)) for term in terms)
    return Reply(
        kind,
        lead="“<!channel> @here” is not in the glossary.",
        terms=terms,
        contrast=draw(st.none() | st.just(Contrast("x", text))),
        contrasts=contrasts * draw(st.sampled_from([0, 1, 60])),
        choices=draw(many_names)[:20] if kind is Kind.CARD else draw(many_names),
        shared=draw(longest),
        others=draw(st.just(()) | many_names),
        link="https://example.com/" + "u" * draw(st.sampled_from([1, 2900, 9000])),
        has_details=draw(st.booleans()),
        page=Page(draw(longest), 2, 3, draw(many_names)),
    )


trails = st.lists(longest, max_size=9).map(tuple)


@settings(max_examples=150, deadline=None)
@given(extreme_replies(), stances, trails)
def test_whatever_there_is_to_say_slack_would_take_it(
    reply: Reply, stance: Stance, trail: tuple[str, ...]
) -> None:
    shown = message(reply, replace(stance, trail=trail))

    assert faults(shown) == []
    assert strict.faults(shown.blocks) == []


def test_more_sections_than_a_message_holds_end_with_a_mark() -> None:
    term = Term("T", "…", sections=tuple(Section(f"No. {i}", "x") for i in range(60)))
    reply = Reply(Kind.DETAILS, terms=(term,))

    shown = message(reply)
    assert shown.blocks[-2]["elements"][0]["text"].startswith("… There is more")
    shown = message(replace(reply, link="https://example.com"))
    assert "“Read definition” leads to all" in shown.blocks[-2]["elements"][0]["text"]
    assert labels(shown) == ["Read definition", "Dismiss"]


def test_all_that_fits_stands_without_a_mark() -> None:
    term = Term("T", "…", sections=tuple(Section(f"No. {i}", "x") for i in range(40)))

    shown = message(Reply(Kind.DETAILS, terms=(term,)))

    assert [block["type"] for block in shown.blocks[1:-1]] == ["rich_text"] * 40


def test_buttons_give_way_before_a_definition_does() -> None:
    names = tuple(f"{i} {'W' * 73}"[:75] for i in range(60))
    term = Term("T", "word " * 400)

    shown = message(Reply(Kind.CARD, terms=(term,), choices=names[:20], others=names))

    assert "word " * 399 in str(shown.blocks)
    assert labels(shown)[-1] == "Dismiss"
    assert 20 < len(labels(shown)) < 60


def test_a_long_way_back_is_shortened_before_a_definition_is() -> None:
    way = tuple(str(i) * 75 for i in range(8))
    reply = Reply(Kind.CARD, terms=(Term("T", "word " * 400),), choices=("A",) * 20)

    shown = message(reply, Stance(private=True, trail=way, more=True))

    [back] = [one for one in standing(shown.blocks) if one.act is Act.BACK]
    assert 0 < len(back.trail) < 8
    assert back.trail == way[-len(back.trail) :]
    assert "word " * 399 in str(shown.blocks)


def test_two_terms_are_named_by_how_they_stand_to_each_other() -> None:
    def title(reply: Reply) -> str:
        return str(message(reply).blocks[0]["text"]["text"])

    assert title(asked("sprint vs release")) == "Sprint vs. Release"
    assert title(asked("sprint vs velocity")) == "Sprint and Velocity"


def test_two_terms_stand_under_their_names_after_how_they_differ() -> None:
    shown = message(asked("sprint vs release"))
    texts = [block for block in shown.blocks if block["type"] == "rich_text"]

    assert flat(texts[0]) == "A sprint ends by the clock."
    assert [flat(text["elements"][0]) for text in texts[1:]] == ["Sprint", "Release"]


def test_without_blocks_the_words_are_left_and_not_too_many() -> None:
    card = message(explainer().expand("Sprint"))
    assert card.plainly() == Message(card.text, [], mrkdwn=False)
    long = Message("so much &amp; more " * 500, card.blocks).plainly()
    assert LONGEST_PLAIN - 30 < len(long.text) <= LONGEST_PLAIN
    assert long.text.endswith(("much…", "so…", "more…", "&amp;…"))
    assert long.blocks == []


def test_an_address_too_long_for_slack_gets_no_button() -> None:
    reply = Reply(Kind.CARD, terms=(Term("T", "…"),), link="https://e.com/" + "x" * 3000)

    assert labels(message(reply)) == ["Dismiss"]


@pytest.mark.parametrize("markup", ["**b** `c` " * 200, "- x\n" * 500, "*" * 2000])
def test_text_that_swells_as_rich_text_is_cut_with_a_mark(markup: str) -> None:
    glossary = Glossary(
        (Term("Swollen", markup[:2000], sections=(Section("s", markup),) * 9),)
    )
    live = Explainer(lambda: glossary)

    shown = message(live.details("Swollen"))

    assert faults(shown) == []
