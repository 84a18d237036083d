"""What becomes of a record, which things are the same, and what a work is called. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256

import orjson

from domain.catalog.works.model import (
    Contribution,
    Identifier,
    Notice,
    Origin,
    Outcome,
    Problem,
    Product,
    Record,
    SeriesPlace,
    Subject,
)
from domain.text import folded

#: The role of the day of publication (list 163), and of the text's language (list 22).
PUBLICATION, OF_THE_TEXT = "01", "01"

#: The schemes of numbers that name one thing the world over: ISTC and ISBN of works, ISSN of
#: series, ISNI, ORCID and GND of people.
_OF_WORKS, _OF_SERIES, _OF_PEOPLE = ("11", "15"), ("02",), ("16", "21", "25")

#: The scheme of people's International Standard Name Identifiers, and of somebody's own numbers.
ISNI, _OWN = "16", "01"

#: The schemes of subject categories that are genres (list 27): BISAC, BIC, Thema. Keywords and
#: shops' own schemes sort nothing.
_GENRES = frozenset({"10", "12", "93"})

#: Forms that are heard begin so (list 150).
_AUDIO = "A"


@dataclass(frozen=True, slots=True)
class Kept:
    """What has to be known of a title that is kept, to say what a record does to it.

    `product` is None where only its digest is known: in a trial run, of what that run brought.
    """

    id: str
    work_id: str
    reference: str
    isbn: str | None
    digest: str
    sender: str
    sent_at: datetime | None
    sha256: str
    position: int
    removed: bool
    product: Product | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a record.

    `product` is what is to be kept now, None for a title that is taken back; `before` is the title
    that it was until now; `problem` says why it is set aside.
    """

    outcome: Outcome
    product: Product | None = None
    before: Kept | None = None
    problem: Problem | None = None


def digest_of(product: Product) -> str:
    """Return the digest of what is said of a title."""
    said = orjson.dumps(product, option=orjson.OPT_SORT_KEYS)
    # Digests are older than subjects: what says none of them has the digest it always had.
    return sha256(said.replace(b',"subjects":[]', b"")).hexdigest()


def judge(record: Record, origin: Origin, kept: Kept | None, holder: Kept | None) -> Verdict:
    """Say what becomes of `record`.

    `kept` is the title of its reference, `holder` the title that has its ISBN and is not removed.
    """
    if kept is not None and (verdict := _overtaken(record, origin, kept)):
        return verdict
    if record.notice is Notice.DELETE:
        gone = kept is None or kept.removed
        return Verdict(Outcome.SAME if gone else Outcome.CHANGED, before=kept)
    if record.notice is Notice.UPDATE and (kept is None or kept.removed):
        return _aside(
            record,
            "it updates parts of a title that is not here",
            "Import a file with the whole record (01, 02 or 03) first, then this one again.",
        )
    if holder is not None and holder.reference != record.product.reference:
        if kept is not None or holder.sender != origin.sender or holder.sha256 == origin.sha256:
            return _taken(record, holder)
        kept = holder  # The sender calls the same title otherwise now.
    return _compared(record, kept)


def _overtaken(record: Record, origin: Origin, kept: Kept) -> Verdict | None:
    """Say what becomes of a record if what is kept came later; None if it did not."""
    if origin.sent_at and kept.sent_at and origin.sent_at < kept.sent_at:
        return _aside(
            record,
            f"what is here was sent later, at {kept.sent_at:%Y-%m-%d %H:%M} UTC",
            "Nothing, if that is right; if not, have the sender send it anew.",
        )
    if kept.sha256 == origin.sha256 and record.position < kept.position:
        return Verdict(Outcome.SAME, before=kept)  # A later record of the file counts.
    return None


def _compared(record: Record, kept: Kept | None) -> Verdict:
    if kept is None:
        return Verdict(Outcome.NEW, record.product)
    product = record.product
    if record.notice is Notice.UPDATE and kept.product is not None:
        product = merged(kept.product, product)
    same = not kept.removed and kept.digest == digest_of(product)
    return Verdict(Outcome.SAME if same else Outcome.CHANGED, product, kept)


def merged(before: Product, update: Product) -> Product:
    """Return a title with the blocks replaced that a partial update brings."""
    return replace(
        update,
        descriptive=update.descriptive or before.descriptive,
        collateral=update.collateral or before.collateral,
        publishing=update.publishing or before.publishing,
        related=update.related or before.related,
    )


def blocks_changed(before: Product | None, after: Product | None) -> list[str]:
    """Return the names of what differs."""
    names = ("reference", "identifiers", "descriptive", "collateral", "publishing", "related")
    return [name for name in names if getattr(before, name, None) != getattr(after, name, None)]


def name_of(product: Product) -> tuple[str, str | None]:
    """Return what a title is called, and its subtitle.

    A volume without a title of its own is called by what it is a volume of, and its number.
    """
    parts = product.descriptive.parts if product.descriptive else ()
    own = next((part for part in parts if part.level == "01"), None)
    if own and own.text:
        return own.text, own.subtitle
    above = [part.text for part in sorted(parts, key=lambda part: part.level) if part.text]
    number = [own.number] if own and own.number else []
    return ", ".join([*above, *number]), own.subtitle if own else None


def language_of(product: Product) -> str | None:
    """Return the language of the text, ISO 639-2/B."""
    spoken = product.descriptive.languages if product.descriptive else ()
    return next((one.code for one in spoken if one.role == OF_THE_TEXT and one.code), None)


def seconds_of(product: Product) -> int | None:
    """Return how long a title is heard: the whole before the main part of it (list 23)."""
    extents = product.descriptive.extents if product.descriptive else ()
    times = {one.kind: one.seconds for one in extents if one.seconds is not None}
    return next((times[kind] for kind in ("09", "16", "14") if kind in times), None)


def published_on(product: Product) -> date | None:
    """Return the last day that publication may fall on."""
    days = product.publishing.dates if product.publishing else ()
    return next((day.last for day in days if day.role == PUBLICATION and day.last), None)


def leader(titles: Iterable[tuple[str, str, str]]) -> str | None:
    """Return the id of the title a work is called by, of titles by id, form and reference.

    What is heard comes first, then what has the first reference: the order of arrival is no matter.
    """
    ranked = sorted(
        (not form.startswith(_AUDIO), reference, one) for one, form, reference in titles
    )
    return ranked[0][2] if ranked else None


def numbered(product: Product) -> bool:
    """Whether it is told of which work a title is."""
    return product.related is not None and bool(product.related.works)


def work_key(product: Product, sender: str, title_id: str) -> str:
    """Return what the work of a title is known by; the title itself where nothing is said."""
    if product.related is None or not numbered(product):
        return _digest("work", title_id)
    return _key("work", product.related.works, _OF_WORKS, sender, title_id)


def genres_of(product: Product) -> tuple[Subject, ...]:
    """Return the subjects of a title that are genres, each once, in order."""
    told = product.descriptive.subjects if product.descriptive else ()
    return tuple({genre_key(one): one for one in told if one.scheme in _GENRES}.values())


def genre_key(one: Subject) -> str:
    """Return what a genre is known by."""
    return f"{one.scheme}:{one.code}"


def series_name(place: SeriesPlace) -> str:
    """Return what a series is called, with the parts of it."""
    return ": ".join((place.name, *place.below))[:500]


def series_key(place: SeriesPlace, sender: str) -> str:
    """Return what a series is known by: its number, or what its sender calls it."""
    name = folded("/".join((place.name, *place.below)))
    return _key("series", place.identifiers, _OF_SERIES, sender, name)


def contributor_key(one: Contribution, sender: str) -> str:
    """Return what somebody is known by: their number, or what the sender calls them."""
    return _key("contributor", one.identifiers, _OF_PEOPLE, sender, folded(one.name))


def isni_of(one: Contribution) -> str | None:
    """Return somebody's ISNI, 16 characters, if it is told."""
    found = (_bare(number.value) for number in one.identifiers if number.scheme == ISNI)
    return next((value for value in found if len(value) == 16), None)  # noqa: PLR2004  An ISNI's.


def _key(
    what: str, numbers: Iterable[Identifier], public: tuple[str, ...], sender: str, name: str
) -> str:
    """Return a digest: of a public number, of the sender's own one, or of its name for it."""
    given = sorted(numbers, key=lambda one: (one.scheme, one.kind or "", one.value))
    for scheme in public:
        for one in given:
            if one.scheme == scheme:
                return _digest(what, scheme, _bare(one.value))
    own = next((one for one in given if one.scheme == _OWN), None)
    if own is not None:
        return _digest(what, sender, own.kind or "", own.value)
    return _digest(what, sender, name)


def _digest(*parts: str) -> str:
    return sha256(orjson.dumps(parts)).hexdigest()


def _bare(number: str) -> str:
    return number.rpartition("/")[2].replace("-", "").replace(" ", "").upper()


def _taken(record: Record, holder: Kept) -> Verdict:
    whose = f"record `{holder.reference}` of {holder.sender or 'an unnamed sender'}"
    return _aside(
        record,
        f"its ISBN {record.product.isbn} is that of {whose}",
        "Have the senders agree whose it is; a record that deletes the other one makes room.",
    )


def _aside(record: Record, reason: str, cure: str) -> Verdict:
    problem = Problem(record.line, record.product.reference, reason, cure)
    return Verdict(Outcome.ASIDE, problem=problem)
