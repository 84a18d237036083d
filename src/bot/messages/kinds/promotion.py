"""What a promotion asks for, as reviewers read it, and what its pack would hold."""

from dataclasses import replace
from typing import Any

from bot.gathered.dossier import Dossier
from bot.language import later
from bot.messages.kinds.declaring import declared, field, markets, named, names_of
from bot.messages.packs import expected
from bot.messages.parts import Block
from bot.messages.telling import file

_DECLARED = declared(
    {
        later("Occasion"): field("occasion"),
        later("Day"): field("appears_on"),
        later("Markets"): markets,
        later("Budget"): field("budget"),
        later("Sensitive topic"): field("sensitive_topic"),
        later("About"): field("about"),
        later("Contributors"): names_of("contributor_ids"),
        later("Titles"): names_of("title_ids"),
        later("Campaign"): named("campaign_id"),
        later("Episode"): named("episode_id"),
        later("Pack"): lambda brief, files, _: (
            file(files, brief.pack_asset_id) if brief.pack_asset_id else ""
        ),
    },
    beside=("Occasion", "Day", "Markets", "Budget", "Sensitive topic"),
    long=("About",),
)


def _creative(dossier: Dossier, brief: Any, room: int) -> list[Block]:  # noqa: ANN401  As kinds have it.
    return [*_DECLARED.creative(dossier, brief, room), *expected(dossier, room)]


TELLING = replace(_DECLARED, creative=_creative)
