"""Reads a response's body, and unpacks it, no further than was asked for."""

import zlib

import aiohttp

CODING = "gzip"
"""The one coding that is asked for: every server has it, and one is the least to guard."""

_GZIP = 16 + zlib.MAX_WBITS
# A file of a few members is one that was put together; one of many is there to keep us busy.
_MOST_MEMBERS = 16
_MEMBER = b"\x1f"


class TooLarge(Exception):
    """More than was wanted, as sent or unpacked."""


class Garbled(Exception):
    """Not what it says it is; the text says how."""


async def read(response: aiohttp.ClientResponse, most: int) -> bytes:
    """The body, unpacked: at most `most` bytes, packed and unpacked. Raises TooLarge or Garbled."""
    coding = response.headers.get("Content-Encoding", "").strip().lower()
    if coding not in ("", "identity", "gzip", "x-gzip"):
        raise Garbled("It comes packed in a way that was not asked for.")
    if (response.content_length or 0) > most:
        raise TooLarge
    unpacked = _Gzip(most) if "gzip" in coding else None
    arrived = 0
    body = bytearray()
    async for chunk in response.content.iter_any():
        arrived += len(chunk)
        if arrived > most:
            raise TooLarge
        body += chunk if unpacked is None else unpacked.more(chunk)
    if unpacked is not None and arrived:
        unpacked.end()
    return bytes(body)


class _Gzip:
    """Unpacks a stream of gzip members; what follows them is dropped, as browsers do."""

    def __init__(self, most: int) -> None:
        self._left = most
        self._members = 1
        self._over = False
        self._stream = zlib.decompressobj(_GZIP)

    def more(self, data: bytes) -> bytes:
        found = bytearray()
        while data:
            if self._stream.eof:
                if self._over or not data.startswith(_MEMBER):
                    self._over = True
                    break
                self._members += 1
                if self._members > _MOST_MEMBERS:
                    raise Garbled("It is packed in too many parts.")
                self._stream = zlib.decompressobj(_GZIP)
            try:
                part = self._stream.decompress(data, self._left + 1)
            except zlib.error as error:
                raise Garbled("It can't be unpacked.") from error
            if len(part) > self._left:
                raise TooLarge
            self._left -= len(part)
            found += part
            data = self._stream.unused_data
        return bytes(found)

    def end(self) -> None:
        if not self._stream.eof:
            raise Garbled("It was cut short.")
