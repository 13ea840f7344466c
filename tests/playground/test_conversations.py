"""Channels hold what stands in them, and show each person what is theirs to see."""

from __future__ import annotations

from bot.playground.workspace import Workspace


async def test_every_kind_of_channel_has_its_own_letter_and_name(slack: Workspace) -> None:
    ana, ben = slack.person("ana"), slack.person("ben")
    places = [
        slack.channel("build"),
        slack.channel("secret", private=True),
        slack.dm(ana),
        slack.group_dm(ana, ben),
    ]

    assert [place.id[0] for place in places] == ["C", "G", "D", "G"]
    assert [place.kind for place in places] == ["channel", "group", "im", "mpim"]
    assert [place.private for place in places] == [False, True, True, True]
    assert [place.shown_name for place in places] == [
        "build",
        "privategroup",
        "directmessage",
        "mpdm-ana-ben",
    ]
    assert slack.dm(ana) is places[2]


async def test_the_bot_is_where_it_was_let_in_and_not_where_it_was_taken_out(
    slack: Workspace,
) -> None:
    ana = slack.person("ana")
    far = slack.channel("far", bot=False)

    slack.invite(far)
    await ana.says(far, "hi")
    slack.kick(far)
    await ana.says(far, "bye")

    heard = [one.payload["event"]["text"] for one in slack.wire.deliveries]
    assert heard == ["hi"]


async def test_what_is_shown_to_one_alone_is_seen_by_nobody_else(slack: Workspace) -> None:
    ana, ben = slack.person("ana"), slack.person("ben")
    build, other = slack.channel("build"), slack.channel("other")
    whispered = slack.show_to(ana.id, build, "psst", [], None)

    assert slack.seen_by(ana, build) == [whispered]
    assert slack.seen_by(ben, build) == slack.seen_by(ana, other) == []
    assert slack.messages(build) == []
    assert slack.message(build.id, whispered.ts) is None


async def test_a_deleted_message_is_found_but_not_shown(slack: Workspace) -> None:
    ana, build = slack.person("ana"), slack.channel("build")
    said = await ana.says(build, "hi")
    await ana.deletes(said)

    assert slack.messages(build) == []
    assert slack.message(build.id, said.ts) is said
    assert slack.message("C9", said.ts) is None
