"""A reply as a Slack modal: the window that “Explain terms here” opens.

https://docs.slack.dev/reference/views/modal-views
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from ..reply import Reply
from .blocks import Stance, message

EXPLAIN_TERMS = "explain_terms"  # callback_id of the shortcut and of its window
LONGEST_METADATA = 3_000
MOST_TERMS = 50  # of one message; who needs more reads the glossary


def view(reply: Reply, names: Iterable[str], stance: Stance) -> dict[str, Any]:
    """The window with this reply in it.

    `names` are the terms of the message it was opened on: all that the window remembers
    of it, so that Back finds its list again.
    """
    return {
        "type": "modal",
        "callback_id": EXPLAIN_TERMS,
        "title": _plain("Terms in this message"),
        "close": _plain("Close"),
        "private_metadata": _packed(list(names)[:MOST_TERMS]),
        "blocks": message(reply, replace(stance, private=True, modal=True)).blocks,
    }


def names_in(private_metadata: object) -> tuple[str, ...]:
    """The names that a window remembers; none of what is not ours."""
    try:
        names = json.loads(private_metadata) if isinstance(private_metadata, str) else []
    except (ValueError, RecursionError):
        return ()
    return (
        tuple(name for name in names if isinstance(name, str))
        if type(names) is list
        else ()
    )


def _packed(names: list[str]) -> str:
    while len(packed := json.dumps(names, ensure_ascii=False)) > LONGEST_METADATA:
        names = names[:-1]
    return packed


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text, "emoji": False}
