"""The keys that receipts are signed with: their files, their names, and how they are published."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from briefs.errors import BadArgument
from briefs.receipts import signing
from briefs.receipts.signing import PublicKey
from tests.briefs import receipt_mutations as bent
from tests.briefs.builders import NOW


def test_a_key_is_a_file_of_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "key"
    made = signing.make(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert signing.load(path).public == made.public
    with pytest.raises(BadArgument, match="there already"):
        signing.make(path)
    path.chmod(0o640)
    with pytest.raises(BadArgument, match="Others"):
        signing.load(path)


@pytest.mark.parametrize(
    "text", ["", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"]
)
def test_a_file_that_holds_no_key_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "key"
    path.write_text(text)
    path.chmod(0o600)
    with pytest.raises(BadArgument, match="no private key"):
        signing.load(path)


def test_no_key_is_called_like_an_option_of_a_command() -> None:
    assert not any(signing.fresh().public.id.startswith("-") for _ in range(300))


def test_a_key_that_is_not_there_is_told_with_what_makes_one(tmp_path: Path) -> None:
    with pytest.raises(BadArgument, match="No such file") as raised:
        signing.load(tmp_path / "none")
    assert "keys new" in raised.value.hint


def test_public_keys_go_out_as_a_key_set_and_come_back() -> None:
    keys = (replace(bent.SIGNER.public, made_at=NOW), replace(bent.STRANGER.public, revoked_at=NOW))
    data = json.dumps(signing.key_set(keys)).encode()
    back = signing.read_key_set(data)
    assert [key.id for key in back] == [key.id for key in keys]
    assert [key.revoked_at for key in back] == [None, NOW]


# RFC 8037, appendix A.3: the thumbprint of the key of RFC 8032's first test.
def test_a_keys_id_is_its_rfc_7638_thumbprint() -> None:
    raw = signing._bytes("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")
    assert PublicKey(raw).id == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


@pytest.mark.parametrize("data", [b"", b"[]", b'{"keys": []}', b'{"keys": [{"kty": "RSA"}]}'])
def test_what_is_no_set_of_keys_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(BadArgument, match="public keys"):
        signing.read_key_set(data)
