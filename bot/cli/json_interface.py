"""`inspect` and `reference`: a stable JSON interface for scripts, without a library."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import EllipsisType
from typing import Annotated, Any

import typer

from bot.cli.common import FAILED, json_lines, print_json, settings_of
from briefs.errors import SourcebriefError
from briefs.json_records import (
    aside_record,
    left_out_record,
    listed_record,
    source_record,
    voice_record,
)
from briefs.model import Draft, Span

Files = Annotated[
    list[str] | None, typer.Argument(metavar="FILE…", help="Files, or - for standard input.")
]
Jsonl = Annotated[bool, typer.Option("--jsonl", help="Each input line is a JSON object.")]


def inspect(  # noqa: PLR0917  # typer reads its options from the signature
    context: typer.Context,
    files: Files = None,
    jsonl: Jsonl = False,
    sentences: Annotated[int | None, typer.Option(min=1, help="The extract's sentences.")] = None,
    words: Annotated[int | None, typer.Option(min=1, help="Or its budget of words.")] = None,
    method: Annotated[str | None, typer.Option(help="How to choose: brief, lead, luhn, …")] = None,
    query: Annotated[str, typer.Option(help="Words the extract should lean towards.")] = "",
) -> None:
    """Print all that the newsroom understands of a text, as JSON.

    With --jsonl each input line is {"id", "text", "title"?} and each output line one object.

    Examples: `sourcebrief inspect essay.txt`, `sourcebrief inspect - --jsonl --sentences 3`
    """
    if sentences is not None and words is not None:
        raise typer.BadParameter("give --sentences or --words, not both", param_hint="--words")
    chosen = method or settings_of(context).method
    failed = False
    for text in _texts(files or ["-"], jsonl):
        record = text if "error" in text else _understood(text, sentences, words, chosen, query)
        failed |= "error" in record
        print_json(record)
    if failed:
        raise typer.Exit(FAILED)


def _texts(files: list[str], jsonl: bool) -> Iterator[dict[str, Any]]:
    """Each text to inspect: `{"id", "draft"}`, or `{"id", "error"}`."""
    from briefs.sandbox import pool  # noqa: PLC0415  # needed only here

    for name in files:
        if jsonl:
            yield from map(_draft, _lines(name))
            continue
        try:
            data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
            yield {"id": name, "draft": pool.read(data, name="" if name == "-" else name)}
        except OSError as error:
            yield {"id": name, "error": f"{name}: {error.strerror}"}
        except SourcebriefError as error:
            yield {"id": name, "error": str(error)}


def _lines(name: str) -> Iterator[dict[str, Any]]:
    """The objects of a JSON Lines file, or of standard input as they arrive."""
    if name == "-":
        yield from _objects(sys.stdin.buffer)
        return
    try:
        with Path(name).open("rb") as source:
            yield from _objects(source)
    except OSError as error:
        yield {"id": name, "error": f"{name}: {error.strerror}"}


def _objects(source: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    for number, found in json_lines(source):
        if isinstance(found, str):
            yield {"id": None, "error": found}
        elif not isinstance(found.get("text"), str):
            yield {"id": found.get("id"), "error": f'line {number} has no "text" string'}
        elif not isinstance(found.get("title"), str | None):
            yield {"id": found.get("id"), "error": f'line {number}: "title" is not a string'}
        else:
            yield found


def _draft(found: dict[str, Any]) -> dict[str, Any]:
    from briefs.reading import reader  # noqa: PLC0415  # needed only here

    if "error" in found:
        return found
    title: str | EllipsisType | None = found.get("title", ...)
    try:
        return {"id": found.get("id"), "draft": reader.read_text(found["text"], title=title)}
    except SourcebriefError as error:
        return {"id": found.get("id"), "error": str(error)}


def _understood(
    record: dict[str, Any], count: int | None, words: int | None, method: str, query: str
) -> dict[str, Any]:
    from briefs.summarise import summary  # noqa: PLC0415  # loads slowly
    from briefs.text import sentences as text_sentences  # noqa: PLC0415  # as above

    draft: Draft = record["draft"]
    spans = text_sentences.split(draft.body, draft.language)
    try:
        extraction = summary.extract(
            title=draft.title,
            body=draft.body,
            sentences=spans,
            language=draft.language,
            method=method,
            count=count,
            words=words,
            query=query,
            voices=draft.voices,
        )
        told = summary.line(
            title=draft.title,
            body=draft.body,
            sentences=spans,
            language=draft.language,
            brief=extraction.picks,
            voices=draft.voices,
        )
    except SourcebriefError as error:
        return {"id": record["id"], "error": f"{error} {error.hint}".strip()}
    return {
        "id": record["id"],
        "title": draft.title or None,
        "body": draft.body,
        "language": draft.language,
        "sentences": [[at.start, at.end] for at in spans],
        "marks": [
            {
                "source": mark.source,
                "at": [mark.at.start, mark.at.end],
                "sentence": _holder(mark.at, spans),
            }
            for mark in draft.marks
        ],
        "sources": [listed_record(source) for source in draft.sources],
        "summary": list(extraction.picks),
        "line": told,
        "method": extraction.method,
        "warnings": list(draft.warnings),
        "byline": draft.byline or None,
        "outlet": draft.outlet or None,
        "published": draft.published.isoformat() if draft.published else None,
        "topics": list(draft.topics),
        "url": draft.url or None,
        "left_out": [left_out_record(one) for one in draft.left_out],
        "asides": [aside_record(one) for one in draft.asides],
        "voices": [voice_record(one) for one in draft.voices],
        "hold": draft.hold or None,
    }


def _holder(at: Span, spans: tuple[Span, ...]) -> int | None:
    """The index of the sentence that a mark belongs to: it contains the mark or ends at it."""
    return next((i for i, s in enumerate(spans) if s.start < at.start <= s.end), None)


def reference(files: Files = None, jsonl: Jsonl = False) -> None:
    """Read single reference strings: a line each, or JSON lines {"id", "text"}.

    Examples: `sourcebrief reference list.txt`, `sourcebrief reference - --jsonl < refs.jsonl`
    """
    from briefs.references import parse  # noqa: PLC0415  # needed only here

    failed = False
    for name in files or ["-"]:
        for found in _lines(name) if jsonl else _plain(name):
            if "error" in found:
                failed = True
                print_json(found)
                continue
            record = source_record(parse.parse(found["text"]))
            del record["number"]
            print_json({"id": found.get("id"), **record})
    if failed:
        raise typer.Exit(FAILED)


def _plain(name: str) -> Iterator[dict[str, Any]]:
    """Each non-blank line of a text file as a reference, with the line's number as its id."""
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        yield {"id": name, "error": f"{name}: {error.strerror}"}
        return
    for number, line in enumerate(data.decode("utf-8", "replace").split("\n"), start=1):
        if line.strip():
            yield {"id": number, "text": line.strip("\r")}
