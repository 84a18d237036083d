"""What is left for the team of something that the hub publishes by itself. Pure."""

from collections.abc import Sequence
from datetime import UTC, datetime

from domain.targets.model import Published
from domain.targets.rules import called


def instructions(chosen: Published) -> Sequence[str]:
    """Return what the team has to do: nothing, as long as the hub can."""
    target, markets = called(chosen.target), ", ".join(chosen.markets)
    when = _instant(chosen.opens_at)
    return (
        f"Greenlight publishes this by {target} from {when} UTC on, only in {markets}.",
        "There is nothing for you to do, unless Greenlight says here that it cannot.",
        "Only then publish it by hand, not earlier, and acknowledge it.",
    )


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M")
