"""Lists of customers at Spotify, as audiences; see `domain.campaigns.lists.model.ListPublisher`.

A list is replaced as a whole: Spotify has no verb that takes somebody off one.
"""

from collections.abc import Sequence

from connectors.spotify.answers import Json
from connectors.spotify.client import AdsClient
from connectors.spotify.errors import OutcomeUnknown, SpotifyError
from connectors.spotify.meaning import outcomes, patience
from domain.campaigns.lists.model import AudienceState, Place, Standing

#: What stands above the keys. Spotify does not say whether it wants a heading; a heading too many
#: matches nobody, and a customer in its place would be lost.
HEADING = "email"


class SpotifyAudiences:
    """Keeps lists of customers in one ad account."""

    def __init__(self, client: AdsClient) -> None:
        self._client = client

    async def found(self, name: str) -> str | None:
        """Return the id of the audience called exactly `name`, if there is one."""
        with patience(), outcomes():
            found = await self._client.find_audience(name)
            return str(found["id"]) if found else None

    async def standing(self, audience_id: str) -> Standing | None:
        """Return how an audience stands; None if there is none (any more)."""
        with patience(), outcomes():
            found = await self._client.get_audience(audience_id)
            return _standing(found) if found is not None else None

    async def place(self, audience_id: str | None) -> Place:
        """Return where to upload a list to, for a new audience or in place of what one holds."""
        with patience(), outcomes():
            found = await self._client.place_of_list(audience_id)
            return Place(str(audience_id or found["id"]), str(found["upload_url"]))

    async def upload(self, address: str, keys: Sequence[str]) -> None:
        """Upload matching keys, all that the list holds from now on."""
        table = "\r\n".join((HEADING, *keys, ""))
        # A signed address that is refused is asked for anew: no refusal of it is one of the list.
        with patience():
            await self._client.upload_list(address, table.encode())

    async def create(self, audience_id: str, name: str) -> str:
        """Make the audience of what was uploaded; return the id it has."""
        body = {
            "audience_type": "CUSTOM",
            "subtype": "CUSTOMER_LIST",
            "audience_id": audience_id,
            "name": name,
        }
        with patience(), outcomes():
            return str((await self._client.create_audience(body)).get("id") or audience_id)

    async def delete(self, audience_id: str) -> bool:
        """Delete an audience, which may be gone already; False as long as something uses it."""
        with patience(), outcomes():
            try:
                await self._client.delete_audience(audience_id)
            except SpotifyError as error:
                if error.status == 409:  # noqa: PLR2004  Conflict.
                    return False
                raise
            return True


def _standing(found: Json) -> Standing:
    size = found.get("size") or {}
    said = str(found.get("status") or "PROCESSING").lower()
    if said not in set(AudienceState):
        raise OutcomeUnknown("unreadable", ["an audience has a state that nobody knows"])
    return Standing(AudienceState(said), size.get("min"), size.get("max"))
