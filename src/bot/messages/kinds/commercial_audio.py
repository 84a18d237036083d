"""What audio in commercial places asks for, as reviewers read it."""

from bot.messages.kinds.declaring import declared, field, markets, names_of
from bot.messages.telling import file

TELLING = declared(
    {
        "Live from": field("live_from"),
        "Live until": field("live_until"),
        "Markets": markets,
        "Music": field("has_music"),
        "Narration": field("has_narration"),
        "Sites": names_of("site_ids"),
        "Composition right": field("composition_right"),
        "Recording right": field("recording_right"),
        "Narrator's grant": field("narrator_right"),
        "Audio": lambda brief, files, _: file(files, brief.audio_asset_id),
    },
    beside=("Live from", "Live until", "Markets", "Music", "Narration"),
)
