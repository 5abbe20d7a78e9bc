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
        ("Jane Doe @janedoe", ("Jane Doe",)),
        ("Jane Doe, jane@example.org", ("Jane Doe",)),
        ("jane@example.org (Jane Doe)", ("Jane Doe",)),
        ("Jane Doe https://example.org/jane", ("Jane Doe",)),
        ("Jane Doe; Rick Roe", ("Jane Doe", "Rick Roe")),
        ("Jane Doe / Rick Roe", ("Jane Doe", "Rick Roe")),
        ("Jane Doe with Rick Roe", ("Jane Doe", "Rick Roe")),
        ("Juana Pérez y Ana Roe", ("Juana Pérez", "Ana Roe")),
        ("Prof. Jane Doe, PhD", ("Prof. Jane Doe",)),
        ("Mary Ann Smith-Jones III", ("Mary Ann Smith-Jones III",)),
        ("By Jane Doe in London", ("Jane Doe",)),
        ("Jane Doe, Special to the Courier", ("Jane Doe",)),
        ("Jane Doe - Coast News", ("Jane Doe",)),
        ("By Jane Doe BBC News, Washington", ("Jane Doe",)),
        ("Jane Doe Senior Editor", ("Jane Doe",)),
        ("Jane Doe Chief Economics Commentator", ("Jane Doe",)),
        ("Jane Doe, Washington Correspondent", ("Jane Doe",)),
        ("Jane Doe is a reporter", ("Jane Doe",)),
        ("Guest essay by Jane Doe", ("Jane Doe",)),
        ("Posted by Jane Doe on May 5", ("Jane Doe",)),
        ("Words by Jane Doe, photographs by Rick Roe", ("Jane Doe",)),
        ("Jane Doe. Photos: Rick Roe", ("Jane Doe",)),
        ("Written by Jane Doe Reviewed by Rick Roe", ("Jane Doe",)),
        ("王小明 記者", ("王小明",)),
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
        "Staff",
        "Staff Reports",
        "Editorial",
        "Guest Post",
        "Our Correspondent",
        "The Quay Weekly Editorial Staff",
        "Redaktion",
        "La rédaction",
        "Редакция",
        "Photo by Rick Roe",
        "Medically reviewed by Rick Roe, MD",
        "[object Object]",
        "%author%",
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
        (
            (
                "<ul><li><a href='/b'>Who is to pay for the quay</a>"
                "<span class='author'>By Rick Roe</span></li></ul>"
            ),
            "",
        ),
        (
            (
                "<p class='by'><span class='author'>Nneka Okafor</span> and"
                " <span class='author'>Rick Roe</span></p>"
            ),
            "Nneka Okafor and Rick Roe",
        ),
        ("<div>By Nneka Okafor</div>", "Nneka Okafor"),
        ("<p>By Nneka Okafor’s count the boats are ten, which the council doubts.</p>", ""),
    ],
)
def test_a_byline_is_a_name_that_the_page_marks(shown: str, byline: str) -> None:
    html = page("The harbour silted up in a single winter.").replace("</h1>", f"</h1>{shown}", 1)
    assert article(html).byline == byline
