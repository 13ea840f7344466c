"""A YAML tree → the entries of a glossary as they are written, each part with its line.

Only the shape is looked at here. What needs more than one entry (names twice, related
terms that do not exist) is the matter of `glossary_file`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from .collector import let_go
from .glossary import Section
from .glossary_fields import (
    LONGEST_NAME,
    LONGEST_URL,
    Faults,
    Field,
    Fields,
    Format,
    Kind,
    Written,
)
from .yaml_tree import Mapping, Node

LONGEST_TITLE = 150  # what a Slack header takes
LONGEST_DEFINITION = 2_000
LONGEST_TEXT = 2_500

SECTION: Format = {
    "title": Field(Kind.LINE, LONGEST_TITLE, needed=True),
    "text": Field(Kind.TEXT, LONGEST_TEXT, needed=True),
}
CONTRAST: Format = {
    "with": Field(Kind.LINE, LONGEST_NAME, needed=True),
    "text": Field(Kind.TEXT, LONGEST_TEXT, needed=True),
}
TERM: Format = {
    "term": Field(Kind.LINE, LONGEST_NAME, needed=True),
    "definition": Field(Kind.TEXT, LONGEST_DEFINITION, needed=True),
    "aliases": Field(Kind.NAMES, LONGEST_NAME),
    "expansion": Field(Kind.LINE, LONGEST_TITLE),
    "sections": Field(Kind.PARTS, parts=SECTION),
    "contrasts": Field(Kind.PARTS, parts=CONTRAST),
    "related": Field(Kind.NAMES, LONGEST_NAME),
    "topic": Field(Kind.LINE, LONGEST_NAME),
    "url": Field(Kind.ADDRESS, LONGEST_URL),
    "owner": Field(Kind.LINE, LONGEST_NAME),
    "reviewed": Field(Kind.DAY),
}
FILE: Format = {
    "name": Field(Kind.LINE, LONGEST_TITLE),
    "url": Field(Kind.ADDRESS, LONGEST_URL),
    "terms": Field(Kind.PARTS, needed=True, parts=TERM),
}


@dataclass(slots=True)
class Entry:
    """One term as it is written; `markdown` holds every text of it that is Markdown."""

    line: int
    name: str = ""
    definition: str = ""
    aliases: list[Written] = field(default_factory=list)
    related: list[Written] = field(default_factory=list)
    contrasts: list[tuple[Written, str]] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    topic: str = ""
    expansion: str = ""
    url: str = ""
    owner: str = ""
    reviewed: date | None = None
    markdown: list[Written] = field(default_factory=list)


@dataclass(slots=True)
class Entries:
    """All that a file holds."""

    terms: list[Entry] = field(default_factory=list)
    name: str = ""
    url: str = ""


def read_entries(root: Node | None, faults: Faults) -> Entries:
    """What stands in the tree; what is wrong goes to `faults`."""
    if not isinstance(root, Mapping):
        line = root.line if root else 0
        faults.add(line, "no glossary; begin with `terms:` and a list of entries")
        return Entries()
    fields = Fields(root, FILE, faults)
    nodes = fields.items("terms")
    if "terms" not in fields:
        faults.add(root.line, "no terms; write `terms:` and a list of entries")
    elif not nodes and fields.is_list("terms"):
        faults.add(fields.line_of("terms"), "no entries; write at least one")
    entries = [_entry(node, faults) for node in let_go(nodes)]
    return Entries(
        terms=[entry for entry in entries if entry and entry.name],
        name=fields.one_line("name"),
        url=fields.address("url"),
    )


def _entry(node: Node, faults: Faults) -> Entry | None:
    if not isinstance(node, Mapping):
        faults.add(node.line, "no entry; write `- term: …` and `definition: …`")
        return None
    fields = Fields(node, TERM, faults)
    for needed in fields.lacking():
        faults.add(node.line, f"an entry without `{needed}`; add it")
    entry = Entry(
        line=fields.line_of("term"),
        name=fields.one_line("term"),
        definition=fields.text("definition"),
        aliases=fields.names("aliases"),
        related=fields.names("related"),
        topic=fields.one_line("topic"),
        expansion=fields.one_line("expansion"),
        url=fields.address("url"),
        owner=fields.one_line("owner"),
        reviewed=fields.day("reviewed"),
    )
    entry.markdown.append(Written(entry.definition, fields.line_of("definition")))
    for part in fields.items("sections"):
        _section(part, entry, faults)
    for part in fields.items("contrasts"):
        _contrast(part, entry, faults)
    return entry


def _section(node: Node, entry: Entry, faults: Faults) -> None:
    fields = _part(node, SECTION, "a section", faults)
    if fields:
        title = fields.one_line("title")
        entry.sections.append(Section(title, _part_text(fields, entry)))


def _contrast(node: Node, entry: Entry, faults: Faults) -> None:
    fields = _part(node, CONTRAST, "a contrast", faults)
    if fields:
        other = Written(fields.one_line("with"), fields.line_of("with"))
        text = _part_text(fields, entry)
        if other.text:
            entry.contrasts.append((other, text))


def _part(node: Node, known: Format, what: str, faults: Faults) -> Fields | None:
    fields = Fields(node, known, faults) if isinstance(node, Mapping) else None
    if fields and not fields.lacking():
        return fields
    wanted = " and ".join(f"`{key}`" for key in known)
    faults.add(node.line, f"{what} needs {wanted}; write both")
    return None


def _part_text(fields: Fields, entry: Entry) -> str:
    text = fields.text("text")
    entry.markdown.append(Written(text, fields.line_of("text")))
    return text
