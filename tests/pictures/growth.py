"""How the cost of a lookup grows with the glossary: `python -m tests.pictures.growth`.

Takes some minutes; writes lookup-growth.svg, which shows itself light or dark.
"""

from __future__ import annotations

import argparse
import math
import random
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from ..bench.compare import Seconds, median
from ..bench.data import SEED, Data
from ..bench.lookup import first_calls, levenshtein, ours, symspell, typo, wratio

HERE = Path(__file__).parent
TERMS = (64, 256, 1_000, 4_000, 16_000, 100_000)
QUERIES = 80
WIDTH, HEIGHT = 720, 400
LEFT, RIGHT, TOP, BOTTOM = 70, 540, 50, 350  # of the plot
FROM, TO = 1e-6, 1e-1  # seconds
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.title { font-weight: 600; font-size: 15px }
.paper { fill: #fff; stroke: #d1d9e0 } .grid { stroke: #d1d9e0 }
polyline { fill: none !important; stroke-width: 2 }
.a { stroke: #0969da; fill: #0969da } .b { stroke: #8250df; fill: #8250df }
.c { stroke: #bc4c00; fill: #bc4c00 } .d { stroke: #57606a; fill: #57606a }
polyline.a { stroke-width: 3.5 } text.a, text.b, text.c, text.d { stroke: none }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f6fc } .paper { fill: #0d1117; stroke: #3d444d }
  .grid { stroke: #3d444d }
  .a { stroke: #4493f8; fill: #4493f8 } .b { stroke: #ab7df8; fill: #ab7df8 }
  .c { stroke: #db6d28; fill: #db6d28 } .d { stroke: #9198a1; fill: #9198a1 }
}
"""
Lines = dict[str, list[Seconds]]


def main() -> None:
    """Measure and draw."""
    parser = argparse.ArgumentParser(prog="python -m tests.pictures.growth")
    parser.add_argument("--data", type=Path, metavar="DIR", help="names.txt")
    lines = measured(Data(parser.parse_args().data))
    (HERE / "lookup-growth.svg").write_text(drawn(lines), encoding="utf-8")


def measured(data: Data) -> Lines:
    """For each side the median first call with one typo, by number of terms."""
    lines: Lines = {}
    for count in TERMS:
        names, chance = data.names(count), random.Random(SEED)
        long = [name for name in names if len(name) > 3]
        typos = [typo(chance, chance.choice(long)) for _ in range(QUERIES)]
        sides = {
            "Explainer": ours(names).near,
            "symspellpy": symspell(names),
            "Levenshtein scan": levenshtein(names),
            "WRatio scan": wratio(names),
        }
        taken = first_calls({side: (work, typos) for side, work in sides.items()})
        for side, times in taken.items():
            lines.setdefault(side, []).append(median(times))
    return lines


def drawn(lines: Lines) -> str:
    """The lines as a picture, both axes logarithmic."""
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">',
            f"<style>{STYLE}</style>",
            f'<rect class="paper" x=".5" y=".5" width="{WIDTH - 1}" '
            f'height="{HEIGHT - 1}" rx="6"/>',
            '<text class="title" x="20" y="28">Time to find a name typed with one slip, '
            "by size of the glossary</text>",
            *_grid(),
            *map(_line, lines.values(), "abcd"),
            *_labels({side: _y(times[-1]) for side, times in lines.items()}),
            "</svg>\n",
        ]
    )


def _x(terms: float) -> float:
    share = math.log(terms / TERMS[0]) / math.log(TERMS[-1] / TERMS[0])
    return round(LEFT + share * (RIGHT - LEFT), 1)


def _y(seconds: Seconds) -> float:
    share = math.log(seconds / FROM) / math.log(TO / FROM)
    return round(BOTTOM - share * (BOTTOM - TOP), 1)


def _grid() -> list[str]:
    times = ("1 µs", "10 µs", "100 µs", "1 ms", "10 ms", "100 ms")
    heights = [_y(FROM * 10**power) for power in range(len(times))]
    middle = (LEFT + RIGHT) / 2
    return [
        *(f'<path class="grid" d="M{LEFT} {y}H{RIGHT}"/>' for y in heights),
        *map(partial(_text, LEFT - 8, anchor="end"), heights, times),
        *(_text(_x(n), BOTTOM + 18, f"{n:,}".replace(",", " ")) for n in TERMS),
        _text(middle, BOTTOM + 38, "terms"),
    ]


def _text(x: float, y: float, text: str, anchor: str = "middle") -> str:
    return f'<text x="{x}" y="{y}" dy=".3em" text-anchor="{anchor}">{text}</text>'


def _line(times: list[Seconds], mark: str) -> str:
    points = [(_x(terms), _y(time)) for terms, time in zip(TERMS, times, strict=True)]
    dots = "".join(f'<circle class="{mark}" cx="{x}" cy="{y}" r="3"/>' for x, y in points)
    line = " ".join(f"{x},{y}" for x, y in points)
    return f'<polyline class="{mark}" points="{line}"/>{dots}'


def _labels(heights: dict[str, float]) -> Iterator[str]:
    """The sides' names at the ends of their lines, none on top of another."""
    lowest = TOP - 20.0
    marks = dict(zip(heights, "abcd", strict=True))
    for side in sorted(heights, key=heights.__getitem__):
        lowest = max(heights[side], lowest + 18)
        at = f'x="{RIGHT + 12}" y="{lowest}" dy=".3em"'
        yield f'<text class="{marks[side]}" {at}>{side}</text>'


if __name__ == "__main__":
    main()
