"""The environment is read once, and every fault is told at once with its remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import ConfigError
from bot.settings import Settings

TOKENS = {"SLACK_BOT_TOKEN": "xoxb-secret-1", "SLACK_SIGNING_SECRET": "s3cr3t"}
SOCKET = {"SLACK_BOT_TOKEN": "xoxb-secret-1", "SLACK_APP_TOKEN": "xapp-secret-2"}


def test_http_needs_a_bot_token_and_a_signing_secret() -> None:
    settings = Settings.of(TOKENS)
    assert not settings.socket_mode
    assert (settings.api_url, settings.port) == ("https://slack.com/api/", 3000)


def test_an_app_token_means_socket_mode_and_needs_no_signing_secret() -> None:
    assert Settings.of(SOCKET).socket_mode


def test_in_socket_mode_a_port_is_bound_only_when_it_is_asked_for() -> None:
    assert Settings.of(SOCKET).port is None
    assert Settings.of({**SOCKET, "PORT": "8080"}).port == 8080


def test_the_rest_is_taken_as_given(tmp_path: Path) -> None:
    file = tmp_path / "words.yaml"
    file.touch()
    more = {"PORT": "80", "GLOSSARY": str(file), "SLACK_API_URL": " http://localhost:9/api"}
    settings = Settings.of({**TOKENS, **more, "LOG_LEVEL": "Debug", "BIND": "::1"})
    assert settings.host == "::1"
    assert (settings.port, settings.glossary) == (80, str(file))
    assert (settings.api_url, settings.log_level) == ("http://localhost:9/api/", "debug")


def test_every_fault_is_told_at_once_with_its_remedy() -> None:
    wrong = {
        "SLACK_BOT_TOKEN": "xoxp-hidden-1",
        "SLACK_APP_TOKEN": "xoxb-hidden-2",
        "SLACK_API_URL": "slack.com",
        "PORT": "many",
        "BIND": "localhost",
        "GLOSSARY": "/nowhere/words.yaml",
        "LOG_LEVEL": "loud",
        "OVERHEAR": "#build",
        "OVERHEAR_PER_MINUTE": "0",
        "SHARED_CHANNELS": "yes",
    }
    with pytest.raises(ConfigError) as error:
        Settings.of(wrong)
    told = error.value.faults
    assert [fault.split()[0] for fault in told] == [*wrong]
    assert all(": " in fault for fault in told)
    assert "hidden" not in str(error.value)


@pytest.mark.parametrize(
    "blank", [{}, {"SLACK_BOT_TOKEN": "  ", "SLACK_SIGNING_SECRET": ""}]
)
def test_an_empty_environment_names_both_secrets(blank: dict[str, str]) -> None:
    with pytest.raises(ConfigError) as error:
        Settings.of(blank)
    assert [fault.split()[0] for fault in error.value.faults] == [
        "SLACK_BOT_TOKEN",
        "SLACK_SIGNING_SECRET",
    ]


@pytest.mark.parametrize("port", ["-1", "65536", "3.5", "²", "9" * 5_000])
def test_a_port_that_cannot_be_is_refused(port: str) -> None:
    with pytest.raises(ConfigError, match="PORT"):
        Settings.of({**TOKENS, "PORT": port})


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("", None),
        ("All", None),
        ("none", frozenset()),
        ("C0BUILD", frozenset({"C0BUILD"})),
        ("C1", frozenset({"C1"})),
        ("C0BUILD, G0SECRET ,C0BUILD", frozenset({"C0BUILD", "G0SECRET"})),
    ],
)
def test_where_it_may_overhear_is_all_none_or_some_channels(
    written: str, expected: frozenset[str] | None
) -> None:
    assert Settings.of({**TOKENS, "OVERHEAR": written}).overhear == expected


@pytest.mark.parametrize(
    "written", ["build", "C0BUILD G0SECRET", "all,C0BUILD", "D0ANA", ","]
)
def test_what_names_no_channel_is_refused(written: str) -> None:
    with pytest.raises(ConfigError, match="OVERHEAR is not understood"):
        Settings.of({**TOKENS, "OVERHEAR": written})


def test_unless_told_otherwise_it_is_quiet_and_answers_nobody_from_outside() -> None:
    settings = Settings.of(TOKENS)
    assert (settings.overhear_per_minute, settings.shared_channels) == (30, False)
    more = {"OVERHEAR_PER_MINUTE": "60", "SHARED_CHANNELS": "On"}
    told = Settings.of({**TOKENS, **more})
    assert (told.overhear_per_minute, told.shared_channels) == (60, True)


@pytest.mark.parametrize("often", ["0", "61", "six", "-1", "1.5"])
def test_how_often_it_may_speak_is_a_number_that_slack_can_take(often: str) -> None:
    with pytest.raises(ConfigError, match="OVERHEAR_PER_MINUTE"):
        Settings.of({**TOKENS, "OVERHEAR_PER_MINUTE": often})


def test_secrets_never_show_when_settings_are_printed() -> None:
    shown = repr(Settings.of({**TOKENS, **SOCKET}))
    assert not any(secret in shown for secret in ("xoxb", "xapp", "s3cr3t"))
