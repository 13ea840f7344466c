"""Arrows point inward: the core knows no Slack, no YAML, no clock and no renderer."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

BOT = Path(__file__).parent.parent / "bot"
CORE = [
    "errors",
    "glossary",
    "markup",
    "nfkc",
    "words",
    "name_index",
    "matching",
    "subject",
    "sentence",
    "wording",
    "phrasings",
    "cues",
    "question",
    "recognition",
    "reply",
    "explainer",
]
OUTSIDE = {
    "slack_bolt", "slack_sdk", "aiohttp", "yaml", "markdown_it", "os", "time", "logging",
    "asyncio", "socket", "pathlib", "subprocess", "random",
}  # fmt: skip
INWARD = {
    "render": {
        "bot.slack",
        "bot.playground",
        "bot.glossary_file",
        "bot.importing",
        "bot.settings",
        "bot.authoring",
        "bot.cli",
    },
    "importing": {
        "bot.slack",
        "bot.playground",
        "bot.glossary_file",
        "bot.settings",
        "bot.authoring",
        "bot.cli",
    },
    "slack": {"bot.cli", "bot.playground", "bot.authoring", "bot.importing"},
    "playground": {"bot.cli", "bot.authoring", "bot.importing"},
}


def at_run_time(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a module, without what is imported for the types alone."""
    yield node
    for child in ast.iter_child_nodes(node):
        if not (isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING"):
            yield from at_run_time(child)


def imports(path: Path) -> Iterator[str]:
    """Full names of the modules a file imports."""
    package = ["bot", *path.relative_to(BOT).parts[:-1]]
    for node in at_run_time(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            start = ".".join([*base, *([node.module] if node.module else [])])
            yield start
            yield from (f"{start}.{alias.name}" for alias in node.names)


def reaches(name: str, targets: set[str]) -> bool:
    return any(name == target or name.startswith(target + ".") for target in targets)


@pytest.mark.parametrize("module", CORE)
def test_the_core_imports_nothing_from_outside_itself(module: str) -> None:
    own = {f"bot.{name}" for name in CORE}
    for name in imports(BOT / f"{module}.py"):
        assert not reaches(name, OUTSIDE), f"{module} imports {name}"
        if name.startswith("bot."):
            assert reaches(name, own), f"{module} imports {name}"


@pytest.mark.parametrize("folder", INWARD)
def test_a_folder_imports_nothing_that_lies_outside_of_it(folder: str) -> None:
    for path in (BOT / folder).rglob("*.py"):
        for name in imports(path):
            assert not reaches(name, INWARD[folder]), f"{path.name} imports {name}"


def test_no_module_imports_itself_by_a_detour() -> None:
    graph = {
        ".".join(["bot", *path.relative_to(BOT).with_suffix("").parts]): set(imports(path))
        for path in BOT.rglob("*.py")
    }

    def walk(module: str, trail: tuple[str, ...]) -> None:
        assert module not in trail, " → ".join([*trail, module])
        for name in graph[module] & graph.keys():
            walk(name, (*trail, module))

    for module in graph:
        walk(module, ())
