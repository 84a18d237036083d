"""In what OpenText's and Flowable's interfaces of processes differ: addresses, names, envelopes.

Bodies of variables, task actions and starts are the same. Source: OpenText's Postman collection
and tutorial application; Flowable's Swagger document of its process engine. `by analogy` marks
what the collection does not show of OpenText, and what Flowable's document led to.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WorkflowDialect:
    """One service's ways. Paths are below its base address.

    `rows` are the names under which lists stand, the first that is there; `offset` and `count`
    the parameters of a page. `delete_reason` if a deletion takes one. `array` if variables are set
    as a bare list.
    """

    name: str
    instances: str
    tasks: str
    executions: str
    past_instances: str
    past_tasks: str
    notes: str
    probe: str
    offset: str
    count: str
    rows: Mapping[str, str]
    hal: bool
    delete_reason: bool


#: What lists are called inside `_embedded`.
_EMBEDDED = {
    "instances": "process-instances",
    "tasks": "tasks",
    "executions": "executions",
    "past_instances": "historic-process-instances",
    "past_tasks": "historic-task-instances",
}

#: Tokens of a tenant; HAL. Comments on instances, executions: by analogy.
OPENTEXT = WorkflowDialect(
    name="OpenText Workflow Service",
    instances="/workflow/v1/process-instances",
    tasks="/workflow/v1/tasks",
    executions="/workflow/v1/process-instances/executions",
    past_instances="/workflow-history/v1/historic-process-instances",
    past_tasks="/workflow-history/v1/historic-task-instances",
    notes="/workflow/v1/process-instances",
    probe="/workflow/v1/process-instances",
    offset="offset",
    count="count",
    rows=_EMBEDDED,
    hal=True,
    delete_reason=False,
)

#: User name and password; `{data, total, start, sort, order, size}`.
FLOWABLE = WorkflowDialect(
    name="Flowable",
    instances="/runtime/process-instances",
    tasks="/runtime/tasks",
    executions="/runtime/executions",
    past_instances="/history/historic-process-instances",
    past_tasks="/history/historic-task-instances",
    notes="/history/historic-process-instances",
    probe="/repository/process-definitions",
    offset="start",
    count="size",
    rows=dict.fromkeys(_EMBEDDED, "data"),
    hal=False,
    delete_reason=True,
)
