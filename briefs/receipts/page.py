"""The page that checks a receipt in a browser: one file, without any network."""

import json
from collections.abc import Iterable
from importlib.resources import files

from briefs.receipts.signing import PublicKey, key_set

_KEYS = '{"keys":[]}'
"""What stands in the file where a newsroom's keys go."""


def page(keys: Iterable[PublicKey]) -> bytes:
    """The page with a newsroom's public keys in it, so that whoever has it needs nothing else."""
    plain = files("briefs.receipts").joinpath("page.html").read_text("utf-8")
    # Ids and keys are base64url and dates digits: nothing in them ends a script.
    return plain.replace(_KEYS, json.dumps(key_set(keys)), 1).encode()
