"""Whoever asks for what a review suggests is told as which request, by its very title."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from bot.ids import ActionId
from bot.listeners import reviews
from bot.listeners.click import Click, Desk
from bot.specimens.request import Specimen
from domain.campaigns.reviews import following
from domain.requests.model import Request, RequestState
from tests.bot.office import TEAM, Office, account
from tests.bot.reading import lines


async def test_the_title_of_what_was_asked_for_is_shown_as_it_was_written(
    desk: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = replace(Specimen().request(RequestState.IN_REVIEW, None), title="Fish & <chips>")

    async def considered(*_: object) -> SimpleNamespace:
        return SimpleNamespace()

    async def kept(*_: object) -> Request:
        return asked

    monkeypatch.setattr(following, "consider", considered)
    monkeypatch.setattr(following, "keep", kept)
    client = await desk.bot.clients.of(TEAM)
    assert client is not None
    who, value = account("requester"), "rev_1:end_early"
    click = Click(TEAM, who, "CBRAND", "trigger", ActionId.FOLLOW, value, "a key")
    await reviews.follow(desk.world.hub, Desk(client, desk.bot.marks), click)
    (one,) = [one for one in desk.home.messages["CBRAND"] if one.only_for]

    assert lines(one.blocks) == ["This is asked for as #12 Fish & <chips>."]
