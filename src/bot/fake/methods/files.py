"""The methods by which a file comes in: an address to send it to, and that it was sent."""

from collections.abc import Mapping

from bot.fake.errors import SlackError
from bot.fake.methods.call import Call, Method, takes
from bot.fake.model import File
from bot.fake.rates import TIER_4
from bot.fake.wire import Wire


def _upload_url(call: Call) -> Wire:
    name, length = call.needed("filename"), call.needed("length")
    if not length.isdecimal() or int(length) == 0:
        raise SlackError("invalid_arguments", ["[ERROR] `length` is no number of bytes"])
    file = File(call.workspace.next_id("F"), name, int(length), call.text("alt_txt"))
    call.workspace.files[file.id] = file
    where = f"{call.origin}/upload/{call.workspace.id}/{file.id}"
    return {"file_id": file.id, "upload_url": where}


def _complete(call: Call) -> Wire:
    given = call.json("files", "invalid_arguments")
    if not isinstance(given, list) or not given:
        raise SlackError("invalid_arguments", ["[ERROR] missing required field: files"])
    found = []
    for one in given:
        file = call.workspace.files.get(str(one.get("id"))) if isinstance(one, Mapping) else None
        if file is None or not file.is_sent:
            raise SlackError("file_not_found")
        file.is_complete = True
        found.append({"id": file.id, "title": str(one.get("title") or file.name)})
    return {"files": found}


METHODS: Mapping[str, Method] = {
    "files.getUploadURLExternal": Method(
        _upload_url, TIER_4, takes("filename length alt_txt snippet_type"), ("files:write",)
    ),
    "files.completeUploadExternal": Method(
        _complete,
        TIER_4,
        takes("files channel_id channels thread_ts initial_comment blocks"),
        ("files:write",),
    ),
}
