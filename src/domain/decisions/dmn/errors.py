"""What can be wrong with a DMN file: where, what, and how to mend it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file: the decision, and within its table the rule and the column."""

    decision: str = ""
    rule: str = ""
    column: str = ""

    def __str__(self) -> str:
        """Return the place as one says it."""
        parts = [("decision", self.decision), ("rule", self.rule), ("column", self.column)]
        return ", ".join(f"{name} `{value}`" for name, value in parts if value) or "the file"


class DmnError(Exception):
    """A DMN file cannot be used. `place` says where, `text` what stands there."""

    def __init__(self, place: Place, text: str, cure: str) -> None:
        shown = f": `{text[:120]}`" if text else ""
        super().__init__(f"In {place}{shown}. {cure}")
        self.place = place
        self.text = text
        self.cure = cure


class UnreadableFile(DmnError):
    """It is no DMN file, or one that is too large or unsafe to read."""


class BrokenModel(DmnError):
    """The parts of the file do not fit together."""


class BrokenExpression(DmnError):
    """A cell or expression does not parse, or does not fit its column."""
