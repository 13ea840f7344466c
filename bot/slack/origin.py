"""Where something comes from, and from whose people."""

from __future__ import annotations

from dataclasses import dataclass

from .payload import Payload, part, text_of


@dataclass(frozen=True, slots=True)
class Origin:
    """Where something comes from, and from whose people.

    teams:  workspace or organisation of whoever did it; none where Slack does not tell
    shared: whether the channel is shared with another organisation; None where Slack does
            not tell, and only events do (https://docs.slack.dev/apis/events-api)
    """

    channel: str
    teams: frozenset[str] = frozenset()
    shared: bool | None = None

    @classmethod
    def of(cls, body: Payload) -> Origin:
        """Read it from any payload.

        `team` in an event is the person's own only where there is no `user_team`, and in a
        click it is the workspace pressed in, not the person's.
        """
        if "command" in body:
            teams = {text_of(body, "team_id"), text_of(body, "enterprise_id")}
            return cls(text_of(body, "channel_id"), frozenset(teams) - {""})
        event, user = part(body, "event"), part(body, "user")
        names = (
            text_of(event, "user_team"),
            text_of(event, "source_team"),
            text_of(event, "team"),
        )
        team = next(filter(None, names), text_of(user, "team_id"))
        channel, container = part(body, "channel"), part(body, "container")
        where = (
            text_of(event, "channel"),
            text_of(channel, "id"),
            text_of(container, "channel_id"),
        )
        shared = body.get("is_ext_shared_channel")
        return cls(
            next(filter(None, where), ""),
            frozenset({team}) - {""},
            shared if isinstance(shared, bool) else None,
        )
