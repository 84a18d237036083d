"""Asking for what a review suggests: a revision of the campaign, or a pause; only people do."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from domain.actor import Actor
from domain.audit import service as audit
from domain.campaigns.reviews import reading, records, rules
from domain.campaigns.reviews.model import Followed, Remedy, Review, Suggestion
from domain.errors import Conflict, Missing
from domain.hub import Hub
from domain.people.model import Act
from domain.people.rules import require
from domain.requests import ledger, submit
from domain.requests import reading as requests
from domain.requests.model import Request
from domain.requests.submit import Considered

#: What the record calls it.
FOLLOWED = "campaign.suggestion_followed"

#: As which kind each remedy is asked for.
_KINDS = {Remedy.REVISION: "revision", Remedy.PAUSE: "retirement"}

#: The longest text and name that a brief takes.
_PROSE_MAX, _NAME_MAX = 1_000, 150


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for because of a review, and may be."""

    review: Review
    suggestion: Suggestion
    campaign: Request
    considered: Considered


async def consider(hub: Hub, actor: Actor, review_id: str, code: str) -> Wish:
    """Ask the rules about what a review suggests; not in a transaction.

    Raises `Missing` where the actor sees no such review, or nothing of it is called `code`,
    `Conflict` where it is nothing to ask for or was asked for before, and whatever asking raises.
    """
    require(actor, Act.SUBMIT_REQUEST)
    review, campaign = await reading.one(actor, review_id)
    suggestion = review.suggestion(code)
    if suggestion is None:
        known = ", ".join(one.code for one in review.suggestions)
        said = f"The review suggests nothing called `{code[:40]}`; it suggests {known}."
        raise Missing("no_such_suggestion", said)
    kind = _KINDS.get(suggestion.remedy)
    if kind is None:
        raise Conflict("nothing_to_ask", "This suggestion is to be looked at, not asked for.")
    for earlier in (await records.followed([review.id]))[review.id]:
        if earlier.code == code:
            raise await _asked_before(actor, earlier)
    given = _brief(hub, review, suggestion, campaign)
    return Wish(review, suggestion, campaign, await submit.consider(hub, actor, kind, given))


async def keep(hub: Hub, actor: Actor, wish: Wish) -> Request:
    """Ask for it, in the running transaction; `Conflict` where somebody was quicker."""
    request = await submit.keep(hub, actor, wish.considered)
    review, now = wish.review, hub.clock.now()
    one = Followed(review.id, wish.suggestion.code, request.id, request.requester_id, now)
    if not await records.follow(one):
        (earlier,) = [
            found
            for found in (await records.followed([review.id]))[review.id]
            if found.code == wish.suggestion.code
        ]
        raise await _asked_before(actor, earlier)
    details = {
        "review_id": review.id,
        "suggestion": wish.suggestion.code,
        "request_id": request.id,
        "number": request.number,
    }
    await audit.record(now, actor, FOLLOWED, review.request_id, details)
    await ledger.follow(hub, wish.campaign, now, unchanged=True)
    return request


async def _asked_before(actor: Actor, earlier: Followed) -> Conflict:
    seen = (await requests.seen(actor, [earlier.request_id])).get(earlier.request_id)
    if seen is None:
        return Conflict("asked_already", "This was asked for already.")
    return Conflict("asked_already", f"This was asked for already; it is #{seen.number}.")


def _brief(hub: Hub, review: Review, suggestion: Suggestion, campaign: Request) -> dict[str, Any]:
    """Return what is asked for: whose it is stands in the campaign, why in the review."""
    plain = {
        "brand_id": campaign.brand_id,
        "markets": list(campaign.markets),
        "subject_id": campaign.id,
        "evidence": rules.evidence(review, suggestion)[:_PROSE_MAX],
    }
    if suggestion.remedy is Remedy.PAUSE:
        tomorrow = hub.clock.now().date() + timedelta(days=1)
        return plain | {
            "name": _named("Pause", campaign),
            "ending": "pause",
            "ends_on": tomorrow.isoformat(),
            "paid_for": campaign.agency_id is not None,
        }
    return plain | {
        "name": _named("Revise", campaign),
        "change": suggestion.reason[:_PROSE_MAX],
        # What is to change is not said yet, so everybody looks whom such a change concerns.
        "changes_claims": True,
        "changes_audio": True,
    }


def _named(verb: str, campaign: Request) -> str:
    return f"{verb} #{campaign.number} {campaign.title}"[:_NAME_MAX]
