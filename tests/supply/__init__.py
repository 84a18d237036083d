"""What is shipped: which libraries, in which versions, under which licences."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from packaging.markers import Marker

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "requirements.lock"

_PIN = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)\s*(?:;\s*(?P<marker>[^\\]+))?"
)


@dataclass(frozen=True, slots=True)
class Pin:
    """A library of the lock; `here` says whether it is installed on this machine."""

    name: str
    version: str
    here: bool


def pins() -> Iterator[Pin]:
    """Yield every library that is shipped, on some machine or other."""
    for line in LOCK.read_text().splitlines():
        if found := _PIN.match(line):
            marker = (found["marker"] or "").strip()
            here = not marker or Marker(marker).evaluate()
            yield Pin(re.sub(r"[-_.]+", "-", found["name"]).lower(), found["version"], here)
