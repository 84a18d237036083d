"""The way in: an executor of graphql-core's that answers plain queries by their plans."""

from collections.abc import Awaitable
from typing import Any

from graphql import ExecutionResult, OperationType
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from api.plan.keeping import Plans
from api.plan.running import Run

#: The plans of this process.
PLANS = Plans()


class PlanExecutor(StrawberryGraphQLCoreExecutionContext):
    """Answers queries by a plan, and leaves to graphql-core what has none, before anything ran."""

    def execute_operation(
        self, serially: bool | None = None
    ) -> Awaitable[ExecutionResult] | ExecutionResult:
        """Return the answer, or something to await for it."""
        plan = PLANS.plan_for(self) if self._plain() else None
        if plan is None:
            return super().execute_operation(serially)
        run = Run(self)
        data = run.start(plan, self.root_value)
        return run.finish(data) if run.waits else run.response(data)

    def _plain(self) -> bool:
        """Whether this is a query, and nobody wants more of its execution than the answer."""
        between = self.middleware_manager
        return (
            self.operation.operation is OperationType.QUERY
            and self.error_propagation
            and not (between and between.middlewares)
            and self.abort_signal is None
            and self.hooks is None
        )
