"""A glossary's related terms as a map in Mermaid, for any viewer of it.

Syntax: https://mermaid.js.org/syntax/flowchart.html.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from ..glossary import Glossary, Term

MOST_ARROWS = 500  # `maxEdges`, which a diagram cannot raise: beyond it, nothing is drawn
MOST_CHARACTERS = 50_000  # `maxTextSize`, the same
HUB = 2  # times as many terms lead to it as to one on the average …
LEAST_HUB = 4  # … and at least so many

_STYLES = {
    "hub": "stroke-width:4px",
    "unreached": "stroke:crimson,stroke-width:2px,stroke-dasharray:6 4",
    "deadend": "stroke:darkorange,stroke-width:2px,stroke-dasharray:2 3",
}
_LEGEND = """\
%% A --> B: A names B as related; A <--> B: each the other; A -.- B: contrasted only
%% thick: a hub; dashed: nothing leads to it; dotted: it leads nowhere"""
_MARKUP = re.compile(r"[^\w ]", re.ASCII)


class Flowchart(NamedTuple):
    """The map, and how many arrows it leaves out for there being too many to draw."""

    text: str
    left_out: int


class _Arrow(NamedTuple):
    start: str
    shape: str
    end: str
    rank: int  # place in the author's order


def flowchart(glossary: Glossary) -> Flowchart:
    """The map of a glossary: terms by topic, an arrow where one leads to another."""
    ids = {term.name: f"n{number}" for number, term in enumerate(glossary.terms)}
    arrows = _arrows(glossary)
    drawn = arrows
    if len(arrows) > MOST_ARROWS:  # what authors name first is kept
        drawn = sorted(arrows, key=lambda arrow: arrow.rank)[:MOST_ARROWS]
    lines = [
        "flowchart LR",
        _LEGEND,
        *_topics(glossary, ids),
        *(f"  {ids[one.start]} {one.shape} {ids[one.end]}" for one in drawn),
        *_classes(glossary, ids),
    ]
    return Flowchart("\n".join(lines), len(arrows) - len(drawn))


def _topics(glossary: Glossary, ids: dict[str, str]) -> Iterator[str]:
    topics: dict[str, list[Term]] = {}
    for term in glossary.terms:
        topics.setdefault(term.topic, []).append(term)
    for number, (topic, terms) in enumerate(topics.items()):
        nodes = [f"  {ids[term.name]}[{_label(term.name)}]" for term in terms]
        if topic:
            yield f"  subgraph t{number}[{_label(topic)}]"
            yield from (f"  {node}" for node in nodes)
            yield "  end"
        else:
            yield from nodes


def _label(text: str) -> str:
    """A text in quotes; whatever could be markup of some kind is a numbered entity."""
    return '"' + _MARKUP.sub(_entity, text) + '"'


def _entity(char: re.Match[str]) -> str:
    return f"#{ord(char[0])};" if char[0].isascii() else char[0]


def _arrows(glossary: Glossary) -> list[_Arrow]:
    """One for each two terms that have to do with each other."""
    found: dict[frozenset[str], _Arrow] = {}
    for term in glossary.terms:
        for rank, other in enumerate(term.related):
            pair = frozenset((term.name, other))
            back = found.get(pair)
            if back is None:
                found[pair] = _Arrow(term.name, "-->", other, rank)
            else:
                found[pair] = back._replace(shape="<-->", rank=min(rank, back.rank))
    for term in glossary.terms:
        for contrast in term.contrasts:
            pair = frozenset((term.name, contrast.other))
            found.setdefault(pair, _Arrow(term.name, "-.-", contrast.other, MOST_ARROWS))
    return [*found.values()]


def _classes(glossary: Glossary, ids: dict[str, str]) -> Iterator[str]:
    ways = {(term.name, other) for term in glossary.terms for other in term.related}
    for term in glossary.terms:  # a contrast is shown with either of the two
        for contrast in term.contrasts:
            ways |= {(term.name, contrast.other), (contrast.other, term.name)}
    reached = Counter(end for _, end in ways)
    leading = {start for start, _ in ways}
    hub = max(LEAST_HUB, HUB * len(ways) / len(ids))
    members = {
        "hub": [name for name in ids if reached[name] >= hub],
        "unreached": [name for name in ids if not reached[name]],
        "deadend": [name for name in ids if reached[name] and name not in leading],
    }
    for kind, names in members.items():
        if names:
            yield f"  classDef {kind} {_STYLES[kind]}"
            yield f"  class {','.join(ids[name] for name in names)} {kind}"
