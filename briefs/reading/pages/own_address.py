"""Under which address a page says it is to be found, as far as that can be believed."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

from briefs.references.structure.tree import Element

_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class OwnAddress:
    """`url` is "" where there is none; `doubts` are for the editor."""

    url: str
    doubts: tuple[str, ...] = ()


def find(root: Element, said: str, fetched: str) -> OwnAddress:
    """The canonical address of a page `fetched` at an address ("" if it is a file's).

    `said` is what its meta elements say. Another site's is not believed, for any page can name one;
    nor is the site's front page, that some templates name on every page.
    """
    own = next(filter(None, (*_canonical(root), said)), "")
    parts, origin = _web(fetched, own), _web("", fetched)
    if (
        parts is None
        or not own
        or (origin and origin.path.strip("/") and not parts.path.strip("/"))
    ):
        return OwnAddress(fetched)
    if origin and not _is_one_site(host(parts.geturl()), host(fetched)):
        doubt = f"the page says that it belongs to {host(parts.geturl())}: not believed"
        return OwnAddress(fetched, (doubt,))
    return OwnAddress(parts.geturl())


def host(url: str) -> str:
    """The host of an address without "www.", or "" if it has none."""
    parts = _web("", url)
    return (parts.hostname or "").removeprefix("www.") if parts else ""


def _canonical(root: Element) -> Iterator[str]:
    for link in root.iter("link"):
        if (link.get("rel") or "").lower() == "canonical":
            yield (link.get("href") or "").strip()


def _web(fetched: str, link: str) -> SplitResult | None:
    """The parts of a link, made whole by where it was found, if it is one of the web's."""
    try:
        parts = urlsplit(urljoin(fetched, link))
        usable = parts.scheme in {"http", "https"} and parts.hostname and "@" not in parts.netloc
    except ValueError:
        return None
    return parts if usable and len(link) <= _LONGEST else None


def _is_one_site(one: str, other: str) -> bool:
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")
