"""What was written of items before, for the next time: one that did not change costs nothing."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from threading import Lock

from domain.feed_writing import Item

#: How much is kept, in bytes: two feeds of 5,000 items, each with the 4,000 characters that Apple
#: shows. What was asked for longest ago goes first.
BYTES_MAX = 128 * 1024 * 1024

_Key = tuple[str, str]


class Fragments:
    """Items as they were written, by GUID and digest. Any thread may ask."""

    def __init__(self, make: Callable[[Item], bytes], bytes_max: int = BYTES_MAX) -> None:
        self._make = make
        self._bytes_max = bytes_max
        self._kept: OrderedDict[_Key, bytes] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def of(self, items: Sequence[Item]) -> list[bytes]:
        """Return items as they are written, in their order; what is not known is made."""
        keys = [(item.guid, item.digest) for item in items]
        with self._lock:
            found = {key: self._kept[key] for key in keys if key in self._kept}
            for key in found:
                self._kept.move_to_end(key)
        # Writing is slow, so nobody waits for it; two that write the same write the same.
        made = {
            key: self._make(item) for key, item in zip(keys, items, strict=True) if key not in found
        }
        with self._lock:
            for key, written in made.items():
                self._keep(key, written)
        return [found.get(key) or made[key] for key in keys]

    def _keep(self, key: _Key, written: bytes) -> None:
        self._bytes += len(written) - len(self._kept.pop(key, b""))
        self._kept[key] = written
        while self._bytes > self._bytes_max:
            self._bytes -= len(self._kept.popitem(last=False)[1])
