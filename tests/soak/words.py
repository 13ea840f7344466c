"""What the people of the soak talk about: invented terms, and sentences about them.

Every sentence is tried on the explainer before anybody says it, so that what is expected
of the bot is what it decides, and the soak judges only what becomes of that.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot import glossary_file
from bot.explainer import Explainer
from bot.reply import Kind

TERMS = 48
_STARTS = ("br", "cl", "dr", "fl", "gr", "kr", "pl", "sk", "sn", "st", "tr", "vl", "zw")
_VOWELS = ("a", "e", "i", "o", "u", "ai", "ou")
_ENDS = ("bn", "ck", "dge", "ft", "lm", "mp", "nd", "nk", "rb", "rk", "rst", "sk", "zz")
_HEADS = ("lattice", "ledger", "beacon", "harness", "ratchet", "manifold", "spindle")

_ASKED = (
    "what is {a} {x}?",
    "what's {a} {x}?",
    "hi all, what does {x} mean?",
    "can anyone explain what {a} {x} is?",
    "what is meant by {x}?",
    "does anyone know what {x} means?",
)
_SILENT = (
    "what is the {x} of the second team?",
    "I moved the {x} to the new host",
    "is the {x} ready for tomorrow?",
    "who broke the {x} again",
    "{x} is what I said yesterday",
    "what is wrong with {x} today?",
)
_CHATTER = (
    "good morning",
    "lunch at noon?",
    "thanks, that worked",
    "the build is green again",
    "who has the keys to the meeting room?",
    "I will be late",
    "what time is it in Lisbon?",
    "see you there",
)


@dataclass
class Words:
    """Sentences by what the bot must make of them; `asked` is by the term they ask for."""

    names: list[str]
    asked: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    vague: list[str] = field(default_factory=list)  # addressed: did you mean
    unknown: list[str] = field(default_factory=list)  # addressed: not in the glossary


def words(seed: int, path: Path) -> Words:
    """Invent a glossary, write it to `path`, and try what can be said about it."""
    chance = random.Random(f"{seed} words")
    names = _names(chance)
    write(path, names, seed, edition=0)
    glossary = glossary_file.load(path)
    return _tried(Words(names), Explainer(lambda: glossary), chance)


def write(path: Path, names: list[str], seed: int, edition: int) -> None:
    """Put an edition of the glossary in the file's place, as a careful editor does."""
    fresh = path.with_suffix(".new")
    fresh.write_text(text(names, seed, edition), encoding="utf-8")
    fresh.replace(path)


def text(names: list[str], seed: int, edition: int) -> str:
    """An edition: the names stay, what is said of them changes, and one term is new."""
    chance = random.Random(f"{seed} related")
    lines = ["name: Words of a soak", "terms:"]
    for name in names:
        related = chance.sample([one for one in names if one != name], 7)
        lines += [
            f"  - term: {name}",
            f"    definition: A *thing* that nobody has seen, in edition {edition}.",
            f"    related: {json.dumps(related)}",
        ]
        if chance.random() < 0.4:
            lines.append(
                f"    sections: [{{title: More, text: It grows in edition {edition}.}}]"
            )
    lines.append(f"  - {{term: Edition note {edition}, definition: This is new.}}")
    return "\n".join([*lines, ""])


def _names(chance: random.Random) -> list[str]:
    names: list[str] = []
    while len(names) < TERMS:
        stem = "".join(chance.choice(part) for part in (_STARTS, _VOWELS, _ENDS, _VOWELS))
        stem = (stem + chance.choice(_ENDS)).capitalize()
        if all(len(set(stem.lower()) ^ set(one.split()[0].lower())) > 3 for one in names):
            head = f" {chance.choice(_HEADS)}" if chance.random() < 0.4 else ""
            names.append(stem + head)
    return names


def _tried(known: Words, explainer: Explainer, chance: random.Random) -> Words:
    def spoken(text: str) -> bool:
        return explainer.overheard(text).reply is not None

    def said(kind: Kind) -> Callable[[str], bool]:
        def is_so(text: str) -> bool:
            reply = explainer.mentioned(text, opens=True).reply
            direct = explainer.asked(text).reply
            return bool(reply and direct and reply.kind == direct.kind == kind)

        return is_so

    def answered(text: str) -> bool:
        return spoken(text) and said(Kind.CARD)(text)

    known.asked = [one for one in _of(_ASKED, known.names) if answered(one)]
    typos = [name[:3] + name[4:] for name in known.names if len(name) > 8]
    known.asked += [one for one in _of(_ASKED[:2], typos) if answered(one)]
    known.silent = [one for one in _of(_SILENT, known.names) if not spoken(one)]
    known.silent += [one for one in _CHATTER if not spoken(one)]
    bent = [_bent(name, chance) for name in known.names for _ in range(6)]
    known.vague = [one for one in bent if said(Kind.SUGGESTIONS)(one)]
    codes = [f"qqx{number}vv" for number in range(7_000, 7_040)]
    known.unknown = [one for one in codes if said(Kind.UNKNOWN)(one)]
    for name in ("asked", "silent", "vague", "unknown"):
        assert len(getattr(known, name)) >= 10, f"too few sentences of the kind {name}"
    return known


def _of(sentences: tuple[str, ...], names: list[str]) -> Iterator[str]:
    for name in names:
        article = "an" if name[0] in "AEIOU" else "a"
        for sentence in sentences:
            yield sentence.format(a=article, x=name.lower())


def _bent(name: str, chance: random.Random) -> str:
    """A name with some letters wrong, so that it is no clear typo any more."""
    letters = list(name.lower())
    for at in chance.sample(range(len(letters)), 2 + len(letters) // 8):
        letters[at] = chance.choice("aeiourst")
    return "".join(letters)
