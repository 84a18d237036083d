"""Whose language is spoken: a person's to them, their workspace's in its channels."""

from decimal import Decimal

import pytest

from bot.fake import Fault, User
from domain.approvals.model import Choice
from domain.database import sql
from domain.errors import Forbidden, Invalid, Missing
from domain.people import accounts, entering, languages
from domain.people import service as people
from domain.people.languages import Reader
from domain.requests import reading, vote
from tests.bot.office import TEAM, Office, text_of
from tests.bot.test_commands import entries, given
from tests.world import ROOT, World


async def speaks(desk: Office, who: str, locale: str, zone: str = "Europe/Berlin") -> None:
    await sql.execute(
        "UPDATE users SET locale = $1, time_zone = $2 WHERE id = $3",
        locale,
        zone,
        desk.world.people[who],
    )


def direct(desk: Office, who: str) -> str:
    """Return what somebody was told directly."""
    places = [one.id for one in desk.home.channels.values() if one.is_direct]
    places = [place for place in places if desk.account(who) in desk.home.channels[place].members]
    return "".join(text_of(one) for place in places for one in desk.home.messages.get(place, []))


async def test_a_person_reads_answers_in_their_own_language(desk: Office) -> None:
    await speaks(desk, "requester", "de-AT")
    await given(desk, "requester", "help")
    await given(desk, "brand_one", "help")
    await given(desk, "requester", "show 99")
    told = desk.whispers("requester")

    assert told[0].startswith("*Was Sie tun können*")
    assert told[1] == "Es gibt keinen Antrag „#99“, den Sie sehen dürfen."
    assert desk.whispers("brand_one")[0].startswith("*What you can do*")


async def test_cards_are_in_the_workspaces_language_and_the_requesters_in_theirs(
    desk: Office,
) -> None:
    hub = desk.world.hub
    await languages.set_of_workspace(hub, ROOT, TEAM, "de")
    await speaks(desk, "requester", "en-US")
    await speaks(desk, "brand_one", "en-US")
    await desk.asks()
    await desk.work()
    card = desk.shown("CBRAND")[0]

    assert "0 von 1 Freigaben" in card.text
    assert "Änderungen verlangen" in text_of(card)
    assert "In review" in direct(desk, "requester")


async def test_another_language_of_a_workspace_counts_from_the_next_change_on(
    desk: Office,
) -> None:
    request = await desk.asks()
    await desk.work()
    await languages.set_of_workspace(desk.world.hub, ROOT, TEAM, "de-CH")
    dossier = await reading.get(await desk.world.actor("requester"), request.id)
    assert "0 of 1 approvals" in desk.shown("CBRAND")[0].text

    stage = await sql.fetch_one(
        "SELECT id FROM stages WHERE request_id = $1 AND key = 'brand'", dossier.id
    )
    assert stage is not None
    await vote.vote(
        desk.world.hub, await desk.world.actor("brand_one"), stage["id"], Choice.APPROVE
    )
    await desk.work()

    assert "freigegeben" in desk.shown("CBRAND")[0].text


async def test_a_click_is_answered_in_the_language_of_who_clicks(desk: Office) -> None:
    await speaks(desk, "brand_one", "de")
    await desk.asks()
    await desk.work()
    await desk.click("brand_one", "CBRAND", "stage.reject")
    form = desk.home.modals[desk.account("brand_one")][-1]
    refused = await desk.clicks.submit(TEAM, desk.account("brand_one"), {"reason": {"value": " "}})

    assert "Ablehnen" in str(form.payload["title"])
    assert "Nennen Sie den Grund" in refused.entry_errors["reason"]


@pytest.mark.parametrize(
    ("locale", "written", "amount"),
    [("de", "12.500,50", "12500.50"), ("de", "900,5", "900.5"), ("en", "12,500.50", "12500.50")],
)
async def test_an_amount_is_read_as_its_writer_writes_it(
    desk: Office, locale: str, written: str, amount: str
) -> None:
    await speaks(desk, "requester", locale)
    await given(desk, "requester", "new")
    await desk.clicks.submit(TEAM, desk.account("requester"), entries(desk, written))
    asked = await reading.get_by_number(await desk.world.actor("requester"), 1)

    assert Decimal(asked.payload["budget"]["amount"]) == Decimal(amount)


@pytest.mark.parametrize(
    ("locale", "written", "example"),
    [("de", "12500.50", "12500,00"), ("en", "12500,50", "12500.00"), ("en", "lots", "12500.00")],
)
async def test_an_amount_that_reads_otherwise_elsewhere_is_not_guessed(
    desk: Office, locale: str, written: str, example: str
) -> None:
    await speaks(desk, "requester", locale)
    await given(desk, "requester", "new")
    refused = await desk.clicks.submit(TEAM, desk.account("requester"), entries(desk, written))

    assert example in refused.entry_errors["amount"]


async def newcomer(desk: Office, locale: str, zone: str) -> str:
    """A person the hub knows by address only, and Slack with a language and a zone."""
    hub, address = desk.world.hub, "new@hub.example.com"
    person = await people.add_user(hub, ROOT, name="New", email=address)
    desk.home.add_user(User("UNEW", "new", "New", address, tz=zone, locale=locale))
    return person.id


@pytest.mark.parametrize(
    ("locale", "zone", "learned"),
    [
        ("de-DE", "Europe/Berlin", Reader("de-DE", "Europe/Berlin")),
        ("fr-FR", "Europe/Paris", Reader("fr-FR", "Europe/Paris")),
        ("!", "Europe/Paris", Reader("en", "Europe/Paris")),
    ],
)
async def test_who_is_linked_by_address_reads_what_slack_says_they_read(
    desk: Office, locale: str, zone: str, learned: Reader
) -> None:
    person = await newcomer(desk, locale, zone)
    await desk.clicks.command(TEAM, "UNEW", "CBRAND", "/campaign", "list")

    assert await languages.of_person(person) == learned
    guest = await entering.greet(desk.world.hub, TEAM, "UNEW")
    assert guest.reader == learned


async def test_the_first_answer_is_in_that_language_already(desk: Office) -> None:
    await newcomer(desk, "de-DE", "Europe/Berlin")
    await desk.clicks.open_home(TEAM, "UNEW")

    assert "Wartet auf Sie: 0" in str(desk.home.homes["UNEW"].blocks)


async def test_who_was_linked_by_an_admin_is_asked_after_at_home_once(desk: Office) -> None:
    who = desk.account("requester")
    desk.home.users[who].locale = "de-DE"
    desk.clicks.fake.faults.add("users.info", Fault.lost_before())
    await desk.clicks.open_home(TEAM, who)
    assert "Waiting for you" in str(desk.home.homes[who].blocks)

    await desk.clicks.open_home(TEAM, who)
    assert "Wartet auf Sie" in str(desk.home.homes[who].blocks)

    desk.home.users[who].locale = "en-US"
    await desk.clicks.open_home(TEAM, who)
    assert "Wartet auf Sie" in str(desk.home.homes[who].blocks)


async def test_whom_nobody_knows_is_told_so_in_the_workspaces_language(desk: Office) -> None:
    await languages.set_of_workspace(desk.world.hub, ROOT, TEAM, "de")
    await given(desk, "stranger", "list")

    assert "noch mit niemandem verknüpft" in desk.whispers("stranger")[0]


async def test_what_is_no_zone_is_left_alone(world: World) -> None:
    learned = await languages.learn(
        world.hub, ROOT, world.people["requester"], "fr-FR", "Nowhere/Land"
    )
    assert learned == Reader("fr-FR", "UTC")


async def test_what_is_known_of_a_person_is_not_overwritten(world: World) -> None:
    user_id = world.people["requester"]
    first = await languages.learn(world.hub, ROOT, user_id, "de-DE", "Europe/Berlin")
    second = await languages.learn(world.hub, ROOT, user_id, "en-US", "Asia/Tokyo")

    assert first == second == Reader("de-DE", "Europe/Berlin")


@pytest.mark.parametrize("locale", ["", "deutsch?", "DE", "de-", "x" * 17, "de\n"])
async def test_a_workspaces_language_is_a_language(world: World, locale: str) -> None:
    with pytest.raises(Invalid, match="is no language"):
        await languages.set_of_workspace(world.hub, ROOT, TEAM, locale)


async def test_a_workspaces_language_is_set_by_admins_where_there_is_one(desk: Office) -> None:
    hub = desk.world.hub
    with pytest.raises(Missing, match="not installed"):
        await languages.set_of_workspace(hub, ROOT, "T0404", "de")
    with pytest.raises(Forbidden):
        await languages.set_of_workspace(hub, await desk.world.actor("manager"), TEAM, "de")
    assert await languages.set_of_workspace(hub, ROOT, TEAM, "de_DE") == Reader("de-DE")

    assert await languages.of_workspace(TEAM) == Reader("de-DE")
    told = await sql.fetch(
        "SELECT details FROM audit_events WHERE act = $1", "workspace.language_set"
    )
    assert [sql.document(row["details"]) for row in told] == [{"locale": "de-DE"}]


async def test_accounts_without_a_person_read_what_their_workspace_reads(desk: Office) -> None:
    await languages.set_of_workspace(desk.world.hub, ROOT, TEAM, "de")
    await accounts.unlink_identity(
        desk.world.hub, ROOT, desk.world.people["requester"], TEAM, desk.account("requester")
    )

    unlinked = await entering.greet(desk.world.hub, TEAM, desk.account("requester"))
    unknown = await entering.greet(desk.world.hub, "T0404", "U0404")
    assert unlinked == entering.Guest(None, Reader("de"))
    assert unknown == entering.Guest(None, Reader())
