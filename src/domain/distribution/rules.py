"""What can be reported. Pure."""

from datetime import datetime

from domain.distribution.model import Demand, Said
from domain.errors import Invalid
from domain.territories import TERRITORIES
from domain.text import honest

#: The longest reference and text, in characters; what the columns hold.
REF_MAX, TEXT_MAX = 80, 500


def check(said: Said, now: datetime) -> None:
    """Raise `Invalid` unless a publisher can say this."""
    _line(said.ref, REF_MAX, "ref")
    check_text(said.text, "text")
    for at, code in enumerate(said.territories):
        if code not in TERRITORIES:
            text = f"`{code[:10]}` is no country; use two capital letters such as DE."
            raise Invalid("unknown_territory", text, ("territories", str(at)))
    if said.kind is Demand.MARKET_BLOCKED and not said.territories:
        raise Invalid("no_place", "Say which countries are blocked.", ("territories",))
    if said.since.tzinfo is None:
        raise Invalid("zone_missing", "Say in which time zone.", ("since",))
    if said.since > now:
        raise Invalid("in_future", "Say what is so, not what will be.", ("since",))


def check_text(text: str, field: str) -> None:
    """Raise `Invalid` unless `text` can be kept as what was required, or what was done."""
    if not 0 < len(text.strip()) <= TEXT_MAX:
        raise Invalid("bad_text", f"Write 1 to {TEXT_MAX} characters.", (field,))
    if problem := honest(text, (field,)):
        raise problem


def _line(text: str, longest: int, field: str) -> None:
    if not 0 < len(text) <= longest or not text.isprintable() or text != text.strip():
        raise Invalid("bad_name", f"Use 1 to {longest} visible characters.", (field,))
    if problem := honest(text, (field,)):
        raise problem
