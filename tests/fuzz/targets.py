"""What hostile bytes are thrown at, and what must hold whatever they are.

Each target takes bytes and raises where a promise is broken. The suite feeds them with
Hypothesis, `python -m tests.fuzz` with a coverage-guided fuzzer.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from bot import glossary_file, markup
from bot import reply as say
from bot.errors import GlossaryError
from bot.explainer import Explainer
from bot.glossary import Glossary
from bot.playground import limits, views
from bot.playground.state import Message as Shown
from bot.render import buttons, modal, plain
from bot.render.blocks import Message, Share, Stance, message
from bot.reply import Reply
from bot.slack import incoming, interactions, messages
from bot.slack.origin import Origin
from bot.slack.payload import kind
from bot.yaml_tree import parse_tree
from tests.fuzz.draws import Draws
from tests.glossaries import agile
from tests.render import limits as own_limits

AGILE = agile()
EXPLAINER = Explainer(lambda: AGILE)

KEYS = (
    "type", "event", "event_id", "channel", "channel_id", "channel_type", "ts", "thread_ts",
    "user", "user_id", "user_team", "source_team", "team", "team_id", "text", "subtype",
    "bot_id", "bot_profile", "app_id", "edited", "message", "deleted_ts", "blocks",
    "elements", "attachments", "actions", "action_id", "value", "container", "message_ts",
    "is_ephemeral", "view", "id", "private_metadata", "response_url", "trigger_id",
    "command", "callback_id", "previous_message", "authorizations", "is_ext_shared_channel",
)  # fmt: skip
WORDS = (
    "message", "app_mention", "block_actions", "message_action", "event_callback",
    "message_deleted", "message_changed", "tombstone", "bot_message", "file_share",
    "C1", "D1", "U1", "T1", "U0BOT", "USLACKBOT", "1.5", "im", "mpim", "channel", "button",
    "explain:0", "choose:1", "dismiss:0", "browse:2", "explain_terms", "/whatis",
    '{"v":1,"t":"Sprint"}', '{"v":1,"r":["a"],"b":["c"],"p":2}', '["Sprint"]', "",
    "<@U0BOT> what is a sprint?", "what is a sprint?",
)  # fmt: skip


def typed(data: bytes) -> None:
    """What somebody types, on whichever surface: no error, no ping, no limit passed."""
    text = data.decode(errors="replace")
    words = markup.plain(text)
    assert len(words) <= 20 * markup.LONGEST
    names = EXPLAINER.terms_in(text)
    replies = [
        EXPLAINER.overheard(text).reply,
        EXPLAINER.asked(text).reply,
        EXPLAINER.mentioned(text, opens=False).reply,
        EXPLAINER.followed_up(text, answering=True, above=names).reply,
        EXPLAINER.contents(text),
        EXPLAINER.expand(text, text),
        EXPLAINER.details(text),
        EXPLAINER.listed(names),
    ]
    for reply in filter(None, replies):
        harmless(reply)


def yaml(data: bytes) -> None:
    """Any bytes as a glossary file: a glossary, or faults with their remedy."""
    with suppress(GlossaryError):
        parse_tree(data.decode(errors="replace"), "f")
    glossary = _checked(data)
    if glossary:
        _speak(glossary)


def authored(data: bytes) -> None:
    """Any texts in the fields of a glossary that is taken: harmless on every surface."""
    draws = Draws(data)
    terms = [_entry(draws, at) for at in range(1 + draws.byte() % 3)]
    for term in terms:
        term["related"] = [one["term"] for one in terms if one is not term]
        other = draws.one_of(terms)
        if other is not term:
            term["contrasts"] = [{"with": other["term"], "text": draws.text()}]
    file = {"name": draws.text(), "url": draws.text(), "terms": terms}
    filled = {key: value for key, value in file.items() if value}
    glossary = _checked(json.dumps(filled, ensure_ascii=False).encode())
    if glossary:
        _speak(glossary)


def payload(data: bytes) -> None:
    """Anything in the shape of a payload is read without error."""
    body = Draws(data).json(KEYS, WORDS)
    if not isinstance(body, dict):
        return
    incoming.unheard(body)
    Origin.of(body)
    kind(body)
    incoming.asker(body, "U0BOT")
    messages.Deletion.of(body)
    interactions.Command.of(body)
    interactions.Shortcut.of(body)
    interactions.WindowClick.of(body)
    messages.Post.of(body)
    if written := messages.Message.of(body, {}):
        hash(written.key)
        repr((written.without("U0BOT"), written.place, written.asker))
        assert written.mentions("U0BOT") >= written.opens_with("U0BOT")
    if click := interactions.Click.of(body):
        repr((click.place, click.below, click.opened, click.card, click.asker))


def memory(data: bytes) -> None:
    """Whatever stands in a button or a window is a memory of ours, or none at all."""
    draws = Draws(data)
    action, value = draws.text(), draws.text()
    button = buttons.unpack(action, value)
    modal.names_in(value)
    if button:
        packed = buttons.pack(button)
        assert len(packed) <= max(buttons.LONGEST_VALUE, len(value) + 100)
        EXPLAINER.contents(button.what, button.page)
        reply = EXPLAINER.expand(button.term, button.shared)
        harmless(reply)


TARGETS: dict[str, Callable[[bytes], None]] = {
    one.__name__: one for one in (typed, yaml, authored, payload, memory)
}


def harmless(reply: Reply) -> None:
    """No ping and nothing that Slack refuses, for all to see, in private, in a window."""
    for stance in (
        Stance("U1", opened=frozenset(reply.choices)),
        Stance("U1", private=True, more=True, trail=("a", "Sprint"), share=Share.HERE),
    ):
        _fits(message(reply, stance))
    names = [term.name for term in reply.terms]
    view = modal.view(reply, names, Stance(trail=("",)))
    assert not views.faults(view), views.faults(view)
    shown = Shown("C1", "1.0", "U0BOT", "", view["blocks"])
    assert not shown.pings
    assert plain.text(reply)


def _fits(said: Message) -> None:
    assert not own_limits.faults(said), own_limits.faults(said)
    assert not limits.faults(said.blocks), limits.faults(said.blocks)
    assert not limits.too_long(said.blocks)
    shown = Shown("C1", "1.0", "U0BOT", said.text, said.blocks)
    assert not shown.pings
    assert not replace(shown, link_names=True, blocks=[], text="").pings


def _entry(draws: Draws, at: int) -> dict[str, Any]:
    """An entry with some of its fields filled."""
    entry: dict[str, Any] = {
        "term": draws.text() or f"T{at}",
        "definition": draws.text() or "d",
    }
    for key in ("expansion", "topic", "owner", "url"):
        entry[key] = draws.text()
    entry["aliases"] = [draws.text() for _ in range(draws.byte() % 3)]
    if title := draws.text():
        entry["sections"] = [{"title": title, "text": draws.text() or "t"}]
    return {key: value for key, value in entry.items() if value}


def _checked(data: bytes) -> Glossary | None:
    path = Path(gettempdir()) / "explainer-fuzz.yaml"
    path.write_bytes(data)
    report = glossary_file.check(path)
    assert bool(report.glossary) is not bool(report.faults)
    assert all(problem.message for problem in (*report.faults, *report.warnings))
    return report.glossary


def _speak(glossary: Glossary) -> None:
    for reply in _all_that_it_says(glossary):
        harmless(reply)


def _all_that_it_says(glossary: Glossary) -> Iterator[Reply]:
    """Everything that a glossary can make the bot say, from each of its first terms."""
    bot = Explainer(lambda: glossary)
    first = glossary.terms[:3]
    names = [term.name for term in first]
    for term in first:
        yield from (bot.expand(term.name), bot.details(term.name), bot.contents(term.topic))
        for name in term.names:
            yield bot.expand(name, name)
            yield from (say.unknown(name), say.gone(name), say.usage(name))
            yield from (say.did_you_mean(name, (name,)), say.pick_one(name, (name,) * 2))
            yield say.but_not(bot.expand(term.name), name)
    yield from (bot.side_by_side(names), bot.listed(names), bot.contents(), bot.help())
