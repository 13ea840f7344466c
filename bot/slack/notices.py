"""What the bot says about Slack itself: all to one person, none of it about a term."""

from __future__ import annotations

from bot.render.blocks import Message

BROKEN = Message(
    "Something went wrong on my side, and whoever runs me can see it in my log. "
    "Please try again.",
    [],
)
UNSURE = Message(
    "Slack faltered, so I cannot tell whether my answer arrived, and I did not want to "
    "send it twice. If you do not see it, please ask again.",
    [],
)
NOT_YOURS = Message("Only whoever asked for this can dismiss it.", [])
ALREADY_SHARED = Message("This already stands where you wanted to share it.", [])


def refused(why: str) -> Message:
    """Slack took no answer; `why` is its own word, such as `restricted_action`."""
    told = f"I could not answer here: Slack says “{why.replace('_', ' ')}”. "
    return Message(told + "In a direct message I can.", [])


def invite(bot: str) -> Message:
    """How to bring the bot to where it was asked to speak."""
    told = "I cannot answer in a channel that I am not in. "
    return Message(told + f"Invite me there with /invite <@{bot}>.", [])
