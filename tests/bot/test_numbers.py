"""Numbers of requests and cases, as people write them in commands and forms."""

import pytest

from bot.listeners.given import numbered


@pytest.mark.parametrize("said", ["12", "#12", " #12 ", "000000012"])
def test_a_number_is_read_with_or_without_its_sign(said: str) -> None:
    assert numbered(said) == 12


@pytest.mark.parametrize("said", ["", "#", "##12", "-1", "1.5", "twelve", "١٢", "²", "1000000000"])
def test_what_is_no_number_that_the_database_holds_is_none(said: str) -> None:
    assert numbered(said) is None
