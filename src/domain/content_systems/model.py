"""What a content system is sent, and what it says of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.targets.model import Standing


class Verb(StrEnum):
    """What a system is to do; the value is the `type` in the body."""

    PUBLISH = "publication.publish"
    REMOVE = "publication.remove"


@dataclass(frozen=True, slots=True)
class Turn:
    """What a system was asked for last of a request, and by which endpoint.

    `digest` is that of all it was told. `number` counts what it was asked for, from 1: the same
    asked again is the same turn, whatever became of it. `attempts` count since it was taken last.
    """

    request_id: str
    endpoint_id: str
    verb: Verb
    revision: int
    digest: str
    number: int = 1
    attempts: int = 0

    @property
    def message_id(self) -> str:
        """The `webhook-id` of every attempt, by which a receiver does nothing twice."""
        verb = self.verb.value.rpartition(".")[2]
        return f"{self.request_id}-{self.revision}-{verb}-{self.number}"


@dataclass(frozen=True, slots=True)
class Said:
    """What a system says of a publication; see `targets.model.Report`.

    `id` is its own, `request` and `revision` are ours, None where it names none.
    """

    standing: Standing
    id: str = ""
    address: str = ""
    problems: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()
    request: str | None = None
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """Something that a system said, in which turn and when, by our clock.

    `sent_at` is when that was by its own, None for an answer: whatever it reports of the same turn
    comes after that, however its clock goes.
    """

    message_id: str
    turn: int
    said: Said
    received_at: datetime
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Signed:
    """The headers that a signed message comes with, as they are."""

    id: str
    timestamp: str
    signature: str
