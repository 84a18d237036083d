"""What a playlist asks for, as reviewers read it."""

from bot.language import later, number, say
from bot.messages.kinds.declaring import declared, field, markets, names_of
from bot.messages.telling import file
from domain.requests.kinds.playlist import PlaylistBrief, Track

_EXPLICIT = {
    True: later("{track}, explicit"),
    None: later("{track}, explicit or not: nobody knows"),
}


def _track(one: Track) -> str:
    isrc = f" ({one.isrc})" if one.isrc else ""
    tempo = say("{count} beats a minute", count=number(one.tempo)) if one.tempo else ""
    more = "".join(f", {said}" for said in (one.genre, tempo) if said)
    track = f"{one.artist}: {one.title}{isrc}{more}"
    return track if one.explicit is False else say(_EXPLICIT[one.explicit], track=track)


def _count(brief: PlaylistBrief, *_: object) -> str:
    odd = sum(track.explicit is not False for track in brief.tracks)
    count = number(len(brief.tracks))
    return say("{count}, {odd} perhaps explicit", count=count, odd=number(odd))


def _whom(brief: PlaylistBrief, *_: object) -> str:
    return say("Sites, by their provider") if brief.site_ids else say("Listeners")


TELLING = declared(
    {
        later("For"): _whom,
        later("Live from"): field("live_from"),
        later("Live until"): field("live_until"),
        later("Markets"): markets,
        later("How many"): _count,
        later("Sites"): names_of("site_ids"),
        later("Purpose"): field("purpose"),
        later("Tracks"): lambda brief, *_: "\n".join(map(_track, brief.tracks)),
        later("Cover"): lambda brief, files, _: (
            file(files, brief.cover_asset_id) if brief.cover_asset_id else ""
        ),
    },
    beside=("For", "Live from", "Live until", "Markets", "How many"),
    long=("Purpose", "Tracks"),
)
