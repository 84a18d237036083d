"""Whether a show is known where its episode is asked to be published."""

from domain.catalog import outlet_records
from domain.errors import Invalid
from domain.requests.kinds.episode_release import EpisodeReleaseBrief, Target
from domain.requests.kinds.kind import Payload

#: What calls a show by a name of its own, without which nobody could publish there by the hub. A
#: feed may be kept by the team, who need no name for it.
_NAMING = frozenset({Target.DISTRIBUTION_API, Target.MEGAPHONE, Target.WEBHOOK})


async def unknown_there(payload: Payload) -> list[Invalid]:
    """Return that the show of a release has no place at its target, if it has none."""
    if not isinstance(payload, EpisodeReleaseBrief) or payload.target not in _NAMING:
        return []
    if await outlet_records.get(payload.show_id, payload.target) is not None:
        return []
    target = payload.target.replace("_", " ")
    said = (
        f"This show is not published by {target} yet. A manager says by `setShowTarget` what it is"
        " called there; or choose the publishing team."
    )
    return [Invalid("target_not_set", said, ("target",))]
