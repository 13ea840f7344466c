"""What may be said through a response_url, which Slack hands out with what people do.

https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from slack_sdk.web.async_client import AsyncWebClient

from .calls import Call, Undelivered

_HOMES = ("slack.com", "slack-gov.com")  # hooks.slack.com and the like
_HOST = re.compile(r"[a-z0-9.-]+")


def use(client: AsyncWebClient, url: str, content: dict[str, Any]) -> Call:
    """A call of it. Raises Undelivered where there is none to be used.

    slack_sdk's own client would follow where that leads elsewhere.
    """
    if not url:
        raise Undelivered("no response_url")
    if not _is_slacks(url, client.base_url):
        raise Undelivered("the response_url is not Slack's")
    session = client.session
    assert session  # `app.client` gives it one

    async def call() -> None:
        async with session.post(
            url, json=content, proxy=client.proxy, allow_redirects=False
        ) as answer:
            body = await answer.text(errors="replace")
        if failure := Undelivered.of_hook(answer.status, body, answer.headers):
            raise failure

    return call


def _is_slacks(url: str, api: str) -> bool:
    """Whether it is of Slack, or of where its API is. An API on http is that of a test."""
    home = urlsplit(api)
    if home.scheme != "https":
        return True
    try:
        there = urlsplit(url)
    except ValueError:
        return False
    host, homes = there.hostname or "", (*_HOMES, home.hostname)
    # A NUL within it, say, is the end of it for whoever looks it up.
    plain = there.scheme == "https" and _HOST.fullmatch(host)
    return bool(plain) and f".{host}".endswith(tuple(f".{home}" for home in homes))
