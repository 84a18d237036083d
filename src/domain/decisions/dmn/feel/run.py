"""What bounds one evaluation: steps, calls within calls, and the size of what is made."""

from domain.decisions.dmn.feel.values import Function, Value
from domain.decisions.dmn.limits import CALLS_MAX, CHARACTERS_MAX, ITEMS_MAX, STEPS_MAX


class Violation(Exception):
    """An evaluation cannot go on. `text` says why; the result of the decision carries it."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class Run:
    """One evaluation. Everything that may grow is charged here."""

    __slots__ = ("calls", "steps")

    def __init__(self) -> None:
        self.steps = STEPS_MAX
        self.calls = 0

    def charge(self, steps: int) -> None:
        """Take steps from what is left; a `Violation` if there are none."""
        self.steps -= steps
        if self.steps < 0:
            raise Violation(f"It takes more than {STEPS_MAX:,} steps; simplify the decision.")

    def enter(self) -> None:
        """Begin a call of a function; `leave` ends it."""
        self.charge(1)
        self.calls += 1
        if self.calls > CALLS_MAX:
            raise Violation(f"Functions call functions more than {CALLS_MAX} deep.")

    def leave(self) -> None:
        """End the call that `enter` began."""
        self.calls -= 1

    def kept(self, value: Value) -> Value:
        """Return a value that was just made, if it is not too large."""
        if isinstance(value, str):
            if len(value) > CHARACTERS_MAX:
                raise Violation(f"A text is longer than {CHARACTERS_MAX:,} characters.")
        elif isinstance(value, (list, dict)):
            self.charge(weight(value))
        return value


class Scope(dict[str, Value]):
    """The values that names have, and the evaluation they belong to."""

    __slots__ = ("run",)

    def __init__(self, values: dict[str, Value], run: Run) -> None:
        super().__init__(values)
        self.run = run

    def with_(self, values: dict[str, Value]) -> "Scope":
        """Return this scope with other values in front."""
        inner = Scope(self, self.run)
        inner.update(values)
        return inner


def weight(value: Value) -> int:
    """Return how many values a list or context holds in all; a `Violation` if too many."""
    count = 0
    waiting = [value]
    while waiting:
        found = waiting.pop()
        count += 1
        if count > ITEMS_MAX:
            raise Violation(f"A list holds more than {ITEMS_MAX:,} values in all.")
        if isinstance(found, list):
            if len(found) + len(waiting) + count > ITEMS_MAX:
                raise Violation(f"A list holds more than {ITEMS_MAX:,} values in all.")
            waiting.extend(found)
        elif isinstance(found, dict):
            waiting.extend(found.values())
    return count


def call(run: Run, function: Function, given: tuple[Value, ...]) -> Value:
    """Return what a function says of values, one call deeper."""
    run.enter()
    try:
        return function.call(*given)
    finally:
        run.leave()
