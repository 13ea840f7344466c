"""Coverage-guided fuzzing: `python -m tests.fuzz --minutes 30 --corpus FOLDER`.

Needs atheris (`pip install 'explainer-bot[fuzz]'`), which is no part of the suite. Ends
with a crash file and the traceback at the first broken promise, and counts a single input
that takes longer than ten seconds as one.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["bot", "markdown_it"]):
    from tests.fuzz.seeds import SEEDS
    from tests.fuzz.targets import TARGETS

SECONDS_TO_STALL = 10


def main() -> None:
    """Fuzz all targets, or those named, for some minutes; the corpus grows."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--corpus", type=Path, required=True, help="folder; may be new")
    parser.add_argument("--targets", choices=TARGETS, nargs="+", default=[*TARGETS])
    options = parser.parse_args()
    _plant(options.corpus, options.targets)
    tried: Counter[str] = Counter()

    def throw(data: bytes) -> None:
        name = options.targets[(data or b"\0")[0] % len(options.targets)]
        tried[name] += 1
        TARGETS[name](data[1:])
        if sum(tried.values()) % 10_000 == 0:
            print(dict(tried), file=sys.stderr, flush=True)

    arguments = [
        sys.argv[0],
        str(options.corpus),
        f"-max_total_time={options.minutes * 60:.0f}",
        f"-timeout={SECONDS_TO_STALL}",
        "-max_len=16384",
        "-rss_limit_mb=1500",
        f"-artifact_prefix={options.corpus}.",
        "-print_final_stats=1",
    ]
    atheris.Setup(arguments, throw)
    atheris.Fuzz()


def _plant(corpus: Path, targets: list[str]) -> None:
    """Begin the corpus with what is known to reach far."""
    corpus.mkdir(parents=True, exist_ok=True)
    for number, (target, data) in enumerate(SEEDS):
        if target in targets:
            (corpus / f"{number}").write_bytes(bytes([targets.index(target)]) + data)


if __name__ == "__main__":
    main()
