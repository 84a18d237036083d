"""Taking in what a content system reports, signed by the secret of its endpoint."""

from datetime import UTC, datetime

from domain.activation.journeys import records as endpoints
from domain.activation.journeys import rules as journeys
from domain.actor import CONNECTOR
from domain.audit import service as audit
from domain.content_systems import records, rules
from domain.content_systems.model import Heard, Said, Signed, Turn
from domain.content_systems.sending import secrets_of
from domain.database import transaction
from domain.errors import Conflict, Forbidden, Invalid
from domain.hub import Hub
from domain.ids import Prefix, kind_of
from domain.jobs import service as jobs
from domain.targets import handing

#: How many reports of one publication are taken, each second and at once. Ours.
RATE, BURST = 0.5, 60.0

#: Times are given in seconds; those with more digits are no times of this age, nor of any year that
#: can be written.
_DIGITS_MAX = 11


async def take(hub: Hub, request_id: str, signed: Signed, body: bytes) -> None:
    """Keep what a system reports; the same message a second time changes nothing.

    Raises `Forbidden` for what is not signed by whoever was asked to publish it, now, `Invalid`
    for what cannot be read or is of another publication, `Conflict` for what was said of an earlier
    revision, `RetryLater` for too many.
    """
    turn, sent_at = await _verified(hub, request_id, signed, body)
    await jobs.take(
        f"content-report:{turn.request_id}", hub.clock.now(), rate_per_second=RATE, burst=BURST
    )
    said = rules.read(body)
    if said.request != turn.request_id:
        message = "Say in `request` which publication this is of: the one that it is sent to."
        raise Invalid("another_publication", message, ("request",))
    async with transaction():
        await _keep(hub, signed, said, sent_at)


async def _keep(hub: Hub, signed: Signed, said: Said, sent_at: datetime) -> None:
    now, request_id = hub.clock.now(), said.request or ""
    turn = await records.turn(request_id, locked=True)
    if turn is None:
        raise LookupError(request_id)
    if said.revision not in {None, turn.revision}:
        message = f"This is of revision {said.revision}; revision {turn.revision} took its place."
        raise Conflict("earlier_revision", message, ("revision",))
    heard = Heard(signed.id, turn.number, said, now, sent_at)
    if not await records.hear(request_id, heard):
        return
    last = await records.latest(request_id, turn.number) or heard
    # What is older than twice the tolerance is refused by its time, and need not be known.
    await records.forget(request_id, now - 2 * journeys.TOLERANCE, last)
    details = {"message": signed.id, "standing": said.standing.value, "problems": said.problems}
    details |= {"address": said.address, "blocked": said.blocked}
    if not turn.attempts:  # What was not taken yet keeps to the waits between its tries.
        await handing.look_now(hub, request_id)
    await audit.record(now, CONNECTOR, "publication.reported", request_id, details)
    hub.announce(request_id)


async def _verified(
    hub: Hub, request_id: str, signed: Signed, body: bytes
) -> tuple[Turn, datetime]:
    """Return what a system was asked for, and when it signed this; `Forbidden` for anything else.

    Who has no secret hears the same of a publication that there is and of one that there is not.
    """
    turn = await records.turn(request_id) if _is_request(request_id) else None
    endpoint = await endpoints.endpoint(turn.endpoint_id) if turn else None
    digits = signed.timestamp.isascii() and signed.timestamp.isdigit()
    if turn is None or endpoint is None or not digits or len(signed.timestamp) > _DIGITS_MAX:
        raise _unsigned()
    sent_at = datetime.fromtimestamp(int(signed.timestamp), UTC)
    try:
        secrets = secrets_of(hub, endpoint)
    except Invalid as error:  # Sealed by another installation, which nobody outside is told.
        raise _unsigned() from error
    right = journeys.is_signed(secrets, signed.id, sent_at, body, signed.signature)
    if not right or not rules.MESSAGE_ID.fullmatch(signed.id):
        raise _unsigned()
    if abs(hub.clock.now() - sent_at) > journeys.TOLERANCE:
        said = "This was signed too long ago, or your clock is wrong: sign it anew."
        raise Forbidden("not_now", said)
    return turn, sent_at


def _is_request(given: str) -> bool:
    try:
        return kind_of(given) is Prefix.REQUEST
    except Invalid:
        return False


def _unsigned() -> Forbidden:
    said = (
        "Sign this as Standard Webhooks are signed, with the secret of the endpoint that was asked"
        " to publish it."
    )
    return Forbidden("bad_signature", said)
