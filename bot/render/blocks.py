"""A reply as a Slack message: Block Kit, and the only place that knows Slack's limits.

Limits: https://docs.slack.dev/reference/block-kit/blocks and
https://docs.slack.dev/reference/block-kit/block-elements/button-element. All blocks of a
message together may not exceed some 13 200 characters, which Slack documents nowhere
(https://github.com/slackapi/bolt-js/issues/2509).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from ..glossary import Term
from ..reply import Kind, Page, Reply
from . import fitting, plain
from .buttons import Act, Button, action_id, pack
from .rich_text import LONGEST_URL, elements, run, section
from .rich_text import block as rich_text

Block = dict[str, Any]

MOST_BLOCKS = 50  # in one message
MOST_CHARACTERS = 12_000  # of all blocks as JSON, a little below what Slack takes
ROOM_FOR_TEXT = 4_000  # of them; buttons give way to a text before it is cut shorter
MOST_BUTTONS = 25  # in one actions block
LONGEST_TITLE = 150  # of a header
LONGEST_LABEL = 75  # of a button; its accessibility_label, too
LONGEST_PLAIN = 3_000  # of a message without blocks, well below what Slack takes
LONGEST_CONTEXT = 1_000  # of a small line; Slack takes 2 000
FIRST_RELATED = 5  # related terms shown before “More”


class Share(StrEnum):
    """Where a private card can be shared: nowhere, in its channel, in its thread."""

    NOWHERE = ""
    CHANNEL = "Share in channel"
    HERE = "Share here"


@dataclass(frozen=True, slots=True)
class Stance:
    """How a reply stands: for whom, with what opened, and where it can go.

    asker:   user id of who asked or opened it; they may dismiss it
    opened:  canonical names already explained in this thread, shown with ✓
    more:    all related terms are shown, not only the first
    private: only one person sees it, so related terms open in place
    trail:   on a private card, the names that Back leads through
    share:   where a private card can be shared
    modal:   it stands in a window that has a way to close of its own
    """

    asker: str = ""
    opened: frozenset[str] = frozenset()
    more: bool = False
    private: bool = False
    trail: tuple[str, ...] = ()
    share: Share = Share.NOWHERE
    modal: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """What Slack is sent: `text` for screen readers and notifications, and the blocks.

    mrkdwn: whether `*` and the like in a text without blocks format it
    """

    text: str
    blocks: list[Block]
    mrkdwn: bool = True

    def plainly(self) -> Message:
        """The same as short plain text, for where Slack does not take it as it is."""
        return Message(plain.shortened(self.text, LONGEST_PLAIN), [], mrkdwn=False)


def message(reply: Reply, stance: Stance | None = None) -> Message:
    """The reply as Slack shows it, within all of Slack's limits whatever it holds."""
    stance = stance or Stance()
    head, texts, tail = _parts(reply, stance)
    needed = fitting.size(texts)
    room = MOST_CHARACTERS - min(needed, ROOM_FOR_TEXT)  # for all but the texts
    while (taken := fitting.size([*head, *tail])) > room and stance.trail:
        stance = replace(stance, trail=stance.trail[1:])
        head, texts, tail = _parts(reply, stance)
    if taken > room and not stance.modal:  # a window may be far larger
        tail = fitting.with_fewer_buttons(tail, taken - room, _leads_on)
        taken = fitting.size([*head, *tail])
    room, count = MOST_CHARACTERS - taken, MOST_BLOCKS - len(head) - len(tail)
    if needed > room or len(texts) > count:
        texts = list(fitting.beginning(texts[: count - 1], room, _there_is_more(reply)))
    return Message(plain.fallback(reply), [*head, *texts, *tail])


def label(text: str) -> str:
    """A button's label, cut to what Slack takes."""
    return _within(LONGEST_LABEL, text)


def _within(most: int, text: str) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


Parts = tuple[list[Block], list[Block], list[Block]]  # before the text, text, after it


def _parts(reply: Reply, stance: Stance) -> Parts:
    if reply.kind is Kind.DETAILS:
        return _details(reply, stance)
    if reply.kind is Kind.CONTENTS:
        return _contents(reply, stance)
    lead = [rich_text([section(run(reply.lead))])] if reply.lead else []
    if reply.kind is Kind.CARD:
        [term] = reply.terms
        return (
            [*lead, *_title(term)],
            [*_text(term.definition)],
            [*_related(reply, stance), *_others(reply, stance), *_controls(reply, stance)],
        )
    if reply.kind is Kind.CONTRAST:
        texts = [*_text(reply.contrast.text)] if reply.contrast else []
        for term in reply.terms:
            texts += _text(term.definition, title=term.name)
        tail = [*_related(reply, stance), *_controls(reply, stance)]
        return [*lead, _header(plain.title(reply))], texts, tail
    return lead, [], _choices(reply, stance) if reply.choices else []


def _text(source: str, title: str = "") -> Iterator[Block]:
    """Markdown under a bold title, if it has one; nothing where nothing is to be seen."""
    parts = [section(run(title, bold=True))] if title else []
    parts += elements(source)
    if parts:
        yield rich_text(parts)


def _there_is_more(reply: Reply) -> Block:
    where = " “Read definition” leads to all of it." if _has_link(reply) else ""
    return _small(f"… There is more than one message can hold.{where}")


def _header(text: str) -> Block:
    return {"type": "header", "text": _plain(_within(LONGEST_TITLE, text))}


def _small(text: str) -> Block:
    return {"type": "context", "elements": [_plain(_within(LONGEST_CONTEXT, text))]}


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}


def _title(term: Term) -> Iterator[Block]:
    yield _header(term.name)
    also = " · ".join(filter(None, (term.expansion, plain.also_known_as(term))))
    if also:
        yield _small(also)


def _related(reply: Reply, stance: Stance) -> Iterator[Block]:
    """The related terms as buttons: five at first, all of them after “More”."""
    shown = reply.choices if stance.more else reply.choices[:FIRST_RELATED]
    buttons = [_term_button(name, stance, here(reply)) for name in shown]
    if len(shown) < len(reply.choices) and reply.kind is Kind.CARD:
        more = Button(Act.MORE, here(reply), asker=stance.asker, trail=stance.trail)
        buttons.append((more, "More", f"Show all terms related to {here(reply)}"))
    yield from _actions(buttons)


def here(reply: Reply) -> str:
    """The term a reply's own controls are about: a contrast's are about its first."""
    return reply.terms[0].name if reply.terms else ""


Labelled = tuple[Button, str, str]  # what it remembers, its label, what it does in words


def _term_button(name: str, stance: Stance, current: str) -> Labelled:
    opened = name in stance.opened and not stance.private
    trail = (*stance.trail, current) if stance.private and current else ()
    button = Button(Act.EXPLAIN, name, opened=opened, asker=stance.asker, trail=trail)
    if opened:
        return button, f"✓ {name}", f"Show {name} again, only to me"
    where = "here" if stance.private else "in this thread"
    return button, name, f"Explain {name} {where}"


def _others(reply: Reply, stance: Stance) -> Iterator[Block]:
    if reply.others:
        yield _small("Other meanings")
        yield from _actions(
            (_choice(name, reply, stance), name, f"Show {name} instead")
            for name in reply.others
        )


def _choices(reply: Reply, stance: Stance) -> list[Block]:
    """What a picker or “did you mean” offers: the message becomes the chosen card."""
    choices = [
        (_choice(name, reply, stance), name, f"Explain {name}") for name in reply.choices
    ]
    end = [] if stance.modal else [_dismiss(reply, stance)]
    return [*_actions(choices), *_actions(end)]


def _choice(name: str, reply: Reply, stance: Stance) -> Button:
    return Button(Act.CHOOSE, name, asker=stance.asker, shared=reply.shared)


def _controls(reply: Reply, stance: Stance) -> Iterator[Block]:
    name = here(reply)
    buttons: list[Labelled] = []
    if stance.private and stance.trail:
        back = Button(Act.BACK, name, asker=stance.asker, trail=stance.trail)
        buttons.append((back, "← Back", f"Back to {stance.trail[-1] or 'the list'}"))
    if reply.has_details:
        details = Button(Act.DETAILS, name, asker=stance.asker, trail=stance.trail)
        buttons.append((details, "Read more", f"Read more about {name}"))
    if stance.share:
        beside = tuple(term.name for term in reply.terms[1:])
        share = Button(Act.SHARE, name, asker=stance.asker, beside=beside)
        buttons.append((share, stance.share, f"Share {name} for all to see"))
    row = [_button(one, i) for i, one in enumerate(buttons)]
    if _has_link(reply):
        row.append(_link(reply.link, name))
    if not stance.modal:
        row.append(_button(_dismiss(reply, stance), len(row)))
    if row:
        yield {"type": "actions", "elements": row}
    small = plain.small_print(reply.terms[0]) if reply.kind is Kind.CARD else ""
    if small:
        yield _small(small)


def _dismiss(reply: Reply, stance: Stance) -> Labelled:
    """The button that every card has, so it remembers what the card is."""
    names = [term.name for term in reply.terms]
    button = Button(
        Act.DISMISS,
        term=here(reply),
        asker=stance.asker,
        trail=stance.trail,
        beside=tuple(names[1:]),
        shared=reply.shared,
    )
    says = f"Take away this card about {names[0]}" if names else "Take this away"
    return button, "Dismiss", says


def _link(url: str, name: str) -> Block:
    element = _button(
        (Button(Act.LINK, name), "Read definition", f"Open {name} elsewhere"), 0
    )
    return {**element, "url": url}


def _has_link(reply: Reply) -> bool:
    return 0 < len(reply.link) <= LONGEST_URL


def _details(reply: Reply, stance: Stance) -> Parts:
    [term] = reply.terms
    texts = [block for part in term.sections for block in _text(part.text, part.title)]
    for other, contrast in reply.contrasts:
        texts += _text(contrast.text, f"{term.name} vs. {other.name}")
    return [_header(f"More about {term.name}")], texts, list(_controls(reply, stance))


def _contents(reply: Reply, stance: Stance) -> Parts:
    page = reply.page or Page("", 1, 1)
    trail = replace(stance, trail=())
    terms = [_term_button(term.name, trail, "") for term in reply.terms]
    head = [rich_text([section(run(reply.lead, bold=True))])]
    return head, [], [*_actions(terms), *_actions(_turning(page)), *_actions(_topics(page))]


def _turning(page: Page) -> Iterator[Labelled]:
    if page.number > 1:
        button = Button(Act.BROWSE, what=page.what, page=page.number - 1)
        yield button, "← Previous", f"Page {page.number - 1} of {page.count}"
    if page.number < page.count:
        button = Button(Act.BROWSE, what=page.what, page=page.number + 1)
        yield button, "Next →", f"Page {page.number + 1} of {page.count}"


def _topics(page: Page) -> Iterator[Labelled]:
    if page.what:
        yield Button(Act.BROWSE), "All terms", "List every term"
    for topic in page.topics[: MOST_BUTTONS - 1]:
        if topic != page.what:
            yield Button(Act.BROWSE, what=topic), topic, f"List the terms on {topic}"


def _actions(buttons: Iterable[Labelled]) -> list[Block]:
    """The buttons in as few actions blocks as hold them."""
    rows = [_button(one, i) for i, one in enumerate(buttons)]
    return [
        {"type": "actions", "elements": rows[i : i + MOST_BUTTONS]}
        for i in range(0, len(rows), MOST_BUTTONS)
    ]


def _leads_on(block: Block) -> bool:
    """Whether these are buttons to other terms, of which one more or less may stand."""
    control = f"{Act.DISMISS}:"
    return block["type"] == "actions" and not any(
        element["action_id"].startswith(control) for element in block["elements"]
    )


def _button(labelled: Labelled, index: int) -> Block:
    button, text, says = labelled
    return {
        "type": "button",
        "action_id": action_id(button.act, index),
        "text": _plain(label(text)),
        "value": pack(button),
        "accessibility_label": label(says),
    }
