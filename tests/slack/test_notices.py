"""What is said about Slack itself is short, plain, and names the way out."""

from __future__ import annotations

import pytest

from bot.render.blocks import Message
from bot.slack import notices

FIXED = [notices.BROKEN, notices.UNSURE, notices.NOT_YOURS, notices.ALREADY_SHARED]
ALL = [*FIXED, notices.refused("restricted_action"), notices.invite("U0BOT")]


@pytest.mark.parametrize("notice", ALL)
def test_a_notice_is_one_short_text_that_pings_nobody(notice: Message) -> None:
    assert notice.blocks == []
    assert len(notice.text) < 250
    assert "<!" not in notice.text


def test_an_invitation_can_be_copied() -> None:
    assert "/invite <@U0BOT>" in notices.invite("U0BOT").text


def test_slacks_reason_is_told_in_words() -> None:
    assert "“restricted action”" in notices.refused("restricted_action").text
