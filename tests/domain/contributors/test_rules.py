"""Which bios, headshots and descriptions may be used on a day, and what a pack names instead."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from domain.catalog.model import Asset, AssetKind, AssetState
from domain.catalog.works.model import (
    Collateral,
    Day,
    Notice,
    Origin,
    Product,
    Publishing,
    Title,
    Words,
)
from domain.contributors import packs, rules
from domain.contributors.model import (
    Approval,
    Approver,
    Material,
    MaterialKind,
    MaterialSource,
    Standing,
)
from domain.contributors.packs import DayKind, PackDay, PartKind
from domain.errors import Conflict, Invalid

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
TODAY = NOW.date()
DAY = TODAY + timedelta(days=9)
GIVEN = Approval(Approver.CONTRIBUTOR, "Letter 4", TODAY)
BIO = Material(
    "mat_1",
    "ctr_1",
    MaterialKind.BIO,
    MaterialSource.ENTERED,
    NOW,
    text="Ada reads.",
    language="en",
    approval=GIVEN,
)
HEADSHOT = Material(
    "mat_2",
    "ctr_1",
    MaterialKind.HEADSHOT,
    MaterialSource.ENTERED,
    NOW,
    asset_id="ast_1",
    credit="Photo: Ben Sample",
    holder="Ben Sample",
    alt_text="Ada at a desk",
    approval=GIVEN,
)
FILE = Asset(
    "ast_1", "brd_1", AssetKind.IMAGE, "ada.png", AssetState.READY, "image/png", 10, "0" * 64,
    None, 640, 640, None, "usr_1", NOW,
)  # fmt: skip
YESTERDAY = TODAY - timedelta(days=1)
TOMORROW = TODAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, Standing.USABLE),
        ({"approval": replace(GIVEN, until=DAY)}, Standing.USABLE),
        ({"approval": None}, Standing.UNAPPROVED),
        ({"approval": replace(GIVEN, since=TOMORROW)}, Standing.NOT_YET),
        ({"approval": replace(GIVEN, since=YESTERDAY, until=YESTERDAY)}, Standing.EXPIRED),
        ({"approval": replace(GIVEN, until=TODAY)}, Standing.ENDS_BEFORE),
        ({"approval": replace(GIVEN, until=DAY - timedelta(days=1))}, Standing.ENDS_BEFORE),
        ({"withdrawn_at": NOW}, Standing.WITHDRAWN),
        ({"withdrawn_at": NOW, "approval": None}, Standing.WITHDRAWN),
        ({"forgotten": True, "withdrawn_at": NOW}, Standing.FORGOTTEN),
        ({"credit": ""}, Standing.WITHOUT_CREDIT),
        ({"credit": "", "approval": None}, Standing.UNAPPROVED),
    ],
)
def test_what_may_be_used_on_a_day(changes: dict[str, Any], found: Standing) -> None:
    assert rules.standing(replace(HEADSHOT, **changes), FILE, TODAY, DAY) is found
    if "credit" not in changes:
        assert rules.standing(replace(BIO, **changes), None, TODAY, DAY) is found


def test_who_took_consent_back_is_shown_by_nothing() -> None:
    assert rules.standing(BIO, None, TODAY, DAY, refused=True) is Standing.NO_CONSENT


@pytest.mark.parametrize("file", [None, replace(FILE, state=AssetState.TAKEN_BACK)])
def test_a_headshot_without_its_file_is_not_used(file: Asset | None) -> None:
    assert rules.standing(HEADSHOT, file, TODAY) is Standing.FILE_GONE


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        (BIO, []),
        (HEADSHOT, []),
        (replace(HEADSHOT, credit="", holder=""), []),
        (replace(BIO, text=""), ["text_missing"]),
        (replace(BIO, language=None), ["bad_language"]),
        (replace(BIO, language=None, source=MaterialSource.TITLE_RECORD), []),
        (replace(BIO, text="a" * 4_001), ["too_long"]),
        (replace(BIO, text="a\u202eb"), ["control_character"]),
        (replace(BIO, asset_id="ast_1"), ["not_of_a_bio"]),
        (replace(HEADSHOT, text="Ada"), ["not_of_a_headshot"]),
        (replace(HEADSHOT, asset_id=None), ["asset_missing"]),
        (replace(HEADSHOT, alt_text=""), ["alt_text_missing"]),
        (replace(HEADSHOT, credit="c" * 301), ["too_long"]),
        (replace(HEADSHOT, holder="a\nb"), ["control_character"]),
    ],
)
def test_what_a_material_has_to_be(given: Material, codes: list[str]) -> None:
    found: list[str] = []
    try:
        rules.check(given)
    except Invalid as problem:
        found = [one.code for one in (problem, *problem.others)]

    assert found == codes


def test_an_approval_says_on_what_paper_and_until_when() -> None:
    for wrong, code in (
        (replace(GIVEN, document=""), "document_missing"),
        (replace(GIVEN, until=YESTERDAY), "ends_before_start"),
        (replace(GIVEN, since=YESTERDAY, until=YESTERDAY), "over_already"),
    ):
        with pytest.raises(Invalid) as found:
            rules.approved(BIO, wrong, NOW)
        assert found.value.code == code
    again = rules.approved(BIO, replace(GIVEN, until=TODAY), NOW)

    assert (again.version, again.approval) == (2, replace(GIVEN, until=TODAY))


def test_what_was_withdrawn_stays_withdrawn() -> None:
    gone = rules.withdrawn(BIO, NOW)

    assert gone.withdrawn_at == NOW
    with pytest.raises(Conflict):
        rules.approved(gone, GIVEN, NOW)
    with pytest.raises(Conflict):
        rules.withdrawn(gone, NOW)


def test_of_who_was_forgotten_nothing_is_left() -> None:
    gone = rules.forgotten(HEADSHOT)

    assert (gone.text, gone.asset_id, gone.credit, gone.holder, gone.alt_text) == (
        "",
        None,
        "",
        "",
        "",
    )
    assert rules.standing(gone, FILE, TODAY) is Standing.FORGOTTEN


def test_a_pack_names_what_it_leaves_out_but_not_what_something_else_stands_for() -> None:
    old = replace(BIO, id="mat_3", withdrawn_at=NOW)
    expired = replace(
        HEADSHOT, id="mat_4", approval=replace(GIVEN, since=YESTERDAY, until=YESTERDAY)
    )
    found = packs.of_contributor(
        "ctr_1", [BIO, old, HEADSHOT, expired], {"ast_1": FILE}, TODAY, DAY
    )
    alone = packs.of_contributor("ctr_1", [old], {}, TODAY, DAY)

    assert [(one.material and one.material.id, one.standing) for one in found] == [
        ("mat_1", Standing.USABLE),
        ("mat_2", Standing.USABLE),
        ("mat_4", Standing.EXPIRED),
    ]
    assert [(one.kind, one.standing) for one in alone] == [
        (PartKind.BIO, Standing.WITHDRAWN),
        (PartKind.HEADSHOT, Standing.NONE_THERE),
    ]


def title(*texts: Words, status: str = "04", dates: tuple[Day, ...] = ()) -> Title:
    product = Product(
        "r1",
        (),
        collateral=Collateral(texts),
        publishing=Publishing(status=status, dates=dates),
    )
    origin = Origin("Sample House", NOW, "house.xml", "f" * 64)
    return Title("ttl_1", "wrk_1", product, "d", Notice.CONFIRMED, origin, 1, 1, NOW)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (Words("03", ("00",), "Long."), Standing.USABLE),
        (Words("03", ("00", "07"), "Long."), Standing.USABLE),
        (Words("03", ("02",), "For the trade."), Standing.RESTRICTED),
        (Words("03", (), "For nobody says whom."), Standing.RESTRICTED),
        (Words("03", ("00",), "Later.", first=DAY + timedelta(days=1)), Standing.NOT_YET),
        (Words("03", ("00",), "On the day.", first=DAY, last=DAY), Standing.USABLE),
        (Words("03", ("00",), "Over.", last=YESTERDAY), Standing.EXPIRED),
        (Words("03", ("00",), "Soon over.", last=TODAY), Standing.ENDS_BEFORE),
        (Words("03", ("00",), "In words.", date.max, date.max), Standing.NOT_YET),
        (Words("12", ("00",), "A note on people."), Standing.NONE_THERE),
    ],
)
def test_which_descriptions_may_be_used(words: Words, found: Standing) -> None:
    (part,) = packs.of_title("ttl_1", title(words), TODAY, DAY)

    assert (part.kind, part.standing) == (PartKind.DESCRIPTION, found)


def test_a_title_that_does_not_come_is_not_promoted() -> None:
    text = Words("03", ("00",), "Long.")
    for gone in (
        None,
        replace(title(text), removed_at=NOW),
        title(text, status="01"),
    ):
        (part,) = packs.of_title("ttl_1", gone, TODAY, DAY)
        assert part.standing is Standing.TAKEN_BACK


def test_the_days_of_a_title_are_the_last_each_may_mean() -> None:
    days = (
        Day("01", "202612", date(2026, 12, 1), date(2026, 12, 31)),
        Day("02", "soon"),
        Day("13", "20270101", date(2027, 1, 1), date(2027, 1, 1)),
        Day("30", "20261210", date(2026, 12, 10), date(2026, 12, 10)),
    )

    assert packs.days_of(title(dates=days)) == [
        PackDay(DayKind.PUBLICATION, date(2026, 12, 31), "ttl_1"),
        PackDay(DayKind.EMBARGO, date(2026, 12, 10), "ttl_1"),
    ]
