"""What is published somewhere by the hub itself, and what is known of it there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol


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


class Target(Protocol):
    """Somewhere the hub publishes to. Every verb may be repeated safely, in any process.

    What keeps it for a while is raised as `jobs.RetryLater`, what its owner has to mend (a token
    that was taken back, an account that is suspended) as `jobs.GiveUp`; both say what. Of a
    `publish` these two and `Refused` say as well that nothing was begun: a try whose answer nobody
    has is raised as something else, such as `errors.Upstream`.
    """

    @property
    def name(self) -> str:
        """The target's name, as placements and exposures have it."""
        ...

    async def publish(
        self, what: Publication, outside: Mapping[str, str], *, tried: bool
    ) -> Report:
        """Make it stand there as it is now, new or in place of what `outside` names.

        `tried` says that a try of the same revision was begun before, whose answer nobody has:
        what it left behind is found and used, or `Undecided` is raised where it cannot be found.
        Raises `Refused`.
        """
        ...

    async def look(self, what: Publication, outside: Mapping[str, str]) -> Report:
        """Return how it stands there now; changes nothing."""
        ...

    async def remove(self, what: Publication, outside: Mapping[str, str]) -> Report:
        """Take it down there, and look that it is gone; `evidence` says by what that was seen."""
        ...
