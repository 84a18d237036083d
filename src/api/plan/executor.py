"""The way in: an executor of graphql-core's that answers plain queries by their plans."""

from graphql import ExecutionResult, ExperimentalIncrementalExecutionResults, OperationType
from graphql.pyutils import AwaitableOrValue
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from api.plan.keeping import Plans
from api.plan.running import PlanRun

#: What graphql-core may answer; a plan never gives the second.
Answer = ExecutionResult | ExperimentalIncrementalExecutionResults

#: The plans of this process.
PLANS = Plans()


class PlanExecutor(StrawberryGraphQLCoreExecutionContext):
    """Answers queries by a plan, and leaves to graphql-core what has none, before anything ran."""

    def execute_operation(
        self,
        serially: bool | None = None,  # noqa: FBT001  The base class's form.
    ) -> AwaitableOrValue[Answer]:
        """Return the answer, or something to await for it."""
        plan = PLANS.plan_for(self) if self._plain() else None
        if plan is None:
            return super().execute_operation(serially)
        run = PlanRun(self)
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
