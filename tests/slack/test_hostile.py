"""Whatever people and authors write, nobody is pinged and nothing is refused by Slack."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bot.glossary_file import check
from bot.playground.state import Channel, Message
from bot.playground.workspace import Workspace
from bot.render.blocks import message
from bot.render.rich_text import run, section
from tests.conftest import Conversation, talking
from tests.glossaries import explainer

PINGS = ("<!channel>", "<!here>", "<@U0ANA>", "<!subteam^S0ALL>", "@here", "@everyone")
MARKUP = (
    "`@here`", "``` <!channel>", "*@channel*", "&lt;!here&gt;", "&amp;lt;!here>", "<#C0B>",
    "[see](https://a.example)", ":tada:",
    "\\<!channel\\>", "＠here", "@\u2060here", "> <!here>", "<!date^0^{date}|x>", "`a`b`",
)  # fmt: skip
BARE = re.compile(r"(?<![\w.])@(?:here|channel|everyone)\b")
hostile_words = st.lists(
    st.sampled_from([*PINGS, *MARKUP]) | st.text("ab <>@!&`*_~|\\[]().:", max_size=8),
    min_size=1,
    max_size=3,
).map(lambda parts: " ".join(parts).strip())


def glossary(words: str) -> dict[str, Any]:
    """A glossary with these words wherever an author can write any."""
    name = f"{words[:60]} name"
    slug = re.sub(r"\s", "", words)
    return {
        "name": words,
        "url": f"https://words.example/{slug}/{{slug}}",
        "terms": [
            {
                "term": "Token",
                "aliases": [words[:75], "Twin"],
                "definition": words,
                "expansion": words,
                "sections": [{"title": words, "text": words}],
                "contrasts": [{"with": name, "text": words}],
                "related": [name],
                "topic": words[:75],
                "owner": words[:75],
            },
            {
                "term": name,
                "aliases": ["Twin"],
                "definition": words,
                "url": f"http://{slug}",
            },
            {
                "term": "Tokamak",
                "definition": f"```\n{words}\n```",
                "related": ["Token", name],
            },
        ],
    }


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    database=None,
)
@given(hostile_words)
def test_what_authors_write_pings_nobody_on_any_surface(words: str) -> None:
    written = glossary(words)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "words.yaml"
        path.write_text(json.dumps(written), encoding="utf-8")
        if any("address" in str(fault) for fault in check(path).faults):
            del written["terms"][1]["url"]
            path.write_text(json.dumps(written), encoding="utf-8")
        assume(check(path).glossary is not None)
        asyncio.run(_walk_through(path, written["terms"][1]["term"], words))


@pytest.mark.parametrize("words", [*PINGS, *MARKUP])
def test_what_people_write_pings_nobody_on_any_surface(words: str, tmp_path: Path) -> None:
    path = tmp_path / "words.yaml"
    path.write_text(json.dumps(glossary("harmless")), encoding="utf-8")
    asyncio.run(_walk_through(path, "harmless name", words))


LINKS = "<https://evil.example|https://bank.example>"


@pytest.mark.parametrize(
    "typed",
    [
        *(f"explain {words} hovercraft" for words in (*PINGS, *MARKUP, LINKS)),
        "explain hover`craft` *or* _not_ ~so~",
        "explain \u202ehovercraft\u202c",
        "sprint or https://evil.example hovercraft",
    ],
)
def test_what_people_type_comes_back_as_plain_words_without_style_or_link(
    typed: str,
) -> None:
    reply = explainer().asked(typed).reply
    assert reply
    [lead, *_] = message(reply).blocks
    [line] = lead["elements"]
    assert line == section(run(reply.lead))
    assert "evil.example" not in message(reply).text
    assert reply.lead.isprintable()


async def _walk_through(path: Path, name: str, typed: str) -> None:
    """Everything people can do with that glossary, and with what they type."""
    async with (
        asyncio.timeout(60),
        Workspace() as slack,
        talking(slack, "http", path) as talk,
    ):
        await _in_the_channel(talk, name, typed)
        await _alone(talk, name, typed)
        await _after_a_term_is_gone(talk)
        _nobody_was_pinged(talk)


async def _in_the_channel(talk: Conversation, name: str, typed: str) -> None:
    said, card = await talk.card()
    await talk.press(talk.ben, card, _label(card, name))
    await talk.press(talk.ben, card, "Read more")
    # Each in a channel of its own, where no turn has to be waited for.
    await talk.asks(talk.ana, talk.slack.channel("twins"), "<@U0BOT> what is a twin?")
    await talk.asks(talk.ana, talk.slack.channel("pairs"), "<@U0BOT> token vs tokamak")
    await _asked(talk, talk.slack.channel("typed"), typed)
    await talk.ana.chooses(said, "explain_terms")
    await talk.quiet()
    assert talk.ana.window
    await talk.ana.presses_in_window("Token")
    await talk.quiet()


async def _alone(talk: Conversation, name: str, typed: str) -> None:
    for text in ("token", "twin", name, "tokne", "help", typed, f"token or {typed}"):
        await talk.commands(talk.ana, talk.build, "/whatis", text)
    for text in ("", typed, "T"):
        await talk.commands(talk.ana, talk.build, "/glossary", text)
    await _asked(talk, talk.slack.dm(talk.ana), typed)


async def _asked(talk: Conversation, where: Channel, typed: str) -> None:
    for text in (
        typed,
        f"what is {typed}?",
        f"<@U0BOT> {typed}",
        f"<@U0BOT> explain {typed}",
    ):
        await talk.asks(talk.ana, where, text)


async def _after_a_term_is_gone(talk: Conversation) -> None:
    card = await talk.private("tokamak")
    terms = json.loads(talk.source.path.read_text(encoding="utf-8"))["terms"]
    talk.source.path.write_text(json.dumps({"terms": [terms[2] | {"related": []}]}))
    assert talk.source.refresh()
    for label in card.buttons[:2]:
        await talk.press(talk.ana, card, label)


def _nobody_was_pinged(talk: Conversation) -> None:
    slack = talk.slack
    assert slack.pinged == []
    windows = [
        Message("", "", "", "", one.view["blocks"]) for one in slack.windows.values()
    ]
    assert not any(window.pings for window in windows)
    said = [one for channel in slack.channels.values() for one in channel.messages]
    ours = [one for one in [*said, *slack.ephemerals] if one.bot_id == slack.bot_id]
    assert len(ours) > 15
    assert not [one.text for one in ours if BARE.search(one.text)]
    assert not [call for call in slack.calls if not call.answer.get("ok")]


def _label(card: Message, name: str) -> str:
    """The label under which the card shows a name: it may be cut."""
    return next(label for label in card.buttons if name.startswith(label.rstrip("…")))
