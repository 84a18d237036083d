"""Whose account speaks, and which of its playlists is the one that is meant."""

from collections.abc import Mapping

from connectors.spotify.web import standing
from connectors.spotify.web.client import WebClient
from connectors.spotify.web.exchange import Json
from connectors.spotify.web.standing import mark_of, words_of
from domain.jobs.model import GiveUp
from domain.targets.model import Publication, Undecided


async def account_of(client: WebClient, outside: Mapping[str, str]) -> Json:
    """Return the account that speaks; `GiveUp` if the playlist was made in another."""
    account = await client.me()
    if outside.get("account", immutable(account)) != immutable(account):
        raise GiveUp("the playlist is in another account of Spotify's; connect that one again")
    return account


def immutable(account: Json) -> str:
    """Return what never changes of an account, or else its name."""
    return str(account.get("account_id") or account.get("id"))


async def find(
    client: WebClient,
    what: Publication,
    outside: Mapping[str, str],
    account: Json,
    *,
    tried: bool,
) -> str | None:
    """Return which playlist it is: the one that is known, or the one with our reference.

    None says that there is none, for an account's own are all listed. `Undecided` if several carry
    our reference; or if one of the same name carries none, and may be what an earlier try made.
    """
    if "playlist" in outside and await client.get_playlist(outside["playlist"]):
        return outside["playlist"]
    owned = [one for one in await client.my_playlists() if _owner(one) == account.get("id")]
    ours = [str(one["id"]) for one in owned if mark_of(what.name) in words_of(one)]
    if len(ours) > 1:
        raise Undecided(f"{len(ours)} playlists carry {mark_of(what.name)}: {', '.join(ours)}")
    if ours:
        return ours[0]
    name = standing.name_of(what)
    if tried and any(_may_be(one, name) for one in owned):
        raise Undecided(
            f"a playlist called `{name}` stands there without our reference, and nobody can tell"
            " whether an earlier try made it: rename it, or remove it"
        )
    return None


def _owner(playlist: Json) -> str:
    return str((playlist.get("owner") or {}).get("id") or "")


def _may_be(playlist: Json, name: str) -> bool:
    return playlist.get("name") == name and not standing.carries_mark(playlist)
