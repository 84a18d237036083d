"""What acts on cases answer with."""

import strawberry

from api.cases.case import Case
from api.conventions.errors import AnyError
from domain.cases import records


@strawberry.type(description="What an act on a case did.")
class CasePayload:
    """Answer of every act on a case."""

    case: Case | None = strawberry.field(description="The case as it stands now.")
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


async def answered(done: str | None, errors: list[AnyError]) -> CasePayload:
    """Return the case `done` as it stands now, or why nothing happened."""
    found = await records.get(done) if done else None
    return CasePayload(case=Case.of(found) if found else None, errors=errors)
