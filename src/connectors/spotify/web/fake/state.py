"""What the fake account and catalogue hold, and what people do to them behind the hub's back."""

import base64
import hashlib
import json
import random
import string
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from connectors.spotify.web.fake.podcasts import Podcast
from domain.connections.rules import ASKED


@dataclass
class Fault:
    """What the `nth` fitting request from now on gets: a refusal, or success never heard of."""

    nth: int = 1
    method: str = ""
    part: str = ""
    status: int = 500
    reason: str = ""
    after_success: bool = False

    def strikes(self, method: str, path: str) -> bool:
        """Count a request; whether it is the one that is struck."""
        if method.startswith(self.method) and self.part in path:
            self.nth -= 1
            return self.nth == 0
        return False


@dataclass(frozen=True)
class Song:
    """A track: where it is played, and why not elsewhere (`market` if nothing is said)."""

    id: str
    isrc: str
    name: str
    artist: str
    markets: frozenset[str]
    explicit: bool = False
    restricted: Mapping[str, str] = field(default_factory=dict)

    def reason(self, market: str) -> str:
        """Why it is not played in a market; nothing if it is."""
        return self.restricted.get(market) or ("" if market in self.markets else "market")


@dataclass
class Playlist:
    """A playlist; `version` counts its changes, `cover` counts the pictures it was given."""

    id: str
    owner: str
    name: str
    description: str = ""
    public: bool = True
    items: list[str] = field(default_factory=list)
    version: int = 1
    cover: int = 0
    collaborative: bool = False

    @property
    def snapshot(self) -> str:
        """What Spotify calls this state of it."""
        return base64.b64encode(f"{self.version},{self.id}".encode()).decode()

    @property
    def image(self) -> str:
        """The address of its picture: its own, one made of its tracks, or none."""
        if self.cover:
            return f"https://image-cdn-ak.spotifycdn.com/image/{self.id}{self.cover}"
        return f"https://mosaic.scdn.co/300/{self.id}" if self.items else ""


@dataclass
class Listener:
    """One account with its library, and the catalogue it sees; all in development mode.

    `scopes` are what it granted: what the hub asks owners for, and no more.

    `quota` is how many more requests the app may make, None if there are enough. `requests` are
    all that were answered or lost, by method and path.
    """

    id: str = "brand-account"
    account_id: str = "aB3dE5fG7h"
    scopes: frozenset[str] = frozenset(ASKED)
    refresh_token: str = "web-refresh"  # noqa: S105  A sample.
    access: dict[str, float] = field(default_factory=dict)
    songs: dict[str, Song] = field(default_factory=dict)
    podcasts: dict[str, Podcast] = field(default_factory=dict)
    playlists: dict[str, Playlist] = field(default_factory=dict)
    library: list[str] = field(default_factory=list)
    covers: dict[str, bytes] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    hits: list[float] = field(default_factory=list)
    quota: int | None = None
    requests: list[tuple[str, str]] = field(default_factory=list)
    seed: int = 20261121

    def __post_init__(self) -> None:
        """Begin the sequence of ids; the same seed gives the same ids."""
        self._random = random.Random(self.seed)  # noqa: S311  Ids of a fake.

    def save(self, path: Path) -> None:
        """Write down what the account holds; the catalogue is whoever's who runs the fake."""
        kept = {
            "seed": self.seed + 1,
            "library": self.library,
            "playlists": [asdict(one) for one in self.playlists.values()],
            "covers": {name: base64.b64encode(one).decode() for name, one in self.covers.items()},
        }
        path.write_text(json.dumps(kept))

    @classmethod
    def load(cls, path: Path) -> "Listener":
        """Return what `save` wrote, or an empty account if there is nothing."""
        if not path.exists():
            return cls()
        kept = json.loads(path.read_text())
        return cls(
            seed=kept["seed"],
            library=kept["library"],
            playlists={one["id"]: Playlist(**one) for one in kept["playlists"]},
            covers={name: base64.b64decode(one) for name, one in kept["covers"].items()},
        )

    def new_id(self) -> str:
        """Return a fresh id of 22 signs."""
        return "".join(self._random.choices(string.ascii_letters + string.digits, k=22))

    def release(
        self, name: str, artist: str, markets: str, isrc: str = "", *, explicit: bool = False
    ) -> Song:
        """Have a song in the catalogue; `markets` as in `DE AT`."""
        played = frozenset(markets.split())
        song = Song(_id_of(len(self.songs), name, artist), isrc, name, artist, played, explicit)
        self.songs[song.id] = song
        return song

    def make(self, name: str, description: str = "", *, public: bool = True) -> Playlist:
        """Have an empty playlist in the account."""
        made = Playlist(self.new_id(), self.id, name, description, public)
        self.playlists[made.id] = made
        self.library.insert(0, made.id)
        return made

    def podcast(self, name: str) -> Podcast:
        """Have a show there, without episodes as yet."""
        made = Podcast(self.new_id(), name)
        self.podcasts[made.id] = made
        return made

    def fault(self, method: str, path: str) -> Fault | None:
        """Return what strikes this request."""
        struck = [fault for fault in self.faults if fault.strikes(method, path)]
        self.faults = [fault for fault in self.faults if fault.nth > 0]
        return next(iter(struck), None)


def _id_of(place: int, name: str, artist: str) -> str:
    """Return the id of a track, which is the same however often the catalogue is made."""
    return hashlib.sha256(f"{place}/{name}/{artist}".encode()).hexdigest()[:22]
