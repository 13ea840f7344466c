"""Every fault of a glossary file is named at its line, all of them at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import GlossaryError
from bot.glossary import Contrast, Section, normalise
from bot.glossary_file import check, compare, load
from bot.glossary_source import shipped

FULL = """\
name: Words
url: https://example.com/{slug}
terms:
  - term: Sprint
    aliases: [iteration]
    definition: A *fixed* stretch.
    expansion: none
    topic: Rhythm
    url: https://example.com/own
    owner: Team A
    reviewed: 2026-01-02
    related: [release]
    sections:
      - title: Length
        text: |
          - one week
    contrasts:
      - with: shipping
        text: Ends by the clock.
  - term: Release
    aliases: [shipping]
    definition: What reaches the users.
    related: [Sprint]
"""


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "glossary.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def faults(folder: Path, text: str | bytes) -> list[tuple[int, str]]:
    with pytest.raises(GlossaryError) as error:
        load(written(folder, text))
    return [(problem.line, problem.message) for problem in error.value.problems]


def warnings(folder: Path, text: str) -> list[str]:
    report = check(written(folder, text))
    assert report.faults == ()
    return [f"{problem.line}: {problem.message}" for problem in report.warnings]


def entry(more: str = "", name: str = "A") -> str:
    return f"terms:\n  - term: {name}\n    definition: d\n{more}"


def test_a_file_gives_all_that_it_holds(tmp_path: Path) -> None:
    glossary = load(written(tmp_path, FULL))
    sprint, release = glossary.terms

    assert (glossary.name, glossary.link(release)) == (
        "Words",
        "https://example.com/release",
    )
    assert sprint.related == ("Release",)
    assert sprint.contrasts == (Contrast("Release", "Ends by the clock."),)
    assert sprint.sections == (Section("Length", "- one week"),)
    assert (sprint.reviewed, sprint.owner) == (date(2026, 1, 2), "Team A")
    assert check(written(tmp_path, FULL)).warnings == ()


@pytest.mark.parametrize(
    ("text", "line", "telling"),
    [
        (entry("    defintion: x\n"), 4, "did you mean `definition`?"),
        (entry("    colour: x\n"), 4, "known are term, definition"),
        (entry("    definition: again\n"), 4, "written twice (line 3)"),
        (entry("    aliases: x\n"), 4, "`aliases` is no list"),
        (
            entry("    aliases: [x, no]\n"),
            4,
            'is yes or no to YAML; put it in quotes: "no"',
        ),
        (entry("    aliases: [1.5]\n"), 4, "is a number"),
        (entry("    related: [Bee]\n"), 4, "“Bee” is no term"),
        (entry("    related: [A]\n"), 4, "leads to its own entry"),
        (
            entry("    related: [Prompd]\n  - {term: Prompt, definition: d}\n"),
            4,
            "“Prompt”?",
        ),
        (entry("    contrasts: [{with: Bee, text: t}]\n"), 4, "“Bee” is no term"),
        (entry("    contrasts: [{with: Bee}]\n"), 4, "a contrast needs `with` and `text`"),
        (entry("    sections: [x]\n"), 4, "a section has `title` and `text`"),
        (entry("    sections: {title: x}\n"), 4, "`sections` is no list"),
        (entry("    topic: []\n"), 4, "`topic` is a list"),
        (entry("    topic: {}\n"), 4, "`topic` is a mapping"),
        (entry("    topic:\n"), 4, "`topic` is empty"),
        (entry("    url: example.com\n"), 4, "begins with https://"),
        (entry("    reviewed: soon\n"), 4, "is a date: 2026-01-31"),
        (entry("    reviewed: []\n"), 4, "is a date"),
        (entry(name="no"), 2, "is yes or no"),
        (entry(name="on"), 2, "is yes or no"),
        (entry(name="1.5"), 2, "is a number"),
        (entry(name="2026-01-02"), 2, "is a date"),
        (entry(name="~"), 2, "`term` is empty"),
        (entry(name='"?"') + "  - {term: '!', definition: d}\n", 2, ""),
        (entry(name="x" * 76), 2, "76 characters; 75 are shown"),
        ("terms:\n  - term: A\n    definition: " + "x" * 2001, 3, "2000 are shown"),
        ("terms:\n  - term: A\n", 2, "an entry without `definition`"),
        ("terms:\n  - definition: d\n", 2, "an entry without `term`"),
        ("terms:\n  - A\n", 2, "not an entry"),
        ("terms: []\n", 1, "is empty; write at least one"),
        ("terms: A\n", 1, "`terms` is no list"),
        ("name: x\n", 1, "no terms"),
        ("- A\n", 1, "no glossary"),
        ("", 0, "no glossary"),
        ("terms:\n\t- term: A\n", 2, "a tab"),
        ('terms:\n  - term: "A\n', 0, "quote that is not closed"),
        ("terms:\n  - term: A\n    definition: a: b\n", 3, "in the middle of a text"),
        ("terms:\n  - term: A\n   definition: d\n", 3, "not YAML"),
        ("terms:\n  - term: A\n    definition: @x\n", 3, "put the text in quotes"),
        (b"terms:\n  - term: \xff\n", 2, "not UTF-8"),
        ("terms:\n  - term: a\0b\n", 2, "control character (U+0000)"),
        ("a: &x b\nc: *x\n", 1, "anchor or alias (x)"),
        ("a: !!python/name:os.system x\n", 1, "a tag"),
        ("? [a]\n: b\n", 1, "a key that is no text"),
        (FULL + "---\nterms: []\n", 24, "a second document"),
    ],
)
def test_a_fault_is_told_with_its_line_and_the_way_out(
    tmp_path: Path, text: str | bytes, line: int, telling: str
) -> None:
    if telling:
        [(at, message)] = faults(tmp_path, text)
        assert telling in message
        assert at == line or not line
    else:
        assert load(written(tmp_path, text)).terms


def test_all_faults_are_told_at_once_in_order(tmp_path: Path) -> None:
    text = "nam: x\nterms:\n  - term: A\n    related: [B]\n  - definition: 5\n  - term: a\n"

    assert [line for line, _ in faults(tmp_path, text)] == [1, 3, 4, 5, 5, 6, 6]


def test_a_term_defined_twice_is_told_with_both_lines(tmp_path: Path) -> None:
    text = entry() + "  - term: a\n    definition: d\n"

    assert faults(tmp_path, text) == [(4, "“a” is defined twice; merge it with line 2")]


def test_a_reference_by_a_shared_alias_must_say_which(tmp_path: Path) -> None:
    text = (
        entry("    related: [PoS]\n")
        + "  - {term: Sale, definition: d, aliases: [PoS]}\n"
        + "  - {term: Stake, definition: d, aliases: [PoS]}\n"
    )

    assert faults(tmp_path, text) == [
        (4, "“PoS” names several terms; write one of “Sale”, “Stake”")
    ]


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        (entry("    aliases: [a]\n"), "4: “a” is the term itself"),
        (
            entry() + "  - {term: B, definition: d, related: [A]}\n",
            "4: nothing leads to “B”",
        ),
        (entry() + "  - {term: B, definition: d, aliases: [A]}\n", "4: “A” also names A"),
        ("terms:\n  - term: A\n    definition: " + "x " * 301, "2: a definition of 601"),
    ],
)
def test_what_is_perhaps_not_meant_is_a_warning(
    tmp_path: Path, text: str, warning: str
) -> None:
    assert any(told.startswith(warning) for told in warnings(tmp_path, text))


def test_many_related_terms_are_a_warning(tmp_path: Path) -> None:
    names = [f"Term {i}" for i in range(12)]
    entries = "".join(f"  - {{term: {name}, definition: d}}\n" for name in names[1:])
    text = entry(f"    related: [{', '.join(names[1:])}]\n", names[0]) + entries

    assert any("11 related terms" in told for told in warnings(tmp_path, text))


def test_markdown_that_no_card_can_show_is_a_fault_of_the_check(tmp_path: Path) -> None:
    path = written(tmp_path, "terms:\n  - term: A\n    definition: a <b>b</b>\n")

    report = check(path)

    assert [fault.line for fault in report.faults] == [3]
    assert report.glossary is None
    assert load(path).terms, "it is shown as plain words, so the bot runs with it"


def test_a_check_of_no_yaml_reports_instead_of_raising(tmp_path: Path) -> None:
    assert len(check(tmp_path / "none.yaml").faults) == 1


def test_names_that_disappeared_are_told(tmp_path: Path) -> None:
    old = load(written(tmp_path, FULL))
    new = load(written(tmp_path, entry(name="Sprint")))

    gone = [problem.message.split("”")[0] for problem in compare(old, new, "new.yaml")]

    assert gone == ["“iteration", "“Release", "“shipping"]


def test_the_shipped_glossary_has_no_fault() -> None:
    assert check(shipped()).faults == ()


@given(st.binary(max_size=300))
def test_any_bytes_are_a_glossary_or_a_list_of_faults(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes
) -> None:
    path = written(tmp_path_factory.mktemp("any"), raw)
    report = check(path)

    assert (report.glossary is None) == bool(report.faults)


yamlish = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["term", "definition", "terms", "related", "with", "text", "sections"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(yamlish)
def test_any_yaml_is_a_glossary_or_a_list_of_faults(
    tmp_path_factory: pytest.TempPathFactory, value: object
) -> None:
    path = written(tmp_path_factory.mktemp("any"), yaml.safe_dump({"terms": [value]}))
    report = check(path)

    assert (report.glossary is None) == bool(report.faults)


@given(
    st.lists(
        st.text(
            st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=20
        )
        .map(str.strip)
        .filter(lambda name: bool(name) and bool(normalise(name))),
        min_size=1,
        max_size=6,
        unique_by=normalise,
    )
)
def test_what_is_written_comes_back(
    tmp_path_factory: pytest.TempPathFactory, names: list[str]
) -> None:
    terms = [{"term": name, "definition": f"of {name}"} for name in names]
    text = yaml.safe_dump({"terms": terms}, allow_unicode=True)

    glossary = load(written(tmp_path_factory.mktemp("any"), text))

    assert [term.name for term in glossary.terms] == names
