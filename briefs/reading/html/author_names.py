"""Finds the names in a text that a page gives as its byline, without the words around them.

A wrong name on a piece harms a person. So a text with a date, a login link or a user name is no
name, and neither is a statement that the staff wrote the piece.
"""

import re
from collections.abc import Iterator
from functools import cache

from briefs.references.fields.dates import MONTHS
from briefs.text.canonical import one_line

MAX_NAME_CHARS = 100
_EDGES = " ,:-–—|/／・"
_MAX_NAME_WORDS, _MIN_PERSON_WORDS, _MAX_PERSON_WORDS = 8, 2, 5

_WORK = (
    "written|words|text|story|reported|reporting|posted|published|submitted|analysis|opinion"
    "|commentary|essay|review|column|op-ed|interview|post|report|blog"
)
_BY = re.compile(
    rf"(?:(?:(?:a |the )?(?:guest )?(?:{_WORK}) )?by|from the desk of"
    r"|von|par|por|door|di|av|af|przez|автор|текст|autore?n?|autora|author|tekst|text|fonte|著者|文"
    r"|(?:interview|protokoll|reportage|analyse|kommentar|erstellt von|eingestellt von"
    r"|eingetragen bei|geschrieben von|gepostet von|verfasst von|veröffentlicht von)(?=\s?[:：]|\s)"
    r"|作者|記者|बाय|كتب|بقلم|نویسنده|yazan|כתב)(?:\s*[:：]\s*|\s+)",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s+[|•·–—]\s+|\s*[|•·\n]\s*|\s{2,}")
_LIST = re.compile(r"\s{0,3};\s{0,3}|\s{1,3}/\s{1,3}")
_BETWEEN = re.compile(
    r"(?:,\s{1,3}(?!(?:jr|sr|ii|iii|iv)\b)(?:(?:and|with|und|et|y|e|och|og|i|и|та)\s{1,3})?"
    r"|\s{1,3}(?:and|with|und|mit|et|avec|och|og|&|и|та)\s{1,3})",
    re.IGNORECASE,
)
_ROMANCE_AND = re.compile(r"\s{1,3}[ye]\s{1,3}")
"""Stands between names, and within some: "Ortega y Gasset"."""

_OTHER_WORK = re.compile(
    r"(?:^|[,.;]?\s{1,3})(?:(?:with |and )?(?:additional )?(?:photographs?|photography|photos?"
    r"|pictures?|images?|videos?|illustrations?|illustrated|graphics?|art(?:work)?"
    r"|(?:medically |clinically |legally )?reviewed|fact[- ]?checked|edited|translated|produced"
    r"|as told to|curated|hosted)(?: by\b| from\b|\s?:|(?<=as told to)).*"
    r"|(?:fotos?|photos?|bild|bilder|foto|fotografía|übersetz\w+|traduction|фото|写真|撮影)\s?:.*)$",
    re.IGNORECASE,
)
"""The beginning of a credit for other work than writing."""

_TAIL = re.compile(
    r"\s{0,3}\b(?:(?:first |last |originally )?(?:updated|published|posted|modified|aktualisiert"
    r"|veröffentlicht|publié|mis à jour|publicado|actualizado|pubblicato|aggiornato)\b.*"
    r"|(?:on |at |am |le |el )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|(?:mon|tue|wed|thu|fri|sat|sun)(?=[,.])"
    r"|montag|dienstag"
    r"|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi"
    r"|dimanche)\b.*|(?:(?:on|at|am|le|el|il|em|den) )?\d.*)$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"\bhttps?:\S*|\bwww\.\S+|<?(?<![\w.+-])[\w.+-]{1,64}@\w[\w.-]{0,250}>?|(?<!\w)@\w+"
)
_IN_BRACKETS = re.compile(r"\s{0,3}[(\[（](.{0,200}?)[)\]）]|\s{0,3}<[^>]{0,300}>")
_JOB = (
    "writer|reporter|correspondent|editor|columnist|contributor|journalist|producer|commentator"
    "|critic|blogger|author|intern|fellow|analyst|editor-at-large|editor-in-chief|reporters|writers"
    "|redakteur(?:in)?|korrespondent(?:in)?|journaliste|correspondante?"
)
_QUALITY = (
    "staff|senior|chief|executive|deputy|associate|assistant|managing|contributing|special|guest"
    "|freelance|political|politics|economics?|business|technology|tech|science|health|medical"
    "|environment|climate|energy|education|sports?|national|international|foreign|diplomatic"
    "|defen[cs]e|security|legal|crime|court|investigative|features?|news|opinion|culture|arts|film"
    "|music|book|food|travel|data|digital|world|local|metro|city|regional|washington|europe|africa"
    "|asia|middle|east|white|house|affairs|former|independent|award-winning|at|large|night|day|web"
)
_ROLE = re.compile(
    rf",?\s{{1,3}}(?:(?:the |an? )?(?:associated press|reuters|afp|dpa|bloomberg|staff"
    rf"|(?:(?:{_QUALITY})[ &]){{0,4}}(?:{_JOB}))"
    r"|md|m\.d\.|phd|ph\.d\.|m\.?p\.?h\.?|ma|m\.a\.|rd|rn|esq\.?)$",
    re.IGNORECASE,
)
_ANY_ROLE = re.compile(rf",?\s{{1,3}}(?:the |an? )?[a-z]{{1,20}} (?:{_JOB})$", re.IGNORECASE)
_CJK_ROLE = re.compile(
    r"(?<=[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])\s?(?:記者|记者|編集委員|编辑|기자|특파원)$"
)
_ONLY_ROLE = re.compile(
    rf"(?:(?:the|an?|our|by|la|le|el|die|de) )?(?:(?:{_QUALITY}|online|guest|desk|wire) ){{0,3}}"
    rf"(?:{_JOB}|contributors|editors|editorial|staff(?: reports?| writers?)?|team|desk|newsroom"
    r"|bureau|agenc(?:y|ies)|services|post|reports?|redaktion|rédaction|redacción|redazione"
    r"|redação|redactie|redakcja|redakce|редакция|редакція|編集部|编辑部|편집부|هيئة التحرير"
    r"|press release|bio|profile)",
    re.IGNORECASE,
)
"""A role of somebody unnamed, which is no name. A board is one, because it signs its texts."""

_STAFF_OF = re.compile(
    r"\b(?:editorial (?:staff|team|desk)|staff(?: reports?| writers?)|news ?desk|web ?desk"
    r"|online ?desk|wire services)$",
    re.IGNORECASE,
)
_BELONGING = re.compile(
    r",?\s{1,3}(?:for|in|at|of|from|is|was|has|writes|reports|special to|für|aus|pour|à|para)"
    r"\s{1,3}\S.*$",
    re.IGNORECASE,
)
"""The outlet or place of a person; removed only after a person's name."""

_OF_HOUSE = re.compile(
    r",?(?:\s{1,3}[-–—]\s{1,3}.*|\s{1,3}(?:the\s)?(?:(?![IVX]+$)[A-Z]{2,5}\b|[A-Z]\w+\s(?=News|Press|Media"
    r"|Times|Post|Journal|Magazine|Tribune|Herald)).*|\.\s{1,3}[A-Z].*)$"
)
_NO_NAME = re.compile(
    r"https?:|www\.|@|[{}<>=%#*_\\]|\.(?:com|org|net|html?)\b(?<!\w\.com)"
    r"|\b(?:username|user ?name|password|log ?in|logged|sign ?(?:in|up|out)|register|subscribe"
    r"|subscription|newsletter|follow|share|comments?|commented|reply|cookie|privacy|advertis\w*"
    r"|last updated|updated|published|posted|read more|view all|more (?:from|by)|about the author"
    r"|authority control|contributed|hide|show|click|undefined|null|unknown|anonymous|untitled"
    r"|sponsored|gesponserte?|more posts|no author|super user|all rights|copyright"
    r"|gmbh|e\.\s?v\.|inc\.|llc|ltd\.?|minutes?|min read|ago|today|yesterday"
    r"|reviewed by|edited by|photos? by|object object)\b",
    re.IGNORECASE,
)
_LOGINS = frozenset(
    """
        admin administrator adm webmaster root user guest test editor author owner system
        default fail none na n/a site-admin siteadmin superuser moderator wpadmin wp-admin
        array object name title byline home print tweet email e-mail menu search opinion news
        close share back next previous details more data redaktion politics politik
        """.split()  # noqa: SIM905  # a list of strings is hard to read
)
_ORGANISATION = re.compile(
    r"\b(?:news|press|media|times|post|insider|business|magazine|journal|staff|team|editorial|desk"
    r"|agency|wire|services?|institute|university|department|network|international|national"
    r"|reports?|sport|radio|television|redaktion|rédaction|redacción|redazione|newspaper|daily"
    r"|weekly|herald|tribune|gazette|group|inc|ltd|gmbh|foundation|council|ministry|office|board"
    r"|blog|editors?|writers?|correspondents?|columnists?|contributors?)\b",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"\b[A-Z]{2,4}\b")
_SUFFIX = re.compile(r",? (?:jr|sr|ii|iii|iv)\.?$", re.IGNORECASE)
_PARTICLE = frozenset(
    """
        van von der den de del della di da dos du la le el al bin ibn ben ter ten af av zu
        zur und y e st
        """.split()  # noqa: SIM905  # a list of strings is hard to read
)
_MIN_MONTH_CHARS = 3
_ALSO_NAMES = frozenset(
    """
    may april june august mars mai maj jan juni juli julio mayo abril
    """.split()  # noqa: SIM905  # a list of strings is hard to read
)
_SMALL = frozenset(["of", "for", "the", "in", "and", "at"])
_WORD = re.compile(r"[^\W\d_][\w.’'’‑-]*")


def names_in(text: str, *, declared: bool) -> Iterator[str]:
    """The names in a byline; a `declared` one may be an organisation's."""
    for one in _LIST.split(_bare(text)):
        yield from _names(one, declared=declared)


def _bare(text: str) -> str:
    """A byline without addresses, handles and brackets; "a@b.org (Jane Doe)" gives Jane Doe."""
    line = one_line(text)
    bare = _ADDRESS.sub(" ", _IN_BRACKETS.sub("", line)).strip(_EDGES)
    if not bare and (inner := _IN_BRACKETS.search(line)) and inner[1]:
        bare = _ADDRESS.sub(" ", inner[1]).strip(_EDGES)
    return bare


def _names(text: str, *, declared: bool) -> Iterator[str]:
    named = _BY.match(text)
    text = text[named.end() :] if named else text
    for part in _SEPARATOR.split(text):
        cut = _undated(_OTHER_WORK.sub("", part))
        cut = _BY.sub("", cut, count=1) if _BY.match(cut) else cut
        found = [name for one in _BETWEEN.split(cut) for name in _each(one) if name]
        people = [name for name in found if is_person(name)]
        if people:
            yield from people
            return
        whole = found[0] if len(found) == 1 and _is_name(found[0]) else cut.strip(_EDGES)
        if found and (declared or named) and _is_name(whole):
            yield whole
            return


def _each(text: str) -> Iterator[str]:
    """One name, or both of "Juana Pérez y Ana Roe"."""
    parts = [_alone(part) for part in _ROMANCE_AND.split(text)]
    if len(parts) > 1 and all(map(is_person, parts)):
        yield from parts
    else:
        yield _alone(text)


def _undated(text: str) -> str:
    """A byline without the date after it.

    Some names of months are names of people, too; one is removed only before a day.
    """
    cut = _TAIL.sub("", text).strip(_EDGES)
    last = cut.rpartition(" ")[2].strip(",.")
    is_month = len(last) >= _MIN_MONTH_CHARS and last.casefold() in _months()
    if is_month and (cut != text.strip(_EDGES) or last.casefold() not in _ALSO_NAMES):
        return re.sub(r"\s(?:on|am|le|el|il|em|den)$", "", cut[: -len(last)].strip(" ,."))
    return cut


@cache
def _months() -> frozenset[str]:
    return frozenset(name.casefold() for name in MONTHS)


def _alone(text: str) -> str:
    """A name without its role and its outlet, if a person's name remains."""
    whole = _CJK_ROLE.sub("", text.strip(_EDGES))
    bare = _without(_ROLE, whole)
    tried = (bare, _without(_ANY_ROLE, bare), _BELONGING.sub("", whole), _OF_HOUSE.sub("", bare))
    return next(filter(is_person, tried), whole)


def _without(end: re.Pattern[str], text: str) -> str:
    before = ""
    while text != before:
        before, text = text, end.sub("", text).strip(_EDGES)
    return text


def _is_name(text: str) -> bool:
    """Whether a text that a page declares may be the name of a person or an organisation."""
    if not 1 < len(text) <= MAX_NAME_CHARS or _NO_NAME.search(text) or any(map(str.isdigit, text)):
        return False
    folded = text.casefold()
    if folded in _LOGINS or "admin" in folded or len(text.split()) > _MAX_NAME_WORDS:
        return False
    if _ONLY_ROLE.fullmatch(text) or _STAFF_OF.search(text):
        return False
    opens_small = text[:1].islower() and " " not in text
    return not text.islower() and not opens_small and any(map(str.isalpha, text))


def is_person(text: str) -> bool:
    """Whether a text reads as a person's name: two words or more, each with a capital."""
    if not _is_name(text) or _ORGANISATION.search(text):
        return False
    if not text.isupper() and _ACRONYM.search(text):
        return False
    parts = _SUFFIX.sub("", text).split()
    if not _MIN_PERSON_WORDS <= len(parts) <= _MAX_PERSON_WORDS:
        return False
    if any(part.casefold() in _SMALL for part in parts):
        return False
    capital = [part for part in parts if part.casefold() not in _PARTICLE]
    return (
        len(capital) >= _MIN_PERSON_WORDS
        and all(  # a given name and a family name
            _WORD.fullmatch(part) and not part[:1].islower() for part in capital
        )
    )
