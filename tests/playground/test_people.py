"""People do what Slack's own client lets them do, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from bot.playground.state import Channel
from bot.playground.workspace import Person, Workspace


@pytest.fixture
def ben(slack: Workspace) -> Person:
    return slack.person("ben")


def button(label: str = "Go", **more: Any) -> dict[str, Any]:
    text = {"type": "plain_text", "text": label}
    return {"type": "button", "action_id": "go:0", "text": text, **more}


def actions(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "block_id": "b", "elements": list(buttons)}


async def test_nobody_changes_or_deletes_what_another_said(
    slack: Workspace, ana: Person, ben: Person
) -> None:
    build = slack.channel("build")
    said = await ana.says(build, "hi")

    with pytest.raises(ValueError, match="ben has no such message"):
        await ben.edits(said, "bye")
    with pytest.raises(ValueError, match="ben has no such message"):
        await ben.deletes(said)
    await ana.deletes(said)
    with pytest.raises(ValueError, match="ana has no such message"):
        await ana.edits(said, "again")


async def test_only_members_write_or_look_where_it_is_private(
    slack: Workspace, ana: Person, ben: Person
) -> None:
    secret = slack.channel("secret", private=True, members=[ana])
    card = slack.bot_posts(secret, "card", [actions(button())], None)

    assert ana.sees(secret)
    assert not ben.sees(secret)
    for place in (secret, slack.dm(ana)):
        with pytest.raises(ValueError, match="ben is not in"):
            await ben.says(place, "hello?")
        with pytest.raises(ValueError, match="ben is not in"):
            await ben.commands(place, "/whatis", "x")
    with pytest.raises(ValueError, match="does not see"):
        await ben.presses(card, "Go")
    with pytest.raises(ValueError, match="does not see"):
        await ben.chooses(card, "explain")
    assert not (await ana.presses(card, "Go")).acked  # nobody listens, but it was sent


async def test_who_writes_in_a_public_channel_is_in_it(
    slack: Workspace, ana: Person, ben: Person
) -> None:
    build = slack.channel("build", members=[ana])

    await ben.says(build, "hi")

    assert ben.id in build.members


async def test_nobody_writes_in_an_archived_channel(slack: Workspace, ana: Person) -> None:
    old = slack.channel("old", archived=True)

    with pytest.raises(ValueError, match="old is archived"):
        await ana.says(old, "hi")


async def test_a_link_button_and_one_beside_a_text_are_pressed_like_any(
    slack: Workspace, ana: Person
) -> None:
    build = slack.channel("build")
    text = {"type": "mrkdwn", "text": "x"}
    beside: dict[str, Any] = {"type": "section", "block_id": "s", "text": text}
    beside["accessory"] = button("Beside", value="v")
    link = button("Read", url="https://example.com")
    card = slack.bot_posts(build, "card", [beside, actions(link)], None)
    assert card.buttons == ["Beside", "Read"]

    await ana.presses(card, "Read")
    await ana.presses(card, "Beside")

    read, aside = (one.payload["actions"][0] for one in slack.wire.deliveries)
    assert (read["block_id"], "value" in read, "url" in read) == ("b", False, False)
    assert (aside["block_id"], aside["value"]) == ("s", "v")


async def test_a_click_in_a_direct_message_names_it_so(
    slack: Workspace, ana: Person
) -> None:
    dm: Channel = slack.dm(ana)
    await ana.presses(slack.bot_posts(dm, "card", [actions(button())], None), "Go")

    [delivery] = slack.wire.deliveries
    assert delivery.payload["channel"] == {"id": dm.id, "name": "directmessage"}


async def test_a_click_on_what_has_replies_is_not_inside_of_a_thread(
    slack: Workspace, ana: Person
) -> None:
    build = slack.channel("build")
    card = slack.bot_posts(build, "card", [actions(button())], None)
    inside = slack.bot_posts(build, "reply", [actions(button())], card.ts)

    await ana.presses(card, "Go")
    await ana.presses(inside, "Go")

    clicks = [one.payload for one in slack.wire.deliveries]
    assert [click["message"].get("thread_ts") for click in clicks] == [None, card.ts]
    assert [click["container"].get("thread_ts") for click in clicks] == [None, card.ts]
