"""What the bot says about Slack itself: all to one person, none of it about a term."""

from __future__ import annotations

from bot.render.blocks import Message

from .calls import Fate, Undelivered

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
BUSY = Message(
    "Slack takes no more from me for the moment. Please ask again in a few minutes.", []
)
CROWDED = Message("I am asked more than I can answer just now. Please try again.", [])
NOT_YOURS = Message("Only whoever asked for this can dismiss it.", [])
ALREADY_SHARED = Message("This already stands where you wanted to share it.", [])
OUTSIDE = Message(
    "I answer only the people of the workspace that I belong to. Somebody there can look "
    "it up for you.",
    [],
)


def why_not(failure: Undelivered, bot: str, *, direct: bool) -> Message:
    """Why there is no answer, and the way out; `direct`: it was asked for in a DM."""
    if failure.fate is Fate.UNKNOWN:
        return UNSURE
    if failure.busy:
        return BUSY
    if failure.revoked or failure.fate is Fate.UNSENT:
        return BROKEN
    if direct:
        return refused(failure.why)
    return invite(bot) if failure.away else refused(failure.why, elsewhere=True)


def refused(why: str, *, elsewhere: bool = False) -> Message:
    """Slack took no answer; `why` is its own word, such as `restricted_action`."""
    told = f"I could not answer here: Slack says “{why.replace('_', ' ')}”."
    return Message(told + " In a direct message I can." if elsewhere else told, [])


def invite(bot: str) -> Message:
    """How to bring the bot to where it was asked to speak."""
    told = "I cannot answer in a channel that I am not in. "
    return Message(told + f"Invite me there with /invite <@{bot}>.", [])
