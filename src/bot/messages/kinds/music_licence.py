"""What a music licence asks for, as reviewers read it."""

from bot.language import day, later, say, say_n
from bot.messages.kinds.declaring import declared, field, markets, named, plain
from bot.messages.telling import file
from domain.requests.kinds.music_licence import Licence, MusicLicenceBrief


def _licence(one: Licence) -> str:
    return say(
        "{body} {number}: {rights}, {first} to {last}",
        body=one.body,
        number=one.number,
        rights=plain(one.covers),
        first=day(one.starts_on),
        last=day(one.ends_on),
    )


def _use(brief: MusicLicenceBrief, *_: object) -> str:
    return say("{first} to {last}", first=day(brief.starts_on), last=day(brief.ends_on))


TELLING = declared(
    {
        later("Site"): named("site_id"),
        later("Provider"): field("provider"),
        later("Use"): _use,
        later("Cost a year"): field("annual_cost"),
        later("Notice"): lambda brief, *_: say_n("{n} day", "{n} days", brief.notice_days),
        later("Markets"): markets,
        later("Renews"): named("renews"),
        later("Licences"): lambda brief, *_: "\n".join(_licence(one) for one in brief.licences),
        later("Proof"): lambda brief, files, _: file(files, brief.proof_asset_id),
    },
    beside=("Site", "Provider", "Use", "Cost a year", "Notice", "Markets"),
    long=("Licences",),
)
