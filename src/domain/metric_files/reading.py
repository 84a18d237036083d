"""What a file of figures is read by; the job is given one."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from domain.metric_files.model import Wanted
from domain.metrics.columns import Column
from domain.metrics.sorting import Given


class Reading(Protocol):
    """Reads files of figures; that takes its time."""

    async def columns(
        self, content: bytes, wanted: Wanted, kept: Mapping[str, str]
    ) -> Sequence[Column]:
        """Return what the columns of a file hold, where some were `kept` to hold something.

        None for events; `Invalid` for what is no table.
        """
        ...

    async def given(
        self, content: bytes, name: str, wanted: Wanted, columns: Sequence[Column]
    ) -> Given:
        """Return the figures of a file.

        `Invalid` where none can be told from its columns, or there are more than `FIGURES_MAX`.
        """
        ...
