"""`python -m tests.bench [PART …] [--data DIR]`; beside PARTS: hostile, overload."""

from __future__ import annotations

import argparse
import importlib
from pathlib import Path

from .compare import Row, table
from .data import Data

PARTS = ("lookup", "gate", "events", "start", "reload")  # each a module beside this one


def main() -> None:
    """Measure the parts named, or all, and print one table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--data", type=Path, metavar="DIR", help="names.txt, chat.jsonl")
    options = parser.parse_args()
    data, rows = Data(options.data), list[Row]()
    for part in options.parts or PARTS:
        rows += importlib.import_module(f"tests.bench.{part}").rows(data)
    print(table(rows))


if __name__ == "__main__":
    main()
