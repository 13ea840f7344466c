"""Messages know what they would do to people, and keep their blocks apart."""

from __future__ import annotations

from typing import Any

import pytest

from bot.playground.state import Message, with_block_ids


def message(text: str = "x", *blocks: dict[str, Any], link_names: bool = False) -> Message:
    return Message("C1", "1.0", "U1", text, [*blocks], link_names=link_names)


def section(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, **more}}


@pytest.mark.parametrize(
    "pinging",
    [
        message("<!channel>"),
        message("<!subteam^S1>"),
        message("ask <@W1>"),
        message("@here", link_names=True),
        message("hi @ana", link_names=True),
        message("x", section("<!here>", verbatim=True)),
        message("x", section("now @channel")),
        message("x", {"type": "context", "elements": [section("@everyone")["text"]]}),
    ],
)
def test_what_notifies_somebody_pings(pinging: Message) -> None:
    assert pinging.pings


@pytest.mark.parametrize(
    "quiet",
    [
        message("@here and @ana"),
        message("&lt;!channel&gt;"),
        message("a@here.example.com", link_names=True),
        message("x", section("@channel", verbatim=True)),
        message("x", section("mail@channel.example.com")),
        message("x", {"type": "header", "text": {"type": "plain_text", "text": "@here"}}),
    ],
)
def test_what_only_looks_so_does_not(quiet: Message) -> None:
    assert not quiet.pings


def test_a_block_without_an_id_gets_one_that_no_other_has() -> None:
    blocks = with_block_ids([{"type": "x"}, {"type": "x", "block_id": "b0"}, {"type": "x"}])

    names = [block["block_id"] for block in blocks]
    assert names[1] == "b0"
    assert len(set(names)) == 3
