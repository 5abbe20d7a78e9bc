"""Works out a draft's sentences and summaries, and finds the files to read in folders."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from briefs.model import Draft, Edited
from briefs.summarise import summary
from briefs.text import sentences

SUFFIXES = frozenset({".txt", ".md", ".markdown", ".html", ".htm", ".pdf", ".docx"})


def edit(draft: Draft, *, method: str = "brief") -> Edited:
    """Work out a draft's sentences and summaries; CannotRank only if there is no such `method`."""
    spans = sentences.split(draft.body, draft.language)
    made = summary.summaries(
        title=draft.title,
        body=draft.body,
        sentences=spans,
        language=draft.language,
        method=method,
        voices=draft.voices,
    )
    return Edited(draft=draft, sentences=spans, summaries=made)


def files(paths: Sequence[Path]) -> Iterator[Path]:
    """Each file named, as it is, and those that can be read within each folder, sorted.

    Hidden files, and links that lead out of the folder, are left out: whoever may write into a
    shared folder could otherwise publish any file that the bot may read. A path that does not exist
    is given back, so that reading it says so.
    """
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        inside = path.resolve()
        for found in sorted(path.rglob("*")):
            within = found.relative_to(path).parts
            hidden = any(part.startswith(".") for part in within)
            if found.suffix.lower() not in SUFFIXES or hidden or not found.is_file():
                continue
            if found.resolve().is_relative_to(inside):
                yield found
