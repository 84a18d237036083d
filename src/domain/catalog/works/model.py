"""What publishers say of their titles, as plain values, and what the hub keeps of it.

A *title* is one product: a hardback, an e-book, an audiobook. A *work* is what its titles have in
common. Codes of roles, forms, dates, statuses and rights are those of the ONIX code lists, issue
75; the number of the list is named where a code is kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.territories import TERRITORIES


class Notice(StrEnum):
    """What a record is sent for (list 1)."""

    EARLY = "01"
    ADVANCE = "02"
    CONFIRMED = "03"
    UPDATE = "04"
    DELETE = "05"


#: What a record is sent for that says everything there is to say.
COMPLETE = frozenset({Notice.EARLY, Notice.ADVANCE, Notice.CONFIRMED})


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number in a scheme (lists 5, 13, 16, 44); `kind` names somebody's own scheme."""

    scheme: str
    value: str
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class TitlePart:
    """A title at one level (list 149): 01 the product's, 02 its collection's, 03 and on below that.

    `text` has the prefix that is not sorted by, `prefix` is that alone.
    """

    level: str
    text: str
    prefix: str | None = None
    subtitle: str | None = None
    number: str | None = None


@dataclass(frozen=True, slots=True)
class SeriesPlace:
    """A title's place in a series; `kind` of list 148, `below` are the parts of it, outer first."""

    name: str
    kind: str
    below: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Contribution:
    """What somebody did for a title; `roles` of list 17. `bio` is plain text."""

    position: int
    roles: tuple[str, ...]
    name: str
    inverted: str | None = None
    corporate: bool = False
    identifiers: tuple[Identifier, ...] = ()
    bio: str | None = None


@dataclass(frozen=True, slots=True)
class Language:
    """A language (ISO 639-2/B) and what it is of (list 22): 01 the text, 02 the original."""

    role: str
    code: str


@dataclass(frozen=True, slots=True)
class Extent:
    """How long something is: `kind` of list 23, `unit` of list 24; `seconds` if it is a time."""

    kind: str
    value: str
    unit: str
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """A date and what happens then (list 163), as it was said, and the days it may mean.

    `first` and `last` are None where it was said in words only. What waits for it waits for `last`.
    """

    role: str
    said: str
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class SalesRights:
    """Where a title may be sold: a fence around everything, and no permission for anything.

    `kinds` has the territories of each kind of list 46; of what is in none nothing is known.
    `contested` were given to several kinds, so that none of them counts.
    """

    kinds: tuple[tuple[str, tuple[str, ...]], ...] = ()
    contested: tuple[str, ...] = ()

    def by_territory(self) -> Mapping[str, str]:
        """Return the kind of each territory that has one."""
        return {code: kind for kind, codes in self.kinds for code in codes}

    def unknown(self) -> frozenset[str]:
        """Return the territories of which nothing is known."""
        return TERRITORIES - self.by_territory().keys()


@dataclass(frozen=True, slots=True)
class Words:
    """A text about a title, plain; `kind` of list 153, `audience` of list 154.

    It may be used from `first` to `last`, both included; None where no day is told.
    """

    kind: str
    audience: tuple[str, ...]
    text: str
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What a title is about: a code in a scheme (list 27), with its heading where that is told."""

    scheme: str
    code: str
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Descriptive:
    """What a title is: the first block of a record. `form` of list 150."""

    form: str
    form_details: tuple[str, ...]
    parts: tuple[TitlePart, ...]
    series: tuple[SeriesPlace, ...] = ()
    contributors: tuple[Contribution, ...] = ()
    statement: str | None = None
    languages: tuple[Language, ...] = ()
    extents: tuple[Extent, ...] = ()
    subjects: tuple[Subject, ...] = ()


@dataclass(frozen=True, slots=True)
class Collateral:
    """What is said to sell it: the second block."""

    texts: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Publishing:
    """Who brings it out, when and where: the fourth block. `status` of list 64.

    `restrictions` are of list 71.
    """

    imprint: str | None = None
    publisher: str | None = None
    status: str | None = None
    dates: tuple[Day, ...] = ()
    sales: SalesRights | None = None
    restrictions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Related:
    """What it has to do with others: the fifth block. `works` are those it is a form of."""

    works: tuple[Identifier, ...] = ()


@dataclass(frozen=True, slots=True)
class Product:
    """A title as its publisher tells of it; a block is None where nothing was said."""

    reference: str
    identifiers: tuple[Identifier, ...]
    isbn: str | None = None
    descriptive: Descriptive | None = None
    collateral: Collateral | None = None
    publishing: Publishing | None = None
    related: Related | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A record of a message: the product, what it is sent for, and where it stands.

    `line` and `position` (the how-manieth record) count from 1.
    """

    product: Product
    notice: Notice
    line: int
    position: int


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a record does not go in: where it stands, what is wrong, what to do about it.

    `reference` is None where it could not be read.
    """

    line: int
    reference: str | None
    reason: str
    cure: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where records come from: who sent them when, in which file (its name and SHA-256)."""

    sender: str
    sent_at: datetime | None
    file: str
    sha256: str


class Outcome(StrEnum):
    """What became of a record."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class Work:
    """What titles have in common; it is called what its leading title is called.

    `removed_at` is when the last of its titles was taken back.
    """

    id: str
    title: str
    subtitle: str | None
    language: str | None
    leader_id: str
    updated_at: datetime
    removed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Title:
    """A title as it is kept: what its publisher says of it, and where that came from.

    `digest` is of what is said; `line` and `position` are its place in the file.
    """

    id: str
    work_id: str
    product: Product
    digest: str
    notice: Notice
    origin: Origin
    position: int
    line: int
    imported_at: datetime
    removed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """A series of titles."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Contributor:
    """Somebody who has a part in titles; `isni` is their International Standard Name Identifier."""

    id: str
    name: str
    isni: str | None
