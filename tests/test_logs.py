"""The log: lines for people, JSON for machines, and no secrets for anybody."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest

from bot import logs

log = logging.getLogger("bot.somewhere")


class Terminal(io.StringIO):
    """A stream that somebody looks at."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _levels_as_before() -> Iterator[None]:
    names = ("", "slack_bolt", "slack_sdk", "aiohttp", "asyncio")
    before = {name: logging.getLogger(name).level for name in names}
    yield
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)
    root = logging.getLogger()
    for handler in list(root.handlers):
        if isinstance(handler, logs.Ours):
            root.removeHandler(handler)


def test_for_machines_each_line_is_an_object_with_its_fields() -> None:
    out = io.StringIO()
    logs.begin(stream=out, structured=True)
    log.info("answered %s", "Token", extra={"term": "Token", "ms": 12})
    told = json.loads(out.getvalue())
    assert told.pop("time").endswith("+00:00")
    assert told == {
        "level": "info",
        "logger": "bot.somewhere",
        "message": "answered Token",
        "term": "Token",
        "ms": 12,
    }


def test_a_fault_is_one_object_too() -> None:
    out = io.StringIO()
    logs.begin(stream=out, structured=True)
    log.error("it failed", exc_info=ValueError("a\nb"))
    [line] = out.getvalue().splitlines()
    assert "ValueError: a" in json.loads(line)["traceback"]


@pytest.mark.parametrize(("stream", "structured"), [(Terminal, True), (io.StringIO, False)])
def test_a_line_is_for_reading_on_a_terminal_and_wherever_nobody_asks_for_json(
    stream: type[io.StringIO], structured: bool
) -> None:
    out = stream()
    logs.begin(stream=out, structured=structured)
    log.warning("the sky is %s", "grey")
    assert out.getvalue().endswith("WARNING the sky is grey\n")


@pytest.mark.parametrize("stream", [io.StringIO, Terminal])
@pytest.mark.parametrize(
    "secret",
    [
        "xoxb-1-abc",
        "xapp-1-A0-def",
        "xoxe.xoxp-1-ghi",
        "https://hooks.slack.com/commands/T0/1/klm",
        "https://hooks.slack-gov.com/commands/T0/1/klm",
        "wss://wss.slack.com/link/?ticket=nop-1&app_id=q",
        "http://ana:rst@proxy.example:3128",
        "http://ana:r@st'\"uvw@proxy.example",
    ],
)
def test_secrets_are_blotted_out_of_lines_and_tracebacks(
    stream: type[io.StringIO], secret: str
) -> None:
    out = stream()
    logs.begin(stream=out, structured=True)
    log.error("with %s", secret, exc_info=ValueError(secret))
    hidden = ("abc", "def", "ghi", "klm", "nop", "ana", "st", "uvw")
    assert out.getvalue().count("[secret]") == 2
    assert not any(part in out.getvalue() for part in hidden)


def test_what_no_secret_is_in_stays_readable() -> None:
    out = io.StringIO()
    logs.begin(stream=out)
    told = "https://wiki.example/@ana and http://[::1]:3128, ana@example"
    log.warning(told)
    assert out.getvalue().endswith(f"{told}\n")


@pytest.mark.parametrize("name", ["slack_bolt", "slack_sdk.web", "aiohttp.access"])
def test_the_libraries_are_held_to_what_holds_no_payload(name: str) -> None:
    out = io.StringIO()
    logs.begin(stream=out)
    logging.getLogger(name).warning("Unhandled request ({'text': 'what people said'})")
    assert out.getvalue() == ""


def test_debug_says_first_what_it_reveals() -> None:
    out = io.StringIO()
    logs.begin("debug", out, structured=True)
    logging.getLogger("slack_bolt").debug("a payload")
    first, second = map(json.loads, out.getvalue().splitlines())
    assert "what people write" in first["message"]
    assert second["message"] == "a payload"


def test_to_begin_again_replaces_what_was_begun() -> None:
    first, second = io.StringIO(), io.StringIO()
    logs.begin(stream=first)
    logs.begin("warning", second)
    log.info("unseen")
    log.warning("seen once")
    assert first.getvalue() == ""
    assert second.getvalue().count("seen") == 1


def test_a_flood_is_counted_and_neither_fills_the_log_nor_hides_anything(
    caplog: pytest.LogCaptureFixture,
) -> None:
    now = [0.0]
    refusals = logs.Seldom(log, now=lambda: now[0])
    for _ in range(1_000):
        refusals.tell("not signed")
    refusals.tell("stale", "by a minute")
    now[0] += logs.SECONDS_BETWEEN_LINES
    refusals.tell("not signed")
    assert caplog.messages == [
        "not signed; 1 in all since the start",
        "stale: by a minute; 1 in all since the start",
        "not signed; 1001 in all since the start",
    ]
    assert refusals.count == 1_002
