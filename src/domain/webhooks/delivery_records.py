"""The tables of what is sent by webhooks: numbers of changes, deliveries, attempts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.database import sql
from domain.database.listing import Listing, Shown, of_each
from domain.pages import Direction, Page, PageRequest
from domain.webhooks.model import Attempt, Delivery, Happening, Standing

#: The longest trouble that is kept, in characters; what the column holds.
TROUBLE_MAX = 200


@dataclass(frozen=True, slots=True)
class Where:
    """What a list of deliveries is narrowed to."""

    states: Sequence[Standing] = ()
    happenings: Sequence[Happening] = ()
    subject_id: str | None = None


async def next_of(subject_id: str) -> int:
    """Return the number of a change of something; whoever asks next waits for our commit."""
    row = await sql.fetch_one(
        "INSERT INTO webhook_subjects (subject_id, sequence) VALUES ($1, 1)"
        " ON CONFLICT (subject_id) DO UPDATE SET sequence = webhook_subjects.sequence + 1"
        " RETURNING sequence",
        subject_id,
    )
    return int(row["sequence"]) if row else 1


async def add(value: Delivery) -> bool:
    """Keep something to be sent; False where one waits untried, which has this number now."""
    row = await sql.fetch_one(
        "INSERT INTO webhook_deliveries"
        " (id, webhook_id, happening, subject_id, sequence, state, made_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)"
        " ON CONFLICT (webhook_id, subject_id, happening) WHERE state = 'waiting' AND attempts = 0"
        " DO UPDATE SET sequence = excluded.sequence RETURNING id",
        *(value.id, value.webhook_id, value.happening, value.subject_id, value.sequence),
        *(value.state, value.made_at),
    )
    return row is not None and row["id"] == value.id


async def get(delivery_id: str, *, locked: bool = False) -> Delivery | None:
    """Return a delivery, `locked` until the commit if that is asked for."""
    query = "SELECT * FROM webhook_deliveries WHERE id = $1"
    row = await sql.fetch_one(sql.locking(query) if locked else query, delivery_id)
    return _delivery(row) if row else None


async def waiting(webhook_id: str) -> list[str]:
    """Return what waits to be sent by a webhook, by id, the oldest first."""
    rows = await sql.fetch(
        "SELECT id FROM webhook_deliveries WHERE webhook_id = $1 AND state = 'waiting' ORDER BY id",
        webhook_id,
    )
    return [row["id"] for row in rows]


async def left(before: datetime) -> list[tuple[str, str]]:
    """Return what waits since `before` though its webhook is active: the webhook, the delivery."""
    rows = await sql.fetch(
        "SELECT d.webhook_id, d.id FROM webhook_deliveries d JOIN webhooks w ON w.id = d.webhook_id"
        " WHERE d.state = 'waiting' AND w.state = 'active'"
        " AND COALESCE(d.next_at, d.made_at) < $1 ORDER BY d.id LIMIT 1000",
        before,
    )
    return [(row["webhook_id"], row["id"]) for row in rows]


async def overtaken(one: Delivery) -> bool:
    """Whether a later change of the same thing was delivered already."""
    row = await sql.fetch_one(
        "SELECT 1 FROM webhook_deliveries WHERE webhook_id = $1 AND subject_id = $2"
        " AND happening = $3 AND state = 'delivered' AND sequence > $4 LIMIT 1",
        *(one.webhook_id, one.subject_id, one.happening, one.sequence),
    )
    return row is not None


async def begin(delivery_id: str) -> None:
    """Write that something is being tried: a change that comes now is another delivery."""
    await sql.execute(
        "UPDATE webhook_deliveries SET attempts = attempts + 1, next_at = NULL WHERE id = $1",
        delivery_id,
    )


async def tried(delivery_id: str, number: int, payload: str, now: datetime) -> None:
    """Write down an attempt before it is made, with what is sent."""
    await sql.execute(
        "UPDATE webhook_deliveries SET tried_at = $1, payload = $2 WHERE id = $3",
        *(now, payload, delivery_id),
    )
    await sql.execute(
        "INSERT INTO webhook_attempts (delivery_id, number, at, trouble, milliseconds, excerpt)"
        " VALUES ($1, $2, $3, '', 0, '')",
        *(delivery_id, number, now),
    )


async def answered(one: Attempt) -> None:
    """Write what an attempt came to."""
    await sql.execute(
        "UPDATE webhook_attempts SET code = $1, trouble = $2, milliseconds = $3, excerpt = $4"
        " WHERE delivery_id = $5 AND number = $6",
        *(one.code, one.trouble[:TROUBLE_MAX], one.milliseconds, one.excerpt),
        *(one.delivery_id, one.number),
    )


async def came_to(
    delivery_id: str, state: Standing, trouble: str = "", next_at: datetime | None = None
) -> None:
    """Write what became of a delivery, and when it is tried again."""
    await sql.execute(
        "UPDATE webhook_deliveries SET state = $1, trouble = $2, next_at = $3 WHERE id = $4",
        *(state, trouble[:TROUBLE_MAX], next_at, delivery_id),
    )


async def remove(delivery_id: str) -> None:
    """Forget a delivery that nobody was ever sent, as if it had not been."""
    await sql.execute("DELETE FROM webhook_deliveries WHERE id = $1", delivery_id)


def _narrowed(webhook_id: str, where: Where) -> Listing[Delivery]:
    found = Listing("webhook_deliveries", "d", Shown(_delivery))
    found.only_one("webhook_id", webhook_id)
    found.only("d.tried_at IS NOT NULL")  # Before that nobody knows whether its owner may see it.
    found.only_among("state", where.states)
    found.only_among("happening", where.happenings)
    found.only_one("subject_id", where.subject_id)
    return found


async def page(webhook_id: str, where: Where, wanted: PageRequest) -> Page[Delivery]:
    """Return a page of what was sent by a webhook, or tried at least, the newest first."""
    return await _narrowed(webhook_id, where).page("made_at", Direction.DESC, wanted)


async def count(webhook_id: str, where: Where) -> int:
    """Return how much that is."""
    return await _narrowed(webhook_id, where).count()


async def attempts_of(delivery_ids: Sequence[str]) -> dict[str, list[Attempt]]:
    """Return the attempts at deliveries, by delivery, oldest first."""
    return await of_each("webhook_attempts", "delivery_id", delivery_ids, _attempt, "number")


async def forget(before: datetime, payloads_before: datetime, most: int) -> None:
    """Forget what is older than that, and of each webhook all but the newest `most`."""
    await sql.execute(
        "UPDATE webhook_deliveries SET payload = NULL WHERE made_at < $1 AND payload IS NOT NULL",
        payloads_before,
    )
    gone = (
        "SELECT id FROM (SELECT id, made_at, ROW_NUMBER() OVER"
        " (PARTITION BY webhook_id ORDER BY id DESC) AS place FROM webhook_deliveries) d"
        " WHERE d.made_at < $1 OR d.place > $2"
    )
    await sql.execute(f"DELETE FROM webhook_attempts WHERE delivery_id IN ({gone})", before, most)
    await sql.execute(f"DELETE FROM webhook_deliveries WHERE id IN ({gone})", before, most)


def _delivery(row: sql.Row) -> Delivery:
    return Delivery(
        id=row["id"],
        webhook_id=row["webhook_id"],
        happening=Happening(row["happening"]),
        subject_id=row["subject_id"],
        sequence=row["sequence"],
        state=Standing(row["state"]),
        made_at=sql.instant(row["made_at"]),
        attempts=row["attempts"],
        tried_at=sql.instant_or_none(row["tried_at"]),
        next_at=sql.instant_or_none(row["next_at"]),
        payload=row["payload"],
        trouble=row["trouble"],
    )


def _attempt(row: sql.Row) -> Attempt:
    return Attempt(
        delivery_id=row["delivery_id"],
        number=row["number"],
        at=sql.instant(row["at"]),
        code=row["code"],
        trouble=row["trouble"],
        milliseconds=row["milliseconds"],
        excerpt=row["excerpt"],
    )
