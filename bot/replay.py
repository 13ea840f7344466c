"""What the bot would have said: recorded messages in, decisions out, no Slack.

Reads JSON lines `{"id", "text", "mode"?}` or Slack's own export (its folder, or its zip,
of one folder a channel and one file of messages a day).
"""

from __future__ import annotations

import json
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import ConfigError
from .explainer import Decision, Explainer
from .reply import Kind

MODES = ("channel", "mention", "dm", "slash")
NEAREST = 20  # messages near the line that a report shows
LONGEST_QUOTE = 120  # characters of each
_BY_PEOPLE = (None, "", "file_share", "thread_broadcast")  # subtypes that people write


@dataclass(frozen=True, slots=True)
class Recorded:
    """One message of the past; `mode` is how it reached the bot, one of MODES.

    parent: the text above it in a thread, if it stands in one and that is known
    """

    id: object
    text: str
    mode: str = "channel"
    parent: str = ""


def read_messages(path: Path) -> Iterator[Recorded]:
    """Each message of a file of JSON lines, or of an export (folder or zip).

    Raises ConfigError naming the file and line that cannot be read.
    """
    try:
        if path.is_dir():
            days = sorted(path.glob("*/*.json"))
            read = ((f"{day.parent.name}/", day.read_bytes()) for day in days)
            yield from _export(read, path)
        elif zipfile.is_zipfile(path):
            yield from _zipped_export(path)
        else:
            yield from _json_lines(path)
    except OSError as error:
        raise ConfigError([f"{path}: {error.strerror or error}"]) from error
    except zipfile.BadZipFile as error:
        raise ConfigError([f"{path}: a damaged zip ({error}); fetch it again"]) from error


def decide(explainer: Explainer, message: Recorded) -> Decision:
    """What the bot decides on a message that reached it in this mode."""
    if message.mode == "channel":
        return _overheard(explainer, message)
    if message.mode == "mention":
        text = message.text.lstrip()
        opens = text.startswith("<@") or "<@" not in text
        return explainer.mentioned(text, opens=opens)
    return explainer.asked(message.text)


def _overheard(explainer: Explainer, message: Recorded) -> Decision:
    decision = explainer.overheard(message.text)
    if decision.reply or not message.parent:
        return decision
    answering = explainer.overheard(message.parent).reply is not None
    above = explainer.terms_in(message.parent)
    further = explainer.followed_up(message.text, answering=answering, above=above)
    return further if further.reply else decision


def as_row(message: Recorded, decision: Decision) -> dict[str, object]:
    """A decision as the JSON line that `replay` writes."""
    reply = decision.reply
    offers = reply is not None and reply.kind in (Kind.PICKER, Kind.SUGGESTIONS)
    return {
        "id": message.id,
        "answer": list(reply.answers) if reply else [],
        "suggestions": list(reply.choices) if reply and offers else [],
    }


def report(decided: Iterable[tuple[Recorded, Decision]]) -> str:
    """A summary for an owner: what was answered, by term, and what came close.

    Nearest to the line are messages that ask about a known name and were yet met with
    silence, and the ones answered in spite of a slip.
    """
    messages = 0
    answered: Counter[str] = Counter()
    close: list[str] = []
    for message, decision in decided:
        messages += 1
        names = decision.reply.answers if decision.reply else ()
        answered.update(names)
        if decision.close:
            verdict = f"answered with {', '.join(names)}" if names else "silent"
            said = " ".join(message.text.split())[:LONGEST_QUOTE]
            close.append(f"  {message.id}: {said}\n    {verdict}: {decision.why}")
    lines = [f"{messages} messages read, {answered.total()} terms explained", ""]
    lines += [f"{count:6} {name}" for name, count in answered.most_common()]
    lines += ["", f"Nearest to the line ({len(close)} in all):", *close[:NEAREST]]
    return "\n".join(lines)


def _json_lines(path: Path) -> Iterator[Recorded]:
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _recorded(line, f"{path}:{number}")


def _recorded(line: bytes, place: str) -> Recorded:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise ConfigError(
            [f"{place}: not JSON ({error}); write one object a line"]
        ) from error
    if not isinstance(row, dict) or "id" not in row or not isinstance(row.get("text"), str):
        raise ConfigError([f'{place}: a message needs "id" and "text"'])
    mode = row.get("mode") or "channel"
    if mode not in MODES:
        raise ConfigError([f'{place}: "mode" is one of {", ".join(MODES)}, not {mode!r}'])
    return Recorded(row["id"], row["text"], mode, str(row.get("parent") or ""))


def _zipped_export(path: Path) -> Iterator[Recorded]:
    with zipfile.ZipFile(path) as archive:
        days = sorted(name for name in archive.namelist() if name.endswith(".json"))
        inside = [name for name in days if "/" in name]
        read = ((name.rpartition("/")[0] + "/", archive.read(name)) for name in inside)
        yield from _export(read, path)


def _export(days: Iterator[tuple[str, bytes]], whole: Path) -> Iterator[Recorded]:
    folder = ""
    for folder, content in days:
        try:
            messages = json.loads(content)
        except ValueError as error:
            raise ConfigError([f"{folder}: a day that is not JSON ({error})"]) from error
        for message in messages if isinstance(messages, list) else ():
            if isinstance(message, dict) and _written_by_a_person(message):
                yield Recorded(f"{folder}{message.get('ts', '')}", str(message["text"]))
    if not folder:
        told = "no Slack export; it would hold a folder for each channel, with .json files"
        raise ConfigError([f"{whole}: {told}"])


def _written_by_a_person(message: Mapping[str, Any]) -> bool:
    return (
        message.get("type") == "message"
        and bool(message.get("text"))
        and not message.get("bot_id")
        and message.get("subtype") in _BY_PEOPLE
    )
