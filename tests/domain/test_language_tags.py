"""Languages have one spelling, and are in one another by what they are and not by their letters."""

import pytest

from domain.errors import Invalid
from domain.language_tags import canonical, contains, known, settled, touches

#: Tags as people, tables and feeds spell them, and the one spelling of each.
SPELT = {
    "de": "de",
    "DE": "de",
    "deu": "de",
    "ger": "de",
    " en ": "en",
    "EN-us": "en-US",
    "pt_br": "pt-BR",
    "en-UK": "en-GB",
    "iw": "he",
    "ZH-hant-tw": "zh-Hant-TW",
    "es-419": "es-419",
    "de-ch-1901": "de-CH-1901",
}
#: The languages of ISO 639-2 that have two codes of three letters, with those of two.
TWICE = (
    "alb sqi sq, arm hye hy, baq eus eu, bur mya my, chi zho zh, cze ces cs, dut nld nl, fre fra fr"
    ", geo kat ka, ger deu de, gre ell el, ice isl is, mac mkd mk, mao mri mi, may msa ms,"
    " per fas fa, rum ron ro, slo slk sk, tib bod bo, wel cym cy"
)


@pytest.mark.parametrize("tag", SPELT)
def test_a_tag_has_one_spelling_which_stays_as_it_is(tag: str) -> None:
    assert canonical(tag) == SPELT[tag]
    assert canonical(SPELT[tag]) == SPELT[tag]


def test_both_codes_of_three_letters_are_the_one_of_two() -> None:
    for codes in TWICE.split(","):
        *long, short = codes.split()
        assert [canonical(one) for one in long] == [short, short]


@pytest.mark.parametrize(
    "tag", ["", "!!", "German", "xx", "qqq", "de-XX", "de-Qqqq", "und", "mul", "de" + "-abcde" * 9]
)
def test_what_is_no_known_language_is_refused_with_what_to_write(tag: str) -> None:
    with pytest.raises(Invalid, match="such as de") as raised:
        canonical(tag, ("languages",))

    assert (raised.value.code, raised.value.path) == ("bad_language", ("languages",))
    assert known(tag) is None


def test_that_no_language_is_known_can_be_said() -> None:
    assert [settled(one) for one in ("UND", "zxx", "DE")] == ["und", "zxx", "de"]


@pytest.mark.parametrize(
    ("whole", "part"),
    [("de", "DE-at"), ("deu", "de"), ("no", "nb"), ("zh-Hant", "zh-Hant-TW"), ("de", "de-1901")],
)
def test_a_language_contains_what_is_spoken_of_it_somewhere_and_not_the_other_way(
    whole: str, part: str
) -> None:
    assert contains(whole, part)
    assert contains(part, whole) == (known(part) == known(whole))
    assert touches(whole, part)
    assert touches(part, whole)


@pytest.mark.parametrize(
    ("one", "other"), [("es-419", "es-MX"), ("zh-Hant", "zh-TW"), ("de", "!!"), ("und", "en")]
)
def test_what_may_be_the_same_touches_and_is_not_contained(one: str, other: str) -> None:
    assert touches(one, other)
    assert touches(other, one)
    assert not contains(one, other)
    assert not contains(other, one)


@pytest.mark.parametrize(
    ("one", "other"), [("de", "dsb"), ("de-AT", "de-CH"), ("nb", "nn"), ("zh-Hans", "zh-Hant")]
)
def test_what_is_another_language_does_not_touch(one: str, other: str) -> None:
    assert not touches(one, other)
