"""What a resolver is told of where it runs, made only as far as it asks."""

from functools import cached_property
from typing import Any

from graphql import GraphQLResolveInfo
from strawberry.types.field import StrawberryField
from strawberry.types.info import Info

from api.plan.definitions import definition_of
from api.plan.parts import Place, Run


class PlanInfo(Info[Any, Any]):
    """Strawberry's information. Nearly every resolver wants the context and no more."""

    def __init__(self, run: Run, place: Place) -> None:
        self._run = run
        self._place = place

    @property
    def context(self) -> Any:  # noqa: ANN401  The base class's form.
        """The caller's context."""
        return self._run.context

    @cached_property
    def _raw_info(self) -> GraphQLResolveInfo[Any]:  # type: ignore[override]
        return self._run.info(self._place)

    @cached_property
    def _field(self) -> StrawberryField:  # type: ignore[override]
        found: StrawberryField = definition_of(self._place.step.definition)
        return found
