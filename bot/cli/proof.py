"""`verify`: checks a receipt against the store, or against a text file and nothing else."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.app import opened
from bot.cli.app import FAILED, err, out, settings_of
from briefs.errors import BadArgument, NotFound, SourcebriefError
from briefs.pieces.proof import Receipt, faults, fingerprint, read_receipt
from handlers.format import counted


def register(app: typer.Typer) -> None:
    app.command()(verify)


def verify(
    context: typer.Context,
    receipt: Annotated[str, typer.Argument(metavar="RECEIPT", help="A file, or - for stdin.")],
    text: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The text itself (`sourcebrief text`), or the piece."),
    ] = None,
) -> None:
    """Check that every sentence of a receipt stands in the piece, word for word.

    Against the library, or with --text against a file: no bot, network or token is needed then.

    Examples: `sourcebrief verify receipt.json`, `sourcebrief verify receipt.json --text body.txt`
    """
    claimed = _receipt(receipt)
    body = _stored(context, claimed) if text is None else _from_file(text, claimed)
    found = faults(claimed, body)
    for fault in found:
        err.print(f"sourcebrief: {fault}", soft_wrap=True)
    if found:
        out.print("NOT PROVED", soft_wrap=True)
        raise typer.Exit(FAILED)
    out.print(
        f"Proved: {counted(len(claimed.sentences), 'sentence')} of “{claimed.title}”, revision"
        f" {claimed.revision}, sha256 {claimed.sha256}",
        soft_wrap=True,
    )


def _receipt(name: str) -> Receipt:
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return read_receipt(json.loads(data))
    except OSError as error:
        raise BadArgument(f"{name}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise BadArgument(f"{name} is not JSON.") from error


def _stored(context: typer.Context, claimed: Receipt) -> str:
    with opened(settings_of(context)) as store:
        try:
            return store.revision(claimed.piece, claimed.revision).body
        except NotFound as error:
            raise BadArgument(
                f"The library has no piece #{claimed.piece}, revision {claimed.revision}.",
                hint="--text FILE checks the receipt against a text file instead.",
            ) from error


def _from_file(path: Path, claimed: Receipt) -> str:
    """The file's text as it is, or as the canonical body the piece in it has: what fits."""
    from briefs.reading import sandbox  # noqa: PLC0415  # only here are the readers needed

    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BadArgument(f"{path}: {error.strerror}") from error
    text = raw.decode("utf-8", "replace")
    for body in (text, text.removesuffix("\n")):
        if fingerprint(body) == claimed.sha256:
            return body
    try:
        return sandbox.read(raw, name=path.name).body
    except SourcebriefError:
        return text
