"""Tables → drafts of entries, each name once, related terms by their names."""

from __future__ import annotations

from itertools import chain, count

from ..glossary import normalise
from ..glossary_fields import LONGEST_NAME
from ..yaml_tree import echo
from . import cells
from .columns import Layout, layout
from .drafts import Draft, Drafts
from .rows import RowReader, aligned
from .tables import Source, Table


def entries(source: Source, path: str) -> Drafts:
    """Every entry that the tables hold, each name once."""
    drafts = Drafts(path, remarks=[*source.remarks])
    headings = {table.heading for table in source.tables}
    for table in source.tables:
        heading = table.heading if len(headings) > 1 else ""
        _read_table(table, cells.name(cells.cleaned(heading), False).text, drafts)
    _tell_names_apart(drafts)
    _follow_related(drafts)
    drafts.remarks.sort(key=lambda remark: remark.line)
    return drafts


def _read_table(table: Table, topic: str, drafts: Drafts) -> None:
    laid_out = layout(table)
    line, told = _told(laid_out)
    drafts.remark(line, told)
    if len(topic) > LONGEST_NAME:
        told = f"“{echo(topic)}” is too long for a topic; cut to {LONGEST_NAME} characters"
        drafts.remark(line, told)
    for row in laid_out.above:
        drafts.leave_out(row, "above the names of the columns")
    for row in laid_out.rows:
        pairs = aligned(row, laid_out.columns, table, drafts)
        entry = RowReader(row, table.is_markdown, drafts).entry(pairs)
        if entry:
            entry.topic = entry.topic or topic[:LONGEST_NAME].strip()
            drafts.entries.append(entry)


def _told(laid_out: Layout) -> tuple[int, str]:
    if laid_out.header:
        pairs = [f"{column.title} → {column.use.value}" for column in laid_out.columns]
        return laid_out.header.line, f"columns: {', '.join(map(echo, pairs))}"
    uses = ", ".join(column.use.value for column in laid_out.columns)
    told = f"no row names the columns (as term, definition, aliases); taken for {uses}"
    return (laid_out.rows[0].line, told) if laid_out.rows else (0, told)


def _tell_names_apart(drafts: Drafts) -> None:
    """Merge what is there twice; give a second meaning a name of its own, and an alias."""
    taken = {normalise(entry.name) for entry in drafts.entries}
    meanings: dict[str, list[Draft]] = {}
    for entry in drafts.entries:
        before = meanings.setdefault(normalise(entry.name), [])
        same = next((one for one in before if _means_the_same(one, entry)), None)
        if same:
            told = f"“{echo(entry.name)}” is on line {same.line} with the same definition"
            drafts.remark(entry.line, f"{told}; merged")
            _merge(entry, same)
            continue
        if before:
            _rename(entry, before[0], taken, drafts)
        before.append(entry)
    drafts.entries = [one for entries in meanings.values() for one in entries]
    drafts.entries.sort(key=lambda entry: entry.line)
    for entry in drafts.entries:
        entry.aliases = _distinct(entry.aliases, entry.name)


def _means_the_same(one: Draft, other: Draft) -> bool:
    return one.definition.split() == other.definition.split()


def _rename(entry: Draft, before: Draft, taken: set[str], drafts: Drafts) -> None:
    name = entry.name
    entry.aliases.insert(0, name)
    entry.name = _free_name(entry, before, taken)
    taken.add(normalise(entry.name))
    told = f"“{echo(name)}” means something else on line {before.line}; this one is called"
    drafts.remark(entry.line, f"{told} “{echo(entry.name)}”, and a picker will ask")


def _merge(entry: Draft, into: Draft) -> None:
    into.aliases += [entry.name, *entry.aliases]
    into.related += entry.related
    into.comments += entry.comments
    into.sections += [part for part in entry.sections if part not in into.sections]
    into.reviewed = into.reviewed or entry.reviewed
    for what in ("expansion", "topic", "url", "owner"):
        ours, theirs = getattr(into, what), getattr(entry, what)
        if not ours:
            setattr(into, what, theirs)
        elif theirs and theirs != ours:
            into.comments.append(f"{what}: {theirs}")


def _free_name(entry: Draft, before: Draft, taken: set[str]) -> str:
    """The name with its topic in brackets, if that tells it apart, or with a number."""
    topic = [entry.topic] if entry.topic and entry.topic != before.topic else []
    ends = (f" ({mark})" for mark in chain(topic, count(2)))
    names = (entry.name[: LONGEST_NAME - len(end)] + end for end in ends if len(end) < 40)
    return next(name for name in names if normalise(name) not in taken)


def _distinct(aliases: list[str], name: str) -> list[str]:
    by_key = {normalise(alias): alias for alias in reversed(aliases)}
    by_key.pop(normalise(name), None)
    return [
        alias for alias in dict.fromkeys(aliases) if by_key.get(normalise(alias)) == alias
    ]


def _follow_related(drafts: Drafts) -> None:
    """Related terms by their canonical names; what leads nowhere becomes a comment."""
    carriers: dict[str, list[Draft]] = {}
    for entry in drafts.entries:
        names = filter(None, (*entry.aliases, entry.expansion))
        for key in {normalise(name) for name in names}:
            carriers.setdefault(key, []).append(entry)
    carriers |= {normalise(entry.name): [entry] for entry in drafts.entries}
    for entry in drafts.entries:
        found = []
        for name in entry.related:
            named = carriers.get(normalise(name), [])
            if len(named) == 1 and named[0] is not entry:
                found.append(named[0].name)
            elif named != [entry]:
                entry.comments.append(f"related: {name}")
                told = f"names {len(named)} terms" if named else "is no term of this table"
                drafts.remark(
                    entry.line, f"related “{echo(name)}” {told}; kept as a comment"
                )
        entry.related = [*dict.fromkeys(found)]
