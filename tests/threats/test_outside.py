"""What comes from outside and is more than it says: addresses, packed bodies, archives."""

import ast
import gzip
import json

import pytest

from connectors.webhooks.addresses import checked, looked_up
from domain.errors import Invalid
from tests.api.door import client, token_for
from tests.threats.test_comparisons import ROOT, shipped
from tests.world import World

#: This machine, and where machines in clouds are told their secrets, as resolvers understand them.
SPELLED = (
    *("2130706433", "0177.0.0.1", "0x7f.0.0.1", "0x7f000001", "127.1", "127.0.1", "0"),
    *("2852039166", "0xa9fea9fe", "0251.0376.0251.0376", "169.16689662"),
    *("[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::1]", "[64:ff9b::7f00:1]", "localhost"),
    *("127.0.0.1.", "user@127.0.0.1", "127。0。0。1", "①②⑦.0.0.1"),
)

#: What unpacks archives, reads objects back, or runs what it reads.
DANGEROUS = {"zipfile", "tarfile", "shutil.unpack_archive", "pickle", "marshal", "shelve", "xmlrpc"}

#: A backup's tape is read by the names and sizes that its manifest said; nothing else of it is.
ARCHIVES = {("tarfile", "connectors/archives/tape.py")}

#: Readers of XML that open entities; ours are told not to, or refuse what declares any.
XML = {"xml.sax", "xml.dom", "xml.dom.minidom", "xml.etree.cElementTree"}


@pytest.mark.parametrize("host", SPELLED)
async def test_an_address_inside_is_refused_however_it_is_spelled(host: str) -> None:
    with pytest.raises((Invalid, OSError)):  # Or nothing has such a name.
        await checked(f"https://{host}/latest/meta-data", looked_up, loopback=False)


async def test_a_packed_body_is_not_unpacked(world: World) -> None:
    body = gzip.compress(json.dumps({"query": "{ __typename }" + " " * 5_000_000}).encode())
    headers = await token_for(world, "admin") | {"content-type": "application/json"}
    async with client(world, headers | {"content-encoding": "gzip"}) as http:
        answer = await http.post("/graphql", content=body)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"]["code"] == "malformed_request"


def test_nothing_that_comes_in_is_unpacked_or_read_back_as_an_object() -> None:
    found = {
        (name, str(path.relative_to(ROOT / "src")))
        for path in shipped()
        for name in _imported(path.read_text())
    }

    assert {one for one in found if one[0] in DANGEROUS | XML} == ARCHIVES


def _imported(text: str) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{one.name}" for one in node.names}
    return names
