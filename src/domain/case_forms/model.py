"""A form by which people outside open cases."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.cases.model import CaseKind, Severity, Topic


@dataclass(frozen=True, slots=True)
class Form:
    """A form; `topic` and `severity` are set, or asked for where they are None.

    `origins` are the sites it may be sent from, beside the hub itself.
    """

    id: str
    title: str
    kind: CaseKind
    topic: Topic | None
    severity: Severity | None
    brand_id: str | None
    market: str | None
    origins: tuple[str, ...]
    creator_id: str
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is drawn of a form for one sending: its fields, and the ticket it is sent with once."""

    form: Form
    fields: Mapping[str, str]
    ticket: str
