"""How a message reaches a place: post, update, whisper, response_url, delete, look up.

Slack's own errors end here: whoever calls catches `Undelivered` and nothing else. What
may be done twice without harm is tried again whatever became of it; what may not, only
where Slack has certainly not done it.
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from slack_sdk.web.async_client import AsyncWebClient

from bot.render.blocks import Message

from . import notices, response_url
from .calls import Call, Fate, Undelivered, attempt
from .messages import Asker, Place, Post, answers_to
from .pace import Clock, Pace, Sleep
from .posting import Posting
from .retries import Retries

log = logging.getLogger(__name__)

Sent = TypeVar("Sent")
Way = Callable[[], Awaitable[object]]
Retry = Callable[[str, Call], Awaitable[object]]  # a limit, and what is made in it


def _nobody(why: str) -> None:
    """Where nobody has to hear that our token is good for nothing any more."""


class Delivery:
    """Sends messages as one bot user.

    unanswered: how many calls, the last ones, went without an answer of Slack's
    on_revoked: told, once, when Slack takes our token no more, and Slack's word for it
    now, sleep: the time, which tests have go by faster
    """

    def __init__(
        self,
        client: AsyncWebClient,
        bot: str,
        *,
        on_revoked: Callable[[str], None] = _nobody,
        now: Clock = time.monotonic,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self.client, self.bot = client, bot
        self._on_revoked, self._revoked = on_revoked, False
        self.unanswered = 0
        self._now, self._unfit = now, set[str]()
        self._end = math.inf  # until when somebody can be told something
        self._retries = Retries(self._attempt, now, sleep)
        self._pace = Pace(now, sleep)
        self._posting = Posting(client, bot, self._attempt, self._retries, self._pace, now)

    def hurry(self, seconds: float, end: float) -> None:
        """Let posts go without pacing, and wait no longer than that for Slack's limits.

        What would have to wait longer raises Undelivered: whoever asked can still be told,
        for `end` seconds.
        """
        self._pace.let_go(seconds)
        self._retries.let_go(seconds)
        self._end = self._now() + end

    async def post(
        self, place: Place, message: Message, *, after: str, within: float = math.inf
    ) -> str | None:
        """Post for everybody and give the new ts; None if the thread has been deleted.

        after:  the ts of what is answered: nothing older is looked at for a post of
                unknown fate
        within: seconds after which it is better not sent, however busy the channel is
        """
        before = self._now() + within
        ts, thread = await self._as_it_fits(
            lambda fitting: self._posting.post(place, fitting, after, before), message
        )
        if not place.thread or thread or await self._posting.stands(place, ts, after):
            return ts
        # Slack puts a reply to what has been deleted into the channel.
        await self.delete(place.channel, ts)
        return None

    async def find(
        self,
        place: Place,
        message: Message,
        *,
        after: str,
        whoever_asked: bool = False,
        answering: str = "",
    ) -> str:
        """The ts of this very message of ours, posted since then, or empty.

        answering: what else answers this person counts, too

        Raises Undelivered where what stands there, or enough of it, cannot be read.
        """

        def choose(posts: Sequence[Post]) -> Iterator[Post]:
            for post in posts:
                if post.is_this(message.text, message.blocks, whoever_asked=whoever_asked):
                    yield post
            if answering:
                yield from answers_to(answering, posts, after)

        return await self._posting.find(place, choose, after)

    async def update(self, channel: str, ts: str, message: Message) -> None:
        """Put another content into a message of ours."""
        await self._retries.surely(
            "chat.update",
            lambda: self.client.chat_update(
                channel=channel, ts=ts, text=message.text, blocks=message.blocks
            ),
        )

    async def delete(self, channel: str, ts: str) -> None:
        """Take a message of ours away; one that is gone already is no fault."""
        try:
            await self._retries.surely(
                "chat.delete", lambda: self.client.chat_delete(channel=channel, ts=ts)
            )
        except Undelivered as failure:
            if failure.why != "message_not_found":
                raise

    async def whisper(self, place: Place, user: str, message: Message) -> str:
        """Show it to one person only, in the thread if the place has one; gives its ts."""
        if not place.channel:  # as in a window
            raise Undelivered("no channel")
        shown = await self._as_it_fits(
            lambda fitting: self._retries.once(
                "chat.postEphemeral",
                lambda: self.client.chat_postEphemeral(
                    channel=place.channel,
                    user=user,
                    text=fitting.text,
                    blocks=fitting.blocks or None,
                    thread_ts=place.thread or None,
                ),
            ),
            message,
        )
        return str(shown.get("message_ts") or "")

    async def tell(self, asker: Asker, message: Message) -> None:
        """Show it to whoever addressed us, by whichever way leads to them.

        No other way is tried after one that may have led to them.
        """
        *ways, last = self._ways_to(asker, message, self._retries.once)
        for way in ways:
            try:
                await way()
            except Undelivered as failure:
                if failure.fate is Fate.UNKNOWN:
                    raise
            else:
                return
        await last()

    async def assure(self, asker: Asker, notice: Message) -> None:
        """Tell what may be heard twice without harm, until one way has surely led there.

        In haste a way that hangs leaves time for the next.
        """
        ways = self._ways_to(asker, notice, self._retries.surely)
        while len(ways) > 1:
            left = self._end - self._now()
            share = left / len(ways) if left < math.inf else None
            with suppress(Undelivered, TimeoutError):
                async with asyncio.timeout(share):
                    await ways.pop(0)()
                return
        await ways[0]()

    async def excuse(self, asker: Asker, failure: Undelivered) -> None:
        """Tell them why there is no answer."""
        direct = asker.stands.direct
        await self.assure(asker, notices.why_not(failure, self.bot, direct=direct))

    def _ways_to(self, asker: Asker, message: Message, writes: Retry) -> list[Way]:
        """How to reach them privately; the last way of all is a direct message.

        In a thread only chat.postEphemeral is sure to be seen; elsewhere a response_url
        is, for it needs no membership.
        """
        ways: list[Way] = [
            lambda: self.whisper(asker.stands, asker.user, message),
            lambda: self.respond(asker.response_url, message, asker.stands.thread),
        ]
        ways = ways if asker.stands.thread else ways[::-1]
        return [*ways, lambda: self._write(asker.user, message, writes)]

    async def _write(self, user: str, message: Message, writes: Retry) -> None:
        """A direct message. Nothing is looked up there, where the same may stand of old."""
        await self._as_it_fits(
            lambda fitting: writes(
                user,
                lambda: self.client.chat_postMessage(channel=user, **_content(fitting)),
            ),
            message,
        )

    async def respond(self, url: str, message: Message, thread: str = "") -> None:
        """Through a response_url: show it to its owner, the original left as it is."""
        await self._say(url, message, thread, {"replace_original": False})

    async def publish(self, url: str, message: Message, thread: str = "") -> None:
        """Through a response_url: post for everybody where we are no member."""
        how = {"replace_original": False, "response_type": "in_channel"}
        await self._say(url, message, thread, how)

    async def replace(self, url: str, message: Message) -> None:
        """Through a response_url: put another content into what was pressed."""
        content = {**_content(message), "replace_original": True}
        await self._retries.surely(url, response_url.use(self.client, url, content))

    async def withdraw(self, url: str) -> None:
        """Through a response_url: take away what was pressed."""
        await self._retries.surely(
            url, response_url.use(self.client, url, {"delete_original": True})
        )

    async def open_window(self, trigger: str, view: dict[str, Any]) -> None:
        """Open a window for whoever caused the trigger; that must be within 3 seconds."""
        await self._retries.once(
            "views.open", lambda: self.client.views_open(trigger_id=trigger, view=view)
        )

    async def update_window(self, view_id: str, view: dict[str, Any]) -> None:
        """Put another content into a window."""
        await self._retries.surely(
            "views.update", lambda: self.client.views_update(view_id=view_id, view=view)
        )

    async def _say(
        self, url: str, message: Message, thread: str, how: dict[str, Any]
    ) -> None:
        if thread:
            how = {**how, "thread_ts": thread}
        await self._as_it_fits(
            lambda fitting: self._retries.once(
                url, response_url.use(self.client, url, {**_content(fitting), **how})
            ),
            message,
        )

    async def _as_it_fits(
        self, send: Callable[[Message], Awaitable[Sent]], message: Message
    ) -> Sent:
        """Send it, as plain text where Slack does not take its blocks."""
        try:
            return await send(message)
        except Undelivered as failure:
            plain = message.plainly()
            if not failure.unfit or plain == message:
                raise
            self._note_unfit(failure.why)
        return await send(plain)

    def _note_unfit(self, why: str) -> None:
        """Once for each reason: it is a fault of ours, and every card may have it."""
        if why not in self._unfit:
            self._unfit.add(why)
            log.error("Slack takes no blocks, only plain text: %s", why)

    async def _attempt(self, call: Call) -> Any:
        """Make one call, and see whether Slack answers and our token is still good."""
        try:
            answer = await attempt(call)
        except Undelivered as failure:
            self.unanswered = 0 if failure.fate is Fate.REFUSED else self.unanswered + 1
            if failure.revoked and not self._revoked:
                self._revoked = True
                log.critical("Slack takes our token no more: %s", failure.why)
                self._on_revoked(failure.why)
            raise
        self.unanswered = 0
        return answer


def _content(message: Message) -> dict[str, Any]:
    content = {"text": message.text, "mrkdwn": message.mrkdwn}
    content |= {"unfurl_links": False, "unfurl_media": False}
    return {**content, "blocks": message.blocks} if message.blocks else content
