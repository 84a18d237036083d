"""The short way of a query that is all right: what was judged of its document is found at once.

Strawberry takes every operation through a runner of extensions. Here the same judgements are
asked by themselves, and most are kept from when the document came first. Only what every one of
them lets pass is answered here; whatever one of them would refuse, and whatever is no plain query,
takes the usual way, before anything ran, and is told there. What is to be judged of every operation
besides belongs into `api.operations.extensions`, and into `judge` if the body alone decides it, or
else into `Direct.ready` or `answer`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from inspect import isawaitable
from typing import Any, cast

import orjson
from graphql import (
    ExecutionResult,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    default_field_resolver,
    default_type_resolver,
    get_operation_ast,
)
from graphql.execution.collect_fields import FragmentDetails
from graphql.execution.values import VariableValues, get_variable_values
from strawberry.execution.is_awaitable import optimized_is_awaitable
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from api.callers.profiles import asks_for_schema
from api.context import Context
from api.operations import judging
from api.operations.characters import unkept
from api.operations.cost import COST_MAX
from api.operations.costing import cost_once, sizes
from api.operations.document_keys import Same
from api.operations.masking import HubSchema, too_slow
from api.operations.naming import name_step
from api.operations.spending import pay, told
from api.operations.variables import refusal
from domain.database.deadline import within
from domain.database.lists import lists_for

#: What the body of a plain question holds; with anything else the usual way reads it.
PARTS = frozenset({"query", "variables", "operationName"})


#: The longest body that is kept with what was judged of it, in bytes. Ours.
BODY_KEPT_MAX = 4_000


class NotPlain(Exception):
    """This takes the usual way."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a body asks."""

    text: str
    variables: dict[str, Any]
    name: str | None

    @classmethod
    def of(cls, body: bytes) -> "Question":
        """Return what a body asks; `NotPlain` if it is written in an unusual way, or wrong."""
        try:
            held = orjson.loads(body)
        except orjson.JSONDecodeError:
            raise NotPlain from None
        if not isinstance(held, dict) or not held.keys() <= PARTS:
            raise NotPlain
        text, variables, name = held.get("query"), held.get("variables"), held.get("operationName")
        if not isinstance(text, str) or not isinstance(variables, dict | None):
            raise NotPlain
        if not isinstance(name, str | None):
            raise NotPlain
        return cls(text, variables or {}, name)


@dataclass(frozen=True, slots=True)
class Judged:
    """A valid query of a document that is kept, as executors take it."""

    same: Same
    operation: OperationDefinitionNode
    fragments: Mapping[str, FragmentDetails]
    definitions: Mapping[str, FragmentDefinitionNode]


@lru_cache(maxsize=judging.KEPT)
def judged(schema: GraphQLSchema, text: str, name: str | None) -> Judged:
    """Return a query that is valid; `NotPlain`, which is not kept, for everything else."""
    try:
        document = judging.parsed(text)
    except GraphQLError:
        raise NotPlain from None
    operation = get_operation_ast(document, name)
    if operation is None or operation.operation is not OperationType.QUERY:
        raise NotPlain
    same = Same(document)
    if asks_for_schema(text) or judging.judged(schema, same):
        raise NotPlain
    known = [one for one in document.definitions if isinstance(one, FragmentDefinitionNode)]
    if any(one.variable_definitions for one in known):
        raise NotPlain
    definitions = {one.name.value: one for one in known}
    fragments = {called: FragmentDetails(one) for called, one in definitions.items()}
    return Judged(same, operation, fragments, definitions)


@dataclass(frozen=True, slots=True)
class Asked:
    """A query with its variables, as executors take them. `nested`: some are lists or objects."""

    query: Judged
    values: VariableValues
    nested: bool
    cost: int


def judge(schema: GraphQLSchema, body: bytes) -> Asked:
    """Return what a body asks, if nothing at all is wrong with it; `NotPlain` otherwise."""
    question = Question.of(body)
    found = judged(schema, question.text, question.name)
    if refusal(question.variables) is not None or unkept(question.variables) is not None:
        raise NotPlain
    given = sizes(found.same, question.variables)
    cost = cost_once(schema, found.same, question.name, given)
    if cost > COST_MAX:
        raise NotPlain
    wanted = found.operation.variable_definitions or ()
    values = get_variable_values(schema, wanted, question.variables, max_errors=1)
    if isinstance(values, list):
        raise NotPlain
    nested = any(isinstance(one, dict | list) for one in question.variables.values())
    return Asked(found, values, nested, cost)


@lru_cache(maxsize=judging.KEPT)
def kept(schema: GraphQLSchema, body: bytes) -> Asked:
    """Return what a body asks, as above: a page that is looked at again is the same body."""
    return judge(schema, body)


class Direct:
    """Answers plain questions by a schema."""

    def __init__(self, schema: HubSchema) -> None:
        self._schema = schema
        self._core = schema._schema  # noqa: SLF001  Strawberry's name for graphql-core's.
        self._executor = cast(
            "type[StrawberryGraphQLCoreExecutionContext]", schema.execution_context_class
        )

    async def answer(self, body: bytes, context: Context) -> ExecutionResult | None:
        """Return the answer to a body; None, before anything ran, if it takes the usual way.

        What cannot be paid for takes it too, for nothing was taken, and is told there.
        """
        try:
            asked = self.ready(body, context)
            standing = await pay(context, asked.cost)
        except (NotPlain, RecursionError, GraphQLError):
            return None
        name_step(asked.query.operation, known=False)
        result = await self._in_time(asked, context)
        if result.errors:
            self._schema.tell(result.errors, context)
        result.extensions = told(asked.cost, standing)
        return result

    def ready(self, body: bytes, context: Context) -> Asked:
        """Return what is asked, all judged; `NotPlain` if anything is wrong with it."""
        if context.manner.documents is not None:
            raise NotPlain
        if len(body) > BODY_KEPT_MAX:
            return judge(self._core, body)
        asked = kept(self._core, body)
        # A resolver could change a list or an object that it is given, for whoever asks next.
        return judge(self._core, body) if asked.nested else asked

    async def _in_time(self, asked: Asked, context: Context) -> ExecutionResult:
        seconds = context.manner.bounds.seconds
        try:
            async with within(seconds):
                with lists_for(context.user_id):
                    return await self._run(asked, context)
        except TimeoutError:
            return ExecutionResult(None, [too_slow(seconds)])

    async def _run(self, asked: Asked, context: Context) -> ExecutionResult:
        """Run it as Strawberry has graphql-core run it."""
        executor = self._executor(
            self._core,
            asked.query.definitions,
            asked.query.fragments,
            None,
            context,
            asked.query.operation,
            asked.values,
            default_field_resolver,
            default_type_resolver,
            default_field_resolver,
            is_awaitable=optimized_is_awaitable,
        )
        try:
            found = executor.execute_operation()
            result = await found if isawaitable(found) else found
        except Exception as error:  # noqa: BLE001  Masked, as Strawberry has it.
            return ExecutionResult(None, [GraphQLError(str(error), original_error=error)])
        return cast("ExecutionResult", result)
