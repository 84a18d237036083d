"""What stands for parts that were not read, so that nobody takes them for empty."""

from collections.abc import Iterator, Mapping
from typing import Any, NoReturn


class _Unread(Mapping[str, Any]):
    """Holds nothing, and says so: whoever looks into it asked for too little."""

    def __getitem__(self, key: str) -> NoReturn:
        raise RuntimeError(f"`{key}` of a part that was not read; ask for it with the page")

    def __iter__(self) -> Iterator[str]:
        raise RuntimeError("this part was not read; ask for it with the page")

    def __len__(self) -> int:
        raise RuntimeError("this part was not read; ask for it with the page")


#: Stands for mappings and for sequences.
UNREAD: Any = _Unread()
