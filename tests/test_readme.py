"""What the README shows is there, and works."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from bot import cli, settings
from bot.glossary_file import check
from bot.slack.manifest import manifest

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
COMMANDS = sorted(set(re.findall(r"python -m bot ([a-z]+)", README)))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_it_names_is_there(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main([command, "--help"])

    assert left.value.code == 0


def test_its_question_in_the_terminal_is_answered(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(Path(__file__).parent.parent)
    monkeypatch.delenv("GLOSSARY", raising=False)
    line = re.search(r"python -m bot (ask \".+?\")", README)
    assert line is not None

    assert cli.main(shlex.split(line[1])) == 0
    assert capsys.readouterr().out.startswith("Training\n")


def test_its_glossary_is_a_whole_one_of_which_check_has_nothing_to_say(
    tmp_path: Path,
) -> None:
    example = re.search(r"```yaml\n(.*?)```", README, re.S)
    assert example is not None
    path = tmp_path / "glossary.yaml"
    path.write_text(example[1], encoding="utf-8")

    report = check(path)

    assert report.faults == report.warnings == ()
    assert report.glossary is not None
    assert report.glossary.terms[0].name == "Context window"


def test_a_list_becomes_a_running_bot_by_its_two_commands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "words.csv").write_text("Term,Meaning\nKanban,A board of cards.\n")
    first = re.search(r"python -m bot (import words\.csv .+)\n", README)
    second = re.search(r"GLOSSARY=(\S+) python -m bot playground", README)
    assert first is not None
    assert second is not None

    assert cli.main(shlex.split(first[1])) == 0
    monkeypatch.setenv("GLOSSARY", second[1])
    assert cli.main(["ask", "what is kanbna?"]) == 0
    assert "A board of cards." in capsys.readouterr().out


def test_its_check_for_pull_requests_is_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(Path(__file__).parent.parent)
    line = re.search(r"python -m bot (check .+ --format github)\n", README)
    assert line is not None

    assert cli.main(shlex.split(line[1])) == 0


def test_its_link_creates_the_app_of_the_manifest() -> None:
    link = re.search(r"^\[create\]: (\S+)$", README, re.M)
    assert link is not None

    query = parse_qs(urlsplit(link[1]).query)

    assert json.loads(query["manifest_json"][0]) == manifest()


def test_every_scope_of_the_manifest_has_its_reason() -> None:
    for scope in manifest()["oauth_config"]["scopes"]["bot"]:
        assert f"| `{scope}`" in README


def test_every_variable_that_is_read_is_in_the_table() -> None:
    source = Path(settings.__file__).read_text(encoding="utf-8")
    for variable in set(re.findall(r'"([A-Z][A-Z_]{3,})"', source)):
        assert f"| `{variable}` |" in README


def test_every_file_it_lists_is_there_and_every_file_is_listed() -> None:
    layout = README.split("```\nbot/\n")[1].split("```")[0]
    listed = set(re.findall(r"\b([a-z_]+\.py)\b", layout))
    package = Path(cli.__file__).parent
    files = [*package.glob("*.py"), *(package / "slack").glob("*.py")]

    assert listed == {path.name for path in files} - {"__init__.py", "__main__.py"}
