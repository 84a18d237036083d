"""Forms for people outside: what opens a case, and everything that must not."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import httpx2
import pytest

from api.app import create_app
from bot.fake.drawing import Reader, drawn
from bot.gathered import case as case_file
from bot.messages.case_card import queue_card
from domain.clock import SteppingClock
from domain.people.privacy import FORGOTTEN
from tests.api.door import client, door
from tests.api.forms import FORM, FORM_TYPE, JSON, Counter, counter
from tests.bot.test_words import READER, nodes_of, texts_in
from tests.world import World

SHOP = "https://shop.example.com"


async def test_a_form_opens_a_case_and_says_its_number_only(world: World) -> None:
    form = await counter(world)
    answer = await form.send(await form.filled())
    (case,) = await form.cases()

    assert answer.status_code == 201
    assert answer.json() == {"case": 1, "message": "Thank you. Your case has the number 1."}
    assert (case["source"], case["title"], case["reporterName"]) == ("FORM", "Too loud", None)
    assert "Pat" not in str(case)


async def test_a_person_sees_a_page_without_scripts(world: World) -> None:
    form = await counter(world, title="Tell <us>", topic=None, severity=None)
    page = await client(world).get(form.url)
    sent = await client(world).post(
        form.place, data=await form.filled(topic="quality", severity="low")
    )

    assert "Tell &lt;us&gt;" in page.text
    assert 'name="topic"' in page.text
    assert "<script" not in page.text
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert "<p>Thank you. Your case has the number 1.</p>" in sent.text
    assert "Too loud" not in sent.text


@pytest.mark.parametrize("spoilt", ["", "x", "1.x", "9999999999.{sig}", "{until}.0{sig}"])
async def test_an_address_that_is_not_whole_opens_nothing(world: World, spoilt: str) -> None:
    form = await counter(world)
    until, _, signature = form.url.partition("token=")[2].partition(".")
    token = spoilt.format(until=until, sig=signature)
    answer = await client(world).get(f"{form.place}?token={token}", headers=JSON)

    assert (answer.status_code, answer.json()["error"]) == (403, "bad_link")


async def test_a_form_that_has_ended_opens_nothing(world: World, clock: SteppingClock) -> None:
    form = await counter(world, days=1)
    filled = await form.filled()
    clock.advance(timedelta(days=1))
    opened = await client(world).get(form.url, headers=JSON)
    sent = await form.send(filled)

    assert (opened.status_code, opened.json()["error"]) == (403, "form_ended")
    assert (sent.status_code, sent.json()["error"]) == (403, "ticket_expired")
    assert await form.cases() == []


async def test_a_wrong_an_old_and_a_foreign_ticket_are_refused(
    world: World, clock: SteppingClock
) -> None:
    form, other = await counter(world), await counter(world)
    ticket = await form.ticket()
    wrong = [
        await form.send(await form.filled(ticket=one))
        for one in ("nothing", ticket[:-1] + "x", ticket.replace(".", "..", 1), "1.a.b", "é.a.b")
    ]
    foreign = await form.send(await form.filled(ticket=await other.ticket()))
    clock.advance(timedelta(hours=2))
    old = await form.send(await form.filled(ticket=ticket))

    assert [one.json()["error"] for one in [*wrong, foreign]] == ["bad_ticket"] * 6
    assert old.json()["error"] == "ticket_expired"
    assert {one.status_code for one in [*wrong, foreign, old]} == {403}
    assert await form.cases() == []


async def test_the_same_sending_twice_is_one_case(world: World) -> None:
    form = await counter(world)
    filled = await form.filled()
    first, again = await form.send(filled), await form.send(filled)
    other = await form.send(filled | {"text": "Something else."})

    assert first.json() == again.json()
    assert (other.status_code, other.json()["error"]) == (409, "sent_already")
    assert len(await form.cases()) == 1


async def test_twenty_megabytes_are_refused_announced_or_not(world: World) -> None:
    form = await counter(world)
    filled = await form.filled(text="x" * 20_000_000)
    announced = await form.send(filled)

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b"x" * 1_000_000

    unsaid = await client(world).post(
        form.place,
        content=pieces(),
        headers=FORM_TYPE | JSON | {"content-type": FORM_TYPE["content-type"]},
    )

    assert [one.status_code for one in (announced, unsaid)] == [413, 413]
    assert announced.json()["error"] == "too_large"
    assert await form.cases() == []


@pytest.mark.parametrize("body", [b"title=%FF%FE", b"title=\xff\xfe", b"title=\xed\xa0\x80"])
async def test_what_is_no_utf8_is_refused(world: World, body: bytes) -> None:
    form = await counter(world)
    answer = await client(world).post(form.place, content=body, headers=FORM_TYPE | JSON)

    assert (answer.status_code, answer.json()["error"]) == (400, "not_utf8")


async def test_another_type_and_too_many_fields_are_refused(world: World) -> None:
    form = await counter(world)
    as_json = await client(world).post(form.place, json=await form.filled(), headers=JSON)
    many = await form.send({f"f{n}": "x" for n in range(41)})

    assert (as_json.status_code, as_json.json()["error"]) == (415, "wrong_type")
    assert (many.status_code, many.json()["error"]) == (400, "too_many")


async def test_every_field_that_is_missing_or_wrong_is_named(world: World) -> None:
    form = await counter(world, topic=None)
    ticket = await form.ticket()
    empty = await form.send({"ticket": ticket})
    wrong = {
        "email": await form.send(await form.filled(ticket=ticket, email="nobody")),
        "topic": await form.send(await form.filled(ticket=ticket, topic="weather")),
        "title": await form.send(await form.filled(ticket=ticket, title="a\nb")),
        "text": await form.send(await form.filled(ticket=ticket, text="x" * 8_001)),
        "name": await form.send(await form.filled(ticket=ticket, name="\u202eevil")),
    }

    assert empty.status_code == 422
    for name in ("title", "text", "name", "email"):
        assert f"Fill in `{name}`." in empty.json()["message"]
    assert {one.status_code for one in wrong.values()} == {422}
    assert {name: one.json()["path"] for name, one in wrong.items()} == {n: [n] for n in wrong}
    assert await form.cases() == []


async def test_an_unknown_subject_is_refused_and_a_request_is_not_for_outsiders(
    world: World,
) -> None:
    form = await counter(world)
    ticket = await form.ticket()
    for about in ("episode:eps_01kaxv3e7me5m9wq2q7w5b8x4n", "request:req_1", "episode", "x:y"):
        answer = await form.send(await form.filled(ticket=ticket, about=about))
        assert (answer.status_code, answer.json()["error"]) == (422, "no_such_subject")
    known = await form.send(await form.filled(ticket=ticket, about=f"brand:{world.brand_id}"))
    (case,) = await form.cases()

    assert known.status_code == 201
    assert case["subjects"] == [{"kind": "BRAND", "ref": world.brand_id}]


async def test_markup_is_only_words_wherever_it_is_shown(world: World) -> None:
    form = await counter(world)
    nasty = "<!channel> *Resolved* <https://evil.example|here> <script>alert(1)</script>"
    answer = await form.send(await form.filled(title=nasty, text=f"{nasty}\n*Owner* nobody"))
    (case,) = await form.cases()
    found = await case_file.load(case["id"])
    assert found is not None
    card = queue_card(found, world.hub.clock.now())
    kinds = {node["t"] for text in texts_in(card) for node in nodes_of(text)}
    spoken: Any = drawn({"type": "mrkdwn", "text": card["text"]}, READER)

    assert isinstance(READER, Reader)
    assert answer.status_code == 201
    assert case["title"] == nasty
    assert kinds.isdisjoint({"broadcast", "link", "user", "channel"})
    assert {node["t"] for node in spoken["nodes"]} == {"text"}


async def test_only_sites_that_are_listed_may_send_it(world: World) -> None:
    form = await counter(world, origins=[f"{SHOP}/"])
    ticket = await form.ticket()
    ours = await form.send(await form.filled(ticket=ticket), {"origin": "http://hub"})
    shop = await form.send(await form.filled(), {"origin": SHOP})
    foreign = [
        await form.send(await form.filled(), {"origin": origin})
        for origin in ("https://evil.example", "null", "https://shop.example.com.evil.example", "")
    ]

    assert (ours.status_code, shop.status_code) == (201, 201)
    assert shop.headers["access-control-allow-origin"] == SHOP
    assert "access-control-allow-origin" not in ours.headers
    assert [one.json()["error"] for one in foreign] == ["foreign_site"] * 4
    assert all("access-control-allow-origin" not in one.headers for one in foreign)


async def test_a_listed_site_without_a_link_does_not_learn_that_there_is_a_form(
    world: World,
) -> None:
    form = await counter(world, origins=[SHOP])
    said = []
    for place in (form.place, "/cases/form/nothing"):
        for origin in (SHOP, "https://evil.example"):
            asks = {"origin": origin} | JSON
            said.append(await client(world).get(f"{place}?token=1.x", headers=asks))
            sends = {"origin": origin} | FORM_TYPE
            said.append(await client(world).post(place, headers=sends))
    there, none = said[:4], said[4:]

    assert [one.content for one in there] == [one.content for one in none]
    assert all("access-control-allow-origin" not in one.headers for one in said)


async def test_a_listed_site_reads_that_its_form_has_ended(
    world: World, clock: SteppingClock
) -> None:
    form = await counter(world, days=1, origins=[SHOP])
    filled = await form.filled()
    clock.advance(timedelta(days=1))
    sent = await form.send(filled, {"origin": SHOP})

    assert sent.json()["error"] == "ticket_expired"
    assert sent.headers["access-control-allow-origin"] == SHOP


async def test_what_fills_in_everything_opens_nothing_and_does_not_learn_that(
    world: World,
) -> None:
    form = await counter(world)
    answer = await form.send(await form.filled(website="https://spam.example"))

    assert (answer.status_code, answer.json()) == (201, {"case": None, "message": "Thank you."})
    assert await form.cases() == []


async def test_too_many_sendings_are_held_back(world: World, clock: SteppingClock) -> None:
    form = await counter(world)
    lacking = {"ticket": await form.ticket()}
    answers = [await form.send(lacking) for _ in range(11)]
    clock.advance(timedelta(seconds=20))
    later = await form.send(lacking)

    assert [one.status_code for one in answers] == [422] * 10 + [429]
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 20
    assert later.status_code == 422


async def test_who_has_no_ticket_uses_nothing_up(world: World) -> None:
    form, other = await counter(world), await counter(world)
    foreign = await other.ticket()
    forged = [await form.send({"ticket": one}) for one in ("x", "", foreign) * 25]
    real = await form.send(await form.filled())

    assert {one.status_code for one in forged} == {403}
    assert real.status_code == 201


async def sent_from(world: World, form: Counter, proxies: int, *said: str) -> int:
    """Send an empty form through so many trusted proxies, with what they are told to have said."""
    app = create_app(world.hub, proxies=proxies)
    headers = [*FORM_TYPE.items(), *JSON.items(), *(("x-forwarded-for", one) for one in said)]
    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=app), base_url="http://hub"
    ) as http:
        body = urlencode({"ticket": await form.ticket()})
        return (await http.post(form.place, content=body, headers=headers)).status_code


async def test_callers_behind_a_trusted_proxy_have_an_allowance_each(world: World) -> None:
    form = await counter(world)
    first = [await sent_from(world, form, 1, f"10.0.0.{n}, 203.0.113.5") for n in range(11)]
    other = await sent_from(world, form, 1, "203.0.113.5", "198.51.100.7")

    assert first == [422] * 10 + [429]  # What the caller wrote itself changes nothing.
    assert other == 422


async def test_without_trusted_proxies_nobody_names_an_address_of_their_own(world: World) -> None:
    form = await counter(world)
    sent = [await sent_from(world, form, 0, f"203.0.113.{n}") for n in range(11)]

    assert sent == [422] * 10 + [429]


async def test_nobody_is_sent_elsewhere(world: World) -> None:
    form = await counter(world)
    filled = await form.filled(next="https://evil.example", redirect="https://evil.example")
    answer = await form.send(filled)

    assert answer.status_code == 201
    assert "location" not in answer.headers
    assert "evil" not in answer.text


async def test_a_takedown_notice_says_what_where_who_and_why(world: World) -> None:
    form = await counter(world, kind="TAKEDOWN_NOTICE", topic=None, severity=None)
    ticket = await form.ticket()
    notice = {
        "what": "The song in the second spot",
        "where": "https://shop.example.com/spot",
        "claimant": "Label Ltd",
        "contact": "rights@label.example.com",
        "statement": "We own it, and this is true.",
    }
    for name in notice:
        lacking = await form.send({**notice, name: "", "ticket": ticket})
        assert (lacking.status_code, lacking.json()["path"]) == (422, [name])
    sent = await form.send({**notice, "ticket": ticket})
    (case,) = await form.cases()

    assert sent.status_code == 201
    assert (case["source"], case["queue"]) == ("NOTICE", "legal")
    assert case["title"] == "Takedown notice: The song in the second spot"
    assert "https://shop.example.com/spot" in case["text"]
    assert "Label" not in str(case)


async def test_nobody_learns_whether_there_is_a_form_or_a_notice(world: World) -> None:
    form = await counter(world)
    elsewhere = form.place.replace("/form/", "/takedown/")
    places = (elsewhere, "/cases/form/nothing", "/cases/form/" + "x" * 500)
    shown = await client(world).get(f"{form.place}?token=1.x", headers=JSON)
    sent = await client(world).post(form.place, headers=FORM_TYPE)

    for place in places:
        assert (await client(world).get(place, headers=JSON)).content == shown.content
        assert (await client(world).post(place, headers=FORM_TYPE)).content == sent.content
    assert (shown.status_code, shown.json()["error"]) == (403, "bad_link")
    assert sent.status_code == 403


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"origins": ["http://shop.example.com"]}, "no_origin"),
        ({"origins": ["https://shop.example.com/path"]}, "no_origin"),
        ({"origins": ["*"]}, "no_origin"),
        ({"days": 0}, "days_out_of_range"),
        ({"days": 367}, "days_out_of_range"),
        ({"market": "ZZ"}, "no_such_market"),
        ({"title": " "}, "empty"),
    ],
)
async def test_a_form_that_makes_no_sense_is_not_made(
    world: World, changes: dict[str, Any], code: str
) -> None:
    given = {"title": "Tell us", "kind": "COMPLAINT"} | changes
    data = await (await door(world, "manager")).data(FORM, input=given)

    assert [error["code"] for error in data["createCaseForm"]["errors"]] == [code]


async def test_only_who_manages_cases_makes_forms(world: World) -> None:
    given = {"title": "Tell us", "kind": "COMPLAINT"}
    data = await (await door(world, "requester")).data(FORM, input=given)

    assert data["createCaseForm"]["errors"][0]["code"] == "not_allowed"


async def test_who_reported_can_be_forgotten_and_the_case_stays(world: World) -> None:
    form = await counter(world)
    await form.send(await form.filled())
    (case,) = await form.cases()
    manager = await door(world, "manager")
    contact = "query($id: ID!) { case(id: $id) { contact { name email } text } }"
    before = (await manager.data(contact, id=case["id"]))["case"]
    forget = """mutation($i: ForgetCaseReporterInput!) { forgetCaseReporter(input: $i) {
      errors { ... on UserError { code } } } }"""
    refused = await (await door(world, "requester")).data(forget, i={"caseId": case["id"]})
    await manager.data(forget, i={"caseId": case["id"]})
    after = (await manager.data(contact, id=case["id"]))["case"]

    assert before["contact"] == {"name": "Pat Outside", "email": "pat@elsewhere.example.com"}
    assert refused["forgetCaseReporter"]["errors"] == [{"code": "not_allowed"}]
    assert after["contact"] == {"name": FORGOTTEN, "email": FORGOTTEN}
    assert after["text"] == before["text"]


async def test_the_keys_of_all_who_reported_on_a_page_are_read_together(
    world: World, asked: list[str]
) -> None:
    form, names = await counter(world), ["Pat Outside", "Kim Outside"]
    for name in names:
        await form.send(await form.filled(name=name))
    manager = await door(world, "manager")
    asked.clear()
    found = await manager.data("{ cases(first: 5) { edges { node { contact { name } } } } }")

    assert [edge["node"]["contact"]["name"] for edge in found["cases"]["edges"]] == names[::-1]
    assert sum("FROM person_keys" in one for one in asked) == 1
