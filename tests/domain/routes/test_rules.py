"""The most particular route counts, whoever asks and in whatever order routes are kept."""

from itertools import permutations

from domain.people.model import Team
from domain.routes.model import Route
from domain.routes.rules import place_of

TEAM = Team("tem_1", "brand", "Brand", "T1", "COWN")


def route(
    place: str, kind: str | None = None, brand: str | None = None, at: str | None = None
) -> Route:
    return Route(f"rte_{place}", "tem_1", kind, brand, at, "T1", place)


def led(*routes: Route, team: Team = TEAM) -> set[str | None]:
    found = set()
    for order in permutations(routes):
        place = place_of(team, order, kind="campaign", brand_id="brd_1", markets=("AT", "DE"))
        found.add(place.place if place else None)
    return found


def test_what_names_more_counts_and_brand_comes_before_market_before_kind() -> None:
    kind, market, brand = route("CK", "campaign"), route("CM", at="DE"), route("CB", brand="brd_1")

    assert led() == {"COWN"}
    assert led(kind) == {"CK"}
    assert led(kind, market) == {"CM"}
    assert led(kind, market, brand) == {"CB"}
    assert led(brand, route("CKM", "campaign", at="DE")) == {"CKM"}


def test_of_two_markets_the_first_of_the_alphabet_counts() -> None:
    assert led(route("CD", at="DE"), route("CA", at="AT"), route("CF", at="FR")) == {"CA"}


def test_what_is_for_something_else_leads_nowhere() -> None:
    other = Route("rte_o", "tem_2", None, None, "DE", "T1", "COTHER")
    nowhere = Team("tem_1", "brand", "Brand", None, None)

    assert led(route("CX", "sponsorship"), other) == {"COWN"}
    assert led(route("CX", "sponsorship"), other, team=nowhere) == {None}
