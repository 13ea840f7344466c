"""A post for everybody that stands once, whatever the network and Slack do.

A post of unknown fate is looked up where it should stand before it is sent again, and is
not sent again where that cannot be read.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any
from weakref import WeakValueDictionary

from slack_sdk.web.async_client import AsyncWebClient

from bot.render.blocks import Message

from .calls import Call, Fate, Undelivered
from .messages import Place, Post
from .pace import Clock, Pace
from .retries import MOST_WAITS, PAUSES, Retries
from .seen import DAY, Fading

LOOKS = (0.5, 2.0)  # seconds before each look for a post that Slack may be slow to store
MEND = 5.0  # seconds after which even a late one stands
LOOK_BACK = 200  # messages of a thread read to find one of unknown fate
MOST_KNOWN = 5_000  # posts known to answer something else than what is looked for
_NO_SUCH_METHOD = ("unknown_method", "http 404")

Choice = Callable[[Sequence[Post]], Iterable[Post]]


class Posting:
    """Posts as one bot user, in each place one after the other.

    `attempt` makes one call and raises Undelivered.
    """

    def __init__(
        self,
        client: AsyncWebClient,
        bot: str,
        attempt: Callable[[Call], Awaitable[Any]],
        retries: Retries,
        pace: Pace,
        now: Clock,
    ) -> None:
        self._client, self._bot, self._attempt = client, bot, attempt
        self._retries, self._pace = retries, pace
        self._locks: WeakValueDictionary[Place, asyncio.Lock] = WeakValueDictionary()
        self._known: Fading[tuple[str, str], bool] = Fading(DAY, MOST_KNOWN, now)

    async def post(
        self, place: Place, message: Message, after: str, before: float = math.inf
    ) -> tuple[str, str]:
        """The ts and the thread of a new post, or of one found to have arrived.

        after:  the ts of what is answered: nothing older is looked at
        before: the moment, by the clock of `pace`, after which it is better not sent
        """
        with self._pace.queue(place.channel, before):
            async with self._locks.setdefault(place, asyncio.Lock()):
                return await self._posted(place, message, after, before)

    async def find(self, place: Place, choose: Choice, after: str) -> str:
        """The ts of the first message of ours that will do, posted since then, or empty.

        choose: gives those that will, of what stands there in its order

        What is known to answer something else is passed over. Raises Undelivered where
        what stands there, or enough of it, cannot be read.
        """
        page = await self._history(place, after)
        messages = page.get("messages")
        if not isinstance(messages, list):
            raise Undelivered("unreadable answer")
        # A channel's history comes with the newest first.
        for post in choose(sorted(map(Post.of, messages), key=lambda post: post.ts)):
            key = (place.channel, post.ts)
            if post.user == self._bot and not self._known.get(key):
                self._known.put(key, True)
                return post.ts
        if page.get("has_more"):
            raise Undelivered("too much to read")
        return ""

    async def stands(self, place: Place, ts: str, after: str) -> bool:
        """Whether the thread shows a post of which Slack did not say that it is in it.

        Slack itself always says so, hence no where it cannot be read just now; but yes
        where what answers there knows of no threads at all.
        """
        try:
            page = await self._history(place, after)
        except Undelivered as unread:
            return unread.why in _NO_SUCH_METHOD
        messages = page.get("messages")
        if not isinstance(messages, list):
            return True
        return any(Post.of(one).ts == ts for one in messages)

    async def _posted(
        self, place: Place, message: Message, after: str, before: float
    ) -> tuple[str, str]:
        pauses, doubtful = iter(PAUSES), False
        while True:
            try:
                ts, thread = await self._sent(place, message, before)
                break
            except Undelivered as failure:
                pause = next(pauses, None)
                if failure.fate is Fate.UNKNOWN:
                    if found := await self._fate_of(place, message, after, failure):
                        return found
                    doubtful = True
                refused = failure.fate is Fate.REFUSED
                if refused or pause is None:
                    # Only a refusal of the message itself tells of the tries before it.
                    if doubtful and (failure.busy or not refused):
                        raise Undelivered(failure.why, Fate.UNKNOWN) from failure
                    raise
                if failure.fate is Fate.UNSENT:  # else there was time for the look
                    await self._retries.rest(pause)
        if doubtful:
            with suppress(asyncio.CancelledError):  # it stands, whatever cuts this off
                await self._mend(place, message, after)
        return ts, thread

    async def _sent(self, place: Place, message: Message, before: float) -> tuple[str, str]:
        """Send it when its turn has come; what Slack turns away, when it says."""
        await self._pace.turn(place.channel, before)
        for _ in range(MOST_WAITS):
            try:
                return await self._call(place, message)
            except Undelivered as failure:
                if failure.retry_after is None:
                    raise
                await self._pace.hold(place.channel, failure.retry_after, before)
        return await self._call(place, message)

    async def _call(self, place: Place, message: Message) -> tuple[str, str]:
        posted = await self._attempt(
            lambda: self._client.chat_postMessage(
                channel=place.channel,
                thread_ts=place.thread or None,
                text=message.text,
                blocks=message.blocks or None,
                mrkdwn=message.mrkdwn,
                unfurl_links=False,
                unfurl_media=False,
            )
        )
        ts, shown = posted.get("ts"), posted.get("message")
        if not ts or not isinstance(ts, str):
            raise Undelivered("no ts", Fate.UNKNOWN)
        self._known.put((place.channel, ts), True)
        # An answer that does not show the message says nothing against its thread.
        if not isinstance(shown, dict):
            return ts, place.thread
        return ts, str(shown.get("thread_ts") or "")

    async def _fate_of(
        self, place: Place, message: Message, after: str, failure: Undelivered
    ) -> tuple[str, str] | None:
        """The ts and the thread of a post that has arrived, or None."""
        try:
            for pause in LOOKS:
                await self._retries.rest(pause)
                if found := await self._seek(place, message, after):
                    return found
        except Undelivered as unread:
            why = f"{failure.why}, and no look-up: {unread.why}"
            raise Undelivered(why, Fate.UNKNOWN) from unread
        return None

    async def _mend(self, place: Place, message: Message, after: str) -> None:
        """Take away a post that was taken for lost and arrived after it was sent again."""
        await self._retries.linger(MEND)
        with suppress(Undelivered):
            if late := await self._seek(place, message, after):
                await self._retries.surely(
                    "chat.delete",
                    lambda: self._client.chat_delete(channel=place.channel, ts=late[0]),
                )

    async def _seek(
        self, place: Place, message: Message, after: str
    ) -> tuple[str, str] | None:
        """The ts and the thread of what was to stand there, wherever it stands."""

        def choose(posts: Sequence[Post]) -> Iterable[Post]:
            return (post for post in posts if post.is_this(message.text, message.blocks))

        try:
            thread, ts = place.thread, await self.find(place, choose, after)
        except Undelivered as unread:
            if unread.why != "thread_not_found":
                raise
            # Slack puts a reply to what has been deleted into the channel.
            thread, ts = "", await self.find(Place(place.channel), choose, after)
        return (ts, thread) if ts else None

    async def _history(self, place: Place, after: str) -> Any:
        if place.thread:
            return await self._retries.read(
                "conversations.replies",
                lambda: self._client.conversations_replies(
                    channel=place.channel, ts=place.thread, oldest=after, limit=LOOK_BACK
                ),
            )
        return await self._retries.read(
            "conversations.history",
            lambda: self._client.conversations_history(
                channel=place.channel, oldest=after, limit=LOOK_BACK
            ),
        )
