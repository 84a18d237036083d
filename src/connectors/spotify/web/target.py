"""Playlists at Spotify, as a target of the hub's: put there, looked at, taken down."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping

from connectors.spotify.web import ours, standing
from connectors.spotify.web.client import WebClient, uri_of
from connectors.spotify.web.cover import BadCoverError, as_cover
from connectors.spotify.web.finding import Finding, Wanted, why_not
from connectors.spotify.web.repairing import repair
from connectors.spotify.web.standing import Shown, is_our_cover
from connectors.spotify.web.trouble import begun, translated
from domain.errors import Missing
from domain.files import FileStore
from domain.jobs.model import RetryLater
from domain.targets.model import Noted, Publication, Refused, Report, Standing, unnoted

#: The brief's field that names the cover.
COVER = "cover_asset_id"

#: When it is looked again whether something is gone, in seconds. Ours.
GOING_SECONDS = 30.0

#: What people have to do, for the Web API cannot.
_LEFT = "it still shows an earlier cover; have it taken off in Spotify"


class PlaylistTarget:
    """The target `spotify_playlist`; see `domain.targets.model.Target`.

    `Publication.place` is the brand in whose account a playlist is, and `client_of` gives who
    speaks for it. Outside ids are `playlist`, `account`, `snapshot`, `items` (tracks, in order),
    `cover` (what was sent, by its digest) and `cover_shown` (the address it got there).
    """

    name = "spotify_playlist"

    #: A playlist is there for everybody as soon as it is shown.
    ahead = False
    #: It is the same list for all.
    narrows = False

    def __init__(self, client_of: Callable[[str], Awaitable[WebClient]], files: FileStore) -> None:
        self._client_of = client_of
        self._files = files

    async def publish(
        self,
        what: Publication,
        outside: Mapping[str, str],
        *,
        tried: bool,
        noted: Noted = unnoted,
    ) -> Report:
        """Have the playlist stand as approved: nobody sees a new one before it is complete."""
        with translated():
            _require_listeners(what)
            client = await self._client_of(what.place)
            account = await ours.account_of(client, outside)
            uris, cover = await _tracks(client, what, outside), await self._cover(what)
            found = await ours.find(client, what, outside, account, tried=tried)
            known = {
                **outside,
                "account": ours.immutable(account),
                "playlist": found or await _create(client, what),
                "items": standing.kept(uris),
            }
        if not found:
            await noted({name: known[name] for name in ("account", "playlist")})
        with begun(known):
            before = await repair(client, known["playlist"], [one for one in uris if one])
            await _send_cover(client, what, known, before, cover)
            await _label(client, what, known["playlist"], before)
            playlist = await client.get_playlist(known["playlist"])
            known["snapshot"] = str((playlist or {}).get("snapshot_id") or before.snapshot)
            left = (_LEFT,) if before.cover and cover is None else ()
            return Report(Standing.LIVE, known, before.address, drift=left)

    async def look(self, what: Publication, outside: Mapping[str, str]) -> Report:
        """Compare what stands with what was put there, and ask where it is not played."""
        with translated():
            client = await self._client_of(what.place)
            await ours.account_of(client, outside)  # Another one would not see what is private.
            shown = await standing.read(client, outside["playlist"])
            if shown is None:
                gone = (f"Spotify has no {uri_of(outside['playlist'])} any more",)
                return Report(Standing.REMOVED, dict(outside), problems=gone)
            if stripped := standing.taken_down(shown, outside):
                return Report(Standing.REMOVED, dict(outside), shown.address, problems=stripped)
            known = {**outside, "snapshot": shown.snapshot}
            if "cover" in outside and shown.cover:
                known.setdefault("cover_shown", shown.cover)
            drift = standing.drift(what, shown, outside)
            if not await client.follows(outside["playlist"]):
                drift.append("it was taken out of the account's library")
            blocked, unheard = await _unheard(client, what, outside, shown)
            return Report(
                Standing.LIVE,
                known,
                shown.address,
                blocked=blocked,
                drift=standing.named([*drift, *unheard]),
            )

    async def remove(self, what: Publication, outside: Mapping[str, str]) -> Report:
        """Empty it, make it private, take it out of the library; and read all three back."""
        with translated():
            client = await self._client_of(what.place)
            account = await ours.account_of(client, outside)
            playlist_id = await ours.find(client, what, outside, account, tried=True)
            if playlist_id is None:
                gone = (f"the account lists no playlist with {standing.mark_of(what.name)}",)
                return Report(Standing.GONE, dict(outside), evidence=gone)
            shown = await repair(client, playlist_id, ())
            if shown.public:
                await client.change_playlist(playlist_id, public=False)
            await client.unfollow(playlist_id)
            evidence = await _evidence(client, playlist_id)
            known = {**outside, "playlist": playlist_id}
            return Report(Standing.GONE, known, evidence=evidence)

    async def _cover(self, what: Publication) -> bytes | None:
        """Return the cover as it is sent, made of the very file that was approved, if any."""
        file = what.files.get(COVER)
        if file is None:
            return None
        try:
            content = await self._files.load(file.asset_id)
            return await asyncio.to_thread(_checked_cover, content, file.sha256)
        except Missing as error:
            raise Refused(("the file of the cover is lost; upload it anew",)) from error
        except BadCoverError as error:
            raise Refused((str(error),)) from error


def _require_listeners(what: Publication) -> None:
    """Refuse what is to be heard at sites: Spotify's licence is for listeners alone."""
    if what.content["metadata"].get("site_ids"):
        raise Refused(("a playlist for sites is never put on Spotify; give it to their provider",))


def _checked_cover(content: bytes, sha256: str) -> bytes:
    if hashlib.sha256(content).hexdigest() != sha256:
        raise BadCoverError("the cover is not the file that was approved; upload it anew")
    return as_cover(content)


async def _tracks(client: WebClient, what: Publication, outside: Mapping[str, str]) -> list[str]:
    """Return the tracks by their names at Spotify; `Refused` with everything wrong with them.

    One that is not to stand there any more has an empty name. What stands already is not refused
    for what nobody knew when it was put there.
    """
    said = what.content["metadata"]
    wanted = [Wanted.of(one) for one in said["tracks"]]
    without, stands = said.get("without", ()), "playlist" in outside
    finding = Finding(client, what.markets, without, approved=stands)
    uris, problems = await finding.find(wanted)
    if problems:
        raise Refused(tuple(problems))
    return list(uris)


async def _create(client: WebClient, what: Publication) -> str:
    made = await client.create_playlist(standing.name_of(what), standing.description_of(what))
    return str(made["id"])


async def _send_cover(
    client: WebClient,
    what: Publication,
    known: dict[str, str],
    before: Shown,
    cover: bytes | None,
) -> None:
    """Send the cover unless it is the one that shows, and note it in `known`."""
    if cover is None:
        known.pop("cover", None)
    elif known.get("cover") != what.files[COVER].sha256 or not is_our_cover(before, known):
        await client.put_cover(known["playlist"], cover)
        known["cover"] = what.files[COVER].sha256
        known.pop("cover_shown", None)


async def _label(client: WebClient, what: Publication, playlist_id: str, before: Shown) -> None:
    """Have title and description stand, and let it be seen: the last of all steps."""
    name, description = standing.name_of(what), standing.description_of(what)
    wanted = (name, description, True, False)
    if (before.name, before.description, before.public, before.collaborative) != wanted:
        await client.change_playlist(
            playlist_id, name=name, description=description, public=True, collaborative=False
        )
    if not await client.follows(playlist_id):
        await client.follow(playlist_id)


async def _unheard(
    client: WebClient, what: Publication, outside: Mapping[str, str], shown: Shown
) -> tuple[frozenset[str], list[str]]:
    """Return the markets in which nothing is played, and what else is not played where."""
    blocked: set[str] = set()
    unheard: list[str] = []
    titles = {**shown.titles, **standing.titles_of(what, outside)}
    for market in sorted(what.markets):
        items = await client.get_items(outside["playlist"], market)
        why = [why_not(item or {}) for item in items]
        if items and all(why):
            blocked.add(market)
            continue
        unheard += [
            f"{titles.get(uri, uri)} cannot be played in {market}: {reason}"
            for uri, reason in zip(shown.items, why, strict=False)
            if reason
        ]
    return frozenset(blocked), unheard


async def _evidence(client: WebClient, playlist_id: str) -> tuple[str, ...]:
    """Return by what it is seen that a playlist is gone; `RetryLater` if it is not."""
    shown = await standing.read(client, playlist_id)
    if shown is None:
        return (f"Spotify has no {uri_of(playlist_id)} any more",)
    if shown.items or shown.public or await client.follows(playlist_id):
        raise RetryLater(GOING_SECONDS, "the playlist can still be seen, or heard")
    return (
        f"{uri_of(playlist_id)} holds nothing, snapshot {shown.snapshot}",
        "it is private",
        "it is not in the account's library",
    )
