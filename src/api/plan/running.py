"""Taking a plan once: what needs no waiting at once, then what has to be waited for, in passes.

A pass begins everything that was asked for, then waits until something is there, and completes all
that is: so loaders gather what one step of a query asks for into one statement, as they do under
graphql-core. Coroutines that await nothing but loaders are led by hand through all their awaits;
others get a task of their own.
"""

import asyncio
from collections.abc import Awaitable, Coroutine
from typing import Any, cast

from graphql import (
    ExecutionResult,
    GraphQLError,
    GraphQLObjectType,
    GraphQLResolveInfo,
    Undefined,
    located_error,
)
from graphql.execution.collect_fields import FieldDetailsList, GroupedFieldSet
from graphql.execution.executor import Executor

from api.plan.parts import Place, Run, Step, Steps
from api.plan.steps import step_of


class Waiting:
    """A value that is not there yet: who brings it, and where it goes.

    `future` is what is waited for, once it is parked: its task, or what a led coroutine waits for.
    """

    future: asyncio.Future[Any]

    __slots__ = ("brings", "future", "led", "place")

    def __init__(self, brings: Awaitable[Any], place: Place, *, led: bool) -> None:
        self.brings = brings
        self.place = place
        self.led = led

    def drop(self) -> None:
        """Give it up."""
        if isinstance(self.brings, asyncio.Future):
            self.brings.cancel()
        elif isinstance(self.brings, Coroutine):
            self.brings.close()


class PlanRun(Run):
    """One operation under way."""

    def __init__(self, executor: Executor[Any]) -> None:
        self.executor = executor
        self.context = executor.context_value
        self._errors = executor.collected_errors
        self._lost: list[tuple[GraphQLError, Place]] = []
        self._begun: list[Waiting] = []
        self._parked: list[Waiting] = []
        self._fallen = False

    @property
    def waits(self) -> bool:
        """Whether something is still to come."""
        return bool(self._begun or self._parked)

    def start(self, steps: Steps, root: object) -> dict[str, Any]:
        """Answer all that needs no waiting."""
        data: dict[str, Any] = {}
        try:
            for step in steps:
                step.take(self, root, data, None)
        except GraphQLError as error:
            self._fall(error, None)
        return data

    def response(self, data: dict[str, Any]) -> ExecutionResult:
        """Return the answer with its errors."""
        if not self._errors.errors:
            return ExecutionResult(data, None)
        found = self.executor.build_response(None if self._fallen else data)
        return cast("ExecutionResult", found)

    async def finish(self, data: dict[str, Any]) -> ExecutionResult:
        """Wait for all that is still to come, and return the answer."""
        try:
            while self.waits and not self._fallen:
                await self._pass()
        finally:
            await self._leave()
        return self.response(data)

    def steps_of(self, type_: GraphQLObjectType, details: FieldDetailsList) -> Steps:
        """Return the steps of what is selected of an object, as graphql-core collects it."""
        found = self.executor.collect_subfields(type_, details)
        return steps_of(self.executor, type_, found.grouped_field_set)

    def info(self, place: Place) -> GraphQLResolveInfo[Any]:
        """Return what graphql-core tells resolvers of a place."""
        step = place.step
        return self.executor.build_resolve_info(
            step.definition, step.nodes, step.parent_type, place.field.path
        )

    def settle(self, value: object, place: Place) -> None:
        """Put what becomes of `value` in its place, once it is there.

        Raises a `GraphQLError` if what holds the place falls.
        """
        if type(value) is not place.shape.usual and self.executor.is_awaitable(value):
            place.container[place.key] = None
            self.begin(value, place, led=False)
        else:
            self.complete(value, place)

    def complete(self, value: object, place: Place) -> None:
        """Put what becomes of `value`, which is there, in its place."""
        shape, answer = place.shape, None
        try:
            if isinstance(value, Exception):
                raise value
            if value is not None and value is not Undefined:
                answer = shape.complete(self, value, place)
            elif not shape.nullable:
                raise TypeError(_no_null(place.step))
        except Exception as error:  # noqa: BLE001  Whatever went wrong is told in its place.
            self.fail(error, place)
        place.container[place.key] = answer

    def fail(self, raw: Exception, place: Place) -> None:
        """Tell of an error where null may stand; raise it where it may not."""
        error = located_error(raw, place.step.nodes, place.path.as_list())
        if not place.shape.nullable:
            raise error
        self._errors.add(error, place.path)

    def begin(self, brings: object, place: Place, *, led: bool) -> None:
        """Wait for what `brings` the value of a place, from the next pass on."""
        self._begun.append(Waiting(cast("Awaitable[Any]", brings), place, led=led))

    async def _pass(self) -> None:
        begun, self._begun = self._begun, []
        if len(begun) == 1 and not self._parked and not begun[0].led:
            await self._alone(begun[0])
        else:
            for one in begun:
                self._set_out(one)
            if self._parked and not self._begun:
                await self._arrivals()
        lost, self._lost = self._lost, []
        for error, place in lost:
            self._fall(error, place.nullable)

    async def _alone(self, one: Waiting) -> None:
        """Wait for the only thing there is to wait for, without a task of its own."""
        try:
            value = await one.brings
        except Exception as error:  # noqa: BLE001  Told in its place.
            value = error
        self._arrive(one, value)

    def _set_out(self, one: Waiting) -> None:
        if self._errors.errors and self._errors.has_nulled_position(one.place.path):
            one.drop()
        elif one.led:
            self._lead(one)
        else:
            one.brings = one.future = asyncio.ensure_future(one.brings)
            self._parked.append(one)

    def _lead(self, one: Waiting) -> None:
        """Let a coroutine run until it waits for a loader's future, or is done."""
        try:
            one.future = cast("Coroutine[Any, Any, Any]", one.brings).send(None)
        except StopIteration as done:
            self._arrive(one, done.value)
        except Exception as error:  # noqa: BLE001  Told in its place.
            self._arrive(one, error)
        else:
            self._parked.append(one)

    async def _arrivals(self) -> None:
        """Wait until something is there, and complete all that is.

        Of what is led by hand for one field it is enough to watch the first: a loader answers all.
        """
        watched = {one.place.step if one.led else one: one.future for one in reversed(self._parked)}
        await asyncio.wait(watched.values(), return_when=asyncio.FIRST_COMPLETED)
        parked, self._parked = self._parked, []
        for one in parked:
            if not one.future.done():
                self._parked.append(one)
            elif one.led:
                self._lead(one)
            else:
                self._arrive(one, one.future.exception() or one.future.result())

    def _arrive(self, one: Waiting, value: object) -> None:
        """Complete what came. What it takes with it falls after everything that came with it."""
        if self._errors.errors and self._errors.has_nulled_position(one.place.path):
            return
        try:
            self.complete(value, one.place)
        except GraphQLError as error:
            self._lost.append((error, one.place))

    def _fall(self, error: GraphQLError, place: Place | None) -> None:
        """Make null what an error takes with it: what stands at `place`, or the whole answer."""
        if place is None:
            self._fallen = True
            self._errors.add(error, None)
            return
        place.container[place.key] = None
        self._errors.add(error, place.path)

    async def _leave(self) -> None:
        """Let go of what nobody waits for any more."""
        left = [*self._begun, *self._parked]
        for one in left:
            one.drop()
        tasks = [one.brings for one in left if isinstance(one.brings, asyncio.Future)]
        await asyncio.gather(*tasks, return_exceptions=True)


def steps_of(
    executor: Executor[Any], parent_type: GraphQLObjectType, fields: GroupedFieldSet
) -> Steps:
    """Return the steps of the collected `fields` of a type."""
    return tuple(
        step_of(parent_type, key, definition, details)
        for key, details in fields.items()
        if (definition := executor.schema.get_field(parent_type, details[0].node.name.value))
    )


def _no_null(step: Step) -> str:
    return f"Cannot return null for non-nullable field {step.parent_type}.{step.name}."
