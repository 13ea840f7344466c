"""What is not YAML is told as the mistake that its author most likely made."""

from __future__ import annotations

import pytest
import yaml

from bot.errors import GlossaryError, Problem
from bot.yaml_mistakes import MISTAKES, Mistake, in_plain_words
from bot.yaml_tree import Loader, parse_tree

loaders = pytest.mark.parametrize("loader", [Loader, yaml.SafeLoader])


def mistake(text: str, loader: type = Loader) -> Problem:
    with pytest.raises(GlossaryError) as error:
        parse_tree(text, "f", loader)
    [problem] = error.value.problems
    return problem


@pytest.mark.parametrize("row", MISTAKES, ids=lambda row: row.told[:40])
def test_each_row_is_found_by_its_example(row: Mistake) -> None:
    assert mistake(row.example).message == row.told


@loaders
@pytest.mark.parametrize(
    ("text", "line", "telling"),
    [
        ("terms:\n\t- term: A\n", 2, "a tab"),
        ("terms:\n  - term: A\n\tdefinition: d\n", 3, "a tab"),
        ('terms:\n  - term: "A\n    definition: d\n', 2, "never closed"),
        ("terms:\n  - term: 'A\n    definition: d\n", 2, "never closed"),
        ("definition: 'It's here'\n", 1, "behind its closing quote"),
        ('definition: "It is "quoted" here"\n', 1, "behind its closing quote"),
        ("definition: [link](https://a.b) c\n", 1, "closing quote or bracket"),
        ("- term: A\n  definition d\n  topic: x\n", 2, "no `key: value`"),
        ("- term: A\n  definition:d\n  topic: x\n", 2, "no `key: value`"),
        ("- term:A\n  definition: d\n", 2, "space after the colon"),
        ("- term: A\n    definition: d\n", 2, "check its indentation"),
        ("definition: this: that\n", 1, "within a text; put the text in quotes"),
        ("term: @x\n", 1, "cannot begin with this character; put it in quotes"),
        ("definition: `code` is\n", 1, "cannot begin with this character"),
        ("definition: **Bold** text\n", 1, "cannot begin with *"),
        ("definition: > text\n  more\n", 1, "begin it on the next line"),
        ("a: b\naliases: [a, b\nterms: d\n", 2, "not closed"),
        ("a: b\naliases: [a,\n", 3, "not closed"),
        ('{"term": "A" "definition": "d"}', 1, "a comma is missing"),
        ("- term: A\n definition: d\n", 2, "indentation"),
        ("a:\n  - b: c\n  d: e\n", 3, "indentation"),
        ('term: "a\\d"\n', 1, "a backslash"),
        ("term: ? x\n", 1, "cannot begin with a dash or ?"),
        ("a: b\n<<<<<<< HEAD\nc: d\n=======\nc: e\n>>>>>>> x\n", 2, "a merge conflict"),
    ],
)
def test_common_mistakes_are_told_where_they_were_made(
    text: str, line: int, telling: str, loader: type
) -> None:
    problem = mistake(text, loader)

    assert telling in problem.message
    assert problem.line == line


def test_what_no_row_knows_is_told_in_the_words_of_the_parser() -> None:
    told = in_plain_words("found a thing that is strange", "a: b\n", (0, 3))

    assert told == (
        1,
        "not YAML (found a thing that is strange); correct it, or put the text in quotes",
    )


def test_a_place_behind_the_end_of_the_text_is_no_trouble() -> None:
    line, _ = in_plain_words("could not find expected ':'", "a", (7, 9))

    assert line == 8
