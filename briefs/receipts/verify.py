"""Checks a receipt: each of its fields is proved, only claimed, or false.

"proved": compared with the given evidence, or signed by a given key. "claimed": the receipt says
so, and the evidence does not tell. "false": it is wrong, or no receipt is written like that.

`page.html` does the same in a browser, for receipts of version 2 and evidence that can be pasted:
the text and the keys. Both give the same word for each receipt, and for each field of one in
canonical form.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal, TypeAlias

from briefs.editorial_selection import EditorialSelection
from briefs.errors import BadArgument
from briefs.model import Revision, Span, Summary, fingerprint
from briefs.receipts import receipt as version2
from briefs.receipts import version1
from briefs.receipts.receipt import Malformed, Quoted, Receipt, parse, require_canonical
from briefs.receipts.signing import PublicKey

Word: TypeAlias = Literal["proved", "claimed", "false"]

FORM, SIGNATURE, BODY, LIST, SENTENCES, NOTES = (
    *("form", "signature", "sha256", "sentences_sha256", "sentences", "notes"),
)
SIGNED_FIELDS: Final = (
    *("issuer", "outlet", "title", "byline", "published", "stored_at", "url", "language", "piece"),
    *("slug", "revision", "previous", "sentence_count", "method"),
)
"""Fields that only a library or a signature can prove."""

_MAX_SHOWN_CHARS = 120
_SEPARATORS = frozenset(",;")


@dataclass(frozen=True, slots=True)
class Finding:
    """A field of a receipt and the word for it; `why` is a sentence, "" if
    there is nothing to say.
    """

    field: str
    word: Word
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Holding:
    """What a library has stored of a receipt's revision.

    `previous` is the hash before it in the chain; `summaries` are its stored extracts.
    """

    revision: Revision
    previous: str | None
    summaries: tuple[Summary, ...]

    @cached_property
    def fields(self) -> Mapping[str, Any]:
        """The revision's fields as its receipt would have them, by name."""
        return {**version2.described(self.revision), "previous": self.previous}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a receipt is compared with; None for what is not given.

    `sentences` are those of the text, if they are known from elsewhere than the receipt. If `keys`
    are given, even an empty list, the receipt must be signed by one of them.
    """

    text: str | None = None
    sentences: tuple[Span, ...] | None = None
    keys: tuple[PublicKey, ...] | None = None
    holding: Holding | None = None
    unsigned_is_fine: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """The findings of one receipt in order; `receipt` is None if it is not in canonical form."""

    receipt: Receipt | None
    findings: tuple[Finding, ...]

    @property
    def word(self) -> Word:
        """The word for the whole receipt: proved if text and sentences are,
        and nothing is false.
        """
        if any(one.word == "false" for one in self.findings):
            return "false"
        core = [f for f in self.findings if f.field in {BODY, LIST} or _is_sentence(f.field)]
        return "proved" if core and all(one.word == "proved" for one in core) else "claimed"

    def having(self, word: Word) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.word == word)


def _is_sentence(field: str) -> bool:
    return field.startswith("S") and field[1:].isdecimal()


@dataclass(frozen=True, slots=True)
class Unread:
    """A receipt whose fields were read, but not checked yet.

    `misfit` says how its bytes differ from the canonical form, "" if they do not.
    """

    version: Literal[1, 2]
    receipt: Receipt
    misfit: str = ""


def read(data: bytes) -> Unread:
    """A receipt of either version.

    BadArgument if it is no receipt, Malformed if it is not in canonical form.
    """
    value = parse(data)
    if not isinstance(value, dict) or not ({"format", "version", "sha256"} & set(value)):
        raise BadArgument(
            "This is not a receipt.",
            hint="`sourcebrief brief REF --json` prints one: pass its output unchanged.",
        )
    if "format" not in value and "version" not in value:
        return Unread(1, version1.read(value))
    found = version2.read(value)
    try:
        require_canonical(data, value)
    except Malformed as error:
        return Unread(2, found, f"{error} {error.hint}".strip())
    return Unread(2, found)


def refused(error: Malformed) -> Report:
    """The report of a receipt that is not in its form."""
    return Report(None, (Finding(FORM, "false", str(error)),))


def verify(data: bytes, evidence: Evidence) -> Report:
    """Check a receipt of either version; BadArgument if it is no receipt."""
    try:
        unread = read(data)
    except Malformed as error:
        return refused(error)
    return check(unread, evidence)


def check(unread: Unread, evidence: Evidence) -> Report:
    """Check a receipt that was read against the evidence."""
    receipt = unread.receipt
    signature = _signature(receipt, evidence)
    checked = _Check(unread.version, receipt, evidence, signed=signature.word == "proved")
    form = Finding(FORM, "proved", f"version {unread.version}")
    if unread.misfit:
        form = Finding(FORM, "false", unread.misfit)
    return Report(receipt, (form, signature, *checked.findings()))


def _signature(receipt: Receipt, evidence: Evidence) -> Finding:
    signature, keys = receipt.signature, evidence.keys
    if signature is None:
        if keys is not None and not evidence.unsigned_is_fine:
            return Finding(SIGNATURE, "false", "It is not signed.")
        return Finding(SIGNATURE, "claimed", "It is not signed.")
    if keys is None:
        return Finding(SIGNATURE, "claimed", "No key was given to check it with.")
    for key in keys:
        if key.id != signature.key:
            continue
        if not key.holds(receipt):
            return Finding(SIGNATURE, "false", "The signature is of something else.")
        if key.revoked_at is not None:
            why = f"The key {key.id} was revoked: others may have signed with it."
            return Finding(SIGNATURE, "claimed", why)
        return Finding(SIGNATURE, "proved", f"key {key.id}")
    return Finding(SIGNATURE, "false", f"The key {signature.key} is none of those known here.")


@dataclass(frozen=True, slots=True)
class _Check:
    version: Literal[1, 2]
    receipt: Receipt
    evidence: Evidence
    signed: bool

    def findings(self) -> Iterator[Finding]:
        yield self._body()
        yield from self._list()
        yield from self._sentences()
        yield from (self._own(field) for field in SIGNED_FIELDS if self._has(field))
        if self.version == 2:  # noqa: PLR2004  # a version
            yield self._notes()

    def _has(self, field: str) -> bool:
        return self.version == 2 or field in version1.FIELDS  # noqa: PLR2004  # as above

    def _unknown(self, field: str, why: str = "") -> Finding:
        return Finding(field, "proved", "signed") if self.signed else Finding(field, "claimed", why)

    def _body(self) -> Finding:
        text = self.evidence.text
        if text is None:
            return self._unknown(BODY, "No text was given.")
        found = fingerprint(text)
        if found != self.receipt.sha256:
            why = f"The text's SHA-256 is {found}, not {self.receipt.sha256[:64]}."
            return Finding(BODY, "false", why)
        return Finding(BODY, "proved", "compared")

    def _list(self) -> Iterator[Finding]:
        if self.version == 1:
            return
        known = self._known()
        if known is None:
            yield self._unknown(LIST, "Nothing here tells where the text's sentences end.")
        elif self._hash_of(known) != self.receipt.sentences_sha256:
            yield Finding(LIST, "false", "The text has other sentences.")
        else:
            yield Finding(LIST, "proved", "compared")

    def _hash_of(self, known: tuple[Span, ...]) -> str:
        holding = self.evidence.holding
        return version2.list_hash(known) if holding is None else holding.fields[LIST]

    def _known(self) -> tuple[Span, ...] | None:
        """The sentences of the text, from the library or the evidence.

        A library has the sentences that the receipt was made from. Sentences that are computed from
        a text may differ in another version of this program, so a signature counts for more.
        """
        if self.evidence.holding is not None:
            return self.evidence.holding.revision.sentences
        return None if self.signed else self.evidence.sentences

    def _sentences(self) -> Iterator[Finding]:
        quoted = self.receipt.sentences
        if not quoted:
            yield Finding(SENTENCES, "false", "It has no sentence: there is nothing to prove.")
        for before, one in zip((None, *quoted), quoted, strict=False):
            yield self._sentence(one, before)

    def _sentence(self, one: Quoted, before: Quoted | None) -> Finding:
        if before is not None and (one.number <= before.number or one.start < before.end):
            why = f"{one.name} stands behind {before.name}: each stands once, in the piece's order."
            return Finding(one.name, "false", why)
        if self.version == 2 and one.number > self.receipt.sentence_count:  # noqa: PLR2004
            return Finding(one.name, "false", f"The piece has no {one.name}.")
        text, known = self.evidence.text, self._known()
        if not 0 <= one.start < one.end or (text is not None and one.end > len(text)):
            why = f"{one.name}: [{one.start}, {one.end}) is not in the text."
            return Finding(one.name, "false", why)
        if text is not None and text[one.start : one.end] != one.text:
            return Finding(one.name, "false", f"{one.name}: the text says something else there.")
        if len(one.text) != one.end - one.start:
            return Finding(one.name, "false", f"{one.name} is longer or shorter than its place.")
        if text is None or (self.signed and known is None):
            return self._unknown(one.name, "No text was given.")
        if known is not None:
            if known[one.number - 1 : one.number] != (Span(one.start, one.end),):
                why = f"{one.name} is not sentence {one.number} of the text, whole and alone."
                return Finding(one.name, "false", why)
            return Finding(one.name, "proved", "compared")
        if is_cut(text, one.start, one.end):
            return Finding(one.name, "false", f"{one.name} is a part of a sentence.")
        why = "The words stand there; nothing here tells whether they are a whole sentence."
        return Finding(one.name, "claimed", why)

    def _own(self, field: str) -> Finding:
        """The finding for a field that only a library can prove."""
        holding, said = self.evidence.holding, getattr(self.receipt, field)
        known = self._known()
        if field == "sentence_count" and holding is None and known is not None:
            if said != len(known):
                return Finding(field, "false", f"The text has {len(known)} sentences.")
            return Finding(field, "proved", "compared")
        if field == "issuer" or holding is None:
            return self._unknown(field)
        if field == "method":
            return self._method(holding)
        held = holding.fields[field]
        if held != said:
            return Finding(field, "false", f"The library has {_shown(held)}, not {_shown(said)}.")
        return Finding(field, "proved", "compared")

    def _method(self, holding: Holding) -> Finding:
        said = self.receipt.method
        places = [(one.start, one.end) for one in self.receipt.sentences]
        same = [s for s in holding.summaries if [(a.start, a.end) for a in s.sentences] == places]
        if any(one.method == said for one in same):
            return Finding("method", "proved", "compared")
        from briefs.summarise.ranking import METHODS  # noqa: PLC0415  # loads slowly

        if said and said.split(" ")[0] not in METHODS:
            return Finding("method", "false", f"There is no way of choosing called {_shown(said)}.")
        # An editor may have changed the selection since the receipt was made.
        if same and not self.signed and not any(EditorialSelection.of(s).is_settled for s in same):
            why = f"The library has these sentences chosen by {_shown(same[0].method)}."
            return Finding("method", "false", why)
        return self._unknown("method", "The library keeps no such extract.")

    def _notes(self) -> Finding:
        receipt = self.receipt
        named = {number for one in receipt.sentences for number in one.notes}
        told = [note.number for note in receipt.notes]
        if told != sorted(set(told)) or not named >= set(told):
            return Finding(NOTES, "false", "The notes are not those that the sentences name.")
        holding = self.evidence.holding
        if holding is None:
            return self._unknown(NOTES)
        revision = holding.revision
        if any(
            one.notes != version2.notes_in(revision.marks, at)
            for one in receipt.sentences
            for at in revision.sentences[one.number - 1 : one.number]
        ):
            return Finding(NOTES, "false", "The author set other notes in these sentences.")
        if version2.notes_of(revision, receipt.sentences) != receipt.notes:
            return Finding(NOTES, "false", "The author's notes say something else.")
        return Finding(NOTES, "proved", "compared")


def is_cut(text: str, start: int, end: int) -> bool:
    """Whether a place in a text is plainly within a sentence, in any language.

    No sentence begins after a letter, a digit, a comma or a semicolon on the same line, and none
    ends in one before the line does. A place without such a sign may still be within a sentence.
    """
    line = text[:start].rpartition("\n")[2].rstrip(" \u00a0")
    if line and _goes_on(line[-1]):
        return True
    rest = text[end:].partition("\n")[0]
    if rest.strip(" \u00a0") and _goes_on(text[end - 1]):
        return True
    return text[end - 1] == "." and bool(rest) and _is_letter(rest[0])


def _goes_on(char: str) -> bool:
    return char in _SEPARATORS or _is_letter(char)


def _is_letter(char: str) -> bool:
    return unicodedata.category(char)[0] in "LNM"


def _shown(value: object) -> str:
    text = str(value)
    cut = f"{text[:_MAX_SHOWN_CHARS]}…" if len(text) > _MAX_SHOWN_CHARS else text
    return "none" if value is None else f"“{cut}”"
