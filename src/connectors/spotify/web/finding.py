"""Which tracks of Spotify's a brief means, and where they can be played."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from connectors.spotify.web.client import WebClient
from connectors.spotify.web.exchange import Json

#: Why a track is not played, in our words. Source: Web API 2026.5.31; others may be added.
_REASONS = {
    "market": "Spotify does not have it there",
    "product": "it takes another subscription",
    "explicit": "it is explicit, and held back there",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A track as the brief has it; `explicit` is None where nobody knows."""

    title: str
    artist: str
    isrc: str
    explicit: bool | None

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Wanted":
        """Read a track of a playlist's brief."""
        isrc = str(told.get("isrc") or "").upper()
        return cls(str(told["title"]), str(told["artist"]), isrc, told.get("explicit"))

    @property
    def query(self) -> str:
        """What Spotify is asked for."""
        if self.isrc:
            return f"isrc:{self.isrc}"
        return f'track:"{_unquoted(self.title)}" artist:"{_unquoted(self.artist)}"'

    def is_meant_by(self, track: Json) -> bool:
        """Whether a track of Spotify's is exactly this one."""
        if self.isrc:
            return str((track.get("external_ids") or {}).get("isrc", "")).upper() == self.isrc
        artists = {_plain(str(one.get("name"))) for one in track.get("artists") or ()}
        return _plain(str(track.get("name"))) == _plain(self.title) and (
            _plain(self.artist) in artists
        )


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A track of Spotify's; `blocked` says by market why it cannot be played there."""

    id: str
    explicit: bool
    blocked: Mapping[str, str]


class Finding:
    """Finds tracks one by one, for some markets."""

    def __init__(self, client: WebClient, markets: Sequence[str]) -> None:
        self._client = client
        self._markets = sorted(markets)

    async def find(self, tracks: Sequence[Wanted]) -> tuple[Sequence[str], Sequence[str]]:
        """Return the names of tracks at Spotify in order, and every problem there is with them.

        A track that is listed twice is looked for once. Where there are problems, the names are
        not those of all.
        """
        found: dict[Wanted, _Candidate | None] = {}
        problems: list[str] = []
        for track in tracks:
            if track in found:
                continue
            candidates = await self._candidates(track)
            found[track] = min(candidates, key=_order, default=None)
            problems += self._problems(track, candidates, found[track])
        chosen = (found[track] for track in tracks)
        return [f"spotify:track:{one.id}" for one in chosen if one], problems

    async def _candidates(self, track: Wanted) -> Sequence[_Candidate]:
        """Return the tracks that can be meant: the first that is played everywhere, or all.

        One without an ISRC is looked for in every market, for it must be the only one.
        """
        seen: dict[str, _Candidate] = {}
        for market in self._markets:
            hits = await self._client.search_tracks(track.query, market)
            for name in sorted(str(hit["id"]) for hit in hits if track.is_meant_by(hit)):
                if name not in seen:
                    seen[name] = await self._judged(name)
                    if track.isrc and not seen[name].blocked:
                        return (seen[name],)
        return tuple(seen.values())

    async def _judged(self, track_id: str) -> _Candidate:
        blocked, explicit = {}, False
        for market in self._markets:
            track = await self._client.get_track(track_id, market)
            if track is None:
                blocked[market] = _REASONS["market"]
                continue
            explicit = explicit or bool(track.get("explicit"))
            if reason := why_not(track):
                blocked[market] = reason
        return _Candidate(track_id, explicit, blocked)

    def _problems(
        self, track: Wanted, candidates: Sequence[_Candidate], chosen: _Candidate | None
    ) -> Sequence[str]:
        named = f"`{track.title}` by {track.artist}"
        if chosen is None:
            by = f"the ISRC {track.isrc}" if track.isrc else "exactly this title and artist"
            return (f"{named} is not on Spotify by {by} in {', '.join(self._markets)}",)
        if not track.isrc and len(candidates) > 1:
            return (f"{named} is {len(candidates)} tracks on Spotify; give its ISRC",)
        problems = [
            f"{named} cannot be played in {market}: {reason}"
            for market, reason in sorted(chosen.blocked.items())
        ]
        if track.explicit is False and chosen.explicit:
            problems.append(f"{named} is explicit, says Spotify; it was approved as not explicit")
        return problems


def why_not(track: Json) -> str:
    """Return why a track, read for a market, is not played there; nothing if it is."""
    restrictions = track.get("restrictions")
    if track.get("is_playable") is True and not restrictions:
        return ""
    told = str((restrictions or {}).get("reason") or "market")
    return _REASONS.get(told, f"Spotify gives the reason `{told[:40]}`")


def _order(candidate: _Candidate) -> tuple[int, str]:
    return len(candidate.blocked), candidate.id


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


def _unquoted(words: str) -> str:
    return words.replace('"', " ")
