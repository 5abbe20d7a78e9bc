"""`add`: files, folders and links become pieces; each is reported, and all in a summary."""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, assert_never

import typer

from bot import importing, source_services
from bot.cli.common import (
    FAILED,
    AsJson,
    complain,
    err,
    on_one_line,
    out,
    print_json,
    settings_of,
    with_bar,
)
from bot.cli.editorial import editor
from bot.config import Settings
from bot.importing import Get, Imported, PassedOver
from bot.open_library import clock, opened
from briefs.corrections.affected_messages import NO_WORD, EditorsWord
from briefs.errors import SourcebriefError, Unreadable
from briefs.json_records import left_out_record
from briefs.model import Card, Edited, Revision
from briefs.pieces import versions
from briefs.sandbox import pool
from briefs.storage import Added, Store
from briefs.storage.editorial import Proposal

Places = Annotated[
    list[str], typer.Argument(metavar="PATH|URL…", help="Files, folders and addresses.")
]
Record = dict[str, Any]

_MAX_PATHS = 5
_MIN_ARCHIVE = 12
"""A first import of so many pieces is probably an archive: a digest shows ten pieces."""

_ARCHIVE_QUESTION = (
    "These are the first pieces. Are they an archive, found and briefed but in no digest?"
)
_NEWS_NOW = (
    "these first pieces are news: the next digests tell of the young and the undated ones. If they "
    "are an archive, say the same again with --archive."
)


def add(  # noqa: PLR0917  # typer reads its options from the signature
    context: typer.Context,
    places: Places,
    anyway: Annotated[
        bool,
        typer.Option("--anyway", help="Take in what is nearly the same, or was taken back, too."),
    ] = False,
    draft: Annotated[
        bool, typer.Option("--draft", help="Publish nothing: `publish` does, piece by piece.")
    ] = False,
    archive: Annotated[
        bool, typer.Option("--archive", help="Old pieces: found and briefed, in no digest ever.")
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", help="Revisions are told to nobody: edited silently.")
    ] = False,
    correction: Annotated[
        str | None, typer.Option(metavar="NOTE", help="Revisions are told to readers, with this.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Take pieces in: plain text, Markdown, HTML, PDF and Word, from files, folders and the web.

    Adding a file twice changes nothing, so that a run that was cut short is just started again; a
    changed file is a new revision. What cannot be read is reported and does not stop the others.

    Examples: `sourcebrief add essay.txt`, `sourcebrief add pieces/ --json`,
    `sourcebrief add https://example.org/essay`, `sourcebrief add --draft essay.txt`,
    `sourcebrief add --archive essays/`
    """
    if quiet and correction is not None:
        raise typer.BadParameter("a correction is told", param_hint="--quiet")
    word = EditorsWord("quiet") if quiet else NO_WORD
    if correction is not None:
        word = EditorsWord("material", correction)
    if draft and archive:
        raise typer.BadParameter(
            "a draft is no archive yet: `sourcebrief publish REF --archive`", param_hint="--archive"
        )
    settings = settings_of(context)
    links = [place for place in places if _is_url(place)]
    paths = [Path(place) for place in places if not _is_url(place)]
    survey = importing.survey(paths)
    found: list[Path | str] = [*survey.files, *dict.fromkeys(links)]
    records: list[Record] = []
    with ExitStack() as stack:
        store = stack.enter_context(opened(settings))
        first_import = not (archive or draft) and _is_first_import(store, found)
        if first_import and sys.stdin.isatty() and err.is_terminal:
            archive = typer.confirm(_ARCHIVE_QUESTION, default=True, err=True)
        adding = _Adding(
            store,
            settings,
            anyway=anyway,
            draft=draft,
            archive=archive,
            word=word,
            within=tuple(path for path in paths if path.is_dir()),
            stack=stack,
        )
        for place in with_bar(found, "Adding"):
            records.append(adding.record(place))
            _print_record(records[-1], as_json=as_json)
    for over in survey.passed_over:
        _print_passed_over(over, as_json=as_json)
    if not found:
        known = ", ".join(sorted(importing.SUFFIXES))
        err.print(f"sourcebrief: nothing there that can be read: {known}", soft_wrap=True)
    if not as_json and len(found) > 1:
        _print_summary(records)
    if first_import and not archive:
        err.print(f"sourcebrief: {_NEWS_NOW}", soft_wrap=True)
    if not found or any(record["status"] == "failed" for record in records):
        raise typer.Exit(FAILED)


def _is_first_import(store: Store, places: Sequence[Path | str]) -> bool:
    """Whether many pieces are added to an empty library."""
    return len(places) >= _MIN_ARCHIVE and not store.catalogue.count()


def _is_url(place: str) -> bool:
    return place.lower().startswith(("http://", "https://"))


@dataclass
class _Adding:
    """One run of `add`; the HTTP client is opened for the first link and closed by `stack`."""

    store: Store
    settings: Settings
    anyway: bool
    draft: bool
    archive: bool
    word: EditorsWord
    within: tuple[Path, ...]
    stack: ExitStack = field(repr=False)

    @cached_property
    def _get(self) -> Get:
        return self.stack.enter_context(source_services.web(self.settings))

    def record(self, place: Path | str) -> Record:
        """The result for a file or an address, as --json prints it."""
        try:
            if isinstance(place, str):
                page = importing.page(self._get(place), place)
                draft = versions.without_days_to_come(page.draft, clock())
                return self._stored(place, replace(page, draft=draft))
            data = importing.data_of(place)
            return self._unchanged_record(place, data) or self._stored(
                str(place), importing.file(data, place, self._folder_of(place))
            )
        except SourcebriefError as error:
            return _failed_record(str(place), error)

    def _unchanged_record(self, path: Path, data: bytes) -> Record | None:
        """The result for a file from which a public piece was read already;
        it is not read again.
        """
        if importing.facts_beside(path) is not None:
            return None  # the front matter beside it may have changed
        original = sha256(data).hexdigest()
        held = None if self.anyway else self.store.provenance.by_original(original)
        if held is None or not held.public or held.original != original:
            return None
        revision = self.store.catalogue.revision(held.piece)
        return _stored_record(str(path), self._kept(revision), revision)

    def _kept(self, revision: Revision) -> str:
        """The result for a public piece whose text is unchanged."""
        if self.archive and self.store.editorial.archive(revision.piece):
            return "archived"
        return "unchanged"

    def _folder_of(self, path: Path) -> Path | None:
        return next((folder for folder in self.within if path.is_relative_to(folder)), None)

    def _stored(self, place: str, brought: Imported) -> Record:
        edited = pool.edit(brought.draft, method=self.settings.method)
        reason = versions.hold_reason(brought.draft, clock())
        if self.draft or reason:
            return self._proposed(place, edited, brought, reason)
        added = self.store.catalogue.add(
            edited,
            now=clock(),
            original=brought.original,
            anyway=self.anyway,
            archive=self.archive,
            word=self.word,
        )
        revision = self.store.catalogue.revision(added.card.piece, added.card.revision)
        status = self._kept(revision) if added.status == "unchanged" else added.status
        record = _stored_record(place, status, revision)
        return record | {"warnings": [*edited.draft.warnings], "refused": _refused(added)}

    def _proposed(self, place: str, edited: Edited, brought: Imported, reason: str) -> Record:
        """The result for a draft that waits until an editor publishes it."""
        found = self.store.editorial.propose(
            edited, by=editor(), at=None, now=clock(), original=brought.original
        )
        match found:
            case Proposal(revision=revision):
                ref = f"{revision.piece}@{revision.number}"  # a shell takes "#" for a comment
                why = (reason, f"not public: `sourcebrief publish {ref}` publishes it")
                warnings = [*edited.draft.warnings, *filter(None, why)]
                return _stored_record(place, "draft", revision) | {"warnings": warnings}
            case Card(piece=piece):
                revision = self.store.catalogue.revision(piece)
                return _stored_record(place, "unchanged", revision)
            case never:
                assert_never(never)


def _refused(added: Added) -> str | None:
    """Why a draft is not stored as a piece, and the option that stores it."""
    match added.status:
        case "twin":
            same = f"says {added.likeness:.0%} the same as #{added.card.piece}"
            return f"{same}; --anyway takes it in"
        case "retracted":
            return f"#{added.card.piece} was taken back; --anyway makes it public again"
        case "new" | "revised" | "unchanged":
            return None
        case never:
            assert_never(never)


def _stored_record(place: str, status: str, revision: Revision) -> Record:
    return {
        "path": place,
        "status": status,
        "piece": revision.piece,
        "slug": revision.slug,
        "revision": revision.number,
        "sha256": revision.sha256,
        "title": revision.title,
        "sentences": len(revision.sentences),
        "sources": len(revision.sources),
        "warnings": [],
        "left_out": [left_out_record(one) for one in revision.left_out],
        "audit": _audit(revision),
        "refused": None,
        "error": None,
    }


def _audit(revision: Revision) -> list[Record]:
    """The findings on a reference list, as `sources --audit` prints them."""
    from briefs.references.audit import audit  # noqa: PLC0415  # loads slowly

    found = audit(revision.listed, revision.marks, clock(), revision.published)
    return [finding.to_json() for finding in found]


def _failed_record(place: str, error: SourcebriefError) -> Record:
    reason = error.reason if isinstance(error, Unreadable) else str(error)
    return {
        "path": place,
        "status": "failed",
        "piece": None,
        "slug": None,
        "revision": None,
        "sha256": None,
        "title": None,
        "sentences": 0,
        "sources": 0,
        "warnings": [],
        "left_out": [],
        "audit": [],
        "refused": None,
        "error": reason,
        "line": error.line if isinstance(error, Unreadable) else None,
        "hint": error.hint or None,
    }


def _print_record(record: Record, *, as_json: bool) -> None:
    if as_json:
        print_json(record)
        return
    if record["error"]:
        where = on_one_line(record["path"]) + (f":{record['line']}" if record["line"] else "")
        complain(SourcebriefError(f"{where}: {record['error']}", hint=record["hint"] or ""))
        return
    out.print(
        f"{record['status']:9} #{record['piece']} {on_one_line(record['title'] or record['slug'])}"
        f" (revision {record['revision']}, sentences: {record['sentences']},"
        f" sources: {record['sources']})",
        soft_wrap=True,
    )
    for warning in filter(None, (record["refused"], *record["warnings"])):
        out.print(f"          {on_one_line(warning)}", soft_wrap=True)


def _print_passed_over(over: PassedOver, *, as_json: bool) -> None:
    """Report the entries of a folder that were not read."""
    if as_json:
        print_json(
            {
                "path": str(over.path),
                "status": "passed over",
                "count": over.count,
                "reason": over.reason,
            }
        )
        return
    more = f" and {over.count - 1} more" if over.count > 1 and over.path.is_file() else ""
    place = on_one_line(str(over.path))
    out.print(f"passed over, {over.reason}: {place}{more}", soft_wrap=True)


def _print_summary(records: Iterable[Record]) -> None:
    """Report how many pieces were added, and the places that failed, grouped by reason."""
    counts = Counter(str(record["status"]) for record in records)
    out.print(", ".join(f"{count} {status}" for status, count in counts.items()))
    reasons: defaultdict[str, list[str]] = defaultdict(list)
    for record in records:
        if reason := record["error"] or record["refused"]:
            reasons[reason].append(on_one_line(record["path"]))
    for reason, places in sorted(reasons.items(), key=lambda item: -len(item[1])):
        more = f" and {len(places) - _MAX_PATHS} more" if len(places) > _MAX_PATHS else ""
        out.print(f"not in, {reason}: {', '.join(places[:_MAX_PATHS])}{more}", soft_wrap=True)
