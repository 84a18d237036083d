"""What the fake shows of its processes, as one dialect writes it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from starlette.responses import JSONResponse, Response

from connectors.opentext import wire
from connectors.opentext.fake.processes import FakeInstance, FakeTask, Processes
from connectors.opentext.workflow_dialects import WorkflowDialect
from domain.decision_service import Fact


class Showing:
    """Writes instances, tasks, comments, and pages of them."""

    def __init__(self, processes: Processes, dialect: WorkflowDialect) -> None:
        self._held = processes
        self._dialect = dialect

    def page(self, what: str, found: list[Any]) -> Response:
        """Return one page of a list; `what` is what the list is of."""
        if self._dialect.hal:
            held = {"_embedded": {self._dialect.rows[what]: found}} if found else {}
            return JSONResponse({**held, "_links": {}, "page": {"totalElements": len(found)}})
        page = {"total": len(found), "start": 0, "sort": "id", "order": "asc"}
        return JSONResponse({"data": found, **page, "size": len(found)})

    def comments(
        self, comments: Sequence[str], authors: Mapping[int, str] | None = None
    ) -> Response:
        """Return what was said, oldest first; `authors` by place."""
        by = authors or {}
        found = [
            {"id": str(at), "message": text, "author": by.get(at, "greenlight")}
            for at, text in enumerate(comments)
        ]
        return JSONResponse({"_embedded": {"comments": found}} if self._dialect.hal else found)

    def _time(self, at: datetime) -> str:
        shown = f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}"
        return f"{shown}+0000" if self._dialect.hal else f"{shown}Z"

    def instance(self, one: FakeInstance) -> dict[str, Any]:
        """Return an instance that was just started."""
        return {
            "id": one.id,
            "name": one.name,
            "businessKey": one.business_key,
            "processDefinitionName": one.definition,
            "startTime": self._time(one.started_at),
            "ended": one.ended_at is not None,
            "suspended": False,
            "completed": one.ended_at is not None,
            "variables": [],
            "tenantId": "",
        }

    def past(self, one: FakeInstance, *, values: bool = False) -> dict[str, Any]:
        """Return an instance as history tells it, with its variables if so asked for."""
        return _known(
            {
                "id": one.id,
                "name": one.name,
                "businessKey": one.business_key,
                "startTime": self._time(one.started_at),
                "endTime": self._time(one.ended_at) if one.ended_at else None,
                "deleteReason": one.deleted,
                "variables": _variables(one.values, "global") if values else [],
                "tenantId": "",
            }
        )

    def task(self, task: FakeTask, since: str) -> dict[str, Any]:
        """Return a task; `since` is what the instant is called at which it began."""
        instance = self._held.instances[task.instance_id]
        key = task.key if self._held.keyed == "key" else f"sid-{task.id}"
        # OpenText's tasks are not seen to say how their process names them.
        named = (
            {} if self._dialect.hal and self._held.keyed != "key" else {"taskDefinitionKey": key}
        )
        ended = {"endTime": self._time(task.closed_at)} if task.closed_at else {}
        return _known(
            {
                "id": task.id,
                "name": task.name,
                "assignee": task.assignee,
                "owner": task.owner,
                since: self._time(task.created_at),
                **ended,
                "deleteReason": task.deleted,
                "category": task.category,
                "processInstanceId": task.instance_id,
                "variables": [
                    *_variables(task.local, "local"),
                    *_variables(instance.values, "global"),
                ],
                **named,
            }
        )


def _known(item: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if value is not None}


def _variables(values: Mapping[str, Any], scope: str) -> list[dict[str, Any]]:
    return [{**_variable(name, value), "scope": scope} for name, value in values.items()]


def _variable(name: str, value: Any) -> wire.Variable:  # noqa: ANN401  JSON is whatever it is.
    if isinstance(value, bool):
        return wire.variable(name, Fact("boolean", value))
    if isinstance(value, int):
        return wire.variable(name, Fact("number", value))
    if isinstance(value, (list, dict)):
        return {"name": name, "type": "json", "value": value}
    return {"name": name, "type": "string", "value": value}
