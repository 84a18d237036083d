"""Which tracks of Spotify's a brief means, and where they can be played."""

from collections.abc import Collection, Mapping, Sequence
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
            return _isrc(track) == self.isrc
        artists = {_plain(str(one.get("name"))) for one in track.get("artists") or ()}
        return _plain(str(track.get("name"))) == _plain(self.title) and (
            _plain(self.artist) in artists
        )

    def was_seen_as(self, other: "Wanted") -> bool:
        """Whether two tracks are one already by what their brief says."""
        alike = _plain(self.title) == _plain(other.title)
        return bool(self.isrc and other.isrc) or (
            alike and _plain(self.artist) == _plain(other.artist)
        )


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A track of Spotify's; `blocked` says by market why it cannot be played there.

    `isrc` is that of its recording, empty where Spotify does not say: one recording is several
    tracks where it came out several times.
    """

    id: str
    isrc: str
    explicit: bool
    blocked: Mapping[str, str]

    @property
    def recording(self) -> str:
        """By what the recording is told from others."""
        return self.isrc or self.id


class Finding:
    """Finds tracks one by one, for some markets; never a recording that is `without` by its ISRC.

    `approved` says that what is to stand there was looked at by its names before.
    """

    def __init__(
        self,
        client: WebClient,
        markets: Sequence[str],
        without: Collection[str] = (),
        *,
        approved: bool = False,
    ) -> None:
        self._client = client
        self._markets = sorted(markets)
        self._without = frozenset(without)
        self._approved = approved

    async def find(self, tracks: Sequence[Wanted]) -> tuple[Sequence[str], Sequence[str]]:
        """Return the names of tracks at Spotify in order, and every problem there is with them.

        A track that is listed twice is looked for once; one that is not to stand there has an empty
        name. Where there are problems, the names are not those of all.
        """
        found: dict[Wanted, _Candidate | None] = {}
        problems: list[str] = []
        for track in tracks:
            if track in found:
                continue
            candidates = await self._candidates(track)
            found[track] = min(candidates, key=_order, default=None)
            problems += self._problems(track, candidates, found[track])
        standing = {track: one for track, one in found.items() if one and self._stands(one)}
        if not self._approved:
            problems += _one_recording(standing)
        if found and not standing and not problems:
            problems.append("nothing of it is left that may stand there")
        names = {track: f"spotify:track:{one.id}" for track, one in standing.items()}
        return [names.get(track, "") for track in tracks], problems

    def _stands(self, one: _Candidate) -> bool:
        return not one.isrc or one.isrc not in self._without

    async def _candidates(self, track: Wanted) -> Sequence[_Candidate]:
        """Return the tracks that can be meant: the first that is played everywhere, or all.

        One without an ISRC is looked for in every market, for it must be the only one.
        """
        seen: dict[str, _Candidate] = {}
        for market in self._markets:
            hits = await self._client.search_tracks(track.query, market)
            meant = {str(hit["id"]): _isrc(hit) for hit in hits if track.is_meant_by(hit)}
            for name, isrc in sorted(meant.items()):
                if name not in seen:
                    seen[name] = await self._judged(name, isrc)
                    if track.isrc and not seen[name].blocked:
                        return (seen[name],)
        return tuple(seen.values())

    async def _judged(self, track_id: str, isrc: str) -> _Candidate:
        blocked, explicit = {}, False
        for market in self._markets:
            track = await self._client.get_track(track_id, market)
            if track is None:
                blocked[market] = _REASONS["market"]
                continue
            explicit = explicit or bool(track.get("explicit"))
            if reason := why_not(track):
                blocked[market] = reason
        return _Candidate(track_id, isrc, explicit, blocked)

    def _problems(
        self, track: Wanted, candidates: Sequence[_Candidate], chosen: _Candidate | None
    ) -> Sequence[str]:
        named = f"`{track.title}` by {track.artist}"
        if chosen is None:
            by = f"the ISRC {track.isrc}" if track.isrc else "exactly this title and artist"
            return (f"{named} is not on Spotify by {by} in {', '.join(self._markets)}",)
        recordings = {one.recording for one in candidates}
        if not track.isrc and len(recordings) > 1:
            return (f"{named} is {len(recordings)} tracks on Spotify; give its ISRC",)
        if not self._stands(chosen):
            return ()
        problems = [
            f"{named} cannot be played in {market}: {reason}"
            for market, reason in sorted(chosen.blocked.items())
        ]
        if track.explicit is False and chosen.explicit:
            problems.append(f"{named} is explicit, says Spotify; it was approved as not explicit")
        return problems


def _one_recording(found: Mapping[Wanted, _Candidate]) -> Sequence[str]:
    """Return which tracks are one recording, though nobody could see that when it was approved.

    What their names or their ISRCs tell was said then.
    """
    same: dict[str, list[Wanted]] = {}
    for track, chosen in found.items():
        same.setdefault(chosen.recording, []).append(track)
    return [
        f"`{first.title}` by {first.artist} and `{one.title}` by {one.artist} are one recording,"
        " says Spotify; take one out, or give both its ISRC if it is meant to stand there twice"
        for first, *others in same.values()
        for one in others
        if not first.was_seen_as(one)
    ]


def _isrc(track: Json) -> str:
    return str((track.get("external_ids") or {}).get("isrc") or "").upper()


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
