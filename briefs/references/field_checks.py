"""Empties fields whose parsed values cannot be right.

A title contains no address and no imprint, an outlet is no page number and no notice, and a name
ends before the next sentence. Where it is safe, a field is split: a publisher from its place, a
year from an author.
"""

import re
from dataclasses import replace

from briefs.model import Author, Organisation, Person
from briefs.references.fields.containers import is_newspaper
from briefs.references.fields.name_words import (
    has_telling_word,
    is_city,
    is_organisation,
    opens_with_given_name,
    publisher_behind_place,
)
from briefs.references.fields.titles import ADDRESS, tidy
from briefs.references.parsed_fields import ParsedFields

_LONG_WORD = 5
_MOST_RUNNING = 2
_ABROAD = frozenset(
    {"de", "la", "le", "les", "des", "du", "di", "del", "della", "dei", "e", "et", "y", "i", "der"}
    | {"die", "das", "und", "van", "het", "en", "da", "do", "dos", "w", "na"}
)
_NO_TITLE = re.compile(r"\([^()]*\)|\d+ (?:vídeos?|videos?|DVDs?|podcasts?)\b.{0,30}")
_PAGES_ALONE = re.compile(
    r"Box|Folder|Reel|Record Group|(?:pp?\. ?)?[A-Z]?\d{1,4} ?[-–] ?[A-Z]?\d{1,4}"
)
_NAMED_HEAD = re.compile(
    r"(?:\((?:19|20)\d\d\)"
    r"|[^\W\d_a-z][\w’'-]+, (?:[^\W\d_a-z][\w’'-]+(?: [^\W\d_]\.)?|[A-Z]\.(?: ?[A-Z]\.){0,3}) ?:) "
)
"""A name or a year before a colon, from which the title was not separated."""
_NUMBER_AT_END = re.compile(r", \d{1,2}$")  # Handbuch, 6. Auflage
_HALF_A_CASE = re.compile(r"(?:Case of|Caso|Affaire) .* [Vv]s?\.?")
_PACKAGE_AT_END = re.compile(r"[.,:] ?[–—-]? ?R package ver.*$")
_ENDS_IN_NUMBERS = re.compile(r", (?:pp?|vol|no|n|v|s|с)$")
_YEAR_OF_HEAD = re.compile(r"\w\.? \((?:19|20)\d\d[a-z]?(?:, [^()]{3,20})?\)\.? (?=[^\W_a-z]).{8}")
_NOTICE_IN_TITLE = re.compile(
    rf"[,.]? ?(?:(?:\[en ligne|\[online|<).*|\(?(?:https?:\S{{0,300}}+|{ADDRESS})\)?)$",
    re.IGNORECASE | re.DOTALL,
)
_ARTICLE_OF_LAW = re.compile(r"(?:Art(?:ículo|icle|ikel|igo|icolo|\.)|Section|§) ?\d{1,4}.{0,20}")
_CODE_AT_END = re.compile(
    r"(?<=[\w)?!])[.,] (?=[A-Z0-9/ -]*\d)[A-Z]{2,6}[ /-]?[A-Z0-9]+(?:[/-][A-Z0-9]+)+$"
)
_APPLICATION_AT_END = re.compile(
    r",? App(?:lication|l)?\.? ?(?:[Nn]os?\.? )?\d+/\d+(?:(?:,| and|, and) \d+/\d+)*$"
)
_MAY_HOLD_MORE = re.compile(r"[:\[<]|^[“„]")
_CLOSING = re.compile(r".[“”]")
_PAGES_AT_END = re.compile(r", \d{1,4} ?p(?:p|ages)?\.?$")
_IMPRINT_AT_END = re.compile(
    r"\. (?P<place>[^\W\d_a-z][\w.-]+(?: [^\W\d_a-z][\w-]+)?(?:, [A-Z]{2})?|[Ss]\. ?l\.?) ?:"
    r" (?P<publisher>[^:.]{3,90})$"
)
_NO_OUTLET = re.compile(
    r"\d{1,4} ?pp?\.?$|\(?(?:accessed|retrieved|available|repéré|consulté|disponible|récupéré"
    r"|document téléaccessible|download(?:ed)?|abgerufen|presentation (?:at|to)|talk at|lecture at"
    r"|communication présentée|paper presented|vortrag (?:auf|bei|an)|ponencia|documento|adresse"
    r"|hrsg|hg\.|eds?\.|\(eds?|geraadpleegd|hämtad|pobrano|erişim|consultado|consultato|acesso)\b",
    re.IGNORECASE,
)
_NO_PUBLISHER = re.compile(
    r"^(?:In|En|Dans|Em|W|В|У) [*_]?[^\Wa-z_]|\d{4}/\d{2}|^\d|^(?:[Aa]ccessed|[Rr]etrieved"
    r"|[Aa]vailable)\b|\bpp?\. ?\d"
)
_LAW = frozenset({"legislation", "bill", "regulation", "hearing", "legal_case", "treaty", "report"})
_NEVER_IN_OUTLET = re.compile(
    r"^arxiv:? ?\d|^(?:box|folder|reel|record group|rg)\b|^(?:van|via|from|von|de|da|di|do|z|ze"
    r"|från|fra|at|in|op|on|du)$|^autor[^:]{0,25}: "
    r"|^(?:dokumentacja|offiziell\w*|official (?:web|site|page|doc)\w*|oficjaln\w*"
    r"|technical documentation|site officiel|sitio oficial|sito ufficiale"
    r"|(?:product|help|support|landing) page|home ?page|webseite|documentaci[óo]n oficial"
    r"|rapport (?:public|annuel|final|d[’'](?:information|activité))|informe (?:anual|técnico)"
    r"|documentation officielle|verfügbar|abrufbar|dostępn\w*|tillgänglig|beschikbaar"
    r"|\d{1,3}\.? (?:Aufl|ed|éd|Ausg|wyd|изд|uppl|opl)|coll)\b"
    r"|^(?:ph\. ?d\.?|phd|doctoral|master[’']?s?|bachelor[’']?s?|diploma) (?:thesis|dissertation)"
    r"|^(?:web|print|essay|data ?sets?|blog ?post|various\b.*"
    r"|online(?: im internet)?|internet|dvd|film|n\. ?p)\.?$"
    r"|\(?\bet al\b|閲覧|访问(?:日期|时间)|[年년]\d|[」』》]$|\bURL\b"
    r"|^discours (?:radiodiffusé|prononcé|télévisé)|^rede (?:vor|im|bei|auf|zu[mr])\b"
    r"|^(?:pressekonferenz|press conference|conférence de presse|rueda de prensa)\b"
    r"|^(?:interview|gespräch|entretien|entrevista|intervista) (?:mit|with|avec|con|by|par|von)\b"
    r"|^(?:press|media|news) (?:release|statement)s?$|^communiqué de presse$|^nota de prensa$"
    r"|^(?:via|site d[aeo]|disponível|available|retrieved|accessed|resolution|res\."
    r"|general assembly resolution|version|vers\.|v\. ?\d|section|chapter|part|page|figure|table"
    r"|translated|traduction|übers|trans\."
    r"|(?:dataset|data set|sn|isbn|issn|id|catalogue|index)\b.*\d"
    r"|\d{1,2}(?:st|nd|rd|th) (?:ed\b|edition))\b",
    re.IGNORECASE,
)
_EMPHASIS_ENDS = re.compile(r"\*,? ")
_MEDIUM_AT_END = re.compile(r",? \[[^\[\]]{2,30}\]$")  # Assemblée nationale, [En ligne]
_UP_TO_MARK = re.compile(
    r"(?<=\w),?[*_] |, [*_](?=\w)| : (?:сайт|офиц|веб-сайт|канал|электронн|електронн)"
)
_SORT_OF_OUTLET = re.compile(
    r" \((?:[Bb]log|[Pp]odcast|[Nn]ewsletter|[Ww]ebsite|[Nn]ewspaper|[Mm]agazine)\)$"
)
_MEDIUM_ON_SITE = re.compile(
    r"^(Bluesky|Facebook|Instagram|LinkedIn|Mastodon|Reddit|Telegram|Threads|TikTok|Twitter|Vimeo|X"
    r"|YouTube) (?:photo|picture|image|video|post|thread|reel|story|status(?: update)?|livestream)$"
)
_NUMBERED_OUTLET = re.compile(r"\d{1,3} \(")
_PUBLISHES = re.compile(
    r"^(?:Springer(?:-Verlag)?|Elsevier|Wiley(?:-\w+)?|Routledge|Penguin(?: \w+)?|Palgrave(?: \w+)?"
    r"|HarperCollins|Random House|Simon & Schuster|R Foundation for Statistical Computing"
    r"|[^\W\d_a-z][\w&. -]{1,40}[ -](?:Verlag|University Press|Publishing|Publishers))"
    r"(?: (?:New York|Berlin|London|Cham))?$"
)
_PART_OF_NUMBERS = re.compile(r", (?:[^,\d]{0,25}\d[\d ./-]+[^,]{0,12}|pp?\.?|vols?\.?|nos?\.?)$")
_CUT_SHORT = re.compile(r"(?:&|\band|\bund|\bet|\bof|\(eds?|\(hrsg)$", re.IGNORECASE)
_NUMBERS_AT_END = re.compile(
    r"(?:, (?:\d{1,4}(?:[-–]\d{1,4})?|[A-Z]\d{1,3})|\. [A-Z]\d{1,3}){1,8}+$"
)
_CODES_OF_STATES = """
AL AK AZ AR CA CO CT DC FL GA HI IA ID IL IN KS KY LA MA MD ME MI MN MO MS MT NC ND NE NH NJ NM NV
NY OH OK OR PA RI SC SD TN TX UT VA VT WA WI WV WY
"""
_STATES = frozenset(_CODES_OF_STATES.split())
_NAMES_OF_COUNTRIES = """
Argentina Australia Austria Brasil Brazil Canada Chile Colombia España France Germany India Ireland
Italia Italy México Nigeria Portugal Schweiz Spain Switzerland Österreich
"""
_COUNTRIES = frozenset(_NAMES_OF_COUNTRIES.split())
_MOST_WORDS_OF_A_TOWN = 3
_REPORT = re.compile(r"[A-Z][A-Za-z]{1,9} (?:Report|Paper|Bulletin|Publication) (?:No\. ?)?\d+")
_SENTENCE_IN_NAME = re.compile(r"\w{3}\. [^\W\d_a-z]\w|(?<![^\W\d_])[^\W\d_]\. \w+ \w+ \w+ ")
_SENTENCE_IN_ORGANISATION = re.compile(r"(?<= )[A-Z]\. [A-Z]\w+ \w+ \w+")
_INITIALLED_AND_MORE = re.compile(r"[А-ЯІЇЄҐ][\w’-]+ (?:[А-ЯІЇЄҐ]\. ?){1,2} ?[^\W\d_]{3,}")
_FAMILY_IN_CAPITALS = re.compile(r"(?P<family>[^\W\d_a-z]{3,}) (?P<given>[^\W\d_a-z][a-zà-ÿ-]+)")
_ARTICLE_IN_CAPITALS = re.compile(r"(?:EN|EL|LOS|LAS|LES|THE)\b")
_NEVER_A_NAME = frozenset(
    {"hrsg", "hg", "ed", "eds", "coll", "dir", "trad", "source", "sources", "quelle", "quellen"}
    | {
        "u.s",
        "u.n",
        "u.k",
        "fuente",
        "fuentes",
        "fonte",
        "bron",
        "źródło",
        "источник",
        "see",
        "vgl",
        "cf",
        "from",
    }
)
_LAW_AS_NAME = re.compile(
    r" (?:Act|Bill|Convention|Treaty|Directive)(?: of \d{4})?$"
    r"|^(?:Constitución|Constituição|Costituzione|Ley|Lei|Loi|Legge|Real Decreto|Decreto|Décret"
    r"|Grundgesetz)\b"
)
_OUTLET_IN_NAME = re.compile(r"[^\W\d_]{3,}\. [^\W\d_]+ [^\W\d_]")  # Patrick. La Presse
_INTERVIEW_ALONE = re.compile(r"(?:Personal )?[Ii]nterview(?: by [^:?!]{3,60})?")
_NEVER_IN_PERSON = re.compile(r"[\d()\[\]:;/“”\"«»]|\.\.|\w{4}\. \w|\bet al\b")
_TWO_NAMES = re.compile(r"(?<=[^\W\d_]{5})\. (?=[^\W\d_])")  # Harbour Institution. Roe
_YEAR_BEHIND_NAME = re.compile(r"(?P<name>.*[^\W\d_]),? (?P<year>(?:19|20)\d\d)[a-z]?\.?")


def only_certain(fields: ParsedFields, url: str | None) -> ParsedFields:
    """`fields` without impossible values; an entry without `url` names places, not sites."""
    if fields.title and _INTERVIEW_ALONE.fullmatch(fields.title):
        fields = replace(fields, title=None, kind="interview", clear=False)
    if fields.kind == "speech" and url is None:
        fields = replace(fields, container=None)
    return _certain_outlet(_certain_title(_certain_authors(plausible(fields))))


def plausible(fields: ParsedFields) -> ParsedFields:
    """`fields` without values that no work has. This is the least check; the model's readings pass
    it, too.
    """
    container = _EMPHASIS_ENDS.split(fields.container or "", maxsplit=1)[0]
    container = _UP_TO_MARK.split(_MEDIUM_AT_END.sub("", container), maxsplit=1)[0]
    container = _MEDIUM_ON_SITE.sub(r"\1", _SORT_OF_OUTLET.sub("", container))
    named, bracket, place = container.rpartition(" (")
    container = named if bracket and is_city(place.rstrip(")")) else container  # El País (Madrid)
    container = "" if _NUMBERED_OUTLET.match(container) else container
    first, comma, second = container.rpartition(", ")
    container = first if comma and first.casefold() == second.casefold() else container
    if _PAGES_ALONE.fullmatch(container):
        container = ""
    if container != (fields.container or ""):
        fields = replace(fields, container=container or None)
    if fields.title and (coded := _CODE_AT_END.search(fields.title)):
        fields = replace(fields, title=fields.title[: coded.start()])
    if fields.title and (applied := _APPLICATION_AT_END.search(fields.title)):
        fields = replace(fields, title=fields.title[: applied.start()])
    if fields.title and (packaged := _PACKAGE_AT_END.search(fields.title)):
        fields = replace(fields, title=fields.title[: packaged.start()])
    if fields.title and (numbered := _NUMBER_AT_END.search(fields.title)):
        fields = replace(fields, title=fields.title[: numbered.start()])
    sentence, stop, city = (fields.title or "").rpartition(". ")
    if stop and is_city(city):
        fields = replace(fields, title=sentence)
    if fields.title and _ARTICLE_OF_LAW.fullmatch(fields.title):
        return _named_law(fields)
    if any(map(_is_no_name, fields.authors)):
        fields = replace(fields, authors=(), clear=False)
    if fields.title and _NAMED_HEAD.match(fields.title):
        fields = replace(fields, title=None, authors=(), clear=False)
    return replace(fields, title=None, clear=False) if _half_a_title(fields.title) else fields


def _half_a_title(title: str | None) -> bool:
    """Whether a title ends at a colon or inside a bracket, or contains the year from before it."""
    if not title:
        return False
    is_open = title.count("(") > title.count(")")
    is_open = is_open or _ENDS_IN_NUMBERS.search(title) is not None
    is_open = is_open or _NO_TITLE.fullmatch(title) is not None
    is_open = is_open or _HALF_A_CASE.fullmatch(title) is not None
    return is_open or title.endswith((":", " -", " –")) or _YEAR_OF_HEAD.search(title) is not None


def _certain_authors(fields: ParsedFields) -> ParsedFields:
    is_one = len(fields.authors) == 1
    if any(_goes_on(author, is_one=is_one) or _is_no_name(author) for author in fields.authors):
        return replace(fields, authors=(), clear=False)
    match fields.authors:
        case (Organisation(name),) if _LAW_AS_NAME.search(name):
            return replace(fields, authors=(), title=None, clear=False)
        case (Organisation() as body, Person(family)) if is_city(family):
            return replace(fields, authors=(body,))  # Harbour Centre, Washington, D.C.
        case (Organisation(name),) if name == fields.publisher:
            return fields
        case (Organisation(name),) if found := _FAMILY_IN_CAPITALS.fullmatch(name):
            is_told = name in (fields.title or "") or fields.kind == "report"
            if opens_with_given_name(found["given"]) and not is_told:
                return replace(fields, authors=(Person(found["family"], found["given"]),))
        case (Person(given=given) as only,) if _ARTICLE_IN_CAPITALS.match(given):
            return replace(fields, authors=(Organisation(str(only)),))
        case (Organisation(name),) if found := _YEAR_BEHIND_NAME.fullmatch(name):
            if fields.issued is None or fields.issued.startswith(found["year"]):
                issued = fields.issued or found["year"]
                return replace(fields, authors=(Organisation(found["name"]),), issued=issued)
    return fields


def _is_no_name(author: Author) -> bool:
    """Whether a name contains what no name has: half a bracket, a date, a second sentence."""
    name = str(author)
    is_uneven = name.count("(") != name.count(")") or name.count("[") != name.count("]")
    is_person = isinstance(author, Person)
    if len(name.strip(" .")) <= 1 or name.strip(" .").casefold() in _NEVER_A_NAME or "*" in name:
        return True
    return is_uneven or (is_person and _NEVER_IN_PERSON.search(name) is not None)


def _goes_on(author: Author, *, is_one: bool) -> bool:
    """Whether a name runs into the text after it."""
    match author:
        case Person(family, given):
            if _TWO_NAMES.search(family):
                return True
            return len(given) > len("Maria") and _SENTENCE_IN_NAME.search(given) is not None
        case Organisation(name):
            if not is_one and (_OUTLET_IN_NAME.match(name) or _TWO_NAMES.search(name)):
                return True
            first, stop, second = name.partition(". ")
            if stop and _TWO_NAMES.search(name) and not has_telling_word(f"{first} {second}"):
                return True
            found = _SENTENCE_IN_ORGANISATION.search(name) or _INITIALLED_AND_MORE.match(name)
            return found is not None


def _certain_title(fields: ParsedFields) -> ParsedFields:
    title = fields.title
    if not title or not (_MAY_HOLD_MORE.search(title) or title[-1] in ".p0123456789"):
        return fields
    if title[0] in "“„" and not _CLOSING.search(title):
        title = title[1:]
        fields = replace(fields, title=title)
    own, within, _ = title.partition(". In: ")
    if within:  # its container was not separated from it
        return replace(fields, title=tidy(own), container=None, publisher=None, clear=False)
    kept = _NOTICE_IN_TITLE.sub("", title)
    kept = _CODE_AT_END.sub("", _PAGES_AT_END.sub("", kept))
    if kept != title:
        return replace(fields, title=tidy(kept) or None)
    imprint = _IMPRINT_AT_END.search(title)
    if imprint is None or fields.publisher or not publisher_behind_place(imprint[0][2:]):
        return fields
    return replace(
        fields,
        title=tidy(title[: imprint.start()]),
        publisher=imprint["publisher"].strip(" ."),
    )


def _named_law(fields: ParsedFields) -> ParsedFields:
    """`Constitution of Ruritania (1991). Article 11`: the law was taken for its author."""
    match fields.authors:
        case (Organisation(name),):
            return replace(fields, authors=(), title=name, container=None, kind="legislation")
    return replace(fields, title=None, clear=False)


def _certain_outlet(fields: ParsedFields) -> ParsedFields:
    container, publisher = fields.container, fields.publisher
    if container:
        container = _NUMBERS_AT_END.sub("", container)
        if fields.kind not in _LAW:
            container = _SORT_OF_OUTLET.sub("", _PART_OF_NUMBERS.sub("", container))
        if publisher is None and _PUBLISHES.search(container):
            return replace(fields, container=None, publisher=container)
        published = publisher_behind_place(container)
        if published and publisher is None:
            container, publisher = None, published
        elif _is_no_outlet(container):
            return replace(fields, container=None, publisher=None, clear=False)
        elif _REPORT.fullmatch(container):
            container = None
        elif publisher is not None and publisher in _COUNTRIES:
            is_named = is_organisation(container) or is_newspaper(container)
            container, publisher = container if is_named else None, None
        elif is_city(container):
            container = None
        elif container in _STATES:
            return replace(fields, title=_before_town(fields.title), container=None)
    place, colon, behind = (container or "").partition(": ")
    if colon and " " not in place and behind in set(map(str, fields.authors)):
        container, publisher = None, behind  # Tolver: Harbour Board, by the Harbour Board
    is_country = publisher in _COUNTRIES and container is None
    is_none = publisher and (_NO_OUTLET.match(publisher) or _NO_PUBLISHER.search(publisher))
    if publisher and (is_country or is_city(publisher) or is_none):
        publisher = None
    if container == fields.container and publisher == fields.publisher:
        return fields
    return replace(fields, container=container, publisher=publisher)


def _before_town(title: str | None) -> str | None:
    """A title without a town after it, whose state was taken for the outlet."""
    sentence, stop, town = (title or "").rpartition(". ")
    return sentence if stop and len(town.split()) <= _MOST_WORDS_OF_A_TOWN else title


def _is_description(name: str) -> bool:
    """Whether a supposed name has several long English words in lower case."""
    words = name.split()
    running = [word for word in words if len(word) >= _LONG_WORD and word.islower()]
    return len(running) >= _MOST_RUNNING and name.isascii() and _ABROAD.isdisjoint(words)


def _is_no_outlet(container: str) -> bool:
    return _is_description(container) or any(
        found is not None
        for found in (
            _NO_OUTLET.match(container),
            _NEVER_IN_OUTLET.search(container),
            _CUT_SHORT.search(container),
        )
    )
