"""Messages as mail programs and lists send them: the sender's own text is the piece, no more."""

from email.message import EmailMessage

import pytest

from briefs.model import Draft
from tests.briefs.quay import PARAGRAPHS, TITLE, added, drafted

BODY = "\n\n".join(PARAGRAPHS)
PAGE = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
OLDER = "<p>SECRET words of another person are here.</p>"


def read(text: str = "", page: str = "") -> Draft:
    message = EmailMessage()
    message["From"], message["Subject"] = "ada@example.org", TITLE
    message.set_content(page or text, subtype="html" if page else "plain")
    return drafted(message.as_bytes(), "a.eml")


QUOTED = {
    "Outlook": (
        f'{PAGE}<div><div style="border-top:solid #E1E1E1 1pt"><p><b>From:</b> Jo Brandt<br>'
        f"<b>Sent:</b> Saturday<br><b>To:</b> Ada<br><b>Subject:</b> Quay</p></div></div>{OLDER}"
    ),
    "Outlook on the web": (
        f'{PAGE}<div id="appendonsend"></div><hr><div id="divRplyFwdMsg">From: Jo</div>{OLDER}'
    ),
    "Apple Mail": f'{PAGE}<blockquote type="cite"><div>Jo wrote:</div>{OLDER}</blockquote>',
    "Thunderbird": (
        f'{PAGE}<div class="moz-cite-prefix">On 02/05/2026, Jo wrote:</div>'
        f'<blockquote type="cite" cite="mid:x">{OLDER}</blockquote>'
        '<div class="moz-signature">-- <br>SECRET number</div>'
    ),
    "Gmail": (
        f'{PAGE}<div class="gmail_quote"><div class="gmail_attr">Jo wrote:</div>'
        f'<blockquote class="gmail_quote">{OLDER}</blockquote></div>'
    ),
    "Yahoo": f'{PAGE}<div id="ydp1yahoo_quoted_1" class="ydp1yahoo_quoted">{OLDER}</div>',
    "Proton": f'{PAGE}<div class="protonmail_quote"><blockquote>{OLDER}</blockquote></div>',
}


@pytest.mark.parametrize("program", QUOTED)
def test_what_a_page_quotes_of_earlier_messages_is_kept_nowhere(program: str) -> None:
    draft = read(page=f"<html><body>{QUOTED[program]}</body></html>")
    assert added(draft) == []
    assert "SECRET" not in repr(draft)
    assert "quoted message" in [one.kind for one in draft.left_out]


def test_a_page_that_only_hands_on_another_is_that_one() -> None:
    source = f'<p>See this.</p><div class="gmail_quote">{PAGE}</div>'
    assert PARAGRAPHS[0] in read(page=f"<html><body>{source}</body></html>").body


def test_a_quotation_of_the_piece_itself_stays() -> None:
    source = f"<html><body>{PAGE}<blockquote><p>We shall not pay for it, she said.</p></blockquote>"
    assert added(read(page=source)) == ["We shall not pay for it, she said."]


FOOTERS = (
    "________________________________\nTo unsubscribe from this list, go to https://example.org/u",
    "This email and any attachments are confidential. If you got it in error, please delete it.",
    "You received this message because you are subscribed to the group.\n\nUnsubscribe here.",
    "Sent from my iPhone",
    "Please consider the environment before printing this e-mail.",
)


@pytest.mark.parametrize("footer", FOOTERS)
def test_what_every_message_of_a_list_or_an_office_bears_is_not_of_the_piece(footer: str) -> None:
    assert added(read(f"{BODY}\n\n{footer}\n")) == []


def test_a_signed_texts_frame_is_no_text() -> None:
    signed = (
        f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n{BODY}\n"
        "-----BEGIN PGP SIGNATURE-----\n\niQIzBAEBCAAdFiEE\n=abcd\n-----END PGP SIGNATURE-----\n"
    )
    assert added(read(signed)) == []
