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
    """A signed statement of where every chain stood; a chain cut off later contradicts it.

    `last_seq` is the last event covered, `heads` the digest over the heads of all chains at that
    point, `previous` the digest of the anchor before.
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
