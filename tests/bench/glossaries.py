"""Rich glossary files made from a seed: aliases, related terms, sections, contrasts."""

from __future__ import annotations

import json
import random
from pathlib import Path

from bot.glossary import normalise

from .data import SEED, Data

_SENTENCES = (
    "It is what the team agrees on before the work begins.",
    "Most of the time nobody sees it, until it is missing.",
    "Each one belongs to *exactly one* owner, who keeps it up to date.",
    "Older documents call it by another name; the meaning is the same.",
    "It is measured in `units per day`, see the [handbook](https://example.com/h).",
)


def write(path: Path, terms: int, data: Data) -> Path:
    """A file of that many terms, as full as those of the glossary that ships."""
    chance = random.Random(SEED)
    names = [*{normalise(name): name for name in data.names(terms * 2)}.values()][:terms]
    lines = ["name: A glossary for the benchmark", "terms:"]
    for name in names:
        others = [other for other in chance.sample(names, 5) if other != name][:4]
        lines += _entry(name, others, chance)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _entry(name: str, others: list[str], chance: random.Random) -> list[str]:
    def text(sentences: int) -> str:
        return json.dumps(" ".join(chance.choices(_SENTENCES, k=sentences)))

    lines = [
        f"  - term: {json.dumps(name)}",
        f"    aliases: [{json.dumps(name + ' of ours')}]",
        f"    definition: {text(3)}",
        f"    topic: {chance.choice(('Planning', 'Delivery', 'People'))}",
        f"    related: {json.dumps(others)}",
    ]
    if chance.random() < 0.4:
        lines += ["    sections:", "      - title: Its origin", f"        text: {text(4)}"]
    if chance.random() < 0.4:
        other = json.dumps(others[0])
        lines += ["    contrasts:", f"      - with: {other}", f"        text: {text(2)}"]
    return lines
