"""What keeps a request from going on is said on its card in the language of whoever reads it."""

import json
from collections.abc import Iterator

import pytest

from app.jobs.stuck import DOING
from bot.catalogues import languages, written
from bot.language import TROUBLE, retold, speaking
from bot.messages.card import requester_card
from bot.messages.letters import of_request
from bot.specimens.embargoes import embargoes_shown
from bot.specimens.request import Specimen
from domain.approvals.model import StageState
from domain.chat.mailing import Letter
from domain.masters import rules as masters
from domain.publishing import following
from domain.requests.model import RequestState
from domain.targets import telling
from tests.bot.shown import blocks
from tests.bot.texts import refused_by_core

_STOPPED = " stopped: no. An administrator mends the cause and runs `greenlight retry k`."

#: What stands in quotation marks, for the core has it in backticks.
QUOTES = str.maketrans({"`": None, "“": None, "”": None})


def told() -> Iterator[tuple[str, str]]:
    """Yield what the core says, and what of it is said in German."""
    yield masters.in_line("#3 comes first"), "Dies wartet: #3 comes first. Es geht von selbst"
    yield following.waits_to_be_live([], ["DE"]) or "", "deren Veröffentlichung niemand beantragt"
    later = telling._WAITS.format(number=7, title="Tea")
    yield later, "Es wartet: #7 Tea bringt dasselbe"
    held = f"It waits for its episode (#7), which is not out yet: {later}"
    yield held, "Folge (#7), die noch nicht erschienen ist: Es wartet: #7 Tea"
    stuck = "{} stopped: no. An administrator mends the cause and runs `greenlight retry k`."
    publishing = "Das Veröffentlichen ist stehen geblieben: no."
    yield stuck.format(DOING["campaign.publish"]), publishing


@pytest.mark.parametrize(("said", "german"), list(told()))
def test_what_the_core_says_is_said_in_german_with_its_values(said: str, german: str) -> None:
    with speaking("de"):
        assert german in retold(TROUBLE, said)
    assert retold(TROUBLE, said).translate(QUOTES) == said.translate(QUOTES)


def test_a_sentence_that_nobody_knows_stays_as_it_is() -> None:
    with speaking("de"):
        assert retold(TROUBLE, "Another sentence.") == "Another sentence."


@pytest.mark.parametrize("end", ["", "."])
def test_what_the_core_refused_is_said_in_german_within_what_stopped(end: str) -> None:
    why, stopped = f"Say why, in 1 to 500 characters{end}", "It was not published again: {}."
    with speaking("de"):
        said = retold(TROUBLE, stopped.format(why))

    assert said.startswith("Es wurde nicht neu veröffentlicht: Nennen Sie den Grund")


def test_what_the_core_has_in_backticks_is_quoted_in_the_readers_way() -> None:
    with speaking("de"):
        assert "„greenlight retry k“" in retold(TROUBLE, f"{DOING['campaign.publish']}{_STOPPED}")
    assert "“greenlight retry k”" in retold(TROUBLE, f"{DOING['campaign.publish']}{_STOPPED}")


def test_a_card_says_it_in_german() -> None:
    with speaking("de"):
        shown = next(embargoes_shown(Specimen()))
    card = json.dumps(shown["payload"], ensure_ascii=False)

    assert "Dies hält die Akte seines Titels zurück (erscheint am 2027-01-15 und " in card
    assert "This is held" not in card
    assert "embargo until" not in card


@pytest.mark.parametrize("language", [one for one in languages() if one != "en"])
def test_every_such_sentence_is_found_in_the_code_and_translated(language: str) -> None:
    held = {one.id for one in written(language) if one.context == TROUBLE}
    found = {one.sentence for one in refused_by_core() if one.context == TROUBLE}

    assert len(found) > len(DOING) + 20
    assert held == found


def test_what_the_hub_noted_is_told_in_german_and_what_people_wrote_as_they_did() -> None:
    drawn, stage = Specimen(), Specimen().stage(StageState.APPROVED)
    written = "Take `that` out, and Paused."
    with speaking("de"):
        noted = drawn.dossier(stage, state=RequestState.LIVE, note="Paused at Spotify: A recall.")
        theirs = drawn.dossier(stage, state=RequestState.REJECTED, note=written)
        cards = [str(requester_card(one)["blocks"]) for one in (noted, theirs)]
        letter = of_request(Letter.STANDS, noted.request, "", "https://hub.example.com")

    assert "Bei Spotify angehalten: A recall." in cards[0]
    assert written in cards[1]
    assert "Bei Spotify angehalten: A recall." in letter.text


def test_what_a_stage_of_the_hub_found_is_told_in_german_below_the_card() -> None:
    said = str(blocks("reply problems found, de"))

    assert "Währung: das Budget ist in EUR, das Werbekonto in USD." in said
