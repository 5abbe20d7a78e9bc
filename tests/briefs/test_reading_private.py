"""What is not meant for the public stays from it, in every dialect of front matter and of mail."""

import pytest

from briefs.errors import Unreadable
from tests.briefs.quay import CLERK, PARAGRAPHS, TITLE, added, drafted, page

BODY = "\n\n".join(PARAGRAPHS)
HELD = (
    "draft: true",
    "draft: 'yes'",
    "published: false",
    "publish: no",
    "status: in-review",
    "post_status: draft",
    "stage: idea",
    "workflow: editing",
    "visibility: members",
    "audience: members",
    "classification: internal",
    "internal: true",
    "headless: true",
    "exclude: true",
    "expiryDate: 2020-01-01",
    "embargo: ask Ada",
    "params:\n  draft: true",
    "tags: [draft, ports]",
    "entwurf: ja",
    "brouillon: oui",
    "status: Entwurf",
    "isDraft: true",
    "is_published: false",
    "dg-publish: false",
    "publishing_status: DRAFT",
    "workflow_state: review",
    "type: draft",
    "layout: Draft 2",
    "editor_note: do not publish",
    "distribution: internal only",
    "sensitivity: confidential",
    "membersOnly: true",
    "on_hold: true",
    "approved: false",
    "withdrawn: true",
    "draft:\n  - true",
    "status: [draft]",
    "cascade:\n  draft: true",
    "state:\n  draft: true",
)
PUBLIC = (
    "draft: false",
    "draft:",
    "published: true",
    "status: Final",
    "post_status: publish",
    "state: done",
    "visibility: Public",
    "audience: everyone",
    "classification: unclassified",
    "comments: false",
    "tags: [drafting, ports]",
    "isDraft: false",
    "robots: noindex",
    "description: Draft law on harbours",
    "type: post",
    "on_hold: no",
    "aliases: [draft]",
    "cover:\n  hidden: true",
)


def with_matter(said: str) -> str:
    return f"---\ntitle: {TITLE}\n{said}\n---\n\n{BODY}\n"


@pytest.mark.parametrize("said", HELD)
def test_front_matter_holds_a_piece_back(said: str) -> None:
    assert drafted(with_matter(said), "a.md").hold


@pytest.mark.parametrize("said", PUBLIC)
def test_front_matter_that_says_otherwise_does_not(said: str) -> None:
    assert not drafted(with_matter(said), "a.md").hold


def test_a_day_to_come_is_known_beside_the_day_of_making() -> None:
    draft = drafted(with_matter("date:\n  created: 2026-01-01\n  published: 2099-01-01"), "a.md")
    assert draft.published is not None
    assert draft.published.year == 2099


@pytest.mark.parametrize(
    "key", ["publish_on", "publishAt", "published", "scheduled_at", "visible_from"]
)
def test_a_day_to_come_is_known_by_each_of_its_names(key: str) -> None:
    draft = drafted(with_matter(f"{key}: 2099-01-01"), "a.md")
    found = draft.not_before or draft.published
    assert found is not None
    assert found.year == 2099


FORMS = {
    "Eleventy's JSON": '---json\n{{\n  "title": "{}",\n  "draft": true\n}}\n---\n\n',
    "Eleventy's TOML": '---toml\ntitle = "{}"\ndraft = true\n---\n\n',
    "JSON on a line": '{{"title": "{}", "draft": true}}\n\n',
    "Hexo": "title: {}\ndate: 2026-05-03 10:00:00\npublished: false\n---\n\n",
    "a comment first": "---\n# of the desk\ntitle: {}\ndraft: true\n---\n\n",
    "an empty line first": "---\n\ntitle: {}\ndraft: true\n---\n\n",
    "empty lines above": "\n\n---\ntitle: {}\ndraft: true\n---\n\n",
    "in braces": "---\n{{title: {}, draft: true}}\n---\n\n",
    "Logseq": "title:: {}\npublic:: false\n\n",
    "Dataview": "- title:: {}\n- status:: draft\n\n",
    "Nikola": "<!--\n.. title: {}\n.. date: 2026-05-03\n.. status: private\n-->\n\n",
}


@pytest.mark.parametrize("name", FORMS)
def test_every_form_of_front_matter_is_read_and_none_of_it_is_text(name: str) -> None:
    draft = drafted(FORMS[name].format(TITLE) + BODY + "\n", "a.md")
    assert (draft.title, added(draft), bool(draft.hold)) == (TITLE, [], True)


def test_front_matter_that_is_a_program_is_refused_with_what_to_do() -> None:
    with pytest.raises(Unreadable, match="a program") as error:
        drafted(f"---js\n{{ title: 'x', draft: true }}\n---\n\n{BODY}\n", "a.md")
    assert "YAML" in error.value.hint


@pytest.mark.parametrize(
    "opening",
    [
        "---\n\nNote: this was written in May.\n\n---\n\n",
        "{braces} open this text, and nothing else does.\n\n",
        "The quay: a history\n---\n\n",
    ],
)
def test_what_only_looks_like_front_matter_is_text(opening: str) -> None:
    draft = drafted(f"{opening}{BODY}\n", "a.md")
    words = opening.strip("-\n ").partition("\n")[0]
    assert words in f"{draft.title}\n{draft.body}"
    assert not draft.hold


def test_a_name_of_an_account_is_no_byline() -> None:
    assert drafted(with_matter("author: admin"), "a.md").byline == ""


def test_a_page_that_its_program_calls_a_draft_is_held() -> None:
    assert drafted(page(head='<meta name="status" content="draft">')).hold
    assert not drafted(page(head='<meta name="robots" content="noindex">')).hold


ANSWERS = (
    "On Sat, 2 May 2026 at 09:00, Jo <jo@example.org> wrote:\n> SECRET words of Jo\n> and more\n",
    "Am 02.05.26 um 09:00 schrieb Jo Brandt:\n> SECRET words of Jo\n",
    "Le sam. 2 mai 2026 à 09:00, Jo <jo@example.org> a écrit :\n> SECRET words of Jo\n",
    "-----Original Message-----\nFrom: Jo\nSent: Saturday\nTo: Ada\n\nSECRET words of Jo\n",
    "From: Jo Brandt\nSent: Saturday, 2 May 2026\nTo: Ada\nSubject: Quay\n\nSECRET words of Jo\n",
    "-- \nAda Okon\nSECRET +44 1\n",
)
HEADERS = "From: ada@example.org\nSubject: {}\nContent-Type: text/plain; charset=utf-8\n\n"


@pytest.mark.parametrize("answer", ANSWERS, ids=range(len(ANSWERS)))
def test_a_messages_earlier_ones_and_its_signature_are_not_of_the_piece(answer: str) -> None:
    draft = drafted(HEADERS.format(f"Re: {TITLE}") + f"{BODY}\n\n{answer}", "a.eml")
    assert (draft.title, added(draft)) == (TITLE, [])
    assert "SECRET" not in repr(draft.left_out)
    assert {one.kind for one in draft.left_out} <= {"quoted message", "signature"}


def test_a_message_that_forwards_another_is_that_one() -> None:
    note = "SECRET please look at this\n\n---------- Forwarded message ---------\n"
    heads = f"From: Jo <jo@example.org>\nDate: Sun, 3 May 2026\nSubject: {TITLE}\nTo: <a@b.org>\n\n"
    draft = drafted(HEADERS.format(f"Fwd: {TITLE}") + note + heads + BODY, "a.eml")
    assert (draft.title, added(draft)) == (TITLE, [])
    assert "SECRET" not in repr(draft)


def test_what_a_mail_quotes_within_its_text_stays() -> None:
    quoted = f"{BODY}\n\n> {CLERK}\n\nIt was locked, and the key to it was lost in the spring.\n"
    assert CLERK in drafted(HEADERS.format(TITLE) + quoted, "a.eml").body


def test_an_answered_message_in_a_page_is_not_of_the_piece() -> None:
    quoted = f'<div class="gmail_quote"><div>On Saturday Jo wrote:</div><p>{CLERK}</p></div>'
    assert CLERK not in drafted(page(after=quoted)).body


@pytest.mark.parametrize(
    "header", ["Sensitivity: Private", "Sensitivity: Company-Confidential", "X-Unsent: 1"]
)
def test_a_message_that_is_private_or_was_not_sent_is_held_back(header: str) -> None:
    head = f"From: ada@example.org\nSubject: {TITLE}\nContent-Type: text/plain; charset=utf-8\n"
    assert drafted(f"{head}{header}\n\n{BODY}\n", "a.eml").hold
    assert not drafted(f"{head}Sensitivity: None\n\n{BODY}\n", "a.eml").hold
