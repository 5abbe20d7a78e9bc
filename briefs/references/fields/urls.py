"""The addresses in an entry: plain URLs, Markdown links and an archive's wrapper round either."""

import re
from dataclasses import dataclass

from briefs.model import Span
from briefs.references.phrases import ADDRESS

_URL = r"(?:https?://|www\.)[^\s<>\"“”„«»]{1,2000}"
_LINK = (
    r"\[(?P<label>[^\[\]]{0,400}(?:\[[^\[\]]{0,200}\][^\[\]]{0,200}){0,3})\]"
    r"\(<?(?P<target>(?:https?://|www\.)(?:[^\s()<>]|\([^\s()<>]{0,200}\)){1,2000})>?"
    r"(?:[ ]\"[^\"]{0,200}\")?\)"
)
_ANY = re.compile(rf"{_LINK}|<?(?P<plain>{_URL})>?", re.IGNORECASE)
_ARCHIVE = re.compile(
    r"https?://(?:web\.archive\.org|archive\.(?:ph|today|is)|perma\.cc)/"
    r"(?:(?:web/)?\d{4,14}[a-z_]*/(?P<inner>(?:https?:/+|www\.).+))?",
    re.IGNORECASE,
)
_BARE_SITE = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_SAYS_NOTHING = frozenset(
    {"", "link", "url", "here", "source", "online", "pdf", "archived", "↩", "↩︎"}
)
_TELLING = 6
_CLOSERS = {")": "(", "]": "[", "}": "{"}


@dataclass(frozen=True, slots=True)
class Addresses:
    """What is left of a text when its addresses are out of it, and what they were.

    `label` is the wording of the first Markdown link, as a span of `text`, where it says more than
    its address; `others` counts the further sources' addresses, which were not kept.
    """

    text: str
    url: str | None = None
    archive_url: str | None = None
    label: Span | None = None
    others: int = 0


def take(text: str) -> Addresses:
    """Take every address out of a cleaned text and keep the first as the entry's own."""
    kept = ""
    urls: list[str] = []
    label: Span | None = None
    at = 0
    for match in _ANY.finditer(text):
        kept += text[at : match.start()]
        at = match.end()
        if match["plain"]:
            url = _trimmed(match["plain"])
            at = match.start("plain") + len(url)
            at += text[at : at + 1] == ">"
        else:
            url = _trimmed(match["target"])
            wording = _wording(match["label"], url)
            if label is None and wording and not _BARE_SITE.fullmatch(wording):
                label = Span(len(kept), len(kept) + len(wording))
            kept += wording
        kept += ADDRESS
        urls.append(url)
    own = [url for url in urls if not _ARCHIVE.match(url)]
    own = [url for url in own if not _BARE_SITE.fullmatch(url)] or own
    archived = next((url for url in urls if _ARCHIVE.match(url)), None)
    original = _ARCHIVE.match(archived) if archived else None
    return Addresses(
        text=kept + text[at:],
        url=own[0] if own else original["inner"] if original else None,
        archive_url=archived,
        label=label,
        others=len(set(own[1:]) - set(own[:1])),
    )


def hosts(url: str | None, name: str) -> bool:
    """Whether the host of `url` bears `name`: "Inside Higher Ed" and www.insidehighered.com."""
    host = re.sub(r"^(?:https?://)?(?:www\.)?", "", url or "", flags=re.IGNORECASE).split("/")[0]
    words = re.findall(r"[^\W_]+", name.casefold().removeprefix("the "))
    squeezed = "".join(words)
    return len(squeezed) > 1 and (
        squeezed in re.sub(r"\W", "", host.casefold())
        or any(len(word) >= _TELLING and word in host.casefold() for word in words[:2])
    )


def _trimmed(url: str) -> str:
    """The URL without the punctuation of the sentence it stands in."""
    while url:
        last = url[-1]
        opener = _CLOSERS.get(last)
        if last in ".,;:!?'’‘*" or (opener and url.count(opener) < url.count(last)):
            url = url[:-1]
        else:
            break
    return url


def _wording(label: str, url: str) -> str:
    """What a link's label tells beyond its address."""
    wording = label.strip(" *_")
    if wording.casefold() in _SAYS_NOTHING or re.match(r"https?:|www\.", wording, re.IGNORECASE):
        return ""
    return "" if wording.rstrip("/") in url and "/" in wording else wording
