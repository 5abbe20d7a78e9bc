"""What a receipt costs: made, signed and checked, as ratios to the bare library calls in it.

Real pieces (../shared/data), or the examples if those are missing. The floor of signing is
`cryptography` signing the same bytes; that of checking is `hashlib` over the body, and
`cryptography` checking the signature. Then the chain: the hash of a revision against SHA-256 of its
record, and what it adds to storing a piece.
"""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from time import process_time

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from briefs import examples
from briefs.model import Brief, Edited
from briefs.pieces import ingest, versions
from briefs.reading import reader
from briefs.receipts.receipt import described, receipt, revision_hash
from briefs.receipts.signing import Issuer, Signer, base64url
from briefs.receipts.verify import Evidence, Holding, verify
from briefs.storage.sql.store import open_store
from tests.briefs.builders import NOW

DATA = Path(__file__).parents[1] / "../shared/data/corpora/openstax-political-science/markdown"
MOST, ROUNDS = 40, 20

Call = Callable[[], object]


def pieces() -> list[Edited]:
    if DATA.exists():
        files = [(path.name, path.read_bytes()) for path in sorted(DATA.glob("*.md"))[:MOST]]
    else:
        files = list(examples.pieces())
    return [ingest.edit(reader.read(data, name=name)) for name, data in files]


def seconds(call: Call) -> float:
    """The least CPU time of some rounds."""
    found = []
    for _ in range(ROUNDS):
        started = process_time()
        call()
        found.append(process_time() - started)
    return min(found)


def told(what: str, ours: Call, floor: Call, of: str, count: int) -> None:
    mine, bare = seconds(ours), seconds(floor)
    print(f"{what:42} {mine / bare:6.1f} x {of} ({1e6 * mine / count:.0f} us each)")


def main() -> None:
    edited = pieces()
    key = Ed25519PrivateKey.from_private_bytes(b"for this benchmark and no other.")
    issuer = Issuer("https://example.org", Signer(key))
    briefs = [
        Brief(versions.revise(one, piece=n, slug=f"p{n}", number=1, now=NOW), one.summaries[1])
        for n, one in enumerate(edited, start=1)
    ]
    made = [issuer.issue(brief, None) for brief in briefs]
    keys = (Signer(key).public,)
    signed = [one.signed_by(keys[0].id) for one in made]
    values = [key.sign(data) for data in signed]
    public = key.public_key()
    bodies = [brief.revision.body for brief in briefs]
    records = [json.dumps(described(brief.revision)).encode() for brief in briefs]
    holdings = [Holding(revision=b.revision, previous=None, summaries=(b.summary,)) for b in briefs]
    count = len(made)

    def hash_bodies() -> None:
        for body in bodies:
            sha256(body.encode()).hexdigest()

    def check_bare() -> None:
        hash_bodies()
        for data, value in zip(signed, values, strict=True):
            public.verify(value, data)

    print(f"{count} pieces, bodies of {sum(map(len, bodies)) // count} characters on average")
    told(
        "a receipt made, unsigned",
        lambda: [receipt(brief) for brief in briefs],
        hash_bodies,
        "hashing the bodies",
        count,
    )
    told(
        "a receipt made and signed",
        lambda: [issuer.issue(brief, None) for brief in briefs],
        lambda: [base64url(key.sign(data)) for data in signed],
        "signing its bytes",
        count,
    )
    told(
        "checked by text and key",
        lambda: [
            verify(one.data, Evidence(text=body, keys=keys))
            for one, body in zip(made, bodies, strict=True)
        ],
        check_bare,
        "hashing and checking the signature",
        count,
    )
    told(
        "checked by the library",
        lambda: [
            verify(one.data, Evidence(text=h.revision.body, keys=keys, holding=h))
            for one, h in zip(made, holdings, strict=True)
        ],
        check_bare,
        "hashing and checking the signature",
        count,
    )
    told(
        "a link of the chain",
        lambda: [revision_hash(brief.revision, "0" * 64) for brief in briefs],
        lambda: [sha256(record).hexdigest() for record in records],
        "hashing its record",
        count,
    )
    store = open_store("sqlite://")
    started = process_time()
    for one in edited:
        store.catalogue.add(one, now=NOW, anyway=True)
    adding = process_time() - started
    chain = seconds(lambda: [revision_hash(brief.revision, "0" * 64) for brief in briefs])
    store.close()
    print(f"the chain is {chain / adding:.2%} of storing a piece (read and summarised before)")


if __name__ == "__main__":
    main()
