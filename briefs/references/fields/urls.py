"""Finds the addresses and the access notices of an entry.

Addresses are plain URLs, Markdown links, addresses without a scheme, and archive links that contain
any of these. Notices say when the source was accessed or updated, and where it is available.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit

from briefs.model import PartialDate, Span
from briefs.references.fields import dates
from briefs.references.fields.titles import ADDRESS, BREAK, quoted

_URL = r"(?:https?://|www\.)[^\s<>\"“”„«»「」『』《》（），。；、]{1,2000}"
_SITE = r"(?<![\w@./:-])(?:[a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])?\.){1,5}[a-z]{2,24}"
_WITHOUT_SCHEME = (
    # MLA omits the scheme: "vox.com/a/b", and at the end, after a comma, "moma.org".
    rf"{_SITE}/[^\s<>\"“”„«»]{{0,2000}}|(?<=, ){_SITE}(?=\.?$|\.? (?:[Aa]ccessed|[Rr]etrieved)\b)"
)
_LINK = (
    r"\[(?P<label>[^\[\]]{0,400}(?:\[[^\[\]]{0,200}\][^\[\]]{0,200}){0,3})\]"
    r"\(<?(?P<target>(?:https?://|www\.)(?:[^\s()<>]|\([^\s()<>]{0,200}\)){1,2000})>?"
    r"(?:[ ]\"[^\"]{0,200}\")?\)"
)
_ANY = re.compile(rf"(?i:{_LINK}|<?(?P<plain>{_URL})>?)|<?(?P<bare>{_WITHOUT_SCHEME})>?")
_COLON_BEFORE_ADDRESS = re.compile(rf"(?<=[*_”»]): (?={ADDRESS})")
_TITLE_MARKS = re.compile('[“”"„«»]')
_ARCHIVE = re.compile(
    r"https?://(?:web\.archive\.org|archive\.(?:ph|today|is)|perma\.cc)/"
    r"(?:(?:web/)?\d{4,14}[a-z_]*/(?P<inner>(?:https?:/+|www\.).+))?",
    re.IGNORECASE,
)
_EASTERN_VISIT = re.compile(r"[(\[](?:19|20)\d\d[年년.].*$")
_BARE_SITE = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_SAYS_NOTHING = frozenset(
    {"", "link", "url", "here", "source", "online", "pdf", "archived", "↩", "↩︎"}
)
_INVITES = re.compile(
    r"(?:view|watch|read|open|download|see|visit|click|go to|zum|ver|voir|lire|смотреть|читать)"
    r"(?: (?:the |on |here|full |more)?[\w.]+){0,2}",
    re.IGNORECASE,
)
"""The words of a link that ask to follow it: "View Course", "Watch on YouTube"."""
_TELLING = 6
_LONG = 5
_CLOSERS = {")": "(", "]": "[", "}": "{"}


@dataclass(frozen=True, slots=True)
class Addresses:
    """A text without its addresses, and the addresses.

    `label` is the text of the first Markdown link, as a span of `text`, if it says more than its
    address; `others` counts the addresses of further sources, which are dropped. `kind` is the CSL
    type that a description in brackets implied, and `described` is where in `text` it stood.
    """

    text: str
    url: str | None = None
    archive_url: str | None = None
    label: Span | None = None
    others: int = 0
    kind: str | None = None
    described: int | None = None


def take_addresses(text: str) -> Addresses:
    """Remove every address from a cleaned text, and keep the first as the entry's own."""
    kept = ""
    urls: list[str] = []
    label: Span | None = None
    at = 0
    for match in _ANY.finditer(text):
        if match["bare"] and "/" not in match["bare"] and urls:
            continue
        plain = match["plain"] or match["bare"]
        if plain and (
            _is_in_title(text, match.start())
            or (plain[0] == "W" and _BARE_SITE.match(plain) and _ANY.search(text, match.end()))
        ):
            continue
        kept += text[at : match.start()]
        at = match.end()
        if plain:
            url = _trimmed(plain)
            at = match.start("plain" if match["plain"] else "bare") + len(url)
            at += text[at : at + 1] == ">"
        else:
            url = _trimmed(match["target"])
            wording = _wording(match["label"], url)
            if label is None and wording and not _BARE_SITE.fullmatch(wording):
                label = Span(len(kept), len(kept) + len(wording))
            kept += wording
        kept += ADDRESS
        urls.append(url)
    own = [url for url in urls if not _ARCHIVE.match(url)]
    own = [url for url in own if not _BARE_SITE.fullmatch(url)] or own
    archived = next((url for url in urls if _ARCHIVE.match(url)), None)
    original = _ARCHIVE.match(archived) if archived else None
    return Addresses(
        text=_COLON_BEFORE_ADDRESS.sub(", ", kept + text[at:]),
        url=own[0] if own else original["inner"] if original else None,
        archive_url=archived,
        label=label,
        others=len(set(own[1:]) - set(own[:1])),
    )


def hosts(url: str | None, name: str) -> bool:
    """Whether the host of `url` contains `name`: "Inside Higher Ed" and www.insidehighered.com."""
    host = _host(url)
    words = _words(name)
    squeezed = "".join(words)
    return len(squeezed) > 1 and (
        squeezed in re.sub(r"\W", "", host)
        or any(len(word) >= _TELLING and word in host for word in words[:2])
    )


def is_site(url: str | None, name: str) -> bool:
    """Whether the host of `url` consists of all words of `name`: "Green Quay", greenquay.org."""
    host = re.sub(r"\W", "", _host(url))
    words = _words(name)
    squeezed = "".join(words)
    return len(squeezed) >= _TELLING and (
        squeezed in host or all(len(word) >= _LONG and word in host for word in words)
    )


def _words(name: str) -> list[str]:
    """The words of a name without accents, as addresses have them."""
    if not name.isascii():
        decomposed = unicodedata.normalize("NFD", name)
        name = "".join(char for char in decomposed if not unicodedata.combining(char))
    return re.findall(r"[^\W_]+", name.casefold().removeprefix("the "))


def is_host(url: str | None, name: str) -> bool:
    """Whether `name` is the host of `url` without its suffix: "EFF", www.eff.org."""
    return name.casefold() in {_host(url), _host(url).split(".")[0]}


def _host(url: str | None) -> str:
    bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", url or "", flags=re.IGNORECASE)
    return bare.split("/")[0].casefold()


def _is_in_title(text: str, at: int) -> bool:
    """Whether an address is among the words of a quoted title: “Read https://… first”."""
    if _TITLE_MARKS.search(text, 0, at) is None:
        return False
    for quote in quoted(text):
        if quote.inner.start <= at < quote.inner.end:
            return any(map(str.isalpha, text[quote.inner.start : at]))
    return False


def _trimmed(url: str) -> str:
    """The URL without the punctuation of its sentence, or a date of access set close to it."""
    url = _EASTERN_VISIT.sub("", url)
    while url:
        last = url[-1]
        opener = _CLOSERS.get(last)
        if last in ".,;:!?'’‘*" or (opener and url.count(opener) < url.count(last)):
            url = url[:-1]
        else:
            break
    return url


def _wording(label: str, url: str) -> str:
    """The words of a link's label that its address does not contain."""
    wording = label.strip(" *_")
    if wording.casefold().removeprefix("www.") == _host(url):
        return ""
    if wording.casefold() in _SAYS_NOTHING or _INVITES.fullmatch(wording):
        return ""
    if re.match(r"https?:|www\.", wording, re.IGNORECASE):
        return ""
    return "" if wording.rstrip("/") in url and "/" in wording else wording


ACCESSED = (
    r"(?:last )?(?:accessed|retrieved|consulted|viewed|visited|cited(?= \d{4} )"
    r"|access(?:ed)? date|access(?=:)|(?<=\[)cited(?= \d))"
)
ACCESSED_ABROAD = (
    # German, French, Spanish, Italian, Portuguese, Dutch, Swedish, Polish, Russian, Ukrainian,
    # Turkish, Arabic, Persian, Hindi
    r"(?:zuletzt )?(?:abgerufen|zugegriffen|geprüft|besucht|aufgerufen|eingesehen)"
    r"|(?:letzter )?(?:zugriff|abruf)|letzter aufruf|(?:page )?consulté?e?s?|date de consultation"
    r"|consultad[oa]s?|fecha de (?:consulta|acceso)|último acceso|recuperado"
    r"|consultato|repéré|en ligne(?= \(\d)|citation(?= : \d)"
    r"|(?:ultimo|data di) accesso|ultima consultazione|acesso|acessado|consulta"
    r"|ac+edido|cit\.(?= ?\d)|citov\.|cited?(?= \d{4}-)|staženo"
    r"|visitad[oa]|visitato|ultima visita|data de acesso|ostatni dostęp|citováno|viitattu"
    r"|besøgt|lastet ned|luettu|hentet|elérés|accesat"
    r"|geraadpleegd|bezocht|hämtad|hämtat|läst|(?:data )?dostępu?|data odczytu"
    r"|(?:дата обращения|дата доступа|дата звернення|дата перегляду)"
    r"|검색일|접속일|(?:最終)?閲覧日?|アクセス日|访问(?:日期|时间)|检索日期|引用日期"
    r"|erişim(?: tarihi)?|son erişim|تاريخ (?:الاطلاع|الاطّلاع|الوصول|الزيارة|الدخول)|اطلع عليه"
    r"|شوهد|تم الاطلاع عليه|تاریخ (?:دسترسی|بازدید|مراجعه)|अभिगमन तिथि"
)
_UPDATED = (
    r"(?:dernière modifi[ck]a?tion|última (?:modificación|edición)|ultima modifica|letzte änderung)"
    r"(?: de la page)?|(?:last )?(?:updated|modified|revised|reviewed)|(?:content )?current"
    r"|(?:zuletzt )?aktualisiert|stand|mis à jour|actualizado|aggiornato|atualizado|bijgewerkt"
    r"|uppdaterad|обновлено|оновлено"
)
_ARCHIVED = (
    r"archived(?: from the original)?|archiviert(?: vom original)?"
    r"|archivado(?: desde el original)?|archivé(?: depuis l[’']original)?"
    r"|archiviato(?: dall[’']url originale)?|arquivado(?: do original)?"
    r"|zarchiwizowane(?: z (?:tego )?adresu)?|архивировано(?: из (?:перво)?источника)?"
)
_NOTICE = re.compile(
    r"[(\[]?(?<!\w)(?:"
    rf"(?P<accessed>{ACCESSED}|(?<=[.,] )web\.(?= \d{{1,2}} \w{{3,9}}\.? \d{{4}}\.?$))"
    rf"|(?P<abroad>{ACCESSED_ABROAD})|(?P<updated>{_UPDATED})"
    rf"|(?:{_ARCHIVED})"
    r")(?!\w)(?:[ ]?[:,]|[ ](?:on|as of|at|am|le|el|il|op|em|den|dnia|vom|в|على|في|بتاريخ)(?!\w))*"
    r"[ ]?[\[(]?"
)
_WHERE = re.compile(
    r"(?:\[online\][.:,]?[ ]?)?(?<!\w)(?:"
    r"(?:online )?(?:available|verfügbar|abrufbar)(?: online)?(?: at| from| via| unter)?"
    r"|(?:accessed |retrieved |downloaded )?(?:from|at)|retrieved|url|link"
    r"|(?:online |zu finden )?unter|online im internet|online|disponible (?:en|sur|à)"
    r"|disponível em|disponibile (?:su|a|in|all[’']indirizzo)|beschikbaar op"
    r"|tillgänglig(?:t)? (?:på|via)|en ligne|en l[íi]n[ei]a|disponible a|located (?:at|in)"
    r"|(?:abgerufen|heruntergeladen)(?: von| unter)?|(?:recuperado|obtenido|tomado"
    r"|extraído)(?: de| em)"
    r"|(?:retirado|obtido)(?: de| em)|(?:repéré|consulté|récupéré|tiré)(?: à| sur| de| du)"
    r"|recuperato da|reperibile (?:su|in)|pobrano z|dostupné (?:z|na)(?: www)?|dostupný z|elérhető"
    r"|dostępn[aey]?(?: (?:na|w|pod adresem|online))?"
    r"|dostęp"
    r"|режим доступ[ау]|доступно (?:по адресу|на)|получено с|erişim(?: adresi)?"
    r"|al[ıi]nd[ıi]ğ[ıi] yer"
    r"|متاح (?:على|عبر|في)(?: الرابط)?|الرابط|رابط|دسترسی در|(?<=[ ,])(?:from|von|de|da|do|z|с|із)"
    rf"|[–—-] via)[ ]?[:,]?[ ]?(?=[(<\[]?{ADDRESS})|\[online\]"
)
"""These two are looked for in lower case: `re` tries words without case three times as slowly."""

_TURKISH = re.compile(
    rf"(?P<date>\d{{1,2}} [^\W\d_]{{3,8}} \d{{4}}) tarihinde {ADDRESS} ?adresinden [^\W\d_]{{5,16}}"
)
_RETRIEVED_BEHIND = re.compile(rf"retrieved from [^{ADDRESS}]{{3,120}}{ADDRESS}, ")
_AFTER_ADDRESS = re.compile(rf"(?<={ADDRESS})[.,>]{{0,2}}[ ]?[(\[]")


@dataclass(frozen=True, slots=True)
class Notices:
    """A text without its notices, and their dates.

    `day_first`: a notice is in a language whose numeric dates begin with the day.
    """

    text: str
    accessed: PartialDate | None = None
    updated: PartialDate | None = None
    day_first: bool = False


@lru_cache(maxsize=8)  # each reader of an entry parses the same texts
def take_notices(text: str) -> Notices:
    """Remove the notices from a text whose addresses were removed already.

    A date in brackets right after an address, "https://… (June 16, 2016)", is a date of access.
    """
    accessed = updated = None
    day_first = False
    cuts: list[tuple[int, int]] = []
    if "adresinden" in text and (turkish := _TURKISH.search(text)):
        accessed = dates.parse(turkish["date"])
        cuts.append(turkish.span())
    for match in _NOTICE.finditer(_lower(text)):
        day_first = day_first or bool(match["abroad"])
        dated = dates.at(text, match.end(), day_first=day_first)
        if dated is None:
            continue
        cuts.append((match.start(), dated.end))
        if match["accessed"] or match["abroad"]:
            accessed = dated.iso
        elif match["updated"]:
            updated = dated.iso
    if "retrieved from" in text and (behind := _RETRIEVED_BEHIND.search(text)):
        dated = dates.at(text, behind.end())
        if dated and accessed is None:  # retrieved from a bank of data; address, May 3, 2021
            cuts.append((behind.end(), dated.end))
            accessed = dated.iso
    for match in _AFTER_ADDRESS.finditer(text):
        dated = dates.at(text, match.end(), day_first=day_first)
        if accessed is None and dated and text[dated.end : dated.end + 1] in {")", "]"}:
            cuts.append((match.start(), dated.end))
            accessed = dated.iso
    text = _without(text, cuts)
    at = 0
    kept = ""
    for match in _WHERE.finditer(_lower(text)):
        kept += text[at : match.start()] + BREAK
        at = match.end()
    return Notices(kept + text[at:], accessed, updated, day_first)


def _lower(text: str) -> str:
    """A text in lower case, of the same length: "İ" alone would be two characters."""
    return text.replace("İ", "i").lower()


def _without(text: str, cuts: list[tuple[int, int]]) -> str:
    kept = []
    at = 0
    for start, end in sorted(cuts):
        kept.append(text[at:start])
        at = end + (text[end : end + 1] in {")", "]"})
    return BREAK.join([*kept, text[at:]])


_TRACKING = re.compile(
    r"utm_\w+|[fgd]clid|fbclid|mc_[ce]id|igshid|smid|smtyp|ocid|cmpid|ns_\w+|ref_src|sr|_r",
    re.IGNORECASE,
)

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def url_key(url: str) -> str:
    """An address without the parts that do not change where it leads.

    Scheme, "www.", fragment, a final slash, the host's capitals and tracking parameters are
    removed. The key is for comparison, never for requests.
    """
    try:
        parts = urlsplit(with_scheme(url))
        wanted = [
            (name, value)
            for name, value in parse_qsl(parts.query, keep_blank_values=True)
            if not _TRACKING.fullmatch(name)
        ]
    except ValueError:
        return url.casefold()
    query = f"?{urlencode(sorted(wanted))}" if wanted else ""
    return f"{parts.netloc.casefold().removeprefix('www.')}{parts.path.rstrip('/')}{query}"


def with_scheme(url: str) -> str:
    """The address with a scheme: authors omit "https://"."""
    return url if _SCHEME.match(url) else f"https://{url}"
