"""What of a takedown, or a retirement, is left for its team. Pure."""

from collections.abc import Sequence

from domain.rights.live.model import Exposure


def instructions(targets: str, day: str, left: Sequence[Exposure]) -> Sequence[str]:
    """Return what the team has to do beside what the hub does at some `targets`.

    `day` is that of a retirement, empty for a takedown; `left` is what people placed.
    """
    hub = (
        f"Greenlight takes it down by itself where it published it, on {day}: {targets}."
        if day
        else f"Greenlight takes it down by itself where it published it: {targets}."
    )
    if not left:
        return (
            hub,
            "There is nothing for you to do, unless Greenlight says here that it cannot.",
            "Only then look there, have it taken down, and say that it is gone.",
        )
    return (
        hub,
        *(f"Take it down by hand: {one.shown.publisher} ({one.shown.outside_id})." for one in left),
        "Look whether that is gone, and keep the proof; write in the receipt where and when.",
    )
