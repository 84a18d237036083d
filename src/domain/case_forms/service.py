"""Making a form, opening it, and taking in what somebody outside sent by it."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from domain import ids
from domain.actor import Actor, Door
from domain.audit import service as audit
from domain.case_forms import records, rules
from domain.case_forms.model import Form, Sheet
from domain.cases import open_case
from domain.cases.model import CaseKind, Severity, Topic
from domain.cases.rules import clean
from domain.catalog.service import require_brand
from domain.database import transaction
from domain.errors import Conflict, Invalid
from domain.hub import Hub
from domain.jobs import service as jobs
from domain.people import records as people
from domain.people.model import Act
from domain.people.rules import require
from domain.receipts import service as receipts

#: What somebody outside sends comes in by the hub itself, for nobody else stands behind it.
OUTSIDE = Actor(None, "Somebody outside", Door.API)

#: What sendings are remembered under.
SCOPE = "case-form"

#: Sendings per second of one form, and of one address, each with what may come at once. Ours: far
#: more than people send, and few enough for people to read.
FORM_RATE, SENDER_RATE = (0.5, 60.0), (0.05, 10.0)


async def create(  # noqa: PLR0913  A form is made of many parts.
    hub: Hub,
    actor: Actor,
    title: str,
    kind: CaseKind,
    *,
    topic: Topic | None = None,
    severity: Severity | None = None,
    brand_id: str | None = None,
    market: str | None = None,
    origins: Sequence[str] = (),
    days: int = 90,
) -> Form:
    """Make a form that is open for so many days; `rules.link_token` opens it.

    It is for those who manage cases. `topic` and `severity` are asked for where they are left out;
    `origins` are the sites that may send it beside the hub's own page.
    """
    require(actor, Act.MANAGE_CASES)
    if not 1 <= days <= rules.DAYS_MAX:
        said = f"A form is open for 1 to {rules.DAYS_MAX} days."
        raise Invalid("days_out_of_range", said, ("days",))
    await _require_place(actor, brand_id, market)
    now = hub.clock.now()
    form = Form(
        id=ids.new(ids.Prefix.FORM),
        title=clean(title, rules.TITLE_MAX, "title", one_line=True),
        kind=kind,
        topic=topic,
        severity=severity,
        brand_id=brand_id,
        market=market,
        origins=rules.clean_origins(origins),
        creator_id=actor.user_id or "",
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    async with transaction():
        await records.add(form)
        details = {"title": form.title, "kind": kind.value, "origins": list(form.origins)}
        await audit.record(now, actor, "case_form.created", form.id, details)
    return form


async def _require_place(actor: Actor, brand_id: str | None, market: str | None) -> None:
    """Raise unless brand and market are there, where they are named, and the actor manages both."""
    if brand_id is not None:
        await require_brand(brand_id)
    if market is not None and not await people.market_exists(market):
        raise Invalid("no_such_market", f"There is no market `{market[:10]}`.", ("market",))
    require(actor, Act.MANAGE_CASES, brand_id=brand_id, markets=(market,) if market else ())


async def linked(hub: Hub, form_id: str, token: str, *, notice: bool) -> Form | None:
    """Return the form, of takedown notices or of anything else, that a link was made for.

    To who has no link of a form it is as if there were none, and `opened` refuses both alike.
    """
    form = await _find(form_id, notice=notice)
    return form if form is not None and rules.is_link(hub.secrets, form, token) else None


async def ticketed(hub: Hub, form_id: str, ticket: str, *, notice: bool) -> Form | None:
    """Return the form that a ticket was made for; see `linked`. `require_ticket` refuses none."""
    form = await _find(form_id, notice=notice)
    return form if form is not None and rules.is_ticket(hub.secrets, form, ticket) else None


async def _find(form_id: str, *, notice: bool) -> Form | None:
    form = await records.get(form_id[: ids.ID_LENGTH_MAX])
    fits = form is not None and (form.kind is CaseKind.TAKEDOWN_NOTICE) is notice
    return form if fits else None


def opened(hub: Hub, form: Form | None, token: str) -> Sheet:
    """Return a form to be filled in and sent once; `Forbidden` unless `token` opens it."""
    if form is None:
        raise rules.bad_link()
    now = hub.clock.now()
    rules.require_link(hub.secrets, form, token, now)
    nonce = ids.new(ids.Prefix.FORM)
    return Sheet(form, rules.fields_of(form), rules.ticket(hub.secrets, form, nonce, now))


def require_ticket(hub: Hub, form: Form | None, values: Mapping[str, str]) -> Form:
    """Return the form that somebody sent; `Forbidden` unless its ticket is good now."""
    if form is None:
        raise rules.bad_ticket()
    _nonce(hub, form, values)
    return form


def _nonce(hub: Hub, form: Form, values: Mapping[str, str]) -> str:
    """Return what tells the ticket in what somebody sent from every other."""
    return rules.require_ticket(hub.secrets, form, values.get("ticket", ""), hub.clock.now())


async def take_turn(hub: Hub, form: Form, sender: str) -> None:
    """Count a sending of `form` from the address `sender`; raises `RetryLater` for too many."""
    now = hub.clock.now()
    for key, (rate, burst) in (
        (f"case-form:{form.id}:{rules.shard_of(sender)}", SENDER_RATE),
        (f"case-form:{form.id}", FORM_RATE),
    ):
        await jobs.take(key, now, rate_per_second=rate, burst=burst)


async def receive(hub: Hub, form: Form, values: Mapping[str, str]) -> int | None:
    """Open a case of what somebody sent, and return its number; not in a transaction.

    The same sending twice is one case. What fills in the field that nobody sees opens none, and
    gets no number. Raises `Forbidden` for a ticket that is not good, `Invalid` for what is missing
    or wrong, `Conflict` for a ticket that was used for something else.
    """
    now = hub.clock.now()
    nonce = _nonce(hub, form, values)
    if values.get(rules.TRAP, "").strip():
        return None
    content = {name: value for name, value in sorted(values.items()) if name != "ticket"}
    receipt: dict[str, Any] = {"scope": SCOPE, "key": nonce, "content": content}
    try:
        if (before := await receipts.answer_of(**receipt)) is not None:
            return int(before["number"])
        report, contact = rules.filled_in(form, values)
        considered = await open_case.consider(hub, OUTSIDE, report, contact)

        async def act() -> dict[str, int]:
            return {"number": (await open_case.keep(hub, OUTSIDE, considered)).number}

        return int((await receipts.once(now, **receipt, act=act))["number"])
    except Conflict as error:
        if error.code != "idempotency_key_reused":
            raise
        raise Conflict(
            "sent_already", "This form was sent already with other words; load it again."
        ) from None
