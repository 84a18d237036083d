"""Which addresses may be connected to."""

from collections.abc import Sequence

import pytest

from connectors.webhooks import addresses
from domain.errors import Invalid

INSIDE = (
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.0.8",
    "192.168.1.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::10.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:93.184.216.34",
    "64:ff9b::a00:1",
    "64:ff9b:1::a00:1",
    "2002:a00:1::",
    "2001:0:1::",
    "2001:db8::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "no address",
)


@pytest.mark.parametrize("inside", INSIDE)
def test_an_address_inside_or_with_another_in_it_is_not_public(inside: str) -> None:
    assert not addresses.is_public(inside)


@pytest.mark.parametrize("outside", ["93.184.216.34", "1.1.1.1", "2606:4700:4700::1111"])
def test_an_address_of_the_public_internet_is_public(outside: str) -> None:
    assert addresses.is_public(outside)


async def looked_at(url: str, *found: str, loopback: bool = False) -> addresses.Target:
    """Look at an address whose name has the addresses `found`."""

    async def resolve(_name: str, _port: int) -> Sequence[str]:
        return found

    return await addresses.checked(url, resolve, loopback=loopback)


async def test_the_connection_is_made_to_what_was_looked_at_under_its_name() -> None:
    url = "https://hooks.example.com/journeys?of=tea"
    four = await looked_at(url, "93.184.216.34")
    six = await looked_at(url, "2606:4700:4700::1111")

    assert four.url == "https://93.184.216.34/journeys?of=tea"
    assert (four.host, four.name) == ("hooks.example.com", "hooks.example.com")
    assert six.url == "https://[2606:4700:4700::1111]/journeys?of=tea"


async def test_one_address_inside_among_several_is_enough_to_refuse() -> None:
    with pytest.raises(Invalid, match="not public"):
        await looked_at("https://hooks.example.com/", "93.184.216.34", "10.0.0.1")


async def test_a_demo_may_be_sent_to_on_this_machine_and_no_name_leads_there() -> None:
    here = await looked_at("http://127.0.0.1:8400/x", "127.0.0.1", loopback=True)
    with pytest.raises(Invalid, match="not public"):
        await looked_at("https://hooks.example.com/", "127.0.0.1", loopback=True)
    with pytest.raises(Invalid, match="https"):
        await looked_at("http://hooks.example.com/", "93.184.216.34", loopback=True)
    with pytest.raises(Invalid, match="https"):
        await looked_at("http://127.0.0.1:8400/x", "127.0.0.1")

    assert here.url == "http://127.0.0.1:8400/x"
