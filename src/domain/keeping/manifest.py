"""What a backup says of itself, signed before anything of it is believed. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import orjson

from domain.errors import Conflict, Invalid
from domain.keeping.files import KeptFile
from domain.keeping.model import Column, Kind, Sum, Table
from domain.secrets import Secrets

#: The form of backups that this version writes and reads.
FORM = 1

#: What manifests are signed for.
USE = "backup"


@dataclass(frozen=True, slots=True)
class Packed:
    """A table in a backup: its rows as `size` bytes of lines."""

    table: Table
    sum: Sum
    size: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is in a backup, in this order: files, then tables.

    `created` is the instant whose state it is, `version` the Greenlight that wrote it, and
    `lacking` are files that rows tell of and that were not there as they were taken in.
    """

    version: str
    created: datetime
    migrations: tuple[str, ...]
    files: tuple[KeptFile, ...]
    tables: tuple[Packed, ...]
    lacking: tuple[str, ...]

    @property
    def sums(self) -> Mapping[str, Sum]:
        """What each table has, by name."""
        return {one.table.name: one.sum for one in self.tables}

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return sum(one.sum.count for one in self.tables)


def write(manifest: Manifest, secrets: Secrets) -> bytes:
    """Return a manifest as it is kept, signed."""
    told = {
        "form": FORM,
        "version": manifest.version,
        "created": manifest.created.isoformat(),
        "migrations": sorted(manifest.migrations),
        "files": [asdict(one) for one in manifest.files],
        "tables": [_table(one) for one in manifest.tables],
        "lacking": list(manifest.lacking),
    }
    body = orjson.dumps(told).decode()
    return orjson.dumps({"form": FORM, "body": body, "signature": secrets.sign(USE, body)})


def read(given: bytes, secrets: Secrets) -> Manifest:
    """Read a manifest.

    `Conflict` if a newer version wrote it, `Invalid` if it is none, or was not signed with this
    hub's secret.
    """
    try:
        kept = orjson.loads(given)
        form, body, signature = kept["form"], str(kept["body"]), str(kept["signature"])
    except (ValueError, KeyError, TypeError) as error:
        raise damaged("it does not begin with what it holds") from error
    if form != FORM:
        raise Conflict(
            "newer_backup", "A newer Greenlight made this backup; restore it with that version."
        )
    if not secrets.signed(USE, body, signature):
        raise Invalid(
            "not_signed_here",
            "This backup was not signed with this GREENLIGHT_SECRET, or somebody changed it. Set"
            " the secret of the hub that made it: nothing that is sealed in it opens without.",
        )
    return _manifest(orjson.loads(body))


def damaged(why: str) -> Invalid:
    """Return what to say of a file that is no whole backup."""
    return Invalid(
        "damaged_backup", f"The backup is damaged: {why}. Nothing was written; take another one."
    )


def _manifest(told: Mapping[str, Any]) -> Manifest:
    return Manifest(
        told["version"],
        datetime.fromisoformat(told["created"]),
        tuple(told["migrations"]),
        tuple(KeptFile(**one) for one in told["files"]),
        tuple(_packed(one) for one in told["tables"]),
        tuple(told["lacking"]),
    )


def _table(packed: Packed) -> dict[str, Any]:
    return {
        "name": packed.table.name,
        "columns": [[column.name, column.kind] for column in packed.table.columns],
        "needs": sorted(packed.table.needs),
        "rows": packed.sum.count,
        "digest": packed.sum.digest,
        "size": packed.size,
    }


def _packed(told: Mapping[str, Any]) -> Packed:
    columns: Sequence[Sequence[str]] = told["columns"]
    table = Table(
        told["name"], tuple(Column(n, Kind(kind)) for n, kind in columns), frozenset(told["needs"])
    )
    return Packed(table, Sum(told["rows"], told["digest"]), told["size"])
