"""Where links may lead, and marks that are not ours."""

import pytest

from domain.audience import guarding
from domain.errors import Invalid
from domain.secrets import Secrets

SECRETS = Secrets.of("x" * 32)


def test_an_address_leads_to_its_host() -> None:
    assert guarding.host_of("https://www.example.com/spring?a=1#top") == "www.example.com"


@pytest.mark.parametrize(
    "target",
    [
        "http://www.example.com/",
        "//www.example.com/",
        "/spring",
        "javascript:alert(1)",
        "https://www.example.com@evil.example/",
        "https://user:word@www.example.com/",
        "https://www.example.com:8443/",
        "https://www.example.com:/",
        "https://WWW.example.com/",
        "https://www.example.com\\@evil.example/",
        "https:\\\\www.example.com/",
        "https:///www.example.com/",
        "https://[::1]/",
        "https://127.0.0.1/",
        "https://localhost/",
        "https://www.exämple.com/",
        "https://www.example.com/\r\nSet-Cookie: a=b",
        "https://www.example.com/a b",
        "https://www.example.com\t.evil.example/",
        "https://",
        "https://-a.example.com/",
    ],
)
def test_what_readers_take_for_different_hosts_is_no_target(target: str) -> None:
    assert guarding.host_of(target) is None
    with pytest.raises(Invalid):
        guarding.clean_target(f"{target}")


@pytest.mark.parametrize("host", ["www.example.com", " Shop.Example.COM "])
def test_a_host_is_kept_small(host: str) -> None:
    assert guarding.clean_host(host) == host.strip().lower()


@pytest.mark.parametrize("host", ["", "com", "*.example.com", "a..example.com", "example.com:80"])
def test_what_is_no_host_is_refused(host: str) -> None:
    with pytest.raises(Invalid):
        guarding.clean_host(host)


@pytest.mark.parametrize("code", ["", "abc", "-abcd", "a/../b", "a b c d", "x" * 41, "ümlaut"])
def test_what_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(Invalid):
        guarding.clean_code(code)


def test_a_mark_is_ours_or_names_nobody() -> None:
    mark = guarding.mark_of(SECRETS, "led_1")

    assert guarding.marked(SECRETS, mark) == "led_1"
    for wrong in ("", "led_1", "led_1.", mark[:-1] + "x", f"led_2{mark[5:]}", "é.é"):
        assert guarding.marked(SECRETS, wrong) is None


def test_an_address_is_told_again_of_one_brand_only() -> None:
    one = guarding.contact_marks(SECRETS, "brd_1", "Pat@Example.com ")

    assert one == guarding.contact_marks(SECRETS, "brd_1", "pat@example.com")
    assert one != guarding.contact_marks(SECRETS, "brd_2", "pat@example.com")
