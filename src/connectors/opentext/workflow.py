"""A workflow service as the domain knows it; see `domain.workflow_service.WorkflowService`.

What only reads, and what may be done twice without harm, is not asked again from here either: the
mirror does that, which knows what it is about.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar
from urllib.parse import quote

import httpx2
import structlog

from connectors.opentext import workflow_wire as wire
from connectors.opentext.auth import Entry
from connectors.opentext.channel import Answer, Channel, Unheard
from connectors.opentext.errors import Unsuitable
from connectors.opentext.workflow_dialects import WorkflowDialect
from domain.decision_service import Fact, Reach
from domain.orchestration.rules import GREENLIGHT
from domain.workflow_service import Asked, Away, Instance, Order, Remark, Task, TaskPage

#: How many instances about one subject are looked at; there is one, unless it was started anew.
ABOUT_MAX = 100

#: What statuses mean, said so that it follows the service's name.
_MEANINGS = {
    400: "does not take what it was given; is the process deployed that the kind names?",
    403: "does not let this hub do that",
    404: "knows no such thing",
    409: "is changing the same thing this moment",
    429: "is asked too often at present",
}

Found = TypeVar("Found")

log = structlog.get_logger()


class OpenTextWorkflows:
    """Runs processes of a tenant of OpenText's, or of a Flowable."""

    def __init__(
        self,
        http: httpx2.AsyncClient,
        entry: Entry,
        dialect: WorkflowDialect,
        *,
        base_url: str,
        seconds: float,
    ) -> None:
        self._channel = Channel(http, entry, base_url=base_url, seconds=seconds)
        self._dialect = dialect

    @property
    def name(self) -> str:
        """What people call it."""
        return self._dialect.name

    # --- instances ---

    async def start(self, order: Order) -> Instance:
        """Start an instance."""
        body = self._given(lambda: wire.started(order))
        return self._read(
            await self._ask("POST", self._dialect.instances, json=body), wire.instance
        )

    async def find(self, business_key: str) -> Sequence[Instance]:
        """Return every instance about `business_key`."""
        asked = {"businessKey": business_key, "includeProcessVariables": "true"}
        items, _ = await self._list("past_instances", asked, 0, ABOUT_MAX, wire.instance)
        return [one for one in items if one.business_key == business_key]

    async def get_instance(self, instance_id: str) -> Instance | None:
        """Return an instance."""
        answer = await self._of(self._dialect.past_instances, instance_id)
        return None if answer is None else self._read(answer, wire.instance)

    async def set_variables(self, instance_id: str, facts: Mapping[str, Fact]) -> bool:
        """Set variables of a running instance."""
        body = self._given(lambda: wire.variables(facts))
        path = self._dialect.instances
        return await self._of(path, instance_id, "/variables", "PUT", json=body) is not None

    async def end(self, instance_id: str, reason: str) -> bool:
        """Delete a running instance."""
        params = {"deleteReason": reason} if self._dialect.delete_reason else {}
        path = self._dialect.instances
        return await self._of(path, instance_id, method="DELETE", params=params) is not None

    async def signal(self, instance_id: str, activity: str, facts: Mapping[str, Fact]) -> bool:
        """Let an instance go on that waits at `activity`."""
        asked = {"processInstanceId": instance_id, "activityId": activity}
        waiting, _ = await self._list("executions", asked, 0, 1, wire.identity)
        if not waiting:
            return False
        body = self._given(lambda: {"action": "trigger", "variables": wire.variables(facts)})
        path = self._dialect.executions
        return await self._of(path, waiting[0], method="PUT", json=body) is not None

    async def note(self, instance_id: str, text: str) -> bool:
        """Comment on an instance."""
        path, body = self._dialect.notes, {"message": text}
        return await self._of(path, instance_id, "/comments", "POST", json=body) is not None

    async def notes(self, instance_id: str) -> Sequence[str] | None:
        """Return the comments on an instance."""
        answer = await self._of(self._dialect.notes, instance_id, "/comments")
        return self._comments(answer, wire.comment)

    # --- tasks ---

    async def list_tasks(self, asked: Asked, offset: int, count: int) -> TaskPage:
        """Return up to `count` tasks from `offset` on, oldest first."""
        what = "past_tasks" if asked.finished else "tasks"
        given = {"includeTaskLocalVariables": "true", "includeProcessVariables": "true"}
        given |= {"sort": "endTime" if asked.finished else "createTime", "order": "asc"}
        given |= {"finished": "true"} if asked.finished else {}
        if asked.definition is not None:
            given["processDefinitionKey"] = asked.definition
        if asked.instance_id is not None:
            given["processInstanceId"] = asked.instance_id
        if asked.after is not None:
            name = "taskCompletedAfter" if asked.finished else "createdAfter"
            given[name] = wire.told(asked.after)
        return TaskPage(*await self._list(what, given, offset, count, wire.task))

    async def history(self, task_id: str) -> Task | None:
        """Return one task."""
        given = {"taskId": task_id, "includeTaskLocalVariables": "true"}
        given["includeProcessVariables"] = "true"
        found, _ = await self._list("past_tasks", given, 0, 1, wire.task)
        return next((one for one in found if one.id == task_id), None)

    async def claim(self, task_id: str, assignee: str) -> bool:
        """Make a task somebody's own."""
        return await self._act(task_id, {"action": "claim", "assignee": assignee})

    async def delegate(self, task_id: str, assignee: str) -> bool:
        """Have somebody else do a task for its owner."""
        return await self._act(task_id, {"action": "delegate", "assignee": assignee})

    async def complete(self, task_id: str, outcome: str, facts: Mapping[str, Fact]) -> bool:
        """Complete a task.

        A completion sets variables on the process, whatever scope they name; so the task's own is
        set before, in a call that may be repeated.
        """
        mark = facts.get(GREENLIGHT)
        if mark is not None and not await self._mark(task_id, mark):
            return False
        rest = {name: fact for name, fact in facts.items() if name != GREENLIGHT}
        given = self._given(lambda: wire.variables(rest))
        return await self._act(
            task_id, {"action": "complete", "outcome": outcome, "variables": given}
        )

    async def comment(self, task_id: str, text: str) -> bool:
        """Comment on an open task."""
        path, body = self._dialect.tasks, {"message": text, "saveProcessInstanceId": True}
        return await self._of(path, task_id, "/comments", "POST", json=body) is not None

    async def comments(self, task_id: str) -> Sequence[str] | None:
        """Return the comments on an open task."""
        answer = await self._of(self._dialect.tasks, task_id, "/comments")
        return self._comments(answer, wire.comment)

    async def remarks(self, task_id: str) -> Sequence[Remark] | None:
        """Return the comments on an open task, with who made them."""
        answer = await self._of(self._dialect.tasks, task_id, "/comments")
        return self._comments(answer, wire.remark)

    async def reach(self) -> Reach:
        """Ask it something small and return how that went."""
        try:
            await self._ask("GET", self._dialect.probe, params={self._dialect.count: "1"})
        except Away as error:
            return Reach(self.name, error.message)
        return Reach(self.name, None)

    # --- how ---

    async def _act(self, task_id: str, body: Mapping[str, Any]) -> bool:
        path = self._dialect.tasks
        return await self._of(path, task_id, method="POST", json=body) is not None

    async def _mark(self, task_id: str, mark: Fact) -> bool:
        """Set the hub's mark on a task, whether it is there or not; False if the task is not."""
        body = wire.variables({GREENLIGHT: mark}, scope="local")
        path = self._dialect.tasks
        try:
            done = await self._of(path, task_id, "/variables", "POST", json=body)
        except Away as problem:
            if problem.code != "status_409":
                raise
            one = f"/variables/{GREENLIGHT}"
            done = await self._of(path, task_id, one, "PUT", json=body[0])
        return done is not None

    def _comments(
        self, answer: Answer | None, one: Callable[[Any], Found]
    ) -> Sequence[Found] | None:
        if answer is None:
            return None

        def read(found: Any) -> Sequence[Found]:  # noqa: ANN401  JSON is whatever it is.
            held = found.get("_embedded", {}) if isinstance(found, dict) else found
            held = held.get("comments", []) if isinstance(held, dict) else held
            if not isinstance(held, list):
                raise Unsuitable("answered without a list of comments")
            return wire.readable(held, one)[0]

        return self._read(answer, read)

    async def _list(
        self,
        what: str,
        given: Mapping[str, str],
        offset: int,
        count: int,
        read: Callable[[Any], Found],
    ) -> tuple[list[Found], list[str]]:
        page = {self._dialect.offset: str(offset), self._dialect.count: str(count)}
        answer = await self._ask("GET", getattr(self._dialect, what), params={**given, **page})
        try:
            return wire.readable(wire.rows(answer.content, self._dialect, what), read)
        except Unsuitable as problem:
            raise self._away("unreadable", str(problem)) from problem

    async def _of(
        self,
        path: str,
        id_: str,
        below: str = "",
        method: str = "GET",
        **given: Any,  # noqa: ANN401  The client's own arguments.
    ) -> Answer | None:
        """Ask about one thing; None if it is not there."""
        try:
            return await self._ask(method, f"{path}/{quote(id_, safe='')}{below}", **given)
        except Away as problem:
            if problem.code == "status_404":
                return None
            raise

    async def _ask(self, method: str, path: str, **given: Any) -> Answer:  # noqa: ANN401  As above.
        try:
            answer = await self._channel.ask(method, path, **given)
        except Unheard as error:
            raise self._away(error.code, error.said) from error
        if not 200 <= answer.status < 300:  # noqa: PLR2004  What HTTP calls a success.
            log.warning("workflow_refused", service=self.name, path=path, status=answer.status)
            meant = _MEANINGS.get(answer.status, f"answered with status {answer.status}")
            raise self._away(f"status_{answer.status}", meant, answer.retry_after)
        return answer

    def _given(self, body: Callable[[], Found]) -> Found:
        try:
            return body()
        except Unsuitable as problem:
            raise self._away("unsuitable_fact", f"cannot be told: {problem}") from problem

    def _read(self, answer: Answer, read: Callable[[Any], Found]) -> Found:
        try:
            return read(wire.document(answer.content))
        except Unsuitable as problem:
            raise self._away("unreadable", str(problem)) from problem

    def _away(self, code: str, problem: str, seconds: float | None = None) -> Away:
        return Away(code, f"{self.name} {problem}.", seconds)
