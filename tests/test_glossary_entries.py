"""An entry has a name and a definition, and its parts are whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from .glossary_files import entry, faults


@pytest.mark.parametrize(
    ("text", "line", "telling"),
    [
        ("", 0, "no glossary; begin with `terms:`"),
        ("# nothing\n", 0, "no glossary"),
        ("just words\n", 1, "no glossary"),
        ("- A\n", 1, "no glossary"),
        ("name: x\n", 1, "no terms; write `terms:` and a list of entries"),
        ("terms: A\n", 1, "`terms` is no list"),
        ("terms:\n", 1, "`terms` is no list"),
        ("\nterms: []\n", 2, "no entries; write at least one"),
        ("terms:\n  - A\n", 2, "no entry; write `- term: …` and `definition: …`"),
        ("terms:\n  - term: A\n", 2, "an entry without `definition`; add it"),
        ("terms:\n  - definition: d\n", 2, "an entry without `term`; add it"),
        ("terms:\n  - definition: d\n    term:\n", 3, "`term` is empty"),
        (entry(name="x" * 76), 2, "`term` has 76 characters; shorten it to 75"),
        (entry(name='"\\u200b"'), 2, "`term` shows nothing; write a word"),
        (
            "terms:\n  - term: A\n    definition: " + "x" * 2001,
            3,
            "`definition` has 2,001 characters; shorten it to 2,000",
        ),
        ("name: 5\n" + entry(), 1, "`name` is a number to YAML (5)"),
        ("url: x\n" + entry(), 1, "`url` is no web address"),
        ("term: A\n" + entry(), 1, "`term` is no key here; did you mean `terms`?"),
        (entry("    sections: {title: x}\n"), 4, "`sections` is no list"),
        (entry("    sections: [x]\n"), 4, "a section needs `title` and `text`; write both"),
        (entry("    sections:\n    - title: x\n"), 5, "a section needs"),
        (entry("    sections:\n    - {title: x, text: ''}\n"), 5, "`text` is empty"),
        (
            entry(f"    sections:\n    - title: {'x' * 151}\n      text: t\n"),
            5,
            "`title` has 151 characters; shorten it to 150",
        ),
        (
            entry(f"    sections:\n    - title: t\n      text: {'x' * 2501}\n"),
            6,
            "`text` has 2,501 characters; shorten it to 2,500",
        ),
        (entry("    contrasts: [{with: B}]\n"), 4, "a contrast needs `with` and `text`"),
        (entry("    contrasts: [{with: [], text: t}]\n"), 4, "`with` is a list"),
    ],
)
def test_a_fault_of_an_entry_is_told_with_its_line_and_the_way_out(
    tmp_path: Path, text: str, line: int, telling: str
) -> None:
    [(at, message)] = faults(tmp_path, text)

    assert telling in message
    assert at == line


def test_an_unknown_key_of_a_part_is_told_with_what_is_missing(tmp_path: Path) -> None:
    text = entry("    sections:\n      - titel: x\n        text: t\n")

    assert [message for _, message in faults(tmp_path, text)] == [
        "`titel` is no key here; did you mean `title`?",
        "a section needs `title` and `text`; write both",
    ]
