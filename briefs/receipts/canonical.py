"""The canonical form of a receipt: RFC 8785, which leaves no byte open.

JSON has many spellings of one value: white space, escapes, the order and repetition of names, `1.0`
for `1`. RFC 8785 (https://www.rfc-editor.org/rfc/rfc8785) allows one of them. A receipt that is
read is written again and compared, so that nothing in it can be overlooked.
"""

import json
from hashlib import sha256

import rfc8785

from briefs.errors import BadArgument


class Malformed(BadArgument):
    """A receipt that is not in canonical form; the message says what is wrong, as a sentence."""


def canonical(value: object) -> bytes:
    """The RFC 8785 form of a JSON value; Malformed for a value that has none."""
    try:
        return rfc8785.dumps(value)  # type: ignore[arg-type]  # it checks the type itself
    except (rfc8785.CanonicalizationError, UnicodeEncodeError, RecursionError) as error:
        raise Malformed("It holds a number or a letter that no receipt has.") from error


def digest(value: object) -> str:
    """The SHA-256 (hex) of a JSON value in its RFC 8785 form."""
    return sha256(canonical(value)).hexdigest()


def parse(data: bytes) -> object:
    """The value of a JSON text in any spelling; BadArgument if it is no JSON.

    An object with a repeated name is refused: programs differ in which value they take.
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
    """Raise Malformed unless `data` is the RFC 8785 form of `value`; a line end may follow it."""
    if canonical(value) != data.removesuffix(b"\n"):
        raise Malformed(
            "It is not in the one form of receipts (RFC 8785).",
            hint="A program that formats JSON may have done that: pass the receipt as it came.",
        )
