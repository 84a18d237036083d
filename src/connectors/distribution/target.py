"""Publishing by Spotify's Distribution API; see `domain.targets.model.Target`.

A create there is not made harmless by the GUID, and no episode can be looked up by it. So where a
create was begun and nobody has its id, a person looks: nothing is ever created on a guess.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from urllib.parse import quote

import httpx2

from connectors.distribution import wire
from connectors.distribution.tokens import ClientTokens
from connectors.distribution.wire import Processing, Told
from connectors.hosting import episode
from connectors.hosting.channel import Answer, Channel, Host, Unheard
from connectors.hosting.episode import EPISODE, WRITTEN
from domain.clock import Clock
from domain.jobs.model import GiveUp
from domain.targets.model import Noted, Publication, Report, Standing, Undecided, unnoted

HOST = Host(
    "Spotify's Distribution API",
    "distribution",
    "GREENLIGHT_DISTRIBUTION_CLIENT_ID and GREENLIGHT_DISTRIBUTION_CLIENT_SECRET",
    "distribution-api@spotify.com to allow this client, which takes a contract with Spotify",
)

#: How long what is told may still be of what stood there before the last write. Ours: what Spotify
#: says lags, by how much is said nowhere.
LAG = timedelta(hours=1)

#: What the episodes are called whose place it took, in order, with blanks between.
EARLIER = "earlier_episodes"


class DistributionTarget:
    """Publishes episodes into shows that Spotify has the hub's client manage.

    `reach` are the countries in which those shows are heard.
    """

    name = "distribution_api"
    ahead = True
    #: It has the same countries for all episodes of a show.
    narrows = False

    def __init__(self, channel: Channel, clock: Clock, *, reach: AbstractSet[str]) -> None:
        self._channel = channel
        self._clock = clock
        self._reach = reach

    async def publish(
        self,
        what: Publication,
        outside: Mapping[str, str],
        *,
        tried: bool,
        noted: Noted = unnoted,
    ) -> Report:
        """Create the episode, or write the one that is known anew."""
        episode.require_markets(what, self._reach, HOST.name)
        body, known = wire.body(what, here=self._channel.here), outside.get(EPISODE)
        if known:
            answer = await self._channel.ask("PUT", _at(known), json=body)
            if not answer.missing:
                return self._begun(outside, known, answer)
        if tried:
            raise _undecided(what)
        if known:  # From now on it is not known what stands, until what takes its place has an id.
            await noted(_replaced(outside) | {EPISODE: ""})
        answer = await self._channel.ask("POST", f"{_show(what)}/episodes", json=body)
        if answer.missing:
            raise _not_ours(what)
        made = wire.text(answer.body, "episode_id")
        if not made:
            raise Unheard("distribution_unheard", f"{HOST.name} did not say what it made.")
        return self._begun(_replaced(outside), made, answer)

    async def look(self, what: Publication, outside: Mapping[str, str]) -> Report:
        """Ask how far Spotify is with it. What people changed there is told nowhere."""
        known = outside.get(EPISODE)
        if not known:
            raise _undecided(what)
        answer = await self._channel.ask("GET", f"{_at(known)}/status")
        if answer.missing:
            await self._require_show(what)
            said = "Spotify does not know the episode any more"
            return Report(Standing.REMOVED, outside, problems=(said,))
        told = wire.status(answer.body, episode.instant(outside.get(WRITTEN)))
        return self._standing(what, outside, told)

    async def remove(self, what: Publication, outside: Mapping[str, str]) -> Report:
        """Delete it, and see that Spotify says that it is removed, or does not know it."""
        known = outside.get(EPISODE)
        if not known:
            raise _undecided(what)
        answer = await self._channel.ask("DELETE", _at(known))
        told = "does not know it" if answer.missing else f"answered {answer.status}"
        seen = await self._channel.ask("GET", f"{_at(known)}/status")
        processing = wire.status(seen.body, None).processing
        if not seen.missing and processing is not Processing.REMOVED:
            said = f"{HOST.name} was asked to remove the episode, and still says `{processing}`."
            raise Unheard("distribution_still_there", said)
        if answer.missing and seen.missing:
            await self._require_show(what)
        now = "knows no status of it" if seen.missing else "says that it is removed"
        evidence = (
            f"asked to delete the episode {known}, Spotify {told}",
            f"at {episode.written(self._clock.now())} Spotify {now}",
        )
        return Report(Standing.GONE, outside, evidence=evidence)

    async def _require_show(self, what: Publication) -> None:
        """Raise `GiveUp` if the show is not the hub's any more: its episodes may well stand."""
        if (await self._channel.ask("GET", _show(what))).missing:
            raise _not_ours(what)

    def _begun(self, outside: Mapping[str, str], known: str, answer: Answer) -> Report:
        """Return what was written: Spotify fetches the audio by and by."""
        said = episode.instant(wire.text(answer.body, "updated_at")) or self._clock.now()
        uri = wire.text(answer.body, "episode_uri") or outside.get("uri", "")
        ids = {**outside, EPISODE: known, WRITTEN: episode.written(said)}
        if uri:
            ids["uri"] = uri
        return Report(Standing.PROCESSING, ids, episode.open_address(uri))

    def _standing(self, what: Publication, outside: Mapping[str, str], told: Told) -> Report:
        uri = told.uri or outside.get("uri", "")
        ids = {**outside, **({"uri": uri} if uri else {})}
        standing, problems = self._judged(what, outside, told)
        return Report(standing, ids, episode.open_address(uri), told.blocked, problems)

    def _judged(
        self, what: Publication, outside: Mapping[str, str], told: Told
    ) -> tuple[Standing, tuple[str, ...]]:
        now, written_at = self._clock.now(), episode.instant(outside.get(WRITTEN))
        if _lags(told, written_at, now) or told.processing is Processing.PENDING:
            return Standing.PROCESSING, ()
        if told.processing is Processing.REMOVED:
            return Standing.REMOVED, told.failures or ("Spotify removed it and says no reason",)
        if told.processing is Processing.FAILED:
            return Standing.REFUSED, told.failures or ("Spotify says that it failed, and not why",)
        if told.processing is Processing.SUCCESS:
            return (Standing.LIVE if now >= what.opens_at else Standing.PROCESSING), ()
        since = told.since or written_at or what.opens_at
        if now - since < episode.PATIENCE:
            return Standing.PROCESSING, ()
        said = f"Spotify has said `{told.processing}` since {episode.written(since)}"
        return Standing.REFUSED, (f"{said}; see that the audio can be fetched, and ask it again",)


def connected(
    http: httpx2.AsyncClient,
    clock: Clock,
    *,
    base_url: str,
    token_url: str,
    client_id: str,
    client_secret: str,
    reach: AbstractSet[str],
) -> DistributionTarget:
    """Return the target of one client of Spotify's, over `http`, which follows no redirects."""
    entry = ClientTokens(
        http, clock, HOST, token_url=token_url, client_id=client_id, client_secret=client_secret
    )
    headers = {"Api-Version": wire.VERSION}
    channel = Channel(http, HOST, entry, base_url=base_url, headers=headers)
    return DistributionTarget(channel, clock, reach=reach)


def _at(known: str) -> str:
    return f"/episodes/{quote(known, safe='')}"


def _show(what: Publication) -> str:
    return f"/shows/{quote(what.place, safe='')}"


def _not_ours(what: Publication) -> GiveUp:
    return GiveUp(
        f"{HOST.name} manages no show `{what.place}` for the hub; correct what the show is called"
        " there, or have Spotify hand it over to this client"
    )


def _lags(told: Told, written_at: datetime | None, now: datetime) -> bool:
    """Whether what is told may be of what stood there before the last write."""
    if written_at is None or told.since is None or told.since >= written_at:
        return False
    return now - written_at < LAG


def _replaced(outside: Mapping[str, str]) -> dict[str, str]:
    """Return what is known of an episode whose place a new one takes."""
    earlier = [outside.get(EARLIER, ""), outside.get(EPISODE, "")]
    said = " ".join(filter(None, earlier))
    return {EARLIER: said} if said else {}


def _undecided(what: Publication) -> Undecided:
    return Undecided(
        f"Spotify may have made the episode `{what.name}` in the show `{what.place}`, and its"
        " Distribution API finds none by its GUID"
    )
