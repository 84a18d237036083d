"""One table of ten rules and five inputs, decided and explained, beside zen-engine.

Ours evaluates and tells of every rule why it missed; zen-engine (Rust) evaluates with its trace.
The same table, the same facts, the same process, in turns. Both must agree on every fact first.
"""

import random
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta
from importlib import import_module
from typing import Any

from benchmarks.stage import report
from domain.decisions.dmn import Model, read

ROUNDS, FACTS = 9, 2_000

#: Market, category, budget, age, day; and the result.
RULES = [
    (['"DE","AT"', '"alcohol"', "-", "< 18", "-"], "refuse"),
    (['"US"', '"alcohol"', "-", "< 21", "-"], "refuse"),
    (["-", 'not("none","finance")', ">= 100000", "-", "-"], "board"),
    (['"FR"', "-", "[50000..100000)", "-", 'date("2026-12-24")'], "legal"),
    (["-", '"gambling"', "-", "< 21", "-"], "refuse"),
    (['"GB","IE"', '"health","finance"', "(1000..50000]", "-", "-"], "legal"),
    (["-", "-", "> 250000", "-", "-"], "board"),
    (['not("US","CA")', '"politics"', "-", "-", '< date("2026-06-01")'], "review"),
    (["-", "-", "-", ">= 65", '[date("2026-11-01")..date("2026-12-31")]'], "review"),
    (["-", "-", "-", "-", "-"], "admit"),
]
COLUMNS = ["market", "category", "budget", "age", "day"]
KINDS = ["string", "string", "number", "number", "date"]


def facts() -> list[dict[str, Any]]:
    """Return the same facts every time."""
    draw = random.Random(20261121)
    return [
        {
            "market": draw.choice(["DE", "AT", "US", "CA", "FR", "GB", "IE", "SE"]),
            "category": draw.choice(
                ["none", "alcohol", "gambling", "finance", "health", "politics"]
            ),
            "budget": draw.choice([500, 1_000, 20_000, 50_000, 99_999, 100_000, 300_000]),
            "age": draw.choice([13, 17, 18, 20, 21, 40, 65, 80]),
            "day": date(2026, 1, 1) + timedelta(days=draw.randrange(365)),
        }
        for _ in range(FACTS)
    ]


def ours() -> Model:
    """Return the table as ours."""
    nodes = "".join(
        f'<inputData id="{name}" name="{name}"><variable name="{name}" typeRef="{kind}"/>'
        "</inputData>"
        for name, kind in zip(COLUMNS, KINDS, strict=True)
    )
    needs = "".join(
        f'<informationRequirement><requiredInput href="#{name}"/></informationRequirement>'
        for name in COLUMNS
    )
    columns = "".join(
        f'<input><inputExpression typeRef="{kind}"><text>{name}</text></inputExpression></input>'
        for name, kind in zip(COLUMNS, KINDS, strict=True)
    )
    rules = "".join(
        "<rule>"
        + "".join(f"<inputEntry><text>{_escaped(cell)}</text></inputEntry>" for cell in cells)
        + f'<outputEntry><text>"{result}"</text></outputEntry></rule>'
        for cells, result in RULES
    )
    return read(
        f'<definitions name="bench">{nodes}<decision id="d" name="D">{needs}'
        f'<decisionTable hitPolicy="FIRST">{columns}<output name="o" typeRef="string"/>{rules}'
        "</decisionTable></decision></definitions>".encode()
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def zen() -> Callable[[dict[str, Any]], Any] | None:
    """Return zen-engine on the same table, with its trace; None if it is not installed."""
    try:
        engine_class = import_module("zen").ZenEngine
    except ImportError:
        return None
    # With a static loader a table is compiled once; without, at every evaluation.
    engine = engine_class({"loader": {"type": "static", "content": {"bench": _jdm()}}})

    def evaluate(given: dict[str, Any]) -> Any:
        return engine.evaluate("bench", given, {"trace": True})

    return evaluate


def _jdm() -> dict[str, Any]:
    rules = [
        {
            "_id": f"r{number}",
            **dict(zip(COLUMNS, map(_zen_cell, cells), strict=True)),
            "o": f'"{o}"',
        }
        for number, (cells, o) in enumerate(RULES)
    ]
    content = {
        "hitPolicy": "first",
        "inputs": [{"id": name, "name": name, "field": name} for name in COLUMNS],
        "outputs": [{"id": "o", "name": "o", "field": "o"}],
        "rules": rules,
    }
    return {
        "nodes": [
            {"id": "in", "name": "in", "type": "inputNode"},
            {"id": "t", "name": "t", "type": "decisionTableNode", "content": content},
            {"id": "out", "name": "out", "type": "outputNode"},
        ],
        "edges": [
            {"id": "a", "sourceId": "in", "targetId": "t", "type": "edge"},
            {"id": "b", "sourceId": "t", "targetId": "out", "type": "edge"},
        ],
    }


def _zen_cell(cell: str) -> str:
    """Return a cell in ZEN's dialect."""
    if cell == "-":
        return ""
    if cell.startswith("not("):
        return f"not ($ in [{cell[4:-1]}])"
    if "date(" in cell:
        plain = cell.replace('date("', 'd("')
        if cell[0] == "[":
            low, high = plain[1:-1].split("..")
            return f"d($) >= {low} and d($) <= {high}"
        return f"d($) {plain}" if cell[0] in "<>" else f"d($) == {plain}"
    return cell


def main() -> None:
    """Measure and print."""
    model, drawn = ours(), facts()
    theirs = zen()

    def decide(given: dict[str, Any]) -> None:
        decided = model.evaluate("D", given)
        assert len(decided.misses) + len(decided.matched) <= len(RULES)

    name = "A table of ten rules, decided and explained"
    if theirs is None:
        rate = statistics.median(_per_second(decide, drawn) for _ in range(ROUNDS))
        print(f"{name}: {rate:,.0f}/s; not compared, for zen-engine is not installed here")
        return
    plain = [{**given, "day": given["day"].isoformat()} for given in drawn]
    for given, same in zip(drawn, plain, strict=True):
        assert model.evaluate("D", given).value == theirs(same)["result"]["o"]
    mine: list[float] = []
    others: list[float] = []
    for _ in range(ROUNDS):
        mine.append(_per_second(decide, drawn))
        others.append(_per_second(theirs, plain))
    report(name, mine, others, "goal: at least 1")


def _per_second(act: Callable[[dict[str, Any]], Any], drawn: list[dict[str, Any]]) -> float:
    begin = time.perf_counter()
    for given in drawn:
        act(given)
    return len(drawn) / (time.perf_counter() - begin)


if __name__ == "__main__":
    main()
