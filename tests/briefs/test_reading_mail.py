"""Mail, and pages that a browser saved as mail: read as the text that was written."""

from email.message import EmailMessage

from briefs.left_out import LeftOut
from tests.briefs.test_reading_formats import BODY, FIRST, SECOND, told


def message(*, html: str = "", attached: bool = False) -> bytes:
    made = EmailMessage()
    made["From"] = "Jane Doe <jane@example.org>"
    made["To"] = "desk@example.org"
    made["Subject"] = "After the Dredger — a note"
    made["Date"] = "Tue, 02 Apr 2019 10:30:00 +0200"
    made.set_content(BODY, cte="quoted-printable")
    if html:
        made.add_alternative(html, subtype="html")
    if attached:
        made.add_attachment(b"x", maintype="image", subtype="png", filename="x.png")
    return made.as_bytes()


def test_a_message_is_its_text_with_its_subject_and_day() -> None:
    draft = told(message(), "a.eml")
    assert (draft.title, draft.body, draft.byline) == ("After the Dredger — a note", BODY, "")
    assert draft.published is not None
    assert draft.published.isoformat() == "2019-04-02T08:30:00+00:00"


def test_a_message_is_told_by_its_content_too() -> None:
    assert told(message(), "saved.txt").body == BODY


def test_nothing_of_whom_a_message_is_from_and_to_is_kept() -> None:
    draft = told(message(attached=True), "a.eml")
    assert "example.org" not in repr(draft)
    assert draft.left_out == (LeftOut("attachment", 1),)


def test_a_messages_page_is_read_where_it_says_as_much_as_its_text() -> None:
    page = f"<html><body><h1>After the Dredger</h1><p>{FIRST}</p><p>{SECOND}</p></body></html>"
    assert told(message(html=page), "a.eml").body == BODY
    assert told(message(html="<p>Read it in your browser.</p>"), "a.eml").body == BODY


def test_a_page_that_a_browser_saved_is_read_as_that_page() -> None:
    page = f"<html><head><title>After the Dredger</title></head><body><p>{FIRST}</p><p>{SECOND}</p>"
    archive = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/quay\r\n"
        "Subject: After the Dredger\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n--b\r\n'
        "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n"
        f"Content-Location: https://example.org/quay\r\n\r\n{page}</body></html>\r\n--b--\r\n"
    )
    draft = told(archive, "a.mhtml")
    assert (draft.title, draft.body) == ("After the Dredger", BODY)
    assert draft.url == "https://example.org/quay"
