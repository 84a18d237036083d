"""A table's page of meaning: what it answers, by which facts, and each rule as a sentence. Pure.

It is made from the file itself, so it is true of every version, and of drafts.
"""

from collections.abc import Iterator

from domain.decisions.dmn.feel.language import Cell
from domain.decisions.dmn.model import Decision
from domain.decisions.dmn.table import Aggregation, HitPolicy, Input, Output, Rule
from domain.decisions.dmn.table import Table as Rules
from domain.decisions.model import Table

_POLICIES = {
    HitPolicy.UNIQUE: "At most one rule matches, and it decides; if two match, people look.",
    HitPolicy.ANY: "Rules that match together must say the same; if they do not, people look.",
    HitPolicy.PRIORITY: "Of the rules that match, the one with the best result decides.",
    HitPolicy.FIRST: "The first rule that matches decides.",
    HitPolicy.RULE_ORDER: "Every rule that matches counts, in the order of the rules.",
    HitPolicy.OUTPUT_ORDER: "Every rule that matches counts, the best result first.",
    HitPolicy.COLLECT: "Every rule that matches counts.",
}
_AGGREGATED = {
    Aggregation.SUM: "The results of all rules that match are added up.",
    Aggregation.MIN: "The least of the results of the rules that match counts.",
    Aggregation.MAX: "The greatest of the results of the rules that match counts.",
    Aggregation.COUNT: "It is counted how many rules match.",
}
_REVIEW = "Where a needed fact is absent or of another kind, or nothing matches, people look."


def page(table: Table) -> str:
    """Return the page of a table as Markdown; a decision that is no table is shown as written."""
    decision = table.model.decisions[table.key]
    parts = [
        f"# {table.model.name or table.key}",
        f"`{table.key}`",
        *(words for words in (decision.question, decision.description) if words),
        "\n".join(["## Facts", "", *_facts(table, decision)]),
    ]
    if decision.table is not None:
        parts += ["\n".join(part) for part in _rules(decision.table)]
    return "\n\n".join(parts) + "\n"


def _facts(table: Table, decision: Decision) -> Iterator[str]:
    """Yield a row for each fact that the decision needs, or a decision before it."""
    yield from ("| fact | kind | needed | meaning |", "|---|---|---|---|")
    for name in sorted(_needed(table, decision)):
        fact = table.model.inputs[name]
        needed = "yes" if fact.required else "no"
        yield f"| {_code(name)} | {fact.kind or 'any'} | {needed} | {_cell(fact.description)} |"


def _needed(table: Table, decision: Decision) -> set[str]:
    before = (table.model.decisions[name] for name in decision.decisions)
    return set(decision.inputs).union(*(_needed(table, one) for one in before))


def _rules(table: Rules) -> Iterator[list[str]]:
    counts = _AGGREGATED[table.aggregation] if table.aggregation else _POLICIES[table.policy]
    judged, said = ", ".join(map(_column, table.inputs)), ", ".join(map(_column, table.outputs))
    yield ["## Columns", "", f"It judges {judged or 'nothing'}.", "", f"It says {said}."]
    yield ["## Rules", "", f"{counts} {_REVIEW}", ""] + [
        f"{at}. {_sentence(table, rule)}" for at, rule in enumerate(table.rules, start=1)
    ]


def _column(column: Input | Output) -> str:
    name = column.label if isinstance(column, Input) else column.name
    among = f" (one of {_code(column.allowed.text)})" if column.allowed else ""
    default = column.default if isinstance(column, Output) else None
    otherwise = f" ({_code(default.text)} if nothing matches)" if default else ""
    return f"{_code(name)}{among}{otherwise}"


def _sentence(table: Rules, rule: Rule) -> str:
    asked = [
        f"{_code(column.label)} is {_code(cell.text)}"
        for column, cell in zip(table.inputs, rule.cells, strict=True)
        if _asks(cell)
    ]
    says = [
        f"{_code(output.name)} {_code(result.text)}"
        for output, result in zip(table.outputs, rule.results, strict=True)
        if result.text
    ]
    why = " ".join(_cell(text) for text in rule.annotations.values() if text)
    when = f"when {' and '.join(asked)}" if asked else "always"
    return f"{_code(rule.id)} {when}: {', '.join(says) or 'nothing'}." + (why and f" {why}")


def _asks(cell: Cell) -> bool:
    return cell.text.strip() not in {"", "-"}


def _code(text: str) -> str:
    """Return a text as code, in which nothing is markup."""
    flat = _cell(text)
    fence = "``" if "`" in flat else "`"
    space = " " if "`" in flat else ""
    return f"{fence}{space}{flat}{space}{fence}"


def _cell(text: str) -> str:
    """Return a text on one line, fit for a cell of a table."""
    return " ".join(text.split()).replace("|", "\\|")
