"""A value that is missing, of another kind or too long is told with the way out."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import GlossaryError
from bot.glossary_fields import MOST_FAULTS, Faults
from bot.glossary_file import load

from .glossary_files import entry, faults, written


@pytest.mark.parametrize(
    ("line", "telling"),
    [
        ("defintion: x", "`defintion` is no key here; did you mean `definition`?"),
        ("Topic: x", "did you mean `topic`?"),
        ("name: x", "did you mean `term`?"),
        ("see also: x", "did you mean `related`?"),
        ("colour: x", "known are term, definition, aliases"),
        ("no: x", "`no` is no key here"),
        ('"a\\nb": x', "`a b` is no key here"),
        ("<<: {a: b}", "`<<` is no key here"),
        ("definition: again", "is written twice (first on line 3); keep one"),
        ("aliases: x", "`aliases` is no list; write one item a line, after a dash"),
        ("related: {A: B}", "`related` is no list"),
        ("aliases:", "`aliases` is no list"),
        (
            "aliases: [x, no]",
            "a name in `aliases` is yes or no to YAML (no); put it in quotes",
        ),
        ("aliases: [1.5]", "is a number to YAML (1.5)"),
        ("aliases: [007]", "is a number to YAML (007)"),
        ("aliases: [10:30]", "is a number to YAML (10:30)"),
        ("topic: 2026-01-31", "`topic` is a date to YAML (2026-01-31); put it in quotes"),
        ("aliases: [=]", "is a special mark to YAML (=)"),
        ("aliases: [null]", "is nothing to YAML (null); put it in quotes"),
        ("aliases: [[x]]", "a name in `aliases` is a list; write a text"),
        ("aliases: ['']", "a name in `aliases` is empty"),
        ("topic: []", "`topic` is a list; write a text"),
        ("topic: {}", "`topic` is a mapping"),
        ("topic:", "`topic` is empty; write a text, or remove it"),
        ("topic: ' '", "`topic` is empty"),
        (f"topic: {'x' * 76}", "`topic` has 76 characters; shorten it to 75"),
        (f"aliases: [{'x' * 76}]", "has 76 characters"),
        (f"expansion: {'x' * 151}", "shorten it to 150"),
        (f"owner: {'x' * 76}", "shorten it to 75"),
        (f"url: https://a.b/{'x' * 3000}", "shorten it to 2,900"),
        ('topic: "a\\nb"', "`topic` has several lines; write one"),
        ('topic: "a\\u2028b"', "`topic` has several lines"),
        ('topic: "\\u200b \\u200b"', "`topic` shows nothing; write a word"),
        ('topic: "a\\e[1mb"', "`topic` holds a control character (U+001B); remove it"),
        ("url: example.com", "`url` is no web address; write https://… without spaces"),
        ("url: javascript:alert(1)", "`url` is no web address"),
        ("url: https://", "`url` is no web address"),
        ("url: 'https://[a'", "`url` is no web address"),
        ("url: https://a.b/c d", "`url` is no web address"),
        ("reviewed: soon", "`reviewed` is no date; write it like 2026-01-31"),
        ("reviewed: []", "`reviewed` is no date"),
        ("reviewed: 2026-02-30", "`reviewed` is no date"),
        ("reviewed: 20260131", "`reviewed` is no date"),
        ("reviewed: 2026-W05-1", "`reviewed` is no date"),
        ("reviewed: 2026-01-31 10:00:00", "`reviewed` is no date"),
    ],
)
def test_a_fault_of_a_value_is_told_at_its_line(
    tmp_path: Path, line: str, telling: str
) -> None:
    [(at, message)] = faults(tmp_path, entry(f"    {line}\n"))

    assert telling in message
    assert at == 4


@pytest.mark.parametrize(
    "name", ["no", "on", "Yes", "1.5", "2026-01-02", "null", "~", "0x1F", ".inf"]
)
def test_a_bare_name_that_yaml_takes_for_something_else_must_be_quoted(
    tmp_path: Path, name: str
) -> None:
    [(line, message)] = faults(tmp_path, entry(name=name))

    assert (line, message.endswith("put it in quotes")) == (2, True)
    [term] = load(written(tmp_path, entry(name=f'"{name}"'))).terms
    assert term.name == name


@pytest.mark.parametrize("name", ['"?"', "C++", "'.env'", '"👩‍💻"', "naïve", "R.A.G.", "y"])
def test_unusual_names_are_taken_as_they_are(tmp_path: Path, name: str) -> None:
    [term] = load(written(tmp_path, entry(name=name))).terms

    assert term.name == name.strip("'\"")


def test_a_text_may_be_as_long_as_its_limit(tmp_path: Path) -> None:
    name = "x" * 75
    [term] = load(written(tmp_path, entry(f"    topic: {name}\n", name))).terms

    assert (term.name, term.topic) == (name, name)


def test_a_fault_repeats_little_of_what_is_long(tmp_path: Path) -> None:
    text = entry(f"    {'k' * 1000}: x\n    related: [{'r' * 1000}]\n", "9" * 6000)

    assert all(len(message) < 250 for _, message in faults(tmp_path, text))


def test_beyond_a_thousand_faults_are_counted_only() -> None:
    found = Faults("f")
    for line in range(MOST_FAULTS + 7):
        found.add(MOST_FAULTS - line, "x")

    with pytest.raises(GlossaryError) as error:
        found.raise_any()

    problems = error.value.problems
    assert [problem.line for problem in problems[:2]] == [1, 2]
    assert str(problems[-1]) == "f: 7 more faults; mend the first ones to see them"
