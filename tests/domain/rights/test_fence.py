"""Sales rights of titles: a fence that blocks outside, permits nothing, and names its title."""

from dataclasses import replace
from datetime import UTC, datetime

from domain.catalog.works.model import (
    Descriptive,
    Notice,
    Origin,
    Product,
    Publishing,
    SalesRights,
    Title,
    TitlePart,
)
from domain.rights import reach
from domain.rights.clearance import clear
from domain.rights.conflicts import Clash, conflicts
from domain.rights.fence import Fence, fence
from domain.rights.model import (
    Effect,
    End,
    Grant,
    Layer,
    Need,
    Provenance,
    Scope,
    Subject,
    SubjectKind,
    Use,
    Window,
)
from domain.rights.verdicts import Question, Standing, Verdict, Why
from domain.territories import TERRITORIES, area

NOW = datetime(2026, 11, 21, tzinfo=UTC)
SALES = SalesRights(
    (("01", ("DE",)), ("02", ("AT",)), ("03", ("US",)), ("00", ("FR",)), ("06", ("CA",))),
    contested=("CA", "GB"),
)


def title(sales: SalesRights | None = SALES, name: str = "Beans") -> Title:
    product = Product(
        f"ref.{name}",
        (),
        isbn="9780000000002",
        descriptive=Descriptive("AJ", (), (TitlePart("01", name),)),
        publishing=Publishing(sales=sales),
    )
    return Title(
        f"ttl_{name}",
        "wrk_1",
        product,
        "digest",
        Notice.CONFIRMED,
        Origin("A publisher", None, "house.xml", "0"),
        1,
        1,
        NOW,
    )


def everywhere() -> Grant:
    return Grant(
        "grt_1",
        Subject(SubjectKind.EPISODE, "eps_1"),
        Layer.NARRATOR,
        Effect.PERMIT,
        Scope(frozenset({Use.EVERY}), area(["WORLD"])),
        Window(NOW, None, End.PERPETUAL),
        Provenance("A narrator"),
    )


def judged(*titles: Title, needs: tuple[Need, ...] = (Need(Layer.NARRATOR),)) -> dict[str, Verdict]:
    fences = [one for one in map(fence, titles) if one]
    found = clear(needs, [everywhere()], Question(Use.CLIP, NOW), reach.ALL, fences)
    return {code: one for one in found for code in one.territories}


def test_a_fence_blocks_outside_and_leaves_open_what_nobody_knows() -> None:
    found = judged(title())
    standings = {code: found[code].standing for code in ("DE", "AT", "US", "FR", "CA", "GB", "ZW")}

    assert standings == {
        "DE": Standing.CLEARED,
        "AT": Standing.CLEARED,
        "US": Standing.BLOCKED,
        "FR": Standing.UNKNOWN,
        "CA": Standing.UNKNOWN,
        "GB": Standing.UNKNOWN,
        "ZW": Standing.UNKNOWN,
    }
    (said,) = [one for one in found["US"].findings if one.need and one.need.part]
    assert said.need == Need(Layer.SALES_TERRITORY, "Beans (9780000000002)")
    assert (said.why, said.grants) == (Why.PROHIBITED, ("ttl_Beans",))


def test_inside_the_fence_nothing_is_cleared_by_it() -> None:
    assert {one.standing for one in judged(title(), needs=()).values()} == {
        Standing.UNKNOWN,
        Standing.BLOCKED,
    }
    assert judged(title(), needs=())["DE"].standing is Standing.UNKNOWN


def test_every_title_is_a_fence_of_its_own() -> None:
    other = title(SalesRights((("01", ("AT",)), ("03", ("DE",)))), "Tea")
    found = judged(title(), other)

    assert (found["AT"].standing, found["DE"].standing) == (Standing.CLEARED, Standing.BLOCKED)


def test_who_said_nothing_fences_nothing_and_what_was_taken_back_is_unknown() -> None:
    gone = fence(replace(title(), removed_at=NOW))

    assert fence(title(None)) is None
    assert judged(title(None))["ZW"].standing is Standing.CLEARED
    assert gone == Fence(
        Need(Layer.SALES_TERRITORY, "Beans (9780000000002)"), (), "ttl_Beans", "digest"
    )
    assert judged(replace(title(), removed_at=NOW))["DE"].standing is Standing.UNKNOWN


def test_a_permission_beyond_the_fence_of_a_title_is_told_and_can_be_signed() -> None:
    fences = [one for one in map(fence, (title(), title(None, "Tea"))) if one]
    (before,) = conflicts([], everywhere(), fences)
    (after,) = conflicts([everywhere()], fences=fences)
    within = replace(everywhere(), scope=replace(everywhere().scope, area=area(["DE", "AT"])))

    assert before == after
    assert (after.clash, after.grave) == (Clash.OUTSIDE_SALES_TERRITORY, False)
    assert (after.grants, after.title_id) == (("grt_1",), "ttl_Beans")
    assert after.territories == TERRITORIES - {"DE", "AT"}
    assert conflicts([within], fences=fences) == []


def test_what_is_made_from_a_title_that_was_taken_back_is_for_sale_nowhere() -> None:
    gone = fence(replace(title(), removed_at=NOW))
    assert gone is not None
    (found,) = conflicts([everywhere()], fences=[gone])

    assert found.territories == TERRITORIES
