"""The tables of rights."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType

from tortoise import fields
from tortoise.models import Model

from domain.database import sql
from domain.errors import Busy
from domain.rights.model import (
    Duty,
    Effect,
    End,
    Exclusivity,
    Flow,
    Grant,
    Layer,
    Need,
    Origin,
    Provenance,
    Scope,
    Status,
    Subject,
    SubjectKind,
    Terms,
    Use,
    Window,
)
from domain.territories import Area

#: How many grants that end are looked at together.
ENDING_MAX = 500


class GrantRecord(Model):
    """A grant or prohibition. What it is about is named by kind and id, not by a foreign key."""

    id = fields.CharField(40, primary_key=True)
    subject_kind = fields.CharField(16)
    subject_ref = fields.CharField(80)
    layer = fields.CharField(32)
    part = fields.CharField(200)
    effect = fields.CharField(8)
    flow = fields.CharField(3)
    status = fields.CharField(10)
    uses = fields.JSONField[list[str]]()
    included = fields.JSONField[list[str]]()
    excluded = fields.JSONField[list[str]]()
    whole = fields.JSONField[list[str]]()
    partly = fields.JSONField[list[str]]()
    languages = fields.JSONField[list[str]]()
    channels = fields.JSONField[list[str]]()
    starts_at = fields.DatetimeField()
    ends_at = fields.DatetimeField(null=True)
    end_kind = fields.CharField(10)
    exclusivity = fields.CharField(16)
    sublicensable = fields.BooleanField()
    duties = fields.JSONField[dict[str, bool]]()
    grantor = fields.CharField(200)
    grantee = fields.CharField(200)
    paper = fields.CharField(200)
    signed_on = fields.CharField(10, null=True)
    origin = fields.CharField(16)
    origin_ref = fields.CharField(200)
    agreement_id = fields.CharField(40, null=True)
    version = fields.IntField()

    class Meta:
        """Where it is kept; indexes find those that end soon, and those of an agreement."""

        table = "rights_grants"
        indexes = (("subject_kind", "subject_ref", "id"),)


class NeedRecord(Model):
    """A layer that a subject is known to contain."""

    id = fields.IntField(primary_key=True)
    subject_kind = fields.CharField(16)
    subject_ref = fields.CharField(80)
    layer = fields.CharField(32)
    part = fields.CharField(200)
    uses = fields.JSONField[list[str]]()

    class Meta:
        """Where it is kept."""

        table = "rights_needs"
        unique_together = (("subject_kind", "subject_ref", "layer", "part"),)


async def held(
    subjects: Sequence[Subject],
) -> tuple[list[Grant], dict[Subject, tuple[Need, ...]]]:
    """Return the grants of subjects, oldest first, and what each is known to contain."""
    where = " OR ".join(
        f"(subject_kind = ${place} AND subject_ref = ${place + 1})"
        for place in range(1, 2 * len(subjects), 2)
    )
    args = [value for subject in subjects for value in (subject.kind, subject.ref)]
    grants, needs = await sql.fetch_all(
        (f"SELECT * FROM rights_grants WHERE {where} ORDER BY id", args),
        (f"SELECT * FROM rights_needs WHERE {where} ORDER BY id", args),
    )
    found: dict[Subject, tuple[Need, ...]] = {}
    for row in needs:
        subject = Subject(SubjectKind(row["subject_kind"]), row["subject_ref"])
        found[subject] = (*found.get(subject, ()), need(row))
    return [grant(row) for row in grants], found


async def grant_by_id(grant_id: str) -> Grant | None:
    """Return a grant or prohibition; None if there is none."""
    row = await sql.fetch_one("SELECT * FROM rights_grants WHERE id = $1", grant_id)
    return grant(row) if row else None


#: What belongs to one of some brands, or to no brand: as `subjects` finds the brand of a subject.
_OF_BRANDS = (
    " AND (subject_kind NOT IN ('asset', 'show', 'episode')"
    " OR (subject_kind = 'asset' AND subject_ref IN"
    "  (SELECT id FROM assets WHERE brand_id IN ({0})))"
    " OR (subject_kind = 'show' AND subject_ref IN (SELECT id FROM shows WHERE brand_id IN ({0})))"
    " OR (subject_kind = 'episode' AND subject_ref IN"
    "  (SELECT e.id FROM episodes e JOIN shows s ON s.id = e.show_id WHERE s.brand_id IN ({0}))))"
)


async def ending(
    since: datetime, until: datetime, brands: Sequence[str] | None = None
) -> list[Grant]:
    """Return the signed permissions that end in (`since`, `until`], the soonest first.

    The first `ENDING_MAX` of them; with `brands` of those that are about these, or about no brand.
    """
    within, args = "", tuple[str, ...]()
    if brands is not None:
        args = tuple(brands) or ("",)
        within = _OF_BRANDS.format(sql.placeholders(4, len(args)))
    rows = await sql.fetch(
        "SELECT * FROM rights_grants WHERE ends_at IS NOT NULL AND ends_at > $1 AND ends_at <= $2"
        f" AND effect = 'permit' AND status <> 'draft'{within} ORDER BY ends_at, id LIMIT $3",
        since,
        until,
        ENDING_MAX,
        *args,
    )
    return [grant(row) for row in rows]


async def outlasting(agreement_id: str, at: datetime, after: str, limit: int) -> list[Grant]:
    """Return what belongs to an agreement and is not over by `at`, by id, from after one on."""
    rows = await sql.fetch(
        "SELECT * FROM rights_grants WHERE agreement_id = $1 AND id > $2"
        " AND (ends_at IS NULL OR ends_at > $3) ORDER BY id LIMIT $4",
        agreement_id,
        after,
        at,
        limit,
    )
    return [grant(row) for row in rows]


async def every() -> list[Grant]:
    """Return every grant and prohibition, oldest first."""
    return [grant(row) for row in await sql.fetch("SELECT * FROM rights_grants ORDER BY id")]


async def unwatched(now: datetime, kind: str) -> list[Grant]:
    """Return permissions that end after `now` and for which no job of `kind` is open.

    The first `ENDING_MAX` of them.
    """
    rows = await sql.fetch(
        "SELECT * FROM rights_grants g WHERE ends_at IS NOT NULL AND ends_at > $1"
        " AND effect = 'permit' AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.kind = $2"
        "  AND j.lane = 'rights:' || g.id AND j.state = 'open') ORDER BY ends_at, id LIMIT $3",
        now,
        kind,
        ENDING_MAX,
    )
    return [grant(row) for row in rows]


async def add(value: Grant) -> None:
    """Add a grant or prohibition."""
    await sql.insert(GrantRecord, written(value))


async def change(before: Grant, after: Grant) -> None:
    """Write `after` where `before` still stands; `Busy` if somebody else was quicker."""
    row = written(after)
    await sql.write(
        "UPDATE rights_grants SET status = $1, ends_at = $2, end_kind = $3, duties = $4,"
        " languages = $5, channels = $6, version = $7 WHERE id = $8 AND version = $9",
        row["status"],
        row["ends_at"],
        row["end_kind"],
        row["duties"],
        row["languages"],
        row["channels"],
        after.version,
        before.id,
        before.version,
        otherwise=Busy("changed_meanwhile", "Somebody changed this grant just now; look again."),
    )


async def replace_needs(subject: Subject, needs: Sequence[Need]) -> None:
    """Write what a subject contains, all of it."""
    await sql.execute(
        "DELETE FROM rights_needs WHERE subject_kind = $1 AND subject_ref = $2",
        subject.kind,
        subject.ref,
    )
    for one in needs:
        row = {"subject_kind": subject.kind, "subject_ref": subject.ref, **written_need(one)}
        await sql.insert(NeedRecord, row)


def written(value: Grant) -> dict[str, object]:
    """Return the row of a grant; also what the record of changes says of it."""
    scope, window, terms, source = value.scope, value.window, value.terms, value.provenance
    return {
        "id": value.id,
        "subject_kind": value.subject.kind,
        "subject_ref": value.subject.ref,
        "layer": value.layer,
        "part": value.part,
        "effect": value.effect,
        "flow": value.flow,
        "status": value.status,
        "uses": sorted(scope.uses),
        "included": list(scope.include),
        "excluded": list(scope.exclude),
        "whole": sorted(scope.area.whole),
        "partly": sorted(scope.area.partly),
        "languages": sorted(scope.languages),
        "channels": sorted(scope.channels),
        "starts_at": window.starts_at,
        "ends_at": window.ends_at,
        "end_kind": window.end,
        "exclusivity": terms.exclusivity,
        "sublicensable": terms.sublicensable,
        "duties": {duty.value: done for duty, done in sorted(terms.duties.items())},
        "grantor": source.grantor,
        "grantee": source.grantee,
        "paper": source.document,
        "signed_on": source.signed_on.isoformat() if source.signed_on else None,
        "origin": source.origin,
        "origin_ref": source.origin_ref,
        "agreement_id": source.agreement_id,
        "version": value.version,
    }


def written_need(value: Need) -> Mapping[str, object]:
    """Return what is kept of a need."""
    return {"layer": value.layer, "part": value.part, "uses": sorted(value.uses)}


def need(row: sql.Row) -> Need:
    """Return a need from its row."""
    uses = frozenset(Use(one) for one in sql.document(row["uses"]))
    return Need(Layer(row["layer"]), row["part"], uses)


def grant(row: sql.Row) -> Grant:
    """Return a grant from its row."""
    return Grant(
        id=row["id"],
        subject=Subject(SubjectKind(row["subject_kind"]), row["subject_ref"]),
        layer=Layer(row["layer"]),
        effect=Effect(row["effect"]),
        scope=_scope(row),
        window=Window(
            sql.instant(row["starts_at"]), sql.instant_or_none(row["ends_at"]), End(row["end_kind"])
        ),
        provenance=Provenance(
            grantor=row["grantor"],
            grantee=row["grantee"],
            document=row["paper"],
            signed_on=date.fromisoformat(row["signed_on"]) if row["signed_on"] else None,
            origin=Origin(row["origin"]),
            origin_ref=row["origin_ref"],
            agreement_id=row["agreement_id"],
        ),
        part=row["part"],
        flow=Flow(row["flow"]),
        status=Status(row["status"]),
        terms=_terms(row),
        version=row["version"],
    )


def _scope(row: sql.Row) -> Scope:
    def names(column: str) -> list[str]:
        found: list[str] = sql.document(row[column])
        return found

    return Scope(
        uses=frozenset(Use(one) for one in names("uses")),
        area=Area(frozenset(names("whole")), frozenset(names("partly"))),
        languages=frozenset(names("languages")),
        channels=frozenset(names("channels")),
        include=tuple(names("included")),
        exclude=tuple(names("excluded")),
    )


def _terms(row: sql.Row) -> Terms:
    duties = {Duty(name): done for name, done in sql.document(row["duties"]).items()}
    exclusivity = Exclusivity(row["exclusivity"])
    return Terms(exclusivity, bool(row["sublicensable"]), MappingProxyType(duties))
