"""The channels of a workspace: who is in them, and what stands there for whom."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from .state import Channel, Message

if TYPE_CHECKING:
    from .people import Person


class Conversations:
    """Channels and direct messages by their ids, and the ephemerals shown in them."""

    def __init__(self, bot_user: str) -> None:
        self.bot_user = bot_user
        self.channels: dict[str, Channel] = {}
        self.ephemerals: list[Message] = []

    def invite(self, channel: Channel) -> None:
        """Let the bot into a channel."""
        channel.members.add(self.bot_user)

    def kick(self, channel: Channel) -> None:
        """Take the bot out of a channel."""
        channel.members.discard(self.bot_user)

    def add(self, channel: Channel, people: Iterable[Person], bot: bool) -> Channel:
        """A new channel with these members."""
        channel.members |= {person.id for person in people}
        channel.members |= {self.bot_user} if bot else set()
        self.channels[channel.id] = channel
        return channel

    def message(self, channel: str, ts: str) -> Message | None:
        """The message with this ts, a deleted one too."""
        known = self.channels.get(channel)
        return known.by_ts.get(ts) if known else None

    def messages(self, channel: Channel) -> list[Message]:
        """What is shown in a channel itself, in order."""
        return [one for one in channel.messages if one.in_channel and not one.deleted]

    def thread(self, message: Message) -> list[Message]:
        """The replies in a message's thread, in order, without its parent."""
        return (message.root or message).standing

    def seen_by(
        self, person: Person, channel: Channel, thread: Message | None = None
    ) -> list[Message]:
        """What is shown to this person alone: in the channel, or in a message's thread."""
        within = thread.thread if thread else None
        return [
            one
            for one in self.ephemerals
            if one.only_for == person.id
            and one.channel == channel.id
            and one.thread_ts == within
            and not one.deleted
        ]
