"""Whether two entries are one source: by address, or by title and where or when it stood."""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from rapidfuzz import fuzz

from briefs.model import PartialDate, Person, Source

_TRACKING = re.compile(
    r"utm_\w+|[fgd]clid|fbclid|mc_[ce]id|igshid|smid|smtyp|ocid|cmpid|ns_\w+|ref_src|sr|_r",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_ALIKE = 92


@dataclass(frozen=True, slots=True)
class Likeness:
    """What of an entry is compared: made once, since every pair of a list may be."""

    address: str
    title: str
    numbers: tuple[str, ...]
    names: frozenset[str]
    issued: PartialDate | None


def likeness(source: Source) -> Likeness:
    title = folded(source.title or source.raw)
    families = (
        author.family if isinstance(author, Person) else author.name for author in source.authors
    )
    named = (*families, source.container, source.publisher)
    return Likeness(
        address=url_key(source.url) if source.url else "",
        title=title,
        numbers=tuple(re.findall(r"\d+", title)),
        names=frozenset(filter(None, map(folded, named))),
        issued=source.issued,
    )


def same(one: Likeness, other: Likeness) -> bool:
    """Whether both entries stand for one source, be they written in two forms.

    One page's address decides. Else the titles must be alike, with the same numbers, and an author,
    an outlet or the date be common; two dates that differ forbid.
    """
    if one.address == other.address and "/" in one.address:
        return True
    if not one.title or one.numbers != other.numbers or not _agree(one.issued, other.issued):
        return False
    if not fuzz.ratio(one.title, other.title, score_cutoff=_ALIKE):
        return False
    return bool(one.names & other.names) or bool(one.issued and other.issued)


def url_key(url: str) -> str:
    """What is left of an address without what does not change where it leads.

    Scheme, "www.", fragment, a last slash, the host's capitals and trackers' parameters go. The key
    is for comparison, never for following.
    """
    try:
        parts = urlsplit(with_scheme(url))
        wanted = [
            (name, value)
            for name, value in parse_qsl(parts.query, keep_blank_values=True)
            if not _TRACKING.fullmatch(name)
        ]
    except ValueError:
        return url.casefold()
    query = f"?{urlencode(sorted(wanted))}" if wanted else ""
    return f"{parts.netloc.casefold().removeprefix('www.')}{parts.path.rstrip('/')}{query}"


def with_scheme(url: str) -> str:
    """The address as it is followed: authors leave "https://" out."""
    return url if _SCHEME.match(url) else f"https://{url}"


def folded(text: str | None) -> str:
    """The words of `text` alone, for comparison: no case, no accents, no punctuation."""
    plain = unicodedata.normalize("NFKD", (text or "").casefold())
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(re.findall(r"[^\W_]+", bare))


def _agree(one: PartialDate | None, other: PartialDate | None) -> bool:
    """Whether two dates can be one, as far as both are written."""
    shared = min(len(one or ""), len(other or ""))
    return (one or "")[:shared] == (other or "")[:shared]
