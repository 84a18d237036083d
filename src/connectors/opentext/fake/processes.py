"""The processes of the fake: deployed routes, instances that run along them, tasks and comments.

A process asks for the stages of a step at once, passes by those that its variables say are decided
or not asked for, goes back to a revision when changes are requested, and ends at a no. That is
what `greenlight export bpmn` writes; a tenant may have deployed something else under the name.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain.clock import Clock
from domain.orchestration.route import Route, RouteStage
from domain.orchestration.rules import REVISE, outcome_variable


@dataclass(slots=True)
class FakeTask:
    """A task. `deleted` if its process went another way; `outcome` is how it was completed."""

    id: str
    instance_id: str
    key: str
    name: str
    created_at: datetime
    category: str | None = None
    assignee: str | None = None
    owner: str | None = None
    closed_at: datetime | None = None
    deleted: str | None = None
    local: dict[str, Any] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)
    authors: dict[int, str] = field(default_factory=dict)

    def remark(self, text: str, by: str) -> None:
        """Comment on it as somebody does there."""
        self.authors[len(self.comments)] = by
        self.comments.append(text)

    @property
    def open(self) -> bool:
        """Whether it waits for somebody."""
        return self.closed_at is None


@dataclass(slots=True)
class FakeInstance:
    """An instance; `at` is the step it is in, `waiting` the service tasks it waits for."""

    id: str
    definition: str
    business_key: str | None
    name: str | None
    started_at: datetime
    values: dict[str, Any]
    at: int = -1
    waiting: dict[str, str] = field(default_factory=dict)
    ended_at: datetime | None = None
    deleted: str | None = None
    comments: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Processes:
    """What a tenant runs.

    `keyed` says how tasks name their stage: by `key`, `category`, `variable` or `name`.
    """

    clock: Clock
    deployed: dict[str, Route] = field(default_factory=dict)
    instances: dict[str, FakeInstance] = field(default_factory=dict)
    tasks: dict[str, FakeTask] = field(default_factory=dict)
    keyed: str = "key"
    count: int = 0

    def deploy(self, key: str, route: Route) -> None:
        """Deploy a route as the process `key`."""
        self.deployed[key] = route

    def start(
        self, key: str, business_key: str | None, name: str | None, values: dict[str, Any]
    ) -> FakeInstance:
        """Start an instance; `KeyError` if there is no such process."""
        route = self.deployed[key]
        now = self.clock.now()
        fresh = FakeInstance(self._id("instance"), key, business_key, name, now, values)
        self.instances[fresh.id] = fresh
        self._enter(fresh, route, 0)
        return fresh

    def open_tasks(self, instance_id: str | None = None) -> list[FakeTask]:
        """Return the tasks that wait, oldest first."""
        return [
            task
            for task in self.tasks.values()
            if task.open and instance_id in {None, task.instance_id}
        ]

    def complete(
        self,
        task_id: str,
        outcome: str | None,
        by: str | None = None,
        reason: str | None = None,
        values: dict[str, Any] | None = None,
    ) -> None:
        """Complete a task, as somebody does there or as a client does; `KeyError` if not open."""
        task = self.tasks[task_id]
        if not task.open:
            raise KeyError(task_id)
        instance = self.instances[task.instance_id]
        task.assignee = by or task.assignee
        task.closed_at = self.clock.now()
        if reason:
            task.local["comment"] = reason
        instance.values.update(values or {})
        if outcome is not None and by is not None:
            instance.values[outcome_variable(task.key)] = outcome
        self._advance(instance, task.key)

    def trigger(self, execution_id: str, values: dict[str, Any]) -> bool:
        """Let an instance go on that waits at a service task; False if none does."""
        for instance in self.instances.values():
            for key, held in list(instance.waiting.items()):
                if held == execution_id:
                    del instance.waiting[key]
                    instance.values.update(values)
                    self._advance(instance, key)
                    return True
        return False

    def delete(self, instance_id: str, reason: str) -> bool:
        """Delete a running instance; False if it does not run."""
        instance = self.instances.get(instance_id)
        if instance is None or instance.ended_at is not None:
            return False
        instance.deleted = reason
        self._end(instance, reason)
        return True

    def _advance(self, instance: FakeInstance, key: str) -> None:
        route = self.deployed[instance.definition]
        said = instance.values.get(outcome_variable(key))
        if key == REVISE:
            self._enter(instance, route, 0)
        elif said == "rejected":
            self._end(instance, "rejected")
        elif said == "changes_requested":
            self._cancel(instance, "changes were requested")
            self._ask(instance, RouteStage(REVISE, "Revise", 0, "requester", 0))
        elif said != "approved":
            self._ask(instance, next(stage for stage in route.stages if stage.key == key))
        elif not self.open_tasks(instance.id) and not instance.waiting:
            self._enter(instance, route, instance.at + 1)

    def _enter(self, instance: FakeInstance, route: Route, at: int) -> None:
        for number, step in list(enumerate(route.steps))[at:]:
            instance.at = number
            asked = [s for s in step if instance.values.get(outcome_variable(s.key), "") == ""]
            for stage in asked:
                if stage.automatic:
                    instance.waiting[stage.key] = self._id("execution")
                else:
                    self._ask(instance, stage)
            if asked:
                return
        self._end(instance, None)

    def _ask(self, instance: FakeInstance, stage: RouteStage) -> None:
        fresh = FakeTask(self._id("task"), instance.id, stage.key, stage.title, self.clock.now())
        if self.keyed == "category":
            fresh.category = stage.key
        if self.keyed == "variable":
            fresh.local["stage"] = stage.key
        self.tasks[fresh.id] = fresh

    def _cancel(self, instance: FakeInstance, why: str) -> None:
        instance.waiting.clear()
        for task in self.open_tasks(instance.id):
            task.closed_at, task.deleted = self.clock.now(), why

    def _end(self, instance: FakeInstance, why: str | None) -> None:
        self._cancel(instance, why or "ended")
        instance.ended_at = self.clock.now()

    def _id(self, what: str) -> str:
        self.count += 1
        return f"{what}-{self.count}"
