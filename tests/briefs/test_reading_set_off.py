"""Quotations, callouts and verse that a page sets off within its text are text of the piece."""

import pytest

from tests.briefs.quay import CLERK, PARAGRAPHS, TITLE, added, drafted

QUOTED = "Whoever owns the quay owns the town."


def page(inside: str, *, head: str = "") -> str:
    first, *rest = (f"<div class='text-block'><p>{one}</p></div>" for one in PARAGRAPHS)
    return (
        f"<html><head><title>{TITLE}</title></head><body><article><h1>{TITLE}</h1>{head}"
        f"<div class='content'>{first}{inside}{''.join(rest)}</div></article></body></html>"
    )


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        (f"<figure class='callout'><div>💡</div><div>{CLERK}</div></figure>", CLERK),
        (f"<div class='admonition note'><p>{CLERK}</p></div>", CLERK),
        (f"<div class='kg-card kg-callout-card'><div>{CLERK}</div></div>", CLERK),
        (f"<figure><blockquote>{QUOTED}</blockquote></figure>", QUOTED),
        (f"<div><blockquote><p>{QUOTED}</p></blockquote></div>", QUOTED),
        ("<pre class='wp-block-verse'>The quay is shut\nand so is the inn.</pre>", None),
    ],
)
def test_what_a_page_sets_off_within_its_text_is_of_the_piece(
    inside: str, shown: str | None
) -> None:
    wanted = shown or "The quay is shut\nand so is the inn."
    assert wanted in added(drafted(page(inside)))


def test_a_link_to_another_piece_within_a_text_is_not() -> None:
    draft = drafted(page("<div><p><a href='/x'>Another story of ours</a></p></div>"))
    assert added(draft) == []
    assert draft.left_out


@pytest.mark.parametrize(
    "inside",
    [
        f"<figure><blockquote>{QUOTED}</blockquote><figcaption>— Lea Ruiz</figcaption></figure>",
        f"<figure><blockquote>{QUOTED}</blockquote><figcaption>Lea Ruiz</figcaption></figure>",
        f"<blockquote><p>{QUOTED}</p><cite>Lea Ruiz</cite></blockquote>",
        f"<blockquote><p>{QUOTED}</p><footer>— Lea Ruiz</footer></blockquote>",
    ],
)
def test_the_name_below_a_quotation_is_its_speaker(inside: str) -> None:
    draft = drafted(page(inside))
    (voice,) = draft.voices
    assert (voice.kind, voice.speaker) == ("quotation", "Lea Ruiz")
    assert draft.body[voice.at.start :].startswith(QUOTED)


def test_a_line_of_a_quotation_that_is_no_name_is_nobodys() -> None:
    inside = f"<blockquote><p>{QUOTED}</p><p>And so is the inn</p></blockquote>"
    (voice,) = drafted(page(inside)).voices
    assert not voice.speaker


def test_a_page_of_notion_whose_status_is_draft_is_held_back() -> None:
    table = (
        "<table class='properties'><tr><th>Status</th><td><span>Draft</span></td></tr>"
        "<tr><th>Author</th><td>Jane Doe</td></tr></table>"
    )
    draft = drafted(page("", head=table))
    assert draft.hold == "its table of properties says “status: draft”"
    assert draft.byline == "Jane Doe"
    assert drafted(page("", head=table.replace("Draft", "Published"))).hold == ""
