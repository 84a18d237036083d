"""A process as another engine runs it: SpiffWorkflow, which executes BPMN and knows nothing of us.

Conditions are JUEL, of which `==` between a variable and a text is all there is in them, so
Python reads them alike. What the hub closes by itself waits here as a person's task does.
"""

import io
from pathlib import Path
from typing import Any

import pytest

spiff = pytest.importorskip("SpiffWorkflow", reason="SpiffWorkflow is not installed")

from lxml import etree  # noqa: E402
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser, full_tag  # noqa: E402
from SpiffWorkflow.bpmn.parser.task_parsers import TaskParser  # noqa: E402
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine  # noqa: E402
from SpiffWorkflow.bpmn.specs.defaults import ManualTask, UserTask  # noqa: E402
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow  # noqa: E402
from SpiffWorkflow.util.task import TaskState  # noqa: E402

#: The published schema of BPMN 2.0, as it comes with SpiffWorkflow.
SCHEMA = Path(spiff.__file__).parent / "bpmn/parser/schema/BPMN20.xsd"


def valid(text: str) -> list[str]:
    """Return what is wrong with a file by the published schema."""
    schema = etree.XMLSchema(etree.parse(str(SCHEMA)))
    schema.validate(etree.fromstring(text.encode()))
    return [str(error) for error in schema.error_log]


class _Parser(BpmnParser):  # type: ignore[misc]  # It comes without types.
    OVERRIDE_PARSER_CLASSES = {full_tag("serviceTask"): (TaskParser, ManualTask)}  # noqa: RUF012


class _Juel(PythonScriptEngine):  # type: ignore[misc]  # As above.
    def evaluate(self, task: Any, expression: str, external_context: Any = None) -> Any:
        assert expression.startswith("${")
        assert expression.endswith("}")
        return super().evaluate(task, expression[2:-1], external_context)


class Engine:
    """One instance of a process."""

    def __init__(self, text: str, key: str, values: dict[str, str]) -> None:
        parser = _Parser()
        parser.add_bpmn_io(io.BytesIO(text.encode()))
        specs = parser.get_subprocess_specs(key)
        self._workflow = BpmnWorkflow(parser.get_spec(key), specs, script_engine=_Juel())
        self._workflow.task_tree.data.update(values)
        self._values = dict(values)
        self._go()

    @property
    def asks(self) -> set[str]:
        """The tasks that wait for somebody."""
        return {task.task_spec.bpmn_id for task in self._ready()}

    @property
    def end(self) -> str | None:
        """The end that was reached; None while it runs."""
        if not self._workflow.is_completed():
            return None
        ends = [
            task.task_spec.bpmn_id
            for task in self._workflow.get_tasks(state=TaskState.COMPLETED)
            if str(task.task_spec.bpmn_id or "").startswith("end-")
            and task.workflow is self._workflow
        ]
        assert len(ends) == 1, ends
        return str(ends[0]).removeprefix("end-")

    def complete(self, key: str, values: dict[str, str]) -> None:
        """Complete a task, and set variables of the instance."""
        self._values |= values
        (task,) = [task for task in self._ready() if task.task_spec.bpmn_id == key]
        task.data.update(self._values)
        task.run()
        self._go()

    def _ready(self) -> list[Any]:
        found = self._workflow.get_tasks(state=TaskState.READY)
        return [task for task in found if isinstance(task.task_spec, (UserTask, ManualTask))]

    def _go(self) -> None:
        self._workflow.do_engine_steps()
