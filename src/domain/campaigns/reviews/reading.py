"""Reading reviews: as they were kept, and what of their figures was corrected since."""

from collections.abc import Sequence

from domain.actor import Actor
from domain.campaigns.reviews import figures, records, rules
from domain.campaigns.reviews.figures import Span
from domain.campaigns.reviews.model import Correction, Review
from domain.errors import Missing
from domain.metrics.rules import day_number
from domain.people.model import Act
from domain.people.rules import may
from domain.requests import reading as requests
from domain.requests.model import Request


def sees(actor: Actor, request: Request) -> bool:
    """Whether who sees a campaign sees its reviews too: those who see its figures."""
    return may(actor, Act.SEE_METRICS, brand_id=request.brand_id)


async def one(actor: Actor, review_id: str) -> tuple[Review, Request]:
    """Return a review and its campaign; `Missing` where the actor sees none of that id."""
    review = await records.get(review_id)
    if review is not None:
        request = (await requests.seen(actor, [review.request_id])).get(review.request_id)
        if request is not None and sees(actor, request):
            return review, request
    raise Missing("no_such_review", f"There is no review `{review_id[:40]}` that you may see.")


async def corrected(review_ids: Sequence[str]) -> dict[str, list[Correction]]:
    """Return what of the figures of reviews is otherwise by now, by review id."""
    reviews = await records.get_many(review_ids)
    spans = [
        Span(one.request_id, one.source, one.plan.first, day_number(one.as_of)) for one in reviews
    ]
    found: dict[str, list[Correction]] = {review_id: [] for review_id in review_ids}
    for one, held in zip(reviews, await figures.held(spans), strict=True):
        now = rules.figures(one.plan, day_number(one.as_of), held)
        found[one.id] = rules.corrections(one.figures, now)
    return found
