"""The doctor finds what is wrong, each thing over the wire, and names the way out."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import time
from collections.abc import Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.playground.workspace import Workspace
from bot.slack.doctor import Finding, Verdict, _port, examine, exit_code
from tests.conftest import talking

Environment = dict[str, str]


@pytest.fixture
def environment(slack: Workspace, transport: str, glossary: Path) -> Environment:
    """The settings of a healthy installation."""
    given = {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_API_URL": slack.api_url,
        "GLOSSARY": str(glossary),
        "PORT": "0",
    }
    if transport == "socket":
        return {**given, "SLACK_APP_TOKEN": slack.app_token}
    return {**given, "SLACK_SIGNING_SECRET": slack.signing_secret}


over_http = pytest.mark.parametrize("transport", ["http"])
by_socket = pytest.mark.parametrize("transport", ["socket"])


async def findings(
    environment: Environment, now: Callable[[], float] = time.time
) -> list[Finding]:
    async with asyncio.timeout(20):
        return [finding async for finding in examine(environment, now)]


async def faults(environment: Environment, **more: Any) -> dict[str, str]:
    """What is wrong, by what was looked at."""
    found = await findings(environment, **more)
    assert exit_code(found) == 1
    return {one.what: one.told for one in found if one.verdict is Verdict.BAD}


async def test_where_all_is_well_every_check_says_so(environment: Environment) -> None:
    found = await findings(environment)
    looked_at = ["glossary", "settings", "bot token", "scopes", "clock", "events"]
    assert [one.what for one in found] == looked_at
    assert {one.verdict for one in found} == {Verdict.GOOD}
    assert exit_code(found) == 0


@pytest.mark.parametrize("why", ["invalid_auth", "account_inactive"])
async def test_a_refused_token_is_named_and_the_clock_looked_at_all_the_same(
    slack: Workspace, environment: Environment, why: str
) -> None:
    slack.revoked = why
    found = await findings(environment)
    assert (
        f"Slack refuses SLACK_BOT_TOKEN ({why})"
        in {one.what: one.told for one in found}["bot token"]
    )
    assert "clock" in {one.what for one in found}


async def test_each_missing_scope_is_told_with_what_it_switches_off(
    slack: Workspace, environment: Environment
) -> None:
    slack.scopes -= {"commands", "im:history"}
    found = await findings(environment)
    notes = [one.told for one in found if one.verdict is Verdict.NOTE]
    assert [told.split(";")[0] for told in notes] == [
        "without commands /whatis, /glossary and “Explain terms here” do not exist",
        "without im:history direct messages are not heard",
    ]
    assert exit_code(found) == 0


async def test_without_the_right_to_speak_nothing_works(
    slack: Workspace, environment: Environment
) -> None:
    slack.scopes.discard("chat:write")
    assert "nothing can be said at all" in (await faults(environment))["scopes"]


@pytest.mark.parametrize(("ahead", "way"), [(360.0, "ahead of"), (-360.0, "behind")])
async def test_a_clock_that_is_wrong_is_a_fault_from_five_minutes_on(
    environment: Environment, ahead: float, way: str
) -> None:
    told = await findings(environment, lambda: time.time() + ahead)
    [clock] = [one for one in told if one.what == "clock"]
    assert clock.verdict is Verdict.BAD
    assert f"{way} Slack's" in clock.told
    told = await findings(environment, lambda: time.time() + ahead / 6)
    assert [one.verdict for one in told if one.what == "clock"] == [Verdict.NOTE]


@over_http
async def test_a_slack_that_cannot_be_reached_is_told_from_a_bad_token(
    slack: Workspace, environment: Environment
) -> None:
    slack.fail_next("auth.test", "dropped", http_status=500)
    assert "does not answer" in (await faults(environment))["bot token"]
    nowhere = {**environment, "SLACK_API_URL": "http://127.0.0.1:9/api/"}
    assert "check the network" in (await faults(nowhere))["bot token"]


@over_http
async def test_a_password_in_the_address_is_not_told_with_it(
    environment: Environment,
) -> None:
    nowhere = {**environment, "SLACK_API_URL": "http://ana:hidden@127.0.0.1:9/api/"}
    told = (await faults(nowhere))["bot token"]
    assert told.startswith("Slack does not answer at http://127.0.0.1:9/api/ (")


async def test_a_faulty_glossary_is_told_by_line_and_not_at_length(
    environment: Environment, glossary: Path
) -> None:
    glossary.write_text("terms:\n" + "  - term: A\n" * 5)
    found = [one.told for one in await findings(environment) if one.what == "glossary"]
    assert len(found) == 4
    assert found[0] == f"{glossary}:2: an entry without `definition`; add it"
    assert found[-1] == "6 more faults: python -m bot check tells them"


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        ("all", "every channel it is in"),
        ("none", "no channel"),
        ("C0BEE,C0ANT", "C0ANT, C0BEE"),
    ],
)
@over_http
async def test_where_it_overhears_is_told(
    environment: Environment, wish: str, told: str
) -> None:
    found = await findings({**environment, "OVERHEAR": wish})
    [settings] = [one.told for one in found if one.what == "settings"]
    assert settings == f"HTTP on port 0; overhears {told}"


async def test_a_glossary_that_is_not_there_is_told(environment: Environment) -> None:
    found = await findings({**environment, "GLOSSARY": "/nowhere/words.yaml"})
    assert found[0].verdict is Verdict.BAD
    assert "GLOSSARY names /nowhere/words.yaml" in found[0].told


async def test_settings_that_cannot_be_are_told_and_slack_is_not_asked(
    slack: Workspace, environment: Environment
) -> None:
    found = await findings({**environment, "PORT": "many", "OVERHEAR": "#build"})
    assert [one.what for one in found] == ["glossary", "settings", "settings"]
    assert exit_code(found) == 2
    assert slack.calls == []


@over_http
async def test_a_token_that_would_travel_in_the_clear_is_noted(
    environment: Environment,
) -> None:
    elsewhere = {**environment, "SLACK_API_URL": "http://slack.invalid/api/"}
    noted = [one.told for one in await findings(elsewhere) if one.verdict is Verdict.NOTE]
    assert noted == [
        "SLACK_API_URL is not https: the token travels in the clear; write https"
    ]


@by_socket
async def test_an_app_token_that_slack_refuses_keeps_events_out(
    environment: Environment,
) -> None:
    wrong = {**environment, "SLACK_APP_TOKEN": "xapp-wrong"}
    told = (await faults(wrong))["events"]
    assert told.startswith("Slack refuses SLACK_APP_TOKEN (invalid_auth)")


@by_socket
@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ('{"type": "disconnect", "reason": "link_disabled"}', "switch Socket Mode on"),
        ("[]", "“nothing” instead of hello"),
        ("nonsense", "no socket opens there"),
    ],
)
async def test_a_socket_without_a_hello_is_no_way_in(
    slack: Workspace, environment: Environment, said: str, expected: str
) -> None:
    async def greet(request: web.Request) -> web.WebSocketResponse:
        link = web.WebSocketResponse()
        await link.prepare(request)
        await link.send_str(said)
        await link.receive()
        return link

    async with serving(greet, "GET") as port:
        slack.wire.own_url = f"http://127.0.0.1:{port}"
        assert expected in (await faults(environment))["events"]


@over_http
async def test_a_running_bot_is_knocked_at_as_slack_would(
    slack: Workspace, environment: Environment, glossary: Path
) -> None:
    async with talking(slack, "http", glossary) as talk:
        environment["PORT"] = str(talk.bot.port)
        [*_, events] = await findings(environment)
        assert events.verdict is Verdict.GOOD
        assert "takes what Slack signs" in events.told

        other = {**environment, "SLACK_SIGNING_SECRET": "another"}
        assert "another SLACK_SIGNING_SECRET" in (await faults(other))["events"]


@over_http
async def test_a_port_that_somebody_else_has_is_told(environment: Environment) -> None:
    async def other(request: web.Request) -> web.Response:
        return web.Response(text="welcome", status=200)

    async with serving(other, "POST") as port:
        environment["PORT"] = str(port)
        told = (await faults(environment))["events"]
        assert told.startswith(f"something else answers on port {port} (HTTP 200)")


def test_a_port_that_cannot_be_had_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        told = _port(port, "set it").told
    assert told.startswith(f"port {port} cannot be had (Address already in use); set PORT")


@over_http
async def test_a_port_that_is_taken_but_silent_is_told(environment: Environment) -> None:
    def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    async with await asyncio.start_server(hang_up, "127.0.0.1", 0) as server:
        environment["PORT"] = str(server.sockets[0].getsockname()[1])
        assert "does not answer" in (await faults(environment))["events"]


async def test_the_command_prints_a_line_a_check_and_never_a_token(
    slack: Workspace, environment: Environment
) -> None:
    slack.revoked = "invalid_auth"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "doctor"),
        env={**os.environ, **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = (part.decode() for part in await process.communicate())
    lines = out.splitlines()

    assert process.returncode == 1
    assert len(lines) == len(await findings(environment))
    assert {line.split()[0] for line in lines} <= {"ok", "note", "FAULT"}
    secrets = slack.bot_token, slack.app_token, slack.signing_secret
    assert not any(secret in out + err for secret in secrets)


def test_in_a_terminal_signs_stand_for_the_words() -> None:
    finding = Finding(Verdict.BAD, "clock", "6 s behind Slack's")
    assert finding.line(signs=True) == "✗ clock: 6 s behind Slack's"
    assert finding.line(signs=False) == "FAULT clock: 6 s behind Slack's"


@asynccontextmanager
async def serving(handler: Callable[[web.Request], Any], method: str) -> Any:
    """A server of one handler on loopback; its port."""
    application = web.Application()
    application.router.add_route(method, "/{anything:.*}", handler)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()
