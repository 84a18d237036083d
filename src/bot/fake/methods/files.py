"""The files methods: an address for an upload, and its completion; which files blocks may show."""

from collections.abc import Iterable, Mapping

from bot.fake.errors import SlackError
from bot.fake.methods.call import Call, Method, takes
from bot.fake.model import File
from bot.fake.rates import TIER_4
from bot.fake.wire import Wire
from bot.fake.workspace import Workspace

ALT_MAX = 1_000  # Methods, files.getUploadURLExternal: `alt_txt_too_large`.
IMAGES = (".png", ".jpg", ".jpeg", ".gif")  # Reference, slack_file: "png, jpg, jpeg, gif".


def _address(call: Call) -> Wire:
    name, length, alt = call.needed("filename"), call.text("length"), call.text("alt_txt")
    if not length.isdigit() or not int(length):
        raise SlackError("missing_argument")
    if len(alt) > ALT_MAX:
        raise SlackError("alt_txt_too_large")
    file = File(call.workspace.next_id("F"), name, int(length), alt)
    call.workspace.files[file.id] = file
    address = f"{call.origin}/upload/{call.workspace.id}/{file.id}"
    return {"upload_url": address, "file_id": file.id}


def _complete(call: Call) -> Wire:
    given = call.json("files", "invalid_arguments")
    if not isinstance(given, list) or not given:
        raise SlackError("invalid_arguments", ["[ERROR] missing required field: files"])
    done: list[Wire] = []
    for one in given:
        file = call.workspace.files.get(str(one.get("id"))) if isinstance(one, dict) else None
        if file is None or len(file.content) != file.length:
            raise SlackError("file_not_found")
        file.title, file.is_complete = str(one.get("title") or file.name), True
        done.append({"id": file.id, "title": file.title})
    return {"files": done}


def require_files(workspace: Workspace, blocks: Iterable[object]) -> None:
    """Raise `invalid_blocks` for an image block with a file that is no picture, or not there."""
    for block in blocks:
        shown = block.get("slack_file") if isinstance(block, dict) else None
        if not isinstance(shown, dict) or "id" not in shown:
            continue
        file = workspace.files.get(str(shown["id"]))
        if file is None or not file.is_complete or not file.name.lower().endswith(IMAGES):
            raise SlackError("invalid_blocks", ["[ERROR] invalid slack file"])


_NAMES = "files channel_id channels initial_comment thread_ts"

METHODS: Mapping[str, Method] = {
    "files.getUploadURLExternal": Method(
        _address, TIER_4, takes("filename length alt_txt snippet_type"), ("files:write",)
    ),
    "files.completeUploadExternal": Method(_complete, TIER_4, takes(_NAMES), ("files:write",)),
}
