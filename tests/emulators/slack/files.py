"""Files on their way into the workspace: promised, put at an address of their own, then shared."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from tests.emulators.slack.refused import Refused
from tests.emulators.slack.workspace import BOT, Posted, SharedFile, Workspace

_COMMENT = 4_000


@dataclass
class Upload:
    """`data` is None until it has been put; `key` is the secret part of its address."""

    id: str
    key: str
    name: str
    length: int
    media_type: str = ""
    data: bytes | None = None
    shared: bool = False


@dataclass
class Files:
    workspace: Workspace
    uploads: list[Upload] = field(default_factory=list)

    def promise(self, args: Mapping[str, Any], content_type: str) -> Upload:
        """files.getUploadURLExternal, which reads forms alone."""
        length = str(args.get("length", ""))
        if content_type == "application/json" or not args.get("filename") or not length.isdecimal():
            raise Refused("invalid_arguments", "missing required field: filename or length")
        if int(length) == 0:
            raise Refused("missing_argument", "length")
        number = len(self.uploads) + 1
        upload = Upload(f"F{number}", uuid4().hex, str(args["filename"]), int(length))
        self.uploads.append(upload)
        return upload

    def put(self, key: str, data: bytes, headers: Mapping[str, str]) -> None:
        """The bytes come to their address: once, as many as promised, and without any token."""
        upload = next((u for u in self.uploads if u.key == key), None)
        if upload is None or upload.data is not None:
            raise Refused("no_such_upload", status=404)
        if "Authorization" in headers:
            raise Refused("token_given_away", status=400)
        if len(data) != upload.length:
            raise Refused("wrong_length", status=400)
        upload.data, upload.media_type = data, headers.get("Content-Type", "")

    def complete(self, args: Mapping[str, Any]) -> Posted | None:
        """files.completeUploadExternal; without a channel the file stays the bot's own."""
        uploads = [self._put(entry) for entry in _entries(args)]
        if not args.get("channel_id"):
            return None
        channel = self.workspace.open_channel(args["channel_id"])
        thread = self.workspace.open_thread(args, channel)
        comment = str(args.get("initial_comment") or "")
        if len(comment) > _COMMENT:
            raise Refused("msg_too_long")
        self.workspace.pace(channel)
        for upload in uploads:
            upload.shared = True
        shared = [SharedFile(u.name, u.media_type, u.data or b"") for u in uploads]
        said = Posted(self.workspace.next_ts(), channel, thread, BOT, comment, files=shared)
        self.workspace.messages.append(said)
        return said

    def _put(self, entry: Any) -> Upload:
        wanted = entry.get("id") if isinstance(entry, dict) else None
        for upload in self.uploads:
            if upload.id == wanted and upload.data is not None and not upload.shared:
                return upload
        raise Refused("file_not_found", str(wanted))


def _entries(args: Mapping[str, Any]) -> list[Any]:
    entries = args.get("files")
    if not isinstance(entries, list) or not entries:
        raise Refused("invalid_arguments", "files")
    return entries
