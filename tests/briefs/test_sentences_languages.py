"""Where sentences end in many languages: each case is sentences as they must come out."""

import pytest

from briefs.text.sentences import split

CASES = [
    # Initials, though a one-letter word may open a sentence in these languages.
    ("ru", "Мэр В. В. Соколов молчал.|Министр С. В. Орлов ушёл."),
    ("ru", "План Б.|В городе тихо."),
    ("ru", "Дж. Буш и Дж. Р. Р. Толкин молчали.|Ж.-П. Сартр ушёл."),
    ("uk", "Президент В. О. Зеленський і А. І. Шевченко прибули.|У місті тихо."),
    ("pl", "Cz. Miłosz i A. Mickiewicz pisali.|W mieście cicho."),
    ("en", "J. R. R. Tolkien wrote.|I. A. Richards left.|It helps."),
    ("hi", "एम. के. गांधी यहाँ थे।|सब चुप थे।"),
    # Elided abbreviations, and titles in lower case.
    ("it", "Lo dicono in base all'art. 97 della Costituzione.|Dell’art. 5 si tace."),
    ("fr", "Voir l'éd. 5 de 2001.|C’est tout."),
    ("fr", "Le gén. Dupont et le pr. Martin sont là.|Il pleut."),
    ("es", "Dijo la sra. Clinton que el sr. Gómez vino.|El gral. Ruiz calló."),
    ("pt", "Disse o dr. João Silva, e a sra. Ana confirmou.|O prefeito calou."),
    ("nl", "Dhr. De Vries en dr. Jansen zijn er, o.a. Piet.|Zie art. 5.|Het is zo."),
    ("ro", "Spune dl. Popescu, cf. art. 5 alin. 2 din lege.|Este clar."),
    ("cs", "Přišel např. Novák a tzv. Rada.|Podle zák. č. 5 je to jasné."),
    ("sv", "Det sade bl.a. Anna, t.ex. igår.|Han gick."),
    ("de", "Er wohnt in der Hauptstr. 5 in Bonn.|Ca. 30 Leute kamen."),
    ("pl", "Mieszka przy ul. Długiej, np. ks. Nowak i tzw. Rada.|Prof. Iksiński przyszedł."),
    ("hi", "डॉ. शर्मा ने कहा।|प्रो. वर्मा और बी.सी. राय आए।"),
    ("ar", "قال د. يوناس برانت ذلك.|وقالت أ. د. منى إن الماء قليل."),
    # Ordinals.
    ("tr", "II. Abdülhamid ve III. Tutmose geldi.|Prof. Dr. Ali Kaya 1. Dünya Savaşı dedi."),
    ("de", "Am 3. Oktober kam er.|Papst Johannes Paul II. Er starb.".replace("II. ", "II.|")),
    ("cs", "Začala 2. Světová válka.|Bylo to zlé."),
    # A year's or a list's abbreviation ends what has said enough.
    ("ru", "Река упала до самого низкого уровня с 1962 г.|Городской совет молчал."),
    ("ru", "В 1962 г. Хрущёв ушёл.|Он любил кино и т. д.|Потом ушёл."),
    ("ru", "Пришли Иванов, Петров и др.|Молчали все."),
    ("pl", "Rzeka opadła do najniższego poziomu w mieście od 1962 r.|Radę miejską ostrzegano."),
    ("pl", "W 1492 r. Kolumb wypłynął.|Było cicho."),
    ("es", "Hay pepino, col, etc.|Cacín tiene agua."),
    # Chinese and Japanese quotations and half-width stops.
    ("ja", "市長は「予算がない。水道管は直せない」と議会で述べた。|議会は沈黙した。"),
    ("ja", "「予算がない。」と市長は言った。|議会は黙った。"),
    ("ja", "彼は『もう終わりだ！』と叫んだ。|皆は帰った。"),
    ("ja", "本当ですか?|そうです!|では始めます。"),
    ("ja", "「私は行く。」|市長は立ち上がった。"),
    ("ja", "費用は1.5億円だ。|約3.5％の水が失われる。"),
    ("zh", "“我们每年要修四次。”他说。|市长沉默。"),
    ("zh", "市长说：“没有钱。不能修。”|议会沉默。"),
    ("zh", "北方的农民（他们受害最深。）没有水。|谁来买单？"),
    ("zh", "他问“为什么？谁来付？”没有人回答。|会议结束。"),
]


@pytest.mark.parametrize(("language", "sentences"), CASES)
def test_a_sentence_is_never_cut_within_and_never_joined(language: str, sentences: str) -> None:
    wanted = sentences.split("|")
    text = ("" if language in {"zh", "ja"} else " ").join(wanted)
    assert [span.of(text) for span in split(text, language)] == wanted
