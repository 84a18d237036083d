"""What the publishing rules say of an episode, in the schema."""

import strawberry

from domain.publishing import model
from domain.publishing.model import PublishingVerdict


@strawberry.type(description="Something that is missing before an episode may come out.")
class PublishingTask:
    """See `domain.publishing.model.Task`."""

    name: str = strawberry.field(description="What is missing, such as Transcript.")
    said: str = strawberry.field(description="Why, and what to do.")
    markets: list[str] = strawberry.field(description="ISO 3166 codes of the markets it is for.")


@strawberry.type(description="A market in which an episode may not come out.")
class BlockedMarket:
    """One of `domain.publishing.model.Look.blocked`."""

    market: str = strawberry.field(description="ISO 3166 code.")
    reason: str = strawberry.field(description="Why.")


@strawberry.type(description="What the publishing rules said of an episode when it was looked at.")
class PublishingLook:
    """See `domain.publishing.model.Look`."""

    verdict: PublishingVerdict = strawberry.field(description="What becomes of it.")
    markets: list[str] = strawberry.field(
        description="ISO 3166 codes of the markets it may come out in once nothing holds it."
    )
    blocked: list[BlockedMarket] = strawberry.field(description="Where it may not, and why.")
    tasks: list[PublishingTask] = strawberry.field(description="What is missing, by name.")

    @classmethod
    def of(cls, found: model.Look) -> "PublishingLook":
        """Show a look."""
        return cls(
            verdict=found.verdict,
            markets=list(found.markets),
            blocked=[BlockedMarket(market=one, reason=why) for one, why in found.blocked.items()],
            tasks=[
                PublishingTask(name=one.name, said=one.said, markets=list(one.markets))
                for one in found.tasks
            ],
        )
