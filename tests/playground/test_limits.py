"""Each of Slack's rules for blocks, with what is just within it and just beyond."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground import limits

Block = dict[str, Any]


def text(words: str = "x", **more: Any) -> Block:
    return {"type": "plain_text", "text": words, **more}


def mrkdwn(words: str = "x", **more: Any) -> Block:
    return {"type": "mrkdwn", "text": words, **more}


def section(words: str = "x") -> Block:
    return {"type": "section", "text": mrkdwn(words)}


def fields(*some: Any) -> Block:
    return {"type": "section", "fields": list(some)}


def header(words: str) -> Block:
    return {"type": "header", "text": text(words)}


def context(*elements: Any) -> Block:
    return {"type": "context", "elements": list(elements)}


def button(**more: Any) -> Block:
    return {"type": "button", "text": text(), "action_id": "a", **more}


def actions(*buttons: Any) -> Block:
    return {"type": "actions", "elements": list(buttons)}


def one(**more: Any) -> Block:
    return actions(button(**more))


def many(count: int) -> Block:
    return actions(*(button(action_id=str(at)) for at in range(count)))


def run(**more: Any) -> Block:
    return {"type": "text", "text": "x", **more}


def line(*runs: Any, **more: Any) -> Block:
    return {"type": "rich_text_section", "elements": list(runs), **more}


def rich(*elements: Any) -> Block:
    return {"type": "rich_text", "elements": list(elements)}


def said(*runs: Any) -> Block:
    return rich(line(*runs))


def bullets(*items: Any, **more: Any) -> Block:
    listed = {"type": "rich_text_list", "style": "bullet", "elements": list(items)}
    return rich({**listed, **more})


def special(kind: str, *runs: Any, **more: Any) -> Block:
    return rich({"type": f"rich_text_{kind}", "elements": list(runs), **more})


CONFIRM: Block = {
    "title": text("x" * 100),
    "text": text("x" * 300),
    "confirm": text("x" * 30),
    "deny": text("x" * 30),
}
EMOJI = {"type": "emoji", "name": "wave"}


@pytest.mark.parametrize(
    ("make", "most"),
    [
        (lambda n: [section("x" * n)], 3000),
        (lambda n: [fields(text("x" * n))], 2000),
        (lambda n: [fields(*[text()] * n)], 10),
        (lambda n: [header("x" * n)], 150),
        (lambda n: [context(*[text()] * n)], 10),
        (lambda n: [many(n)], 25),
        (lambda n: [one(text=text("x" * n))], 75),
        (lambda n: [one(accessibility_label="x" * n)], 75),
        (lambda n: [one(value="x" * n)], 2000),
        (lambda n: [one(action_id="x" * n)], 255),
        (lambda n: [one(url="https:" + "x" * (n - 6))], 3000),
        (lambda n: [{**section(), "block_id": "x" * n}], 255),
        (lambda n: [bullets(line(run()), indent=n)], 8),
        (lambda n: [bullets(line(run()), border=n)], 1),
        (lambda n: [special("quote", run(), border=n)], 1),
        (lambda n: [one(confirm={**CONFIRM, "title": text("x" * n)})], 100),
        (lambda n: [one(confirm={**CONFIRM, "text": text("x" * n)})], 300),
        (lambda n: [one(confirm={**CONFIRM, "deny": text("x" * n)})], 30),
        (lambda n: [section()] * n, 50),
    ],
)
def test_a_limit_holds_to_the_last_one_and_not_beyond(
    make: Callable[[int], list[Block]], most: int
) -> None:
    assert limits.faults(make(most)) == []
    assert limits.faults(make(most + 1)) != []


@pytest.mark.parametrize(
    "block",
    [
        {**section(), "expand": True},
        {"type": "section", "text": mrkdwn(verbatim=True), "accessory": button()},
        one(text=text(emoji=False), style="danger", confirm=CONFIRM),
        said(run(style={"bold": True, "code": True}), EMOJI),
        said({"type": "link", "url": "mailto:x@example.com", "text": "x", "unsafe": True}),
        said({"type": "broadcast", "range": "here"}, {"type": "user", "user_id": "U1"}),
        special("preformatted", run(), {"type": "link", "url": "https://e.com"}, border=0),
        bullets(line(run()), style="ordered", offset=4, indent=1),
    ],
)
def test_what_slack_knows_is_taken(block: Block) -> None:
    assert limits.faults([block]) == []


@pytest.mark.parametrize(
    ("block", "fault"),
    [
        ("x", "must provide an object [json-pointer:/blocks/0]"),
        ({}, "missing required field: type [json-pointer:/blocks/0]"),
        ({"type": "image"}, "unsupported type: image [json-pointer:/blocks/0/type]"),
        (section("x" * 3001), "must be less than 3001 characters"),
        (
            section(" \n"),
            "must be more than 0 characters [json-pointer:/blocks/0/text/text]",
        ),
        ({"type": "section", "text": None}, "must provide an object"),
        ({"type": "section", "fields": 5}, "must provide an array"),
        (fields(), "no fewer than 1 items allowed [json-pointer:/blocks/0/fields]"),
        ({"type": "section", "text": mrkdwn(verbatim="yes")}, "must provide a boolean"),
        (
            {"type": "section", "text": mrkdwn(block_id="x")},
            "additional property: block_id",
        ),
        (one(block_id="x"), "invalid additional property: block_id"),
        (actions(button(), button()), '`action_id` "a" already exists'),
        (actions(button(action_id={}), button(action_id={})), "must provide a string"),
        (one(text=mrkdwn()), "unsupported type: mrkdwn"),
        (one(url="nowhere"), "must be a valid url [json-pointer:/blocks/0/elements/0/url]"),
        (one(style="loud"), "must be a valid enum value"),
        (one(confirm=True), "must provide an object"),
        (one(confirm={"title": text()}), "missing required field: deny"),
        (rich(run()), "unsupported type: text"),
        (said(line(run())), "unsupported type: rich_text_section"),
        (rich(line(run(), border=1)), "invalid additional property: border"),
        (said({"type": "broadcast", "range": "moon"}), "must be a valid enum value"),
        (said({"type": "user", "channel_id": "C1"}), "missing required field: user_id"),
        (said(run(style="bold")), "must provide an object"),
        (said(run(style={"bold": "yes"})), "must provide a boolean"),
        (said(run(style={"loud": True})), "invalid additional property: loud"),
        (special("preformatted", EMOJI), "unsupported type: emoji"),
        (bullets(run()), "unsupported type: text"),
        (bullets(line(run()), indent="1"), "must be a number from 0 to 8"),
        (bullets(line(run()), offset=True), "must be a number"),
    ],
)
def test_what_slack_refuses_is_refused_in_its_words(block: Any, fault: str) -> None:
    assert any(fault in found for found in limits.faults([block]))


def test_no_two_blocks_have_one_id() -> None:
    twice = [{"type": "divider", "block_id": "a"}, {"type": "divider", "block_id": "a"}]

    assert limits.faults(twice) == [
        '`block_id` "a" already exists [json-pointer:/blocks/1/block_id]'
    ]
    assert limits.faults([{"type": "divider"}] * 2) == []


def test_a_message_may_have_no_blocks() -> None:
    assert limits.faults([]) == []
    assert limits.faults({}) == ["must provide an array [json-pointer:/blocks]"]


NAMES = ("type", "text", "elements", "style", "indent", "fields", "action_id", "block_id")
TYPES = [*limits.BLOCKS, *limits.RICH_TEXT, *limits.RUNS, "button", "mrkdwn", "plain_text"]
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=3)
    | st.sampled_from(TYPES),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4)
        | st.fixed_dictionaries({"type": st.sampled_from(TYPES), "elements": inner})
    ),
    max_leaves=12,
)


@given(ANYTHING)
def test_whatever_is_sent_is_judged_without_an_error(sent: Any) -> None:
    assert all("[json-pointer:" in found for found in limits.faults([sent]))
