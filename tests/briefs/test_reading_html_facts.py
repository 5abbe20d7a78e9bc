import json
from datetime import UTC, datetime

import pytest

from briefs.reading.html.article import article
from tests.briefs.test_reading_html import LONG, page

BODY = "".join(f"<p>{paragraph}</p>" for paragraph in LONG)


def linked(**told: object) -> str:
    """A script with JSON-LD of a news article, within a graph as most sites have it."""
    graph = {"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "Site"}]}
    graph["@graph"].append({"@type": ["NewsArticle"], **told})  # type: ignore[attr-defined]
    return f"<script type='application/ld+json'>{json.dumps(graph)}</script>"


def meta(name: str, content: str) -> str:
    return f"<meta property='{name}' content='{content}'>"


HOME = "<link rel='canonical' href='https://www.example.org/port'>"


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ("<![CDATA[", "]]>"),
        ("//<![CDATA[\n", "\n//]]>"),
        ("/*<![CDATA[*/", "/*]]>*/"),
        ("<!--", "-->"),
        ("", ";"),
    ],
)
def test_what_keeps_a_script_from_old_programs_is_not_of_its_json(before: str, behind: str) -> None:
    told = json.dumps({"@type": "NewsArticle", "author": {"name": "Jane Doe"}})
    head = f"<script type='application/ld+json'>\n{before}{told}{behind}\n</script>"
    assert article(page(BODY, head)).byline == "Jane Doe"


def test_json_ld_tells_all_of_a_piece() -> None:
    head = linked(
        headline="After the quay",
        author=[{"@type": "Person", "name": "Jane Doe"}, {"@type": "Person", "name": "Rick Roe"}],
        publisher={"@type": "Organization", "name": "The Example Review"},
        datePublished="2021-03-05T23:30:00-05:00",
        dateModified="2022-01-01T00:00:00Z",
        keywords=["ports", "insurance"],
        inLanguage="en-GB",
    )
    draft = article(page(BODY, head), address="https://example.org/quay")
    assert (draft.title, draft.byline) == ("After the quay", "Jane Doe and Rick Roe")
    assert (draft.outlet, draft.url) == ("The Example Review", "https://example.org/quay")
    assert draft.published == datetime(2021, 3, 5, 23, 59, 59, tzinfo=UTC)
    assert draft.not_before == datetime(2021, 3, 6, 4, 30, tzinfo=UTC)
    assert (draft.topics, draft.language) == (("ports", "insurance"), "en")


def test_names_are_kept_as_they_are_written() -> None:
    names = ["Institute for the Study of Ports", "ludwig van der Kaai", "Ana da Silva-Roe, Jr."]
    head = linked(author=[{"@type": "Organization", "name": name} for name in names])
    assert article(page(BODY, head)).byline == f"{names[0]}, {names[1]} and {names[2]}"


def test_an_author_may_be_told_elsewhere_in_the_graph() -> None:
    graph = [
        {"@type": "Article", "author": {"@id": "#jane"}, "publisher": "The Example Review"},
        {"@type": "Person", "@id": "#jane", "name": "Jane Doe"},
    ]
    head = f"<script type='application/ld+json'>{json.dumps(graph)}</script>"
    draft = article(page(BODY, head))
    assert (draft.byline, draft.outlet) == ("Jane Doe", "The Example Review")


def test_meta_elements_tell_what_json_ld_does_not() -> None:
    head = (
        meta("og:site_name", "The Example Review")
        + meta("article:published_time", "2021-03-05T10:00:00+01:00")
        + meta("article:tag", "ports")
        + meta("article:tag", "insurance")
        + "<meta name='author' content='By Jane Doe'>"
        + "<link rel='canonical' href='https://example.org/quay'>"
    )
    draft = article(page(BODY, head, lang="en-US"))
    assert (draft.byline, draft.outlet) == ("Jane Doe", "The Example Review")
    assert draft.published == datetime(2021, 3, 5, 9, 0, tzinfo=UTC)
    assert (draft.topics, draft.url) == (("ports", "insurance"), "https://example.org/quay")


@pytest.mark.parametrize(
    "broken",
    ["{", "[" * 100_000, "null", "[1, null, []]", '{"@type": "Article", "author": {"name": 7}}'],
    ids=["cut", "deep", "null", "list", "number"],
)
def test_broken_json_ld_says_nothing(broken: str) -> None:
    head = f"<script type='application/ld+json'>{broken}</script>"
    draft = article(page(BODY, head))
    assert (draft.title, draft.byline, draft.published) == ("After the quay", "", None)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2021-03-05", datetime(2021, 3, 5, tzinfo=UTC)),
        ("2021-03-05T23:30:00Z", datetime(2021, 3, 5, 23, 30, tzinfo=UTC)),
        ("2021-03-05T23:30:00+0100", datetime(2021, 3, 5, 22, 30, tzinfo=UTC)),
        ("2021-03-05T23:30:00", datetime(2021, 3, 5, tzinfo=UTC)),
        ("2021-03-05 23:30", datetime(2021, 3, 5, tzinfo=UTC)),
        ("Fri, 05 Mar 2021 23:30:00 GMT", datetime(2021, 3, 5, 23, 30, tzinfo=UTC)),
        ("Fri, 05 Mar 2021 23:30:00", datetime(2021, 3, 5, tzinfo=UTC)),
        ("Fri, 05 Mar 2021 23:30:00 EST", datetime(2021, 3, 5, 23, 59, 59, tzinfo=UTC)),
        ("Mon, 01 Jan 0001 00:00:00 GMT", None),
        ("March 5, 2021", datetime(2021, 3, 5, tzinfo=UTC)),
        ("2021-03", None),
        ("2021", None),
        ("0001-01-01T00:00:00", None),
        ("03/04/2021", None),
        ("today", None),
    ],
)
def test_a_time_without_a_zone_is_a_day_and_less_than_a_day_is_nothing(
    said: str, day: datetime | None
) -> None:
    assert article(page(BODY, meta("article:published_time", said))).published == day


@pytest.mark.parametrize(
    ("said", "shown", "address", "day"),
    [
        ("2021-03-05T23:30:00-05:00", "", "", "2021-03-05"),
        ("2021-03-06T01:30:00+09:00", "", "", "2021-03-06"),
        ("2021-03-06T04:30:00Z", "March 5, 2021", "", "2021-03-05"),
        ("2021-03-06T04:30:00Z", "Published on 5 March 2021", "", "2021-03-05"),
        ("2021-03-06T04:30:00Z", "March 5, 2021, 11:30 PM", "", "2021-03-06"),
        ("2021-03-06T04:30:00Z", "yesterday", "", "2021-03-06"),
        ("2021-03-06T04:30:00Z", "January 2, 2020", "", "2021-03-06"),
        ("2021-03-06T04:30:00Z", "", "https://example.org/2021/03/05/quay", "2021-03-05"),
        ("2021-03-06T04:30:00Z", "", "https://example.org/2021/03/06/quay", "2021-03-06"),
        ("2021-03-06T04:30:00Z", "", "https://example.org/2021/01/31/quay", "2021-03-06"),
    ],
)
def test_a_page_is_of_the_day_that_its_readers_see(
    said: str, shown: str, address: str, day: str
) -> None:
    marked = f"<p><time datetime='{said}'>{shown}</time></p>" if shown else ""
    draft = article(page(marked + BODY, meta("article:published_time", said)), address=address)
    assert draft.published is not None
    assert draft.published.date().isoformat() == day


@pytest.mark.parametrize(
    "marked",
    [
        "<time datetime='2021-03-05'>last spring</time>",
        "<span itemprop='datePublished' content='2021-03-05'>last spring</span>",
        "<span class='entry-date'>March 5, 2021</span>",
        "<p class='post-date'>5 March 2021</p>",
    ],
)
def test_a_day_that_the_page_marks_is_its_day(marked: str) -> None:
    assert article(page(marked + BODY)).published == datetime(2021, 3, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "body",
    [
        f"{BODY}<p>It was surveyed on January 7, 2020.</p>",
        f"<time datetime='2021-03-05'>a</time>{BODY}<time datetime='2020-01-01'>b</time>",
        f"{BODY}<div class='related'><time datetime='2020-01-01'>b</time></div>",
        f"<time class='updated' datetime='2020-01-01'>b</time>{BODY}",
        f"{BODY}<p>© 2020-01-01 Example</p>",
    ],
    ids=["text", "two", "related", "updated", "rights"],
)
def test_a_day_is_never_guessed(body: str) -> None:
    assert article(page(body)).published is None


def test_an_address_may_hold_the_day() -> None:
    draft = article(page(), address="https://example.org/2021/03/05/quay")
    assert draft.published == datetime(2021, 3, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("canonical", "fetched", "url"),
    [
        (
            "https://example.org/quay",
            "https://www.example.org/quay?utm_source=x",
            "https://example.org/quay",
        ),
        ("/quay", "https://example.org/amp/quay", "https://example.org/quay"),
        ("https://example.org/", "https://example.org/quay", "https://example.org/quay"),
        ("https://evil.example.com/a", "https://example.org/quay", "https://example.org/quay"),
        ("https://user@example.org/a", "https://example.org/quay", "https://example.org/quay"),
        ("javascript:alert(1)", "https://example.org/quay", "https://example.org/quay"),
        ("http://[", "https://example.org/quay", "https://example.org/quay"),
        ("", "https://example.org/quay", "https://example.org/quay"),
        ("https://example.org/quay", "", "https://example.org/quay"),
        ("/quay", "", ""),
    ],
)
def test_a_page_names_its_own_address_only_within_its_site(
    canonical: str, fetched: str, url: str
) -> None:
    draft = article(page(head=f"<link rel=canonical href='{canonical}'>"), address=fetched)
    assert draft.url == url
    assert any("not believed" in told for told in draft.warnings) is ("evil" in canonical)


@pytest.mark.parametrize(
    ("head", "heading", "title"),
    [
        (meta("og:title", "After the quay: a reckoning"), "After the quay", "After the quay"),
        (meta("og:title", "Who pays for ports?"), "", "Who pays for ports?"),
        (meta("og:title", "Who pays for ports?"), "After the quay", "Who pays for ports?"),
        (meta("og:title", "after the &quot;quay&quot;"), "After the “Quay”", "After the “Quay”"),
        (
            meta("twitter:title", "After the quay, who …"),
            "After the quay, who pays?",
            "After the quay, who pays?",
        ),
        (meta("og:title", "Port - a history"), "", "Port - a history"),
        (meta("og:title", "Port - a history - example.org") + HOME, "", "Port - a history"),
        (meta("og:title", "Example: Port") + meta("og:site_name", "Example"), "", "Port"),
        (
            meta("og:title", "Example view of ports") + meta("og:site_name", "Example"),
            "",
            "Example view of ports",
        ),
        (
            meta("og:title", "Port | Opinion | Example") + meta("og:site_name", "Example"),
            "Port",
            "Port",
        ),
        (meta("x:title dc:title", "Port"), "", "Port"),
        ("<meta name='dc.title' content='Quay'>" + meta("dc:title", "Port"), "", "Port"),
        (linked(headline="A reckoning of ports", name="After the quay"), "", "After the quay"),
        (
            linked(headline="After the quay") + meta("og:title", "You won’t believe this"),
            "After the quay",
            "After the quay",
        ),
        (meta("og:title", "Home"), "", "After the quay"),
        (meta("og:site_name", "The Example Review"), "The Example Review", "After the quay"),
        ("", "Another headline altogether", "After the quay"),
        ("", "", "After the quay"),
    ],
)
def test_the_title_is_what_the_page_declares_spelled_as_it_is_shown(
    head: str, heading: str, title: str
) -> None:
    shown = page(BODY, head).replace("<h1>After the quay</h1>", f"<h1>{heading}</h1>")
    assert article(shown).title == title


def test_a_page_that_has_to_be_paid_for_is_told() -> None:
    draft = article(page(BODY, linked(headline="After the quay", isAccessibleForFree="False")))
    assert any("not free to read" in warning for warning in draft.warnings)


@pytest.mark.parametrize("said", [["False"], {"@value": "False"}, None, 0.5])
def test_what_a_page_says_of_its_price_in_no_known_way_says_nothing(said: object) -> None:
    head = linked(headline="After the quay", isAccessibleForFree=said)
    assert article(page(BODY, head)).warnings == article(page(BODY)).warnings


def test_a_language_that_the_text_is_not_in_is_not_believed() -> None:
    draft = article(page(lang="fr"))
    assert draft.language == "en"
    assert any("said to be in “fr”" in warning for warning in draft.warnings)
