"""It stops in time and without loss, and says why where it cannot go on."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.playground.state import Message
from bot.playground.workspace import Workspace
from bot.slack.http_server import SECONDS_TO_CLOSE
from bot.slack.notices import BUSY, NOT_YOURS, UNSURE
from bot.slack.pace import BURST
from tests.conftest import Conversation, talking, title, titles
from tests.slack.conftest import rate_limit
from tests.slack.doors import health, logged, started

MOST_AT_ONCE = 100  # calls: aiohttp opens no more connections


async def mentions(talk: Conversation, term: str) -> Message:
    """Ana asks the bot; it has taken that in, no more."""
    return await talk.ana.says(talk.build, f"<@U0BOT> what is a {term}?")


async def presses_and_asks_nobody(talk: Conversation, card: Message) -> None:
    """Ben presses a button, and Cleo asks everybody."""
    await talk.ben.presses(card, "Model")
    await talk.slack.person("cleo").says(talk.build, "what is a context window?")


def told(slack: Workspace) -> list[tuple[str, str]]:
    """Who was told something privately in a channel, and what."""
    return sorted((one.only_for, one.text) for one in slack.ephemerals)


async def test_told_to_stop_in_the_middle_of_an_answer_it_finishes_it(
    slack: Workspace, transport: str, glossary: Path
) -> None:
    ana, build = slack.person("ana"), slack.channel("build")
    async with asyncio.timeout(30), started(slack, transport, glossary) as process:
        await logged(process, "answering")
        gate = slack.hold("chat.postMessage")
        asked = await ana.says(build, "what is a token?")
        await slack.until(lambda: slack.called("chat.postMessage"))

        process.terminate()
        await logged(process, "stopping")
        assert slack.thread(asked) == []
        gate.set()

        assert await process.wait() == 0
        assert titles(slack.thread(asked)) == ["Token"]


async def test_stopping_it_takes_nothing_more_and_the_next_one_answers_it_once(
    slack: Workspace, transport: str, glossary: Path
) -> None:
    ana, build = slack.person("ana"), slack.channel("build")
    async with asyncio.timeout(30), started(slack, transport, glossary) as process:
        await logged(process, "answering")
        gate = slack.hold("chat.postMessage")
        before = await ana.says(build, "what is a token?")
        await slack.until(lambda: slack.called("chat.postMessage"))
        process.terminate()
        await logged(process, "no more is taken in")
        late = await ana.says(build, "what is a context window?")
        assert not slack.wire.deliveries[-1].acked
        gate.set()
        assert await process.wait() == 0

    async with asyncio.timeout(30), started(slack, transport, glossary) as process:
        await logged(process, "answering")
        for asked in (before, late):
            [again] = await slack.redeliver(asked)
            assert again.acked
        await slack.until(lambda: slack.thread(late))
        process.terminate()
        assert await process.wait() == 0
    assert titles(slack.thread(before)) == ["Token"]
    assert titles(slack.thread(late)) == ["Context window"]


async def test_what_slack_never_answers_is_given_up_after_ten_seconds_and_told(
    slack: Workspace, glossary: Path
) -> None:
    ana, build = slack.person("ana"), slack.channel("build")
    async with asyncio.timeout(30), started(slack, "http", glossary) as process:
        await logged(process, "answering")
        slack.hold("chat.postMessage")
        await ana.says(build, "<@U0BOT> what is a token?")
        await slack.until(lambda: slack.called("chat.postMessage"))
        process.terminate()
        assert "1 answers were not finished in 9 s" in await logged(process, "no such")
        assert await process.wait() == 0
    assert told(slack) == [(ana.id, UNSURE.text)]


async def test_while_there_is_time_a_stop_keeps_the_pace(
    slack: Workspace, transport: str, glossary: Path
) -> None:
    async with talking(slack, transport, glossary) as talk:
        asked = [await mentions(talk, "token") for _ in range(BURST + 1)]
    moments = [float(card.ts) for one in asked for card in slack.thread(one)]
    assert len(moments) == BURST + 1
    assert max(moments) - min(moments) >= 1.0


async def test_what_the_pace_would_hold_up_for_too_long_goes_without_it(
    slack: Workspace, transport: str, glossary: Path
) -> None:
    async with talking(slack, transport, glossary, patience=5.0) as talk:
        asked = [await mentions(talk, "token") for _ in range(20)]
        assert all(one.acked for one in slack.wire.deliveries)
    assert [titles(slack.thread(one)) for one in asked] == 20 * [["Token"]]
    assert told(slack) == []


async def test_who_would_wait_for_slack_until_after_the_end_is_told_before(
    slack: Workspace, transport: str, glossary: Path
) -> None:
    async with talking(slack, transport, glossary, patience=3.0) as talk:
        _, card = await talk.card()
        slack.fail_next("chat.postMessage", "ratelimited", **rate_limit(30))
        asked = await mentions(talk, "token")
        await slack.until(lambda: len(slack.called("chat.postMessage")) == 2)
        await presses_and_asks_nobody(talk, card)
    assert slack.thread(asked) == []
    assert told(slack) == [(talk.ana.id, BUSY.text), (talk.ben.id, BUSY.text)]


@pytest.mark.parametrize("seconds", [30, 2.8])  # after the end, and shortly before it
async def test_who_would_be_told_too_late_is_told_in_another_way(
    slack: Workspace, transport: str, glossary: Path, seconds: float
) -> None:
    async with talking(slack, transport, glossary, patience=3.0) as talk:
        _, card = await talk.card()
        slack.fail_next("chat.postEphemeral", "ratelimited", **rate_limit(seconds))
        await mentions(talk, "xylophone")
        await slack.until(lambda: slack.called("chat.postEphemeral"))
        assert (await talk.ben.presses(card, "Dismiss")).acked
    assert [one.text for one in slack.messages(slack.dm(talk.ana))] == [BUSY.text]
    assert told(slack) == [(talk.ben.id, NOT_YOURS.text)]


async def test_many_who_get_no_answer_are_told_all_the_same(
    slack: Workspace, transport: str, glossary: Path
) -> None:
    many = 2 * MOST_AT_ONCE
    async with talking(slack, transport, glossary, patience=5.0) as talk:
        slack.hold("chat.postMessage")
        for number in range(many):
            channel = slack.channel(f"channel-{number}")
            await talk.ana.says(channel, "<@U0BOT> what is a token?")
        await slack.settled()
        assert len(talk.bot.tasks) == many
    assert told(slack) == many * [(talk.ana.id, UNSURE.text)]


async def test_a_way_that_hangs_leaves_time_for_the_next(
    slack: Workspace, transport: str, glossary: Path
) -> None:
    async with talking(slack, transport, glossary, patience=3.0) as talk:
        _, card = await talk.card()
        slack.hold("chat.postEphemeral")
        await mentions(talk, "xylophone")
        assert (await talk.ben.presses(card, "Dismiss")).acked
        await slack.until(lambda: len(slack.called("chat.postEphemeral")) == 2)
    assert UNSURE.text in [one.text for one in slack.messages(slack.dm(talk.ana))]
    assert told(slack) == [(talk.ben.id, UNSURE.text)]


async def test_whose_answer_may_have_gone_out_is_told_just_that(
    slack: Workspace, transport: str, glossary: Path
) -> None:
    async with talking(slack, transport, glossary, patience=5.0) as talk:
        _, card = await talk.card()
        slack.hold("chat.postMessage")
        await mentions(talk, "token")
        await presses_and_asks_nobody(talk, card)
    assert told(slack) == [(talk.ana.id, UNSURE.text), (talk.ben.id, UNSURE.text)]


async def test_whose_answer_stands_is_told_nothing_where_what_follows_is_cut_off(
    slack: Workspace, transport: str, glossary: Path
) -> None:
    async with talking(slack, transport, glossary, patience=1.0) as talk:
        asked, card = await talk.card()
        private = await talk.private()
        marked, withdrawn = (slack.hold(one) for one in ("chat.update", "response_url"))
        assert (await talk.ben.presses(card, "Model")).acked
        await slack.until(lambda: slack.called("chat.update"))
        assert (await talk.ana.presses(private, "Share in channel")).acked
        await slack.until(lambda: len(slack.called("response_url")) == 2)
        slack.gates.clear()  # what comes now goes through
    for gate in (marked, withdrawn):
        gate.set()
    assert titles(slack.thread(asked)) == ["Token", "Model"]
    assert [title(one) for one in slack.messages(talk.build)][1:] == ["Token"]
    assert told(slack) == [(talk.ana.id, private.text)]


async def test_a_stop_looks_sooner_for_the_double_of_what_was_sent_again(
    slack: Workspace, transport: str, glossary: Path
) -> None:
    async with talking(slack, transport, glossary, patience=5.0) as talk:
        slack.fail_next("chat.postMessage", "internal_error", http_status=503)
        asked = await mentions(talk, "token")
        await slack.until(lambda: slack.thread(asked))
        [card] = slack.thread(asked)
        slack.bot_posts(talk.build, card.text, card.blocks, asked.ts)  # at last
    assert titles(slack.thread(asked)) == ["Token"]
    assert told(slack) == []


async def test_an_answer_that_stands_is_not_doubted_where_no_double_can_be_looked_for(
    slack: Workspace, transport: str, glossary: Path
) -> None:
    async with talking(slack, transport, glossary, patience=1.0) as talk:
        slack.fail_next("chat.postMessage", "internal_error", http_status=503)
        asked = await mentions(talk, "token")
        await slack.until(lambda: slack.thread(asked))
        slack.hold("conversations.replies")
    assert titles(slack.thread(asked)) == ["Token"]
    assert told(slack) == []


async def test_the_time_that_a_door_takes_to_close_counts(
    slack: Workspace, glossary: Path
) -> None:
    async with talking(slack, "http", glossary, patience=1.5 * SECONDS_TO_CLOSE) as talk:
        late = rate_limit(SECONDS_TO_CLOSE + 1)  # in time, did only the drain count
        slack.fail_next("chat.postMessage", "ratelimited", **late)
        await mentions(talk, "token")
        await slack.until(lambda: slack.called("chat.postMessage"))
        _, half = await asyncio.open_connection("127.0.0.1", talk.bot.port)
        signed = {**slack.wire.signed(b"{}"), "content-length": "2", "host": "bot"}
        head = "".join(f"{name}: {value}\r\n" for name, value in signed.items())
        half.write(f"POST /slack/events HTTP/1.1\r\n{head}\r\n{{".encode())
        await half.drain()
        await health(talk.bot.port)  # the half request, too, has arrived
    half.close()
    assert told(slack) == [(talk.ana.id, BUSY.text)]


async def test_it_ends_though_slack_lets_nobody_be_told(
    slack: Workspace, transport: str, glossary: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with talking(slack, transport, glossary, patience=0.5) as talk:
        for method in ("chat.postMessage", "chat.postEphemeral"):
            slack.hold(method)
        await mentions(talk, "token")
    assert "1 answers were not finished" in caplog.text
    assert told(slack) == []


@pytest.mark.parametrize("method", ["auth.test", "apps.connections.open"])
async def test_told_to_stop_while_slack_keeps_its_start_waiting_it_stops_at_once(
    slack: Workspace, glossary: Path, method: str
) -> None:
    async with asyncio.timeout(10), started(slack, "socket", glossary) as process:
        slack.hold(method)
        await slack.until(lambda: slack.called(method))
        process.terminate()
        told = await logged(process, "no such line")
        assert await process.wait() == 0
    assert "stopped before it had begun" in told
    assert "Traceback" not in told


@pytest.mark.parametrize("why", ["token_revoked", "account_inactive"])
async def test_a_token_taken_back_while_running_ends_it_with_78(
    slack: Workspace, transport: str, glossary: Path, why: str
) -> None:
    ana, build = slack.person("ana"), slack.channel("build")
    async with asyncio.timeout(30), started(slack, transport, glossary) as process:
        await logged(process, "answering")
        if transport == "socket":
            await slack.wire.connected(2)
        slack.revoked = why
        await ana.says(build, "what is a token?")
        told = await logged(process, "no such line")
        assert await process.wait() == 78
    assert f"no longer takes SLACK_BOT_TOKEN ({why})" in told
    assert "Traceback" not in told
    assert slack.bot_token not in told


async def test_an_app_token_taken_back_while_running_ends_it_with_78(
    slack: Workspace, glossary: Path
) -> None:
    async with asyncio.timeout(30), started(slack, "socket", glossary) as process:
        await logged(process, "answering")
        await slack.wire.connected(2)
        slack.fail_next("apps.connections.open", "invalid_auth")
        await slack.wire.sockets[0].send_json({"type": "disconnect", "reason": "warning"})
        told = await logged(process, "no such line")
        assert await process.wait() == 78
    assert "SLACK_APP_TOKEN (invalid_auth)" in told


async def test_a_bad_token_ends_it_with_the_reason_and_without_the_token(
    slack: Workspace, transport: str, glossary: Path
) -> None:
    slack.revoked = "token_revoked"
    async with asyncio.timeout(30), started(slack, transport, glossary) as process:
        told = await logged(process, "no such line")
        assert await process.wait() == 78
    assert "SLACK_BOT_TOKEN (token_revoked)" in told
    assert "Traceback" not in told
    assert slack.bot_token not in told
