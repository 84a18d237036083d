"""What keeps a request from going on is said on its card in the language of whoever reads it."""

import json
from collections.abc import Iterator

import pytest

from app.stuck import DOING
from bot.language import TROUBLE, languages, retold, speaking, written
from bot.specimens.embargoes import embargoes_shown
from bot.specimens.request import Specimen
from domain.masters import rules as masters
from domain.publishing import following
from domain.targets import telling
from tests.bot.texts import refused_by_core


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
    assert retold(TROUBLE, said) == said


def test_a_sentence_that_nobody_knows_stays_as_it_is() -> None:
    with speaking("de"):
        assert retold(TROUBLE, "Another sentence.") == "Another sentence."


def test_a_card_says_it_in_german() -> None:
    with speaking("de"):
        shown = next(embargoes_shown(Specimen()))
    card = json.dumps(shown["payload"], ensure_ascii=False)

    assert "Dies hält die Akte seines Titels zurück (" in card
    assert "This is held" not in card


@pytest.mark.parametrize("language", [one for one in languages() if one != "en"])
def test_every_such_sentence_is_found_in_the_code_and_translated(language: str) -> None:
    held = {one.id for one in written(language) if one.context == TROUBLE}
    found = {one.sentence for one in refused_by_core() if one.context == TROUBLE}

    assert len(found) > len(DOING) + 20
    assert held == found
