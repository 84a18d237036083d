"""A subject judged in every territory: 10 layers of 20 grants, beside a bare loop over tuples.

The loop is what one would write first: for each territory, layer and grant it looks whether the
grant is open, reaches the use and holds the place, and gives the worst of the layers. It says
neither why, nor by which grants, nor until when. The same grants, the same process, in turns;
both must agree on every territory first.
"""

import random
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from benchmarks.stage import report
from domain.rights.clearance import clear
from domain.rights.model import (
    Effect,
    Grant,
    Layer,
    Need,
    Provenance,
    Scope,
    Subject,
    SubjectKind,
    Use,
    Window,
)
from domain.rights.verdicts import Question, Standing
from domain.territories import TERRITORIES, Area

ROUNDS, REPEATS, GRANTS = 9, 5, 20
LAYERS = [layer for layer in Layer if layer is not Layer.SALES_TERRITORY]
START = datetime(2026, 1, 1, tzinfo=UTC)
NOW = START + timedelta(days=500)
ASKED = frozenset({Use.STREAM, Use.ON_DEMAND, Use.EVERY})

#: Layer, whether it permits, uses, territories, from, until.
_Row = tuple[str, bool, frozenset[Use], frozenset[str], datetime, datetime]


def grants() -> list[Grant]:
    """Return the same grants every time: each of the ten layers has twenty."""
    draw = random.Random(20261121)
    codes = sorted(TERRITORIES)
    found = []
    for number in range(len(LAYERS) * GRANTS):
        begins = START + timedelta(days=draw.randrange(400))
        prohibits = draw.random() < 0.05
        places = draw.sample(codes, 5 if prohibits else draw.randint(20, 240))
        found.append(
            Grant(
                id=f"grt_{number}",
                subject=Subject(SubjectKind.EPISODE, "eps_1"),
                layer=LAYERS[number % len(LAYERS)],
                effect=Effect.PROHIBIT if prohibits else Effect.PERMIT,
                scope=Scope(
                    frozenset(draw.sample(list(Use), 2)) | {draw.choice([Use.EVERY, Use.CLIP])},
                    Area(frozenset(places)),
                ),
                window=Window(begins, begins + timedelta(days=draw.randint(50, 900))),
                provenance=Provenance("Somebody"),
            )
        )
    return found


def rows(held: list[Grant]) -> list[_Row]:
    """Return grants as bare tuples."""
    return [
        (
            one.layer.value,
            one.effect is Effect.PERMIT,
            one.scope.uses,
            one.scope.area.whole,
            one.window.starts_at,
            one.window.until,
        )
        for one in held
    ]


def bare(held: list[_Row], layers: list[str]) -> dict[str, bool]:
    """Return for every territory whether every layer is granted and nothing prohibited."""
    by_layer = {layer: [row for row in held if row[0] == layer] for layer in layers}
    found = {}
    for code in TERRITORIES:
        cleared = True
        for layer in layers:
            granted = prohibited = False
            for _, permits, uses, places, begins, ends in by_layer[layer]:
                if begins <= NOW < ends and code in places and not uses.isdisjoint(ASKED):
                    if permits:
                        granted = True
                    else:
                        prohibited = True
            if prohibited or not granted:
                cleared = False
        found[code] = cleared
    return found


def main() -> None:
    """Measure and print."""
    held = grants()
    plain, names = rows(held), [layer.value for layer in LAYERS]
    needs, question = [Need(layer) for layer in LAYERS], Question(Use.STREAM, NOW)
    verdicts = clear(needs, held, question)
    cleared = {
        code: one.standing is Standing.CLEARED for one in verdicts for code in one.territories
    }
    assert cleared == bare(plain, names)
    assert 0 < sum(cleared.values()) < len(TERRITORIES)
    mine, floor = [], []
    for _ in range(ROUNDS):
        mine.append(_per_second(lambda: clear(needs, held, question)))
        floor.append(_per_second(lambda: bare(plain, names)))
    name = "Clearance of 249 territories, 10 layers of 20 grants, with reasons and ends"
    report(name, mine, floor, "goal: at least 1/3")


def _per_second(act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    for _ in range(REPEATS):
        act()
    return REPEATS / (time.perf_counter() - begin)


if __name__ == "__main__":
    main()
