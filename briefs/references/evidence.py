"""How much an item of a text looks like an entry of a reference list, and on what evidence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefs.references.months import MONTHS

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
