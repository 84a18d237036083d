"""A line of the log for each step that is over."""

import structlog

from app.watching.door import template
from app.watching.logs import put_step
from domain.steps import Step, StepKind

#: Doors that are asked every few seconds by machines; their lines are for whoever looks closely.
_QUIET = frozenset({"healthz", "readyz", "metrics"})


class Lines:
    """Writes the lines of requests, jobs and calls."""

    def __init__(self) -> None:
        self._log = structlog.get_logger().bind()

    def began(self, step: Step) -> None:
        """Write nothing yet."""

    def ended(self, step: Step) -> None:
        """Write what came of it, and how long it took."""
        line = {"outcome": step.outcome, "milliseconds": round(step.seconds * 1_000, 1)}
        if step.statements:
            line["statements"] = step.statements
        if step.kind is StepKind.CALL:
            line |= {"service": step.name, **step.facts}
        elif step.kind is not StepKind.JOB:
            line |= {"door": step.name, "method": step.facts.get("method", "")}
            scope = step.facts.get("scope", {})
            line["path"] = template(scope)
            line |= {k: v for k, v in scope.get("path_params", {}).items() if k.endswith("_id")}
            if operation := step.facts.get("operation"):
                line["operation"] = operation
        put_step(step, line)
        write = self._log.debug if step.name in _QUIET else self._log.info
        write(step.kind.value, **line)

    def waited(self, what: str, seconds: float) -> None:
        """Write nothing: the step that waited says how long it took."""
