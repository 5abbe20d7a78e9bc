"""Whether the fields of a source say all that its entry says, so that they can stand in for it."""

import re

from briefs.model import PartialDate, Source
from briefs.references.base import clean, without_number

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_UNSAID = re.compile(
    r"\b(?:et al|and others|eds?\.|\(editors?\)|edited by|trans\.|translated by|interview(?:ed)? by"
    r"|review of)(?!\w)",
    re.IGNORECASE,
)
_ET_AL = re.compile(r"(?<!\w)(?:et al\.?|and others|u\. ?a\.|и др\.)(?!\w)", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")


def is_whole(source: Source) -> bool:
    """Whether the source was read to the end, and no number of its entry stands outside its fields.

    A volume, pages, an edition, a further author, an editor: a `Source` has no field for them, so
    a citation made of its fields alone would drop them without a word.
    """
    if source.status != "parsed" or source.updated or source.archive_url:
        return False
    rest = _ADDRESS.sub(" ", without_number(clean(source.raw)))
    for text in (source.title, source.container, source.publisher, *map(str, source.authors)):
        rest = rest.replace(text or "", " ", 1) if text else rest
    told = {number for date in (source.issued, source.accessed) for number in _numbers(date)}
    return _UNSAID.search(rest) is None and all(
        int(number) in told for number in _NUMBER.findall(rest)
    )


def has_more_authors(source: Source) -> bool:
    """Whether the entry ends its authors with "et al.": there are more than it names."""
    head, _, _ = source.raw.partition(source.title or source.raw)
    return bool(source.authors) and _ET_AL.search(head) is not None


def _numbers(date: PartialDate | None) -> set[int]:
    return {int(part) for part in (date or "").split("-") if part}
