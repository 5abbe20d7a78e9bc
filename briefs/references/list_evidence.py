"""How strongly an item of a text resembles an entry of a reference list, and by which features."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefs.references.fields.dates import MONTHS
from briefs.references.fields.entry_text import westernised
from briefs.references.fields.urls import ACCESSED, ACCESSED_ABROAD

_SMALL_LETTERS = "".join(
    letter for letter in map(chr, range(0x61, 0x590)) if letter.islower() and letter.isalpha()
)
_NAME = rf"[^\W\d_{_SMALL_LETTERS}][\w’'.-]*"
_PARTICLE = r"(?:(?:van|von|de|der|den|del|della|di|da|dos|du|la|le|al|el|bin|ibn|ter|ten) ?){0,3}"
_OPEN = '[“"„«‘‹]'
_AND = r"(?:and|&|und|et|y|e|en|och|i|и|та)"
_MONTH = "|".join(sorted((re.escape(name) for name in MONTHS), key=len, reverse=True))
_YEAR = r"(?:1[5-9]|20)\d\d"

_LINK = re.compile(r"!?\[([^\[\]]*)\]\(<?([^()\s<>]*+)>?[^()]*+\)")
_EMPHASIS = re.compile(r"(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?!\w)|\\(?=[-_*\[\].])")
_QUOTED = re.compile(r"“[^“”]*+”|\"[^\"]*+\"|„[^„“”]*+[“”]|«[^«»]*+»|(?<!\w)‘[^‘’]*+’(?!\w)")
_ADDRESS = re.compile(
    r"https?://\S+|\bwww\.\w\S+|\bdoi:\s?10\.\S+|(?<![\w/.-])"
    r"(?:[a-z0-9-]{1,63}+\.){1,8}[a-z]{2,12}/\S*"
)
_DIGIT = re.compile(r"\d")
_DOI = re.compile(r"\bdoi\b|\b10\.\d{4,}/", re.IGNORECASE)
_ACCESS = re.compile(
    rf"(?<!\w)(?:{ACCESSED}|{ACCESSED_ABROAD}|viewed on|date accessed|aufgerufen|konsultiert|acceso"
    r"|bezocht op|besökt|dostęp|odczyt|доступ|режим доступ[ау]|acesso em|disponível em"
    r"|閲覧|アクセス日|访问日期|检索日期|검색일|접속일)(?!\w)|\d日に?(?:閲覧|アクセス|访问)",
    re.IGNORECASE,
)
_BEFORE_YEAR = rf"\.?,? (?:\d{{1,2}}(?:st|nd|rd|th)?,? )?{_YEAR}\b"
_DATE = re.compile(
    # A word is looked up among the months only before a year.
    rf"(?<!\w)(?=[^\W\d_]+{_BEFORE_YEAR})(?:{_MONTH}){_BEFORE_YEAR}"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th|\.)? (?:of |de )?(?:{_MONTH})\.?,?(?: (?:de )?{_YEAR}\b|(?!\w))"
    rf"|\b{_YEAR}, (?:{_MONTH})\b|\b{_YEAR}-\d\d(?:-\d\d)?\b|\b\d{{1,2}}[./]\d{{1,2}}[./]{_YEAR}\b"
    rf"|\b{_YEAR}[.,] ?(?:[–—-] )?\d{{1,2}} (?:{_MONTH})\b|{_YEAR} ?[年년] ?\d{{1,2}} ?[月월]"
    rf"|\(?\bn\.d\.",
    re.IGNORECASE,
)
_DATE_FIRST = re.compile(
    rf"(?:[^\W\d_]{{2,12}},? )?(?:\d{{1,2}}(?:st|nd|rd|th"
    rf"|\.)? )?(?:de )?(?:{_MONTH})\.?,? (?:de )?(?:\d{{1,2}}, ?)?{_YEAR}\b"
    rf"|{_YEAR} ?[年년]|\d{{1,2}}[./-]\d{{1,2}}[./-]{_YEAR}\b|{_YEAR}(?: г\.| р\.)? ?[—–:-] ",
    re.IGNORECASE,
)
"""An event or a chronicle begins with its date, an entry with an author or a title."""

_HOUR = re.compile(
    r"(?<![\d.:№§A-Za-z])(?<!no\. )(?<!vol\. )(?:[01]?\d|2[0-3])[:.][0-5]\d(?![\d.:–-]|[.,] ?\d)"
    r"|[月火水木金土日]曜.{0,3}\d{1,2}時|[周週][一二三四五六日天]|(?:上午|下午|晚上|午後|午前|오전"
    r"|오후) ?\d"
    r"|\b\d{1,2} (?:Uhr|[ap]\.?m\b)|\bore \d|\bà \d{1,2} ?h\b|\bгодз|saat \d|\d시"
)
_YEAR_IN_BRACKETS = re.compile(rf"\({_YEAR}[a-z]?(?:, [^()]{{3,20}})?\)|\(n\.d\.\)")
_PUBLISHER = re.compile(
    rf"\([^()]*:\s[^()]*{_YEAR}\)|\bPress,? \(?{_YEAR}"
    rf"|(?:[.,]| [–—-]) [^\W\d_{_SMALL_LETTERS}][^,:]{{0,40}}?(?: ?: |, )[^:,]{{2,60}}"
    rf"(?<! in)(?<! im)(?<! en)(?<! em)(?<! w)(?<! в)(?<! у),? {_YEAR}(?:[.,।:]|$)"
)
_CLOSING_YEAR = re.compile(
    rf"[,.:] ?{_YEAR}[a-z]?(?:[.।]?$|[.,] (?:pp?|s|S|с|С|nr|n)\b)"
    rf"|[;.] {_YEAR}(?: \w{{3}}(?: \d{{1,2}})?)?(?:;\d|\.?$)|; {_YEAR}\b"  # Vancouver
    # Place Year, and the publisher and the year in brackets.
    rf"|, [^\W\d_{_SMALL_LETTERS}][^\d,;]{{2,40}} {_YEAR}(?:\.?$|, (?:S|s|p|pp|ss)\.)"
    rf"|\([^()]{{2,60}}[ ,]{_YEAR}\)(?: \d+(?:[–-]\d+)?)?\.?$"
    # ISO 690: the year after the names.
    rf"|^[^.\d]{{3,120}}(?:\b[A-Z]\.[^.\d]{{1,60}}){{0,4}}, {_YEAR}[a-z]?\. "
)
_NATIVE = re.compile(
    r"\S // \S"  # GOST: an article in a journal
    r"|\[(?:[MJCNDRSPZ]|[A-Z]{1,2}/[A-Z]{2})\]"  # GB/T 7714: what kind of work it is
    r"|^[^。「『《〈“”]{0,24}[「『《〈][^」』》〉]{2,100}[」』》〉][,、，.]? ?"
    r"(?:[『《〈]|[^。と「『]{0,30}(?:19|20)\d\d|[^。と「『]{0,30}https?:)"
    r"|^[^。「『《〈“”]{1,24}[(（](?:19|20)\d\d[a-z]?年?[)）][.,。，:：]? ?[「『《〈]"
    r"|^[^。「『《〈“”]{0,24}[“\"][^“”\"]{2,100}[”\"][,，.] ?[^。“”]{1,40}(?:19|20)\d\d"
)
_BRACKETS = re.compile(r"[「『《〈（(」』》〉）)]")
_TELLS = re.compile(r"は|が|を|も(?!の)|(?:은|는|이|가|을|를|에서|에는)(?!\w)|是|讲述|講述")
_QUOTATION = re.compile(r"[^“„«\"「]{3,120}[:：]\s?[“„«\"「][^“”„«»\"]+[”“»\"」][.!?。।]?")
_SPEECH = (
    r"(?:said|says|wrote|writes|explained|explains|recalls?|recalled|asked|added|warned|told|argues"
    r"|argued|noted"
    r"|sagt|sagte|schrieb|schreibt|erklärte?|meinte?|erzählte?|berichtete?|warnte?|hieß|heißt"
    r"|notierte|lautete?"
    r"|disait|dit|écri(?:t|vait|vit)|expli(?:que|quait)|résum(?:e|ait)|racont(?:e|ait)|confi(?:e"
    r"|ait)|ajout(?:e|ait)"
    r"|affirm(?:e|ait|a)|soupir(?:e|ait)|répond(?:ait)?|prévenait|not(?:e|ait)|assur(?:e|ait)"
    r"|dijo|dice|decía|escribió|escribía|explicó|explica|cuenta|contó|afirmó|afirma|aseguró|asegura"
    r"|recuerda|advirtió"
    r"|disse|diz|dizia|escreveu|escreve|explicou|conta|contou|afirmou|recorda|lembra"
    r"|scriveva|scrisse|scrive|diceva|ammette|spiega|spiegò|racconta|raccontava|sostiene|afferma"
    r"|ricorda|avvertiva"
    r"|mówi|mówił|mówiła|pisał|pisała|pisze|tłumaczy|tłumaczył|tłumaczyła|twierdzi|dodaje|wspomina"
    r"|powiedział|powiedziała"
    r"|говорит|говорил|говорила|сказал|сказала|писал|писала|пишет|вспоминает|вспоминал|вспоминала"
    r"|объяснил|объясняет"
    r"|считает|признаётся|признается|добавил|добавила"
    r"|каже|казав|казала|сказав|сказала|писав|писала|пише|розповідає|пояснює|пояснив|згадує|додає"
    r"|derdi|dedi|diyor|diye|yazdı|yazmıştı|anlattı|anlatıyor|söyledi)"
)
_APPARATUS = (
    r"(?:in|on|trans|tr|eds?|accessed|last|vol|no|nos|nr|pp?|s|with|by|from|at|the|of|for|to"
    r"|directed"
    r"|presented|paper|unpublished|doctoral|master|modified|translated|retrieved|available|archived"
    r"|interview|arxiv|op|ibid|cited|quoted|reprinted|introduction|foreword|blog|video|podcast"
    r"|report|press|thesis|dissertation|lecture|speech|documentary|working|special|supplement"
    r"|zuletzt|abgerufen|hrsg|hg|dans|consulté|consultado|aufgerufen|bearb|übers|erschienen|aus|von"
    r"|en|ed|eds|entrevista|tesis|ponencia|núm|trad|traducción|prólogo|em|tradução|tese|entrevista"
    r"|thèse|entretien|émission|traduit|préface|propos|art|no|n|a|tesi|intervista|traduzione"
    r"|prefazione"
    r"|w|red|tłum|przeł|rozmowa|wywiad|praca|в|пер|под|ред|дис|интервью|доклад|газета|журнал|у|за"
    r"|дис"
    r"|інтерв|доповідь|çev|haz|yay|der|söyleşi|la|le|il|el|los|las|les|lo|der|die|das|taz|dpa|epd)"
)
"""What may follow a title in lower case in an entry, and follows no speech."""

_SAID = re.compile(
    rf"(?<!\w)(?!(?:in|on|en|из|у|v|w)\b)[{_SMALL_LETTERS}]{{2,}}:\s?[“„«\"「]"
    rf"|[,!?…][”\"»“]\s(?!{_APPARATUS}\b)[{_SMALL_LETTERS}]{{2,}}"
    rf"|^{_OPEN}[^“”„«»\"]{{2,400}}[”»“\"](?:,"
    rf"|,? [–—-])\s(?!{_APPARATUS}\b)[{_SMALL_LETTERS}]{{2,}}"
    rf"|^{_OPEN}[^“”„«»\"]{{2,400}}[?!…] ?[”»“\"]\s(?!{_APPARATUS}\b)[{_SMALL_LETTERS}]{{2,}}"
    rf"|[”»][,—–-]?\s(?:и|та|но|а|але|und|et|y|e|and|but)\s[{_SMALL_LETTERS}]{{2,}}"
)
"""A word of saying before or after quotation marks: the quotation is somebody's speech."""

_SPOKEN = re.compile(
    rf"[”\"»“’‘],?\s(?:[—–-]\s)?(?:(?:so|como|come|comme|jak|ainsi|como|selon|según|segundo"
    rf"|secondo)\s|{_SPEECH}\b)"
    r"|(?<!\w)(?:قال|قالت|يقول|تقول|كتب|كتبت|أضاف|أضافت|أكد|أكدت|صرح|صرحت|أوضح)\b.{0,60}?:\s?[«“\"]"
    r"|[”」』](?:と|고|라고|이라고|며|라며|이라며|라는|는)(?:[^\s『「]|\s)"
)
"""A verb of saying beside quotation marks."""

_PAGES = re.compile(
    r"\b(?:vol|no|pp?|ch|chap|sec|art|ed|eds|trans|Const)\.\s|§|\bIbid\b"
    r"|\d\s?\(\d{4}\):|:\s?\d+[–-]\d+|№ ?\d|(?<!\w)[СсsS]\. ?\d|\b(?:nr|v|n)\. ?\d|\d ?(?:頁|页|쪽"
    r"|面|с\.)"
    r"|第\d+[卷巻期号]"
)
_SMALL = (
    r"(?:of|the|on|for|in|to|at|al\.|eds?\.|with|van|von|de|der|den|des|del|della|di|da|dos|du"
    r"|la|le|el|bin)"
)
_NAMES = rf"{_PARTICLE}{_NAME}(?:[,;]? (?:{_NAME}|{_SMALL}|{_AND})){{0,14}}"
_INVERTED = re.compile(
    rf"{_PARTICLE}{_NAME}(?:[ -]{_NAME}){{0,2}}, {_NAME}(?: {_NAME}){{0,3}}(?: (?:von|van|de|da"
    rf"|di))?"
    rf"(?=[.,;:(]|$| ?\(|,? {_AND} | {_OPEN})"
)
_NAMED_TITLE = re.compile(rf"{_NAMES}[,.:]? {_OPEN}")
_NAMED_YEAR = re.compile(
    rf"{_NAMES}[,.]? (?:\({_YEAR}[a-z]?(?:, [^()]{{3,20}})?\)|{_YEAR}[a-z]?\.)"
)
_AUTHOR_YEAR = re.compile(
    rf"{_NAMES}\.,? {_YEAR}[a-z]?[.:] |[^\W\dA-Za-z_][^.,:;“”«»\"]{{1,40}}\. {_YEAR}[a-z]?\. "
)
"""The authors and the year of natural science: "Roe J. 2010."; Korean names alike."""

_COLON = re.compile(rf"[^\W\d_{_SMALL_LETTERS}][^.:;!?“„«»”]{{2,70}}: [^\W_{_SMALL_LETTERS}]")
"""A body before a title: "Statista: Zahlen und Fakten"."""

_INITIAL = r"[A-ZÀ-ÞА-ЯЁІЇЄҐ]\."
_FAMILY = r"[A-ZÀ-ÞĀ-Žİ-ŞА-ЯЁІЇЄҐ][^\W\d_A-Z]+(?:-[^\W\d_]+)?"
_VANCOUVER = rf"{_FAMILY}(?:[ -]{_FAMILY})? [A-Z]{{1,3}}"
_INITIALLED = re.compile(
    rf"{_FAMILY},? (?:{_INITIAL} ?){{1,3}}|(?:{_INITIAL} ?-?){{1,3}}{_FAMILY}(?:,| and | e | i "
    rf"| y | и )"
    rf"|[A-Z]{{1,3}} {_FAMILY}(?:-{_FAMILY})?,"
    rf"|{_VANCOUVER}(?:, {_VANCOUVER}){{0,40}}(?:, et al)?\. "
    rf"|{_FAMILY}, {_FAMILY}(?: {_FAMILY})?(?: ?\((?:Hrsg|Hg)\.\))?:"
    rf"|[A-ZÀ-Þ]{{2,}}(?: [A-ZÀ-Þ]{{2,}})*(?:, {_FAMILY}|\.) "
    rf"|[^\W\d_]+ \((?:Hrsg|Hg)\.\):"
)
_WORD = r"[^\s,.:;।\"«»“”„()]+"
_CASELESS = re.compile(
    rf"{_WORD}(?: {_WORD}){{0,4}}(?:, {_WORD}(?: {_WORD}){{0,2}}[.।]?|[.,।])"
    rf" ?(?:\(\d{{4}}\)[.,]? ?)?[\"«“„]"
    rf"|{_WORD}(?:[, ·]{{1,2}}{_WORD}){{0,6}}\.? ?\({_YEAR}[a-z]?\)(?:[.,:] ?|,? ?[「『《〈“\"])"
    rf"|{_WORD}(?: {_WORD})?, {_WORD}(?: {_WORD})?[.।] "
)
"""A name in a script without capitals: with a comma or a stop, before a title in quotes."""

_IBID = re.compile(
    r"(?:Ibid|Ibíd|Ibidem|Ebd|Ebenda|Op\. ?cit|A\. ?g\. ?[em]|a\. ?a\. ?O|Tamże|Там само|Там же"
    r"|同上|同前"
    r"|위의 ?[책글]|같은 ?[책글]|المرجع (?:نفسه|السابق)|المصدر (?:نفسه|السابق)"
    r"|نفسه)[.,،、，。]{0,2}.{0,40}"
)
_LAW = re.compile(
    r"\[(?:18|19|20)\d\d\] \d{0,3} ?[A-Z]|\b(?:Act|Order|Regulations|Convention) (?:18|19|20)\d\d"
    r"|\bDz\. ?U\.|Dziennik Ustaw|\bBGBl|\bABl\.|Gazzetta Ufficiale|Bolet[ií]n Oficial"
    r"|Journal officiel"
    r"|Diário (?:Oficial|da República)|Official Journal|Resm[iî] Gazete|Собрание законодательства"
    r"|Відомості Верховної Ради|中华人民共和国.{1,20}法》|」, ?(?:법률|대통령령|조례) ?제"
)
_ARCHIVED = re.compile(
    r"\b(?:Ф|ф)\. ?\d+\.,? ?(?:Оп|оп)\.|\b[A-Z]{1,2}/\d{1,3}/\d{2,},"
    r"|\b(?:Akte|Bl|caja|exp|leg|sygn|cote|dossier|fasc|folder|box)\b\.? \d.{0,40}$"
)
_SIGNAL = re.compile(
    r"(?:Vgl|Siehe|S|See|Cf|Cfr|Véase|Voir|Vedi|Zob|Por|См|Див|Bkz|Ver)(?:\. |: | )(?:auch |also "
    r"|aussi |też "
    r"|także |также |також |anche |también |ayrıca )?(?=[^\W\d_])|(?:انظر|ينظر|راجع):? "
    r"|(?:参见|參見|参照|参看)[:：]?"
)
"""What stands before the work in a note: "See", "Vgl."."""

_ENDS_QUOTED = re.compile(r"[”\"»“][.!?。।]?$")
_SAME = re.compile(
    r"(?:-{2,3}|—{1,3}|–{2,3}|_{3,})[.,]? "
    r"|(?:Ders|Dies|Id|Ead|Idem|Eadem|Tenże|Taż|Он же|Она же|Тот же|Він же|Вона ж|Той самий)[.:,] ?"
)
"""Stands for the author of the entry above."""

_OPENERS = re.compile(
    r"(?:However|Furthermore|Moreover|Meanwhile|Nevertheless|Today|Yesterday|Finally|Therefore"
    r"|Still"
    r"|Indeed|Instead|First|Second|Third|But|And|So|Then|Now|In|On|At|As|For|By|If|When|While|After"
    r"|Before|Since|With|To|From|Yes|No|Of|Here|There|Thus)\b"
)
_VERBS = re.compile(
    r"(?<!\w)(?:is|are|was|were|be|been|has|have|had|will|would|can|could|may|might|should|must|do"
    r"|does|did|said|says|say|told|made|make|makes|became|become|seems?|want(?:s|ed)?|need(?:s|ed)?"
    r"|we|you|I|they|he|she|it|ist|sind|wird|wurde|haben|hat|est|sont|été|était|ont|es|son|fue|han"
    r"|è|sono|stato|ha|hanno|zijn|werd|heeft|är|har|jest|są|był)(?!\w)"
)
_SHORT_FORM = re.compile(  # Roe and Poe, The Great Quay, 12–13.
    rf"(?!.{{80}}|.*\b(?i:fellow|professor|editor|reporter|writer|author|director|analyst)\b)"
    rf"{_NAME}(?: {_NAME}){{0,2}}(?:(?:,| {_AND}) {_NAME}){{0,2}},"
    rf" {_NAME}(?: (?:{_NAME}|{_SMALL}|{_AND})){{1,8}}(?:, \d[\d, –-]*)?\.",
)
_WITHIN = re.compile(
    r"(?:See|See also|Cf\.),? (?:[Cc]hapter|[Ss]ection|[Pp]art|[Nn]ote|p\.) \d.{0,80}"
)
_HTML = re.compile(r"</?(?!https?:)[a-z]", re.IGNORECASE)
_ENTRY_END = re.compile(r"(?:(?<!\b[A-Z])\.|[)\]>/।。]|\d{4})$")
_ADDRESS_WITHIN = re.compile(r"https?://\S")

ENOUGH = 1.0
"""From this score on an item counts as an entry."""

_LONG, _MANY, _SEEN = 70, 5, 2000


@dataclass(frozen=True, slots=True)
class Evidence:
    """`score` sums up all features; `bibliographic`: at least one of them is more than a link.

    A `comment` has verbs, and nothing that names a work.
    """

    score: float
    bibliographic: bool

    comment: bool

    @property
    def enough(self) -> bool:
        return self.score >= ENOUGH


class Weights:
    """The evidence for each item of a text, computed at the first use."""

    def __init__(self, raws: Sequence[str]) -> None:
        self._raws = raws
        self._known: dict[int, Evidence] = {}

    def __getitem__(self, index: int) -> Evidence:
        if index not in self._known:
            self._known[index] = weigh(self._raws[index])
        return self._known[index]


@lru_cache(maxsize=1_024)  # each rule for finding a list needs the same items
def weigh(raw: str) -> Evidence:
    """The evidence for one item, given without its list marker."""
    if _HTML.match(raw):
        return Evidence(0, bibliographic=False, comment=True)
    shown = _plain(westernised(raw[:_SEEN]))
    if _QUOTATION.fullmatch(shown):
        return Evidence(0, bibliographic=False, comment=False)
    address = _ADDRESS.search(shown) is not None
    prose = _QUOTED.sub(" ", _ADDRESS.sub(" ", shown) if address else shown)
    has_digit = _DIGIT.search(shown) is not None
    accessed = (has_digit or address) and _ACCESS.search(prose) is not None
    may_be_dated = has_digit or "n.d." in shown.casefold()
    dated = may_be_dated and _DATE.search(shown) is not None
    year = _YEAR_IN_BRACKETS.search(prose) is not None
    published = has_digit and _PUBLISHER.search(prose) is not None
    published = published or _DOI.search(shown) is not None or "ISBN" in shown
    quoted = _QUOTED.search(shown) is not None
    native = _NATIVE.search(shown) is not None and not _is_told(shown)
    closed = has_digit and (
        _CLOSING_YEAR.search(prose) is not None or _AUTHOR_YEAR.match(shown) is not None
    )
    verbs = min(len(_VERBS.findall(prose)), _MANY)
    cited = has_digit and not verbs and any(sign.search(shown) for sign in (_LAW, _ARCHIVED))
    cited = cited or _IBID.fullmatch(shown) is not None
    fact = cited or address or accessed or dated or year or published or quoted or native or closed
    pages = _PAGES.search(prose) is not None
    event = (has_digit and not (address or accessed)) and (
        _DATE_FIRST.match(shown) is not None or _HOUR.search(prose) is not None
    )
    told = address or accessed or published or year or native or pages
    said = (quoted and not told and _SAID.search(shown) is not None) or (
        not (address or accessed) and _SPOKEN.search(shown) is not None
    )
    named = (
        fact
        and not said
        and (
            _starts_with_name(shown)
            or ((closed or accessed) and not verbs and _COLON.match(shown) is not None)
        )
    )
    score = (
        1.2 * address
        + 1.5 * accessed
        + 1.6 * named
        + 0.8 * quoted
        + 0.6 * (dated or year or closed)
        + 1.6 * native
        + 1.2 * published
        + 1.2 * cited
        + 0.6 * pages
        + 1.0 * (not is_caseless(shown) and _SHORT_FORM.fullmatch(shown) is not None)
        + 0.6 * (_WITHIN.fullmatch(shown) is not None)
        - 0.45 * verbs
        - 1.5 * (len(prose.split()) > _LONG)
        - 1.6 * said
        - 1.6 * event
    )
    bibliographic = not (said or event) and (
        named or accessed or year or published or native or cited or (quoted and dated)
    )
    return Evidence(score, bibliographic, comment=verbs > 0 and not fact)


def starts_entry(line: str) -> bool:
    """Whether a line begins like an entry: with an inverted name, a name and a title, a title."""
    shown = _plain(westernised(line[:_SEEN]))
    opens = re.match(_OPEN, shown) is not None or _SAME.match(shown) is not None
    if not opens and not _starts_with_name(shown):
        return _NATIVE.search(shown) is not None
    return True


def is_caseless(line: str) -> bool:
    """Whether a line is in a script without capitals, which would show where entries begin."""
    return line[:1].isalpha() and not (line[0].islower() or line[0].isupper())


def ends_entry(line: str) -> bool:
    """Whether a line ends like an entry."""
    if _ENTRY_END.search(line):
        return True
    words = line.split()
    last = words[-1] if words and line.endswith(words[-1]) else ""
    return _ADDRESS_WITHIN.search(last) is not None and not last.endswith(";")


def _is_told(shown: str) -> bool:
    """Whether a sentence in Chinese, Japanese or Korean tells something of the work it names."""
    depth = 0
    for mark in _BRACKETS.finditer(shown):
        depth += 1 if mark[0] in "「『《〈（(" else -1
        if depth == 0 and _TELLS.match(shown, mark.end()):
            return True
    return False


def _starts_with_name(noted: str) -> bool:
    signal = _SIGNAL.match(noted)
    shown = noted[signal.end() :] if signal else noted
    if _OPENERS.match(shown):
        return False
    if any(form.match(shown) for form in (_SAME, _INITIALLED, _AUTHOR_YEAR)):
        return True
    if is_caseless(shown):
        return _CASELESS.match(shown) is not None and _ENDS_QUOTED.search(shown) is None
    return any(form.match(shown) for form in (_INVERTED, _NAMED_TITLE, _NAMED_YEAR))


def _plain(raw: str) -> str:
    """An entry without Markdown and with plain spaces; addresses are kept."""
    linked = _LINK.sub(r"\1 \2", raw) if "](" in raw else raw
    marked = "*" in linked or "_" in linked or "\\" in linked
    return " ".join((_EMPHASIS.sub("", linked) if marked else linked).split())
