"""The kinds of request: one file each, and one row here."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.errors import Invalid
from domain.requests.kinds import campaign
from domain.requests.kinds.kind import Kind

KINDS: Mapping[str, Kind] = MappingProxyType({kind.name: kind for kind in (campaign.KIND,)})


def kind_named(name: str) -> Kind:
    """Return the kind `name`; `Invalid` if there is none."""
    kind = KINDS.get(name)
    if kind is None:
        raise Invalid(
            "unknown_kind", f"`{name[:40]}` is no kind of request; known are {', '.join(KINDS)}."
        )
    return kind


__all__ = ["KINDS", "Kind", "kind_named"]
