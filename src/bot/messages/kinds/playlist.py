"""What a playlist asks for, as reviewers read it."""

from bot.messages.kinds.declaring import declared, field, markets, names_of
from bot.messages.telling import file
from domain.requests.kinds.playlist import PlaylistBrief, Track

_EXPLICIT = {True: ", explicit", False: "", None: ", explicit or not: nobody knows"}


def _track(one: Track) -> str:
    isrc = f" ({one.isrc})" if one.isrc else ""
    return f"{one.artist}: {one.title}{isrc}{_EXPLICIT[one.explicit]}"


def _count(brief: PlaylistBrief, *_: object) -> str:
    odd = sum(track.explicit is not False for track in brief.tracks)
    return f"{len(brief.tracks)}, {odd} perhaps explicit"


TELLING = declared(
    {
        "For": lambda brief, *_: "Sites, by their provider" if brief.site_ids else "Listeners",
        "Live from": field("live_from"),
        "Live until": field("live_until"),
        "Markets": markets,
        "How many": _count,
        "Sites": names_of("site_ids"),
        "Purpose": field("purpose"),
        "Tracks": lambda brief, *_: "\n".join(map(_track, brief.tracks)),
        "Cover": lambda brief, files, _: (
            file(files, brief.cover_asset_id) if brief.cover_asset_id else ""
        ),
    },
    beside=("For", "Live from", "Live until", "Markets", "How many"),
    long=("Purpose", "Tracks"),
)
