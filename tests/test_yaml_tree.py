"""YAML is read without harm, whatever a file holds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from bot.errors import GlossaryError
from bot.yaml_tree import (
    MOST_BYTES,
    Loader,
    Mapping,
    Scalar,
    Sequence,
    parse_tree,
    read_tree,
)

loaders = pytest.mark.parametrize("loader", [Loader, yaml.SafeLoader])


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
@pytest.mark.parametrize("text", ["[" * 60, "- " * 60 + "x", "{a: " * 60, "[[" * 5000])
def test_deep_nesting_is_refused(loader: type, text: str) -> None:
    with pytest.raises(GlossaryError, match="nested"):
        parse_tree(text, "f", loader)


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
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


def test_a_huge_number_is_only_text(tmp_path: Path) -> None:
    tree = parse_tree("a: " + "9" * 6000, "f")

    assert isinstance(tree, Mapping)
    assert tree.items[0][1] == Scalar("9" * 6000, "int", 1)


def test_too_many_values_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.yaml_tree.MOST_NODES", 10)

    with pytest.raises(GlossaryError, match="more than 10 values"):
        parse_tree("[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]", "f")


def test_a_file_too_large_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)

    with pytest.raises(GlossaryError, match="larger than 20 MB"):
        read_tree(path)


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none"):
        with pytest.raises(GlossaryError, match=r"not a file|cannot be read"):
            read_tree(path)


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "bom.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: b\n")

    assert isinstance(read_tree(path), Mapping)
