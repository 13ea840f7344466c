"""YAML is read without harm, whatever a file holds."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import GlossaryError
from bot.yaml_tree import (
    DEEPEST,
    MOST_BYTES,
    Loader,
    Mapping,
    Scalar,
    Sequence,
    echo,
    parse_tree,
    read_tree,
)

from .glossary_files import unhurried

loaders = pytest.mark.parametrize("loader", [Loader, yaml.SafeLoader])


def refused(path: Path) -> tuple[int, str]:
    with pytest.raises(GlossaryError) as error:
        read_tree(path)
    [problem] = error.value.problems
    return problem.line, problem.message


@loaders
def test_a_tree_knows_lines_and_types(loader: type) -> None:
    tree = parse_tree("a: [1, 'x']\nb: no\n", "f", loader)

    assert tree == Mapping(
        1,
        [
            (
                Scalar("a", "str", 1),
                Sequence(1, [Scalar("1", "int", 1), Scalar("x", "str", 1)]),
            ),
            (Scalar("b", "str", 2), Scalar("no", "bool", 2)),
        ],
    )


@loaders
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("x", "str"), ("'1'", "str"), ("1.5", "float"), ("0x1F", "int"),
        ("10:30", "int"), ("on", "bool"), ("~", "null"), ("", "null"), ("=", "value"),
        ("2026-01-02", "timestamp"), ("2026-01", "str"), ("|\n  1", "str"),
    ],
)  # fmt: skip
def test_a_plain_value_has_the_type_that_yaml_gives_it(
    text: str, kind: str, loader: type
) -> None:
    tree = parse_tree(f"- {text}\n", "f", loader)

    assert isinstance(tree, Sequence)
    [scalar] = tree.items
    assert isinstance(scalar, Scalar)
    assert scalar.type == kind


@loaders
@pytest.mark.parametrize("text", ["[" * 60, "- " * 60 + "x", "{a: " * 60, "[[" * 5000])
def test_deep_nesting_is_refused(loader: type, text: str) -> None:
    with pytest.raises(GlossaryError, match="nested"):
        parse_tree(text, "f", loader)


@loaders
def test_nesting_up_to_the_limit_is_read(loader: type) -> None:
    assert parse_tree("[" * DEEPEST + "x" + "]" * DEEPEST, "f", loader)
    with pytest.raises(GlossaryError, match="nested deeper than 50"):
        parse_tree("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1), "f", loader)


@pytest.mark.parametrize("opening", ["[", "{", "{a: ", "- ", "? ", "[{a: "])
@pytest.mark.parametrize("loader", ["CSafeLoader", "SafeLoader"])
def test_a_bomb_of_nesting_does_not_take_the_process_down(
    tmp_path: Path, opening: str, loader: str
) -> None:
    bomb = tmp_path / "bomb.yaml"
    bomb.write_text(opening * 200_000)
    code = (
        "import sys, yaml; from pathlib import Path; from bot.yaml_tree import read_tree\n"
        "from bot.errors import GlossaryError\n"
        f"try: read_tree(Path(sys.argv[1]), yaml.{loader})\n"
        "except GlossaryError: print('refused')"
    )

    ran = subprocess.run(
        [sys.executable, "-c", code, str(bomb)], capture_output=True, text=True, check=False
    )

    assert (ran.returncode, ran.stdout) == (0, "refused\n"), ran.stderr


@loaders
@pytest.mark.parametrize(
    ("text", "telling"),
    [
        ("a: &x b\nc: *x\n", "an anchor or alias (x)"),
        ("- *x\n", "an anchor or alias (x)"),
        ("- &x [a]\n", "an anchor or alias (x)"),
        ("a: !!python/name:os.system x\n", "a tag; put the text in quotes"),
        ("a: !important x\n", "a tag"),
        ("a: ! x\n", "a tag"),
        ("- !!set {a, b}\n", "a tag"),
        ("? [a]\n: b\n", "a key that is a list or a mapping"),
        ("a: b\n---\nc: d\n", "a second document"),
    ],
)
def test_what_a_glossary_needs_not_is_refused(
    text: str, telling: str, loader: type
) -> None:
    with pytest.raises(GlossaryError) as error:
        parse_tree(text, "f", loader)

    assert telling in str(error.value)


@loaders
def test_a_bomb_of_aliases_is_refused_at_its_first_anchor(loader: type) -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"b{i}: &b{i} [*a, *a]\n" for i in range(30))

    with pytest.raises(GlossaryError, match=r"f:1: .*anchor or alias \(a\)"):
        parse_tree(bomb, "f", loader)


@loaders
def test_a_huge_number_is_only_text(loader: type) -> None:
    tree = parse_tree("a: " + "9" * 6000, "f", loader)

    assert isinstance(tree, Mapping)
    assert tree.items[0][1] == Scalar("9" * 6000, "int", 1)


@loaders
@pytest.mark.parametrize(
    "text", ['a: "\\UFFFFFFFF"', f"%YAML {'9' * 5000}.1\n---\na", "!%ff a", "!<%C3%28> a"]
)
def test_what_makes_a_loader_stumble_is_a_fault(text: str, loader: type) -> None:
    with pytest.raises(GlossaryError):
        parse_tree(text, "f", loader)


def test_too_many_values_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.yaml_tree.MOST_NODES", 10)

    assert parse_tree("[1, 2, 3, 4, 5, 6, 7, 8, 9]", "f")
    with pytest.raises(GlossaryError, match="more than 10 values"):
        parse_tree("[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]", "f")


def test_a_file_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES)
    assert "control character" in refused(path)[1]

    with path.open("ab") as file:
        file.truncate(MOST_BYTES + 1)

    assert refused(path) == (0, "larger than 20 MB; split it or cut it down")


def test_a_file_that_grows_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "small.yaml"
    path.write_text("a: b\n")
    seen = path.stat()
    path.write_bytes(b"x" * (MOST_BYTES + 1))
    monkeypatch.setattr(Path, "stat", lambda *_, **__: seen)

    assert "larger than 20 MB" in refused(path)[1]


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    assert refused(tmp_path)[1].startswith("not a file")
    assert refused(tmp_path / "none")[1].startswith("cannot be read: No such file")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes of that kind here")
def test_a_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    assert refused(tmp_path / "pipe")[1].startswith("not a file")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes of that kind here")
def test_a_pipe_that_takes_the_place_of_a_file_is_not_waited_for_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "words.yaml"
    path.write_text("a: b\n")
    seen = path.stat()
    path.unlink()
    os.mkfifo(path)
    monkeypatch.setattr(Path, "stat", lambda *_, **__: seen)

    assert refused(path)[1].startswith("not a file")


@pytest.mark.parametrize(
    ("raw", "line", "telling"),
    [
        (b"a: b\nc: \xff\n", 2, "not UTF-8 (byte 0xFF); save the file as UTF-8"),
        ("a: b\n".encode("utf-16"), 1, "not UTF-8"),
        (b"a: \xc3\n", 1, "not UTF-8 (byte 0xC3)"),
        (b"a: b\r\nc: \0\r\n", 2, "a control character (U+0000); remove it"),
        (b"a: b\rc: \x1b[31m\r", 2, "a control character (U+001B)"),
        (b"%TAG !a! tag:b,\n---\na: b\n", 1, "begins with %"),
        (b"a: b\n...\n%TAG !a! tag:b,\n---\n", 3, "begins with %; remove or indent it"),
    ],
)
def test_what_no_text_may_hold_is_told_at_its_line(
    tmp_path: Path, raw: bytes, line: int, telling: str
) -> None:
    path = tmp_path / "bad.yaml"
    path.write_bytes(raw)

    at, message = refused(path)

    assert telling in message
    assert at == line


@pytest.mark.parametrize(
    ("before", "line"),
    [("\ufeff", 1), ("a: x\u2028y\x85z\u2029\r\n", 2), ("\r\r\n\n", 4), ("# a\r", 2)],
)
def test_lines_are_counted_as_editors_do(tmp_path: Path, before: str, line: int) -> None:
    path = tmp_path / "lines.yaml"
    path.write_bytes(f"{before}last: 50 %\n".encode())

    tree = read_tree(path)

    assert isinstance(tree, Mapping)
    assert tree.items[-1] == (Scalar("last", "str", line), Scalar("50 %", "str", line))


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a\nb\x1b[1m", "a b [1m"), ("x" * 75, "x" * 75), ("x" * 76, "x" * 74 + "…")],
)
def test_an_echo_is_short_and_on_one_line(text: str, shown: str) -> None:
    assert echo(text) == shown


# Without ? and ---, behind which the loaders count the line of an absent value otherwise.
yamlish = st.text(alphabet="ab:-[]{}\"'|>&*!%#@,. \n\t\\é0", max_size=40)


@unhurried
@given(yamlish.filter(lambda text: "---" not in text))
def test_both_loaders_read_the_same_in_whatever_both_take(text: str) -> None:
    def read(loader: type) -> object:
        try:
            return parse_tree(text, "f", loader)
        except GlossaryError:
            return "refused"

    trees = [read(loader) for loader in (Loader, yaml.SafeLoader)]

    assert "refused" in trees or trees[0] == trees[1]
