"""The record of every change: events in one hash chain per subject, and anchors over all chains."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.actor import Door


@dataclass(frozen=True, slots=True)
class Event:
    """One change of one subject, never altered afterwards.

    `seq` orders all events of the hub, `position` those of the subject from 1 on. `details`
    holds what is needed to understand the change: before, after, reasons, outside ids. `digest`
    covers everything here and the digest before it. Names of people are not in it: they are looked
    up by id, or stand in `details` encrypted with the person's own key, so that a person can be
    forgotten and the chain still holds.
    """

    seq: int
    id: str
    subject: str
    position: int
    act: str
    actor_id: str | None
    door: Door
    at: datetime
    details: Mapping[str, Any]
    previous: str
    digest: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """A signed statement of where chains stood; a chain cut off later contradicts it.

    It covers the events after the anchor before it, up to `last_seq`: `subjects` is how many
    chains grew in between, `heads` the digest over where those ended. `previous` is the digest of
    the anchor before, so that the last anchor stands for the whole record.
    """

    id: str
    at: datetime
    last_seq: int
    subjects: int
    heads: str
    previous: str
    signature: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with the record: the subject or anchor, the place, and what it means."""

    subject: str
    position: int
    problem: str


@dataclass(frozen=True, slots=True)
class Archive:
    """A file that holds every event after `after_seq` up to `last_seq`, and the anchors over them.

    `first_anchor` and `last_anchor` are their numbers. `events`, `size` (bytes) and `sha256` are
    None until the file is there, `retired_at` until the chains of what is over left the database.
    """

    number: int
    id: str
    first_anchor: int
    last_anchor: int
    after_seq: int
    last_seq: int
    begun_at: datetime
    events: int | None = None
    size: int | None = None
    sha256: str | None = None
    retired_at: datetime | None = None
