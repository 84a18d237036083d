"""Whose address a caller has behind proxies, whatever headers say."""

from typing import Any

import pytest
from starlette.types import Receive, Scope, Send

from api.callers.proxies import Behind, caller
from domain.case_forms.rules import counted

PEER = ("192.0.2.1", 4321)


@pytest.mark.parametrize(
    ("proxies", "said", "found"),
    [
        (1, ["203.0.113.5"], "203.0.113.5"),
        (1, ["10.0.0.1, 203.0.113.5"], "203.0.113.5"),
        (2, ["10.0.0.1, 203.0.113.5, 198.51.100.7"], "203.0.113.5"),
        (2, ["10.0.0.1", "203.0.113.5", "198.51.100.7"], "203.0.113.5"),
        (1, ["203.0.113.5:51234"], "203.0.113.5"),
        (1, ["[2001:db8::1]:51234"], "2001:db8::1"),
        (1, ["2001:DB8:0::1"], "2001:db8::1"),
        (1, ["  203.0.113.5\t"], "203.0.113.5"),
        (1, [",".join(["10.0.0.1"] * 5_000) + ",203.0.113.5"], "203.0.113.5"),
        # Nobody who is trusted wrote these.
        (1, [], None),
        (1, [""], None),
        (2, ["203.0.113.5"], None),
        (1, ["203.0.113.5,"], None),
        (1, ["unknown"], None),
        (1, ["203.0.113.5 evil"], None),
        (1, ["203.0.113.999"], None),
        (1, ["[2001:db8::1"], "2001:db8::1"),
        (1, ["[]"], None),
        (1, ["' OR 1=1"], None),
        (1, ["127.1"], None),
        (1, ["0x7f000001"], None),
        (1, ["١٢٧.0.0.1"], None),
    ],
)
def test_the_outermost_trusted_proxy_is_believed_and_nobody_else(
    proxies: int, said: list[str], found: str | None
) -> None:
    assert caller(said, proxies) == found


@pytest.mark.parametrize(
    ("proxies", "said", "client"),
    [
        (0, b"203.0.113.5", PEER),
        (1, b"203.0.113.5", ("203.0.113.5", 0)),
        (1, b"\xff\xfe", PEER),
        (3, b"203.0.113.5", PEER),
    ],
)
async def test_it_stands_where_everything_looks_for_it(
    proxies: int, said: bytes, client: tuple[str, int]
) -> None:
    seen: list[Any] = []

    async def inner(scope: Scope, _: Receive, __: Send) -> None:
        seen.append(scope["client"])

    async def nothing(*_: Any) -> Any: ...

    scope = {"type": "http", "client": PEER, "headers": [(b"x-forwarded-for", said)]}
    await Behind(inner, proxies)(scope, nothing, nothing)

    assert seen == [client]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:203.0.113.5", "203.0.113.5", True),
        ("203.0.113.5", "203.0.113.6", False),
        ("somewhere", "elsewhere", False),
        ("fe80::1%eth0", "fe80::1%eth1", True),
    ],
)
def test_addresses_of_one_holder_count_as_one(one: str, other: str, *, alike: bool) -> None:
    assert (counted(one) == counted(other)) is alike
