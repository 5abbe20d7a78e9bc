"""What is computed once for each draft: its sentences and its summaries."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from briefs.model import Draft, Edited, Span
from briefs.summarise import summary
from briefs.text import sentences

MAX_SENTENCE_CHARS: Final = 2_000
"""A longer sentence is usually none, but a list or a table without line ends."""

_SHOWN_CHARS: Final = 60


def edit(draft: Draft, *, method: str = "brief") -> Edited:
    """Compute a draft's sentences and summaries; CannotRank if there is no such `method`.

    An overlong sentence adds a warning.
    """
    spans = sentences.split(draft.body, draft.language)
    made = summary.summaries(
        title=draft.title,
        body=draft.body,
        sentences=spans,
        language=draft.language,
        method=method,
        voices=draft.voices,
    )
    draft = replace(draft, warnings=(*draft.warnings, *_endless(draft, spans)))
    return Edited(draft=draft, sentences=spans, summaries=made)


def _endless(draft: Draft, sentences: Sequence[Span]) -> tuple[str, ...]:
    found = [span for span in sentences if span.end - span.start > MAX_SENTENCE_CHARS]
    if not found:
        return ()
    longest = max(found, key=lambda span: span.end - span.start)
    count = "1 sentence is" if len(found) == 1 else f"{len(found)} sentences are"
    size = longest.end - longest.start
    said = draft.body[longest.start : longest.start + _SHOWN_CHARS]
    warning = (
        f"{count} longer than {MAX_SENTENCE_CHARS} characters, the longest has {size}: “{said}…”; "
        "see whether it ends where it should"
    )
    return (warning,)
