"""What tests spare themselves changes nothing that they see, and leaves nothing to the next."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_core.templating.paths.exceptions import PathNotFound
from openapi_core.templating.paths.finders import APICallPathFinder
from tortoise.connection import get_connection

from domain.catalog import service as catalog
from domain.clock import SteppingClock
from domain.database import sql
from domain.people.records import UserRecord
from tests.conftest import START, database_on, opened_hub
from tests.connectors.spotify.judge import ADS, needs_document
from tests.world import ROOT, World

ADDRESS = "https://api-partner.spotify.com/ads/v3/ad_accounts/1"


@pytest.mark.parametrize("time", ["first", "second"])
async def test_nothing_is_left_to_the_next_test(world: World, time: str) -> None:
    names = {row["name"] for row in await sql.fetch("SELECT name FROM brands")}
    await catalog.add_brand(world.hub, ROOT, f"Left by the {time}")

    assert names == {"Sample Roasters"}


def test_tables_are_those_of_the_engine_that_is_open(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    async def asked(url: str) -> bool:
        async with opened_hub(url, tmp_path / "files", SteppingClock(START)):
            assert await UserRecord.filter(name__icontains="nobody").count() == 0
            query: Any = UserRecord._meta.basequery
            return query.QUERY_CLS is get_connection("default").query_class

    urls = [database_on(one, request, tmp_path) for one in ("sqlite", "postgres")]

    assert [asyncio.run(asked(url)) for url in (*urls, *urls)] == [True] * 4


def test_the_grammar_that_is_built_late_judges() -> None:
    formats = Draft202012Validator.FORMAT_CHECKER

    assert formats.conforms("https://hub.example.com/ü", "iri")
    assert not formats.conforms("no address", "iri")


@needs_document
def test_what_was_found_last_is_not_taken_for_what_is_asked_now() -> None:
    finder = APICallPathFinder(ADS.document.spec)
    one, other, again = (
        finder.find("get", f"{ADDRESS}{end}").path.as_uri() for end in ("", "/members", "")
    )

    assert one == again != other
    with pytest.raises(PathNotFound):
        finder.find("get", f"{ADDRESS}/nothing")
