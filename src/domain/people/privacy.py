"""Names and addresses in the record, encrypted with a key per person.

The record is never altered; forgetting a person means destroying their key, after which what the
record holds of them can no longer be read, and its chains still verify.
"""

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
    key = await _key(hub, user_id)
    if key is None:
        fresh = Fernet.generate_key().decode()
        sealed = hub.secrets.seal(USE, fresh)
        await sql.insert(PersonKeyRecord, {"user_id": user_id, "sealed_key": sealed})
        key = fresh
    return {"person": user_id, "veiled": Fernet(key).encrypt(text.encode()).decode()}


async def unveil(hub: Hub, veiled: dict[str, str]) -> str:
    """Return what `veil` was given, or `FORGOTTEN` once the person's key is gone."""
    key = await _key(hub, veiled["person"])
    if key is None:
        return FORGOTTEN
    try:
        return Fernet(key).decrypt(veiled["veiled"].encode()).decode()
    except InvalidToken:
        return FORGOTTEN


async def forget_key(user_id: str) -> None:
    """Destroy a person's key."""
    await sql.execute("DELETE FROM person_keys WHERE user_id = $1", user_id)


async def _key(hub: Hub, user_id: str) -> str | None:
    row = await sql.fetch_one("SELECT sealed_key FROM person_keys WHERE user_id = $1", user_id)
    return None if row is None else hub.secrets.unseal(USE, row["sealed_key"])
