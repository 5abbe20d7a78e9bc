"""`verify` checks a receipt, with or without the library; `keys` makes and lists signing keys."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.common import FAILED, AsJson, err, out, print_json, settings_of
from bot.config import PREFIX, Settings
from bot.open_library import clock, opened
from briefs.errors import BadArgument, NotFound, SourcebriefError
from briefs.model import Draft, Length, Revision, Span, fingerprint
from briefs.receipts import signing
from briefs.receipts import verify as verifying
from briefs.receipts.receipt import Link, Malformed, Receipt, list_hash, receipt_hash, revision_hash
from briefs.receipts.revision_status import Standing, standing
from briefs.receipts.signing import PublicKey
from briefs.receipts.verify import Evidence, Finding, Holding, Report, Unread
from briefs.storage import Store
from briefs.text.canonical import one_line
from briefs.text.language import detect

_LINKS_A_PAGE = 500
_PLAIN = frozenset({"", ".txt", ".text"})
_LENGTHS: tuple[Length, ...] = ("short", "normal", "long")
_PROGRAMS_FIELDS = frozenset({verifying.FORM})
"""Fields that are shown only if they are false."""


def verify(  # noqa: PLR0917  # typer reads its options from the signature
    context: typer.Context,
    receipt: Annotated[
        str | None, typer.Argument(metavar="RECEIPT", help="A file, or - for stdin.")
    ] = None,
    text: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The text itself (`sourcebrief text`), or the piece."),
    ] = None,
    keys: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The newsroom's public keys, to check the signature."),
    ] = None,
    page_: Annotated[
        Path | None,
        typer.Option("--page", metavar="FILE", help="Write the page that checks in a browser."),
    ] = None,
    chain: Annotated[
        bool,
        typer.Option(
            "--chain",
            help="Check the chain of all revisions of the library; with RECEIPT, that its"
            " revision is in it.",
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Check a receipt: what of it is proved, what is only claimed, and what is false.

    Against the library; or with --text or --keys against files: no library, bot, network or token
    is needed then. Proved needs every sentence whole and word for word, and nothing false.

    Examples: `sourcebrief verify receipt.json`, `sourcebrief verify receipt.json --text body.txt`,
    `sourcebrief verify receipt.json --keys keys.json`, `sourcebrief verify --page verify.html`,
    `sourcebrief verify --chain`, `sourcebrief verify --chain receipt.json`
    """
    if page_ is not None:
        _write_page(context, page_, keys)
        return
    if chain:
        _check_chain(settings_of(context), None if receipt is None else _read(receipt))
        return
    if receipt is None:
        raise typer.BadParameter("name a file, or - for standard input", param_hint="RECEIPT")
    data = _read(receipt)
    since: Standing | None = None
    try:
        unread = verifying.read(data)
    except Malformed as error:
        report = verifying.refused(error)
    else:
        if text is None and keys is None:
            report, since = _by_library(settings_of(context), unread)
        else:
            report = verifying.check(unread, _by_files(unread.receipt, text, keys))
    _tell(report, since, as_json=as_json)
    if report.word != "proved":
        raise typer.Exit(FAILED)


def _read(name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise BadArgument(f"{name}: {error.strerror}") from error


def _by_library(settings: Settings, unread: Unread) -> tuple[Report, Standing | None]:
    claimed = unread.receipt
    with opened(settings) as store:
        known = store.receipts.public_keys()
        try:
            revision = store.catalogue.revision(claimed.piece, claimed.revision)
        except NotFound as error:
            # A receipt of a text that is no longer stored is proved by the library's signature.
            report = verifying.check(unread, Evidence(keys=known, unsigned_is_fine=True))
            erased = store.catalogue.erasure(claimed.piece)
            if erased is not None:
                return report, Standing(state="erased", revision=0, notice=erased.notice)
            if report.word == "proved":
                return report, None
            raise BadArgument(
                f"The library has no piece #{claimed.piece}, revision {claimed.revision}.",
                hint="--text FILE checks the receipt against a text file instead.",
            ) from error
        evidence = Evidence(
            text=revision.body,
            keys=known,
            holding=_holding(revision, store),
            unsigned_is_fine=True,
        )
        report = verifying.check(unread, evidence)
        return report, _standing(claimed, revision, store)


def _holding(revision: Revision, store: Store) -> Holding:
    summaries = []
    for length in _LENGTHS:
        try:
            summaries.append(store.catalogue.brief(revision.piece, length, revision.number).summary)
        except NotFound:
            continue
    link = store.receipts.link(revision.piece, revision.number)
    previous = None if link is None else link.previous
    return Holding(revision=revision, previous=previous, summaries=tuple(summaries))


def _standing(claimed: Receipt, revision: Revision, store: Store) -> Standing:
    try:
        public = store.catalogue.revision(revision.piece) if revision.piece > 0 else revision
    except NotFound:
        public = None
    gone = store.catalogue.retraction(revision.piece)
    return standing(claimed, revision, public, "" if gone is None else gone.notice)


def _by_files(claimed: Receipt, text: Path | None, keys: Path | None) -> Evidence:
    """The evidence from files alone."""
    known = None
    if keys is not None:
        known = signing.read_key_set(_read(str(keys)))
    if text is None:
        return Evidence(keys=known)
    body, sentences = _text(text, claimed)
    return Evidence(text=body, sentences=sentences, keys=known)


def _text(path: Path, claimed: Receipt) -> tuple[str, tuple[Span, ...] | None]:
    """The file's text and its sentences.

    The text is the file itself, if that has the receipt's hash, or else the canonical body read
    from it. The sentences are computed here: a receipt may not say what a sentence is.
    """
    from briefs.sandbox import pool  # noqa: PLC0415  # needed only here

    raw = _read(str(path))
    text = raw.decode("utf-8", "replace")
    # Hidden or struck-out text of a page or Markdown is no text, even if a receipt hashes it.
    own = (text, text.removesuffix("\n")) if path.suffix.casefold() in _PLAIN else ()
    same = next((one for one in own if fingerprint(one) == claimed.sha256), None)
    try:
        draft = pool.read(raw, name=path.name)
    except SourcebriefError:  # a bare body may be too short for a piece
        if same is None:
            return text, None
        draft = Draft(title="", body=same, language=detect(same))
    body = draft.body if same is None else same

    def split(language: str) -> tuple[Span, ...]:
        alone = Draft(title="", body=body, language=language)
        return pool.edit(alone, method="lead").sentences

    found = split(draft.language)
    if claimed.language in {"", draft.language} or list_hash(found) == claimed.sentences_sha256:
        return body, found
    # An editor may have set another language; spans that are sentences in both are surely whole.
    quoted = {(one.start, one.end) for one in claimed.sentences}
    in_both = quoted <= {(at.start, at.end) for at in found}
    return body, split(claimed.language) if in_both else found


def _tell(report: Report, since: Standing | None, *, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "word": report.word,
                "findings": [
                    {"field": one.field, "word": one.word, "why": one.why}
                    for one in report.findings
                ],
                "since": None if since is None else since.to_json(),
            }
        )
        return
    for one in report.having("false"):
        err.print(f"sourcebrief: false: {_why(one)}", soft_wrap=True)
    if report.word != "proved" or report.receipt is None:
        for one in report.having("claimed") if report.word == "claimed" else ():
            err.print(f"sourcebrief: claimed: {_why(one)}", soft_wrap=True)
        out.print("NOT PROVED", soft_wrap=True)
        _tell_since(since)
        return
    out.print(_headline(report, report.receipt), soft_wrap=True)
    for word in ("proved", "claimed"):
        told = [one for one in report.having(word) if one.field not in _PROGRAMS_FIELDS]
        if told:
            shown = ", ".join(one.field for one in told)
            out.print(f"  {word}: {shown}", soft_wrap=True)
    signature = next(one for one in report.findings if one.field == verifying.SIGNATURE)
    out.print(f"  signature: {signature.why}", soft_wrap=True)
    _tell_since(since)


def _tell_since(since: Standing | None) -> None:
    for line in () if since is None else since.lines():
        out.print(line, soft_wrap=True)


def _why(one: Finding) -> str:
    """A finding with its field's name, unless its text begins with that."""
    # A forged text may contain line ends, to look like a finding of ours.
    why = one_line(one.why)
    if not why or why.startswith(one.field):
        return why or one.field
    return f"{one.field}: {why}"


def _headline(report: Report, receipt: Receipt) -> str:
    """What is proved, in one line; the title is printed only if it is proved."""
    from handlers.format import counted  # noqa: PLC0415  # `keys` does not need it

    proved = {one.field for one in report.having("proved")}
    names = ", ".join(one.name for one in receipt.sentences)
    what = f"{counted(len(receipt.sentences), 'sentence')} ({names})"
    title = f"of “{receipt.title}”" if "title" in proved else "of the text"
    revision = f", revision {receipt.revision}" if "revision" in proved else ""
    return f"Proved: {what} {title}{revision}, sha256 {receipt.sha256}"


def _check_chain(settings: Settings, receipt: bytes | None) -> None:
    """Compare every revision with its hash, and every hash with the one before.

    Every revision must be in the chain, and every revision of the chain be stored, unless its piece
    was erased. A receipt proves the chain up to its revision; the end of the chain could otherwise
    be cut off unnoticed.
    """
    links, gone, last, faults = 0, 0, None, 0
    vouched = None if receipt is None else _vouched(receipt)
    with opened(settings) as store:
        while page_of := store.receipts.links(after=links, limit=_LINKS_A_PAGE):
            for link in page_of:
                try:
                    is_stored = _is_stored(
                        store.catalogue.revision(link.piece, link.revision), link
                    )
                except NotFound:
                    is_stored, gone = _was_erased(store, link), gone + 1
                if not is_stored or link.previous != last or link.position != links + 1:
                    faults += 1
                    ref = f"#{link.piece}@{link.revision}"
                    err.print(f"sourcebrief: {ref} is not what was stored, or not there.")
                links, last = link.position, link.sha256
                vouched = None if vouched == last else vouched
        for piece, number in store.receipts.unlinked(limit=_LINKS_A_PAGE):
            faults += 1
            err.print(f"sourcebrief: #{piece}@{number} is in no chain.")
    if vouched is not None:
        faults += 1
        err.print("sourcebrief: What the receipt is of is not in the chain: was it made here?")
    if faults:
        out.print("BROKEN", soft_wrap=True)
        raise typer.Exit(FAILED)
    erased = f", {gone} of them no longer stored" if gone else ""
    out.print(f"Whole: {links} revisions{erased}, the last {last}", soft_wrap=True)


def _vouched(receipt: bytes) -> str:
    """The hash of a receipt's revision; BadArgument for a receipt that has none."""
    unread = verifying.read(receipt)
    if unread.version == 1:
        raise BadArgument("A receipt of version 1 says nothing of the chain.")
    return receipt_hash(unread.receipt)


def _is_stored(revision: Revision, link: Link) -> bool:
    own = revision_hash(revision, link.previous)
    return fingerprint(revision.body) == revision.sha256 and own == link.sha256


def _was_erased(store: Store, link: Link) -> bool:
    erasure = store.catalogue.erasure(link.piece)
    return erasure is not None and link.revision in dict(erasure.texts)


def _write_page(context: typer.Context, path: Path, keys: Path | None) -> None:
    if keys is not None:
        known = signing.read_key_set(_read(str(keys)))
    else:
        with opened(settings_of(context)) as store:
            known = store.receipts.public_keys()
    try:
        path.write_bytes(signing.verifying_page(known))
    except OSError as error:
        raise BadArgument(f"{path}: {error.strerror}") from error
    out.print(f"{path}: open it in a browser; it needs no network.", soft_wrap=True)


keys = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode="rich")


@keys.callback()
def _keys() -> None:
    """The keys that receipts are signed with: make one, list them, rotate or revoke one.

    The private key is a file that its owner alone may read, named by SOURCEBRIEF_SIGNING_KEY. The
    public ones are in the library, in every copy of it, and at /.well-known/sourcebrief-keys.json.

    Examples: `sourcebrief keys new`, `sourcebrief keys list --json > keys.json`
    """


@keys.command("new")
def new(context: typer.Context) -> None:
    """Make the key; receipts are signed from then on.

    Example: `sourcebrief keys new`
    """
    settings = settings_of(context)
    path = _key_file(settings)
    with opened(settings) as store:
        public = signing.make(path).public
        store.receipts.add_key(public, now=clock())
    out.print(
        f"{path}: the key {public.id}. Keep a copy where only you can read it.", soft_wrap=True
    )


@keys.command("list")
def list_(context: typer.Context, as_json: AsJson = False) -> None:
    """List the public keys, the newest first; with --json as a JSON Web Key Set.

    Examples: `sourcebrief keys list`, `sourcebrief keys list --json > keys.json`
    """
    with opened(settings_of(context)) as store:
        known = store.receipts.public_keys()
    if as_json:
        print_json(signing.key_set(known))
        return
    if not known:
        out.print(
            "No key: receipts are not signed. `sourcebrief keys new` makes one.", soft_wrap=True
        )
    for key in known:
        out.print(f"{key.id}  {_state(key)}", soft_wrap=True)


def _state(key: PublicKey) -> str:
    made = f"made {key.made_at:%Y-%m-%d}" if key.made_at else "made"
    if key.revoked_at is not None:
        return f"{made}, REVOKED {key.revoked_at:%Y-%m-%d}: what it signed is only claimed"
    if key.retired_at is not None:
        return f"{made}, retired {key.retired_at:%Y-%m-%d}: what it signed holds"
    return f"{made}, in use"


@keys.command("rotate")
def rotate(context: typer.Context) -> None:
    """Put a new key in the place of the old one, which is deleted; old receipts go on to hold.

    Example: `sourcebrief keys rotate`
    """
    settings = settings_of(context)
    path = _key_file(settings)
    beside = path.with_name(f"{path.name}.new")
    with opened(settings) as store:
        old = signing.load(path).public
        beside.unlink(missing_ok=True)  # left by an interrupted run
        store.receipts.add_key(old, now=clock())
        public = signing.make(beside).public
        # The key is stored before it is used: a receipt with an unknown key counts as false.
        store.receipts.add_key(public, now=clock())
        beside.replace(path)
    out.print(f"{path}: the key {public.id}, instead of {old.id}.", soft_wrap=True)


@keys.command("revoke")
def revoke(
    context: typer.Context, key: Annotated[str, typer.Argument(metavar="KEY", help="Its id.")]
) -> None:
    """Say that a key is in other hands: what it signed is only claimed from then on.

    Example: `sourcebrief keys revoke bZ4…`
    """
    with opened(settings_of(context)) as store:
        if not store.receipts.revoke_key(key, now=clock()):
            raise BadArgument(f"There is no key {key}.", hint="`sourcebrief keys list` lists them.")
    out.print(
        f"{key} is revoked. Tell your readers, and run `sourcebrief keys rotate`.", soft_wrap=True
    )


def _key_file(settings: Settings) -> Path:
    if settings.signing_key is None:
        raise BadArgument(
            "No file is named for the key.",
            hint=f"Set {PREFIX}SIGNING_KEY to where it is to be, for instance sourcebrief.key.",
        )
    return Path(settings.signing_key)
