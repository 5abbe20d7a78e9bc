"""The language of a text is told from a few of its sentences, and each is read in its own way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefs.pieces import ingest
from briefs.reading.reader import read_text
from briefs.summarise.units import lexicon
from briefs.text import sentences
from briefs.text.language import RANKED, UNKNOWN, detect, settled

_SAMPLES = {
    "en": "The harbour was closed for a week, and ships that were waiting outside have come in.",
    "fr": "Le port est resté fermé pendant une semaine, et les navires sont entrés.",
    "de": "Der Hafen war eine Woche lang geschlossen, und die Schiffe sind nun da.",
    "es": "El puerto estuvo cerrado una semana, pero los barcos que esperaban ya han entrado.",
    "pt": "O porto esteve fechado durante uma semana, mas os navios que esperavam já entraram.",
    "it": "Il porto è rimasto chiuso per una settimana, ma le navi che aspettavano sono entrate.",
    "ru": "Порт был закрыт неделю, но корабли, которые ждали на рейде, уже вошли, и это хорошо.",
    "uk": "Порт був закритий тиждень, але кораблі, які чекали на рейді, вже увійшли, і це добре.",
    "ar": "كان الميناء مغلقا أسبوعا كاملا لكن السفن التي كانت تنتظر دخلت اليوم.",
}
_PIECES = {
    "en": (
        "Dr. Lind runs the harbour. Its cranes, bought in the 1990s, lift less every year. The "
        "council wants new cranes. Nobody has said who is to pay for them. A crane costs approx. "
        "2 million. The harbour earns half of that. In winter the cranes stand still. The council "
        "will vote on the cranes in May."
    ),
    "fr": (
        "M. Lind dirige le port. Ses grues, achetées vers 1990, soulèvent moins chaque année. Le "
        "conseil veut de nouvelles grues. Personne n’a dit qui devra les payer. Une grue coûte "
        "env. 2 millions. Le port en gagne la moitié. En hiver, les grues restent immobiles. Le "
        "conseil votera sur les grues en mai."
    ),
    "de": (
        "Dr. Lind leitet den Hafen. Seine Kräne, gekauft am 3. Mai 1990, heben jedes Jahr "
        "weniger. Der Rat will neue Kräne. Niemand hat gesagt, wer sie bezahlen soll. Ein Kran "
        "kostet ca. 2 Millionen. Der Hafen verdient die Hälfte davon. Im Winter stehen die Kräne "
        "still. Der Rat wird im Mai über die Kräne abstimmen."
    ),
    "es": (
        "El Dr. Lind dirige el puerto. Sus grúas, compradas en 1990, levantan menos cada año. El "
        "consejo quiere grúas nuevas. Nadie ha dicho quién las va a pagar. Una grúa cuesta según "
        "la pág. 2 dos millones. El puerto gana la mitad de eso. En invierno las grúas no se "
        "mueven. El consejo votará sobre las grúas en mayo."
    ),
    "pt": (
        "O Dr. Lind dirige o porto. Os seus guindastes, comprados em 1990, levantam menos a cada "
        "ano. O conselho quer guindastes novos. Ninguém disse quem os vai pagar. Um guindaste "
        "custa, segundo a pág. 2, dois milhões. O porto ganha metade disso. No inverno os "
        "guindastes estão parados. O conselho votará sobre os guindastes em maio."
    ),
    "it": (
        "Il dott. Lind dirige il porto. Le sue gru, comprate nel 1990, sollevano meno ogni anno. "
        "Il consiglio vuole gru nuove. Nessuno ha detto chi le deve pagare. Una gru costa, "
        "secondo la pag. 2, due milioni. Il porto ne guadagna la metà. In inverno le gru sono "
        "ferme. Il consiglio voterà sulle gru a maggio."
    ),
    "ru": (
        "Портом руководит проф. Линд. Его краны, купленные в 1990 г. у соседей, поднимают всё "
        "меньше. Совет хочет новые краны. Никто не сказал, кто будет за них платить. Кран стоит, "
        "см. стр. 2, два миллиона. Порт зарабатывает половину этого. Зимой краны стоят. Совет "
        "проголосует о кранах в мае."
    ),
    "uk": (
        "Портом керує проф. Лінд. Його крани, куплені в 1990 р. у сусідів, піднімають усе менше. "
        "Рада хоче нові крани. Ніхто не сказав, хто за них платитиме. Кран коштує, див. стор. 2, "
        "два мільйони. Порт заробляє половину цього. Взимку крани стоять. Рада проголосує про "
        "крани в травні."
    ),
    "ar": (
        "يدير د. ليند الميناء. رافعات الميناء التي اشتراها عام 1990 ترفع أقل كل عام. يريد المجلس "
        "رافعات جديدة. لم يقل أحد من سيدفع ثمنها؟ ثمن الرافعة مليونان كما في ص. 2 من التقرير. "
        "يكسب الميناء نصف ذلك. تقف الرافعات في الشتاء. سيصوت المجلس على الرافعات في مايو."
    ),
}
_INFLECTED = {
    "en": ("cranes", "crane"),
    "fr": ("grues", "grue"),
    "de": ("Häfen", "Hafen"),
    "es": ("grúas", "grúa"),
    "pt": ("guindastes", "guindaste"),
    "it": ("porti", "porto"),
    "ru": ("кранах", "краны"),
    "uk": ("крани", "кран"),
    "ar": ("الرافعات", "رافعات"),
}
_DANISH = (
    "Fru Lind leder havnen. Dens kraner løfter mindre hvert år. Rådet vil have nye kraner. Ingen "
    "har sagt, hvem der skal betale dem. En kran koster to millioner. Havnen tjener det halve af "
    "det, og om vinteren står kranerne stille."
)
_DUTCH = (
    "Mevrouw Lind leidt de haven. Zijn kranen tillen elk jaar minder. De raad wil nieuwe kranen. "
    "Niemand heeft gezegd wie ze moet betalen. Een kraan kost twee miljoen. De haven verdient "
    "daarvan de helft."
)
_MORE = {
    "nl": _DUTCH,
    "pl": "Port jest zamknięty, a statki czekają. Rada chce nowych dźwigów, lecz nikt nie wie, kto "
    "za nie zapłaci. Zimą dźwigi stoją. Wszyscy czekają na głosowanie rady, które odbędzie się.",
    "fa": "بندر یک هفته بسته بود و کشتی‌ها بیرون منتظر ماندند. حالا همه آمده‌اند و مردم خوشحال "
    "هستند چون شهردار گفت که جرثقیل‌های تازه می‌خرد و برای همه کار پیدا می‌کند.",
    "tr": "Liman bir hafta kapalı kaldı ve gemiler dışarıda bekledi. Meclis yeni vinçler istiyor "
    "ama bunları kimin ödeyeceğini kimse söylemedi. Kışın vinçler hiç çalışmıyor.",
    "hi": "बंदरगाह एक हफ़्ते तक बंद रहा और जहाज़ बाहर इंतज़ार करते रहे। परिषद नई क्रेनें "
    "चाहती है, लेकिन "
    "किसी ने नहीं बताया कि उनका ख़र्च कौन उठाएगा।",
    "cs": "Přístav byl týden zavřený a lodě čekaly venku. Rada chce nové jeřáby, ale nikdo neřekl, "
    "kdo je zaplatí. V zimě jeřáby stojí a přístav na nich nic nevydělá.",
    "sv": "Hamnen var stängd en vecka och fartygen väntade utanför. Rådet vill ha nya kranar, men "
    "ingen har sagt vem som ska betala dem. På vintern står kranarna stilla.",
    "ro": "Portul a fost închis o săptămână, iar navele au așteptat afară. Consiliul vrea macarale "
    "noi, dar nimeni nu a spus cine le va plăti. Iarna macaralele nu se mișcă.",
}
_RELATIVES = {
    "Catalan": "L’Ajuntament ha aprovat aquest dilluns un nou pla per reduir el consum d’aigua "
    "a la ciutat durant els mesos d’estiu. Els veïns demanen que també s’arreglin les "
    "canonades velles.",
    "Galician": "O concello aprobou este luns un novo plan para reducir o consumo de auga na "
    "cidade durante o verán. Os veciños piden que tamén se arranxen as tubaxes vellas da rúa.",
    "Belarusian": "Гарадскі савет прыняў у панядзелак новы план, каб знізіць спажыванне вады ў "
    "горадзе летам. Жыхары просяць, каб таксама адрамантавалі старыя трубы, якія губляюць ваду.",
    "Kazakh": "Қалалық кеңес дүйсенбіде жазда қаладағы су тұтынуды азайту үшін жаңа жоспар "
    "қабылдады. Тұрғындар судың үштен бірін жоғалтатын ескі құбырларды да жөндеуді сұрайды.",
    "Serbian": "Градско веће је у понедељак усвојило нови план за смањење потрошње воде у граду "
    "током лета. Становници траже да се поправе и старе цеви, које губе трећину воде.",
    "Serbian in Latin letters": "Gradsko veće je u ponedeljak usvojilo novi plan za smanjenje "
    "potrošnje vode u gradu tokom leta. Stanovnici traže da se poprave i stare cevi, koje gube.",
    "Yiddish": "דער שטאָט־ראַט האָט מאָנטיק אָנגענומען אַ נײַעם פּלאַן צו פֿאַרקלענערן "
    "דעם וואַסער־באַניץ "
    "אין דער שטאָט דורכן זומער. די איינוואוינער בעטן אַז מען זאָל אויך פֿאַרריכטן די אַלטע רערן.",
    "Bulgarian": "Пристанището беше затворено една седмица, а корабите чакаха навън. Сега "
    "те влязоха и хората са доволни, защото кметът обеща нови кранове и повече работа за "
    "всички тук днес.",
    "Urdu": "شہر کی کونسل نے پیر کو گرمیوں میں پانی کے استعمال کو کم کرنے کے لیے ایک نیا منصوبہ "
    "منظور کیا۔ شہری چاہتے ہیں کہ پرانے پائپ بھی ٹھیک کیے جائیں جن سے پانی ضائع ہوتا ہے۔",
    "Danish": _DANISH,
}
_PERSIAN_BY_AN_ARABIC_KEYBOARD = (
    "دولت ايران اعلام كرد كه از اين پس آب شهر را كم مي كند و مردم بايد براي آن پول بدهند. شوراي "
    "شهر هيچ كاري نمي كند و لوله ها كهنه اند. چه كسي پول آن را مي دهد؟"
)


@pytest.mark.parametrize("language", _SAMPLES)
def test_a_sentence_tells_its_language(language: str) -> None:
    assert detect(_SAMPLES[language]) == language


@pytest.mark.parametrize("language", _PIECES)
def test_a_piece_tells_its_language_whatever_its_length(language: str) -> None:
    assert detect(_PIECES[language]) == detect(_PIECES[language] * 50) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("会议结束了", "zh"),
        ("会議は終わりました", "ja"),
        ("회의가 끝났습니다", "ko"),
        ("Το λιμάνι έκλεισε", "el"),
        ("הנמל נסגר", "he"),
    ],
)
def test_letters_tell_a_language_that_no_other_is_written_in(text: str, language: str) -> None:
    assert detect(text) == language


@pytest.mark.parametrize("text", ["", "12 %", "Xyzzy", "Havn, kran, skib."])
def test_english_is_said_where_a_few_words_tell_nothing(text: str) -> None:
    assert detect(text) == "en"


@pytest.mark.parametrize("language", _MORE)
def test_two_sentences_tell_the_other_languages(language: str) -> None:
    assert detect(_MORE[language]) == language


@pytest.mark.parametrize("relative", _RELATIVES)
def test_a_language_that_is_not_told_is_not_taken_for_its_neighbour(relative: str) -> None:
    assert detect(_RELATIVES[relative]) == UNKNOWN


def test_persian_is_told_though_it_was_typed_with_arabic_letters() -> None:
    assert detect(_PERSIAN_BY_AN_ARABIC_KEYBOARD) == "fa"


def test_a_quotation_in_another_language_does_not_tell() -> None:
    assert detect(f"{_SAMPLES['en']} He said: “Il est à la mer.” {_SAMPLES['en']}") == "en"


@given(st.text(max_size=200))
def test_a_language_is_always_one_that_is_told(text: str) -> None:
    assert detect(text) in {*RANKED, "ko", "el", UNKNOWN}


@pytest.mark.parametrize(
    ("said", "text", "language", "told"),
    [
        ("", _PIECES["pt"], "pt", ""),
        ("pt-BR", _PIECES["pt"], "pt", ""),
        ("PT_br", _PIECES["pt"], "pt", ""),
        ("en", _PIECES["pt"], "pt", "said to be in “en”, but it reads as “pt”"),
        ("es", _PIECES["pt"], "pt", "said to be in “es”, but it reads as “pt”"),
        ("ru", _PIECES["uk"], "uk", "said to be in “ru”, but it reads as “uk”"),
        ("en", _PIECES["ar"], "ar", "said to be in “en”, but it reads as “ar”"),
        ("en", _DANISH, UNKNOWN, "said to be in “en”, but it does not read as that"),
        ("da", _DANISH, "da", "it is in “da”: no word lists for it"),
        ("", _DANISH, UNKNOWN, "its language is not known: no word lists for it"),
        ("fr", "Port, 2021", "fr", ""),
        ("not a tag", _PIECES["de"], "de", ""),
    ],
)
def test_a_tag_stands_unless_the_text_is_clearly_in_another_language(
    said: str, text: str, language: str, told: str
) -> None:
    found, warnings = settled(said, text)
    assert found == language
    assert warnings[0].startswith(told) if told else warnings == ()


@pytest.mark.parametrize("language", _PIECES)
def test_abbreviations_do_not_end_the_sentences_of_a_language(language: str) -> None:
    assert len(sentences.split(_PIECES[language], language)) == 8


@pytest.mark.parametrize("language", _PIECES)
def test_a_piece_is_ranked_in_its_own_language(language: str) -> None:
    draft = read_text(_PIECES[language], title="Lind")
    edited = ingest.edit(draft)
    assert draft.language == language
    assert draft.warnings == ()
    assert {summary.method for summary in edited.summaries} == {"brief"}


@pytest.mark.parametrize("language", _INFLECTED)
def test_two_forms_of_a_word_have_one_stem(language: str) -> None:
    words = lexicon(language)
    assert words is not None
    one, other = _INFLECTED[language]
    assert words.stem(one) == words.stem(other)


def test_a_language_without_word_lists_has_sentences_and_its_lead_and_says_so() -> None:
    draft = read_text(_DANISH, title="Lind")
    edited = ingest.edit(draft)
    assert len(edited.sentences) == 6
    assert {summary.method for summary in edited.summaries} == {"lead"}
    assert any("sentences it opens with" in warning for warning in draft.warnings)


def test_the_languages_said_to_be_ranked_are_those_with_word_lists() -> None:
    codes = {"da", "el", "fi", "hu", "ko", "no", "sr", "xx", UNKNOWN, *RANKED}
    assert {code for code in codes if lexicon(code)} == RANKED
