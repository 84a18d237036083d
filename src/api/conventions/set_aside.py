"""Lines of tables that were not taken, with what to do about each."""

import strawberry


@strawberry.type(description="A line that was not taken.")
class LineSetAside:
    """See `domain.audience.accounts.model.SetAside`, `domain.metrics.model.Problem`."""

    line: int = strawberry.field(description="Where it stands, from 1.")
    reason: str = strawberry.field(description="Why it was not taken.")
    cure: str = strawberry.field(description="What to do about it.")
