"""What people do in the workspace: write, edit, delete, type commands, press buttons.

Each comes back when the bot has acknowledged what it was told of it, or failed to.
A ValueError is raised for what Slack's own client would not let that person do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import events, payloads
from .state import Channel, Delivery, Message, Window, buttons_of

if TYPE_CHECKING:
    from .workspace import Workspace


@dataclass(eq=False)
class Person:
    """Somebody who uses the workspace, or a channel shared with their own `team`."""

    slack: Workspace
    id: str
    name: str
    team: str

    def sees(self, channel: Channel) -> bool:
        """Whether this person can look into a channel: the public ones are open to all."""
        return not channel.private or self.id in channel.members

    async def says(
        self,
        channel: Channel,
        text: str,
        thread: Message | None = None,
        *,
        subtype: str = "",
        bot_id: str = "",
    ) -> Message:
        """Write a message, as Slack hands it on: escaped. Waits for the acknowledgement.

        subtype: file_share, or thread_broadcast for a reply shown in the channel as well
        bot_id:  of another bot, which then is what speaks
        """
        message = self.writes(channel, text, thread, subtype=subtype, bot_id=bot_id)
        await self.slack.tell(events.written(self.slack, message))
        return message

    def writes(
        self,
        channel: Channel,
        text: str,
        thread: Message | None = None,
        *,
        subtype: str = "",
        bot_id: str = "",
    ) -> Message:
        """Put a message where it is to stand, before the bot is told of it."""
        self._enter(channel)
        message = Message(channel.id, self.slack.next_ts(), self.id, text, subtype=subtype)
        message.bot_id = bot_id
        channel.add(message, thread)
        return message

    async def edits(self, message: Message, text: str) -> None:
        """Change what this person said."""
        before = self._own(message).as_slack_has_it()
        message.text, message.edited = text, self.slack.next_ts()
        await self.slack.tell(events.changed(self.slack, message, before))

    async def deletes(self, message: Message) -> None:
        """Take back what this person said."""
        before = self._own(message).as_slack_has_it()
        message.deleted = True
        await self.slack.tell(events.removed(self.slack, message, before))

    def _enter(self, channel: Channel) -> None:
        """Be where one can write; a public channel is joined by writing there."""
        if not self.sees(channel):
            raise ValueError(f"{self.name} is not in {channel.name or channel.id}")
        if channel.archived:
            raise ValueError(f"{channel.name} is archived")
        channel.members.add(self.id)

    def _own(self, message: Message) -> Message:
        if message.user != self.id or message.deleted:
            raise ValueError(f"{self.name} has no such message")
        return message

    async def commands(self, channel: Channel, command: str, text: str = "") -> Delivery:
        """Type a slash command; it never stands in a thread."""
        if "commands" not in self.slack.scopes:
            raise ValueError(f"{command} is not installed")
        self._enter(channel)
        url = self.slack.respond_at(channel, self.id, None)
        payload = payloads.command(self.slack, self, channel, command, text, url)
        return await self.slack.deliver("command", payload)

    async def presses(self, message: Message, label: str, block: str = "") -> Delivery:
        """Press the button with this label, or this action_id, on a message seen.

        `block`: the block_id, where several blocks have a button of that action_id.
        """
        self._look_at(message)
        for element in message.button_elements():
            here = block in ("", element["block_id"])
            if here and label in (element["text"]["text"], element["action_id"]):
                payload = payloads.click(self.slack, self, message, element)
                return await self.slack.deliver("interaction", payload)
        raise ValueError(f"no button “{label}” among {message.buttons}")

    async def chooses(self, message: Message, callback_id: str) -> Delivery:
        """Choose a shortcut in the menu of a message."""
        self._look_at(message)
        payload = payloads.shortcut(self.slack, self, message, callback_id)
        return await self.slack.deliver("interaction", payload)

    def _look_at(self, message: Message) -> None:
        there = self.sees(self.slack.channels[message.channel])
        if not there or message.deleted or message.only_for not in ("", self.id):
            raise ValueError(f"{self.name} does not see this message")

    @property
    def window(self) -> Window | None:
        """The window this person has open."""
        return next(
            (one for one in self.slack.windows.values() if one.user == self.id), None
        )

    async def presses_in_window(self, label: str, block: str = "") -> Delivery:
        """Press the button with this label, or this action_id, in the open window."""
        window = self.window
        if window is None:
            raise ValueError(f"{self.name} has no window open")
        for element in buttons_of(window.view["blocks"]):
            here = block in ("", element["block_id"])
            if here and label in (element["text"]["text"], element["action_id"]):
                payload = payloads.window_click(self.slack, self, window, element)
                return await self.slack.deliver("interaction", payload)
        raise ValueError(f"no button “{label}” among {window.buttons}")
