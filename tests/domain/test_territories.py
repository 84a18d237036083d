"""Territories: the codes, and the sums rights are written in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Invalid
from domain.parts_of_countries import COUNTRIES, TERRITORIES_OF_THEIR_OWN
from domain.territories import (
    REGIONS,
    TERRITORIES,
    WITHDRAWN,
    WORLD,
    Area,
    area,
    check,
    partition,
    spoken,
    spoken_area,
)

countries = st.frozensets(st.sampled_from(sorted(TERRITORIES)), max_size=12)

#: An example record of a publisher in both of its forms: what is for sale exclusively, and what
#: is not for lack of rights; all else is for sale without being exclusive.
EXCLUSIVE = (
    "AG AI AU BB BD BM BN BS BW BZ CM CY DM EG FJ FK GB GD GG GH GI GM GY HK IE IL IM IN IO JE JM"
    " JO KE KI KN KW KY LC LK LS MT MU MV MW MY MZ NA NG NR NZ PG PK PN SB SC SD SG SH SL SO SZ TC"
    " TO TT TV TZ UG VC VG VU WS YE RS ME ZA ZM ZW"
)
WITHHELD = "AS CA GU MP PH PR US VI"


def test_there_are_249_and_every_region_is_made_of_them() -> None:
    assert len(TERRITORIES) == 249
    assert "XK" not in TERRITORIES
    for held in (*REGIONS.values(), *WITHDRAWN.values()):
        assert held <= TERRITORIES
    assert not TERRITORIES & (REGIONS.keys() | WITHDRAWN.keys())


def test_the_rest_and_the_rest_spelled_out_are_the_same_partition() -> None:
    short = partition([("01", area(EXCLUSIVE.split())), ("06", area(WITHHELD.split()))], "02")
    others = area([WORLD], [*EXCLUSIVE.split(), *WITHHELD.split()])
    long = partition(
        [("01", area(EXCLUSIVE.split())), ("02", others), ("06", area(WITHHELD.split()))]
    )
    assert short == long
    kinds = list(short.kinds.values())
    assert [kinds.count(kind) for kind in ("01", "02", "06")] == [77, 164, 8]
    assert not short.contested


def test_without_a_rest_nothing_is_said_of_the_rest() -> None:
    found = partition([("01", area(["FR", "BE"]))])
    assert dict(found.kinds) == {"FR": "01", "BE": "01"}


def test_what_two_kinds_claim_belongs_to_neither() -> None:
    found = partition([("01", area(["DE", "FR"])), ("03", area(["FR"]))], "02")
    assert found.contested == {"FR"}
    assert "FR" not in found.kinds
    assert found.kinds["DE"] == "01"
    assert found.kinds["IT"] == "02"


def test_a_part_of_a_country_is_neither_the_country_nor_the_rest() -> None:
    found = partition([("01", area(["CA-QC"])), ("03", area(["DE"]))], "02")
    assert "CA" not in found.kinds
    assert found.kinds["US"] == "02"
    assert partition([("01", area(["CA"])), ("01", area(["CA-QC"]))]).kinds["CA"] == "01"


def test_a_country_without_a_part_of_it_is_not_whole() -> None:
    assert area(["CA", "US"], ["CA-QC"]) == Area(frozenset({"US"}), frozenset({"CA"}))
    assert area(["GB-SCT", "GB-ENG"]) == Area(frozenset(), frozenset({"GB"}))
    assert area(["GB-SCT"]) | area(["GB"]) == Area(frozenset({"GB"}))
    assert area(["GB-SCT"], ["GB"]) == Area()


def test_withdrawn_codes_are_what_became_of_them() -> None:
    assert area(["AN"]).whole == {"BQ", "CW", "SX"}
    assert area(["CS"]) == area(["YU"]) == area(["RS", "ME"])


@given(countries, countries)
def test_sums_are_those_of_sets(inside: frozenset[str], outside: frozenset[str]) -> None:
    assert area(inside, outside).whole == inside - outside
    assert area([WORLD], outside).whole == TERRITORIES - outside
    assert (area(inside) | area(outside)).whole == inside | outside


@given(countries, countries, st.sampled_from("ab"))
def test_a_partition_gives_each_territory_one_kind(
    first: frozenset[str], second: frozenset[str], rest: str
) -> None:
    found = partition([("a", area(first)), ("b", area(second))], rest)
    assert found.contested == first & second
    assert found.kinds.keys() == TERRITORIES - found.contested
    assert all(found.kinds[code] == "a" for code in first - second)


@pytest.mark.parametrize(
    ("include", "exclude", "code", "hint"),
    [
        (["QQ"], [], "unknown_territory", "ISO 3166-1"),
        (["XK"], [], "unknown_territory", "XK"),
        (["de"], [], "unknown_territory", "capital"),
        (["ROW"], [], "unknown_territory", "WORLD"),
        (["QQ-AB"], [], "unknown_territory", "QQ-AB"),
        (["GB-ZZZ"], [], "unknown_territory", "GB for the whole country"),
        (["DE"], ["DE-XX"], "unknown_territory", "list 49"),
        (["JP-48"], [], "unknown_territory", "JP for the whole country"),
        (["IN-MH"], [], "unknown_territory", "No parts of IN are known here"),
        (["GB", "GB-SCT"], [], "included_twice", "GB-SCT"),
        (["DE"], ["US"], "excluded_only", "US"),
        ([], ["US"], "excluded_only", "WORLD"),
        ([], [], "no_territory", "include"),
        (["DE"], ["DE"], "no_territory", "include"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    include: list[str], exclude: list[str], code: str, hint: str
) -> None:
    with pytest.raises(Invalid) as caught:
        check(include, exclude)
    assert caught.value.code == code
    assert hint in caught.value.message


def test_every_part_that_is_known_is_a_part_of_a_territory() -> None:
    assert len(COUNTRIES) > 300
    for part, country in COUNTRIES.items():
        assert area([part]) == Area(frozenset(), frozenset({country}))


@pytest.mark.parametrize("code", sorted(TERRITORIES_OF_THEIR_OWN))
def test_what_only_looks_like_a_part_is_its_own_territory(code: str) -> None:
    assert area([code]) == Area(TERRITORIES_OF_THEIR_OWN[code])
    assert check([code, "GB", "CN"]).whole == {"GB", "CN"} | TERRITORIES_OF_THEIR_OWN[code]


def test_territories_are_spoken_as_people_do() -> None:
    assert spoken(["FR", "DE"]) == "DE, FR"
    assert spoken(TERRITORIES) == "World"
    assert spoken(TERRITORIES - {"US", "CA"}) == "World excluding CA, US"
    assert spoken([]) == "nowhere"


@pytest.mark.parametrize(
    ("include", "exclude", "said"),
    [
        (["GB-SCT"], [], "GB-SCT"),
        (["GB-WLS", "DE", "GB-SCT"], [], "DE, GB-SCT, GB-WLS"),
        ([WORLD], ["US", "CA"], "World excluding CA, US"),
        ([WORLD], ["FR", "US-CA"], "World excluding FR, US-CA"),
        (["FR", "DE"], ["DE-BY"], "DE, FR excluding DE-BY"),
        ([*(TERRITORIES - {"GB"}), "GB-SCT"], [], "GB-SCT and World excluding GB"),
        (["GB-SCT"], ["GB"], "nowhere"),
    ],
)
def test_an_area_is_spoken_with_the_parts_of_countries(
    include: list[str], exclude: list[str], said: str
) -> None:
    assert spoken_area(area(include, exclude), include, exclude) == said


@pytest.mark.parametrize("code", ["BR-SP", "MX-CMX", "JP-13", "PT-30", "SE-AB", "NZ-AUK", "CZ-10"])
def test_what_contracts_divide_is_known_by_its_parts(code: str) -> None:
    assert area([code]) == Area(frozenset(), frozenset({code[:2]}))
