"""The sources whose rendering is compared with citeproc-js: our own, over types and edge cases."""

from typing import Any

from briefs.model import Author, Organisation, Person, Source
from briefs.references.export import csl

ADA = Person("Roe", "Ada")
MAX = Person("Poe", "Max Emil")
KIM = Person("Lund-Ray", "Kim")
VON = Person("Leeuw", "Tessa van der")
DE = Person("de Witt", "Jean-Luc A.")
JR = Person("Stone Jr.", "Paul")
MONO = Person("Sukarti")
INITIALS = Person("Moe", "J. K.")
TEAM = Organisation("Harbour Watch")
OFFICE = Organisation("Office of Tides and Locks")
CROWD: tuple[Author, ...] = tuple(
    Person(family, given)
    for family, given in (
        ("Abel", "Ann"),
        ("Birk", "Bo"),
        ("Cole", "Cy"),
        ("Dahl", "Di"),
        ("Eng", "Ed"),
        ("Falk", "Fay"),
        ("Gade", "Gil"),
        ("Holm", "Ha"),
        ("Ivar", "Ib"),
        ("Juhl", "Jo"),
        ("Kaas", "Kai"),
        ("Lind", "Liv"),
        ("Munk", "Mo"),
        ("Nord", "Nel"),
        ("Oster", "Oda"),
        ("Palm", "Pia"),
        ("Quist", "Quin"),
        ("Rask", "Ron"),
        ("Sand", "Sif"),
        ("Toft", "Ty"),
        ("Ulrik", "Una"),
        ("Vang", "Vera"),
    )
)
LINK = "https://example.org/harbour/quay"

NEWS: dict[str, Any] = {
    "type": "article-newspaper",
    "authors": (ADA,),
    "title": "The Quay Reopens",
    "container": "Harbour Post",
    "issued": "2016-09-30",
}
PAGE: dict[str, Any] = {**NEWS, "type": "webpage", "url": LINK}
BLOG: dict[str, Any] = {**PAGE, "type": "post-weblog", "container": "Notes from the Pier"}
REPORT: dict[str, Any] = {
    "type": "report",
    "authors": (OFFICE,),
    "title": "Silt in the Inner Basin",
    "publisher": "City of Norhaven",
    "issued": "2019",
    "url": LINK,
}
BOOK: dict[str, Any] = {
    "type": "book",
    "authors": (ADA,),
    "title": "A History of Dredging",
    "publisher": "Pier Press",
    "issued": "2014",
}
ARTICLE: dict[str, Any] = {**NEWS, "type": "article-journal", "container": "Journal of Ports"}


def _without(fields: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name not in names}


_FIELDS: dict[str, dict[str, Any]] = {
    "news": NEWS,
    "news, accessed": {**NEWS, "accessed": "2017-01-08"},
    "news, address": {**NEWS, "url": LINK},
    "news, address, accessed": {**NEWS, "url": LINK, "accessed": "2017-01-08"},
    "news, no author": _without(NEWS, "authors"),
    "news, no author, address": {**_without(NEWS, "authors"), "url": LINK},
    "news, no date, accessed": {**_without(NEWS, "issued"), "accessed": "2017-01-08"},
    "news, no date": _without(NEWS, "issued"),
    "news, nobody, no date": _without(NEWS, "issued", "authors"),
    "news, no date, address, accessed": {
        **_without(NEWS, "issued"),
        "url": LINK,
        "accessed": "2017-01-08",
    },
    "journal, no date, address": {**_without(ARTICLE, "issued"), "url": LINK},
    "news, month": {**NEWS, "issued": "2016-05"},
    "news, year": {**NEWS, "issued": "2016"},
    "news, in June": {**NEWS, "issued": "2016-06-01"},
    "magazine": {**NEWS, "type": "article-magazine", "container": "Tide Weekly"},
    "magazine, address": {
        **NEWS,
        "type": "article-magazine",
        "container": "Tide Weekly",
        "url": LINK,
    },
    "magazine, month": {
        **NEWS,
        "type": "article-magazine",
        "container": "Tide Weekly",
        "issued": "2016-09",
    },
    "magazine, year, accessed": {
        **NEWS,
        "type": "article-magazine",
        "container": "Tide Weekly",
        "issued": "2016",
        "accessed": "2026-04-09",
        "url": LINK,
    },
    "journal": {**ARTICLE, "issued": "2012"},
    "journal, address": {**ARTICLE, "issued": "2012", "url": LINK},
    "journal, two": {**ARTICLE, "issued": "2012", "authors": (ADA, MAX)},
    "page": PAGE,
    "page, accessed": {**PAGE, "accessed": "2017-01-08"},
    "page, no author": _without(PAGE, "authors"),
    "page, no author, accessed": {**_without(PAGE, "authors"), "accessed": "2017-01-08"},
    "page, no date": _without(PAGE, "issued"),
    "page, no date, accessed": {**_without(PAGE, "issued"), "accessed": "2017-01-08"},
    "page, nobody, no date, accessed": {
        **_without(PAGE, "issued", "authors"),
        "accessed": "2025-10-05",
    },
    "page, no site": _without(PAGE, "container"),
    "page, no site, no date": _without(PAGE, "container", "issued"),
    "page, month": {**PAGE, "issued": "2016-05"},
    "page, year": {**PAGE, "issued": "2016"},
    "page, publisher": {**PAGE, "publisher": "Norhaven Media"},
    "page, organisation": {**PAGE, "authors": (TEAM,)},
    "page, organisation is the site": {**PAGE, "authors": (TEAM,), "container": "Harbour Watch"},
    "page, accessed in a month": {**_without(PAGE, "issued"), "accessed": "2017-03"},
    "blog": BLOG,
    "blog, accessed": {**BLOG, "accessed": "2017-01-08"},
    "blog, no author": _without(BLOG, "authors"),
    "blog, no date, accessed": {**_without(BLOG, "issued"), "accessed": "2017-01-08"},
    "blog, no address": _without(BLOG, "url"),
    "report": REPORT,
    "report, people": {**REPORT, "authors": (ADA, MAX)},
    "report, no publisher": _without(REPORT, "publisher"),
    "report, own publisher": {**REPORT, "publisher": "Office of Tides and Locks"},
    "report, day": {**REPORT, "issued": "2019-04-02", "accessed": "2020-01-01"},
    "report, site": {**_without(REPORT, "publisher"), "container": "Harbour Watch"},
    "report, no address": _without(REPORT, "url"),
    "book": BOOK,
    "book, two": {**BOOK, "authors": (ADA, MAX)},
    "book, organisation": {**BOOK, "authors": (TEAM,)},
    "book, no author": _without(BOOK, "authors"),
    "book, no date": _without(BOOK, "issued"),
    "book, address": {**BOOK, "url": LINK},
    "book, question": {**BOOK, "title": "Who Owns the Sea?"},
    "book, quotes": {**BOOK, "title": "The “Iron” Quay"},
    "book, subtitle": {**BOOK, "title": "Silt: A Life"},
    "untyped, container": {**NEWS, "type": "document"},
    "untyped, container, accessed": {
        **_without(NEWS, "issued"),
        "type": "document",
        "accessed": "2026-08-22",
    },
    "untyped, publisher": {**BOOK, "type": "document"},
    "untyped, nobody": {**_without(NEWS, "authors"), "type": "document"},
    "untyped, publisher, nobody": {**_without(BOOK, "authors"), "type": "document"},
    "untyped, site and publisher": {**NEWS, "type": "document", "publisher": "Pier Press"},
    "magazine, nobody": {**_without(NEWS, "authors"), "type": "article-magazine"},
    "magazine, no date": {**_without(NEWS, "issued"), "type": "article-magazine"},
    "journal, nobody": _without(ARTICLE, "authors"),
    "journal, no date": _without(ARTICLE, "issued"),
    "journal, month": {**ARTICLE, "issued": "2012-03"},
    "journal, day": ARTICLE,
    "report, nobody": _without(REPORT, "authors"),
    "report, no date": {**_without(REPORT, "issued"), "accessed": "2020-01-01"},
    "report, no date, never seen": _without(REPORT, "issued"),
    "report, publisher, no date, no address": _without(REPORT, "issued", "url"),
    "report, nothing else": _without(REPORT, "publisher", "issued", "authors"),
    "report, site, nobody": {**_without(REPORT, "publisher", "authors"), "container": "Watch"},
    "report, site and publisher": {**REPORT, "container": "Harbour Watch"},
    "book, nobody, no date": _without(BOOK, "issued", "authors"),
    "book, no publisher": {**_without(BOOK, "publisher"), "url": LINK},
    "book, no date, accessed": {**_without(BOOK, "issued"), "url": LINK, "accessed": "2020-01-01"},
    "book, month": {**BOOK, "issued": "2014-05"},
    "page, only a title": _without(PAGE, "authors", "container", "issued"),
    "page, publisher, no site": {**_without(PAGE, "container"), "publisher": "Norhaven Media"},
    "page, no site, nobody": _without(PAGE, "authors", "container"),
    "page, no address, no date, accessed": {
        **_without(PAGE, "issued", "url"),
        "accessed": "2020-01-01",
    },
    "blog, nobody, no date": _without(BLOG, "issued", "authors"),
    "two": {**NEWS, "authors": (ADA, MAX)},
    "two, the second an organisation": {**NEWS, "authors": (ADA, TEAM)},
    "an organisation, then a person": {**NEWS, "authors": (TEAM, ADA)},
    "two organisations": {**NEWS, "authors": (TEAM, OFFICE)},
    "three": {**NEWS, "authors": (ADA, MAX, KIM)},
    "four": {**NEWS, "authors": (ADA, MAX, KIM, VON)},
    **{f"{count} authors": {**NEWS, "authors": CROWD[:count]} for count in (6, 7, 8, 10, 11)},
    **{f"{count} authors": {**PAGE, "authors": CROWD[:count]} for count in (20, 21, 22)},
    "organisation": {**NEWS, "authors": (OFFICE,)},
    "particle": {**NEWS, "authors": (VON,)},
    "particle in the family name": {**NEWS, "authors": (DE,)},
    "suffix": {**NEWS, "authors": (JR,)},
    "one name": {**NEWS, "authors": (MONO,)},
    "initials": {**NEWS, "authors": (INITIALS,)},
    "two with initials": {**NEWS, "authors": (INITIALS, Person("Nye", "W.G.B."))},
    "question": {**NEWS, "title": "Can the Quay Hold?"},
    "exclamation": {**NEWS, "title": "The Quay Holds!"},
    "stop": {**NEWS, "title": "The Quay Inc."},
    "ellipsis": {**NEWS, "title": "And Then the Tide…"},
    "question, no author": {**_without(NEWS, "authors"), "title": "Can the Quay Hold?"},
    "page, question": {**PAGE, "title": "Can the Quay Hold?"},
    "quotes": {**NEWS, "title": "Why the “Iron Quay” Failed"},
    "quotes at the end": {**NEWS, "title": "The Failure of the “Iron Quay”"},
    "question in quotes": {**NEWS, "title": "They Asked, “Who Pays?”"},
    "single quotes": {**NEWS, "title": "The ‘Iron Quay’ Fails"},
    "nested quotes": {**NEWS, "title": "“We Call It the ‘Iron Quay’ Here”"},
    "straight quotes": {**NEWS, "title": 'Why the "Iron Quay" Failed'},
    "apostrophe": {**NEWS, "title": "Norhaven’s Quay: It’s Back"},
    "straight apostrophe": {**NEWS, "title": "Norhaven's Quay"},
    "hostile": {**NEWS, "title": "Q&A: 50% {x} under_score #1 ~ ^ \\ $5"},
    "markup": {**NEWS, "title": "Is 3 < 4 & 5 > 2?"},
    "emoji": {**NEWS, "title": "The Quay 🚢 Reopens"},
    "colon": {**NEWS, "title": "The Quay: a long story: again"},
    "organisation with a stop": {**NEWS, "authors": (Organisation("Dredging Co."),)},
    "outlet with a stop": {**NEWS, "container": "Quays Inc."},
    "outlet with a question": {**NEWS, "container": "Who Pays?"},
    "outlet with an article": {**NEWS, "container": "The Harbour Post"},
    "news, publisher": {**NEWS, "publisher": "Norhaven Media"},
    "lower case": {**NEWS, "title": "the quay reopens", "container": "harbour-post.example"},
}

ITEMS: dict[str, Source] = {
    name: Source(number=1, raw="", status="parsed", **fields) for name, fields in _FIELDS.items()
}


def in_csl() -> list[dict[str, Any]]:
    """All of them in CSL-JSON, each under its name."""
    return [{**csl.item(source), "id": name} for name, source in ITEMS.items()]
