"""Whether a bio or headshot may be used, and what one must be. Pure."""

from dataclasses import replace
from datetime import date, datetime

from domain import text
from domain.catalog.model import Asset, AssetState
from domain.contributors.model import Approval, Material, MaterialKind, MaterialSource, Standing
from domain.errors import Conflict, Invalid
from domain.language_tags import known

#: The longest bio, and the longest credit, holder, alternative text or paper, in characters.
BIO_MAX, LINE_MAX = 4_000, 300

#: The longest language of a bio, in characters; what the column holds.
_LANGUAGE_MAX = 16


def standing(
    one: Material,
    asset: Asset | None,
    today: date,
    used_on: date | None = None,
    *,
    refused: bool = False,
) -> Standing:
    """Say whether a material may be used today, and on the later day `used_on`.

    `asset` is the file of a headshot, `refused` whether its contributor took their consent to
    appear back.
    """
    gone = (
        (one.forgotten, Standing.FORGOTTEN),
        (refused, Standing.NO_CONSENT),
        (one.withdrawn_at is not None, Standing.WITHDRAWN),
    )
    for holds, found in gone:
        if holds:
            return found
    approved = _approved(one.approval, today, used_on)
    if approved is Standing.USABLE and one.kind is MaterialKind.HEADSHOT:
        return _pictured(one, asset)
    return approved


def _pictured(one: Material, asset: Asset | None) -> Standing:
    if not one.credit:
        return Standing.WITHOUT_CREDIT
    there = asset is not None and asset.state is AssetState.READY
    return Standing.USABLE if there else Standing.FILE_GONE


def _approved(approval: Approval | None, today: date, used_on: date | None) -> Standing:
    if approval is None:
        return Standing.UNAPPROVED
    if today < approval.since:
        return Standing.NOT_YET
    if approval.until is not None:
        if approval.until < today:
            return Standing.EXPIRED
        if used_on is not None and approval.until < used_on:
            return Standing.ENDS_BEFORE
    return Standing.USABLE


def check(one: Material) -> None:
    """Raise `Invalid` with all that is wrong with a material that is to be added."""
    problems = [*_bio_problems(one)] if one.kind is MaterialKind.BIO else [*_picture_problems(one)]
    for name in ("credit", "holder", "alt_text"):
        problems += _line(getattr(one, name), name)
    if problems:
        first, *others = problems
        raise Invalid(first.code, first.message, first.path, others)


def _bio_problems(one: Material) -> list[Invalid]:
    problems = []
    if one.asset_id or one.credit or one.holder or one.alt_text:
        said = "A bio is a text; a file, its credit and so on belong to a headshot."
        problems.append(Invalid("not_of_a_bio", said, ("asset_id",)))
    if not one.text:
        said = "Give the text, or the title whose record has it."
        problems.append(Invalid("text_missing", said, ("text",)))
    if len(one.text) > BIO_MAX:
        said = f"A bio has at most {BIO_MAX:,} characters; this has {len(one.text):,}."
        problems.append(Invalid("too_long", said, ("text",)))
    if problem := text.honest(one.text, ("text",)):
        problems.append(problem)
    entered = one.source is MaterialSource.ENTERED
    language = known(one.language)
    if (entered or one.language) and (language is None or len(language) > _LANGUAGE_MAX):
        said = "Say in which language, BCP 47 such as de or pt-BR."
        problems.append(Invalid("bad_language", said, ("language",)))
    return problems


def _picture_problems(one: Material) -> list[Invalid]:
    problems = []
    if one.text or one.title_id or one.language:
        said = "A headshot is a file; a text, its language and its title belong to a bio."
        problems.append(Invalid("not_of_a_headshot", said, ("text",)))
    if not one.asset_id:
        said = "Give the file, one of the kind IMAGE that was uploaded."
        problems.append(Invalid("asset_missing", said, ("asset_id",)))
    if not one.alt_text:
        said = "Say what is seen, for those who cannot see it."
        problems.append(Invalid("alt_text_missing", said, ("alt_text",)))
    return problems


def approved(one: Material, approval: Approval, now: datetime) -> Material:
    """Return a material with an approval in place of the one before, if it may have one."""
    _require_alive(one)
    problems = [*_line(approval.document, "document")]
    if not approval.document:
        said = "Say on what paper it was agreed, such as where it lies."
        problems.append(Invalid("document_missing", said, ("document",)))
    if approval.until is not None and approval.until < approval.since:
        problems.append(
            Invalid("ends_before_start", "The last day is before the first.", ("until",))
        )
    elif approval.until is not None and approval.until < now.date():
        said = "This approval is over already; give a last day to come."
        problems.append(Invalid("over_already", said, ("until",)))
    if problems:
        first, *others = problems
        raise Invalid(first.code, first.message, first.path, others)
    return replace(one, approval=approval, version=one.version + 1)


def withdrawn(one: Material, now: datetime) -> Material:
    """Return a material that is not used any more; what is withdrawn stays so."""
    _require_alive(one)
    return replace(one, withdrawn_at=now, version=one.version + 1)


def forgotten(one: Material) -> Material:
    """Return a material of which nothing is left but that there was one."""
    return replace(
        one,
        text="",
        asset_id=None,
        credit="",
        holder="",
        alt_text="",
        approval=None,
        forgotten=True,
        version=one.version + 1,
    )


def _require_alive(one: Material) -> None:
    if one.forgotten or one.withdrawn_at is not None:
        raise Conflict(
            "withdrawn", "This was withdrawn; add it anew if it may be used after all.", ("id",)
        )


def _line(said: str, name: str) -> list[Invalid]:
    if len(said) > LINE_MAX:
        words = f"This has at most {LINE_MAX} characters; it has {len(said)}."
        return [Invalid("too_long", words, (name,))]
    problem = text.one_line(said, (name,))
    return [problem] if problem else []
