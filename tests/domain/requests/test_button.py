"""In which language a button is: the market's own, or what the brief says, and none that is not."""

from typing import Any

from domain.requests.kinds.button import (
    ButtonLanguage,
    ButtonThere,
    filled,
    language_in,
    problems,
    usual,
)


def test_each_market_has_its_own_language_unless_the_brief_says_another() -> None:
    french = {"market": "CH", "language": "fr"}
    brief = filled({"markets": ["JP", "CH", "IS"], "button_languages": [french]})

    assert brief["button_languages"] == [
        french,
        {"market": "IS", "language": ButtonLanguage.ENGLISH},
        {"market": "JP", "language": ButtonLanguage.JAPANESE},
    ]


def test_a_market_of_several_languages_has_the_one_of_most_people_where_nobody_says() -> None:
    assert [usual(one) for one in ("CH", "BE", "CA")] == [
        ButtonLanguage.GERMAN,
        ButtonLanguage.DUTCH,
        ButtonLanguage.ENGLISH,
    ]


def test_what_was_approved_before_it_could_be_said_stays_english() -> None:
    assert language_in((), "DE") is ButtonLanguage.ENGLISH


def test_what_is_malformed_is_left_for_the_shape_to_be_judged() -> None:
    many: list[dict[str, Any]] = [
        {},
        {"markets": "DE"},
        {"markets": None},
        {"markets": [], "button_languages": "de"},
    ]

    assert [filled(given) for given in many] == many
    assert filled({"markets": [1, {}]})["button_languages"] == []


def test_a_market_of_which_nobody_asked_or_that_is_named_twice_is_said() -> None:
    named = [ButtonThere(market=m, language=ButtonLanguage.GERMAN) for m in ("DE", "DE", "FR")]
    found = problems(named, ("DE",))

    assert [(one.code, one.path) for one in found] == [
        ("button_twice", ("button_languages", "1", "market")),
        ("button_elsewhere", ("button_languages", "2", "market")),
    ]
