"""A byline is the name of who wrote the piece, or nothing."""

import pytest

from briefs.reading.html.article import article
from briefs.reading.html.byline import listed_names
from tests.briefs.test_visibility import page


@pytest.mark.parametrize(
    ("declared", "names"),
    [
        ("By Nneka Okafor May 5, 2026", ("Nneka Okafor",)),
        ("By Joshua Sokol March", ("Joshua Sokol",)),
        ("Joe Wee Monday and February", ("Joe Wee",)),
        ("By Augusta May", ("Augusta May",)),
        ("By April May and June Carter", ("April May", "June Carter")),
        ("GILLIAN MOHNEY March 11, 2015 3:46 PM", ("GILLIAN MOHNEY",)),
        ("Von Anna Schmidt, Berlin", ("Anna Schmidt",)),
        ("Par Sébastien Farcis", ("Sébastien Farcis",)),
        ("Текст: Лида Буслаева", ("Лида Буслаева",)),
        ("Jane Doe (@jane) | 5 min read", ("Jane Doe",)),
        ("Jill Disis, CNN Business", ("Jill Disis",)),
        ("ROBERT BURNS, AP National Security Writer", ("ROBERT BURNS",)),
        ("Ana da Silva-Roe, Jr.", ("Ana da Silva-Roe, Jr.",)),
        ("By The Editorial Board", ("The Editorial Board",)),
        ("BBC News", ("BBC News",)),
    ],
)
def test_a_name_is_found_in_what_stands_around_it(declared: str, names: tuple[str, ...]) -> None:
    assert listed_names([declared]) == names


@pytest.mark.parametrize(
    "declared",
    [
        "Username",
        "admin",
        "siteadmin",
        "Last Updated January 7",
        "Updated by",
        "Colin Rust commented on",
        "https://example.org/author/jane",
        "jane@example.org",
        "Log in",
        "Subscribe",
        "gto",
        "5 minutes ago",
        "",
    ],
)
def test_what_is_no_name_is_nothing(declared: str) -> None:
    assert listed_names([declared]) == ()


@pytest.mark.parametrize(
    ("shown", "byline"),
    [
        ("<p class='byline'>By Nneka Okafor May 5, 2026</p>", "Nneka Okafor"),
        (
            "<div class='byline'>Monday November 2, 2026 by <a href='/a'>Nneka Okafor</a></div>",
            "Nneka Okafor",
        ),
        ("<div class='author'>Last Updated: January 7, 2025</div>", ""),
        (
            "<span class='user-author'>Username</span><a rel='author' href='/a'>Nneka Okafor</a>",
            "Nneka Okafor",
        ),
        ("<div class='author-login'>Username</div>", ""),
        ("<p>By Nneka Okafor’s count the boats are ten, which the council doubts.</p>", ""),
    ],
)
def test_a_byline_is_a_name_that_the_page_marks(shown: str, byline: str) -> None:
    html = page("The harbour silted up in a single winter.").replace("</h1>", f"</h1>{shown}", 1)
    assert article(html).byline == byline
