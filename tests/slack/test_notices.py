"""What is said about Slack itself is short, plain, and names the way out."""

from __future__ import annotations

import pytest

from bot.render.blocks import Message
from bot.slack import notices
from bot.slack.calls import Fate, Undelivered

FIXED = [
    notices.BROKEN,
    notices.UNSURE,
    notices.BUSY,
    notices.NOT_YOURS,
    notices.ALREADY_SHARED,
]
REFUSED = notices.refused("restricted_action", elsewhere=True)
ALL = [*FIXED, REFUSED, notices.invite("U0BOT")]


@pytest.mark.parametrize("notice", ALL)
def test_a_notice_is_one_short_text_that_pings_nobody(notice: Message) -> None:
    assert notice.blocks == []
    assert len(notice.text) < 250
    assert "<!" not in notice.text


def test_an_invitation_can_be_copied() -> None:
    assert "/invite <@U0BOT>" in notices.invite("U0BOT").text


def test_slacks_reason_is_told_in_words() -> None:
    assert "“restricted action”" in notices.refused("restricted_action").text


@pytest.mark.parametrize(
    ("failure", "in_a_channel", "in_a_dm"),
    [
        (Undelivered("dropped", Fate.UNKNOWN), notices.UNSURE, notices.UNSURE),
        (Undelivered("ratelimited", retry_after=600), notices.BUSY, notices.BUSY),
        (Undelivered("no route", Fate.UNSENT), notices.BROKEN, notices.BROKEN),
        (Undelivered("token_revoked"), notices.BROKEN, notices.BROKEN),
        (
            Undelivered("not_in_channel"),
            notices.invite("U0BOT"),
            notices.refused("not_in_channel"),
        ),
        (
            Undelivered("restricted_action"),
            notices.refused("restricted_action", elsewhere=True),
            notices.refused("restricted_action"),
        ),
    ],
)
def test_each_kind_of_failure_has_its_own_way_out(
    failure: Undelivered, in_a_channel: Message, in_a_dm: Message
) -> None:
    assert notices.why_not(failure, "U0BOT", direct=False) == in_a_channel
    assert notices.why_not(failure, "U0BOT", direct=True) == in_a_dm
