"""The fake's endpoints of processes, in both dialects, with their errors and planned trouble."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from connectors.opentext.fake.asked import cut, json_of, moment, object_of, values_of
from connectors.opentext.fake.processes import FakeInstance, FakeTask, Processes
from connectors.opentext.fake.showing import Showing
from connectors.opentext.fake.trouble import Refused, Trouble
from connectors.opentext.workflow_dialects import WorkflowDialect

#: The most items of one page. Source: Flowable's default limit; OpenText's is not published.
PAGE_MAX = 100

Handler = Callable[[Request], Awaitable[Response]]


class FakeWorkflow:
    """Answers questions about processes as one dialect does."""

    def __init__(self, processes: Processes, trouble: Trouble, dialect: WorkflowDialect) -> None:
        self._held = processes
        self._trouble = trouble
        self._dialect = dialect
        self._show = Showing(processes, dialect)

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
        body = await object_of(request)
        key = str(body.get("processDefinitionKey"))
        try:
            values = values_of(body.get("variables"))
            started = self._held.start(key, body.get("businessKey"), body.get("name"), values)
        except KeyError:
            raise Refused(400, f"No process definition found for key '{key}'") from None
        return JSONResponse(self._show.instance(started), 201)

    async def _probe(self, _: Request) -> Response:
        return self._show.page("instances", [])

    async def _set_variables(self, request: Request) -> Response:
        self._running(request).values.update(values_of(await json_of(request)))
        return JSONResponse({}, 201)

    async def _delete(self, request: Request) -> Response:
        found = self._running(request)
        self._held.delete(found.id, request.query_params.get("deleteReason", "deleted"))
        return Response(status_code=204)

    async def _past_instances(self, request: Request) -> Response:
        key = request.query_params.get("businessKey")
        found = [one for one in self._held.instances.values() if key in {None, one.business_key}]
        shown = [self._show.past(one, values=True) for one in found]
        return self._show.page("past_instances", self._part(request, shown))

    async def _past_instance(self, request: Request) -> Response:
        return JSONResponse(self._show.past(self._any_instance(request)))

    async def _executions(self, request: Request) -> Response:
        asked = request.query_params
        instance = self._held.instances.get(asked.get("processInstanceId", ""))
        waiting = instance.waiting.items() if instance else ()
        found = [
            {"id": id_, "processInstanceId": asked["processInstanceId"], "activityId": key}
            for key, id_ in waiting
            if asked.get("activityId") in {None, key}
        ]
        return self._show.page("executions", self._part(request, found))

    async def _trigger(self, request: Request) -> Response:
        body = await object_of(request)
        if body.get("action") not in {"trigger", "signal"}:
            raise Refused(400, f"Invalid action: '{body.get('action')}'.")
        id_ = request.path_params["id"]
        if not self._held.trigger(id_, values_of(body.get("variables"))):
            raise Refused(404, f"Could not find an execution with id '{id_}'.")
        return Response(status_code=204)

    async def _notes(self, request: Request) -> Response:
        return self._show.comments(self._any_instance(request).comments)

    async def _note(self, request: Request) -> Response:
        found = self._any_instance(request)
        return await self._say(request, found.comments, {"processInstanceId": found.id})

    # --- tasks ---

    async def _tasks(self, request: Request) -> Response:
        asked = request.query_params
        after = moment(asked.get("createdAfter"))
        found = [
            task
            for task in self._narrowed(request)
            if task.open and (after is None or cut(task.created_at) > after)
        ]
        found.sort(key=lambda task: task.created_at)
        shown = [self._show.task(task, "createTime") for task in found]
        return self._show.page("tasks", self._part(request, [*self._trouble.odd, *shown]))

    async def _past_tasks(self, request: Request) -> Response:
        asked = request.query_params
        after = moment(asked.get("taskCompletedAfter"))
        wanted = asked.get("taskId")
        found = [
            task
            for task in self._narrowed(request)
            if wanted in {None, task.id}
            and (asked.get("finished") != "true" or not task.open)
            and (after is None or (task.closed_at and cut(task.closed_at) > after))
        ]
        found.sort(key=lambda task: task.closed_at or task.created_at)
        shown = [self._show.task(task, "startTime") for task in found]
        return self._show.page("past_tasks", self._part(request, shown))

    async def _act(self, request: Request) -> Response:
        task, body = self._open(request), await object_of(request)
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
        given = values_of(body.get("variables"))
        task.local.update({name: v for name, v in given.items() if name in task.local})
        rest = {name: v for name, v in given.items() if name not in task.local}
        self._held.complete(task.id, body.get("outcome"), values=rest)

    async def _comments(self, request: Request) -> Response:
        task = self._open(request)
        return self._show.comments(task.comments, task.authors)

    async def _comment(self, request: Request) -> Response:
        task = self._open(request)
        return await self._say(request, task.comments, {"taskId": task.id})

    async def _set_local(self, request: Request) -> Response:
        task, given = self._open(request), await json_of(request)
        if taken := sorted(values_of(given).keys() & task.local.keys()):
            raise Refused(409, f"Variable '{taken[0]}' is already present on task '{task.id}'.")
        task.local.update(values_of(given))
        return JSONResponse(given, 201)

    async def _put_local(self, request: Request) -> Response:
        task, given = self._open(request), await object_of(request)
        if request.path_params["name"] not in task.local:
            raise Refused(404, "Task doesn't have a variable with that name.")
        task.local.update(values_of([given]))
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

    async def _say(self, request: Request, into: list[str], about: Mapping[str, str]) -> Response:
        text = (await object_of(request)).get("message")
        if not isinstance(text, str) or not text:
            raise Refused(400, "Comment text is required.")
        into.append(text)
        return JSONResponse({"id": str(len(into)), "message": text, **about}, 201)
