"""What is an e-mail address: the same at every door that takes one."""

import pytest

from domain import mail_addresses
from domain.audience import hashed
from domain.errors import Invalid
from domain.mail_addresses import LENGTH_MAX
from domain.people.names import clean_email

ADDRESSES = ("you@example.com", "o'neil+ads@mail.example.co.uk", "jürgen@bücher.example")
NONE = (
    *("", "you", "you@example", "@example.com", "you@.com", "you@example..com", "you@example.com."),
    *("a@b@example.com", "y ou@example.com", "you@exa\tmple.com", "you\x00@example.com"),
    *("<you@example.com>", "You <you@example.com>", "you@example.com,me@example.com"),
    "y" * (LENGTH_MAX - len("@example.com") + 1) + "@example.com",
)


@pytest.mark.parametrize("given", ADDRESSES)
def test_what_people_have_is_an_address(given: str) -> None:
    assert mail_addresses.problem(given) is None
    assert clean_email(f" {given} ") == given
    assert len(hashed.of_address(given)) == len(hashed.of_address(ADDRESSES[0]))


@pytest.mark.parametrize("given", NONE)
def test_what_is_none_is_refused_by_one_sentence_that_does_not_repeat_it(given: str) -> None:
    said = []
    for taken in (mail_addresses.require, clean_email, hashed.of_address):
        with pytest.raises(Invalid) as refused:
            taken(given)
        said.append((refused.value.code, refused.value.message, refused.value.path))

    assert set(said) == {
        ("bad_email", "This is no e-mail address; write one such as you@example.com.", ("email",))
    }
