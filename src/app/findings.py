"""What a look at the hub finds that somebody should know, each by a code that stays."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

#: What begins a line that somebody has to act upon.
PERSON = "needs a person: "


class Weight(StrEnum):
    """Whether it needs a person now, or soon."""

    NOW = "now"
    SOON = "soon"


#: What is done about each thing that can be found, by its code.
CURES: Mapping[str, str] = {
    "ads_halted": "have whoever runs the ad account take it up with Spotify",
    "anchor_old": "see that a worker runs; `greenlight audit anchor` signs at once",
    "clock_skew": "set the machine's clock (NTP), and start its processes again",
    "connection": "have the brand's owner connect the account again",
    "disk_low": "make room, or move the folder to a larger disk",
    "executor": "look at the service, or `greenlight executor TABLE embedded`",
    "held_by_restore": "look what was done outside since the backup, then `greenlight release`",
    "issuer": "look at GREENLIGHT_OIDC_ISSUER, and whether it can be reached from here",
    "job_dead": "mend the cause, then `greenlight retry KEY`",
    "jobs_late": "start `greenlight worker` or `serve`, or look at its log",
    "old_secret": "`greenlight secrets rotate`, which seals the rest anew",
    "orchestration": "look at the service, or `greenlight orchestrate KIND embedded`",
    "parts_short": "see that a worker runs; `greenlight retention` makes them at once",
    "processes_differ": "set it alike everywhere, and start them again",
    "replica": "look at the replica: is it there, and does it stream from the primary",
    "secret_differs": "set the GREENLIGHT_SECRET that this hub had when it signed its record",
    "setting": "set what is named, and start the processes again",
    "slack": "look at the app's settings in Slack, and at the token that is set",
    "spend": "compare the two figures at Spotify, and correct what is wrong",
    "title_house": "look at GREENLIGHT_CONSONANCE_URL and its key",
    "token_ends": "make its owner another one: `greenlight token EMAIL`",
    "unreachable": "look at the address, at the network's way out, and at the service",
    "webhook": "mend its receiver, then `resumeWebhook`",
    "workspace": "install the app again by the link of `greenlight install-link`",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing. `code` is one of `CURES`; `said` is a sentence that holds no secret."""

    code: str
    said: str
    weight: Weight = Weight.NOW

    def told(self) -> str:
        """Return the line about it."""
        begun = PERSON if self.weight is Weight.NOW else "soon: "
        return f"{begun}{self.said}; {CURES[self.code]}"

    def for_programs(self) -> dict[str, str]:
        """Return it as JSON takes it."""
        return {
            "code": self.code,
            "weight": self.weight,
            "said": self.said,
            "cure": CURES[self.code],
        }


def of_lines(code: str, lines: Iterable[str]) -> list[Finding]:
    """Return those of `lines` that say that they need a person."""
    return [Finding(code, line.removeprefix(PERSON)) for line in lines if line.startswith(PERSON)]
