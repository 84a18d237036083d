"""Expressions, cells and models for tests, in one line each."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from domain.decisions.dmn import Decided, Model, read
from domain.decisions.dmn.errors import Place
from domain.decisions.dmn.feel.builtins.conversion import text_of
from domain.decisions.dmn.feel.language import Language
from domain.decisions.dmn.feel.run import Run, Scope
from domain.decisions.dmn.feel.types import ANY, Type
from domain.decisions.dmn.feel.values import from_python, kind_of

HEAD = '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="m" namespace="n">'


def value(text: str, *, strict: bool = False, **names: Any) -> Any:
    """Return what an expression computes, with `names` in scope."""
    language = Language(dict.fromkeys(names, ANY), frozenset(names), strict=strict)
    scope = Scope({name: from_python(held) for name, held in names.items()}, Run())
    return language.expression(text, Place()).compute(scope)


def said(text: str, **names: Any) -> str:
    """Return what an expression computes as FEEL writes it, and its kind where it has one."""
    found = value(text, **names)
    return "null" if found is None else f"{text_of(found)} ({kind_of(found)})"


def answer(cell: str, kind: Type, given: Any, **names: Any) -> bool | None:
    """Return what a cell says of a value."""
    language = Language(dict.fromkeys(names, ANY))
    scope = Scope({name: from_python(held) for name, held in names.items()}, Run())
    test = language.cell(cell, kind, Place()).test
    return True if test is None else test(from_python(given), scope)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def data(*inputs: str) -> str:
    """Return input data: `name: type`, or a name alone."""
    return "".join(
        f'<inputData id="i_{at}" name="{name.strip()}"><variable name="{name.strip()}"'
        + (f' typeRef="{kind.strip()}"' if kind else "")
        + "/></inputData>"
        for at, (name, _, kind) in enumerate(each.partition(":") for each in inputs)
    )


def needs(count: int) -> str:
    return "".join(
        f'<informationRequirement><requiredInput href="#i_{at}"/></informationRequirement>'
        for at in range(count)
    )


def literal(text: str) -> str:
    return f"<literalExpression><text>{escaped(text)}</text></literalExpression>"


def decision(logic: str, *inputs: str, more: str = "", variable: str = "") -> bytes:
    """Return a file with one decision `D`; `more` stands beside it, `variable` is its type."""
    typed = f'<variable name="D" typeRef="{variable}"/>' if variable else ""
    return (
        f'{HEAD}{data(*inputs)}<decision id="d" name="D">{typed}{needs(len(inputs))}{logic}'
        f"</decision>{more}</definitions>"
    ).encode()


def table(
    policy: str,
    rules: Sequence[tuple[str, ...]],
    inputs: tuple[str, ...] = ("x: number",),
    outputs: tuple[str, ...] = ('name="o" typeRef="number"',),
) -> str:
    """Return a table; a rule is its cells and results. An output is attributes, `|`, elements."""
    columns = "".join(
        f'<input><inputExpression typeRef="{kind.strip() or "Any"}"><text>{name}</text>'
        "</inputExpression></input>"
        for name, _, kind in (each.partition(":") for each in inputs)
    )
    results = "".join(
        f"<output {attributes}>{elements}</output>"
        for attributes, _, elements in (each.partition("|") for each in outputs)
    )
    rows = "".join(
        f'<rule id="r{number}">'
        + "".join(
            f"<{'inputEntry' if at < len(inputs) else 'outputEntry'}><text>{escaped(cell)}</text>"
            f"</{'inputEntry' if at < len(inputs) else 'outputEntry'}>"
            for at, cell in enumerate(rule)
        )
        + "</rule>"
        for number, rule in enumerate(rules, start=1)
    )
    return f"<decisionTable {policy_of(policy)}>{columns}{results}{rows}</decisionTable>"


def policy_of(policy: str) -> str:
    name, _, aggregation = policy.partition(" of ")
    return f'hitPolicy="{name}"' + (f' aggregation="{aggregation}"' if aggregation else "")


def tabled(policy: str, rules: Sequence[tuple[str, ...]], **kinds: tuple[str, ...]) -> Model:
    """Return a model of one table over the input `x`, or over what `inputs` says."""
    inputs = kinds.get("inputs", ("x: number",))
    return read(decision(table(policy, rules, **kinds), *inputs))


def decided(logic: str, *inputs: str, more: str = "", **facts: Any) -> Decided:
    """Return what a decision with this logic says."""
    return read(decision(logic, *inputs, more=more)).evaluate("D", facts)


def listed(*values: str) -> str:
    return f"<outputValues><text>{', '.join(values)}</text></outputValues>"


def numbers(*given: float) -> list[Decimal]:
    return [Decimal(str(each)) for each in given]
