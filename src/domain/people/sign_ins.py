"""Whose an account at an issuer of sign-ins is: pinned at the first entry, by issuer and subject.

An address finds the person once. From then on the account does, whatever its address; and the
address opens nothing to any other account, for addresses are given to others when people leave.
"""

from datetime import datetime

from tortoise import fields
from tortoise.models import Model

from domain import ids
from domain.actor import Actor
from domain.audit import service as audit
from domain.database import sql, transaction
from domain.errors import Forbidden
from domain.hub import Hub
from domain.identities import Vouched
from domain.people import actor_records, records
from domain.people.model import Act
from domain.people.rules import require, spelled
from domain.people.service import get_user


class SignInRecord(Model):
    """An account at an issuer that belongs to a person; one for each issuer."""

    id = fields.CharField(40, primary_key=True)
    issuer = fields.CharField(500)
    subject = fields.CharField(255)
    user: fields.ForeignKeyRelation[records.UserRecord] = fields.ForeignKeyField(
        "hub.UserRecord", on_delete=fields.RESTRICT, db_index=True
    )
    linked_at = fields.DatetimeField()

    class Meta:
        """Where it is kept."""

        table = "sign_ins"
        unique_together = (("issuer", "subject"), ("user", "issuer"))


async def enter(hub: Hub, vouched: Vouched) -> Actor:
    """Return the person an account belongs to; at its first entry, the one with its address.

    `Forbidden` says why there is none.
    """
    actor = await actor_records.by_sign_in(vouched.issuer, vouched.subject, vouched.scopes)
    if actor is None:
        await _pin(vouched, hub.clock.now())
        actor = await actor_records.by_sign_in(vouched.issuer, vouched.subject, vouched.scopes)
    if actor is None:
        raise _nobody()
    return actor


async def unlink(hub: Hub, actor: Actor, user_id: str) -> None:
    """Part a person from their accounts at issuers; nothing changes if they have none.

    Whoever enters next with their address is taken for them.
    """
    require(actor, Act.CHANGE_PEOPLE)
    await get_user(user_id)
    async with transaction():
        if await sql.execute("DELETE FROM sign_ins WHERE user_id = $1", user_id):
            await audit.record(hub.clock.now(), actor, "user.sign_in_unlinked", user_id, {})


async def _pin(vouched: Vouched, now: datetime) -> None:
    """Pin an account that nobody has to the person with its address, who has none there yet."""
    async with transaction():
        person = await sql.fetch_one(
            sql.locking("SELECT id FROM users WHERE email = $1 AND active"), spelled(vouched.email)
        )
        if person is None:
            # The issuer knows more people than may enter here, so nobody is added by coming.
            raise _nobody()
        theirs = await sql.fetch_one(
            "SELECT subject FROM sign_ins WHERE user_id = $1 AND issuer = $2",
            person["id"],
            vouched.issuer,
        )
        if theirs is not None:
            if theirs["subject"] == vouched.subject:
                return  # They came twice at once.
            raise Forbidden(
                "unauthenticated",
                "The address in this token belongs to somebody who signs in here with another"
                " account. If that is you, ask an admin to unlink the earlier account.",
            )
        row = {
            "id": ids.new(ids.Prefix.IDENTITY),
            "issuer": vouched.issuer,
            "subject": vouched.subject,
            "user_id": person["id"],
            "linked_at": now,
        }
        if not await sql.insert_if_new(SignInRecord, row, ("issuer", "subject")):
            raise _nobody()  # The account is that of somebody who was barred.
        actor = await actor_records.by_sign_in(vouched.issuer, vouched.subject, vouched.scopes)
        if actor is not None:
            details = {"issuer": vouched.issuer, "how": "verified address"}
            await audit.record(now, actor, "user.sign_in_linked", person["id"], details)


def _nobody() -> Forbidden:
    return Forbidden(
        "unauthenticated",
        "Nobody who may enter here has the address in this token; ask an admin to add you.",
    )
