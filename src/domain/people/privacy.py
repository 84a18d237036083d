"""Names and addresses in the record, encrypted with a key per person.

The record is never altered; forgetting a person means destroying their key, after which what the
record holds of them can no longer be read, and its chains still verify.
"""

from collections.abc import Mapping, Sequence

from cryptography.fernet import Fernet, InvalidToken
from tortoise import fields
from tortoise.models import Model

from domain.database import sql
from domain.hub import Hub

#: What person keys are sealed for.
USE = "person-key"

#: What is shown of a person who was forgotten.
FORGOTTEN = "(forgotten)"


class PersonKeyRecord(Model):
    """The key of one person, itself sealed with the hub's secret."""

    user_id = fields.CharField(40, primary_key=True)
    sealed_key = fields.TextField()

    class Meta:
        """Where it is kept."""

        table = "person_keys"


async def veil(hub: Hub, user_id: str, text: str) -> dict[str, str]:
    """Return `text` as the record keeps it: encrypted for `user_id`."""
    sealed = (await sealed_keys([user_id])).get(user_id)
    if sealed is None:
        sealed = hub.secrets.seal(USE, Fernet.generate_key().decode())
        await sql.insert(PersonKeyRecord, {"user_id": user_id, "sealed_key": sealed})
    key = hub.secrets.unseal(USE, sealed)
    return {"person": user_id, "veiled": Fernet(key).encrypt(text.encode()).decode()}


async def unveil(hub: Hub, veiled: Mapping[str, str]) -> str:
    """Return what `veil` was given, or `FORGOTTEN` once the person's key is gone."""
    person = veiled["person"]
    return opened(hub, veiled, (await sealed_keys([person])).get(person))


def opened(hub: Hub, veiled: Mapping[str, str], sealed: str | None) -> str:
    """Return the same, by the key of its person as `sealed_keys` has it; None for none."""
    if sealed is None:
        return FORGOTTEN
    key = hub.secrets.unseal(USE, sealed)
    try:
        return Fernet(key).decrypt(veiled["veiled"].encode()).decode()
    except InvalidToken:
        return FORGOTTEN


async def sealed_keys(people: Sequence[str]) -> dict[str, str]:
    """Return the keys of people by their ids, sealed; none of those who were forgotten."""
    marks = sql.placeholders(1, len(people))
    rows = await sql.fetch(
        f"SELECT user_id, sealed_key FROM person_keys WHERE user_id IN ({marks})", *people
    )
    return {row["user_id"]: row["sealed_key"] for row in rows}


async def forget_key(user_id: str) -> None:
    """Destroy a person's key."""
    await sql.execute("DELETE FROM person_keys WHERE user_id = $1", user_id)
