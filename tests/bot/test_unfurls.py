"""Links of ours that are shared: told of as far as whoever shared them may see."""

from domain.cases import open_case
from domain.cases.model import CaseKind, Report, Source
from domain.database import sql
from tests.bot.office import TEAM, Office


async def shared(desk: Office, who: str, *urls: str) -> dict[str, str]:
    """Have somebody share links; return what is shown beneath."""
    outcome = await desk.clicks.share(TEAM, desk.account(who), "CBRAND", *urls)
    assert outcome.ok
    return {url: str(shown) for url, shown in desk.home.messages["CBRAND"][-1].unfurls.items()}


async def test_a_request_is_told_of_by_number_and_by_id(desk: Office) -> None:
    request = await desk.asks(name="Worth a look")
    urls = [f"{desk.url}/requests/{request.number}", f"{desk.url}/requests/{request.id}"]
    shown = await shared(desk, "manager", *urls)

    assert list(shown) == urls
    assert all("Worth a look" in text and "In review" in text for text in shown.values())


async def test_what_somebody_may_not_see_is_not_told(desk: Office) -> None:
    request = await desk.asks()
    url = f"{desk.url}/requests/{request.number}"

    assert await shared(desk, "rival", url) == {}
    assert await shared(desk, "stranger", url) == {}
    assert await shared(desk, "manager", f"{desk.url}/requests/999") == {}
    assert await shared(desk, "manager", f"{desk.url}/cases/1") == {}


async def test_a_case_is_told_of_to_those_who_may_see_it_and_to_nobody_else(desk: Office) -> None:
    world = desk.world
    report = Report(CaseKind.COMPLAINT, Source.API, "Charged <!here> twice", "Secret words")
    reporter = await world.actor("requester")
    considered = await open_case.consider(world.hub, reporter, report)
    case = await open_case.keep(world.hub, reporter, considered)
    urls = [f"{desk.url}/cases/{case.number}", f"{desk.url}/cases/{case.id}"]
    shown = await shared(desk, "requester", *urls)

    assert list(shown) == urls
    assert all("Charged <!here> twice" in text and "Complaint" in text for text in shown.values())
    assert "Secret words" not in str(shown)
    assert "Requester" not in str(shown)
    for who in ("other_requester", "rival", "stranger"):
        assert await shared(desk, who, *urls) == {}
    assert await shared(desk, "requester", f"{desk.url}/cases/999") == {}


async def test_only_links_on_our_own_host_are_told_of(desk: Office) -> None:
    await desk.asks()
    evil = ["https://evil.example/requests/1", f"{desk.url}.evil.example/requests/1"]

    assert await shared(desk, "manager", *evil) == {}
    assert desk.clicks.fake.calls.counts["chat.unfurl"] == 0


async def test_titles_that_look_like_markup_are_words(desk: Office) -> None:
    request = await desk.asks()
    title = "*Approved* <!here> <@UMANAGER>"
    await sql.execute("UPDATE requests SET title = $1 WHERE id = $2", title, request.id)
    await shared(desk, "manager", f"{desk.url}/requests/{request.number}")
    (blocks,) = desk.home.messages["CBRAND"][-1].unfurls.values()
    marked = [b for b in blocks if b["type"] not in {"rich_text", "context"}]

    assert marked == []
    assert title in str(blocks[0])
    assert title not in str(blocks[1])
