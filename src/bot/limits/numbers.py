"""Slack's numbers, each with where it comes from.

"Reference" is Slack's Block Kit reference (docs.slack.dev/reference/block-kit); "types" is
Slack's own `@slack/types` package, whose doc comments carry the lengths; "methods" is Slack's
Web API method reference. Lengths are characters, counts are items.
"""

# Surfaces.
MESSAGE_BLOCKS_MAX = 50  # Reference, blocks: "up to 50 blocks in each message".
VIEW_BLOCKS_MAX = 100  # Reference, blocks: "up to 100 blocks in modals or Home tabs".
BLOCKS_JSON_CHARACTERS_MAX = 13_200  # Observed: `msg_blocks_too_long`, bolt-js issue 2509.
HOUSE_SENT_BYTES_MAX = 12_000  # Ours: stays clear of the observed, undocumented edge.
MESSAGE_TEXT_MAX = 40_000  # Methods, chat.postMessage: longer text is truncated.
MESSAGE_TEXT_UPDATE_MAX = 4_000  # Methods, chat.update: `msg_too_long`.
MODAL_TITLE_MAX = 24  # Reference, views: title, submit and close.
PRIVATE_METADATA_MAX = 3_000  # Reference, views.
VIEW_STACK_MAX = 3  # Methods, views.push: `push_limit_reached`.
VIEW_JSON_BYTES_MAX = 250_000  # Methods, views.open: `view_too_large` above 250 kB.
IDENTIFIER_MAX = 255  # Reference: block_id, action_id, callback_id, external_id.

# Texts.
TEXT_MAX = 3_000  # Reference, text object: 1 to 3000 characters.
URL_MAX = 3_000  # Reference: every `url` and `image_url`.
PLACEHOLDER_MAX = 150  # Reference: every placeholder.

# Blocks.
SECTION_FIELDS_MAX = 10  # Reference, section.
SECTION_FIELD_TEXT_MAX = 2_000  # Reference, section.
HEADER_TEXT_MAX = 150  # Reference, header.
CONTEXT_ELEMENTS_MAX = 10  # Reference, context.
ACTIONS_ELEMENTS_MAX = 25  # Reference, actions.
IMAGE_ALT_MAX = 2_000  # Reference, image block and image element.
IMAGE_TITLE_MAX = 2_000  # Reference, image block.
INPUT_LABEL_MAX = 2_000  # Reference, input: label and hint.
MARKDOWN_TEXT_MAX = 12_000  # Reference, markdown: summed over all markdown blocks of a message.

# Elements.
BUTTON_TEXT_MAX = 75  # Reference, button; about 30 are shown.
BUTTON_VALUE_MAX = 2_000  # Reference, button.
ACCESSIBILITY_LABEL_MAX = 75  # Reference, button.
OPTION_TEXT_MAX = 75  # Reference, option object: text and description.
OPTION_VALUE_MAX = 75  # Types say 75, the reference 150: the smaller holds in both.
SELECT_OPTIONS_MAX = 100  # Reference, select menus: options, groups, options in a group.
QUERY_LENGTH_MAX = 100  # Ours: nobody types more to have a menu opened; Slack names no limit.
CHOICE_OPTIONS_MAX = 10  # Reference, checkboxes and radio buttons.
OVERFLOW_OPTIONS_MAX = 5  # Reference, overflow menu.
TYPED_LENGTH_MAX = 3_000  # Reference, plain-text input: min_length and max_length.
CONFIRM_TITLE_MAX = 100  # Reference, confirmation dialog.
CONFIRM_TEXT_MAX = 300  # Reference, confirmation dialog.
CONFIRM_BUTTON_MAX = 30  # Reference, confirmation dialog: confirm and deny.
