"""Matching keys: which addresses are hashed to which, and what is refused without being said."""

import pytest

from domain.audience import hashed
from domain.audience.accounts import sheet
from domain.audience.hashed import KEYS_MAX
from domain.errors import Invalid

KEY = "787d5b7c06ca0a21c96436cc7c8117e6fe046d0fd7dedcae8c93bfc14b8e5df7"


@pytest.mark.parametrize("written", ["somebody@example.com", "  Somebody@EXAMPLE.com\t"])
def test_an_address_has_one_key_however_it_is_written(written: str) -> None:
    assert hashed.of_address(written) == KEY


@pytest.mark.parametrize("written", ["", "somebody", "a@b@example.com", "a b@example.com", "a@b"])
def test_what_is_no_address_has_no_key(written: str) -> None:
    with pytest.raises(Invalid, match="no e-mail address"):
        hashed.of_address(written)


@pytest.mark.parametrize("key", ["", KEY.upper(), KEY[:-1], KEY + "0", f"{KEY}\n", "g" * 64])
def test_what_is_no_hash_is_set_aside_and_not_repeated(key: str) -> None:
    found, aside = sheet.given_keys([{"account": "cust-1", "key": key}])

    assert found == []
    assert [one.line for one in aside] == [1]
    assert not key or key not in f"{aside[0].reason}{aside[0].cure}"


@pytest.mark.parametrize(
    "table",
    [
        f"account,key\ncust-1,{KEY}\ncust-2,somebody@example.com\n",
        f"account,somebody@example.com\ncust-1,{KEY}\n",
        f"account,key\nsomebody@example.com,{KEY}\n",
    ],
)
def test_a_table_with_an_address_in_it_is_refused_whole_and_not_repeated(table: str) -> None:
    with pytest.raises(Invalid) as refused:
        sheet.keys(table)

    assert refused.value.code == "clear_address"
    assert "somebody" not in refused.value.message


def test_more_keys_at_once_than_may_be_are_refused() -> None:
    given = [{"account": "cust-1", "key": KEY}] * (KEYS_MAX + 1)
    with pytest.raises(Invalid, match="at most 1,000"):
        sheet.given_keys(given)


def test_an_account_said_twice_has_the_first_key() -> None:
    found, aside = sheet.keys(f"account,key\ncust-1,{KEY}\ncust-1,{'0' * 64}\n")

    assert [one.key for one in found] == [KEY]
    assert [one.line for one in aside] == [3]
