"""Every fault of a glossary file is named at its line, all of them at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.glossary import Contrast, Glossary, Section, Term, normalise
from bot.glossary_file import check, compare, load
from bot.glossary_source import shipped

from .glossary_files import entry, faults, unhurried, warnings, written

T = TypeVar("T")

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


TWO = entry() + "  - {term: Prompt, definition: d}\n"
POS = (
    "  - {term: Sale, definition: d, aliases: [PoS]}\n"
    "  - {term: Stake, definition: d, aliases: [P.o.S.]}\n"
)


@pytest.mark.parametrize(
    ("text", "line", "telling"),
    [
        (entry("    related: [Bee]\n"), 4, "“Bee” is no term of this glossary; add"),
        (TWO + "  - {term: C, definition: d, related: [Prompd]}\n", 5, "“Prompt”?"),
        (entry("    related: [A]\n"), 4, "“A” leads to its own entry; drop it"),
        (entry("    aliases: [x]\n    related: [X]\n"), 5, "“X” leads to its own entry"),
        (entry("    contrasts: [{with: a, text: t}]\n"), 4, "“a” leads to its own entry"),
        (entry("    contrasts:\n    - with: Bee\n      text: t\n"), 5, "“Bee” is no term"),
        (
            entry("    related: [pos]\n") + POS,
            4,
            "“pos” names 2 terms; write the one meant: “Sale”, “Stake”",
        ),
        (entry() + "  - {term: a, definition: d}\n", 4, "“a” is defined twice; merge it "
         "with line 2"),
        (entry() + "  - definition: d\n    term: A\n", 5, "merge it with line 2"),
        ("terms:\n  - term: \"A\n", 2, "a quote that is opened here is never closed"),
        (b"terms:\n  - term: \xff\n", 2, "not UTF-8"),
        ("terms:\n  - term: *x\n", 2, "an anchor or alias"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line_and_the_way_out(
    tmp_path: Path, text: str | bytes, line: int, telling: str
) -> None:
    [(at, message)] = faults(tmp_path, text)

    assert telling in message
    assert at == line


def test_all_faults_are_told_at_once_in_order(tmp_path: Path) -> None:
    text = "nam: x\nterms:\n  - term: A\n    related: [B]\n  - definition: 5\n  - term: a\n"

    assert [line for line, _ in faults(tmp_path, text)] == [1, 3, 4, 5, 5, 6, 6]


def test_a_term_that_carries_the_name_of_a_faulty_one_may_still_be_related(
    tmp_path: Path,
) -> None:
    text = entry("    related: [Release]\n") + "  - term: Release\n"

    assert [line for line, _ in faults(tmp_path, text)] == [5]


def test_others_are_named_by_alias_in_any_spelling_and_once(tmp_path: Path) -> None:
    text = entry("    related: [p.o.s., SALE, sale, Stake]\n") + POS.replace("P.o.S.", "x")

    first, *_ = load(written(tmp_path, text)).terms

    assert first.related == ("Sale", "Stake")


def test_a_canonical_name_wins_over_an_alias_of_the_same_spelling(tmp_path: Path) -> None:
    text = entry("    related: [Sale]\n") + POS.replace("P.o.S.", "sale")

    assert load(written(tmp_path, text)).terms[0].related == ("Sale",)


def test_many_names_that_do_not_exist_are_all_told(tmp_path: Path) -> None:
    names = ", ".join(f"Promp{i}" for i in range(60))

    told = faults(tmp_path, TWO + f"  - {{term: C, definition: d, related: [{names}]}}\n")

    assert len(told) == 60
    assert "did you mean “Prompt”?" in told[0][1]


@pytest.mark.parametrize(
    ("text", "line", "telling"),
    [
        (entry("    aliases: [a]\n"), 4, "“a” is the same name as “A”; drop the alias"),
        (entry("    aliases: [b-c, b c]\n"), 4, "“b c” is the same name as “b-c”"),
        (
            TWO.replace("d}", "d, related: [A]}"),
            4,
            "nothing leads to “Prompt”; name it in a `related`",
        ),
        (
            entry() + POS,
            5,
            "“P.o.S.” names “Sale” (line 4) and “Stake” (line 5); a picker will ask which",
        ),
        (
            entry() + "  - {term: B, definition: d, aliases: [a]}\n",
            4,
            "“a” names “A” (line 2) and “B” (line 4)",
        ),
        (
            entry() + POS + POS.replace("Sa", "Ta").replace("St", "Sn"),
            5,
            "and “Tale” (line 6) and 1 more; a picker",
        ),
        (
            "terms:\n  - term: A\n    definition: " + "x " * 301,
            2,
            "a definition of 601 characters; move some of it into `sections`",
        ),
    ],
)
def test_what_is_perhaps_not_meant_is_a_warning(
    tmp_path: Path, text: str, line: int, telling: str
) -> None:
    [(at, message)] = warnings(tmp_path, text)

    assert telling in message
    assert at == line


def test_a_term_defined_twice_is_a_fault_and_no_warning_beside_it(tmp_path: Path) -> None:
    text = "terms:\n  - {term: A, definition: d}\n  - {term: a, definition: e}\n"

    report = check(written(tmp_path, text))

    assert [fault.line for fault in report.faults] == [3]
    assert report.warnings == ()


def test_many_related_terms_are_a_warning(tmp_path: Path) -> None:
    names = [f"Term {i}" for i in range(12)]
    entries = "".join(f"  - {{term: {name}, definition: d}}\n" for name in names[1:])
    text = entry(f"    related: [{', '.join(names[1:])}]\n", names[0]) + entries

    assert (2, "11 related terms; a reader follows a few") in warnings(tmp_path, text)


def test_up_to_its_limits_nothing_is_worth_a_warning(tmp_path: Path) -> None:
    names = [f"Term {i}" for i in range(11)]
    entries = [
        {"term": name, "definition": "x" * 600, "related": [*{*names} - {name}]}
        for name in names
    ]

    assert warnings(tmp_path, yaml.safe_dump({"terms": entries})) == []


def test_a_contrast_leads_to_a_term_as_a_related_one_does(tmp_path: Path) -> None:
    more = "    contrasts: [{with: B, text: t}]\n"
    text = entry(more) + "  - {term: B, definition: d, related: [A]}\n"

    assert warnings(tmp_path, text) == []


def test_a_name_of_three_terms_is_told_with_all_three(tmp_path: Path) -> None:
    text = entry() + POS + "  - {term: Pos, definition: d}\n"

    [(_, message)] = warnings(tmp_path, text)

    assert message.endswith("and “Pos” (line 6); a picker will ask which")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("terms:\n  - term: A\n    definition: a <b>b</b>\n", 3),
        (entry("    sections:\n    - title: t\n      text: a <b>b</b>\n"), 6),
        (
            entry("    contrasts: [{with: B, text: '![a](https://b.c)'}]\n")
            + "  - {term: B, definition: d}\n",
            4,
        ),
    ],
)
def test_markdown_that_no_card_can_show_is_a_fault_of_the_check(
    tmp_path: Path, text: str, line: int
) -> None:
    path = written(tmp_path, text)

    report = check(path)

    assert [fault.line for fault in report.faults] == [line]
    assert report.glossary is None
    assert load(path).terms, "it is shown as plain words, so the bot runs with it"


def test_a_fault_stays_on_one_line_whatever_it_quotes(tmp_path: Path) -> None:
    text = "terms:\n  - term: A\n    definition: |\n      <div\n      id=x>\n"

    [fault] = check(written(tmp_path, text)).faults

    assert "<div id=x>" in fault.message


def test_a_check_of_no_yaml_reports_instead_of_raising(tmp_path: Path) -> None:
    assert len(check(tmp_path / "none.yaml").faults) == 1


def test_no_warning_that_nothing_leads_somewhere_where_nothing_leads_anywhere(
    tmp_path: Path,
) -> None:
    assert warnings(tmp_path, TWO) == []


def test_names_that_disappeared_are_told_once(tmp_path: Path) -> None:
    old = load(written(tmp_path, FULL))
    both = Glossary((*old.terms, Term("Other", "d", aliases=("shipping", "sprint"))))
    new = load(written(tmp_path, entry(name="Sprint")))

    gone = [problem.message.split("”")[0] for problem in compare(both, new, "new.yaml")]

    assert gone == ["“iteration", "“none", "“Release", "“shipping", "“Other"]
    assert [*compare(new, both, "new.yaml")] == []


def test_the_shipped_glossary_has_no_fault() -> None:
    assert check(shipped()).faults == ()


@unhurried
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


@unhurried
@given(yamlish)
def test_any_yaml_is_a_glossary_or_a_list_of_faults(
    tmp_path_factory: pytest.TempPathFactory, value: object
) -> None:
    path = written(tmp_path_factory.mktemp("any"), yaml.safe_dump({"terms": [value]}))
    report = check(path)

    assert (report.glossary is None) == bool(report.faults)


fragments = st.sampled_from(
    ["terms:\n", "  - ", "term: ", "definition: ", "related: [", "A", "]",
     '"', "\n", "    ",
     "\\", "&a ", "*a", "!b ", "<<: ", "? ", "|\n", "{", "}", "no", "\0", "\ufeff", "%TAG "]
)  # fmt: skip


@unhurried
@given(st.lists(fragments, max_size=30).map("".join))
def test_any_pieces_of_a_glossary_are_one_or_a_list_of_faults(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    report = check(written(tmp_path_factory.mktemp("any"), text))

    assert (report.glossary is None) == bool(report.faults)


lines = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]),
    min_size=1,
    max_size=12,
).map(str.strip)
texts = st.lists(lines, min_size=1, max_size=3).map("\n".join).map(str.strip)


@st.composite
def glossaries(draw: st.DrawFn) -> Glossary:
    names = draw(
        st.lists(lines.filter(normalise), min_size=2, max_size=3, unique_by=normalise)
    )
    return Glossary(
        terms=tuple(draw(term_among(names, name)) for name in names),
        name=draw(st.just("") | lines),
        url=draw(st.sampled_from(["", "https://example.com/{slug}"])),
    )


def term_among(names: list[str], name: str) -> st.SearchStrategy[Term]:
    others = st.sampled_from([other for other in names if other != name])
    return st.builds(
        Term,
        name=st.just(name),
        definition=texts.filter(bool),
        sections=tuples(st.builds(Section, lines.filter(bool), texts.filter(bool))),
        contrasts=tuples(st.builds(Contrast, others, texts.filter(bool))),
        related=tuples(others),
        topic=lines,
        expansion=lines,
        url=st.sampled_from(["", "http://a.b/c?d=%20#e", "https://example.com"]),
        owner=lines,
        reviewed=st.none() | st.dates(),
    )


def tuples(of: st.SearchStrategy[T]) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(of, max_size=2, unique=True).map(tuple)


def as_written(glossary: Glossary) -> object:
    """What an author writes for it: no key without a value."""
    terms = [
        {
            "term": term.name,
            "definition": term.definition,
            "sections": [{"title": one.title, "text": one.text} for one in term.sections],
            "contrasts": [{"with": one.other, "text": one.text} for one in term.contrasts],
            "related": [*term.related],
            "topic": term.topic,
            "expansion": term.expansion,
            "url": term.url,
            "owner": term.owner,
            "reviewed": term.reviewed,
        }
        for term in glossary.terms
    ]
    kept = [{key: value for key, value in term.items() if value} for term in terms]
    head = {"name": glossary.name, "url": glossary.url}
    return {**{key: value for key, value in head.items() if value}, "terms": kept}


@unhurried
@given(glossaries(), st.booleans())
def test_what_is_written_comes_back(
    tmp_path_factory: pytest.TempPathFactory, glossary: Glossary, unicode: bool
) -> None:
    text = yaml.safe_dump(as_written(glossary), allow_unicode=unicode)

    assert load(written(tmp_path_factory.mktemp("any"), text)) == glossary


def test_an_alias_that_only_repeats_the_expansion_is_warned_of(tmp_path: Path) -> None:
    text = "terms:\n  - term: ROI\n    definition: d\n    expansion: return on investment\n"
    path = written(tmp_path, text + "    aliases: [Return on investment]\n")

    [warning] = check(path).warnings
    assert (warning.line, warning.message) == (
        5,
        "“Return on investment” is the same name as “return on investment”; drop the alias",
    )


def test_a_related_term_may_be_named_by_its_expansion(tmp_path: Path) -> None:
    text = "terms:\n  - term: ROI\n    definition: d\n    expansion: return on investment\n"
    more = "  - term: Cost\n    definition: d\n    related: [return on investment]\n"

    assert load(written(tmp_path, text + more)).terms[1].related == ("ROI",)
