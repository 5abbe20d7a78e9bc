"""Bytes are read in the encoding that they are in, or refused: never as other letters."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.errors import Unreadable
from briefs.reading.encoding import decode
from briefs.reading.reader import read

TEXTS = {
    "ru": "Гавань обмелела за одну зиму, и никто в городском совете не был к этому готов.",
    "uk": "Гавань обміліла за одну зиму, і ніхто в міській раді не був до цього готовий.",
    "ja": "港は一冬で埋まり、議会の誰も備えていなかった。漁師は深い水を求めたと港長は言った。",
    "zh": "港口在一个冬天里就淤塞了，议会里没有人为此做好准备，老城区的居民这样说。",
    "ko": "항구는 한 겨울에 막혔고 의회의 누구도 그것에 준비되어 있지 않았다.",
    "el": "Ο λιμενάρχης είπε στο συμβούλιο ότι πληρώνουμε ενοίκιο για ένα πρόβλημα.",
    "ar": "فقد الميناء عمقه في شتاء واحد ولم يكن أحد في المجلس مستعدا لذلك كما قال المدير.",
    "de": "Der Bürgermeister öffnete die Schleuse „später“ – sagte Müller –, als es möglich war.",
    "fr": "Le maire n’a pas été prévenu, a dit « l’élu » du conseil à midi ; c’était l’été.",
    "pl": "Wójt powiedział, że źródła są czyste i nikt w gminie nie był na to gotów.",
}


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        ("ru", "koi8-r"),
        ("ru", "cp1251"),
        ("ru", "cp866"),
        ("uk", "cp1251"),
        ("ja", "cp932"),
        ("ja", "euc-jp"),
        ("zh", "gb18030"),
        ("ko", "cp949"),
        ("el", "iso8859-7"),
        ("ar", "cp1256"),
        ("de", "cp1252"),
        ("fr", "cp1252"),
        ("pl", "cp1250"),
        ("pl", "iso8859-2"),
    ],
)
def test_legacy_text_is_told_by_its_letters_and_said_to_be(language: str, encoding: str) -> None:
    decoded = decode(TEXTS[language].encode(encoding))
    assert decoded.text == TEXTS[language]
    assert decoded.warnings[0].startswith("not UTF-8: read as ")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("The master’s “rent” was paid — late — said José in the café.", "mac-roman"),
        ("L’été à Noël, déjà « fini »", "mac-roman"),
        ("Łódź", "mac-latin2"),
    ],
)
def test_a_text_that_is_not_sure_is_refused_with_what_to_do(text: str, encoding: str) -> None:
    with pytest.raises(Unreadable) as caught:
        decode(text.encode(encoding))
    assert caught.value.reason.startswith("not UTF-8: it may be ")
    assert caught.value.hint == "Save it again as UTF-8 text."


@pytest.mark.parametrize(
    ("label", "encoding", "text"),
    [
        ("gb2312", "gbk", "朱镕基也没有"),
        ("shift_jis", "cp932", "①港は㈱一冬で"),
        ("euc-kr", "cp949", "똠방각하 항구는"),
        ("iso-8859-1", "cp1252", "the “rent” — paid"),
        ("ascii", "cp1252", "the “rent” — paid"),
        ("x-sjis", "cp932", "港は一冬で"),
        ("windows-31j", "cp932", "港は一冬で"),
        ("utf-16", "utf-8", "“rent”"),
        ("big5", "big5hkscs", "港口在一個冬天"),
    ],
)
def test_labels_mean_what_browsers_take_them_for(label: str, encoding: str, text: str) -> None:
    page = f"<html><head><meta charset='{label}'></head><body><p>{text}</p>".encode(encoding)
    assert decode(page, label).text == page.decode(encoding)


def test_a_label_that_does_not_fit_is_refused() -> None:
    with pytest.raises(Unreadable, match="said to be shift_jis"):
        decode(b"The port \x81 opened \x85 then. " * 20, "shift_jis")


def test_an_encoding_that_no_browser_reads_is_refused() -> None:
    with pytest.raises(Unreadable, match="no browser"):
        decode(b"~{<:Ky2;~}", "hz-gb-2312")


def test_letters_that_were_garbled_before_are_told_and_stay() -> None:
    draft = read("The councilâ€™s plan is â€œlateâ€\x9d and costly for all of them.".encode())
    assert "councilâ€™s" in draft.body
    assert any("garbled" in warning for warning in draft.warnings)


@given(st.text(min_size=1))
def test_utf_8_is_always_utf_8(text: str) -> None:
    data = text.encode("utf-8", "ignore")
    if not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\0\0")):
        assert decode(data).text == data.decode()


@given(st.binary(), st.sampled_from(["", "utf-8", "shift_jis", "gb2312", "koi8-r", "nonsense"]))
def test_any_bytes_are_text_or_refused(data: bytes, label: str) -> None:
    with suppress(Unreadable):
        assert isinstance(decode(data, label).text, str)


def test_a_stray_byte_does_not_make_another_encoding_of_a_page_in_utf_8() -> None:
    text = "Fundacja sprzeciwia się skandalicznym atakom na nadawcę, które są bezpodstawne. " * 200
    found = decode(text.encode() + b"\xc3 ", "utf-8")
    assert found.text.startswith(text)
    assert found.warnings == ("1 character could not be read as utf-8",)
