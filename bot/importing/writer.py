"""Drafts of entries → a glossary file that reads as if somebody had written it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import yaml

from .drafts import Draft, LeftOut

WIDTH = 80
SHORT = 65  # characters of a definition that stands on the line of its key


class _Text(str):
    """A text that may take several lines."""


class _Names(list[str]):
    """A list that stands on one line, as far as it fits."""


class _Writer(yaml.SafeDumper):
    """Indents lists below their key, as most people do."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, indentless=False)


def _write_text(writer: yaml.SafeDumper, text: _Text) -> yaml.Node:
    style = "|" if "\n" in text else ">" if len(text) > SHORT else None
    return writer.represent_scalar("tag:yaml.org,2002:str", str(text), style=style)


def _write_names(writer: yaml.SafeDumper, names: _Names) -> yaml.Node:
    return writer.represent_sequence("tag:yaml.org,2002:seq", names, flow_style=True)


_Writer.add_representer(_Text, _write_text)
_Writer.add_representer(_Names, _write_names)


def write(drafts: Iterable[Draft], left_out: Iterable[LeftOut], head: str) -> str:
    """The text of the file; `head` is its first comment."""
    return "\n".join(
        [*_comment(head), "", "terms:", *_entries(drafts), *_rest(left_out), ""]
    )


def _entries(drafts: Iterable[Draft]) -> Iterator[str]:
    for number, draft in enumerate(drafts):
        first, *rest = _yaml({"term": draft.name})
        yield from [""] if number else []
        yield f"  - {first}"
        yield from (f"    {line}" for line in rest)
        for comment in draft.comments:
            yield from (f"    {line}" for line in _comment(comment))
        yield from (f"    {line}" if line else "" for line in _yaml(_fields(draft)))


def _fields(draft: Draft) -> dict[str, Any]:
    fields = {
        "aliases": _Names(draft.aliases),
        "expansion": draft.expansion,
        "definition": _Text(draft.definition),
        "related": _Names(draft.related),
        "topic": draft.topic,
        "url": draft.url,
        "owner": draft.owner,
        "reviewed": draft.reviewed,
        "sections": [
            {"title": section.title, "text": _Text(section.text)}
            for section in draft.sections
        ],
    }
    return {key: value for key, value in fields.items() if value}


def _yaml(value: dict[str, Any]) -> list[str]:
    text = yaml.dump(
        value, Dumper=_Writer, sort_keys=False, allow_unicode=True, width=WIDTH
    )
    return text.rstrip("\n").split("\n")


def _rest(left_out: Iterable[LeftOut]) -> Iterator[str]:
    for number, row in enumerate(left_out):
        yield from ["", "# Not taken over:"] if not number else []
        yield from _comment(f"line {row.line}, {row.reason}: {row.written}")


def _comment(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        yield f"# {line}".rstrip()
