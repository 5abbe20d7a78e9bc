"""A second opinion on what the rules read, from a tagger that was trained on all styles.

The rules go by the marks of a style, the tagger by the forms of words and their neighbours. Where
the tagger holds it all but impossible that a field of any kind begins and ends where the title or
the outlet does, one of the two is wrong: the field stays empty, and the entry is shown as written.
"""

from collections.abc import Sequence
from dataclasses import replace

from briefs.model import Span
from briefs.references.crf import field_model
from briefs.references.crf.field_features import words
from briefs.references.crf.field_model import Tagged
from briefs.references.fields.titles import ADDRESS
from briefs.references.parsed_fields import ParsedFields

DOUBTED = 0.0001
"""Where a field is less probable than this, it is not given."""

_FEWEST_WORDS, _MOST_WORDS = 3, 200


def confirmed(fields: ParsedFields, text: str) -> ParsedFields:
    """`fields` without a title or an outlet whose ends the tagger doubts.

    `text` is the entry without its addresses.
    """
    title = _find(text, fields.title)
    container = _find(text, fields.container, besides=title)
    spans = tuple(words(text))
    if not (title or container) or not _FEWEST_WORDS <= len(spans) <= _MOST_WORDS:
        return fields
    texts = [text[span.start : span.end] for span in spans]
    tagged = field_model.trained().tag(texts)
    has_title = title is None or _probability(tagged, texts, spans, title) >= DOUBTED
    has_container = container is None or _probability(tagged, texts, spans, container) >= DOUBTED
    if has_title and has_container:
        return fields
    return replace(
        fields,
        title=fields.title if has_title else None,
        container=fields.container if has_container else None,
        clear=False,
    )


def _find(text: str, value: str | None, besides: Span | None = None) -> Span | None:
    """Where a field was read, or None if it does not stand in the text as it was given.

    What lies within `besides` does not count, and what lies behind it comes first.
    """
    if not value:
        return None
    behind = text.find(value, besides.end if besides else 0)
    at = text.find(value, 0, besides.start) if behind < 0 and besides else behind
    return Span(at, at + len(value)) if at >= 0 else None


def _probability(tagged: Tagged, texts: Sequence[str], spans: Sequence[Span], field: Span) -> float:
    """How probable it is that just the words of a stretch of the text are one field.

    A mark by itself beside them ("–", "//") may belong to them or not.
    """
    inside = [
        at for at, span in enumerate(spans) if span.start < field.end and span.end > field.start
    ]
    first, end = inside[0], inside[-1] + 1
    firsts = (first, first - 1) if first and _is_mark(texts[first - 1]) else (first,)
    ends = (end, end + 1) if end < len(texts) and _is_mark(texts[end]) else (end,)
    return max(tagged.probability(one, other) for one in firsts for other in ends)


def _is_mark(word: str) -> bool:
    return ADDRESS not in word and not any(map(str.isalnum, word))
