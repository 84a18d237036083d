"""A route as a process: BPMN 2.0 XML that Flowable and OpenText run, and modelers draw.

Each step is a subprocess that asks its stages at once and passes by those whose variable says
that they are decided or not asked for. A no or a wish for changes leaves the subprocess at once,
by an error: to the end, or to a revision and back to the beginning. What the hub closes by itself
is a service task that waits to be triggered. Pure.

The attributes of user and service tasks beyond BPMN are Flowable's (`flowable:`); conditions are
its JUEL. Source: Flowable's user guide, `BPMN 2.0 Constructs`.
"""

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from domain.orchestration.drawing import Drawing, Node
from domain.orchestration.model import Outcome
from domain.orchestration.route import Route, RouteStage
from domain.orchestration.rules import ASKED, REVISE, named, outcome_variable

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
FLOWABLE = "http://flowable.org/bpmn"
TARGET = "https://greenlight.example/bpmn/1"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"

#: How a process says why it left a step.
_ERRORS = {Outcome.REJECTED: "Rejected", Outcome.CHANGES_REQUESTED: "Changes requested"}

_ABOUT = (
    "Written by Greenlight, which starts it with the id of the request as business key and, for"
    " each stage, a variable that is empty if it is to be asked. Complete a task with the outcome"
    " approved, rejected or changes_requested in the variable it names."
)


def bpmn(route: Route, process_key: str) -> str:
    """Return a route as the process `process_key`."""
    return _Process(route, named(process_key)).text()


class _Process:
    """Writes one process, and draws it beside."""

    def __init__(self, route: Route, key: str) -> None:
        self._route = route
        self._root = Element(
            "definitions",
            {
                "xmlns": BPMN,
                "xmlns:flowable": FLOWABLE,
                "xmlns:xsi": _XSI,
                **Drawing.NAMESPACES,
                "id": f"definitions-{key}",
                "targetNamespace": TARGET,
                "exporter": "Greenlight",
            },
        )
        for outcome, name in _ERRORS.items():
            attributes = {"id": _error(outcome), "errorCode": outcome.value, "name": name}
            SubElement(self._root, "error", attributes)
        self._process = SubElement(
            self._root, "process", {"id": key, "name": route.title, "isExecutable": "true"}
        )
        SubElement(self._process, "documentation").text = _ABOUT
        self._drawing = Drawing(key)
        self._flows = 0

    def text(self) -> str:
        self._main()
        self._drawing.write(self._root)
        indent(self._root)
        return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(self._root, "unicode") + "\n"

    def _main(self) -> None:
        main, drawn = self._process, self._drawing
        drawn.put(Node("at-start", 60, 200, 36, 36))
        SubElement(main, "startEvent", {"id": "at-start"})
        drawn.put(Node("at-begin", 140, 193, 50, 50))
        SubElement(main, "exclusiveGateway", {"id": "at-begin"})
        self._flow(main, "at-start", "at-begin")
        before, x = "at-begin", 240
        for number, stages in enumerate(self._route.steps, 1):
            step = f"step-{number}"
            width = self._step(step, number, stages, x)
            self._flow(main, before, step)
            before, x = step, x + width + 60
        drawn.put(Node("end-approved", x, 200, 36, 36))
        SubElement(main, "endEvent", {"id": "end-approved", "name": "Approved"})
        self._flow(main, before, "end-approved")
        self._ends(main, x)

    def _ends(self, main: Element, x: int) -> None:
        """Add where a no leads, and where a wish for changes does."""
        count = len(self._route.steps)
        low = 260 + 110 * max((len(stages) for stages in self._route.steps), default=1)
        self._drawing.put(Node("end-rejected", x, low, 36, 36))
        SubElement(main, "endEvent", {"id": "end-rejected", "name": "Rejected"})
        self._drawing.put(Node(REVISE, 140, low + 60, 120, 80))
        revise = SubElement(main, "userTask", {"id": REVISE, "name": "Revise"})
        revise.set("flowable:candidateGroups", "requester")
        revise.set("flowable:category", REVISE)
        text = "Greenlight completes this when whoever asked has revised the request there."
        SubElement(revise, "documentation").text = text
        for number in range(1, count + 1):
            self._flow(main, f"left-{number}-rejected", "end-rejected")
            self._flow(main, f"left-{number}-changes_requested", REVISE)
        self._flow(main, REVISE, "at-begin")

    def _step(self, step: str, number: int, stages: Sequence[RouteStage], x: int) -> int:
        """Add a step and what may leave it early; return its width."""
        width, height = 640, 40 + 110 * len(stages)
        self._drawing.put(Node(step, x, 160, width, height, expanded=True))
        inside = SubElement(self._process, "subProcess", {"id": step, "name": f"Step {number}"})
        begin, fork, join, done = (f"{name}-{number}" for name in ("open", "fork", "join", "done"))
        middle = 160 + height // 2
        for id_, kind, at, size in (
            (begin, "startEvent", 20, 36),
            (fork, "parallelGateway", 80, 50),
            (join, "parallelGateway", 510, 50),
            (done, "endEvent", 590, 36),
        ):
            SubElement(inside, kind, {"id": id_})
            self._drawing.put(Node(id_, x + at, middle - size // 2, size, size))
        self._flow(inside, begin, fork)
        for at, stage in enumerate(stages):
            self._stage(inside, stage, (fork, join), x + 150, 180 + 110 * at)
        self._flow(inside, join, done)
        for at, outcome in enumerate(_ERRORS):
            id_ = f"left-{number}-{outcome}"
            self._drawing.put(Node(id_, x + 480 + 60 * at, 160 + height - 18, 36, 36))
            attributes = {"id": id_, "attachedToRef": step, "name": _ERRORS[outcome]}
            event = SubElement(self._process, "boundaryEvent", attributes)
            SubElement(event, "errorEventDefinition", {"errorRef": _error(outcome)})
        return width

    def _stage(
        self, inside: Element, stage: RouteStage, between: tuple[str, str], x: int, y: int
    ) -> None:
        """Add a stage: whether it is asked, its task, and what was said."""
        key, variable = named(stage.key), outcome_variable(stage.key)
        asked, said, passed = f"asked-{key}", f"said-{key}", f"passed-{key}"
        fork, join = between
        skip = self._flow(inside, asked, passed)
        self._gateway(inside, asked, (x, y + 25), skip, f"Is {stage.title} asked?")
        self._task(inside, stage, (x + 70, y))
        again = self._flow(inside, said, key)  # Whatever is no outcome is asked for again.
        self._gateway(inside, said, (x + 210, y + 25), again)
        self._gateway(inside, passed, (x + 290, y + 5))
        self._flow(inside, fork, asked)
        self._flow(inside, asked, key, f"${{{variable} == '{ASKED}'}}")
        self._flow(inside, key, said)
        self._flow(inside, said, passed, f"${{{variable} == '{Outcome.APPROVED}'}}")
        self._flow(inside, passed, join)
        for at, outcome in enumerate(_ERRORS):
            end = f"end-{key}-{outcome}"
            self._drawing.put(Node(end, x + 265 + 45 * at, y + 60, 30, 30))
            event = SubElement(inside, "endEvent", {"id": end, "name": _ERRORS[outcome]})
            SubElement(event, "errorEventDefinition", {"errorRef": _error(outcome)})
            self._flow(inside, said, end, f"${{{variable} == '{outcome}'}}")

    def _task(self, inside: Element, stage: RouteStage, at: tuple[int, int]) -> None:
        key = named(stage.key)
        self._drawing.put(Node(key, *at, 120, 80))
        kind = "serviceTask" if stage.automatic else "userTask"
        task = SubElement(inside, kind, {"id": key, "name": stage.title})
        if stage.automatic:
            task.set("flowable:expression", "${true}")
            task.set("flowable:triggerable", "true")
            said = "Greenlight triggers this when it has closed the stage by itself."
        else:
            task.set("flowable:candidateGroups", stage.team)
            task.set("flowable:category", stage.key)
            task.set("flowable:dueDate", f"PT{stage.due_hours}H")
            said = f"The outcome stands in `{outcome_variable(stage.key)}`."
        SubElement(task, "documentation").text = said

    def _gateway(
        self,
        inside: Element,
        id_: str,
        at: tuple[int, int],
        default: str | None = None,
        name: str | None = None,
    ) -> None:
        attributes = {"id": id_}
        if name:
            attributes["name"] = name
        if default:
            attributes["default"] = default
        SubElement(inside, "exclusiveGateway", attributes)
        self._drawing.put(Node(id_, *at, 30, 30))

    def _flow(self, inside: Element, source: str, target: str, condition: str | None = None) -> str:
        self._flows += 1
        id_ = f"flow-{self._flows}"
        attributes = {"id": id_, "sourceRef": source, "targetRef": target}
        flow = SubElement(inside, "sequenceFlow", attributes)
        if condition:
            held = SubElement(flow, "conditionExpression", {"xsi:type": "tFormalExpression"})
            held.text = condition
        self._drawing.join(id_, source, target)
        return id_


def _error(outcome: Outcome) -> str:
    return f"error-{outcome}"
