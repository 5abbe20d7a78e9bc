"""Ed25519 keys for receipts: made, stored in a file, published as JSON Web Keys, and used.

A key's id is its RFC 7638 thumbprint, which can be computed from the key itself. The private key is
a PKCS#8 PEM file that only its owner may read. The page that checks a receipt in a browser contains
the public keys.
"""

import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefs.errors import BadArgument
from briefs.model import Brief
from briefs.receipts.receipt import Receipt, Signature, canonical, receipt

if TYPE_CHECKING:  # loads slowly, and few commands use it
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KEY_BYTES = 32
_OTHERS = 0o077
"""The permission bits that a private key's file must not have."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that checks receipts; `raw` are its 32 bytes.

    `retired_at` is when another key replaced it: its receipts remain valid. `revoked_at` is when
    others were found to have it: nothing that it signed is proved by it since.
    """

    raw: bytes
    made_at: datetime | None = None
    retired_at: datetime | None = None
    revoked_at: datetime | None = None

    @property
    def id(self) -> str:
        """Its RFC 7638 thumbprint, 43 characters of base64url."""
        members = {"crv": "Ed25519", "kty": "OKP", "x": base64url(self.raw)}
        return base64url(sha256(canonical(members)).digest())

    def to_jwk(self) -> dict[str, str]:
        """The key as a JSON Web Key (RFC 8037), with its dates."""
        dates = {
            name: at.isoformat()
            for name in ("made_at", "retired_at", "revoked_at")
            if (at := getattr(self, name)) is not None
        }
        return {
            "kty": "OKP",
            "crv": "Ed25519",
            "alg": "EdDSA",
            "use": "sig",
            "kid": self.id,
            "x": base64url(self.raw),
            **dates,
        }

    def holds(self, signed: Receipt) -> bool:
        """Whether this key signed exactly this receipt."""
        from cryptography.exceptions import InvalidSignature  # noqa: PLC0415  # as above
        from cryptography.hazmat.primitives.asymmetric import ed25519  # noqa: PLC0415  # as above

        signature = signed.signature
        if signature is None or signature.key != self.id:
            return False
        value = _bytes(signature.value)
        # Several base64url texts can encode the same bytes; only the canonical one is accepted.
        if base64url(value) != signature.value:
            return False
        try:
            key = ed25519.Ed25519PublicKey.from_public_bytes(self.raw)
            key.verify(value, signed.signed_by(self.id))
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs receipts with a private key, which it never reveals."""

    key: "Ed25519PrivateKey"

    @property
    def public(self) -> PublicKey:
        return PublicKey(self.key.public_key().public_bytes_raw())

    def sign(self, unsigned: Receipt) -> Receipt:
        key = self.public.id
        value = self.key.sign(unsigned.signed_by(key))
        return replace(unsigned, signature=Signature(key, base64url(value)))


def base64url(data: bytes) -> str:
    """Base64url without padding, as in JSON Web Keys."""
    return urlsafe_b64encode(data).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def key_set(keys: Iterable[PublicKey]) -> dict[str, Any]:
    """A JSON Web Key Set (RFC 7517)."""
    return {"keys": [key.to_jwk() for key in keys]}


def read_key_set(data: bytes) -> tuple[PublicKey, ...]:
    """The Ed25519 keys of a JSON Web Key Set; BadArgument if it is none, or has no such key."""
    try:
        found = [
            PublicKey(_bytes(one["x"]), revoked_at=_moment(one.get("revoked_at")))
            for one in json.loads(data)["keys"]
            if one["kty"] == "OKP" and one["crv"] == "Ed25519"
        ]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _no_keys() from error
    if not found or any(len(key.raw) != KEY_BYTES for key in found):
        raise _no_keys()
    return tuple(found)


def _no_keys() -> BadArgument:
    return BadArgument(
        "This is no set of public keys.",
        hint="`sourcebrief keys list --json` prints one; so does /.well-known/sourcebrief-keys.json"
        " of the newsroom's server.",
    )


def _moment(said: str | None) -> datetime | None:
    return None if said is None else datetime.fromisoformat(said)


def make(path: Path) -> Signer:
    """Make a key in a new file; BadArgument if the file exists already, or cannot be written."""
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415  # as above

    signer = fresh()
    pem = signer.key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    try:
        # Created with mode 0600: before a later chmod others could read it.
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(pem)
    except FileExistsError as error:
        raise BadArgument(
            f"{path} is there already.",
            hint="`sourcebrief keys rotate` puts a new key in its place.",
        ) from error
    except OSError as error:
        raise BadArgument(f"{path}: {error.strerror}.") from error
    return signer


def fresh() -> Signer:
    """A new key whose id does not begin with a hyphen, which a shell command would take for an
    option.
    """
    from cryptography.hazmat.primitives.asymmetric import ed25519  # noqa: PLC0415  # as above

    while (made := Signer(ed25519.Ed25519PrivateKey.generate())).public.id.startswith("-"):
        pass
    return made


def load(path: Path) -> Signer:
    """The key in a file; BadArgument if there is none, or if others may read the file."""
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415  # as above
    from cryptography.hazmat.primitives.asymmetric import ed25519  # noqa: PLC0415  # as above

    try:
        with path.open("rb") as file:
            if os.name == "posix" and os.fstat(file.fileno()).st_mode & _OTHERS:
                raise BadArgument(
                    f"Others than its owner may read {path}.", hint=f"Run `chmod 600 {path}`."
                )
            pem = file.read()
    except OSError as error:
        raise BadArgument(
            f"The signing key {path}: {error.strerror}.", hint="`sourcebrief keys new` makes one."
        ) from error
    try:
        key = serialization.load_pem_private_key(pem, password=None)
    except (ValueError, TypeError) as error:
        raise BadArgument(f"{path} is no private key that can be read.") from error
    if not isinstance(key, ed25519.Ed25519PrivateKey):
        raise BadArgument(f"{path} is a private key of another kind than Ed25519.")
    return Signer(key)


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues receipts: its name, and the signer, if there is one."""

    name: str = ""
    signer: Signer | None = None

    def issue(self, brief: Brief, previous: str | None) -> Receipt:
        """The receipt of a brief, signed if there is a key; raises Unproved as `receipt.receipt`
        does.
        """
        made = receipt(brief, previous=previous, issuer=self.name)
        return made if self.signer is None else self.signer.sign(made)


_KEYS = '{"keys":[]}'
"""The placeholder in the page for the newsroom's keys."""


def verifying_page(keys: Iterable[PublicKey]) -> bytes:
    """The page that checks receipts, with the newsroom's public keys in it, so that it works
    offline.
    """
    plain = files("briefs.receipts").joinpath("page.html").read_text("utf-8")
    # Ids and keys are base64url and dates digits, so no value can end the script.
    return plain.replace(_KEYS, json.dumps(key_set(keys)), 1).encode()
