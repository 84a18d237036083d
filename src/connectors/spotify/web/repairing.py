"""Having the items of a playlist stand as they are wanted, whoever else edits it."""

from collections.abc import Sequence

from connectors.spotify.errors import OutcomeUnknown, SpotifyError
from connectors.spotify.web.client import WebClient
from connectors.spotify.web.planning import Insert, Move, Remove, Replace, Step, plan
from connectors.spotify.web.standing import Shown, read
from domain.jobs.model import RetryLater

#: How often somebody else may come between. Ours.
TRIES_MAX = 3

#: When it is tried again after that, in seconds. Ours: whoever edits is done by then.
BUSY_SECONDS = 120.0

#: What Spotify answers where positions or a snapshot are those of another list.
_MOVED = frozenset({400, 409})


async def repair(client: WebClient, playlist_id: str, want: Sequence[str]) -> Shown:
    """Make the items those of `want`, in the fewest steps; return what stands then.

    It is read again afterwards: that is how somebody else's edits in between are noticed, for
    Spotify carries out steps that were meant for an earlier snapshot. `RetryLater` where they go
    on; what Spotify refuses every time is raised as it is.
    """
    refused: SpotifyError | None = None
    for tries in range(TRIES_MAX + 1):
        shown = await read(client, playlist_id)
        if shown is None:
            raise OutcomeUnknown("gone", ["the playlist went away while it was filled"])
        if list(shown.items) == list(want):
            return shown
        if tries < TRIES_MAX:
            refused = await _try(client, playlist_id, plan(shown.items, want), shown.snapshot)
    if refused is not None and refused.final:
        raise refused
    raise RetryLater(BUSY_SECONDS, "somebody edits the playlist all the time")


async def _try(
    client: WebClient, playlist_id: str, steps: Sequence[Step], snapshot: str
) -> SpotifyError | None:
    """Take the steps; return why Spotify refused one of them, if the list may have moved."""
    try:
        await _take(client, playlist_id, steps, snapshot)
    except SpotifyError as error:
        if error.status not in _MOVED:
            raise
        return error
    return None


async def _take(client: WebClient, playlist_id: str, steps: Sequence[Step], snapshot: str) -> None:
    for step in steps:
        match step:
            case Remove(uris):
                snapshot = await client.remove_items(playlist_id, uris, snapshot)
            case Insert(position, uris):
                snapshot = await client.insert_items(playlist_id, uris, position)
            case Replace(uris):
                snapshot = await client.replace_items(playlist_id, uris)
            case Move(start, before, length):
                snapshot = await client.move_items(
                    playlist_id, snapshot, start=start, before=before, length=length
                )
