"""Installed from a wheel, the bot has all that it needs."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

HERE = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's content, as pip would lay it out."""
    folder = tmp_path_factory.mktemp("wheel")
    build = "import sys, hatchling.build; print(hatchling.build.build_wheel(sys.argv[1]))"
    built = subprocess.run(
        [sys.executable, "-c", build, str(folder)],
        cwd=HERE,
        check=True,
        capture_output=True,
        text=True,
    )
    with zipfile.ZipFile(folder / built.stdout.split()[-1]) as wheel:
        wheel.extractall(folder / "site")
    return folder / "site"


def run(site: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(site)}
    environment.pop("GLOSSARY", None)
    command = [sys.executable, "-B", "-m", "bot", *arguments]  # -B: leave no cache there
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_in_an_empty_folder_it_answers_from_the_shipped_glossary(
    installed: Path, tmp_path: Path
) -> None:
    asked = run(installed, tmp_path, "ask", "what is trainng?")

    assert asked.returncode == 0, asked.stderr
    assert asked.stdout.startswith("Training\n")
    assert "no glossary.yaml here" in asked.stderr
    assert (installed / "bot" / "glossary.yaml").exists()


def test_the_files_that_are_no_python_come_along(installed: Path, tmp_path: Path) -> None:
    assert run(installed, tmp_path, "manifest").stdout.startswith("{")
    assert (installed / "bot" / "glossary.schema.json").exists()
    page = installed / "bot" / "playground" / "page"
    assert {"index.html", "app.js", "style.css"} <= {file.name for file in page.iterdir()}


def test_no_test_and_no_cache_comes_along(installed: Path) -> None:
    assert not [
        file
        for file in installed.rglob("*")
        if "test" in file.name or file.suffix == ".pyc"
    ]
