"""`docs/graphql.md` says what is so."""

import re
from pathlib import Path

import pytest
from graphql import parse, validate

from api.callers.profiles import INIT_SECONDS, Profile
from api.context import LOOK_SECONDS
from api.endpoint.view import HEARTBEAT_SECONDS
from api.schema import schema
from domain.feed import BACKLOG_MAX
from domain.pages import PAGE_MAX
from tests.api.test_listeners import LISTENED
from tests.api.test_malformed import ASKED_WRONGLY, REFUSED
from tests.api.test_probes import PROBES

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/graphql.md").read_text()

#: The codes of the table of errors, by the statuses they come with.
TOLD = {
    code: {int(status) for status in found[1].split(", ")}
    for found in re.finditer(r"^\| (\d{3}(?:, \d{3})?) \| (.+?) \|", PAGE, re.MULTILINE)
    for code in re.findall(r"`(\w+)`", found[2])
}


def test_every_code_of_a_malformed_request_is_told_with_its_status() -> None:
    statuses = {code: {status} for _, status, code in REFUSED.values()}
    asked = {code: {200, 400} for _, code in ASKED_WRONGLY.values()}
    probed = {code for _, _, code in PROBES.values()}

    assert {code: TOLD.get(code) for code in statuses | asked} == statuses | asked
    assert probed <= set(TOLD)


def test_its_documents_are_answered_by_this_schema() -> None:
    documents = re.findall(r"```graphql\n(.*?)```", PAGE, re.DOTALL)
    documents += re.findall(r'"query": "(\{.*?\})"', PAGE)

    assert len(documents) == 2
    assert [validate(schema._schema, parse(one)) for one in documents] == [[], []]


def test_every_subscription_and_profile_is_named() -> None:
    assert [name for name in (*LISTENED, *Profile) if f"`{name}`" not in PAGE] == []


@pytest.mark.parametrize(
    "said",
    [
        f"within {LOOK_SECONDS:.0f} s where nothing changes",
        f"in the first message, within {INIT_SECONDS:.0f} s",
        f"a comment every {HEARTBEAT_SECONDS:.0f} s",
        f"more than {BACKLOG_MAX} changes",
        f"a page has 1 to {PAGE_MAX} items",
    ],
)
def test_its_numbers_are_those_of_the_code(said: str) -> None:
    assert said in PAGE


def test_every_code_that_closes_a_socket_is_tried() -> None:
    tried = "".join(
        (ROOT / "tests" / name).read_text()
        for name in ("api/test_socket.py", "api/test_socket_codes.py", "app/test_serving.py")
    )
    codes = re.findall(r"^\| (\d{4}) \|", PAGE, re.MULTILINE)

    assert len(codes) == 9
    assert [code for code in codes if f"== {code}" not in tried] == []
