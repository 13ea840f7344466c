"""The format of a glossary file as a JSON Schema, for editors.

Made from the tables the loader reads by, so that an editor underlines what the loader
refuses. Draft 7, for that is what editors' YAML support knows best
(https://json-schema.org/draft-07/json-schema-validation).
"""

from __future__ import annotations

import json
from typing import Any

from .glossary_entries import FILE
from .glossary_fields import BREAKS, CONTROL, DAY, WEB_ADDRESS, Field, Format, Kind

Schema = dict[str, Any]

# Of each key, by the list it stands in: what an editor tells of it, and completes with.
_TOLD: dict[tuple[str, str], tuple[str, list[Any]]] = {
    ("", "name"): ("The glossary's name.", ["Words of our team"]),
    ("", "url"): (
        "Where “Read definition” leads for terms without an address of their own; {slug} "
        "stands for the term, in small letters and with hyphens.",
        ["https://wiki.example.com/{slug}"],
    ),
    ("", "terms"): ("The entries. Each needs `term` and `definition`.", []),
    ("terms", "term"): (
        "The name people see. Case, hyphens and plurals need no names of their own.",
        ["Context window"],
    ),
    ("terms", "definition"): (
        "What it means, in Markdown: paragraphs, emphasis, code, links, lists and quotes. "
        "The first sentence is the answer; a second helps. Up to 600 characters read well.",
        ["The most text a model can take in at once, counted in tokens."],
    ),
    ("terms", "aliases"): (
        "Other names and acronyms people type, and names it had before.",
        [["context length"]],
    ),
    ("terms", "expansion"): (
        "What an acronym stands for; the term is found by it, too.",
        ["retrieval-augmented generation"],
    ),
    ("terms", "sections"): ("What “Read more” shows, each part with its title.", []),
    ("terms", "contrasts"): ("Answers “X vs Y”, asked from either side.", []),
    ("terms", "related"): (
        "Terms to go on with, by name or alias: the buttons, in this order.",
        [["Token", "Compaction"]],
    ),
    ("terms", "topic"): ("Where /glossary lists it.", ["Tokens and context"]),
    ("terms", "url"): (
        "Where “Read definition” leads for this term.",
        ["https://wiki.example.com/context-window"],
    ),
    ("terms", "owner"): (
        "Who answers for the entry, shown in small print.",
        ["Team Atlas"],
    ),
    ("terms", "reviewed"): ("The day somebody last read it through.", ["2026-01-31"]),
    ("sections", "title"): ("Its heading.", ["In daily work", "Often misunderstood"]),
    ("sections", "text"): (
        "Markdown: paragraphs, emphasis, code, links, lists and quotes.",
        ["Long sessions fill it up; then something has to go."],
    ),
    ("contrasts", "with"): ("The other term, by name or alias.", ["Memory"]),
    ("contrasts", "text"): (
        "How the two differ, in Markdown.",
        ["A window is emptied after each session; memory is kept."],
    ),
}


def schema() -> Schema:
    """The whole schema. What needs more than one entry, or Markdown, only `check` finds."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A glossary for Explainer",
        "description": "`python -m bot check` finds more: names twice, links to nowhere.",
        **_mapping(FILE, ""),
    }


def text() -> str:
    """The schema as its file holds it."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def _mapping(known: Format, within: str) -> Schema:
    properties = {}
    for key, field in known.items():
        told, examples = _TOLD[within, key]
        properties[key] = {"description": told, **_field(field, key)}
        if examples:
            properties[key]["examples"] = examples
    needed = [key for key, field in known.items() if field.needed]
    head = {"type": "object", "additionalProperties": False, "properties": properties}
    return {**head, "required": needed} if needed else head


def _field(field: Field, key: str) -> Schema:
    if field.kind is Kind.PARTS:
        least = {"minItems": 1} if field.needed else {}
        return {"type": "array", **least, "items": _mapping(field.parts, key)}
    if field.kind is Kind.NAMES:
        return {"type": "array", "items": _line(field.longest)}
    return {
        Kind.LINE: _line(field.longest),
        Kind.TEXT: {
            "type": "string",
            "maxLength": field.longest,
            **_pattern(rf"[^\s{CONTROL}][^{CONTROL}]*", "Write a text, or remove it."),
        },
        Kind.ADDRESS: {
            "type": "string",
            "maxLength": field.longest,
            **_pattern(WEB_ADDRESS, "Write https://… without spaces."),
        },
        Kind.DAY: {
            "type": "string",
            "format": "date",
            **_pattern(DAY, "Write a date like 2026-01-31."),
        },
    }[field.kind]


def _line(longest: int) -> Schema:
    pattern = rf"[^\s{CONTROL}][^{BREAKS}{CONTROL}]*"
    return {
        "type": "string",
        "maxLength": longest,
        **_pattern(pattern, "Write one line of text, or remove it."),
    }


def _pattern(pattern: str, remedy: str) -> Schema:
    """`patternErrorMessage` is what VS Code's YAML support says instead of the pattern."""
    return {"pattern": rf"^\s*{pattern}\s*$", "patternErrorMessage": remedy}
