"""No bent receipt is proved, and the page in a browser gives the same words as the program."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from briefs.errors import BadArgument
from briefs.model import Span
from briefs.receipts import signing
from briefs.receipts.receipt import Receipt
from briefs.receipts.signing import PublicKey
from briefs.receipts.verify import Evidence, verify
from briefs.text.sentences import split
from tests import chromium
from tests.briefs import receipt_mutations as bent
from tests.briefs.builders import NOW

Words = list[list[str]]
LANGUAGES = tuple(bent.BODIES)
FEW, MANY = 400, 10_000
_BATCH = 500


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[chromium.Chromium]:
    if chromium.missing:
        pytest.skip("Chromium is not installed")
    path = tmp_path_factory.mktemp("page") / "verify.html"
    path.write_bytes(signing.verifying_page(bent.KEYS))
    with chromium.chromium() as opened:
        opened.open(path.as_uri())
        yield opened


def in_python(
    data: bytes, text: str | None, keys: tuple[PublicKey, ...] | None
) -> tuple[str, Words]:
    try:
        report = verify(data, Evidence(text=text, keys=keys))
    except BadArgument:
        return "false", [["form", "false"]]
    return report.word, [[one.field, one.word] for one in report.findings]


def in_browser(browser: chromium.Chromium, asked: list[tuple[bytes, str | None, Any]]) -> list[Any]:
    """The same for many, in one go."""
    cases = [[data.decode(), text, keys] for data, text, keys in asked]
    return list(
        browser.run(
            f"""(async () => {{
              const found = [];
              for (const [data, given, keys] of {json.dumps(cases)}) {{
                const [word, all] = await verify(data, given, keys);
                found.push([word, all.map(([field, said]) => [field, said])]);
              }}
              return found;
            }})()"""
        )
    )


def jwks(keys: tuple[PublicKey, ...] | None) -> Any:
    return None if keys is None else [key.to_jwk() for key in keys]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("signed", [True, False])
def test_a_true_receipt_has_the_same_words_in_both(
    browser: chromium.Chromium, language: str, signed: bool
) -> None:
    data, text = bent.made(language, signed=signed).data, bent.BODIES[language]
    asked = [
        (data + end, given, keys)
        for end in (b"", b"\n")
        for given in (text, None, text + " ", text[:-1])
        for keys in (bent.KEYS, None, (bent.STRANGER.public,))
    ]
    found = in_browser(browser, [(d, t, jwks(keys)) for d, t, keys in asked])
    assert [tuple(one) for one in found] == [in_python(*one) for one in asked]
    assert found[0][0] == ("proved" if signed else "false")


def test_a_revoked_key_proves_nothing_in_either(browser: chromium.Chromium) -> None:
    keys = (PublicKey(bent.SIGNER.public.raw, revoked_at=NOW),)
    data, text = bent.made().data, bent.BODIES["en"]
    ((word, fields),) = in_browser(browser, [(data, text, jwks(keys))])
    assert (word, fields) == in_python(data, text, keys)
    assert word == "claimed"


def hold(browser: chromium.Chromium, count: int, seed: int) -> None:
    """So many bent receipts: none proved, no changed field proved, and the same words in both."""
    rng = random.Random(seed)  # tests
    for start in range(0, count, _BATCH):
        cases = []
        for _ in range(min(_BATCH, count - start)):
            language = rng.choice(LANGUAGES)
            true = bent.made(language, signed=rng.random() < 0.7)
            data = bent.mutated(true, bent.revision(language), rng)
            text = bent.BODIES[language] if rng.random() < 0.8 else None
            keys = bent.KEYS if rng.random() < 0.7 else None
            cases.append((true, data, text, keys))
        python = [in_python(data, text, keys) for _, data, text, keys in cases]
        for (true, data, text, keys), (word, _) in zip(cases, python, strict=True):
            assert word != "proved", data
            by_the_command(true, data, text, keys)
        readable = [i for i, (_, data, _, _) in enumerate(cases) if _is_utf8(data)]
        found = in_browser(
            browser, [(c[1], c[2], jwks(c[3])) for c in (cases[i] for i in readable)]
        )
        for i, (word, fields) in zip(readable, found, strict=True):
            assert word != "proved", cases[i][1]
            assert word == python[i][0], cases[i][1]
            if fields != [["form", "false"]]:
                assert fields == python[i][1], cases[i][1]


def by_the_command(
    true: Receipt, data: bytes, text: str | None, keys: tuple[PublicKey, ...] | None
) -> None:
    """With a text, the command knows its sentences: what was changed is false, or only claimed."""
    if text is None:
        return
    evidence = Evidence(text=text, sentences=_sentences(text, true), keys=keys)
    try:
        report = verify(data, evidence)
    except BadArgument:
        return
    if report.receipt is None or report.word == "false":
        return
    before, after = true.to_json(), report.receipt.to_json()
    changed = {name for name in before if before[name] != after[name]}
    proved = {one.field for one in report.having("proved")}
    assert not changed & proved, data
    quoted = {(one.number, one.start, one.end, one.text) for one in report.receipt.sentences}
    whole = {(n, a.start, a.end, a.of(text)) for n, a in enumerate(_sentences(text, true), start=1)}
    assert quoted <= whole, data


def _sentences(text: str, true: Receipt) -> tuple[Span, ...]:
    return split(text, true.language)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def test_no_bent_receipt_is_proved_and_both_say_the_same(browser: chromium.Chromium) -> None:
    hold(browser, FEW, seed=1)


@pytest.mark.soak
def test_of_ten_thousand_bent_receipts_none_is_proved(browser: chromium.Chromium) -> None:
    hold(browser, MANY, seed=random.randrange(2**32))  # tests


def test_a_person_pastes_a_receipt_and_reads_the_words(browser: chromium.Chromium) -> None:
    def shown(receipt: bytes, text: str) -> list[str]:
        browser.run(
            f"""(async () => {{
              document.getElementById("receipt").value = {json.dumps(receipt.decode())};
              document.getElementById("text").value = {json.dumps(text)};
              await show();
            }})()"""
        )
        return [
            browser.run('document.getElementById("word").textContent'),
            browser.run('document.querySelectorAll("tr.false").length'),
        ]

    text = bent.BODIES["en"]
    assert shown(bent.made().data + b"\n", text) == ["Proved", 0]
    assert shown(bent.made().data, text + "\n") == ["Proved", 0]
    assert shown(bent.made().data, "") == ["Proved", 0]
    forged = bent.made().data.replace(b"Amara", b"Emara")
    assert shown(forged, text)[0] == "NOT PROVED"


def test_the_page_asks_for_nothing_of_the_network() -> None:
    html = signing.verifying_page(bent.KEYS).decode()
    assert "default-src 'none'" in html
    assert not any(word in html for word in ("http://", "https://", "src=", "fetch(", "import("))


def test_the_page_is_short_enough_to_be_read() -> None:
    script = signing.verifying_page(()).decode().partition("<script>")[2]
    assert len(script.splitlines()) < 200
    assert Path(signing.__file__).with_name("page.html").stat().st_size < 12_000
