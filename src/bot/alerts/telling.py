"""Writing down what was told of an alert in one of its copies, or why it was not."""

from collections.abc import Mapping

from bot.gathered.alert import AlertFile
from domain.hub import Hub
from domain.notices.model import Copy
from domain.tellings import service as tellings
from domain.tellings.model import Outcome, Way, What


async def log(  # noqa: PLR0913  What is told, of what, where, and what came of it.
    hub: Hub,
    file: AlertFile,
    copy: Copy,
    what: What,
    key: str,
    reason: str | None,
    details: Mapping[str, object],
    *,
    outcome: Outcome | None = None,
) -> None:
    """Keep it once by its `key`; `reason` is why it came to nothing, None if it was told."""
    await tellings.log(
        hub,
        key=key,
        what=what,
        way=Way.DIRECT if copy.direct else Way.CHANNEL,
        subject_id=file.alert.id,
        stage_id=None,
        round_=0,
        user_id=copy.reader_id,
        workspace_id=copy.workspace_id,
        place=copy.place,
        reason=reason,
        details=dict(details),
        outcome=outcome,
    )
