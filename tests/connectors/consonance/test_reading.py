"""Consonance is read over real HTTP: while it changes, while it stumbles, and twice."""

import asyncio
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from app.jobs.handlers import NIGHTLY
from connectors.consonance.trouble import NoTitles
from domain.actor import SCHEDULE
from domain.audit import service as audit
from domain.catalog.works import credit_records, records
from domain.catalog.works.model import Outcome, Record
from domain.database import sql
from domain.errors import Forbidden
from domain.hub import Hub
from domain.title_house import proposing, pulling
from domain.title_house import records as house_records
from domain.title_house.model import ChannelState, Deed, Door, Showing, Writing
from domain.title_house.pulling import Wanted
from tests.connectors.consonance.conftest import Site
from tests.world import ROOT

TODAY = date(2026, 11, 21)
LONG_AGO = date(2025, 1, 2)
ISBN = "9780007232833"
SHOWING = Showing("1", "spotify", "https://open.example.com/1", ChannelState.LIVE, TODAY)


def fill(site: Site, count: int) -> None:
    for ref in range(1, count + 1):
        site.house.put(ref, LONG_AGO, work=100 + ref)


async def titles() -> dict[str, str]:
    """Return what titles are called, by their number there."""
    rows = await sql.fetch("SELECT reference, work_id FROM titles WHERE removed_at IS NULL")
    works = await records.works_by_id([row["work_id"] for row in rows])
    return {row["reference"].rpartition(".")[2]: works[row["work_id"]].title for row in rows}


def fill_two(site: Site) -> None:
    """Put two titles of a work here, one of them bad, with a series, an author and a contract."""
    site.house.put_work(
        100,
        seriesMemberships=[{"partNumber": "1", "series": {"id": 7, "name": "Martin Beck"}}],
        contract={
            "id": 5,
            "signedDate": "2024-01-31",
            "term": "25",
            "licensedRights": [
                {"id": 1, "rightType": "Audiobook and podcast rights"},
                {"id": 2, "rightType": "Film"},
            ],
        },
    )
    who = {"__typename": "Person", "id": 3, "name": "Maj Sj\u00f6wall", "isni": "0" * 16}
    said = [{"sequenceNumber": 1, "onixContributorRoleCode": "A01", "contributor": who}]
    site.house.put(
        1,
        LONG_AGO,
        work=100,
        fullTitle="Roseanna",
        isbn={"isbn13": ISBN},
        contributions=said,
        notForSaleCountryCodes=["US"],
        publicationDate="2026-12-01",
    )
    site.house.put(2, LONG_AGO, work=100, fullTitle="Roseanna", isbn={"isbn13": "123"})


async def test_titles_come_in_with_what_they_belong_to_and_rights_are_proposed(
    hub: Hub, site: Site
) -> None:
    fill_two(site)
    client = site.client()

    first = await pulling.pull(hub, NIGHTLY, client, Wanted())
    assert first.counts == {Outcome.NEW: 1, Outcome.ASIDE: 1}
    assert [(one.reference, one.reason) for one in first.aside] == [
        (f"consonance.{site.url.removeprefix('http://')}.2", "`123` is no ISBN")
    ]
    (row,) = await sql.fetch("SELECT * FROM titles")
    title = records.title(row)
    assert (title.product.isbn, row["form"]) == (ISBN, "AJ")
    assert title.product.publishing
    assert title.product.publishing.sales
    fence = title.product.publishing.sales.by_territory()
    assert (fence["US"], fence["DE"], len(fence)) == ("03", "02", 249)
    series = (await records.series_of([title.id]))[title.id]
    assert [(one.name, number) for one, number in series] == [("Martin Beck", "1")]
    credited = (await credit_records.credits_of([title.id]))[title.id]
    assert [(one.contributor.name, one.roles) for one in credited] == [
        ("Maj Sj\u00f6wall", ("A01",))
    ]

    proposed = await proposing.listed(ROOT)
    assert [
        (one.licence.right_type, one.layer and one.layer.value, str(one.ends_on))
        for one in proposed
    ] == [
        ("Audiobook and podcast rights", "text_audio_adaptation", "2026-02-28"),
        ("Film", None, "2026-02-28"),
    ]
    assert await sql.fetch("SELECT id FROM rights_grants") == []


async def test_a_second_reading_changes_nothing_and_the_next_begins_where_it_should(
    hub: Hub, site: Site
) -> None:
    fill_two(site)
    client = site.client()
    await pulling.pull(hub, NIGHTLY, client, Wanted())
    written = await sql.fetch_one("SELECT COUNT(*) AS n FROM audit_events")
    site.house.asked.clear()
    again = await pulling.pull(hub, NIGHTLY, client, Wanted(since=LONG_AGO))
    assert again.counts == {Outcome.SAME: 1, Outcome.ASIDE: 1}
    assert await sql.fetch_one("SELECT COUNT(*) AS n FROM audit_events") == written
    nightly = await pulling.pull(hub, NIGHTLY, client, Wanted())
    assert nightly.counts == {}
    since = (hub.clock.now() - timedelta(days=2)).date().isoformat()
    assert site.house.asked[-2][1] == {"changedSince": since}
    day = hub.clock.now().date()
    await pulling.pull(hub, NIGHTLY, client, Wanted(since=day))
    last = await house_records.last_pull(client.sender)
    assert last is not None
    assert last.since == day - timedelta(days=2)


async def test_what_moves_while_it_is_read_is_neither_lost_nor_written_twice(
    hub: Hub, site: Site
) -> None:
    fill(site, 6)
    house = site.house

    def late() -> None:
        house.put(1, TODAY, work=101, fullTitle="Renamed after its page was read")
        house.put(7, TODAY, work=107, fullTitle="Came while the others were read")

    def later_still() -> None:
        house.put(2, TODAY, work=102, fullTitle="Renamed in the second round")

    # Four pages of works and four of products each round; the last one is empty.
    for happening in 6 * [None] + [late] + 5 * [None] + [later_still]:
        house.meanwhile.append(happening or (lambda: None))
    done = await pulling.pull(hub, NIGHTLY, site.client(), Wanted())

    found = await titles()
    assert sorted(found) == [str(ref) for ref in range(1, 8)]
    assert found["1"] == "Renamed after its page was read"
    assert found["2"] == "Renamed in the second round"
    assert done.counts == {Outcome.NEW: 7, Outcome.CHANGED: 2}
    changes = await audit.trail((await sql.fetch("SELECT id FROM titles"))[0]["id"])
    assert len(changes) <= 2


@pytest.mark.parametrize("pages", [20, pytest.param(200, marks=pytest.mark.long)])
async def test_many_pages_that_change_while_they_are_read_lose_nothing(
    hub: Hub, site: Site, pages: int
) -> None:
    count = site.house.page_size * pages
    fill(site, count)
    house = site.house

    def moves(turn: int) -> Callable[[], None]:
        # Now and then one that was read is renamed, and one comes that was not there.
        def move() -> None:
            if turn % 7 == 0:
                house.put(turn // 7 + 1, TODAY, work=101 + turn // 7, fullTitle=f"Renamed {turn}")
                house.put(count + turn, TODAY, work=100 + count + turn, fullTitle=f"Came {turn}")

        return move

    house.meanwhile.extend(moves(turn) for turn in range(2 * pages))
    await pulling.pull(hub, NIGHTLY, site.client(), Wanted())

    found, there = (
        await titles(),
        {str(ref): one["fullTitle"] for ref, one in house.products.items()},
    )
    assert len(house.asked) > 2 * pages
    assert found == there


async def test_nothing_is_written_by_a_trial_and_only_by_who_may(hub: Hub, site: Site) -> None:
    fill(site, 3)
    done = await pulling.pull(hub, NIGHTLY, site.client(), Wanted(trial=True))
    with pytest.raises(Forbidden):
        await pulling.pull(hub, SCHEDULE, site.client(), Wanted())

    assert done.counts == {Outcome.NEW: 3}
    assert await sql.fetch("SELECT id FROM titles") == []
    assert await house_records.last_pull(site.client().sender) is None


async def test_the_older_interface_is_read_while_its_pages_shift(hub: Hub, site: Site) -> None:
    fill(site, 4)
    site.house.products[1]["texts"] = [
        {"code": "01", "external_text": "<p>A &amp; B<script>x</script></p><p>C</p>"},
        {"code": "08", "external_text": "Splendid"},
    ]
    # Taking the first one away pushes the third from the second page onto the first.
    site.house.meanwhile = [lambda: site.house.products.pop(2)]
    done = await pulling.pull(hub, NIGHTLY, site.client(), Wanted(Door.OLDER))

    assert sorted(await titles()) == ["1", "2", "3", "4"]
    assert done.counts == {Outcome.NEW: 4}
    rows = await sql.fetch("SELECT * FROM titles ORDER BY reference")
    first = records.title(rows[0]).product
    assert (first.isbn, first.collateral and first.collateral.texts[0].text) == (None, "A & B\nC")
    assert first.publishing
    assert first.publishing.sales
    assert set(first.publishing.sales.by_territory().values()) == {"02"}


async def test_it_is_asked_again_where_that_helps_as_often_as_it_says(site: Site) -> None:
    fill(site, 1)
    site.house.statuses, site.house.retry_after = [429, 500, 503], "9999"
    pages = [page async for page in site.client().told(Door.FULL, None)]

    assert [len(page) for page in pages] == [1, 1]
    assert site.waits == [120.0] * 3
    assert all(isinstance(one.found, Record) for page in pages for one in page)


@pytest.mark.parametrize(
    ("statuses", "said"),
    [
        ([500] * 4, "answered with status 500; try again later"),
        ([429] * 4, "is asked too often at present"),
        ([403], "an administrator checks THE_KEY"),
        ([404], "GREENLIGHT_CONSONANCE_URL"),
    ],
)
async def test_what_does_not_help_is_said_with_what_to_do(
    site: Site, statuses: list[int], said: str
) -> None:
    site.house.statuses = statuses
    with pytest.raises(NoTitles) as caught:
        _ = [page async for page in site.client().told(Door.FULL, None)]

    assert said in caught.value.message
    assert site.house.statuses == []


async def test_a_wrong_key_is_named_by_its_setting_and_never_shown(site: Site) -> None:
    client = site.client(key="wrong-and-secret")
    standing = await client.standing()

    assert standing.problem is not None
    assert "THE_KEY" in standing.problem
    assert "wrong-and-secret" not in standing.problem + repr(client) + repr(vars(client))
    assert site.waits == []


async def test_who_does_not_answer_in_time_is_said_not_to(site: Site) -> None:
    site.house.held = asyncio.Event()
    with pytest.raises(NoTitles) as caught:
        _ = [page async for page in site.client(seconds=0.01).told(Door.FULL, None)]

    assert caught.value.code == "consonance_no_answer_in_time"
    assert len(site.waits) == 3


async def test_a_schema_that_drifted_switches_off_only_what_needs_it(hub: Hub, site: Site) -> None:
    fill(site, 1)
    site.house.sdl = site.house.sdl.replace("contract: Contract", "contractId: Int").replace(
        "note: String role: ONIXWebsiteRoleCode includeInOnix: Boolean",
        "note: String role: ONIXWebsiteRoleCode inOnix: Boolean!",
    )
    client = site.client(writing=Writing.ON)
    standing = await client.standing()
    assert {part.value: list(said) for part, said in standing.differences.items()} == {
        "titles": [],
        "rights": ["there is no field `Work.contract`"],
        "links": [
            "there is no field `CreateWebLinkInput.includeInOnix`",
            "`CreateWebLinkInput` asks for `inOnix`, which the hub does not know",
            "there is no field `UpdateWebLinkInput.includeInOnix`",
            "`UpdateWebLinkInput` asks for `inOnix`, which the hub does not know",
        ],
    }
    assert (await pulling.pull(hub, NIGHTLY, client, Wanted())).counts == {Outcome.NEW: 1}

    site.house.sdl = site.house.sdl.replace("isbn: ISBN", "isbns: [ISBN!]")
    with pytest.raises(NoTitles) as caught:
        await pulling.pull(hub, NIGHTLY, site.client(), Wanted())
    assert "switches titles off: there is no field `Product.isbn`" in caught.value.message


async def test_an_upgrade_of_consonance_is_seen_at_the_next_reading_by_the_same_client(
    hub: Hub, site: Site
) -> None:
    fill(site, 1)
    client, sdl = site.client(writing=Writing.ON), site.house.sdl
    await pulling.pull(hub, NIGHTLY, client, Wanted())
    site.house.sdl = sdl.replace("isbn: ISBN", "isbns: [ISBN!]").replace(
        "note: String role: ONIXWebsiteRoleCode includeInOnix: Boolean",
        "note: String role: ONIXWebsiteRoleCode inOnix: Boolean!",
    )
    with pytest.raises(NoTitles) as read:
        await pulling.pull(hub, NIGHTLY, client, Wanted())
    with pytest.raises(NoTitles) as told:
        await client.show(SHOWING, dry=True)
    site.house.sdl = sdl
    await pulling.pull(hub, NIGHTLY, client, Wanted())

    assert "switches titles off" in read.value.message
    assert "switches links off" in told.value.message
    assert (await client.show(SHOWING, dry=True)).deed is Deed.CREATED
