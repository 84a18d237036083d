"""Which queries a webhook may have: one, about what changed, within the limits of every other."""

import pytest

from api.schema import schema
from api.webhooks.queries import Queries
from domain.errors import Invalid
from domain.webhooks.model import Happening
from tests.domain.webhooks.scene import QUERY

EVENT = "id act at digest actorName door position details"
#: What asks for the record of a request over and over, which is short and costs much.
COSTLY = " ".join(f"a{n}: auditTrail {{ {EVENT} }}" for n in range(59))


def refusal(query: str, *happenings: Happening) -> Invalid:
    with pytest.raises(Invalid) as caught:
        Queries(schema).require(query, happenings or (Happening.REQUEST_CHANGED,))
    return caught.value


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("query($id: ID!) { request(id: $id) {", "Line 1, column 37: Syntax Error"),
        ("query($id: ID!) {\n  request(id: $id) { colour } }", "Line 2, column 22: Cannot query"),
        ("subscription { requestsChanged { id } }", "Line 1, column 1: Write one query"),
        (
            f"{QUERY.replace('query', 'query A', 1)} query B {{ viewer {{ id }} }}",
            "Write one query",
        ),
        ("{ viewer { id } }", "the one variable `$id: ID!`"),
        (
            "query($id: ID!, $n: Int!) { requests(first: $n) { totalCount } node(id: $id) { id } }",
            "the one variable",
        ),
        ("query($id: ID!) { viewer { id } request(id: $id) { id } }", "column 19: Ask here for"),
        ('query($id: ID!) { request(id: "req_1") { id } node(id: $id) { id } }', "Ask here for"),
        ("query($id: ID!) { a: request(id: $id) { id } }", "without alias"),
        ("query($id: ID!) { request(id: $id) { id } case(id: $id) { id } }", "Ask here for"),
        ("query($id: ID!) { ...q } fragment q on Query { request(id: $id) { id } }", "Ask here"),
    ],
)
def test_a_query_that_is_none_is_refused_with_its_place(query: str, said: str) -> None:
    error = refusal(query)

    assert (error.code, error.path) == ("bad_query", ("query",))
    assert said in error.message


def test_everything_wrong_with_a_query_is_said_at_once() -> None:
    error = refusal("query($id: ID!) { request(id: $id) { colour\n weight } }")

    assert error.message.startswith("Line 1, column 38: ")
    assert [one.message[:18] for one in error.others] == ["Line 2, column 2: "]


@pytest.mark.parametrize("asked", [COSTLY, " ".join(f"b{n}: state" for n in range(61))])
def test_a_query_that_asks_for_too_much_is_refused(asked: str) -> None:
    error = refusal(f"query($id: ID!) {{ request(id: $id) {{ {asked} }} }}")

    assert (error.code, error.path) == ("too_complex", ("query",))


def test_each_event_has_to_be_asked_for() -> None:
    error = refusal(QUERY, Happening.REQUEST_CHANGED, Happening.CASE_CHANGED)

    assert "Ask once for `case(id: $id)`" in error.message


def test_a_query_with_a_field_for_each_event_and_fragments_is_taken() -> None:
    query = """query Told($id: ID!) { request(id: $id) { ...r } node(id: $id) { ...s } }
      fragment r on Request { number } fragment s on Show { title }"""

    Queries(schema).require(query, (Happening.REQUEST_CHANGED, Happening.SHOW_CHANGED))
