"""Where sealed things stand, and how they do."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A column of sealed text in `table`, whose rows are told apart by `key`.

    `use` is what it is sealed for; where that is another for each row, `named` is the column that
    stands in its `{}`.
    """

    table: str
    key: str
    column: str
    use: str
    named: str | None = None

    @property
    def name(self) -> str:
        """What the place is called, such as `webhooks.sealed`."""
        return f"{self.table}.{self.column}"


@dataclass(frozen=True, slots=True)
class Row:
    """A sealed thing: the `id` of its row, what it is sealed for, and the sealed text."""

    id: str
    use: str
    sealed: str


@dataclass(frozen=True, slots=True)
class Standing:
    """With which secrets the things of a place are sealed.

    Of `total`, `earlier` are sealed with one that is accepted beside the present one, `unreadable`
    with one that nobody set.
    """

    place: str
    total: int
    earlier: int
    unreadable: int


@dataclass(frozen=True, slots=True)
class Rotated:
    """What came of sealing anew: how many rows and kept keys were written, by place.

    `unreadable` counts what no secret that is set opens; it stands as it was.
    """

    written: dict[str, int]
    unreadable: dict[str, int]
