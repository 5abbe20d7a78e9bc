"""The one form in which a receipt is written: RFC 8785, so that no byte of it can be another.

JSON can say one thing in many ways: white space, escapes, the order and the repetition of names,
`1.0` for `1`. RFC 8785 (https://www.rfc-editor.org/rfc/rfc8785) leaves one of them. What is read
is written again and compared, so that whoever reads a receipt reads all of it and nothing else.
"""

import json
from hashlib import sha256

import rfc8785

from briefs.errors import BadArgument


class Malformed(BadArgument):
    """A receipt that is not in its form; the message says what is wrong, as a sentence."""


def canonical(value: object) -> bytes:
    """The RFC 8785 form of a JSON value; Malformed for one that has none."""
    try:
        return rfc8785.dumps(value)  # type: ignore[arg-type]  # it refuses what is no JSON itself
    except (rfc8785.CanonicalizationError, UnicodeEncodeError, RecursionError) as error:
        raise Malformed("It holds a number or a letter that no receipt has.") from error


def digest(value: object) -> str:
    """The SHA-256 (hex) of a JSON value in its RFC 8785 form."""
    return sha256(canonical(value)).hexdigest()


def parse(data: bytes) -> object:
    """The value of a JSON text, in whatever form it is written; BadArgument for what is none.

    A name that an object has twice is refused: programs differ in which of the two they take.
    """
    try:
        return json.loads(data.decode(), object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        if isinstance(error, _Repeated):
            raise Malformed(f"The name “{error}” stands in it twice.") from error
        raise BadArgument(
            "This is not a receipt: it is not JSON.",
            hint="`sourcebrief brief REF --json` prints one: pass its output unchanged.",
        ) from error


class _Repeated(ValueError):
    pass


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise _Repeated(next(name for name in names if names.count(name) > 1))
    return found


def require_canonical(data: bytes, value: object) -> None:
    """Raises Malformed unless `data` is the RFC 8785 form of `value`; a line end may follow it."""
    if canonical(value) != data.removesuffix(b"\n"):
        raise Malformed(
            "It is not in the one form of receipts (RFC 8785).",
            hint="A program that formats JSON may have done that: pass the receipt as it came.",
        )
