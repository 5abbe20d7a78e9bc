"""Keeps the files that revisions were read from: each once, by its hash."""

import zlib
from hashlib import sha256

from sqlalchemy import Connection, bindparam, select

from briefs.desk_tables import originals
from briefs.errors import Unproved
from briefs.storage.editorial import LARGEST, Original
from briefs.storage.engine import Database

_SWIFTLY = 1
"""How hard is tried to make them small: text halves, what is compressed already stays."""

_ORIGINAL = select(originals).where(originals.c.sha256 == bindparam("sha256"))


class Originals:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._keep = database.insert_new(originals)

    def keep(self, connection: Connection, original: Original | None) -> None:
        """Keep a file, unless it is too large to."""
        if original is not None and len(original.data) <= LARGEST:
            row = {
                "sha256": original.sha256,
                "name": original.name,
                "media_type": original.media_type,
                "packed": zlib.compress(original.data, _SWIFTLY),
            }
            connection.execute(self._keep, row)

    def get(self, hashed: str) -> Original | None:
        with self._database.read() as connection:
            row = connection.execute(_ORIGINAL, {"sha256": hashed}).mappings().one_or_none()
        if row is None:
            return None
        try:
            data = zlib.decompress(row["packed"])
        except zlib.error:
            data = b""
        if sha256(data).hexdigest() != hashed:
            raise Unproved(f"the original {hashed} is not what was stored")
        return Original(hashed, row["name"], row["media_type"], data)
