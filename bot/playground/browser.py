"""What the page in the browser sees of the workspace, and what a person does in it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.explainer import Decision, Explainer
from bot.glossary import Glossary
from bot.glossary_source import GlossaryFile
from bot.render.modal import EXPLAIN_TERMS

from . import scene
from .state import Call, Channel, Message
from .workspace import Person, Workspace

PAGE = Path(__file__).parent / "page"
SECONDS_BETWEEN_LOOKS = 0.3  # at the glossary, so that a saved change shows at once

_COMMANDS = (("/whatis", "explain a term"), ("/glossary", "browse all terms"))


class Witness(Explainer):
    """The explainer, remembering each decision it made and how it was asked."""

    def __init__(self, source: Callable[[], Glossary]) -> None:
        super().__init__(source)
        self.decisions: dict[str, tuple[str, Decision]] = {}

    def overheard(self, text: str) -> Decision:
        """As the explainer decides."""
        return self._noted(
            text, "a message to nobody in particular", super().overheard(text)
        )

    def asked(self, text: str) -> Decision:
        """As the explainer decides."""
        return self._noted(text, "asked directly", super().asked(text))

    def mentioned(self, text: str, *, opens: bool) -> Decision:
        """As the explainer decides."""
        return self._noted(
            text, "a mention of the bot", super().mentioned(text, opens=opens)
        )

    def _noted(self, text: str, how: str, decision: Decision) -> Decision:
        self.decisions[_key(text)] = (how, decision)
        return decision


class Page:
    """The page's own requests: what there is to see, and what a person does."""

    def __init__(self, slack: Workspace, witness: Witness, source: GlossaryFile) -> None:
        self._slack, self._witness, self._source = slack, witness, source
        self._told: set[asyncio.Event] = set()
        self._ended = False
        self.first = {"channel": "", "thread": ""}
        slack.on_change(self.changed)
        router = slack.app.router
        router.add_get("/", self._index)
        router.add_static("/page/", PAGE)
        router.add_get("/state", self._state)
        router.add_get("/changes", self._changes)
        router.add_post("/say", self._say)
        router.add_post("/command", self._command)
        router.add_post("/press", self._press)
        router.add_post("/shortcut", self._shortcut)
        router.add_post("/window", self._in_window)
        slack.app.on_shutdown.append(self._end)

    def changed(self) -> None:
        """Let every open page look again."""
        for event in self._told:
            event.set()

    async def _end(self, app: web.Application) -> None:
        """Let go of the pages that wait for changes."""
        self._ended = True
        self.changed()

    async def follow_glossary(self) -> None:
        """Tell the pages when the glossary or its faults are others, until cancelled."""
        known: object = None
        while True:
            await asyncio.to_thread(self._source.refresh)
            now = (id(self._source()), self._source.problems)
            if known not in (None, now):
                self.changed()
            known = now
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)

    async def _index(self, request: web.Request) -> web.StreamResponse:
        return web.FileResponse(PAGE / "index.html")

    async def _changes(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        response.content_type = "text/event-stream"
        await response.prepare(request)
        event = asyncio.Event()
        self._told.add(event)
        try:
            while not self._ended:
                await response.write(b"data: changed\n\n")
                await event.wait()
                event.clear()
        except ConnectionError:
            pass  # the page was closed
        finally:
            self._told.discard(event)
        return response

    async def _state(self, request: web.Request) -> web.Response:
        slack, glossary = self._slack, self._source()
        everybody = list(slack.people.values())
        me = slack.people.get(request.query.get("as", ""), everybody[0])
        suggestions = scene.suggestions(self._witness_free(), glossary)
        state = {
            "me": me.id,
            "people": [{"id": one.id, "name": one.name} for one in everybody],
            "bot": {"id": slack.bot_user, "name": "Explainer"},
            "first": self.first,
            "channels": [
                self._channel(channel, me)
                for channel in slack.channels.values()
                if me.id in channel.members
            ],
            "window": self._window(me),
            "commands": [{"command": name, "hint": hint} for name, hint in _COMMANDS],
            "terms": sorted(name for term in glossary.terms for name in term.names),
            "suggestions": [{"text": one.text, "hint": one.hint} for one in suggestions],
            "glossary": {
                "name": glossary.name or self._source.path.name,
                "terms": len(glossary.terms),
                "source": str(self._source.path),
                "problems": [str(problem) for problem in self._source.problems],
            },
        }
        return web.json_response(state)

    def _witness_free(self) -> Explainer:
        """An explainer of the same glossary whose tries are not remembered."""
        return Explainer(self._source)

    def _channel(self, channel: Channel, me: Person) -> dict[str, Any]:
        visible = [
            one
            for one in [*channel.messages, *self._slack.ephemerals]
            if one.channel == channel.id and not one.deleted and one.only_for in ("", me.id)
        ]
        titles = {"im": "Explainer (direct message)"}
        shown = [
            self._message(one) for one in sorted(visible, key=lambda one: float(one.ts))
        ]
        title = titles.get(channel.kind, f"#{channel.name}")
        return {"id": channel.id, "title": title, "messages": shown}

    def _message(self, said: Message) -> dict[str, Any]:
        author = self._slack.people.get(said.user)
        at = datetime.fromtimestamp(float(said.ts)).astimezone()
        return {
            "channel": said.channel,
            "ts": said.ts,
            "thread_ts": said.thread_ts or "",
            "name": author.name if author else "Explainer",
            "bot": bool(said.bot_id),
            "time": f"{at:%H:%M}",
            "text": said.text,
            "blocks": said.blocks,
            "only_for": said.only_for,
            "why": None if said.bot_id else self._why(said),
            "refusals": [
                {"method": call.method, "error": call.answer["error"]}
                for call in self._slack.calls
                if _refused_about(call, said)
            ],
        }

    def _why(self, said: Message) -> dict[str, Any] | None:
        how, decision = self._witness.decisions.get(_key(said.text), ("", None))
        if decision is None:
            return None
        reply, question = decision.reply, decision.question
        names = ", ".join(reply.answers) if reply else ""
        return {
            "verdict": f"replied with {names or reply.kind}" if reply else "kept silent",
            "why": decision.why,
            "mode": how,
            "phrasing": question.phrasing if question else "",
            "subjects": [subject.text for subject in question.readings[-1]]
            if question
            else [],
        }

    async def _say(self, request: web.Request) -> web.Response:
        asked = await request.json()
        me, channel = self._acting(asked)
        parent = self._slack.message(channel.id, str(asked.get("thread") or ""))
        text = _typed(str(asked.get("text", "")), self._slack)
        said = await me.says(channel, text, parent)
        return web.json_response({"ts": said.ts})

    async def _command(self, request: web.Request) -> web.Response:
        asked = await request.json()
        me, channel = self._acting(asked)
        command = str(asked.get("command"))
        if command not in dict(_COMMANDS):
            return _toast(f"{command} is not a valid command.")
        text = _escaped(str(asked.get("text", "")))
        delivery = await me.commands(channel, command, text)
        failed = f"{command} failed with the error “dispatch_failed”."
        return web.json_response({}) if delivery.acked else _toast(failed)

    async def _press(self, request: web.Request) -> web.Response:
        asked = await request.json()
        me, channel = self._acting(asked)
        everything = [*channel.messages, *self._slack.ephemerals]
        found = [one for one in everything if one.ts == asked.get("ts") and not one.deleted]
        if not found:
            return _toast("This message is gone.")
        action, block = str(asked.get("action_id")), str(asked.get("block_id"))
        delivery = await me.presses(found[0], action, block)
        return (
            web.json_response({})
            if delivery.acked
            else _toast("That did not work. Try again?")
        )

    async def _shortcut(self, request: web.Request) -> web.Response:
        asked = await request.json()
        me, channel = self._acting(asked)
        message = self._slack.message(channel.id, str(asked.get("ts")))
        if message is None or message.deleted:
            return _toast("This message is gone.")
        delivery = await me.chooses(message, EXPLAIN_TERMS)
        return (
            web.json_response({})
            if delivery.acked
            else _toast("That did not work. Try again?")
        )

    async def _in_window(self, request: web.Request) -> web.Response:
        """Press a button in the window, or without one close it."""
        asked = await request.json()
        me, _ = self._acting(asked)
        if "action_id" not in asked:
            self._slack.close_windows(me.id)
        elif me.window:
            await me.presses_in_window(str(asked["action_id"]), str(asked.get("block_id")))
        return web.json_response({})

    def _window(self, me: Person) -> dict[str, Any] | None:
        window = me.window
        if window is None:
            return None
        return {
            "id": window.id,
            "title": window.view["title"]["text"],
            "blocks": window.view["blocks"],
        }

    def _acting(self, asked: dict[str, Any]) -> tuple[Person, Channel]:
        try:
            return self._slack.people[asked["as"]], self._slack.channels[asked["channel"]]
        except (KeyError, TypeError):
            raise web.HTTPBadRequest(text="nobody or nowhere") from None


def _key(text: str) -> str:
    """A message's text without the mentions in it, which the bot takes away, too."""
    return " ".join(re.sub(r"<@[^>]*>", " ", text).split()).strip(" ,:")


def _typed(text: str, slack: Workspace) -> str:
    """What was typed, as Slack hands it on: escaped, with mentions resolved."""
    text = _escaped(text)
    known = {
        "explainer": slack.bot_user,
        **{one.name.lower(): one.id for one in slack.people.values()},
    }
    return re.sub(
        r"@(\w+)",
        lambda at: f"<@{known[at[1].lower()]}>" if at[1].lower() in known else at[0],
        text,
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _refused_about(call: Call, said: Message) -> bool:
    """Whether a call that Slack refused was about this message or its thread."""
    about = (call.arguments.get("thread_ts"), call.arguments.get("ts"))
    return call.answer.get("ok") is False and said.ts in about


def _toast(text: str) -> web.Response:
    return web.json_response({"error": text})
