"""The enums of launches: their names in the schema, and what they and theirs mean."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from domain.launches.model import BriefState, Milestone, What

NAMED: Sequence[tuple[type[StrEnum], str, str]] = (
    (Milestone, "LaunchMilestone", "A day in a title's life that something is planned around."),
    (BriefState, "LaunchBriefState", "Where a draft of a launch stands."),
    (What, "LaunchNews", "What became of a draft, or of one field of it, by itself."),
)

VALUES: Mapping[str, Mapping[str, str]] = {
    "LaunchMilestone": {
        "PRE_ORDER": "From this day on it can be ordered.",
        "PUBLICATION": "It comes out, and its sales embargo is over.",
        "BACKLIST": "So many days after it came out, as the policy says.",
    },
    "LaunchBriefState": {
        "DRAFT": "Nothing is asked for; somebody may change it and ask for it.",
        "SUBMITTED": "It was asked for, and is a request.",
        "DROPPED": "It was given up; it is open again, as it was, if its title comes after all.",
    },
    "LaunchNews": {
        "OPENED": "A draft was opened, or opened again.",
        "MOVED": "A field followed the plan.",
        "LEFT": "A field is somebody's own, and was left as they wrote it.",
        "STANDS": "It was asked for already: revise the request, if it has to follow.",
        "DROPPED": "A draft was given up.",
        "WITHDRAWN": "A request was withdrawn.",
        "LIVE": "It is live still; people decide whether it is taken down.",
        "UNDECIDED": "The rules said nothing sure of a milestone; what is there stays.",
    },
}
