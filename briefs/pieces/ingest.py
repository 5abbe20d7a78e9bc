"""What is worked out once for each draft: its sentences and its summaries."""

from briefs.model import Draft, Edited
from briefs.summarise import summary
from briefs.text import sentences


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
