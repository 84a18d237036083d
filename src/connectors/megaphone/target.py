"""Publishing by Megaphone; see `domain.targets.model.Target`.

An episode there carries our name as its `externalId`, so what was begun and never answered is
looked up by it, and whatever is repeated ends in one episode.
"""

from collections.abc import AsyncIterator, Callable, Mapping
from collections.abc import Set as AbstractSet
from contextlib import asynccontextmanager
from urllib.parse import quote

import httpx2

from connectors.hosting import episode
from connectors.hosting.channel import Answer, Channel, Host, Unheard
from connectors.hosting.episode import EPISODE, WRITTEN
from connectors.megaphone import wire
from connectors.megaphone.pacing import Pace, SharedPace
from connectors.megaphone.wire import Told
from domain.clock import Clock
from domain.jobs.model import GiveUp, RetryLater
from domain.targets.model import Noted, Publication, Report, Standing, Undecided, unnoted

HOST = Host(
    "Megaphone",
    "megaphone",
    "GREENLIGHT_MEGAPHONE_TOKEN",
    "an administrator of the account at Megaphone to let the owner of the token publish",
)

#: Episodes on a page of a list, and pages that are looked through for one, which may hold fewer.
#: Ours: a page suffices if Megaphone filters by our name.
PAGE_SIZE, PAGES_MAX = 100, 10


class UserToken:
    """The token of somebody's account at Megaphone; there is never another."""

    def __init__(self, token: str) -> None:
        self._header = f'Token token="{token}"'

    async def header(self, *, stale: str | None = None) -> str:
        """Return the header; one that was refused stays refused."""
        if stale == self._header:
            raise HOST.not_let_in()
        return self._header


class MegaphoneTarget:
    """Publishes episodes into podcasts at Megaphone, which are heard in the countries `reach`."""

    name = "megaphone"
    ahead = True
    #: It has the same countries for all episodes of a show.
    narrows = False

    def __init__(
        self, channel: Channel, clock: Clock, pace: Pace, *, reach: AbstractSet[str]
    ) -> None:
        self._channel = channel
        self._clock = clock
        self._pace = pace
        self._reach = reach

    async def publish(
        self,
        what: Publication,
        outside: Mapping[str, str],
        *,
        tried: bool,
        noted: Noted = unnoted,  # noqa: ARG002  It knows nothing before it is done.
    ) -> Report:
        """Write the episode that is known or stands there under our name, or create it.

        It is looked up whether or not one was begun; after one was, also by what else it is.
        """
        episode.require_markets(what, self._reach, HOST.name)
        path = wire.episodes_of(what.place)
        body = wire.body(what, here=self._channel.here)
        async with self._turn("publish", what):
            known = outside.get(EPISODE)
            if known:
                answer = await self._channel.ask("PUT", _at(path, known), json=body)
                if not answer.missing:
                    return self._begun(outside, answer, known)
            for one in await self._named(what, lost=tried and not known):
                answer = await self._channel.ask("PUT", _at(path, one.id), json=body)
                if not answer.missing:
                    return self._begun(outside, answer, one.id)
            answer = _there(what, await self._channel.ask("POST", path, json=body))
            made = wire.told(answer.body)
            if made is None:
                raise Unheard("megaphone_unheard", f"{HOST.name} did not say what it made.")
            return self._begun(outside, answer, made.id)

    async def look(self, what: Publication, outside: Mapping[str, str]) -> Report:
        """Return how far its audio is, and what somebody changed there."""
        path, known = wire.episodes_of(what.place), outside.get(EPISODE)
        async with self._turn("look", what):
            found = await self._read(path, known) if known else None
            if found is None:  # That the podcast is there is looked at as well.
                found = next(iter(await self._named(what)), None)
        if found is None:
            said = "Megaphone does not have the episode any more"
            return Report(Standing.REMOVED, outside, problems=(said,))
        return self._standing(what, outside, found)

    async def remove(self, what: Publication, outside: Mapping[str, str]) -> Report:
        """Delete whatever stands there under our name, and see that nothing does."""
        known, gone = outside.get(EPISODE), list[str]()
        async with self._turn("remove", what):
            if known:  # Whatever else is found or not, this one goes.
                gone.append(await self._delete(what, known))
            for one in await self._named(what, lost=not known):
                if one.id not in gone:
                    gone.append(await self._delete(what, one.id))
        at = episode.written(self._clock.now())
        evidence = tuple(f"at {at} Megaphone had no episode {one} any more (404)" for one in gone)
        none = f"at {at} Megaphone had no episode under the name `{what.name}`"
        return Report(Standing.GONE, outside, evidence=evidence or (none,))

    async def _read(self, path: str, known: str) -> Told | None:
        answer = await self._channel.ask("GET", _at(path, known))
        found = wire.told(answer.body)
        if found is None and not answer.missing:
            raise Unheard("megaphone_unheard", f"{HOST.name} did not say how it stands.")
        return found

    async def _delete(self, what: Publication, one: str) -> str:
        path = _at(wire.episodes_of(what.place), one)
        await self._channel.ask("DELETE", path)
        if not (await self._channel.ask("GET", path)).missing:
            said = f"{HOST.name} was asked to delete the episode {one}, and still has it."
            raise Unheard("megaphone_still_there", said)
        return one

    async def _named(self, what: Publication, *, lost: bool = False) -> list[Told]:
        """Return the episodes that carry our name, be they drafts or not.

        Where an answer was `lost`, one that Megaphone made without keeping our name is looked for
        as well, by title and GUID. `Undecided` where nobody can tell whether it is that.
        """
        by_name = await self._listed(what, {"externalId": what.name}, wire.is_named)
        if by_name or not lost:
            return by_name
        nameless = await self._listed(what, {}, wire.may_be)
        surely = [one for one in nameless if one.guid == what.name]
        if nameless and not surely:
            raise Undecided(
                f"an episode called `{nameless[0].title}` stands at Megaphone without our name, and"
                " nobody can tell whether an earlier try made it: rename it, or remove it"
            )
        return surely

    async def _listed(
        self,
        what: Publication,
        by: Mapping[str, str],
        meant: Callable[[Publication, Told], bool],
    ) -> list[Told]:
        """Return those of a podcast's episodes that are `meant`.

        `Undecided` where there are more pages than are looked through.
        """
        found = dict[str, Told]()
        for drafts in ({}, {"draft": "true"}):
            async for page in self._pages(what, {**by, **drafts}):
                found |= {one.id: one for one in page if meant(what, one)}
                if found:
                    break
        return list(found.values())

    async def _pages(self, what: Publication, by: Mapping[str, str]) -> AsyncIterator[list[Told]]:
        """Yield a podcast's episodes page by page, however few a page holds, to the last of them.

        `Unheard` where it ends before all came: what is missing may be the one that is looked for.
        """
        query, seen = {**by, "per_page": str(PAGE_SIZE), "page": "1"}, 0
        path = wire.episodes_of(what.place)
        for _ in range(PAGES_MAX):
            answer = _there(what, await self._channel.ask("GET", path, query=query))
            yield wire.listed(answer.body)
            seen += len(answer.body) if isinstance(answer.body, list) else 0
            if answer.further is None:
                if not isinstance(answer.body, list) or seen < (answer.total or 0):
                    said = f"{HOST.name} did not list all episodes of `{what.place}`."
                    raise Unheard("megaphone_unheard", said)
                return
            query = {**query, **answer.further}
        raise Undecided(
            f"Megaphone lists more episodes of `{what.place}` than are looked through for the"
            f" external id `{what.name}`"
        )

    def _begun(self, outside: Mapping[str, str], answer: Answer, known: str) -> Report:
        """Return what was written: Megaphone fetches the audio by and by."""
        found, at = wire.told(answer.body), episode.written(self._clock.now())
        ids = _ids({**outside, EPISODE: known, WRITTEN: at}, found)
        return Report(Standing.PROCESSING, ids, _address(found))

    def _standing(self, what: Publication, outside: Mapping[str, str], found: Told) -> Report:
        standing, problems = self._judged(what, outside, found)
        ids = _ids({**outside, EPISODE: found.id}, found)
        drift = wire.drift(what, found)
        return Report(standing, ids, _address(found), problems=problems, drift=drift)

    def _judged(
        self, what: Publication, outside: Mapping[str, str], found: Told
    ) -> tuple[Standing, tuple[str, ...]]:
        now = self._clock.now()
        if found.draft:
            return Standing.REMOVED, ("somebody made it a draft at Megaphone, which nobody hears",)
        if found.audio == "success":
            return (Standing.LIVE if now >= what.opens_at else Standing.PROCESSING), ()
        since = episode.instant(outside.get(WRITTEN)) or what.opens_at
        if now - since < episode.PATIENCE:
            return Standing.PROCESSING, ()
        said = f"Megaphone has not taken the audio since {episode.written(since)}"
        return Standing.REFUSED, (f"{said}; it says `{found.audio or 'nothing'}` of it",)

    @asynccontextmanager
    async def _turn(self, verb: str, what: Publication) -> AsyncIterator[None]:
        """Wait for our turn before the first call, and have everybody wait if Megaphone asks so."""
        await self._pace.turn(f"{verb}:{what.request_id}:{what.revision}")
        try:
            yield
        except RetryLater as wish:
            await self._pace.hush(wish.seconds)
            raise


def connected(
    http: httpx2.AsyncClient, clock: Clock, *, base_url: str, token: str, reach: AbstractSet[str]
) -> MegaphoneTarget:
    """Return the target of one account at Megaphone, over `http`, which follows no redirects."""
    channel = Channel(http, HOST, UserToken(token), base_url=base_url)
    return MegaphoneTarget(channel, clock, SharedPace(clock), reach=reach)


def _at(path: str, known: str) -> str:
    return f"{path}/{quote(known, safe='')}"


def _there(what: Publication, answer: Answer) -> Answer:
    """Return an answer about a podcast; `GiveUp` if there is no such podcast."""
    if answer.missing:
        raise GiveUp(
            f"Megaphone has no podcast `{what.place}` that the token's owner may see; correct what"
            " the show is called there"
        )
    return answer


def _ids(outside: Mapping[str, str], found: Told | None) -> dict[str, str]:
    more = {"uid": found.uid, "spotify": found.spotify} if found else {}
    return {**outside, **{name: one for name, one in more.items() if one}}


def _address(found: Told | None) -> str:
    return (episode.open_address(found.spotify) or found.download) if found else ""
