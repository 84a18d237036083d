"""Web links on products: what is to be written, given what is there. Pure.

A link of ours is known by the marker in its note; nobody else's is ever changed. It stays out of
ONIX: what trading partners are told is the publisher's to say.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from connectors.titles import values
from domain.title_house.model import ChannelState, Deed, Showing
from domain.title_house.rules import marker, note

#: Finds a product with its links.
FIND = """
query Links($productSearch: ProductSearchAttributes) {
  product(productSearch: $productSearch) { id webLinks { id link note role } }
}
"""
_CREATE = """
mutation Create($input: CreateWebLinkInput!) { createWebLink(input: $input) { webLink { id } } }
"""
_UPDATE = """
mutation Update($input: UpdateWebLinkInput!) { updateWebLink(input: $input) { webLink { id } } }
"""

#: Roles of web sites (list 73), as enums spell codes that begin with a digit: the full content,
#: and other discussion, "such as a subscribable podcast hosting site".
_FULL, _DISCUSSION = "_29", "_30"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done, with what it is done by."""

    deed: Deed
    note: str
    query: str = ""
    input: Mapping[str, Any] = field(default_factory=dict)


def plan(product: Mapping[str, Any], showing: Showing) -> Plan:
    """Return what makes a product's links say `showing`."""
    said, role = note(showing), _FULL if showing.audiobook else _DISCUSSION
    own = [
        link
        for one in values.listed(product.get("webLinks"))
        if values.line((link := values.mapping(one)).get("note")).startswith(
            marker(showing.channel)
        )
    ]
    given = {"link": showing.url, "note": said, "role": role, "includeInOnix": False}
    if not own:
        if showing.state is ChannelState.TAKEN_DOWN:
            return Plan(Deed.NOTHING, said)
        return Plan(Deed.CREATED, said, _CREATE, {"productId": product["id"], **given})
    there = own[0]
    if all(there.get(name) == given[name] for name in ("link", "note", "role")):
        return Plan(Deed.NOTHING, said)
    return Plan(Deed.CHANGED, said, _UPDATE, {"id": there.get("id"), **given})
