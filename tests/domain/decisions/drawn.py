"""Drawing tables for tests: columns and rows as texts, made into DMN."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from domain.decisions.model import Table
from domain.decisions.rules import table_from

HEAD = (
    '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"'
    ' xmlns:greenlight="https://greenlight.example/dmn/1" name="m">'
)


@dataclass(frozen=True)
class Input:
    name: str
    kind: str = "number"
    allowed: str = ""
    required: bool = True
    expression: str = ""
    label: str = ""


@dataclass(frozen=True)
class Output:
    name: str
    values: str = ""
    default: str = ""


@dataclass(frozen=True)
class Drawn:
    """A table: `rows` are (id, cells, results), and a reason where there is one."""

    inputs: Sequence[Input]
    rows: Sequence[tuple[Any, ...]]
    policy: str = "UNIQUE"
    outputs: Sequence[Output] = field(default_factory=lambda: [Output("o")])
    facts: Sequence[Input] = ()
    aggregation: str = ""

    def xml(self) -> str:
        facts = self.facts or list({item.name: item for item in self.inputs}.values())
        aggregation = f' aggregation="{self.aggregation}"' if self.aggregation else ""
        return (
            HEAD
            + "".join(_fact(item) for item in facts)
            + '<decision id="d" name="D">'
            + "".join(
                "<informationRequirement>"
                f'<requiredInput href="#{item.name}"/></informationRequirement>'
                for item in facts
            )
            + f'<decisionTable hitPolicy="{self.policy}"{aggregation}>'
            + "".join(_input(item) for item in self.inputs)
            + "".join(_output(item) for item in self.outputs)
            + '<annotation name="reason"/>'
            + "".join(_rule(*row) for row in self.rows)
            + "</decisionTable></decision></definitions>"
        )

    def table(self) -> Table:
        return table_from("D", self.xml().encode())


def _fact(item: Input) -> str:
    mark = "<extensionElements><greenlight:required/></extensionElements>" * item.required
    return (
        f'<inputData id="{item.name}" name="{item.name}">{mark}'
        f'<variable name="{item.name}"{_kind(item)}/></inputData>'
    )


def _kind(item: Input) -> str:
    return f" typeRef={quoteattr(item.kind)}" if item.kind else ""


def _input(item: Input) -> str:
    allowed = f"<inputValues><text>{escape(item.allowed)}</text></inputValues>"
    return (
        f"<input label={quoteattr(item.label or item.name)}>"
        f"<inputExpression{_kind(item)}><text>{escape(item.expression or item.name)}</text>"
        f"</inputExpression>{allowed if item.allowed else ''}</input>"
    )


def _output(item: Output) -> str:
    values = f"<outputValues><text>{escape(item.values)}</text></outputValues>"
    default = f"<defaultOutputEntry><text>{escape(item.default)}</text></defaultOutputEntry>"
    return (
        f'<output name="{item.name}">{values if item.values else ""}'
        f"{default if item.default else ''}</output>"
    )


def _rule(name: str, cells: Sequence[str], results: Sequence[str], reason: str = "") -> str:
    id_ = f" id={quoteattr(name)}" if name else ""
    note = f"<annotationEntry><text>{escape(reason)}</text></annotationEntry>"
    return (
        f"<rule{id_}>"
        + "".join(f"<inputEntry><text>{escape(cell)}</text></inputEntry>" for cell in cells)
        + "".join(f"<outputEntry><text>{escape(cell)}</text></outputEntry>" for cell in results)
        + (note if reason else "")
        + "</rule>"
    )
