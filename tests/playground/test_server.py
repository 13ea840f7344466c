"""The playground lets nobody in but its own page."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.errors import ConfigError
from bot.glossary_source import GlossaryFile
from bot.playground.server import playground


async def test_a_port_that_cannot_be_had_is_told_with_the_way_out(glossary: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        for port in (taken.getsockname()[1], 65536):
            with pytest.raises(ConfigError, match=f"port {port} .* choose one with --port"):
                async with playground(GlossaryFile(glossary), port):
                    pass


@pytest.fixture
async def url(glossary: Path) -> AsyncIterator[str]:
    async with playground(GlossaryFile(glossary)) as slack:
        yield slack.url


async def status(url: str, path: str, **headers: str) -> int:
    async with (
        ClientSession() as session,
        session.get(url + path, headers=headers) as answer,
    ):
        return answer.status


async def test_the_page_is_served_with_a_strict_policy(url: str) -> None:
    async with ClientSession() as session, session.get(url) as answer:
        assert answer.status == 200
        assert "default-src 'self'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "host", ["evil.example.com", "evil.example.com:4321", "127.0.0.1.nip.io"]
)
async def test_a_name_that_was_bent_to_this_machine_is_refused(url: str, host: str) -> None:
    assert await status(url, "/state", Host=host) == 403


async def test_another_sites_page_is_refused(url: str) -> None:
    assert await status(url, "/state", Origin="https://evil.example.com") == 403
    assert await status(url, "/state", Origin=url) == 200


async def test_nobody_acts_as_nobody(url: str) -> None:
    said = {"as": "U9", "channel": "C9", "text": "hi"}
    async with ClientSession() as session, session.post(url + "/say", json=said) as answer:
        assert answer.status == 400
