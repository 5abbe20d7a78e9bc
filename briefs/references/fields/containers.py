"""Reads the part of an entry after the title: container, publisher and date."""

import re
from dataclasses import dataclass

from briefs.model import PartialDate
from briefs.references.fields import dates
from briefs.references.fields.entry_text import without_asides
from briefs.references.fields.name_words import find_imprint, is_city, is_organisation, is_place
from briefs.references.fields.titles import ADDRESS, BREAK, sentences
from briefs.references.fields.urls import hosts, is_site

_YEAR = r"(?:1[5-9]|20)\d\d"
_BARE_YEAR = re.compile(
    rf"(?:^|(?<=[,.;({BREAK}])) ?(?:\[)?(?P<year>{_YEAR})[a-z]?(?:\])?(?= ?(?:$|[,.;:){BREAK}]))"
)
_NO_DATE = re.compile(
    r"(?<!\w)\(?(?:n\. ?d\.|no date|o\. ?J\.|s[./] ?f\.?(?!\w)|s\. ?d\.|б\. ?д\.)\)?", re.IGNORECASE
)
_NUMBERING = re.compile(
    r",? (?:"
    r"vol(?:ume|\.)? ?\d|(?:v|t|bd|jg)\. ?\d|no\. ?\d|issue \d|iss\. ?\d"  # vol. 12, no. 3
    r"|\d{1,3}\. ?(?:jg|jahrg)\b|h\. ?\d|jg\. ?\d"  # 48. Jg., H. 3
    r"|(?P<number>(?:nr|núm|n|№|heft|ausgabe)[.º°]?[ ]?\d)"  # Nr. 12
    r"|\d{1,4},? ?\(\d{1,3}(?:[-–/]\d{1,3})?\)|\d{1,4}, no\. ?\d"  # 12(3); 12, no. 3
    rf"|\d{{1,4}} ?\((?:[^\W\d_]+ )?{_YEAR}\)"  # 12 (May 2017)
    r"|\d{1,4}(?:[./]\d{1,3})?: ?\d"  # 12: 45–67
    r"|\d{1,4}, \d{1,5}[-–]\d"  # 12, 45–67
    r"|\d{1,4}\.\d{1,3} ?\("  # 40.1 (
    r"|doi: ?10\.\d"
    r")",
    re.IGNORECASE,
)
_PAPER_OF_SUNDAY = re.compile(r"(?<!\w)[^\W\d_a-z][^\W\d_]{2,30}+ am Sonntag$")  # Welt am Sonntag
_PAGES = re.compile(
    r"(?:pp?\.|pages?|s\.) ?[A-Z]?\d[\w–-]*|(?:sec\.|section) \w+|[A-Z]{1,2}\d{1,3}"
    r"|print|online|web|essay|film|dvd|n\. ?p\.?",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"[,.;( ]{0,4}(?:(?:first )?published|posted|veröffentlicht|publié|publicado|pubblicato)"
    r"(?: on| online| am| le| el| il)?:?$",
    re.IGNORECASE,
)
_BEFORE_DATE = re.compile(r",? (?:vom|v\.|du|del|dal|de|от|від|z dnia|z|dated|dtd\.)$")
ISSUE_OF_YEAR = re.compile(
    r"\b(?:nr|no|n|heft|h|ausgabe|núm|č)[.º°]?[ ]?\d{1,3}/(?P<year>(?:19|20)\d\d)\b", re.IGNORECASE
)
_WITHIN_TURKISH = re.compile(r"[*_]{0,2} içinde$")
_IN = re.compile(r"^(?:in|In|En|Dans|Em|W|В|У)(?:: ?| )(?=[^\Wa-z_]|[“«„*])")
_NOT_AN_OUTLET = re.compile(
    r"(?:news|press) release|(?:(?:final|interim|technical|draft) )?(?:report|study) (?:for|to)\b"
    r"|(?:prepared|commissioned|background paper) (?:for|by)\b|(?:revision|version|draft)\b"
    r"|presentation|paper (?:presented|prepared)|working draft|unpublished"
    r"|manuscript|available (?:at|from)|retirado de|printed by|directed by|edited by|review of"
    r"|(?:u\.?s\.? )?patent\b",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r"(?:^|\W)(?:Inc|LLC|Ltd|Co|Corp|GmbH|AG|S\.?A|Company|Media|Group|Publishing|Publications"
    r"|Press"
    r"|Condé Nast|Conde Nast|Hearst|Gannett|Holdings|Communications|Network|Networks|Nast|Verlag"
    r"|Corporation|Productions|Interactive|Enterprises|University|Université|Universität)\.?$"
)
_PLATFORMS = frozenset({"Substack", "Medium", "WordPress", "Blogger", "Tumblr"})
_BROADCASTER = re.compile(
    r"(?!(?:UK|USA|UAE)$)[A-Z]{3,5}"
    r"|(?:BBC|ITV|ABC|CBS|NBC|PBS|NPR|ARD|RTL|Channel|France|Radio|Rai) (?:[A-Z][\w ]{0,20}|\d)"
)
_EDITED = re.compile(r"[,.;] (?:[Ee]dited|[Tt]ranslated) by ")
_SET_OFF = re.compile(r"[ ,.;:]*[*_]{1,2}(?P<name>[^*_]{2,80})[*_]{1,2} [^\W\d_A-Z][^,.;]*$")
_EDGES = " ,.;:—–-|*_" + BREAK
_PLACE_BEFORE = re.compile(r"^[^\W\d_a-z][\w ]{2,30}: (?=\w)")
_PLACE_AND_YEAR = re.compile(
    rf", [^\W\d_a-z][\w-]+(?:[ /][^\W\d_a-z][\w-]+)? (?P<year>{_YEAR})(?=[a-z]?[.\s]*$|,)"
)
_CITY_AND_PUBLISHER = re.compile(r"(?P<city>[^,]{3,20}), (?P<publisher>[^\W\d_a-z][^,.:]{2,60})")
_MISREAD_DATE = re.compile(r",? (?:\d{1,2} [^\W\d_]+ \d{4}|\d{1,2}([/.-])\d{1,2}\1\d{2,4})$")
_PLACE_OPENED = re.compile(r" \([^\W\d_a-z][\w. -]{2,30},?$")
_SET_OFF_SITE = re.compile(
    r"(?P<site>[^*_]{2,80})(?P<mark>[*_]{1,2}), (?P<publisher>[^\W\d_a-z][^*_:]{2,80})"
)
_OF_STATE = re.compile(
    r", (?=(?:U\.S\.|US|U\.K\.|UK) (?:Department|Ministry|Office|Agency|National)\b)"
)
_FEW_WORDS = 2
_TO_THE_DAY = len("2017-01-03")
_ARTICLES = frozenset(
    {"the", "la", "le", "les", "il", "lo", "el", "o", "a", "der", "die", "das", "de", "het"}
)
_CODE = re.compile(
    r"(?:[A-Z]{1,6}[-/ ]?)?\d[\dA-Z./-]*|(?:(?:[Ww]orking|[Pp]olicy|[Dd]iscussion|[Rr]esearch"
    r"|[Ss]taff"
    r"|[Ww]hite|[Oo]ccasional) [Pp]apers?(?: [Ss]eries)?|[Rr]eport|[Bb]ulletin|[Ff]act [Ss]heet"
    r"|[Pp]ublication)(?: (?:[Nn]o\.|[Nn]r\.|№))? ?[A-Z]{0,4}-?\d[\w./-]*|[A-Z]{2,6}[-/]\d[\w./-]*"
)
_LONGEST = 120
_MOST_WORDS = 16

STANDARD = re.compile(
    r"(?:IEEE|ANSI|ISO) Std\.?$|[A-Z]{2,6}/[A-Z]{2,6} [A-Z]?\d[\d.]*-\d{4}"
    r"|(?:(?:IEEE|ANSI|ISO|IEC|EN|DIN|NIST|ITU-T|W3C)(?:/[A-Z]+)? )?"
    r"(?:RFC|Std\.?|Standard|SP|FIPS|TR|TS|Rec\.|ISO|IEC|DIN|EN|Special Publication)"
    r" ?[A-Z]?\d[\w.:-]*"
)
"""The number of a standard; the name before it is its publisher."""

GAZETTE = re.compile(r"[*_]{0,3}(?:Resmî? Gazete|Official (?:Gazette|Journal)|Journal officiel)\b")
"""Where laws are printed, which is never a title."""

MAGAZINE = re.compile(r"\b(?:magazine|weekly|monthly|quarterly)\b", re.IGNORECASE)
NEWSPAPER = re.compile(
    r"\b(?:times|post|guardian|herald|tribune|telegraph|daily|gazette|newspaper|courier|chronicle"
    r"|observer|independent|inquirer|sentinel|star|bee|globe|wall street journal|zeitung|tagblatt"
    r"|nachrichten|monde|figaro|libération|país|mundo|corriere|repubblica|nyheter|dagbladet|gazeta"
    r"|известия|правда|коммерсант)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """The fields read after a title; `clear` is False if some words were left unread."""

    container: str | None = None
    publisher: str | None = None
    issued: PartialDate | None = None
    kind: str | None = None
    clear: bool = True


def read(
    text: str,
    *,
    year: PartialDate | None = None,
    day_first: bool = False,
    url: str | None = None,
) -> Outlet:
    """Read the text between a title and the address.

    `year` is the date before the title, if there is one; it completes a day without a year. The
    host of `url` distinguishes a site from the company that owns it.
    """
    before, _, after = text.partition(ADDRESS)
    before, kind = without_asides(_NO_DATE.sub(BREAK, before))
    numbering = _NUMBERING.search(before)
    dated = _date(before, year, day_first=day_first)
    late = None if dated else _date(after, year, day_first=day_first)
    if late and after[: late.start].strip(_EDGES + "("):
        late = None
    if dated and (sunday := _PAPER_OF_SUNDAY.search(before, 0, dated.start + len("Sonntag"))):
        dated = dates.Dated(sunday.end(), dated.end, dated.iso)
    issued = dated or late
    end = min(
        numbering.start() if numbering else len(before), dated.start if dated else len(before)
    )
    container, publisher, clear = _named(before[:end], url)
    is_daily = len(issued.iso or "") == _TO_THE_DAY if issued else False
    is_journal = numbering is not None and container is not None
    is_journal = is_journal and not (is_daily and numbering and numbering["number"])
    return Outlet(
        container=container,
        publisher=publisher,
        issued=_agreed(year, issued.iso if issued else None),
        kind="article-journal" if is_journal else kind,
        clear=clear and (dated is None or numbering is not None or _is_noise(before[dated.end :])),
    )


def _date(text: str, year: PartialDate | None, *, day_first: bool) -> dates.Dated | None:
    """The date at the end of the text: a full one, a bare year between stops,
    or a day of `year`.
    """
    for dated in dates.find(text, day_first=day_first):
        if not text[dated.end : dated.end + 2].strip().isalnum():
            return dated
    if bare := _BARE_YEAR.search(text):
        return dates.Dated(bare.start("year"), bare.end("year"), bare["year"])
    if issue := ISSUE_OF_YEAR.search(text):  # Nr. 42/2015
        return dates.Dated(*issue.span(), issue["year"])
    if placed := _PLACE_AND_YEAR.search(text):  # , Warszawa 1986
        return dates.Dated(*placed.span(), placed["year"])
    whole = year if year and len(year) == len("2017") else None
    return dates.yearless(text, whole) if whole else None


def _agreed(before: PartialDate | None, after: PartialDate | None) -> PartialDate | None:
    """One date from those before and after the title; if they differ, the first."""
    if before is None or after is None:
        return before or after
    return after if after.startswith(before) else before


def _named(text: str, url: str | None) -> tuple[str | None, str | None, bool]:
    """The container and the publisher that `text` names, and whether nothing else is left."""
    misspelt = dates.yearless(text, None)
    text = (text[: misspelt.start] if misspelt else text).strip(_EDGES)
    if imprint := find_imprint(text):
        return _proper(text[: imprint.start()]), _proper(imprint["publisher"]), misspelt is None
    if (placed := _CITY_AND_PUBLISHER.fullmatch(text)) and url is None and is_city(placed["city"]):
        return None, _proper(placed["publisher"]), misspelt is None
    text = without_place(text)
    if text.count("(") > text.count(")") and (placed := _PLACE_OPENED.search(text)):
        text = text[: placed.start()]  # The Guardian (London, 4 May 2017)
    named = [part for part in text.split(BREAK) if part.strip(_EDGES + "()")]
    if not named:
        return None, None, misspelt is None
    outlet = _EDITED.split(named[0], maxsplit=1)[0]
    if set_off := _SET_OFF.match(outlet):
        outlet = set_off["name"]
    outlet = _WITHIN_TURKISH.sub("", outlet)
    first, *others = sentences(_PUBLISHED.sub("", _IN.sub("", outlet.strip(_EDGES)))) or [""]
    first = _BEFORE_DATE.sub("", _MISREAD_DATE.sub("", _without_pages(first)))
    code, comma, others_named = first.partition(", ")
    if STANDARD.fullmatch(code):
        return None, _proper(others_named), misspelt is None and not others
    if comma and _CODE.fullmatch(code):
        first = others_named
    container, publisher = (_proper(name, url) for name in _parted(first, url))
    if publisher is None and others and is_organisation(others[0]):
        publisher = _proper(_PLACE_BEFORE.sub("", others.pop(0)))
    is_placed = is_city(first.partition(", ")[0])
    clear = (container is not None or is_placed) and misspelt is None and not others
    is_whole = outlet == named[0] and all(map(_is_noise, named[1:]))
    return container, publisher, clear and is_whole


def _parted(text: str, url: str | None) -> tuple[str, str]:
    """Split "The World Factbook, Central Intelligence Agency" into a site and its publisher.

    "Center on Media, Politics and Public Policy" is one name.
    """
    if set_off := _SET_OFF_SITE.fullmatch(text):
        return set_off["site"], set_off["publisher"]
    if len(two := _OF_STATE.split(text)) == len(("site", "owner")):
        return two[0], two[1]
    container, comma, publisher = text.partition(", ")
    if comma and publisher.startswith("r/"):  # Reddit, r/harbours
        return container, ""
    if comma and _BROADCASTER.fullmatch(publisher):
        return container, publisher
    if not comma or container.count("(") != container.count(")") or re.search(r"\d", publisher):
        return text, ""
    if publisher in {"Inc.", "Inc", "LLC", "Ltd.", "Ltd", "GmbH", "L.P."}:
        return text, ""
    if ", " in publisher and not _is_owner(container, publisher, url):
        return text, ""
    is_list = re.search(r" (?:and|&|und|et|y) ", publisher) is not None
    is_two = _is_owner(container, publisher, url) or (not is_list and is_organisation(publisher))
    is_two = is_two or _BROADCASTER.fullmatch(publisher) is not None
    if not is_two and is_city(publisher):
        return container, ""
    return (container, publisher) if is_two else (text, "")


def _is_owner(container: str, publisher: str, url: str | None) -> bool:
    """Whether a company follows the site's name, as in MLA's "The Guardian, Guardian News"."""
    if publisher in _PLATFORMS:
        return True
    if not publisher[:1].isupper() or is_site(url, f"{container} {publisher}"):
        return False
    ours = set(re.findall(r"[^\W\d_]{5,}", container.casefold()))
    theirs = set(re.findall(r"[^\W\d_]{5,}", publisher.casefold()))
    return bool(
        publisher.casefold().startswith(container.casefold())
        or (hosts(url, container) and not hosts(url, publisher) and ", " not in publisher)
        or (ours & theirs and (hosts(url, container) or len(ours) <= _FEW_WORDS))
        or (_COMPANY.search(publisher) and " and " not in publisher)
    )


def without_place(text: str) -> str:
    """`text` without a city and its country or state at the end: "RAND, Santa Monica, Calif".

    The city or its state must be known; the part before the first comma is never removed.
    """
    name, *parts = text.strip(_EDGES).split(", ")
    if len(parts) > 1 and is_city(parts[-2]):
        return ", ".join([name, *parts[:-2]])
    if parts and (is_city(parts[-1]) or is_place(", ".join(parts[-2:]))):
        is_two = not is_city(parts[-1]) and len(parts) > 1
        return ", ".join([name, *parts[: -2 if is_two else -1]])
    return text


def _without_pages(text: str) -> str:
    """`text` without pages, section or medium at its end."""
    while True:
        name, comma, last = text.rpartition(", ")
        if not comma or not _PAGES.fullmatch(last.strip(_EDGES)):
            return text
        text = name


def _proper(text: str, url: str | None = None) -> str | None:
    """`text` as a name, or None if it reads like anything else."""
    name = text.replace("*", "").strip(_EDGES).rstrip("( ").strip(_EDGES)
    if name.count("(") != name.count(")"):
        name = name.strip("()")
    words = name.split()
    is_name = (
        0 < len(words) <= _MOST_WORDS
        and len(name) <= _LONGEST
        and any(map(str.isalpha, name))
        and not name.startswith(("(", "[", "“", "„"))
        and (len(words) == 1 or not words[0][0].islower() or _has_article(words))
        and not _NOT_AN_OUTLET.match(name)
        and not is_place(name)
        and not is_city(name)
        and not (_CODE.fullmatch(name) and not hosts(url, name))
        and name.count("(") == name.count(")")
    )
    return name if is_name else None


def _has_article(words: list[str]) -> bool:
    """Whether a name begins with a lower-case article: "the Independent", "la Repubblica"."""
    return words[0] == "the" or (words[0] in _ARTICLES and words[1][:1].isupper())


def _is_noise(text: str) -> bool:
    """Whether `text` contains nothing but pages and punctuation."""
    return all(
        _PAGES.fullmatch(part)
        for part in re.split(r"[,;.] ?", text.strip(_EDGES + "()"))
        if part.strip("() ")
    )


def is_newspaper(name: str) -> bool:
    """Whether a name contains a typical word of newspapers and magazines."""
    return NEWSPAPER.search(name) is not None or MAGAZINE.search(name) is not None
