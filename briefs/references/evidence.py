"""Does an item look like an entry.

How much an item of a text looks like an entry of a reference list, and on what evidence.

The words that stand over a reference list, in the languages that newsrooms write in.

What may stand below a reference list: the author's life, rights, things to read next.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefs.references.fields.dates import MONTHS

_NAME = r"[^\W\d_a-z][\w’'.-]*"
_PARTICLE = r"(?:(?:van|von|de|der|den|del|della|di|da|dos|du|la|le|al|el|bin|ibn|ter|ten) ?){0,3}"
_OPEN = '[“"„«‘‹]'
_AND = r"(?:and|&|und|et|y|e|en|och|i|и|та)"
_MONTH = "|".join(sorted((re.escape(name) for name in MONTHS), key=len, reverse=True))
_YEAR = r"(?:1[5-9]|20)\d\d"

_LINK = re.compile(r"!?\[([^\[\]]*)\]\(<?([^()\s<>]*)>?[^()]*\)")
_EMPHASIS = re.compile(r"(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?!\w)|\\(?=[-_*\[\].])")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|„[^“”]*[“”]|«[^»]*»|(?<!\w)‘[^’]*’(?!\w)")
_ADDRESS = re.compile(
    r"https?://\S+|\bwww\.\w\S+|\bdoi:\s?10\.\S+|\b\w[\w-]*\.(?:com|org|gov|net)/\S*"
)
_DOI = re.compile(r"\bdoi\b|\b10\.\d{4,}/", re.IGNORECASE)
_ACCESS = re.compile(
    r"\b(?:accessed|retrieved|last (?:visited|accessed|viewed)|viewed on|date accessed"
    r"|abgerufen|zugriff(?: am)?|aufgerufen|konsultiert|consulté|consultée|page consultée"
    r"|consultad[oa]|acceso|recuperado|accesso|consultato|ultimo accesso|geraadpleegd"
    r"|bezocht op|hämtad|besökt|läst|dostęp|data dostępu|odczyt|дата обращения|доступ|acesso em)\b",
    re.IGNORECASE,
)
_BEFORE_YEAR = rf"\.?,? (?:\d{{1,2}}(?:st|nd|rd|th)?,? )?{_YEAR}\b"
_DATE = re.compile(
    # No word is looked up among the months unless a year comes next.
    rf"(?<!\w)(?=[^\W\d_]+{_BEFORE_YEAR})(?:{_MONTH}){_BEFORE_YEAR}"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th|\.)? (?:of |de )?(?:{_MONTH})\.?,?(?: (?:de )?{_YEAR}\b|(?!\w))"
    rf"|\b{_YEAR}, (?:{_MONTH})\b|\b{_YEAR}-\d\d(?:-\d\d)?\b|\b\d{{1,2}}[./]\d{{1,2}}[./]{_YEAR}\b"
    rf"|\(?\bn\.d\.",
    re.IGNORECASE,
)
_YEAR_IN_BRACKETS = re.compile(rf"\({_YEAR}[a-z]?(?:, [^()]{{3,20}})?\)|\(n\.d\.\)")
_PUBLISHER = re.compile(
    rf"\([^()]*:\s[^()]*{_YEAR}\)|\bPress,? \(?{_YEAR}"
    rf"|[.,] [^\W\d_][^.,:]{{2,40}}: [^:]{{3,60}}, {_YEAR}[.,]"
)
_PAGES = re.compile(
    r"\b(?:vol|no|pp?|ch|chap|sec|art|ed|eds|trans|Const)\.\s|§|\bIbid\b"
    r"|\d\s?\(\d{4}\):|:\s?\d+[–-]\d+"
)
_SMALL = (
    r"(?:of|the|on|for|in|to|at|al\.|eds?\.|with|van|von|de|der|den|des|del|della|di|da|dos|du"
    r"|la|le|el|bin)"
)
_NAMES = rf"{_PARTICLE}{_NAME}(?:[,;]? (?:{_NAME}|{_SMALL}|{_AND})){{0,14}}"
_INVERTED = re.compile(
    rf"{_PARTICLE}{_NAME}(?:[ -]{_NAME}){{0,2}}, {_NAME}(?: {_NAME}){{0,3}}"
    rf"(?=[.,;:(]|$| ?\(|,? {_AND} | {_OPEN})"
)
_NAMED_TITLE = re.compile(rf"{_NAMES}[,.:]? {_OPEN}")
_NAMED_YEAR = re.compile(
    rf"{_NAMES}[,.]? (?:\({_YEAR}[a-z]?(?:, [^()]{{3,20}})?\)|{_YEAR}[a-z]?\.)"
)
_OPENERS = re.compile(
    r"(?:However|Furthermore|Moreover|Meanwhile|Nevertheless|Today|Yesterday|Finally|Therefore|Still"
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
_ENTRY_END = re.compile(r"(?:(?<!\b[A-Z])\.|[)\]>/]|\d{4}|https?://\S+(?<!;))$")

ENOUGH = 1.0
"""From this score on an item is taken for an entry."""

_LONG, _MANY, _SEEN = 70, 5, 2000


@dataclass(frozen=True, slots=True)
class Evidence:
    """`score` weighs all signs; `bibliographic` says that one is there that links alone lack.

    A `comment` has verbs, and nothing that names a work.
    """

    score: float
    bibliographic: bool

    comment: bool

    @property
    def enough(self) -> bool:
        return self.score >= ENOUGH


class Weights:
    """The evidence for each item of a text, weighed when it is first asked for."""

    def __init__(self, raws: Sequence[str]) -> None:
        self._raws = raws
        self._known: dict[int, Evidence] = {}

    def __getitem__(self, index: int) -> Evidence:
        if index not in self._known:
            self._known[index] = weigh(self._raws[index])
        return self._known[index]


@lru_cache(maxsize=1_024)  # each rule for finding a list weighs the same items
def weigh(raw: str) -> Evidence:
    """Weigh one item, given without its list marker."""
    if _HTML.match(raw):
        return Evidence(0, bibliographic=False, comment=True)
    shown = _plain(raw[:_SEEN])
    address = _ADDRESS.search(shown) is not None
    prose = _QUOTED.sub(" ", _ADDRESS.sub(" ", shown) if address else shown)
    accessed = _ACCESS.search(prose) is not None
    dated = _DATE.search(shown) is not None
    year = _YEAR_IN_BRACKETS.search(prose) is not None
    published = _PUBLISHER.search(prose) is not None or _DOI.search(shown) is not None
    quoted = _QUOTED.search(shown) is not None
    fact = address or accessed or dated or year or published or quoted
    named = fact and _starts_with_name(shown)
    verbs = min(len(_VERBS.findall(prose)), _MANY)
    score = (
        1.2 * address
        + 1.5 * accessed
        + 1.6 * named
        + 0.8 * quoted
        + 0.6 * (dated or year)
        + 1.2 * published
        + 0.6 * (_PAGES.search(prose) is not None)
        + 1.0 * (_SHORT_FORM.fullmatch(shown) is not None)
        + 0.6 * (_WITHIN.fullmatch(shown) is not None)
        - 0.45 * verbs
        - 1.5 * (len(prose.split()) > _LONG)
    )
    bibliographic = named or accessed or year or published or (quoted and dated)
    return Evidence(score, bibliographic, comment=verbs > 0 and not fact)


def starts_entry(line: str) -> bool:
    """Whether a line begins as entries do: with an inverted name, a name and a title, a title."""
    shown = _plain(line[:_SEEN])
    return re.match(_OPEN, shown) is not None or _starts_with_name(shown)


def ends_entry(line: str) -> bool:
    """Whether a line ends as entries do."""
    return _ENTRY_END.search(line) is not None


def _starts_with_name(shown: str) -> bool:
    if _OPENERS.match(shown):
        return False
    return any(form.match(shown) for form in (_INVERTED, _NAMED_TITLE, _NAMED_YEAR))


def _plain(raw: str) -> str:
    """An entry without its Markdown, addresses kept, and with plain spaces."""
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
    """.replace("\n", ";").split(";")
    if line.strip()
)
_LONGEST = 60
_NUMBERING = re.compile(r"(?:\d{1,2}|[ivxIVX]{1,4})[.)]?\s+")
_ATX = re.compile(r"#{1,6}\s+\S")
_BOLD = re.compile(r"(\*\*|__)[^*_]+\1:?\s*$")


def names_list(line: str) -> bool:
    """Whether a whole line is a heading of a reference list: "## Works cited", "SOURCES:"."""
    if len(line) >= _LONGEST:
        return False
    words = line.strip().lstrip("#").strip().strip("*_=").strip().rstrip(":").strip("*_ ")
    words = _NUMBERING.sub("", words, count=1)
    return " ".join(words.replace("&", "and").casefold().split()) in _CASEFOLDED


_CASEFOLDED = frozenset(word.casefold() for word in _WORDS)


def is_marked(line: str) -> bool:
    """Whether a line is marked as a heading of whatever: "## What next", "**What next**"."""
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
    r"|analyst|researcher|journalist|reporter|correspondent|editor|writer|columnist|director|scholar|author"
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
    """Whether a paragraph is but a line drawn across the page: "---", "* * *"."""
    return _RULE.match(raw) is not None
