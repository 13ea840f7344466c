"""Inputs to begin with: the ways in which people and payloads have been hostile before."""

from __future__ import annotations

PINGS = (
    "<!channel> <!here> <@U0ANA> <!subteam^S1> @here ＠channel &lt;!everyone&gt; <#C1|x>"
)
MARKUP = (
    PINGS,
    f"what is {PINGS}?",
    "what is `a` *b* _c_ ~d~ ```e``` > f?",
    "what is <https://evil.example|https://bank.example>?",
    "[https://bank.example](https://evil.example) <https://a.b> [x]: https://c.d\n\n[x]",
    "what's the difference between a sprint and a relase?",
    "explain " + "*_~`<" * 50,
    ":" * 300 + "a:" * 100,
    "- a\n  - b\n    1. c\n> d\n\n***e***\n\n---\n\n```\nf\n```",
    "“what” ‘is’ a s\u200bp\u00adr\ufe0fint\u202e\u2066 ?",
)
FILES = (
    "terms:\n- term: A\n  definition: |\n    b\n  aliases: [c, d]\n  related: [B]\n"
    "  contrasts: [{with: B, text: e}]\n  sections: [{title: f, text: g}]\n"
    "  reviewed: 2026-01-31\n- {term: B, definition: h}\n",
    "a: &a [x]\nb: *a\n",
    "[" * 200,
    '"\\UFFFFFFFF"',
    "terms: 2026-01-01\nname: 9999999999999999999\n",
)
VALUES = (
    'explain:0\xff{"v":1,"t":"Sprint"}',
    'browse:1\xff{"v":1,"w":"Rhythm","p":2}',
    'dismiss:0\xff{"v":1,"t":"Sprint","b":["Release"],"a":"U1","r":["Backlog"]}',
)


def _fields(text: str) -> bytes:
    """The same text in every field of an entry."""
    return b"\x01" + b"\xff".join([text.encode()] * 16)


SEEDS: tuple[tuple[str, bytes], ...] = (
    *(("typed", text.encode()) for text in MARKUP),
    *(("authored", _fields(text)) for text in MARKUP),
    *(("yaml", text.encode()) for text in FILES),
    *(("memory", text.encode("latin-1")) for text in VALUES),
    *(("payload", bytes(range(start, 256, 7))) for start in range(7)),
)
