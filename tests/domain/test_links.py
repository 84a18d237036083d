"""What a link leads to, and whose it is."""

import pytest

from domain.links import own_path


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://hub.example.com/app/requests/1", "/requests/1"),
        ("https://hub.example.com/app/requests/1?x=1#y", "/requests/1"),
        ("http://hub.example.com/app/requests/1", None),
        ("https://hub.example.com:444/app/requests/1", None),
        ("https://x@hub.example.com/app/requests/1", None),
        ("https://hub.example.com/requests/1", None),
        ("https://hub.example.com/apples/requests/1", None),
        ("https://[::1", None),
    ],
)
def test_an_address_is_ours_or_it_is_not(url: str, path: str | None) -> None:
    assert own_path("https://hub.example.com/app", url) == path
