"""The file reads as if somebody had written it."""

from __future__ import annotations

from datetime import date

from bot.glossary import Section
from bot.importing.drafts import Draft, LeftOut
from bot.importing.writer import write

LONG = "A sentence that says in rather many words what could be said in fewer. " * 2

WRITTEN = """\
# Imported.

terms:
  - term: 'no'
    # Status: open
    # and # shut
    aliases: [nope, 'on', 'a, b']
    expansion: 'it: depends'
    definition: >-
      A sentence that says in rather many words what could be said in fewer. A sentence
      that says in rather many words what could be said in fewer.
    related: ['Yes']
    topic: Words
    url: https://a.b/c#d
    owner: Ana
    reviewed: 2026-01-31
    sections:
      - title: Example
        text: |-
          - one
          - two

  - term: 'Yes'
    definition: d

# Not taken over:
# line 7, no term: ,d
"""


def test_an_entry_is_written_as_people_write_it() -> None:
    full = Draft(
        line=2,
        name="no",
        definition=LONG.strip(),
        aliases=["nope", "on", "a, b"],
        expansion="it: depends",
        related=["Yes"],
        topic="Words",
        url="https://a.b/c#d",
        owner="Ana",
        reviewed=date(2026, 1, 31),
        sections=[Section("Example", "- one\n- two")],
        comments=["Status: open\nand # shut"],
    )

    text = write([full, Draft(3, "Yes", "d")], [LeftOut(7, "no term", ",d")], "Imported.")

    assert text == WRITTEN
