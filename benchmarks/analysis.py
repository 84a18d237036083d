"""Analysing a table for gaps, overlaps and idle rules, beside reading it.

The floor is `read`: the same file from XML to a compiled model. Tables are random with a fixed
seed, of rules by 5 inputs: three numbers, a text and a truth. *Scattered* ones have rules of any
size under UNIQUE, so they overlap and leave gaps; *whole* ones cut everything there is into rules
that neither overlap nor leave anything, so that nothing ends the search early.
"""

import random
import statistics
import time

from tests.domain.decisions.drawn import Drawn, Input

from domain.decisions.analysis import analyse
from domain.decisions.model import Flaw
from domain.decisions.rules import table_from

SIZES, ROUNDS = (10, 50, 200), 5
NUMBERS, WORDS = range(0, 1_000, 10), tuple("abcdefgh")
INPUTS = (
    *(Input(name) for name in ("one", "two", "three")),
    Input("word", "string", ", ".join(f'"{word}"' for word in WORDS)),
    Input("yes", "boolean"),
)

Range = tuple[int, int]
#: For each number where it begins and ends, the words, and the truths.
Piece = tuple[tuple[Range, ...], tuple[str, ...], tuple[bool, ...]]


def main() -> None:
    """Measure and print."""
    for kind, draw in (("scattered", scattered), ("whole", whole)):
        for size in SIZES:
            drawn = draw(size, random.Random(20261121))
            ours, floor = [], []
            for _ in range(ROUNDS):
                begin = time.perf_counter()
                table = table_from("D", drawn.xml().encode())
                between = time.perf_counter()
                found = analyse(table)
                ours.append(time.perf_counter() - between)
                floor.append(between - begin)
            assert all(finding.flaw is not Flaw.UNKNOWN for finding in found)
            assert bool(found) is (kind == "scattered")
            mine, bare = statistics.median(ours), statistics.median(floor)
            print(
                f"analysis, {size} rules x 5 inputs, {kind}: {mine:.3f} s beside {bare:.3f} s;"
                f" ratio {mine / bare:.2f} (goal 2 s at most)"
            )


def scattered(size: int, chance: random.Random) -> Drawn:
    """Draw rules of any size."""
    rows = []
    for at in range(size):
        cells = [_interval(chance) for _ in range(3)]
        words = chance.sample(WORDS, chance.randint(1, 4))
        cells.append("-" if chance.random() < 0.3 else ", ".join(f'"{word}"' for word in words))
        cells.append(chance.choice(("-", "true", "false")))
        rows.append((f"r{at}", cells, (str(at),)))
    return Drawn(INPUTS, rows, "UNIQUE")


def _interval(chance: random.Random) -> str:
    low, high = sorted(chance.sample(NUMBERS, 2))
    return chance.choice(("-", f"< {low}", f">= {high}", f"[{low}..{high})", f"[{low}..{high}]"))


def whole(size: int, chance: random.Random) -> Drawn:
    """Cut everything there is in two, again and again, until there are enough pieces."""
    span = (NUMBERS.start - NUMBERS.step, NUMBERS.stop)
    pieces: list[Piece] = [((span, span, span), WORDS, (True, False))]
    while len(pieces) < size:
        pieces += _cut(pieces.pop(chance.randrange(len(pieces))), chance)
    rows = [(f"r{at}", _cells(piece, span), (str(at),)) for at, piece in enumerate(pieces)]
    return Drawn(INPUTS, rows, "UNIQUE")


def _cut(piece: Piece, chance: random.Random) -> list[Piece]:
    numbers, words, truths = piece
    at = chance.randrange(5)
    if at == 3 and len(words) > 1:
        middle = chance.randrange(1, len(words))
        return [(numbers, words[:middle], truths), (numbers, words[middle:], truths)]
    if at == 4 and len(truths) > 1:
        return [(numbers, words, truths[:1]), (numbers, words, truths[1:])]
    low, high = numbers[at % 3]
    if high - low <= NUMBERS.step:
        return [piece]
    middle = chance.randrange(low + NUMBERS.step, high, NUMBERS.step)
    return [
        (tuple(part if n == at % 3 else own for n, own in enumerate(numbers)), words, truths)
        for part in ((low, middle), (middle, high))
    ]


def _cells(piece: Piece, span: Range) -> list[str]:
    numbers, words, truths = piece
    cells = []
    for low, high in numbers:
        if (low, high) == span:
            cells.append("-")
        elif low == span[0]:
            cells.append(f"< {high}")
        else:
            cells.append(f">= {low}" if high == span[1] else f"[{low}..{high})")
    cells.append(", ".join(f'"{word}"' for word in words))
    cells.append("-" if len(truths) > 1 else str(truths[0]).lower())
    return cells


if __name__ == "__main__":
    main()
