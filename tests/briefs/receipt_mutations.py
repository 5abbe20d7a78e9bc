"""Receipts, and all the ways to bend one: bytes, fields, sentences, Unicode, JSON, signatures."""

import json
import random
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from briefs.model import Brief, Mark, Revision, Source, Span, Summary, fingerprint
from briefs.receipts.receipt import Malformed, Receipt, canonical, list_hash, receipt
from briefs.receipts.signing import Signer
from briefs.text.sentences import split
from tests.briefs import builders

SIGNER = Signer(Ed25519PrivateKey.from_private_bytes(b"of the newsroom, for tests only!"))
STRANGER = Signer(Ed25519PrivateKey.from_private_bytes(b"of a stranger, and for tests too"))
KEYS = (SIGNER.public,)

BODIES = {
    "en": "Nobody on the panel believes that the mayor took the money. The audit ran for nine"
    " months. It cost more than the sum it looked for.\n\nDr. Vale said: “We closed the file.”"
    " The town was told in July, e.g. by post. It paid 3.5 million.",
    "de": "Der Fluss stieg am 3. März über die Mauer. Niemand wurde verletzt. Die Brücke hielt,"
    " z. B. weil sie neu war. „Wir hatten Glück“, sagte die Bürgermeisterin.",
    "zh": "没有人相信市长拿了钱。审计进行了九个月。它的花费超过了它要找的数目。小组在六月结案。",
    "ar": "لا أحد يعتقد أن العمدة أخذ المال. استمرت المراجعة تسعة أشهر. أُغلق الملف في يونيو.",
    "hi": "किसी को विश्वास नहीं कि महापौर ने पैसा लिया। जाँच नौ महीने चली। जून में फ़ाइल बंद हुई।",
    "und": "Cafe\u0301 \U0001f469\u200d\U0001f467 opened. It was 𝒇ull by noon. Nai\u0308ve guests"
    " paid twice. \u2067Odd marks.",
}


def revision(language: str = "en") -> Revision:
    body = BODIES[language]
    spans = split(body, language)
    marks = tuple(Mark(n, Span(at.end, at.end)) for n, at in enumerate(spans[:2], start=1))
    return Revision(
        piece=12,
        slug="audit",
        number=2,
        sha256=fingerprint(body),
        title="The Audit \u2028 “\\u0041”",
        byline="Amara Delgado",
        outlet="The Courier",
        published=builders.NOW,
        url="https://example.org/audit",
        language=language,
        body=body,
        sentences=spans,
        sources=(Source(number=1, raw="Vale, I. Files. 2019."), Source(number=2, raw="Ebd. ²")),
        marks=marks,
        topics=(),
        stored_at=builders.NOW,
    )


def made(language: str = "en", *, signed: bool = True) -> Receipt:
    of = revision(language)
    chosen = (of.sentences[0], *of.sentences[2:4])
    summary = Summary(method="brief +S1", length="normal", sentences=chosen, coverage=0.5)
    unsigned = receipt(Brief(of, summary), previous="0" * 64, issuer="https://example.org")
    return SIGNER.sign(unsigned) if signed else unsigned


Record = dict[str, Any]
Rng = random.Random


def _byte(data: bytes, rng: Rng) -> bytes:
    at = rng.randrange(len(data) + 1)
    match rng.randrange(4):
        case 0:
            return data[:at] + data[at + 1 :]
        case 1:
            return data[:at] + bytes([rng.randrange(256)]) + data[at:]
        case 2:
            return data[:at] + bytes([rng.randrange(256)]) + data[at + 1 :]
        case _:
            other = rng.randrange(len(data))
            low, high = sorted((at % len(data), other))
            return (
                b"".join(
                    (data[:low], data[high : high + 1], data[low + 1 : high], data[low : low + 1])
                )
                + data[high + 1 :]
            )


def _json_form(data: bytes, rng: Rng) -> bytes:
    """The same value in another form, or with a name twice."""
    text = data.decode()
    record = json.loads(text)
    name = rng.choice(sorted(record))
    member = f"{json.dumps(name)}:{canonical(record[name]).decode()}"
    at = text.index(member)
    letter = rng.choice([i for i, c in enumerate(text) if c.isalpha()])
    forms: list[Callable[[], str]] = [
        lambda: json.dumps(record, ensure_ascii=False),
        lambda: json.dumps(record, separators=(",", ":")) + " ",
        lambda: text[:at] + f'{json.dumps(name)}:"forged",' + text[at:],
        lambda: (
            text[: at + len(member)] + f',{json.dumps(name)}:"forged"' + text[at + len(member) :]
        ),
        lambda: text[:letter] + f"\\u{ord(text[letter]) & 0xFFFF:04x}" + text[letter + 1 :],
        lambda: text.replace("/", "\\/"),
        lambda: text.replace(
            '"piece":12',
            rng.choice(
                [
                    '"piece":12.0',
                    '"piece":1.2e1',
                    '"piece":+12',
                    '"piece":012',
                    '"piece":"12"',
                    '"piece":12e0',
                    '"piece":12n',
                ]
            ),
        ),
        lambda: text.replace(
            '"start":0', rng.choice(['"start":-0', '"start":0.0', '"start":false', '"start":null'])
        ),
        lambda: "\ufeff" + text,
        lambda: text + rng.choice(["\n\n", " ", "\r\n", "\0", "null", "{}"]),
        lambda: text.replace(
            '"version":2',
            '"version":'
            + rng.choice(["1", "3", "2.0", "true", "9007199254740993", "1e999", "NaN"]),
        ),
        lambda: "[" * rng.choice([1, 50, 100_000]) + text,
    ]
    return rng.choice(forms)().encode("utf-8", "surrogatepass")


_VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 2, 2**53, "", "x", "forged", [], {}, [1], "0" * 64, "f" * 64),
    *("2020-01-01T00:00:00+00:00", {"a": 1}, ["S1"], "\ud800", "２", "2\n"),
)


def _field(record: Record, rng: Rng) -> None:
    """A field of the receipt, or of something in it, is changed, missing or new."""
    places: list[Any] = [record, *record["sentences"], *record["notes"]]
    if record["signature"]:
        places.append(record["signature"])
    place = rng.choice(places)
    name = rng.choice(sorted(place))
    match rng.randrange(5):
        case 0:
            del place[name]
        case 1:
            place[rng.choice(["extra", "__proto__", "toString", "Title", ""])] = rng.choice(
                _VALUES[:-3]
            )
        case 2 if isinstance(place[name], int):
            place[name] += rng.choice([-1, 1, 2, 10**6])
        case 3 if isinstance(place[name], str) and place[name]:
            at = rng.randrange(len(place[name]))
            place[name] = (
                place[name][:at] + rng.choice(["", "x", " ", "\u200b", "é"]) + place[name][at + 1 :]
            )
        case _:
            place[name] = rng.choice(_VALUES)


def _sentences(record: Record, rng: Rng, of: Revision) -> None:
    """Fragments, joins, repeats, other orders; with every number and hash forged to fit."""
    quoted = record["sentences"]
    one = rng.choice(quoted)
    match rng.randrange(9):
        case 0:  # a part of a sentence
            start = one["start"] + rng.randrange(1, max(2, len(one["text"]) - 1))
            _place(one, of, start, one["end"])
        case 1:  # from a word on
            words = [i for i, c in enumerate(one["text"]) if c == " "] or [1]
            _place(one, of, one["start"] + rng.choice(words) + 1, one["end"])
        case 2:  # up to a word
            _place(
                one, of, one["start"], one["end"] - rng.randrange(1, max(2, len(one["text"]) - 1))
            )
        case 3:  # more than one
            _place(one, of, one["start"], min(len(of.body), one["end"] + rng.randrange(1, 80)))
        case 4:
            rng.shuffle(quoted)
        case 5:
            quoted.insert(rng.randrange(len(quoted)), dict(rng.choice(quoted)))
        case 6:
            quoted.remove(one)
        case 7:
            one["number"] = rng.randrange(1, record["sentence_count"] + 3)
        case _:  # another whole sentence of the piece in its place
            number = rng.randrange(len(of.sentences))
            at = of.sentences[number]
            _place(one, of, at.start, at.end)
            one["number"] = number + 1
    if rng.random() < 0.5:  # the list is forged with it
        places = [Span(s["start"], max(s["start"], s["end"])) for s in quoted]
        record["sentences_sha256"] = list_hash(places)
        record["sentence_count"] = len(places)
        for number, sentence in enumerate(quoted, start=1):
            sentence["number"] = number


def _place(one: Record, of: Revision, start: int, end: int) -> None:
    one["start"], one["end"], one["text"] = start, end, of.body[start:end]


def _unicode(record: Record, rng: Rng) -> None:
    place = rng.choice([record, *record["sentences"], *record["notes"]])
    name = rng.choice([name for name, value in place.items() if isinstance(value, str) and value])
    text: str = place[name]
    changes: list[Callable[[], str]] = [
        lambda: unicodedata.normalize(rng.choice(["NFC", "NFD", "NFKC", "NFKD"]), text),
        lambda: text.replace("a", "а"),  # Cyrillic
        lambda: text.replace(" ", "\u00a0"),
        lambda: text.replace(" ", "  "),
        lambda: text + rng.choice(["\u200b", "\u200d", "\ufeff", "\u0301", "\n", "."]),
        lambda: "\u202e" + text,
        text.upper,
        lambda: text.replace("“", '"').replace("”", '"'),
    ]
    place[name] = rng.choice(changes)()


def _signature(record: Record, rng: Rng, receipt_: Receipt) -> None:
    signature = record["signature"]
    if signature is None:
        record["signature"] = {"algorithm": "Ed25519", "key": "A" * 43, "value": "A" * 86}
        return
    value = signature["value"]
    match rng.randrange(5):
        case 0:
            at = rng.randrange(len(value))
            signature["value"] = value[:at] + rng.choice("AZaz09-_") + value[at + 1 :]
        case 1:  # other bits of the last letter that stand for the same bytes
            signature["value"] = value[:-1] + rng.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        case 2:
            record["signature"] = None
        case 3:  # a stranger's, by their own key
            forged = STRANGER.sign(replace(receipt_, title="Forged"))
            record |= forged.to_json()
        case _:  # a stranger's, under our key's name
            forged = STRANGER.sign(replace(receipt_, title="Forged"))
            record |= forged.to_json()
            record["signature"]["key"] = SIGNER.public.id


def mutated(of: Receipt, revision_: Revision, rng: Rng) -> bytes:
    """The receipt with one thing changed, or two; never what it was."""
    data = of.data
    while (found := _mutated(of, revision_, rng)).removesuffix(b"\n") == data:
        pass
    return found


def _mutated(of: Receipt, revision_: Revision, rng: Rng) -> bytes:
    kind = rng.randrange(6)
    if kind == 0:
        return _byte(of.data, rng)
    if kind == 1:
        return _json_form(of.data, rng)
    record = json.loads(of.data)
    for _ in range(rng.choice([1, 1, 1, 2])):
        try:
            match kind:
                case 2:
                    _field(record, rng)
                case 3:
                    _sentences(record, rng, revision_)
                case 4:
                    _unicode(record, rng)
                case _:
                    _signature(record, rng, of)
        except (KeyError, TypeError, ValueError, IndexError, AttributeError):
            break  # what was changed before does not let itself be changed further
    return _dump(record)


def _dump(record: Record) -> bytes:
    """In the right form if it has one, so that what is tested is not the form."""
    try:
        return canonical(record)
    except Malformed:
        return json.dumps(record, separators=(",", ":"), sort_keys=True).encode()
