"""Where Slack's events come in: one method a surface, all attached in one table.

Each is called with what Slack has been told already that we have it.
"""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable

from slack_bolt.async_app import AsyncApp

from bot.explainer import Explainer
from bot.render import buttons, modal
from bot.reply import Reply

from . import incoming
from .answers import Answers, Surface
from .clicks import Clicks
from .interactions import GLOSSARY, WHATIS, Click, Command, Shortcut, WindowClick
from .manners import Manners
from .messages import Asker, Deletion, Message
from .origin import Origin
from .payload import Headers, Payload
from .windows import Windows

Listener = Callable[[Payload, Headers], Awaitable[None]]
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
            (app.event("message"), self.message),
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
            asker = self._asker(body) if self._manners.outsider(origin) else None
            if not asker:
                await listener(body, headers)
                return
            await self._answers.refuse(asker, Message.of(body, headers))

        return inside

    def _asker(self, body: Payload) -> Asker | None:
        """Who addresses us; in a message, only its own text tells a mention."""
        written = Message.of(body, {})
        mentioned = written and written.mentions(self._bot)
        return written.asker if written and mentioned else incoming.asker(body)

    async def message(self, body: Payload, headers: Headers) -> None:
        """What people write in channels and direct messages, and what they take back."""
        if gone := Deletion.of(body):
            await self._answers.forget(gone)
        elif written := self._written(body, headers):
            reply, surface = await self._reply_to(written, Origin.of(body))
            await self._answers.give(written, reply, surface)

    async def mention(self, body: Payload, headers: Headers) -> None:
        """What people write to the bot in a channel."""
        if written := self._written(body, headers):
            await self._answers.give(written, self._mentioned(written), Surface.MENTION)

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

    async def _reply_to(
        self, written: Message, origin: Origin
    ) -> tuple[Reply | None, Surface]:
        to_us = written.mentions(self._bot)
        if written.stands.direct:
            text = written.without(self._bot)
            reply = self._explainer.asked(text).reply if text else self._explainer.help()
            return reply, Surface.DIRECT
        if to_us and written.group:  # where no app_mention comes
            return self._mentioned(written), Surface.MENTION
        if to_us or not self._manners.overhears(origin):
            return None, Surface.OVERHEARD
        return await self._overheard(written), Surface.OVERHEARD

    async def _overheard(self, written: Message) -> Reply | None:
        reply = self._explainer.overheard(written.text).reply
        if written.thread and not reply:
            answering, above = await self._answers.above(written)
            further = self._explainer.followed_up(
                written.text, answering=answering, above=above
            )
            return further.reply
        if not written.thread:
            await self._answers.overheard(written, self._explainer.terms_in(written.text))
        return reply

    def _mentioned(self, written: Message) -> Reply | None:
        text, opens = written.without(self._bot), written.opens_with(self._bot)
        return self._explainer.mentioned(text, opens=opens).reply
