"""The fake's endpoints of processes, in both dialects, with their errors and planned trouble."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from connectors.opentext import wire
from connectors.opentext.errors import Unsuitable
from connectors.opentext.fake.processes import FakeInstance, FakeTask, Processes
from connectors.opentext.workflow_dialects import WorkflowDialect
from domain.decision_service import Fact

#: The most items of one page. Source: Flowable's default limit; OpenText's is not published.
PAGE_MAX = 100

Handler = Callable[[Request], Awaitable[Response]]


@dataclass(slots=True)
class Trouble:
    """Planned trouble.

    `statuses` are answered first, one a question; `retry_after` goes with each. `lost` are
    questions that are done, and answered with 502, by the end of their path. `repeated` pages are
    answered twice. While `held` is set, questions wait. `asked` are all questions, as `METHOD
    path`; `odd` stands in front of every list of open tasks.
    """

    statuses: list[int] = field(default_factory=list)
    retry_after: str | None = None
    lost: list[str] = field(default_factory=list)
    repeated: int = 0
    held: asyncio.Event | None = None
    asked: list[str] = field(default_factory=list)
    odd: list[Any] = field(default_factory=list)


class Refused(Exception):
    """The fake answers an error: a status, and what it says."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = headers


class FakeWorkflow:
    """Answers questions about processes as one dialect does."""

    def __init__(self, processes: Processes, trouble: Trouble, dialect: WorkflowDialect) -> None:
        self._held = processes
        self._trouble = trouble
        self._dialect = dialect

    def routes(self) -> list[tuple[str, str, Handler]]:
        """Return methods, paths below the base, and what answers them."""
        ways = self._dialect
        instance, task = f"{ways.instances}/{{id}}", f"{ways.tasks}/{{id}}"
        return [
            ("POST", ways.instances, self._start),
            ("GET", ways.probe, self._probe),
            ("GET", ways.executions, self._executions),
            ("PUT", f"{ways.executions}/{{id}}", self._trigger),
            ("PUT", f"{instance}/variables", self._set_variables),
            ("DELETE", instance, self._delete),
            ("GET", ways.past_instances, self._past_instances),
            ("GET", f"{ways.past_instances}/{{id}}", self._past_instance),
            ("GET", f"{ways.notes}/{{id}}/comments", self._notes),
            ("POST", f"{ways.notes}/{{id}}/comments", self._note),
            ("GET", ways.tasks, self._tasks),
            ("GET", ways.past_tasks, self._past_tasks),
            ("POST", task, self._act),
            ("GET", f"{task}/comments", self._comments),
            ("POST", f"{task}/comments", self._comment),
            ("POST", f"{task}/variables", self._set_local),
            ("PUT", f"{task}/variables/{{name}}", self._put_local),
        ]

    async def trouble(self, request: Request, handler: Handler) -> Response:
        """Answer, unless trouble is planned."""
        planned = self._trouble
        if planned.held is not None:
            await planned.held.wait()
        planned.asked.append(f"{request.method} {request.url.path}")
        if planned.statuses:
            wait = {"Retry-After": planned.retry_after} if planned.retry_after else None
            raise Refused(planned.statuses.pop(0), "planned trouble", wait)
        answer = await handler(request)
        for end in planned.lost:
            if f"{request.method} {request.url.path}".endswith(end):
                planned.lost.remove(end)
                raise Refused(502, "the answer was lost")
        return answer

    # --- instances ---

    async def _start(self, request: Request) -> Response:
        body = await _object(request)
        key = str(body.get("processDefinitionKey"))
        try:
            values = _values(body.get("variables"))
            started = self._held.start(key, body.get("businessKey"), body.get("name"), values)
        except KeyError:
            raise Refused(400, f"No process definition found for key '{key}'") from None
        return JSONResponse(self._instance(started), 201)

    async def _probe(self, _: Request) -> Response:
        return self._page("instances", [])

    async def _set_variables(self, request: Request) -> Response:
        self._running(request).values.update(_values(await _json(request)))
        return JSONResponse({}, 201)

    async def _delete(self, request: Request) -> Response:
        found = self._running(request)
        self._held.delete(found.id, request.query_params.get("deleteReason", "deleted"))
        return Response(status_code=204)

    async def _past_instances(self, request: Request) -> Response:
        key = request.query_params.get("businessKey")
        found = [one for one in self._held.instances.values() if key in {None, one.business_key}]
        shown = [self._past(one, values=True) for one in found]
        return self._page("past_instances", self._part(request, shown))

    async def _past_instance(self, request: Request) -> Response:
        return JSONResponse(self._past(self._any_instance(request)))

    async def _executions(self, request: Request) -> Response:
        asked = request.query_params
        instance = self._held.instances.get(asked.get("processInstanceId", ""))
        waiting = instance.waiting.items() if instance else ()
        found = [
            {"id": id_, "processInstanceId": asked["processInstanceId"], "activityId": key}
            for key, id_ in waiting
            if asked.get("activityId") in {None, key}
        ]
        return self._page("executions", self._part(request, found))

    async def _trigger(self, request: Request) -> Response:
        body = await _object(request)
        if body.get("action") not in {"trigger", "signal"}:
            raise Refused(400, f"Invalid action: '{body.get('action')}'.")
        id_ = request.path_params["id"]
        if not self._held.trigger(id_, _values(body.get("variables"))):
            raise Refused(404, f"Could not find an execution with id '{id_}'.")
        return Response(status_code=204)

    async def _notes(self, request: Request) -> Response:
        return self._said(self._any_instance(request).comments)

    async def _note(self, request: Request) -> Response:
        found = self._any_instance(request)
        return await self._say(request, found.comments, {"processInstanceId": found.id})

    # --- tasks ---

    async def _tasks(self, request: Request) -> Response:
        asked = request.query_params
        after = _moment(asked.get("createdAfter"))
        found = [
            task
            for task in self._narrowed(request)
            if task.open and (after is None or _cut(task.created_at) > after)
        ]
        found.sort(key=lambda task: task.created_at)
        shown = [self._task(task, "createTime") for task in found]
        return self._page("tasks", self._part(request, [*self._trouble.odd, *shown]))

    async def _past_tasks(self, request: Request) -> Response:
        asked = request.query_params
        after = _moment(asked.get("taskCompletedAfter"))
        wanted = asked.get("taskId")
        found = [
            task
            for task in self._narrowed(request)
            if wanted in {None, task.id}
            and (asked.get("finished") != "true" or not task.open)
            and (after is None or (task.closed_at and _cut(task.closed_at) > after))
        ]
        found.sort(key=lambda task: task.closed_at or task.created_at)
        shown = [self._task(task, "startTime") for task in found]
        return self._page("past_tasks", self._part(request, shown))

    async def _act(self, request: Request) -> Response:
        task, body = self._open(request), await _object(request)
        action = body.get("action")
        if action == "complete":
            self._complete(task, body)
        elif action == "claim":
            if task.assignee not in {None, body.get("assignee")}:
                raise Refused(409, f"Task '{task.id}' is already claimed by someone else.")
            task.assignee = body.get("assignee")
        elif action == "delegate":
            task.owner, task.assignee = task.assignee or task.owner, body.get("assignee")
        else:
            raise Refused(400, f"Invalid action: '{action}'.")
        return Response(status_code=200)

    def _complete(self, task: FakeTask, body: Mapping[str, Any]) -> None:
        # Source: Flowable's guide: scopes are ignored when a task is completed; what the task has
        # as its own is overridden, everything else is set on the process.
        given = _values(body.get("variables"))
        task.local.update({name: v for name, v in given.items() if name in task.local})
        rest = {name: v for name, v in given.items() if name not in task.local}
        self._held.complete(task.id, body.get("outcome"), values=rest)

    async def _comments(self, request: Request) -> Response:
        return self._said(self._open(request).comments)

    async def _comment(self, request: Request) -> Response:
        task = self._open(request)
        return await self._say(request, task.comments, {"taskId": task.id})

    async def _set_local(self, request: Request) -> Response:
        task, given = self._open(request), await _json(request)
        if taken := sorted(_values(given).keys() & task.local.keys()):
            raise Refused(409, f"Variable '{taken[0]}' is already present on task '{task.id}'.")
        task.local.update(_values(given))
        return JSONResponse(given, 201)

    async def _put_local(self, request: Request) -> Response:
        task, given = self._open(request), await _object(request)
        if request.path_params["name"] not in task.local:
            raise Refused(404, "Task doesn't have a variable with that name.")
        task.local.update(_values([given]))
        return JSONResponse(given)

    # --- how ---

    def _narrowed(self, request: Request) -> list[FakeTask]:
        asked = request.query_params
        instance, process = asked.get("processInstanceId"), asked.get("processDefinitionKey")
        return [
            task
            for task in self._held.tasks.values()
            if instance in {None, task.instance_id}
            and process in {None, self._held.instances[task.instance_id].definition}
        ]

    def _open(self, request: Request) -> FakeTask:
        id_ = request.path_params["id"]
        task = self._held.tasks.get(id_)
        if task is None or not task.open:
            raise Refused(404, f"Could not find a task with id '{id_}'.")
        return task

    def _any_instance(self, request: Request) -> FakeInstance:
        id_ = request.path_params["id"]
        found = self._held.instances.get(id_)
        if found is None:
            raise Refused(404, f"Could not find a process instance with id '{id_}'.")
        return found

    def _running(self, request: Request) -> FakeInstance:
        found = self._any_instance(request)
        if found.ended_at is not None:
            raise Refused(404, f"Could not find a process instance with id '{found.id}'.")
        return found

    def _part(self, request: Request, found: Sequence[Any]) -> list[Any]:
        asked = request.query_params
        offset = int(asked.get(self._dialect.offset, "0"))
        if offset and self._trouble.repeated:
            self._trouble.repeated -= 1
            offset = 0
        count = min(int(asked.get(self._dialect.count, "10")), PAGE_MAX)
        return list(found[offset : offset + count])

    def _page(self, what: str, found: list[Any]) -> Response:
        if self._dialect.hal:
            held = {"_embedded": {self._dialect.rows[what]: found}} if found else {}
            return JSONResponse({**held, "_links": {}, "page": {"totalElements": len(found)}})
        page = {"total": len(found), "start": 0, "sort": "id", "order": "asc"}
        return JSONResponse({"data": found, **page, "size": len(found)})

    def _said(self, comments: Sequence[str]) -> Response:
        found = [{"id": str(at), "message": text} for at, text in enumerate(comments)]
        return JSONResponse({"_embedded": {"comments": found}} if self._dialect.hal else found)

    async def _say(self, request: Request, into: list[str], about: Mapping[str, str]) -> Response:
        text = (await _object(request)).get("message")
        if not isinstance(text, str) or not text:
            raise Refused(400, "Comment text is required.")
        into.append(text)
        return JSONResponse({"id": str(len(into)), "message": text, **about}, 201)

    def _time(self, at: datetime) -> str:
        shown = f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}"
        return f"{shown}+0000" if self._dialect.hal else f"{shown}Z"

    def _instance(self, one: FakeInstance) -> dict[str, Any]:
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

    def _past(self, one: FakeInstance, *, values: bool = False) -> dict[str, Any]:
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

    def _task(self, task: FakeTask, since: str) -> dict[str, Any]:
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


def _values(given: object) -> dict[str, Any]:
    found = {}
    for one in given if isinstance(given, list) else ():
        name = str(one.get("name"))
        try:
            found[name] = wire.value_of(name, one.get("type"), one.get("value"))
        except Unsuitable as error:
            raise Refused(400, f"Converter can only convert what it knows: {error}") from error
    return found


async def _json(request: Request) -> Any:  # noqa: ANN401  JSON is whatever it is.
    try:
        return json.loads(await request.body())
    except (ValueError, RecursionError):
        raise Refused(400, "The body is no JSON.") from None


async def _object(request: Request) -> dict[str, Any]:
    body = await _json(request)
    if not isinstance(body, dict):
        raise Refused(400, "The body is no JSON object.")
    return body


def _moment(said: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(said) if said else None
    except ValueError:
        raise Refused(400, f"Failed to parse date {said}") from None


def _cut(at: datetime) -> datetime:
    return at.replace(microsecond=at.microsecond // 1000 * 1000)
