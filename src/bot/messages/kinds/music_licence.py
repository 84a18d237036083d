"""What a music licence asks for, as reviewers read it."""

from bot.messages.kinds.declaring import declared, field, markets, named, plain
from bot.messages.telling import day, file
from domain.requests.kinds.music_licence import Licence, MusicLicenceBrief


def _licence(one: Licence) -> str:
    days = f"{day(one.starts_on)} to {day(one.ends_on)}"
    return f"{one.body} {one.number}: {plain(one.covers).lower()}, {days}"


def _use(brief: MusicLicenceBrief, *_: object) -> str:
    return f"{day(brief.starts_on)} to {day(brief.ends_on)}"


TELLING = declared(
    {
        "Site": named("site_id"),
        "Provider": field("provider"),
        "Use": _use,
        "Cost a year": field("annual_cost"),
        "Notice": lambda brief, *_: f"{brief.notice_days} days",
        "Markets": markets,
        "Renews": named("renews"),
        "Licences": lambda brief, *_: "\n".join(_licence(one) for one in brief.licences),
        "Proof": lambda brief, files, _: file(files, brief.proof_asset_id),
    },
    beside=("Site", "Provider", "Use", "Cost a year", "Notice", "Markets"),
    long=("Licences",),
)
