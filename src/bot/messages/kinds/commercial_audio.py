"""What audio in commercial places asks for, as reviewers read it."""

from bot.language import later
from bot.messages.kinds.declaring import declared, field, markets, names_of
from bot.messages.telling import file

TELLING = declared(
    {
        later("Live from"): field("live_from"),
        later("Live until"): field("live_until"),
        later("Markets"): markets,
        later("Music"): field("has_music"),
        later("Narration"): field("has_narration"),
        later("Sites"): names_of("site_ids"),
        later("Composition right"): field("composition_right"),
        later("Recording right"): field("recording_right"),
        later("Narrator's grant"): field("narrator_right"),
        later("Audio"): lambda brief, files, _: file(files, brief.audio_asset_id),
    },
    beside=("Live from", "Live until", "Markets", "Music", "Narration"),
)
