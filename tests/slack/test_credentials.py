"""Slack is asked about our tokens before anything begins."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import ConfigError, CredentialsError
from bot.playground.workspace import SCOPES, Workspace
from bot.slack.app import client as build_client
from bot.slack.credentials import Identity, TryLater, sign_in, socket_address
from tests.conftest import settings_for
from tests.slack.clocks import Hasty


@pytest.fixture
async def client(slack: Workspace) -> AsyncIterator[AsyncWebClient]:
    async with aiohttp.ClientSession() as session:
        yield build_client(settings_for(slack, "socket"), session)


async def test_signing_in_tells_who_we_are(
    slack: Workspace, client: AsyncWebClient, caplog: pytest.LogCaptureFixture
) -> None:
    assert await sign_in(client) == Identity(slack.team, slack.bot_user, slack.bot_id)
    assert "lacks" not in caplog.text


@pytest.mark.parametrize("why", ["invalid_auth", "account_inactive"])
async def test_a_token_that_slack_refuses_is_named_by_its_variable(
    slack: Workspace, client: AsyncWebClient, why: str
) -> None:
    slack.revoked = why
    with pytest.raises(ConfigError) as error:
        await sign_in(client)
    assert f"SLACK_BOT_TOKEN ({why})" in str(error.value)
    assert slack.bot_token not in str(error.value)


async def test_each_missing_scope_is_told_with_what_it_switches_off(
    slack: Workspace, client: AsyncWebClient, caplog: pytest.LogCaptureFixture
) -> None:
    slack.scopes = {"chat:write", "im:history"}
    await sign_in(client)
    missing = SCOPES - slack.scopes
    assert {record.getMessage().split()[3] for record in caplog.records} == {
        f"{scope}:" for scope in missing
    }
    assert "mentions are not answered" in caplog.text


async def test_without_the_right_to_speak_it_does_not_begin(
    slack: Workspace, client: AsyncWebClient
) -> None:
    slack.scopes = set(SCOPES) - {"chat:write"}
    with pytest.raises(ConfigError, match="lacks the scope chat:write"):
        await sign_in(client)


async def test_an_app_token_that_slack_refuses_is_named_by_its_variable(
    slack: Workspace, client: AsyncWebClient
) -> None:
    with pytest.raises(ConfigError, match="SLACK_APP_TOKEN") as error:
        await socket_address(client, "xapp-wrong")
    assert "xapp-wrong" not in str(error.value)


async def test_an_app_token_opens_a_socket(
    slack: Workspace, client: AsyncWebClient
) -> None:
    address = await socket_address(client, slack.app_token)
    assert address.startswith("ws://")


async def test_a_slack_that_asks_for_patience_is_believed(
    slack: Workspace, client: AsyncWebClient
) -> None:
    limit = {"http_status": 429, "headers": {"Retry-After": "7"}}
    slack.fail_next("apps.connections.open", "ratelimited", **limit)
    with pytest.raises(TryLater, match="does not answer") as error:
        await socket_address(client, slack.app_token)
    assert error.value.seconds == 7


@pytest.mark.parametrize(
    ("why", "passes"), [("internal_error", True), ("team_access_not_granted", False)]
)
async def test_what_may_pass_by_itself_is_told_from_what_will_not(
    slack: Workspace, client: AsyncWebClient, why: str, passes: bool
) -> None:
    slack.fail_next("apps.connections.open", why)
    with pytest.raises(ConfigError, match=why) as error:
        await socket_address(client, slack.app_token)
    assert isinstance(error.value, TryLater) is passes


async def test_a_password_in_the_address_is_not_told_with_it(slack: Workspace) -> None:
    async with aiohttp.ClientSession() as session:
        settings = settings_for(slack, "http", api_url="http://ana:hidden@127.0.0.1:9/api/")
        with pytest.raises(ConfigError, match=r"at http://127\.0\.0\.1:9/api/ \(") as error:
            await sign_in(build_client(settings, session))
    assert "hidden" not in str(error.value)


@pytest.mark.parametrize(
    "failure",
    [
        {"http_status": 503},
        {"http_status": 500, "after": True},
        {"http_status": 429, "headers": {"Retry-After": "30"}},
    ],
)
async def test_a_slack_that_falters_at_the_start_is_asked_again(
    slack: Workspace, client: AsyncWebClient, failure: dict[str, Any]
) -> None:
    clock = Hasty()
    slack.fail_next("auth.test", "service_unavailable", **failure)
    assert (await sign_in(client, clock.now, clock.sleep)).user == slack.bot_user
    assert len(clock.paused) == 1


async def test_a_slack_that_goes_on_faltering_is_not_called_a_bad_token(
    slack: Workspace, client: AsyncWebClient
) -> None:
    clock = Hasty()
    for _ in range(10):
        slack.fail_next("auth.test", "service_unavailable", http_status=503)
    with pytest.raises(ConfigError, match="does not answer") as error:
        await sign_in(client, clock.now, clock.sleep)
    assert not isinstance(error.value, CredentialsError)
