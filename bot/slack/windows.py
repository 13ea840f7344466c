"""“Explain terms here”: a window with the terms of a message, and the clicks in it.

It needs no membership, for a shortcut brings its message along, and it works in threads,
where slash commands cannot be typed.
"""

from __future__ import annotations

import logging

from bot.explainer import Explainer
from bot.render import modal
from bot.render.blocks import Stance
from bot.render.buttons import Act
from bot.reply import Reply

from .calls import Undelivered
from .delivery import Delivery
from .interactions import Shortcut, WindowClick
from .messages import Asker

log = logging.getLogger(__name__)

LIST = ""  # in a trail: the list of the message's terms, which has no name


class Windows:
    """Opens windows and changes what they show."""

    def __init__(self, explainer: Explainer, delivery: Delivery) -> None:
        self._explainer, self._delivery = explainer, delivery

    async def open(self, shortcut: Shortcut) -> None:
        """Show the terms of the message it was chosen on."""
        names = self._explainer.terms_in(shortcut.text)
        reply = self._explainer.listed(names)
        view = modal.view(reply, names, Stance())
        try:
            await self._delivery.open_window(shortcut.trigger, view)
        except Undelivered as failure:
            await self._excuse(shortcut.asker, failure)

    async def press(self, click: WindowClick) -> None:
        """Show in the window what the button leads to."""
        button = click.button
        if button.act is Act.BACK:
            *before, name = button.trail or (LIST,)
            reply = (
                self._explainer.expand(name)
                if name
                else self._explainer.listed(click.names)
            )
            trail = tuple(before)
        elif button.act is Act.DETAILS:
            reply, trail = (
                self._explainer.details(button.term),
                (*button.trail, button.term),
            )
        elif button.act in (Act.EXPLAIN, Act.CHOOSE, Act.MORE):
            reply = self._explainer.expand(button.term, button.shared)
            trail = button.trail or (LIST,)
        else:
            return
        await self._show(click, reply, Stance(trail=trail, more=button.act is Act.MORE))

    async def _show(self, click: WindowClick, reply: Reply, stance: Stance) -> None:
        view = modal.view(reply, click.names, stance)
        try:
            await self._delivery.update_window(click.view, view)
        except Undelivered as failure:
            if failure.why != "not_found":  # they have closed it meanwhile
                await self._excuse(click.asker, failure)

    async def _excuse(self, asker: Asker, failure: Undelivered) -> None:
        log.warning("no window shown: %s", failure.why)
        await self._delivery.excuse(asker, failure)
