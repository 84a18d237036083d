"""What somebody looks at before they say anew what is judged."""

from domain.actor import Actor
from domain.errors import Conflict
from domain.metrics import subjects
from domain.people.model import Act
from domain.people.rules import require
from domain.thresholds import handling, records, rules, service
from domain.thresholds.model import Threshold


async def watching(actor: Actor, subject_id: str) -> list[Threshold]:
    """Return the thresholds that judge a thing the actor may see, the oldest first.

    Raises `Missing` and `Forbidden` as reading the figures of the thing does.
    """
    subject = await subjects.seen(actor, subject_id)
    require(actor, Act.SEE_METRICS, brand_id=subject.brand_id)
    return [
        one
        for one in await handling.thresholds(actor)
        if one.active and rules.watches(one.terms, subject)
    ]


async def to_edit(actor: Actor, threshold_id: str, version: int | None = None) -> Threshold:
    """Return a threshold that the actor may say anew.

    Raises `Missing` if they may not see it, `Forbidden` if they may only see it, and `Conflict` if
    it was retired, or is another version by now than the one that was read.
    """
    found = await handling.threshold(actor, threshold_id)
    await service.require_say(actor, found.terms)
    if not found.active:
        said = "This threshold was retired, and judges nothing any more; make a new one."
        raise Conflict("threshold_retired", said)
    if version not in (None, found.version):
        raise records.stale()
    return found
