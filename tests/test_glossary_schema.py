"""What an editor underlines by the schema is what the loader refuses, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator, FormatChecker

from bot import glossary_schema
from bot.glossary_entries import FILE, read_entries
from bot.glossary_fields import Faults, Field, Format, Kind
from bot.glossary_file import check
from bot.glossary_source import shipped
from bot.yaml_tree import parse_tree

from .glossary_files import entry, unhurried, written

SCHEMA = Path(glossary_schema.__file__).with_name("glossary.schema.json")
VALIDATOR = Draft7Validator(glossary_schema.schema(), format_checker=FormatChecker())


class EditorsYaml(yaml.SafeLoader):
    """YAML 1.2 (https://yaml.org/spec/1.2.2, 10.3.2), in which `no` is a word."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012  PyYAML keeps them there


for name, pattern, first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", [*"tTfF"]),
    ("int", r"[-+]?[0-9]+", [*"-+0123456789"]),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", [*"-+.0123456789"]),
):
    EditorsYaml.add_implicit_resolver(
        f"tag:yaml.org,2002:{name}", re.compile(rf"^(?:{pattern})$"), first
    )


def _decimal(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> int:
    return int(str(loader.construct_scalar(node)))


EditorsYaml.add_constructor("tag:yaml.org,2002:int", _decimal)


def underlined(text: str) -> list[str]:
    """What an editor complains of."""
    value = yaml.load(text, Loader=EditorsYaml)
    return [error.message for error in VALIDATOR.iter_errors(value)]


def test_the_file_that_ships_is_the_one_that_is_generated() -> None:
    """`python -m bot schema > bot/glossary.schema.json` writes it anew."""
    assert SCHEMA.read_text(encoding="utf-8") == glossary_schema.text()


def test_the_shipped_glossary_tells_editors_where_it_is() -> None:
    first = shipped().read_text(encoding="utf-8").partition("\n")[0]

    told = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)

    assert told is not None
    assert shipped().parent / told[1] == SCHEMA


def test_it_is_a_schema_that_any_editor_can_read() -> None:
    Draft7Validator.check_schema(glossary_schema.schema())


def test_the_shipped_glossary_is_underlined_nowhere() -> None:
    assert underlined(shipped().read_text(encoding="utf-8")) == []


def keys(known: Format, schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for key, field in known.items():
        yield key, schema["properties"][key]
        if field.parts:
            yield from keys(field.parts, schema["properties"][key]["items"])


def test_every_key_is_explained_and_its_examples_are_good_ones() -> None:
    for key, told in keys(FILE, glossary_schema.schema()):
        assert told["description"].endswith("."), key
        for example in told.get("examples", []):
            assert [*Draft7Validator(told).iter_errors(example)] == [], key


SECTIONS = (
    "    sections:\n      - title: t\n        text: |\n          - a\n\n          - b\n"
)
GOOD = [
    entry(),
    entry(SECTIONS),
    entry("    aliases: [b, 'no', \"1.5\"]\n    related: []\n    topic: Ünï 👩‍💻\n"),
    entry("    url: HTTPS://me@a.b:80/c?d#e\n    reviewed: 2026-01-31\n    owner: ' x '\n"),
    entry("    url: http://[::1]/\n    reviewed: '2024-02-29'\n    expansion: a b\n"),
    "name: N\nurl: https://a.b/{slug}\n" + entry(),
    entry(f"    topic: {'x' * 75}\n    expansion: {'x' * 150}\n"),
    f"terms:\n  - term: A\n    definition: {'x' * 2000}\n",
    entry() + "  - {term: B, definition: d, contrasts: [{with: A, text: t}]}\n",
]
BAD = [
    "",
    "just words\n",
    "- A\n",
    "name: x\n",
    "terms: A\n",
    "terms:\n",
    "terms: []\n",
    "terms: [A]\n",
    "terms:\n  - term: A\n",
    "terms:\n  - definition: d\n",
    "nam: x\n" + entry(),
    "name: 5\n" + entry(),
    "url: x\n" + entry(),
    entry(name="1.5"),
    entry(name="007"),
    entry(name="true"),
    entry(name="~"),
    entry(name='""'),
    entry(name='"a\\nb"'),
    entry(name='"a\\u2028b"'),
    entry(name='"a\\x1bb"'),
    entry(name="x" * 76),
    f"terms:\n  - term: A\n    definition: {'x' * 2001}\n",
    entry("    topic:\n"),
    entry("    topic: ' '\n"),
    entry("    topic: []\n"),
    entry("    colour: red\n"),
    entry("    aliases: b\n"),
    entry("    aliases: [b, 5]\n"),
    entry("    aliases: [[b]]\n"),
    entry("    related: {B: C}\n"),
    entry(f"    aliases: [{'x' * 76}]\n"),
    entry("    sections: [x]\n"),
    entry("    sections: [{title: x}]\n"),
    entry("    sections: [{title: x, text: y, more: z}]\n"),
    entry("    sections: {title: x, text: y}\n"),
    entry("    contrasts: [{with: B}]\n"),
    entry("    url: example.com\n"),
    entry("    url: https://\n"),
    entry("    url: https://a.b/c d\n"),
    entry("    url: https://[a\n"),
    entry("    url: https://:80\n"),
    entry("    url: javascript:alert(1)\n"),
    entry("    reviewed: soon\n"),
    entry("    reviewed: 2026-02-30\n"),
    entry("    reviewed: 20260131\n"),
    entry("    reviewed: 2026-01-31 10:00:00\n"),
    entry("    reviewed: []\n"),
]


@pytest.mark.parametrize("text", GOOD)
def test_both_take_a_good_file(tmp_path: Path, text: str) -> None:
    assert (check(written(tmp_path, text)).faults, underlined(text)) == ((), [])


@pytest.mark.parametrize("text", BAD)
def test_both_refuse_a_bad_file(tmp_path: Path, text: str) -> None:
    assert check(written(tmp_path, text)).faults
    assert underlined(text)


# What only one of the two can know, with the reason.
ONLY_THE_LOADER = {
    "a schema sees one value at a time: no reference is followed": entry(
        "    related: [B]\n"
    ),
    "nor one entry compared with another": entry()
    + "  - {term: a, definition: d}\n",
    "an editor's YAML is 1.2, where `no` is a word; tools that read 1.1 see false": entry(
        name="no"
    ),
    "in YAML 1.1 a time of day is a number": entry("    aliases: [10:30]\n"),
    "in YAML 1.1 a date is no text": entry("    topic: 2026-01-02\n"),
    "invisible characters have no class that Python and JavaScript share": entry(
        name='"\\u200b"'
    ),
    "Markdown is a language of its own": entry("    topic: T\n").replace("d\n", "<b>\n", 1)
    .replace("definition: <b>", "definition: <b>x</b>"),
    "a parser hands on one of two equal keys; editors have a message of their own": entry(
        "    topic: T\n    topic: U\n"
    ),
    "an anchor is gone once it is parsed": entry("    topic: &a T\n"),
}  # fmt: skip
ONLY_THE_SCHEMA = {
    "the loader counts without the line break at the end, maxLength with it": (
        f"terms:\n  - term: A\n    definition: |\n      {'x' * 2000}\n"
    ),
}


@pytest.mark.parametrize("reason", ONLY_THE_LOADER)
def test_what_a_schema_cannot_express_only_the_loader_refuses(
    tmp_path: Path, reason: str
) -> None:
    text = ONLY_THE_LOADER[reason]

    assert check(written(tmp_path, text)).faults
    assert underlined(text) == []


def test_a_file_too_large_is_refused_by_the_loader_alone(tmp_path: Path) -> None:
    """A schema knows no bytes; the limit keeps a giant file from being read at all."""
    text = entry() + "#" * 20_000_000

    assert check(written(tmp_path, text)).faults


@pytest.mark.parametrize("reason", ONLY_THE_SCHEMA)
def test_where_the_loader_is_more_lenient_only_the_schema_complains(
    tmp_path: Path, reason: str
) -> None:
    text = ONLY_THE_SCHEMA[reason]

    assert check(written(tmp_path, text)).faults == ()
    assert underlined(text)


words = st.sampled_from(
    ["A", " a b ", "", " ", "é 👩‍💻", "a\nb", "a\n", "\x85", "a\x85b", "a\u2028b", "\x1b",
     "\ta", "https://a.b", "http://a.b/c d", "ftp://a", "https://[::1]", "2026-13-01",
     "x" * 75, "x" * 76, "x" * 150, "x" * 151, "x" * 2_000, "x" * 2_001, "x" * 2_501]
)  # fmt: skip
scalars = words | st.text(max_size=4) | st.none() | st.integers() | st.booleans()
anything: st.SearchStrategy[Any] = st.one_of(scalars, st.lists(scalars, max_size=2))
FITTING: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.LINE: st.sampled_from(["A", " a b ", "é 👩‍💻", "\ta", "x" * 75]),
    Kind.TEXT: st.sampled_from(["A", "a\nb\n", "- a\n- b", "x" * 2_000]),
    Kind.NAMES: st.lists(st.sampled_from(["A", "no", "1.5", "x" * 75]), max_size=2),
    Kind.ADDRESS: st.sampled_from(["https://a.b", "http://a.b/{slug}", "https://[::1]"]),
    Kind.DAY: st.dates().map(str),
}


def mappings(known: Format) -> st.SearchStrategy[Any]:
    """Mappings in which most is right: some key may be unknown, or hold something else."""
    fields = {key: mostly(fitting(field)) for key, field in known.items()}
    needed = {key: fields.pop(key) for key, field in known.items() if field.needed}
    whole = st.fixed_dictionaries(needed, optional=fields)
    lacking = st.fixed_dictionaries({}, optional={**needed, **fields, "colour": anything})
    return mostly(whole, lacking)


def fitting(field: Field) -> st.SearchStrategy[Any]:
    if field.kind is Kind.PARTS:
        return st.lists(mappings(field.parts), max_size=2)
    return FITTING[field.kind]


def mostly(
    of_it: st.SearchStrategy[Any], other: st.SearchStrategy[Any] = anything
) -> st.SearchStrategy[Any]:
    return st.integers(0, 19).flatmap(lambda chance: other if chance == 7 else of_it)


@unhurried
@given(mappings(FILE))
def test_both_agree_on_the_shape_of_anything(value: Any) -> None:
    text = yaml.safe_dump(value, allow_unicode=True)
    faults = Faults("f")

    read_entries(parse_tree(text, "f"), faults)

    if as_both_see_it(value):
        assert bool(faults.in_order()) == (not VALIDATOR.is_valid(value)), text


def as_both_see_it(value: Any) -> bool:
    """Whether a value is free of what is told above: long edges, nothing to be seen."""
    if isinstance(value, dict):
        return all(map(as_both_see_it, value.values()))
    if isinstance(value, list):
        return all(map(as_both_see_it, value))
    if not isinstance(value, str):
        return True
    bare = value.strip()
    shows = any(char.isprintable() and char != " " for char in bare)
    return (shows or not bare) and (bare == value or len(value) <= 75)
