"""What a card cannot show is named, with the way out."""

from __future__ import annotations

import pytest

from bot.render.markdown import faults, is_address


@pytest.mark.parametrize(
    ("source", "telling"),
    [
        ("<b>x</b>", "HTML"),
        ("<div>\nx\n</div>", "HTML"),
        ("![x](https://e.com/x.png)", "pictures"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "tables"),
        ("[x](javascript:alert)", ""),
        ("[x](ftp://e.com)", "ftp://e.com"),
        ("[note]: word", "[NOTE]"),
        ("[a]: https://e.com\n[a]: https://f.com\n\n[a]", "[A]"),
        ("- " * 40 + "word", "fewer levels"),
    ],
)
def test_what_cannot_be_shown_is_a_fault(source: str, telling: str) -> None:
    found = faults(source)

    assert telling in " ".join(found)
    assert bool(found) is bool(telling)


@pytest.mark.parametrize(
    "source",
    [
        "# h\n\n- *a*\n- `b <c>`\n\n> q",
        "a < b",
        "a | b",
        ":x:",
        "[a]: https://e.com\n\nsee [a]",
    ],
)
def test_what_can_be_shown_is_none(source: str) -> None:
    assert faults(source) == ()


@pytest.mark.parametrize("href", ["https://e.com", "http://e.com/a", "mailto:a@e.com"])
def test_an_address_can_be_followed(href: str) -> None:
    assert is_address(href)


@pytest.mark.parametrize("href", ["javascript:x", "/path", "", None, "https:// x"])
def test_anything_else_cannot(href: object) -> None:
    assert not is_address(href)
