"""Which events the bot hears of: by where it is a member, and by what it may read.

https://docs.slack.dev/reference/events/message, …/message_changed, …/app_mention. What
happens to one message can make several events, each with an id of its own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from . import payloads
from .payloads import Payload
from .state import Channel, Message

if TYPE_CHECKING:
    from .workspace import Workspace

_NAMES = {"channel": "channels", "group": "groups"}  # of channel types, in scopes
_SPOKEN = ("", "file_share", "thread_broadcast")  # subtypes of what somebody says


def scope(channel: Channel) -> str:
    """The scope that the messages of a channel are read with."""
    return f"{_NAMES.get(channel.kind, channel.kind)}:history"


def written(slack: Workspace, message: Message) -> list[Payload]:
    """A new message; one that mentions the bot is told of twice."""
    channel = slack.channels[message.channel]
    event = payloads.message(channel, message)
    return [*_heard(slack, channel, event), *_mention(slack, message, event)]


def changed(slack: Workspace, message: Message, before: Payload) -> list[Payload]:
    """A message that looks different now; if it mentions the bot, that is told anew."""
    channel, at = slack.channels[message.channel], slack.next_ts()
    mention = {**payloads.message(channel, message), "event_ts": message.edited or at}
    change = payloads.changed(channel, message, before, at)
    return [*_heard(slack, channel, change), *_mention(slack, message, mention)]


def removed(slack: Workspace, message: Message, before: Payload) -> list[Payload]:
    """A message that was deleted. With replies below it, it was changed to a tombstone.

    With its last reply the tombstone goes, too.
    """
    channel = slack.channels[message.channel]
    if not message.gone:
        stone = payloads.changed(channel, message, before, slack.next_ts())
        return _heard(slack, channel, stone)
    gone = [payloads.deleted(channel, message, before, slack.next_ts())]
    if (root := message.root) and root.gone:
        stone = root.as_slack_has_it()
        gone.append(payloads.deleted(channel, root, stone, slack.next_ts()))
    return [payload for event in gone for payload in _heard(slack, channel, event)]


def _heard(slack: Workspace, channel: Channel, event: Payload) -> list[Payload]:
    member = slack.bot_user in channel.members
    return (
        [payloads.envelope(slack, event)]
        if member and scope(channel) in slack.scopes
        else []
    )


def _mention(slack: Workspace, message: Message, event: Payload) -> list[Payload]:
    """The mention of the bot by anybody else, other bots too; there is none in DMs."""
    channel = slack.channels[message.channel]
    named = re.search(rf"<@{slack.bot_user}(?:\|[^<>]*)?>", message.text)
    may = "app_mentions:read" in slack.scopes and slack.bot_user in channel.members
    spoken = message.subtype in _SPOKEN and message.bot_id != slack.bot_id
    if not (named and may and spoken and channel.kind in _NAMES):
        return []
    mention = {key: event[key] for key in event if key != "channel_type"}
    return [payloads.envelope(slack, {**mention, "type": "app_mention"})]
