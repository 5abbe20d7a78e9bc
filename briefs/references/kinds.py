"""The CSL type of a source, as far as the entry gives evidence of it."""

import re

from briefs.references.reading import Reading

_EVIDENCE = tuple(
    (re.compile(pattern, re.IGNORECASE), kind)
    for pattern, kind in (
        (
            r"\[(?:video|film|motion picture)|//(?:www\.)?(?:youtube|vimeo)\.com|//youtu\.be",
            "motion_picture",
        ),
        (r"\bpodcast\b|\[(?:tv|radio|television)", "broadcast"),
        (
            r"\(blog\)|//blogs?\.|/blogs?/|(?:blogspot|wordpress|substack|medium|tumblr)\.com",
            "post-weblog",
        ),
        (r"//(?:www\.)?(?:twitter|x|facebook|instagram|threads|bsky)\.(?:com|net|app)/", "post"),
        (
            r"\bpub(?:lic|\.) ?l(?:aw|\.) ?(?:no\.)? ?\d|\d u\.?s\.?c\.? §|\bact of \d{4}",
            "legislation",
        ),
        (r"\b(?:ph\.?d\.?|doctoral|master[’']?s) (?:diss|thesis)", "thesis"),
        (r"\b(?:white|working|policy|discussion|research) (?:paper|brief)\b|\breport\b", "report"),
    )
)
_MAGAZINE = re.compile(r"\b(?:magazine|weekly|monthly|quarterly)\b", re.IGNORECASE)
_NEWSPAPER = re.compile(
    r"\b(?:times|post|guardian|herald|tribune|telegraph|daily|gazette|newspaper|courier|chronicle"
    r"|observer|independent|inquirer|sentinel|star|bee|globe|wall street journal|zeitung|tagblatt"
    r"|nachrichten|monde|figaro|libération|país|mundo|corriere|repubblica|nyheter|dagbladet|gazeta"
    r"|известия|правда|коммерсант)\b",
    re.IGNORECASE,
)
_TO_THE_DAY = len("2017-01-03")


def kind(reading: Reading, text: str, url: str | None) -> str | None:
    """The CSL type of what was read from `text`, or None if nothing tells.

    A piece that is dated to the day, stands in a named outlet and has no address is taken to be
    from a newspaper; what has an address and no better evidence is a web page.
    """
    if reading.kind:
        return reading.kind
    around = f"{text.partition(reading.title)[2] if reading.title else ''} {url or ''}"
    for pattern, name in _EVIDENCE:
        if pattern.search(around):
            return name
    container = reading.container or ""
    if _MAGAZINE.search(container):
        return "article-magazine"
    dated = len(reading.issued or "") == _TO_THE_DAY
    if dated and (_NEWSPAPER.search(container) or (container and not url)):
        return "article-newspaper"
    if url:
        return "webpage"
    return "document" if reading.title else None
