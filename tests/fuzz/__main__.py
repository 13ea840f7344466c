"""Coverage-guided fuzzing: `python -m tests.fuzz --minutes 30 --corpus FOLDER`.

Needs atheris (`pip install 'atheris>=3,<4'`), which is no part of the suite. The minutes
are shared out among the targets, one process for each. Ends at the first broken promise
with its traceback and the input in a file beside the corpus; a single input that takes
longer than ten seconds breaks one.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["bot", "markdown_it"]):
    from tests.fuzz.seeds import SEEDS
    from tests.fuzz.targets import TARGETS

SECONDS_TO_STALL = 10
MOST_MEGABYTES = 1500


def main() -> int:
    """Fuzz one target after the other; the corpus grows."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--minutes", type=float, default=30, help="in all")
    parser.add_argument("--corpus", type=Path, required=True, help="folder; may be new")
    parser.add_argument("--longest", type=int, default=16_384, help="bytes of an input")
    parser.add_argument("--targets", choices=TARGETS, nargs="+", default=[*TARGETS])
    options = parser.parse_args()
    if len(options.targets) == 1:
        _fuzz(options.targets[0], options.corpus, options.minutes, options.longest)
    share = f"{options.minutes / len(options.targets):.2f}"
    for target in options.targets:
        command = [sys.executable, "-m", "tests.fuzz", "--targets", target]
        command += ["--minutes", share, "--longest", str(options.longest)]
        ended = subprocess.run([*command, "--corpus", str(options.corpus)], check=False)
        if ended.returncode:
            return ended.returncode
    return 0


def _fuzz(target: str, corpus: Path, minutes: float, longest: int) -> None:
    """Does not come back: libFuzzer ends the process."""
    folder = corpus / target
    folder.mkdir(parents=True, exist_ok=True)
    for number, (its, data) in enumerate(SEEDS):
        if its == target:
            (folder / f"seed{number}").write_bytes(data)
    arguments = [
        sys.argv[0],
        str(folder),
        f"-max_total_time={minutes * 60:.0f}",
        f"-timeout={SECONDS_TO_STALL}",
        f"-rss_limit_mb={MOST_MEGABYTES}",
        f"-max_len={longest}",
        f"-artifact_prefix={corpus / target}-",
        "-print_final_stats=1",
    ]
    atheris.Setup(arguments, TARGETS[target])
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
