"""What is published somewhere by the hub itself, and what is known of it there."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from domain.errors import Upstream
from domain.jobs.model import GiveUp, RetryLater


class Standing(StrEnum):
    """How something stands at its target.

    `REMOVED` was taken down by the target itself, `GONE` is not there any more since we asked.
    """

    PROCESSING = "processing"
    LIVE = "live"
    REFUSED = "refused"
    REMOVED = "removed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was approved; whoever has `address` may fetch it, nobody can guess it."""

    asset_id: str
    address: str
    media_type: str
    size: int
    sha256: str
    duration_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Publication:
    """What is to stand at a target.

    `name` is ours for good, whichever revision or request brings it: an episode's GUID, or the
    request that a playlist is of. `place` is where it goes there: a show as the target calls it, an
    endpoint; empty where the target is one place. `content` is the package as it was handed over,
    `files` those of its files that were approved, by the field that names them. It is to be heard
    from `opens_at` until before `ends_at`, in `markets` only.
    """

    request_id: str
    revision: int
    name: str
    kind: str
    title: str
    place: str
    content: Mapping[str, Any]
    files: Mapping[str, File]
    opens_at: datetime
    ends_at: datetime | None
    markets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Published:
    """What was handed over for the hub itself to publish, and what is known of it there.

    `target`, `place`, `name`, `opens_at` and `ends_at` are as a `Publication` has them, `markets`
    as the last try to publish it had them. `version` counts how often something was asked for: a
    job that belongs to an earlier one does nothing. `standing` is what was reported last, since
    `since`; None while nothing was. `tried_at` is when a try was begun whose answer nobody has.
    `settled` is the last version of which publishing came to its end: it was answered, or people
    were asked what became of it. It is to go since `going_since`; None while it is not. Since
    `stuck_since` people have to look whether it went. Nothing is done any more once it was closed,
    since a team did it, or it is gone, or another request brought
    the same thing.
    """

    id: str
    request_id: str
    target: str
    place: str
    name: str
    revision: int
    opens_at: datetime
    ends_at: datetime | None
    handed_at: datetime
    markets: tuple[str, ...]
    version: int = 1
    standing: Standing | None = None
    since: datetime | None = None
    outside: Mapping[str, str] = field(default_factory=dict)
    address: str = ""
    blocked: frozenset[str] = frozenset()
    problems: tuple[str, ...] = ()
    drift: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    tried_at: datetime | None = None
    looked_at: datetime | None = None
    closed_at: datetime | None = None
    settled: int = 0
    going_since: datetime | None = None
    stuck_since: datetime | None = None

    @property
    def anything_there(self) -> bool:
        """Whether something may stand at its target that is the hub's to look after."""
        begun = self.tried_at is not None or bool(self.outside) or self.standing is not None
        return begun and self.closed_at is None

    @property
    def undecided(self) -> bool:
        """Whether people were asked what became of a try, and did not say yet."""
        return self.tried_at is not None and self.settled == self.version


@dataclass(frozen=True, slots=True)
class Report:
    """What a target says of something.

    `outside` are its own ids, by what they name, such as `episode`; all that are known, earlier
    ones included. `address` is where listeners find it. In `blocked` markets the target does not
    show it. `problems` say why it is refused or removed, `drift` what somebody changed there behind
    the hub's back, `evidence` what an end is proved by. All are sentences without a full stop.
    """

    standing: Standing
    outside: Mapping[str, str] = field(default_factory=dict)
    address: str = ""
    blocked: frozenset[str] = frozenset()
    problems: tuple[str, ...] = ()
    drift: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()


class Refused(Exception):
    """A target does not take something as it is; `problems` say what and why, for who asked."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class Undecided(Exception):
    """Nobody can tell whether a call was carried out, nor look it up: a person has to."""


class NotLetIn(Upstream):
    """A target does not let the hub in just now, which says who can mend it: nothing was done.

    It may be a moment's trouble, so the job is tried again as after any failure.
    """


class Begun(Exception):
    """Beside what stops a `publish`: something of it may stand, so it has to be looked up.

    `outside` are the target's own ids as far as they are known by then.
    """

    outside: Mapping[str, str] = {}


class BegunLater(Begun, RetryLater):
    """`RetryLater`, of a try whose answer nobody has, or that was carried out in part."""


class BegunStopped(Begun, GiveUp):
    """`GiveUp`, of a try whose answer nobody has, or that was carried out in part."""


class BegunUnheard(Begun, Upstream):
    """`Upstream`, of a try of which something stands by then, whatever came of the last call."""


#: Keeps the target's own ids as they are from now on, whatever happens next.
Noted = Callable[[Mapping[str, str]], Awaitable[None]]


async def unnoted(outside: Mapping[str, str]) -> None:
    """Keep nothing: for whoever holds what is published in no records."""
    del outside


class Target(Protocol):
    """Somewhere the hub publishes to. Every verb may be repeated safely, in any process.

    What keeps it for a while is raised as `jobs.RetryLater`, what its owner has to mend (a grant
    that was taken back, an account that is suspended) as `jobs.GiveUp`, a token that is not taken
    as `NotLetIn`; all say what. Of a `publish` these three and `Refused` say as well that nothing
    was begun: a try whose answer nobody has is raised as something else, such as `errors.Upstream`
    or a `Begun`.
    """

    @property
    def name(self) -> str:
        """The target's name, as placements and exposures have it."""
        ...

    @property
    def ahead(self) -> bool:
        """Whether it takes now what is to open later, and opens it then by itself."""
        ...

    @property
    def narrows(self) -> bool:
        """Whether it keeps something to fewer markets than it stood in when it is told so."""
        ...

    async def publish(
        self,
        what: Publication,
        outside: Mapping[str, str],
        *,
        tried: bool,
        noted: Noted = unnoted,
    ) -> Report:
        """Make it stand there as it is now, new or in place of what `outside` names.

        `tried` says that a try was begun before, whose answer nobody has: what it left behind is
        found and used, or `Undecided` is raised where it cannot be found. What it makes there, or
        finds gone, before it is done, is `noted` at once. Raises `Refused`.
        """
        ...

    async def look(self, what: Publication, outside: Mapping[str, str]) -> Report:
        """Return how it stands there now; changes nothing. Raises `Undecided`."""
        ...

    async def remove(self, what: Publication, outside: Mapping[str, str]) -> Report:
        """Take it down there, and look that it is gone; `evidence` says by what that was seen.

        Raises `Undecided` where something may stand that cannot be found.
        """
        ...
