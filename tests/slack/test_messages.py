"""What people write becomes values, or nothing where it is not for us."""

from __future__ import annotations

from typing import Any

import pytest

from bot.render.blocks import Stance, message
from bot.slack.messages import Deletion, Message, Place, Post
from tests.glossaries import explainer
from tests.slack.events import body


def written(**changes: Any) -> Message:
    read = Message.of(body(**changes), {})
    assert read
    return read


def test_a_message_is_answered_in_its_thread_or_in_one_below_it() -> None:
    assert written().place == Place("C1", "5.1")
    assert written(thread_ts="4.0").place == Place("C1", "4.0")
    assert written().stands == Place("C1")


def test_a_direct_message_is_answered_where_it_stands() -> None:
    direct = {"channel": "D1", "channel_type": "im"}
    assert written(**direct).place == Place("D1")
    assert written(**direct, thread_ts="4.0").place == Place("D1", "4.0")


@pytest.mark.parametrize(
    "changes",
    [
        {"bot_id": "B1"},
        {"bot_profile": {"id": "B1"}},
        {"app_id": "A1"},
        {"user": "USLACKBOT"},
        {"subtype": "bot_message"},
        {"subtype": "message_changed"},
        {"subtype": "me_message"},
        {"edited": {"user": "U0ANA"}},
        {"user": None},
        {"ts": None},
        {"channel": None},
    ],
)
def test_what_nobody_has_just_written_is_nothing(changes: dict[str, Any]) -> None:
    assert Message.of(body(**changes), {}) is None


@pytest.mark.parametrize("kind", ["is_share", "is_msg_unfurl"])
def test_of_a_message_passed_on_only_what_was_written_with_it_is_read(kind: str) -> None:
    attached = {kind: True, "author_id": "U0BOT", "text": "what is a token?"}
    quoted = [{"type": "rich_text", "elements": [{"text": "what is a token?"}]}]
    read = written(text="", attachments=[{**attached, "message_blocks": quoted}])
    assert read.text == ""


@pytest.mark.parametrize(
    ("number", "again"), [((), False), (("0",), False), (("2",), True)]
)
def test_a_first_delivery_may_carry_a_retry_number(
    number: tuple[str, ...], again: bool
) -> None:
    read = Message.of(body(), {"x-slack-retry-num": number})
    assert read
    assert read.again is again


@pytest.mark.parametrize(
    ("text", "opens", "rest"),
    [
        ("<@U0BOT> token", True, "token"),
        (" <@U0BOT|explainer>: token", True, ": token"),
        ("thanks <@U0BOT>", False, "thanks"),
        ("ask <@U0BEN>, <@U0BOT>", False, "ask <@U0BEN>,"),
    ],
)
def test_a_mention_is_found_and_left_out(text: str, opens: bool, rest: str) -> None:
    read = written(text=text)
    assert read.mentions("U0BOT")
    assert read.opens_with("U0BOT") is opens
    assert read.without("U0BOT") == rest


def test_another_mention_is_not_ours() -> None:
    assert not written(text="<@U0BOTTLE> <@U0BEN>").mentions("U0BOT")


def test_a_deletion_is_read_in_both_of_its_shapes() -> None:
    plain = body(subtype="message_deleted", deleted_ts="4.0")
    stone = body(subtype="message_changed", message={"subtype": "tombstone", "ts": "4.0"})
    assert Deletion.of(plain) == Deletion.of(stone) == Deletion("C1", "4.0")


@pytest.mark.parametrize("changes", [{}, {"subtype": "message_changed", "message": {}}])
def test_what_was_not_deleted_is_no_deletion(changes: dict[str, Any]) -> None:
    assert Deletion.of(body(**changes)) is None


def test_a_post_is_known_by_its_buttons_for_slack_rewrites_texts() -> None:
    bot = explainer()
    card = message(bot.expand("Sprint"), Stance("U0BEN"))
    other = message(bot.expand("Release"), Stance("U0BEN"))
    again = Post.of({"ts": "7.0", "text": "<http://rewritten>", "blocks": card.blocks})
    assert again.is_this(card.text, card.blocks)
    assert not again.is_this(again.text, other.blocks)
    assert not again.is_this(again.text, message(bot.expand("Sprint"), Stance("U1")).blocks)


def test_a_post_without_buttons_is_known_by_its_text() -> None:
    told = Post.of({"ts": "7.0", "text": "help", "blocks": []})
    assert told.is_this("help", [])
    assert not told.is_this("other", [])
    assert not Post.of({"ts": "7.0"}).is_this("", [])


@pytest.mark.parametrize(
    "rewritten",
    [
        "R&amp;D: see <http://a.example|a.example> or <https://b.example/x> :tada:",
        "R&amp;D: see a.example  or https://b.example/x",
        "R&D: see a.example or https://b.example/x 🎉\n",
    ],
)
def test_however_slack_rewrites_a_text_it_stays_the_same(rewritten: str) -> None:
    sent = "R&amp;D: see a.example or https://b.example/x 🎉"
    assert Post.of({"text": rewritten}).is_this(sent, [])
    assert not Post.of({"text": f"{rewritten} too"}).is_this(sent, [])


def test_a_card_that_came_without_its_buttons_is_known_by_its_text() -> None:
    card = message(explainer().expand("Sprint"), Stance("U0BEN"))
    assert Post.of({"text": card.text}).is_this(card.text, card.blocks)
    assert Post.of({"text": card.text, "blocks": card.blocks}).is_this(card.text, [])
