"""Messages as mail programs and lists send them: the sender's own text is the piece, no more."""

from email.message import EmailMessage

import pytest

from briefs.errors import Unreadable
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
    "Sent from Yahoo Mail on Android",
    "iPhoneから送信",
    "Отправлено с iPhone",
    "Wysłane z iPhone'a",
    "发自我的iPhone",
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


def test_a_message_whose_letters_tell_no_encoding_is_refused() -> None:
    source = "港口委員會星期二開會，聽取第二份報告。".encode("big5")
    with pytest.raises(Unreadable):
        drafted(HEAD.format(TITLE, "us-ascii").encode() + b"\n" + source, "a.eml")


HEADS = (
    "pon., 4 maj 2026 o 09:00 Jo Brandt <SECRET@example.org> napisał(a):",
    "пн, 4 мая 2026 г. в 09:00, Йо Брандт <SECRET@example.org>:",
    "Jo Brandt <SECRET@example.org> 于2026年5月4日周一 09:00写道：",
    "في الإثنين، 4 مايو 2026 تمت كتابة ما يلي بواسطة Jo <SECRET@example.org>:",
    "4 May 2026 Pzt 09:00 tarihinde Jo Brandt <SECRET@example.org>\nşunu yazdı:",
)


@pytest.mark.parametrize("head", HEADS)
def test_the_line_above_an_earlier_message_is_known_in_other_languages(head: str) -> None:
    draft = read(f"{BODY}\n\n{head}\n\n> SECRET words of another person.\n")
    assert added(draft) == []
    assert "SECRET" not in repr(draft)


def test_what_is_quoted_between_ones_own_words_is_not_of_the_piece() -> None:
    first, *rest = PARAGRAPHS
    own = "\n\n".join(rest)
    source = f"Jo Brandt wrote:\n> SECRET words\n\n{first}\n\n> SECRET too\n> and more\n\n{own}\n"
    draft = read(source)
    assert added(draft) == []
    assert "SECRET" not in repr(draft)
    assert "quoted message" in [one.kind for one in draft.left_out]


def test_lines_behind_a_sign_that_nobody_is_said_to_have_written_stay() -> None:
    assert added(read(f"{BODY}\n\n> We shall not pay for it.\n")) == ["We shall not pay for it."]


def test_lines_that_flow_are_joined_by_the_rules_of_their_message() -> None:
    head = (
        f"From: a@b.org\nSubject: {TITLE}\nContent-Type: text/plain; charset=utf-8; format=flowed"
    )
    lines = BODY.replace(" the ", " \nthe ")
    assert added(drafted(f"{head}\n\n{lines}\n", "a.eml")) == []
    spare = BODY.replace(" the ", "  \nthe ")
    assert added(drafted(f"{head}; delsp=yes\n\n{spare}\n", "a.eml")) == []


@pytest.mark.parametrize("encoding", ["big5", "koi8-r", "cp1251", "cp1256", "shift_jis", "cp1252"])
def test_a_message_that_is_no_ascii_as_it_says_is_read_by_its_letters(encoding: str) -> None:
    text = {
        "big5": "港口委員會星期二開會，聽取第二份航道疏浚報告。"
        "委員會中沒有人讀過第一份報告，它長達四百頁。最後表決推遲到明年春天，一如往常。",
        "koi8-r": "Гавань обмелела за одну зиму, и никто в городском совете не был к этому готов.",
        "cp1251": "Гавань обмелела за одну зиму, и никто в городском совете не был к этому готов.",
        "cp1256": "فقد الميناء عمقه في شتاء واحد ولم يكن أحد في المجلس مستعدا لذلك كما قال المدير.",
        "shift_jis": "港は一冬で埋まり、議会の誰も備えていなかった。漁師は深い水を求めた。",
        "cp1252": "Le maire n’a pas été prévenu, a dit l’élu du conseil à midi, car c’était l’été.",
    }[encoding]
    draft = drafted(
        HEAD.format(TITLE, "us-ascii").encode() + b"\n" + text.encode(encoding), "a.eml"
    )
    assert draft.body == text


HEAD = "From: ada@example.org\nSubject: {}\nContent-Type: text/plain; charset={}\n"
ENDINGS = {
    "a letter": "Best regards,\nAda Okon\nSECRET +44 1",
    "a German letter": "Mit freundlichen Grüßen\nAda Okon\nTel. SECRET",
    "a French letter": "Cordialement,\nAda Okon\nSECRET",
    "a list": "____________________\nPress mailing list\nhttps://lists.SECRET.org/listinfo/press",
}


@pytest.mark.parametrize("name", ENDINGS)
def test_how_people_and_lists_close_a_message_is_not_of_the_piece(name: str) -> None:
    parted = "\n" if name == "a list" else "\n\n"
    draft = read(f"{BODY}{parted}{ENDINGS[name]}\n")
    assert added(draft) == []
    assert "SECRET" not in repr(draft)
    assert "signature" in [one.kind for one in draft.left_out]


def test_a_last_paragraph_that_thanks_somebody_stays() -> None:
    draft = read(f"{BODY}\n\nThanks to the clerk the minutes are whole, he said.\n")
    assert added(draft) == ["Thanks to the clerk the minutes are whole, he said."]


def test_what_a_message_answers_above_its_own_text_is_not_of_the_piece() -> None:
    draft = read(f"On Monday, 4 May 2026 Jo Brandt wrote:\n> SECRET words\n> and more\n\n{BODY}\n")
    assert added(draft) == []
    assert "SECRET" not in repr(draft)


def test_a_message_that_hands_on_another_below_its_head_is_that_one() -> None:
    older = "-----Ursprüngliche Nachricht-----\nVon: Jo\nGesendet: Montag\nAn: Ada\nBetreff: Kai\n"
    source = f"SECRET zur Kenntnis\n\n{older}\n{BODY}\n"
    handed = drafted(HEAD.format(f"WG: {TITLE}", "utf-8") + f"\n{source}", "a.eml")
    assert (handed.title, added(handed)) == (TITLE, [])
    assert "SECRET" not in repr(handed)
    answered = drafted(HEAD.format(f"AW: {TITLE}", "utf-8") + f"\n{source}", "a.eml")
    assert answered.body == "SECRET zur Kenntnis"


def test_texts_of_one_message_are_read_one_below_the_other_and_files_are_not() -> None:
    part = "--b\nContent-Type: text/plain; charset=utf-8\n"
    file = f"{part}Content-Disposition: attachment; filename=a.txt\n\nSECRET notes\n"
    first, second = "\n\n".join(PARAGRAPHS[:2]), "\n\n".join(PARAGRAPHS[2:])
    head = f"From: a@b.org\nSubject: {TITLE}\nContent-Type: multipart/mixed; boundary=b\n\n"
    draft = drafted(f"{head}{part}\n{first}\n{part}\n{second}\n{file}--b--\n", "a.eml")
    assert added(draft) == []
    assert [str(one) for one in draft.left_out] == ["1 attachment"]


def test_a_charset_is_read_as_browsers_read_its_label() -> None:
    text = "港口在三年内由石匠建成。朱镕基说，这笔钱没有人问过，渔船在春天离开了北码头。"
    draft = drafted(HEAD.format(TITLE, "gb2312").encode() + b"\n" + text.encode("gbk"), "a.eml")
    assert draft.body == text


def test_how_readers_leave_a_list_is_not_of_the_piece() -> None:
    footer = "<p>You get SECRET mail because you signed up. <a href='x'>Unsubscribe</a></p>"
    draft = read(page=f"<html><body>{PAGE}{footer}</body></html>")
    assert added(draft) == []
    assert "SECRET" not in repr(draft)


@pytest.mark.parametrize(
    "line", ["EMBARGOED UNTIL 5 June, 00:01", "Sperrfrist: Montag", "Not for publication"]
)
def test_a_line_above_a_text_that_keeps_it_back_holds_it(line: str) -> None:
    assert read(f"{line}\n\n{BODY}").hold
    assert drafted(f"# Draft: {TITLE}\n\n{BODY}\n", "a.md").hold


@pytest.mark.parametrize("line", ["Embargoes hurt the poor.", "Embargo on Cuba fails again"])
def test_a_line_that_only_speaks_of_embargoes_does_not(line: str) -> None:
    assert not read(f"{line}\n\n{BODY}").hold
    assert not drafted(f"# Draft law on harbours\n\n{BODY}\n", "a.md").hold


HEAD_LINES = (
    "From: Jo Brandt <jo@example.org>",
    "To: Ada Okon <ada@example.org>; Ike <ike@example.org>",
    "Sent: Monday, April 2, 2026 5:49 pm",
    "Subject: The Quay",
)
ATTRIBUTIONS = (
    "On Mon, Apr 2, 2026 at 6:26 PM, Jo Brandt &lt;jo@example.org&gt; wrote:",
    "02.04.2026 14:20 пользователь &quot;Jo&quot; &lt;jo@example.org&gt; написал:",
    "--- On Wed, 4/4/26, jo@example.org &lt;jo@example.org&gt; wrote:",
    "Am 2. April 2026 um 18:26 schrieb Jo Brandt &lt;jo@example.org&gt;:",
)


def answer(page: str, text: str = "", subject: str = "Re: The Quay") -> Draft:
    message = EmailMessage()
    message["From"], message["Subject"] = "ada@example.org", subject
    message.set_content(text or page, subtype="plain" if text else "html")
    return drafted(message.as_bytes(), "a.eml")


@pytest.mark.parametrize("line", ATTRIBUTIONS)
@pytest.mark.parametrize(
    "form",
    [
        "<div>Hello there.<br><br>{}<br><blockquote type=cite>SECRET words.</blockquote></div>",
        "<p>Hello there.</p><p>{}</p><blockquote type=cite>SECRET words.</blockquote>",
        "<p>Hello there.</p><div class=gmail_quote>{}<br><blockquote>SECRET</blockquote></div>",
    ],
)
def test_a_short_answer_keeps_nothing_of_what_it_answers(line: str, form: str) -> None:
    draft = answer(f"<html><body>{form.format(line)}</body></html>")
    assert draft.body == "Hello there."
    assert not [word for word in ("SECRET", "jo@example.org") if word in repr(draft)]


@pytest.mark.parametrize("sign", ["", "> "])
def test_the_head_of_an_earlier_message_is_found_in_lines_too(sign: str) -> None:
    lines = "<br>".join(f"{sign}{line}" for line in HEAD_LINES)
    below = f"{sign}SECRET words."
    html = f"<html><body><div>Hello there.<br><br>{lines}<br><br>{below}</div></body></html>"
    for draft in (
        answer(html.replace(" <", " &lt;").replace("org>", "org&gt;")),
        answer("", f"Hello there.\n\n{lines}\n{below}".replace("<br>", "\n")),
    ):
        assert draft.body == "Hello there."
        assert "example.org" not in repr(draft)


def test_what_is_handed_on_has_no_head() -> None:
    head = "<br>".join(HEAD_LINES).replace(" <", " &lt;").replace("org>", "org&gt;")
    html = f"<p>See this.</p><div class=gmail_quote><div class=gmail_attr>{head}</div>{PAGE}</div>"
    draft = answer(f"<html><body>{html}</body></html>", subject="Fwd: The Quay")
    assert PARAGRAPHS[0] in draft.body
    assert "example.org" not in repr(draft)


def test_the_envelope_of_a_mailbox_is_no_text() -> None:
    plain = f"From: ada@example.org\nTo: jo@example.org\nSubject: {TITLE}\n\n{BODY}\n"
    envelope = "From jo@example.org Mon Aug 22 09:45:15 2026\n"
    for before in (envelope, "From jo@example.org\n"):
        draft = drafted(f"{before}{plain}", "a.eml")
        assert (draft.title, draft.body) == (TITLE, BODY)
        assert drafted(f"{before}{plain}", "a.txt").body == BODY
    with pytest.raises(Unreadable, match="a mailbox of many messages"):
        drafted(f"{envelope}{plain}\n{envelope}{plain}", "a.eml")


def test_headers_below_a_broken_line_are_no_text() -> None:
    below = "Delivered-To: jo@example.org\nReceived: by a.example\n id 0F8\nMessage-ID: <a@b>\n"
    draft = drafted(f"From: ada@example.org\nSubject: {TITLE}\nquite {below}\n{BODY}\n", "a.eml")
    assert draft.body == BODY
