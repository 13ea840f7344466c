"""Where Slack's events come in: one method a surface.

Messages are decided on at once, for most of them ask nothing; everything else hangs on
Bolt, in one table, and is called with what Slack has been told already that we have it.
"""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.explainer import Explainer
from bot.render import buttons, modal
from bot.reply import Reply

from . import incoming
from .answers import Answers, Surface
from .clicks import Clicks
from .interactions import GLOSSARY, WHATIS, Click, Command, Shortcut, WindowClick
from .manners import Manners
from .messages import Deletion, Message
from .origin import Origin
from .payload import Headers, Payload
from .tasks import Work
from .windows import Windows

Listener = Callable[[Payload, Headers], Coroutine[Any, Any, None]]
HELP = ("", "help")


class Listeners:
    """Each reads what came, asks the explainer, and has the reply delivered."""

    def __init__(
        self,
        explainer: Explainer,
        answers: Answers,
        clicks: Clicks,
        windows: Windows,
        manners: Manners,
        bot: str,
    ) -> None:
        self._explainer, self._manners, self._bot = explainer, manners, bot
        self._answers, self._clicks, self._windows = answers, clicks, windows

    def attach(
        self, app: AsyncApp, guard: Callable[[Listener], Callable[..., Awaitable[None]]]
    ) -> None:
        """Hang each method, behind the door and in its guard, on what it listens to."""
        for listen, listener in (
            (app.event("app_mention"), self.mention),
            (app.command(WHATIS), self.whatis),
            (app.command(GLOSSARY), self.glossary),
            (app.action(buttons.PATTERN), self.click),
            (app.message_shortcut(modal.EXPLAIN_TERMS), self.explain_terms),
        ):
            listen(guard(self._behind_the_door(listener)))

    def _behind_the_door(self, listener: Listener) -> Listener:
        """The listener, unheard by people from outside who are not to be answered."""

        @functools.wraps(listener)
        async def inside(body: Payload, headers: Headers) -> None:
            origin = Origin.of(body)
            self._manners.notice(origin)
            asker = (
                incoming.asker(body, self._bot) if self._manners.outsider(origin) else None
            )
            if not asker:
                await listener(body, headers)
                return
            await self._answers.refuse(asker, Message.of(body, headers))

        return inside

    def message(self, body: Payload, headers: Headers) -> Work | None:
        """What people write in channels and direct messages, and what they take back.

        None where there is nothing to do, not even to remember: that is what most
        messages come to, and all that they cost.
        """
        origin = Origin.of(body)
        self._manners.notice(origin)
        if gone := Deletion.of(body):
            return partial(self._answers.forget, gone)
        written = self._written(body, headers)
        if not written:
            return None
        direct, to_us = written.stands.direct, written.mentions(self._bot)
        if direct or (to_us and written.group):  # where no app_mention comes
            if self._manners.outsider(origin):
                return partial(self._answers.refuse, written.asker, written)
            return partial(self._direct if direct else self._mention, written)
        if to_us or not self._manners.overhears(origin):
            return None
        return self._overheard(written)

    def _overheard(self, written: Message) -> Work | None:
        reply = self._explainer.overheard(written.text).reply
        if written.thread and not reply:
            further = self._explainer.may_follow_up(written.text)
            return partial(self._follow_up, written) if further else None
        terms = () if written.thread else self._explainer.terms_in(written.text)
        return partial(self._answer, written, reply, terms) if reply or terms else None

    async def _answer(
        self, written: Message, reply: Reply | None, terms: tuple[str, ...]
    ) -> None:
        await self._answers.overheard(written, terms)
        await self._answers.give(written, reply, Surface.OVERHEARD)

    async def _follow_up(self, written: Message) -> None:
        answering, above = await self._answers.above(written)
        decision = self._explainer.followed_up(
            written.text, answering=answering, above=above
        )
        await self._answers.give(written, decision.reply, Surface.OVERHEARD)

    async def _direct(self, written: Message) -> None:
        text = written.without(self._bot)
        reply = self._explainer.asked(text).reply if text else self._explainer.help()
        await self._answers.give(written, reply, Surface.DIRECT)

    async def _mention(self, written: Message) -> None:
        text, opens = written.without(self._bot), written.opens_with(self._bot)
        reply = self._explainer.mentioned(text, opens=opens).reply
        await self._answers.give(written, reply, Surface.MENTION)

    async def mention(self, body: Payload, headers: Headers) -> None:
        """What people write to the bot in a channel."""
        if written := self._written(body, headers):
            await self._mention(written)

    async def whatis(self, body: Payload, headers: Headers) -> None:
        """`/whatis <term>`."""
        asked = Command.of(body)
        alone = asked.text.lower() in HELP
        reply = None if alone else self._explainer.asked(asked.text).reply
        await self._answers.respond(asked, reply or self._explainer.help())

    async def glossary(self, body: Payload, headers: Headers) -> None:
        """`/glossary [topic or letter]`."""
        asked = Command.of(body)
        await self._answers.respond(asked, self._explainer.contents(asked.text))

    async def click(self, body: Payload, headers: Headers) -> None:
        """A button of any card, wherever it stands."""
        if in_window := WindowClick.of(body):
            await self._windows.press(in_window)
        elif click := Click.of(body):
            await self._clicks.press(click)

    async def explain_terms(self, body: Payload, headers: Headers) -> None:
        """“Explain terms here”, in the menu of any message."""
        await self._windows.open(Shortcut.of(body))

    def _written(self, body: Payload, headers: Headers) -> Message | None:
        """What somebody wrote; never what we wrote ourselves, however it is marked."""
        written = Message.of(body, headers)
        return written if written and written.user != self._bot else None
