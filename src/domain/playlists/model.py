"""A brand's standard for music, and how the tracks of a playlist stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.decisions.model import Judgement


@dataclass(frozen=True, slots=True)
class Standard:
    """What music a brand wants. `explicit` is None where it has not said.

    Tempos are beats a minute. Names of artists and genres are compared without regard to case.
    `yes_stands` lets the rules' yes to every track of a playlist stand without the brand's people.
    """

    brand_id: str
    explicit: bool | None = None
    banned_artists: tuple[str, ...] = ()
    banned_genres: tuple[str, ...] = ()
    tempo_from: int | None = None
    tempo_to: int | None = None
    yes_stands: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked about one track: its place, where it is played, the facts of the table.

    `until` is the first day on which its licence is gone, where that is inside the window.
    """

    place: int
    name: str
    markets: tuple[str, ...]
    facts: Mapping[str, Any]
    until: date | None


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rules say of a track, the worst word of all rules that matched."""

    asked: Asked
    judgement: Judgement
    outcome: str


@dataclass(frozen=True, slots=True)
class Compliance:
    """What the rules say of a playlist: every judgement, what keeps it back, what is to be said.

    `until` is the last day it is approved for, where that is before its end; `unsure` if people
    have to look; `stands` if every track was approved without any reserve, and the whole;
    `evidence` is what the rights of tracks were judged by.
    """

    judgements: tuple[Judgement, ...]
    problems: tuple[str, ...]
    note: str
    until: date | None
    unsure: bool
    stands: bool = False
    evidence: tuple[Mapping[str, Any], ...] = ()
