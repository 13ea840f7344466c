"""What Slack sends to an app: events, commands and clicks, in their real shapes.

https://docs.slack.dev/apis/events-api, https://docs.slack.dev/interactivity.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .state import Block, Channel, Message, Window

if TYPE_CHECKING:
    from .workspace import Person, Workspace

Payload = dict[str, Any]


def envelope(slack: Workspace, event: Payload) -> Payload:
    """An event as it is delivered."""
    return {
        "token": "verification",
        "team_id": slack.team,
        "api_app_id": slack.app_id,
        "event": _with_teams(slack, event),
        "type": "event_callback",
        "event_id": f"Ev{slack.number():08}",
        "event_time": int(float(event["event_ts"])),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": slack.team,
                "user_id": slack.bot_user,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": slack.channels[event["channel"]].shared,
    }


def _with_teams(slack: Workspace, event: Payload) -> Payload:
    """The event with the team of its person; in a shared channel it is told thrice."""
    person = slack.people.get(event.get("user", ""))
    if person is None:
        return event
    shared = slack.channels[event["channel"]].shared
    keys = ("team", "user_team", "source_team") if shared else ("team",)
    return {**event, **dict.fromkeys(keys, person.team)}


def message(channel: Channel, said: Message) -> Payload:
    """The event of a new message."""
    return {
        **said.as_slack_has_it(),
        "channel": channel.id,
        "channel_type": channel.kind,
        "event_ts": said.ts,
    }


def changed(channel: Channel, now: Message, before: Payload, at: str) -> Payload:
    """The event of a message that looks different now."""
    return {
        "type": "message",
        "subtype": "message_changed",
        "hidden": True,
        "channel": channel.id,
        "channel_type": channel.kind,
        "message": now.as_slack_has_it(),
        "previous_message": before,
        "ts": at,
        "event_ts": at,
    }


def deleted(channel: Channel, gone: Message, before: Payload, at: str) -> Payload:
    """The event of a message that is gone; `before` is what stood there."""
    return {
        "type": "message",
        "subtype": "message_deleted",
        "hidden": True,
        "channel": channel.id,
        "channel_type": channel.kind,
        "deleted_ts": gone.ts,
        "previous_message": before,
        "ts": at,
        "event_ts": at,
    }


def command(
    slack: Workspace, by: Person, channel: Channel, name: str, text: str, response_url: str
) -> Payload:
    """A slash command; it is sent as a form."""
    return {
        "token": "verification",
        "team_id": by.team,
        "team_domain": "playground",
        "channel_id": channel.id,
        "channel_name": channel.shown_name,
        "user_id": by.id,
        "user_name": by.name,
        "command": name,
        "text": text,
        "api_app_id": slack.app_id,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": slack.trigger(by),
    }


def shortcut(slack: Workspace, by: Person, on: Message, callback_id: str) -> Payload:
    """A message shortcut, chosen in the menu of a message."""
    channel = slack.channels[on.channel]
    return {
        "type": "message_action",
        "callback_id": callback_id,
        "trigger_id": slack.trigger(by),
        "response_url": slack.respond_at(channel, by.id, None),
        "message_ts": on.ts,
        "message": on.as_slack_has_it(),
        "channel": {"id": channel.id, "name": channel.shown_name},
        **_from(slack, by),
        "action_ts": slack.next_ts(),
    }


def window_click(slack: Workspace, by: Person, on: Window, element: Block) -> Payload:
    """A button pressed in a modal: there is no channel, no message, no response_url."""
    return {
        "type": "block_actions",
        "container": {"type": "view", "view_id": on.id},
        "view": {**on.view, "id": on.id, "hash": "1.x", "team_id": slack.team},
        "trigger_id": slack.trigger(by),
        **_from(slack, by),
        "actions": [_action(slack, element)],
    }


def _from(slack: Workspace, by: Person) -> Payload:
    return {
        "user": {"id": by.id, "username": by.name, "name": by.name, "team_id": by.team},
        "api_app_id": slack.app_id,
        "token": "verification",
        "team": {"id": slack.team, "domain": "playground"},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _action(slack: Workspace, element: Block) -> Payload:
    """A button pressed. Where it had no value none is told; nor is a link's address."""
    shown = ("action_id", "block_id", "text", "value", "style")
    told = {key: element[key] for key in shown if key in element}
    return {**told, "type": "button", "action_ts": slack.next_ts()}


def click(slack: Workspace, by: Person, on: Message, element: Block) -> Payload:
    """A button pressed. Of an ephemeral Slack may leave out the message itself."""
    channel = slack.channels[on.channel]
    container: Payload = {
        "type": "message",
        "message_ts": on.ts,
        "channel_id": channel.id,
        "is_ephemeral": bool(on.only_for),
    }
    if on.thread_ts:
        container["thread_ts"] = on.thread_ts
    payload: Payload = {
        "type": "block_actions",
        "container": container,
        "trigger_id": slack.trigger(by),
        **_from(slack, by),
        "channel": {"id": channel.id, "name": channel.shown_name},
        "state": {"values": {}},
        "response_url": slack.respond_at(channel, by.id, on),
        "actions": [_action(slack, element)],
    }
    if on.only_for:
        return payload
    # Slack is known to tell the thread of a button pressed inside one; whether it does for
    # the message that began a thread, pressed in the channel, nobody has written down.
    shown = on.as_slack_has_it()
    return {**payload, "message": shown if on.thread_ts else _apart(shown)}


def _apart(shown: Payload) -> Payload:
    """A message without the thread below it."""
    return {key: value for key, value in shown.items() if key != "thread_ts"}
