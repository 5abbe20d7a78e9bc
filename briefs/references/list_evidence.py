"""How strongly an item of a text resembles an entry of a reference list, and by which features.

Also the headings of reference lists in many languages, and the signs of what may follow a list: a
note on the author, rights, further reading.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefs.references.fields.dates import MONTHS
from briefs.references.fields.urls import ACCESSED, ACCESSED_ABROAD
from briefs.references.parsed_fields import westernised

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
_YEAR_IN_BRACKETS = re.compile(rf"\({_YEAR}[a-z]?(?:, [^()]{{3,20}})?\)|\(n\.d\.\)")
_PUBLISHER = re.compile(
    rf"\([^()]*:\s[^()]*{_YEAR}\)|\bPress,? \(?{_YEAR}"
    rf"|(?:[.,]| [–—-]) [^\W\d_][^,:]{{0,40}}?(?: ?: |, )[^:,]{{2,60}},? {_YEAR}(?:[.,।:]|$)"
)
_CLOSING_YEAR = re.compile(rf"[,.:] ?{_YEAR}[a-z]?(?:[.।]?$|[.,] (?:pp?|s|S|с|С|nr|n)\b)")
_NATIVE = re.compile(
    r"\S // \S"  # GOST: an article in a journal
    r"|\[(?:[MJCNDRSPZ]|[A-Z]{1,2}/[A-Z]{2})\]"  # GB/T 7714: what kind of work it is
    r"|^[^。「『《〈“”]{0,24}[「『《〈][^」』》〉]{2,100}[」』》〉][,、，.]? ?"
    r"(?:[『《〈]|[^。と「『]{0,30}(?:19|20)\d\d|[^。と「『]{0,30}https?:)"
    r"|^[^。「『《〈“”]{0,24}[“\"][^“”\"]{2,100}[”\"][,，.] ?[^。“”]{1,40}(?:19|20)\d\d"
)
_QUOTATION = re.compile(r"[^“„«\"「]{3,120}[:：]\s?[“„«\"「][^“”„«»\"]+[”“»\"」][.!?。।]?")
_SAID = re.compile(
    rf"(?<!\w)(?!(?:in|on|en|из|у|v|w)\b)[{_SMALL_LETTERS}]{{2,}}:\s?[“„«\"「]"
    rf"|[,!?…][”\"»“]\s(?!(?:in|trans|tr|eds?|accessed|last|vol|no|pp?|with|by|from|on|at|the|of"
    rf"|for|to"
    r"|presented|paper|unpublished|doctoral|master|modified|translated|retrieved|available|archived"
    r"|interview|arxiv|op|ibid|cited|quoted|reprinted|introduction|foreword|blog|video|podcast"
    r"|report|press"
    rf"|zuletzt|abgerufen|hrsg|hg|dans|consulté|consultado|aufgerufen|bearb|übers)\b)"
    rf"[{_SMALL_LETTERS}]{{2,}}"
    rf"|[”»][,—–-]?\s(?:и|та|но|а|але|und|et|y|e|and|but)\s[{_SMALL_LETTERS}]{{2,}}",
)
"""A word of saying before or after quotation marks: the quotation is somebody's speech."""

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
_INITIAL = r"[A-ZÀ-ÞА-ЯЁІЇЄҐ]\."
_FAMILY = r"[A-ZÀ-ÞĀ-Žİ-ŞА-ЯЁІЇЄҐ][^\W\d_A-Z]+(?:-[^\W\d_]+)?"
_INITIALLED = re.compile(
    rf"{_FAMILY},? (?:{_INITIAL} ?){{1,3}}|(?:{_INITIAL} ?-?){{1,3}}{_FAMILY}(?:,| and | e | i "
    rf"| y | и )"
    rf"|{_FAMILY}, {_FAMILY}(?: {_FAMILY})?(?: ?\((?:Hrsg|Hg)\.\))?:"
    rf"|[A-ZÀ-Þ]{{2,}}(?: [A-ZÀ-Þ]{{2,}})*(?:, {_FAMILY}|\.) "
    rf"|[^\W\d_]+ \((?:Hrsg|Hg)\.\):"
)
_WORD = r"[^\s,.:;।\"«»“”„()]+"
_CASELESS = re.compile(
    rf"{_WORD}(?: {_WORD}){{0,4}}(?:, {_WORD}(?: {_WORD}){{0,2}}[.।]?|[.,।])"
    rf" ?(?:\(\d{{4}}\)[.,]? ?)?[\"«“„]|{_WORD}(?: {_WORD})?, {_WORD}(?: {_WORD})?[.।] "
)
"""A name in a script without capitals: with a comma or a stop, before a title in quotes."""

_ENDS_QUOTED = re.compile(r"[”\"»“][.!?。।]?$")
_SAME = re.compile(r"(?:-{2,3}|—{1,3}|–{2,3}|_{3,})[.,]? ")
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
    accessed = _ACCESS.search(prose) is not None
    dated = _DATE.search(shown) is not None
    year = _YEAR_IN_BRACKETS.search(prose) is not None
    published = _PUBLISHER.search(prose) is not None or _DOI.search(shown) is not None
    quoted = _QUOTED.search(shown) is not None
    native = _NATIVE.search(shown) is not None
    closed = _CLOSING_YEAR.search(prose) is not None
    fact = address or accessed or dated or year or published or quoted or native or closed
    pages = _PAGES.search(prose) is not None
    told = address or accessed or published or year or native or pages
    said = quoted and not told and _SAID.search(shown) is not None
    named = fact and not said and _starts_with_name(shown)
    verbs = min(len(_VERBS.findall(prose)), _MANY)
    score = (
        1.2 * address
        + 1.5 * accessed
        + 1.6 * named
        + 0.8 * quoted
        + 0.6 * (dated or year or closed)
        + 1.6 * native
        + 1.2 * published
        + 0.6 * pages
        + 1.0 * (_SHORT_FORM.fullmatch(shown) is not None)
        + 0.6 * (_WITHIN.fullmatch(shown) is not None)
        - 0.45 * verbs
        - 1.5 * (len(prose.split()) > _LONG)
        - 1.6 * said
    )
    bibliographic = not said and (
        named or accessed or year or published or native or (quoted and dated)
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


def _starts_with_name(shown: str) -> bool:
    if _OPENERS.match(shown):
        return False
    if _SAME.match(shown) or _INITIALLED.match(shown):
        return True
    if is_caseless(shown):
        return _CASELESS.match(shown) is not None and _ENDS_QUOTED.search(shown) is None
    return any(form.match(shown) for form in (_INVERTED, _NAMED_TITLE, _NAMED_YEAR))


def _plain(raw: str) -> str:
    """An entry without Markdown and with plain spaces; addresses are kept."""
    linked = _LINK.sub(r"\1 \2", raw) if "](" in raw else raw
    marked = "*" in linked or "_" in linked or "\\" in linked
    return " ".join((_EMPHASIS.sub("", linked) if marked else linked).split())


_WORDS = frozenset(
    line.strip()
    for line in """
    references; reference; reference list; list of references; references and notes
    references and further reading; references cited; sources; source; source list
    source notes; sources cited; sources and notes; sources and further reading
    sources and references; works cited; work cited; works consulted; literature
    literature cited; bibliography; select bibliography; selected bibliography; notes
    notes and references; notes and sources; endnotes; end notes; footnotes; citations
    cited works; further reading; links and references; quellen; quelle; quellenverzeichnis
    quellenangaben; quellennachweise; quellen und literatur; literatur; literaturverzeichnis
    literaturangaben; literatur und quellen; einzelnachweise; nachweise; belege; anmerkungen
    fußnoten; endnoten; referenzen; weiterführende literatur; références
    références bibliographiques; références citées; liste des références; bibliographie
    notes et références; notes de bas de page; ouvrages cités; pour aller plus loin
    sources citées; referencias; referencias bibliográficas; fuentes; fuentes consultadas
    fuentes citadas; bibliografía; notas; notas y referencias; notas al pie; obras citadas
    trabajos citados; lecturas adicionales; lecturas recomendadas; riferimenti
    riferimenti bibliografici; fonti; bibliografia; note; note e riferimenti; opere citate
    letture consigliate; note a piè di pagina; bronnen; bronnenlijst; bronvermelding
    bronvermeldingen; referenties; literatuur; literatuurlijst; bibliografie; noten; voetnoten
    eindnoten; verder lezen; geraadpleegde bronnen; källor; källförteckning; referenser
    referenslista; litteratur; litteraturförteckning; noter; fotnoter; slutnoter
    vidare läsning; källor och litteratur; źródła; przypisy; przypisy końcowe; literatura
    odnośniki; przypisy i źródła; wykaz źródeł; bibliografia i źródła; źródła i przypisy
    источники; список источников; литература; список литературы; использованная литература
    использованные источники; примечания; ссылки; сноски; библиография; источники и литература
    referências; referências bibliográficas; fontes; notas e referências; obras consultadas
    джерела; список джерел; посилання; література; список літератури; примітки
    list of sources; list of works cited; works referenced; annotated bibliography
    sources consulted; sources and links; quellen und anmerkungen; weblinks; quellennachweis
    quellen- und literaturverzeichnis; literatur- und quellenverzeichnis; verwendete literatur
    verwendete quellen; internetquellen; bibliographie; bibliografie; literaturnachweise
    weiterführende links; sources et références; bibliographie et sitographie; sitographie
    webographie; sources consultées; sources bibliographiques; bibliographie sélective
    notes et sources; fuentes y referencias; fuentes bibliográficas; bibliografía consultada
    bibliografía y fuentes; referencias y notas; webgrafía; bibliografía y webgrafía
    bibliografia consultada; fontes consultadas; notas de rodapé; webgrafia; fontes e referências
    sitografia; bibliografia e sitografia; note e fonti; fonti e riferimenti
    fonti bibliografiche; bibliografia essenziale; netografia; wykaz literatury
    spis literatury; źródła internetowe; literatura i źródła
    список использованных источников; список использованной литературы
    библиографический список; список источников и литературы; список литературы и источников
    список использованных источников и литературы; литература и источники
    список цитируемой литературы; библиографические ссылки; источники информации
    список використаних джерел; список використаної літератури; перелік посилань
    бібліографія; використані джерела; використана література; джерела та література
    джерела і література; список використаних джерел і літератури; список посилань
    список використаних джерел та літератури; бібліографічний список; перелік джерел
    المراجع; المصادر; المراجع والمصادر; المصادر والمراجع; قائمة المراجع; قائمة المصادر
    قائمة المصادر والمراجع; قائمة المراجع والمصادر; الهوامش; الحواشي; ثبت المصادر
    ثبت المراجع; ثبت المصادر والمراجع; مراجع; مصادر; هوامش; الإحالات; البيبليوغرافيا
    منابع; منابع و مآخذ; فهرست منابع; مآخذ; پانویس; پانوشت; پی‌نوشت; پی‌نوشت‌ها; کتاب‌شناسی
    یادداشت‌ها; منابع و ارجاعات; संदर्भ; सन्दर्भ; संदर्भ सूची; सन्दर्भ सूची; ग्रंथ सूची; स्रोत
    टिप्पणियाँ; संदर्भ ग्रंथ; संदर्भ ग्रंथ सूची; 参考文献; 参考资料; 參考文獻; 參考資料; 参考书目
    參考書目; 引用文献; 资料来源; 資料來源; 来源; 來源; 注释; 註釋; 脚注; 尾注; 主要参考文献; 注
    延伸阅读; 延伸閱讀; 出典; 注釈; 註; 参考; 参考資料; 引用・参考文献; 参考文献一覧; 参照文献; 文献
    출처; 참고문헌; 참고 문헌; 참고자료; 참고 자료; 인용문헌; 각주; 주석; 미주; 자료 출처
    kaynakça; kaynaklar; kaynak; referanslar; dipnotlar; bibliyografya; yararlanılan kaynaklar
    notlar; zdroje; použitá literatura; použité zdroje; kilder; kildeliste; litteraturliste
    referanser; surse; referințe; πηγές; βιβλιογραφία; παραπομπές; σημειώσεις; מקורות
    ביבליוגרפיה; források; irodalomjegyzék; lähteet; daftar pustaka; tài liệu tham khảo
    """.replace("\n", ";").split(";")
    if line.strip()
)
_LONGEST = 60
_NUMBERING = re.compile(r"(?:\d{1,2}|[ivxIVX]{1,4})[.)]?\s+")
_ATX = re.compile(r"#{1,6}\s+\S")
_BOLD = re.compile(r"(\*\*|__)[^*_]+\1:?\s*$")


def names_list(line: str) -> bool:
    """Whether the whole line is the heading of a reference list: "## Works cited", "SOURCES:"."""
    if len(line) >= _LONGEST:
        return False
    return _heading(line) in _CASEFOLDED


def surely_names_list(line: str) -> bool:
    """Whether only a list of works can follow such a heading: "Bibliography"."""
    return _SURELY.search(_heading(line)) is not None


def _heading(line: str) -> str:
    words = line.strip().lstrip("#").strip().strip("*_=【】").strip().rstrip(":：").strip("*_ ")
    words = _NUMBERING.sub("", words, count=1).replace("&", "and").replace("\u200c", "")
    return " ".join(words.casefold().split())


_CASEFOLDED = frozenset(word.casefold().replace("\u200c", "") for word in _WORDS)
_SURELY = re.compile(
    r"referenc|bibliogr|works cited|literature cited|verzeichnis|riferimenti|referências|библиограф"
    r"|бібліограф|^список|^перелік|^wykaz|^spis|参考|參考|引用文献|참고|kaynakça|قائمة|ثبت|المراجع|فهرست"
    r"|संदर्भ|सन्दर्भ|ग्रंथ"
)


def is_marked(line: str) -> bool:
    """Whether a line is marked as any heading: "## What next", "**What next**"."""
    return _ATX.match(line) is not None or _BOLD.match(line) is not None


_TRAILER = re.compile(
    r"^(?:©|\(c\)\s|copyright\b|all rights reserved|licen[cs]ed under|about the authors?\b"
    r"|about us\b|author bio|share (?:this|on|via)\b|follow (?:us|him|her|them|the author)\b"
    r"|subscribe\b|sign up\b|newsletter\b|related\b|read (?:more|next|also)\b"
    r"|more (?:from|on|about)\b"
    r"|see also\b.{0,3}$|you may also like\b|recommended\b|popular\b|most read\b|tags?:"
    r"|topics?:|filed under\b"
    r"|categor(?:y|ies):|comments?\b.{0,20}$|contact\b|disclaimer\b|disclosure\b|correction\b"
    r"|editor[’']s note|the views?\b|the opinions?\b|views expressed|opinions expressed"
    r"|this (?:article|piece|post|analysis|essay|work|commentary|report)\b"
    r"|originally (?:published|appeared)|first published|acknowledge?ments?\b|image credits?\b"
    r"|photo(?: credits?)?:|previous\b.{0,40}$|next\b.{0,40}$|back to\b|print\b.{0,20}$"
    r"|email\b.{0,20}$"
    r"|über de[nr] autor|alle rechte vorbehalten|tous droits réservés|à propos de l|sobre el autor"
    r"|todos los derechos|tutti i diritti|over de auteur|om författaren|o autorze|об авторе)"
    r"|\ball rights reserved\b"
    r"|\b(?:is|was|are) (?:an?|the|based|currently|also)\b.{0,80}\b(?:fellow|professor|lecturer"
    r"|analyst|researcher|journalist|reporter|correspondent|editor|writer|columnist|director"
    r"|scholar|author"
    r"|student|candidate|expert|consultant|contributor|historian|economist|member|co-?founder)\b"
    r"|\b(?:writes (?:about|on|for)|lives in|is based in|views expressed (?:here|in))\b",
    re.IGNORECASE,
)
_RULE = re.compile(r"[\W_]*$")
_MARKUP = re.compile(r"^[#*_>\s]+")


def is_trailer(raw: str) -> bool:
    """Whether a paragraph is of the kind that follows a piece."""
    return _TRAILER.search(_MARKUP.sub("", raw[:400])) is not None


def is_rule(raw: str) -> bool:
    """Whether a paragraph is only a horizontal rule: "---", "* * *"."""
    return _RULE.match(raw) is not None
