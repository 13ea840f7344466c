"""How a message reaches a place: post, update, whisper, response_url, delete, look up.

Slack's own errors end here: whoever calls catches `Undelivered` and nothing else. Nothing
is posted twice: a post whose fate is unknown is looked up in its thread before it is sent
again, and where the thread cannot be read it is not sent again.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from enum import Enum, auto
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.render.blocks import Message

from .incoming import Asker, Place, Post

PAUSES = (0.5, 2.0, 5.0)  # seconds before each further try of what may be tried again
RATE_LIMIT_TRIES = 3
LOOK_BACK = 200  # messages of a thread read to find one of unknown fate

_AWAY = {"not_in_channel", "channel_not_found"}
# “It's possible some aspect of the operation succeeded before the error was raised.”
_MAYBE_DONE = {"internal_error", "fatal_error", "service_unavailable"}
_NEVER_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
_FAILURES = (SlackApiError, aiohttp.ClientError, TimeoutError, OSError)


class Fate(Enum):
    """What became of a call that did not go well."""

    REFUSED = auto()  # Slack said no
    UNSENT = auto()  # it never left here
    UNKNOWN = auto()  # Slack may have done it


class Undelivered(Exception):
    """A message that did not reach its place; `why` is Slack's word for it, or ours."""

    def __init__(self, why: str, fate: Fate = Fate.REFUSED) -> None:
        super().__init__(why)
        self.why, self.fate = why, fate

    @property
    def away(self) -> bool:
        """Whether the reason is that we are no member there."""
        return self.why in _AWAY

    @classmethod
    def of(cls, error: Exception) -> Undelivered:
        """Read what a call of slack_sdk raised."""
        if isinstance(error, SlackApiError):
            # Neither is there where the answer was no JSON.
            status = getattr(error.response, "status_code", 500)
            data = getattr(error.response, "data", None)
            why = str(data.get("error", "")) if isinstance(data, dict) else ""
            unknown = status >= 500 or not why or why in _MAYBE_DONE
            return cls(why or f"http {status}", Fate.UNKNOWN if unknown else Fate.REFUSED)
        unsent = isinstance(error, _NEVER_SENT)
        return cls(type(error).__name__, Fate.UNSENT if unsent else Fate.UNKNOWN)


def rate_limit_handlers() -> list[AsyncRateLimitErrorRetryHandler]:
    """The one thing slack_sdk may try again by itself: what Slack turned away unread."""
    return [AsyncRateLimitErrorRetryHandler(max_retry_count=RATE_LIMIT_TRIES)]


class Delivery:
    """Sends messages as one bot user. `pauses` is the patience with a faltering Slack."""

    def __init__(
        self, client: AsyncWebClient, bot: str, *, pauses: Sequence[float] = PAUSES
    ) -> None:
        self.client, self.bot, self._pauses = client, bot, pauses

    async def post(self, place: Place, message: Message, *, after: str) -> str | None:
        """Post for everybody and give the new ts; None if the thread has been deleted.

        `after` is the ts of what is answered: nothing older is looked at for a post of
        unknown fate.
        """
        ts, thread = await self._posted(place, message, after)
        if place.thread and not thread:
            # Slack puts a reply to what has been deleted into the channel.
            await self.delete(place.channel, ts)
            return None
        return ts

    async def find(self, place: Place, message: Message, *, after: str) -> str:
        """The ts of this very message of ours, posted since then, or empty.

        Raises Undelivered where what stands there, or enough of it, cannot be read.
        """
        page = await self._call(lambda: self._history(place, after))
        for post in map(Post.of, page["messages"]):
            if post.user == self.bot and post.is_this(message.text, message.blocks):
                return post.ts
        if page.get("has_more"):
            raise Undelivered("too much to read")
        return ""

    async def update(self, channel: str, ts: str, message: Message) -> None:
        """Put another content into a message of ours."""
        await self._call(
            lambda: self.client.chat_update(
                channel=channel, ts=ts, text=message.text, blocks=message.blocks
            )
        )

    async def delete(self, channel: str, ts: str) -> None:
        """Take a message of ours away; one that is gone already is no fault."""
        try:
            await self._call(lambda: self.client.chat_delete(channel=channel, ts=ts))
        except Undelivered as failure:
            if failure.why != "message_not_found":
                raise

    async def whisper(self, place: Place, user: str, message: Message) -> str:
        """Show it to one person only, in the thread if the place has one; gives its ts."""
        shown = await self._call(
            lambda: self.client.chat_postEphemeral(
                channel=place.channel,
                user=user,
                text=message.text,
                blocks=message.blocks or None,
                thread_ts=place.thread or None,
            )
        )
        return str(shown["message_ts"])

    async def tell(self, asker: Asker, message: Message) -> None:
        """Show it to whoever addressed us, by whichever way leads to them.

        In a thread only chat.postEphemeral is sure to be seen; elsewhere a response_url
        is, for it needs no membership. The last way is a direct message.
        """
        ways: list[Callable[[], Awaitable[object]]] = [
            lambda: self.whisper(asker.stands, asker.user, message),
            lambda: self.respond(asker.response_url, message, asker.stands.thread),
        ]
        if not asker.stands.thread:
            ways.reverse()
        for way in ways:
            with suppress(Undelivered):
                await way()
                return
        await self._post(Place(asker.user), message)

    async def respond(self, url: str, message: Message, thread: str = "") -> None:
        """Through a response_url: show it to its owner, the original left as it is."""
        await self._hook(url, _in(thread, _content(message)), replace_original=False)

    async def publish(self, url: str, message: Message, thread: str = "") -> None:
        """Through a response_url: post for everybody where we are no member."""
        body = {**_content(message), "response_type": "in_channel"}
        await self._hook(url, _in(thread, body), replace_original=False)

    async def replace(self, url: str, message: Message) -> None:
        """Through a response_url: put another content into what was pressed."""
        await self._hook(url, _content(message), replace_original=True)

    async def withdraw(self, url: str) -> None:
        """Through a response_url: take away what was pressed."""
        await self._hook(url, {}, delete_original=True)

    async def open_window(self, trigger: str, view: dict[str, Any]) -> None:
        """Open a window for whoever caused the trigger; that must be within 3 seconds."""
        await self._call(lambda: self.client.views_open(trigger_id=trigger, view=view))

    async def update_window(self, view_id: str, view: dict[str, Any]) -> None:
        """Put another content into a window."""
        await self._call(lambda: self.client.views_update(view_id=view_id, view=view))

    async def _posted(self, place: Place, message: Message, after: str) -> tuple[str, str]:
        """The ts and the thread of a new post, or of one found to have arrived."""
        for pause in self._pauses:
            try:
                return await self._post(place, message)
            except Undelivered as failure:
                if failure.fate is Fate.REFUSED:
                    raise
                if failure.fate is Fate.UNKNOWN:
                    found = await self._fate_of(place, message, after, failure)
                    if found:
                        return found, place.thread
            await _rest(pause)
        return await self._post(place, message)

    async def _post(self, place: Place, message: Message) -> tuple[str, str]:
        posted = await attempt(
            lambda: self.client.chat_postMessage(
                channel=place.channel,
                thread_ts=place.thread or None,
                text=message.text,
                blocks=message.blocks or None,
                unfurl_links=False,
                unfurl_media=False,
            )
        )
        # An answer that does not show the message says nothing against its thread.
        shown = posted.get("message", {"thread_ts": place.thread})
        return str(posted["ts"]), str(shown.get("thread_ts", ""))

    async def _history(self, place: Place, after: str) -> Any:
        if place.thread:
            return await self.client.conversations_replies(
                channel=place.channel, ts=place.thread, oldest=after, limit=LOOK_BACK
            )
        return await self.client.conversations_history(
            channel=place.channel, oldest=after, limit=LOOK_BACK
        )

    async def _fate_of(
        self, place: Place, message: Message, after: str, failure: Undelivered
    ) -> str:
        try:
            return await self.find(place, message, after=after)
        except Undelivered as unread:
            why = f"{failure.why}, and no look-up: {unread.why}"
            raise Undelivered(why, Fate.UNKNOWN) from unread

    async def _call(self, call: Callable[[], Awaitable[Any]]) -> Any:
        """A call that may be made again without harm where it never left here."""
        for pause in self._pauses:
            try:
                return await attempt(call)
            except Undelivered as failure:
                if failure.fate is not Fate.UNSENT:
                    raise
            await _rest(pause)
        return await attempt(call)

    async def _hook(self, url: str, content: dict[str, Any], **what: bool) -> None:
        if not url:
            raise Undelivered("no response_url")
        hook = AsyncWebhookClient(
            url, session=self.client.session, retry_handlers=[*rate_limit_handlers()]
        )
        answer = await self._call(lambda: hook.send_dict({**content, **what}))
        if answer.status_code != 200:
            raise Undelivered(f"response_url: http {answer.status_code}")


def _content(message: Message) -> dict[str, Any]:
    content = {"text": message.text, "unfurl_links": False, "unfurl_media": False}
    return {**content, "blocks": message.blocks} if message.blocks else content


def _in(thread: str, content: dict[str, Any]) -> dict[str, Any]:
    return {**content, "thread_ts": thread} if thread else content


async def _rest(seconds: float) -> None:
    """Pause about that long, so that many do not come back at one moment."""
    await asyncio.sleep(seconds * random.uniform(0.8, 1.2))


async def attempt(call: Callable[[], Awaitable[Any]]) -> Any:
    """Make one call; what it raises becomes Undelivered."""
    try:
        return await call()
    except _FAILURES as error:
        raise Undelivered.of(error) from error
