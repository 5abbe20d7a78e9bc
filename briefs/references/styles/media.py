"""Reads films, broadcasts and theses.

A film or broadcast is recognised by a word for its medium, by a role ("Director", "Host") or by an
episode. A film's director, a podcast's host or an episode's writer is its author, if the entry
begins with them or names nobody else. A thesis is recognised by its kind in brackets with the
school beside it, as in APA and in Chicago's notes.
"""

import re
from dataclasses import replace

from briefs.model import Author
from briefs.references.fields import containers, dates, names, titles, urls
from briefs.references.fields.titles import ADDRESS, BREAK, quoted, sentences
from briefs.references.fields.urls import Addresses, is_site
from briefs.references.parsed_fields import ParsedFields

_WHO = r"[^\W\d_a-z][\w.’'-]*(?: (?:[^\W\d_a-z][\w.’'-]*|van|von|de|del|della|di|la|and|&)){1,9}"
_ROLE = (
    r"(?:executive )?(?:producer|director|writer|host|creator|presenter|narrator|showrunner"
    r"|contributor|guest|interviewer"
    r"|dir|prod)s?\.?"
)
_ROLE_ABROAD = (
    r"(?:anfitrión|anfitriona|conductora?|presentadora?|apresentadora?|entrevistadora?|animateur"
    r"|animatrice|producteur|réalisateur|moderation|moderator|gastgeber|regie|regisseur|conduttore"
    r"|conduttrice|regista|prowadząc[ya]|reżyser|ведущ(?:ий|ая)|режиссёр|режиссер|ведучий|yönetmen"
    r"|sunucu|productor(?:a|es|as)?|director(?:a|es|as)?|realizador(?:a|es)?|dirección)s?"
)
_ROLES = re.compile(
    rf"(?:(?<=\.)\.)?,? \({_ROLE}(?: ?(?:&|and) {_ROLE})?\)|,? \({_ROLE_ABROAD}\)|, {_ROLE}(?: and"
    rf" {_ROLE})?(?=[,.:]|$)",
    re.IGNORECASE,
)
_MEDIUM = re.compile(
    r"\[(?=[^\[\]]*\b(?P<medium>film|motion picture|documentary|tv|television|radio|podcast"
    r"|broadcast|película|cinta cinematográfica|documental|filme|largometraje|фильм"
    r"|фільм)\b)[^\[\]]{3,60}\]",
    re.IGNORECASE,
)
_FILMS = frozenset(
    {"film", "motion picture", "documentary", "película", "cinta cinematográfica", "documental"}
    | {"filme", "largometraje", "фильм", "фільм"}
)
_NUMBERED = re.compile(
    r" \((?=(?:Season|Episode|Ep\.|No\.|Nr\.|Series|Folge|Staffel|Épisode|Saison|Episodio|Núm\."
    r"|N\.º|Episódio"
    r"|Puntata|Odcinek|Выпуск|Випуск|Bölüm|#) ?\d)[^()]{2,60}\)$",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"(?P<who>[^\[\]]{3,300}?) \((?P<date>\d{4}[^()]{0,25}|n\.d\.)\)\. (?P<title>.{2,300})"
)
_WITHIN = re.compile(
    r"(?:In|En|Dans|Em|W) "
    r"(?:[^()]{3,150} \([^()]{3,40}\), )?(?P<series>[*_][^*_]{2,150}[*_]|[^.]{2,150})"
)
_PLACE = re.compile(r"^[^:]{2,40}: (?=\w)")
_DIRECTED = re.compile(
    r"[*_]?(?P<title>[^.“”\"*_]{2,200})[*_]?[.,][*_]?"
    rf" (?:[Dd]irected by|[Dd]ir\.) (?P<who>{_WHO}?)"
    r"(?:[.,] (?:[Pp]erformances? by|[Ww]ritten by|[Ss]creenplay by|[Pp]roduced by|[Ss]tarring"
    r"|[Ff]eaturing) [^()]{3,200}?)?"
    rf"(?:[.,]| \((?:[^():]{{2,40}}:)?) (?P<publisher>(?:[^.,():]|\b(?:Bros|Inc|Co"
    rf"|Ltd)\.){{2,80}}), (?P<date>\d{{4}})\)?"
    r"[^\d]{0,60}"
)
_DATED_FILM = re.compile(
    r"[*_]?(?P<title>[^.“”\"*_()]{2,200}?)[*_]? \((?P<date>\d{4})\)\.?,?"
    rf" (?:[Dd]irected by|[Dd]ir\.) (?P<who>{_WHO}?)\.?(?: \[(?:[Ff]ilm|[Mm]otion picture|DVD)\])?"
    r"(?:[.,]? (?:[^.:]{2,40}: )?(?P<publisher>[^.,():]{2,80}))?"
)
_BY_DIRECTOR = re.compile(
    r"(?P<who>[^.“”\"*]{3,120}), [Dd]ir(?:\.|ectors?\.) [*_]?(?P<title>[^.“”\"*_]{2,200})"
    r"[.]?[*_]?\.?"
    r" (?P<first>\d{4}; )?(?:[^.:]{2,40}: )?(?P<publisher>[^.,():]{2,80}), (?P<date>\d{4})"
    r"(?:\.[^.]{0,40})?"
)
_FILM_FORMS = (_DIRECTED, _DATED_FILM, _BY_DIRECTOR)
_AIRED = re.compile(
    r"[*_]?(?P<series>[^,“”*_]{2,120})[*_]?,[*_]? (?:(?:season|series|episode) \d+, ){1,2}"
    r"[“\"](?P<title>[^“”\"]{2,200}?),?[”\"],?(?: (?:directed|written) by (?P<who>[^,]{3,80}),)?"
    r" aired (?:on )?(?P<date>[A-Z][a-z]+ \d{1,2}, \d{4}),? on (?P<network>[^,.]{2,80})"
    rf"[,. {ADDRESS}{BREAK}]*"
)
_TELLING = re.compile(
    r"(?i:,? (?:season|series) \d+(?=,)|,? (?:episode|ep\.) \d+(?=[,.])"
    r"|, podcast(?: audio)?(?=,)|,? \(podcast\))"
    rf"|, (?:created|directed|written|hosted|presented|narrated) by {_WHO}?(?=,)"
)
_DATED_EPISODE = re.compile(
    r"(?P<open>[,.]?[”\"] )(?P<date>[A-Z][a-z]+ \d{1,2}, \d{4}), in (?P<series>[^,]{3,80}), "
    r"(?:produced by [^,]{3,60}, )?podcast(?: audio)?"
)
_LASTING = re.compile(
    r"(?:,|\.) (?:(?:MP3|audio|video|streaming|podcast audio)\b ?(?:audio|video)?,? ?)+"
    r"(?:(?:\d{1,2}:)?\d{1,2}:\d\d)?(?=[,.])",
    re.IGNORECASE,
)
_EDGES = f" .,*_{ADDRESS}{BREAK}"
SIGN = re.compile(
    r"\[|direct|\bdir\b|aired|season|series|episode|\bep\.|podcast|created by|written by|hosted by"
    r"|presented by|narrated by|post|message|comment|thread|status|interview|communication"
    r"|gespräch",
    re.IGNORECASE,
)
"""Every film, broadcast or talk that is read contains one of these."""


def screened(entry: Addresses) -> ParsedFields | None:
    """A film or a broadcast; None if nothing in the entry shows that it is one."""
    noticed = urls.take_notices(entry.text)
    text = noticed.text.strip(_EDGES)
    text = _DATED_EPISODE.sub(r"\g<open>\g<series>, podcast, \g<date>", text)
    reading = (
        _bracketed(text, entry.url) or _film(text) or _aired(text) or _episode(text) or _talk(text)
    )
    return reading and replace(reading, accessed=noticed.accessed, updated=noticed.updated)


def _bracketed(text: str, url: str | None) -> ParsedFields | None:
    """APA: `Roe, A. (Director). (2014). Title [Film]. Studio.`"""
    medium = _MEDIUM.search(text)
    head = medium and _HEAD.fullmatch(text[: medium.start()].strip())
    who = _ROLES.sub("", head["who"]).rstrip(" (") if head else ""
    authors = names.before_date(
        who, is_stopped=True, is_own=lambda name: is_site(url, name), issued_by="either"
    )
    if not medium or not head or not authors:
        return None
    parts = [part.strip(_EDGES) for part in sentences(text[medium.end() :].strip(_EDGES))]
    within = _WITHIN.fullmatch(parts[0]) if parts else None
    parts = parts[1:] if within else parts
    is_film = medium["medium"].casefold() in _FILMS
    return ParsedFields(
        authors=authors,
        title=titles.tidy(_NUMBERED.sub("", head["title"])),
        container=within["series"].strip(_EDGES) if within else None,
        publisher=_PLACE.sub("", parts[0]) if len(parts) == 1 else None,
        issued=dates.parse(head["date"]),
        kind="motion_picture" if is_film else "broadcast",
        clear=len(parts) == 1,
    )


def _film(text: str) -> ParsedFields | None:
    """`Title. Directed by Ada Roe, Studio, 2014.`, `Roe, Ada, dir. Title. Place: Studio, 2014.`"""
    found = next(filter(None, (form.fullmatch(text) for form in _FILM_FORMS)), None)
    authors = found and names.authors(found["who"])
    if not found or not authors:
        return None
    again = bool(found.groupdict().get("first"))  # the film's own year, before the disc's
    return ParsedFields(
        authors=authors,
        title=titles.tidy(found["title"]),
        publisher=(found["publisher"] or "").strip() or None,
        issued=None if again else found["date"],
        kind="motion_picture",
        clear=not again,
    )


def _aired(text: str) -> ParsedFields | None:
    """Chicago: `Series, season 2, episode 4, “Title,” aired March 12, 2015, on Network.`"""
    found = _AIRED.fullmatch(text)
    if found is None:
        return None
    return ParsedFields(
        authors=names.authors(found["who"] or "") or (),
        title=titles.tidy(found["title"]),
        container=found["series"],
        publisher=found["network"],
        issued=dates.parse(found["date"]),
        kind="broadcast",
    )


def _episode(text: str) -> ParsedFields | None:
    """`“Title.” Series, season 2, episode 4, Network, 12 Mar. 2015`: a quoted title, and a sign."""
    if not _TELLING.search(text):
        return None
    title = next((quote for quote in quoted(text) if quote.firm), None)
    if title is None:
        return None
    head = text[: title.outer.start]
    tail, told = _TELLING.subn("", text[title.outer.end :])
    authors = _people(head)
    outlet = containers.read(_LASTING.sub("", tail))
    if not told or authors is None or not outlet.container:
        return None
    series, _, network = outlet.container.partition(", ")
    if (outlet.publisher and network) or ", " in network:
        return None
    return ParsedFields(
        authors=authors,
        title=titles.tidy(title.inner.of(text)),
        container=series,
        publisher=network or outlet.publisher,
        issued=outlet.issued,
        kind="broadcast",
        clear=outlet.clear,
    )


_MONTHS_AND_DAYS = r"(?:[^\W\d_]+\.? \d{1,2}, \d{4}|\d{1,2}\.? [^\W\d_]+\.? \d{4}|\d{4})"
_PRIVATE = r"(?:personal|telephone|phone|email|e-mail|video|author[’']?s?)"
_POSTED = re.compile(
    r"(?P<who>[^\W\d_][^\d“”\",:]{2,60}), (?P<site>Twitter|Facebook|Instagram|X|Telegram|Bluesky"
    r"|Mastodon|Threads|LinkedIn|YouTube) (?:post|message|comment|thread|status)"
    rf"(?: to [^,]{{2,60}})?, (?P<date>{_MONTHS_AND_DAYS})"
)
_TALKS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        (
            rf"(?P<who>[^\d“”\"*]{{3,80}}?)[.,] (?:{_PRIVATE} )?(?:interview|communication)"
            r"(?: (?:by|with) (?:the )?authors?)?(?:[.,] [^\d]{2,60}?)?[.,] "
            rf"(?P<date>{_MONTHS_AND_DAYS})"
        ),
        (
            rf"(?:{_PRIVATE} )?interview(?:ed)? with (?P<who>[^\d“”\"*,]{{3,60}}?)"
            rf"(?:, [^\d]{{2,80}}?)?, (?P<date>{_MONTHS_AND_DAYS})"
        ),
        (
            r"(?P<who>[^\d“”\"*]{3,80}?), (?:im (?:persönlichen )?Gespräch|Interview)"
            rf"(?:, [^\d]{{2,60}}?)?(?: am|,) (?P<date>{_MONTHS_AND_DAYS})"
        ),
    )
)


def _talk(text: str) -> ParsedFields | None:
    """An unpublished interview, or a post: with whom and when, without a title."""
    if posted := _POSTED.match(text):
        who = names.authors(posted["who"])
        return ParsedFields(
            authors=who if who and len(who) == 1 else (),
            container=posted["site"],
            issued=dates.parse(posted["date"]),
            kind="post",
            clear=False,
        )
    for form in _TALKS:
        found = form.fullmatch(text)
        authors = found and names.authors(found["who"])
        if found and authors and len(authors) == 1 and " " in str(authors[0]):
            return ParsedFields(
                authors=authors, issued=dates.parse(found["date"]), kind="interview", clear=False
            )
        if found:
            return ParsedFields(issued=dates.parse(found["date"]), kind="interview", clear=False)
    return None


def _people(head: str) -> tuple[Author, ...] | None:
    return names.authors(_ROLES.sub("", head.strip(_EDGES)))


_KIND = (
    r"(?:[Uu]npublished )?(?:[Pp][Hh]\.? ?[Dd]\.?|[Dd]octoral|M\. ?A\.|MA|M\. ?Sc\.|MSc"
    r"|[Mm]aster[’']?s|[Bb]achelor[’']?s|[Hh]onou?rs) (?:[Dd]iss(?:ertation|\.)|[Tt]hesis)"
)
_ABROAD = (
    r"(?:[Uu]nveröff\.|[Uu]npubl\.)? ?(?:Dissertation|Diss\.|Habilitation(?:sschrift)?"
    r"|(?:Master|Bachelor|Diplom|Magister)arbeit|Thèse(?: de doctorat)?|Mémoire(?: de master)?"
    r"|Tesis(?: doctoral)?|Tesi di (?:dottorato|laurea)|Tese(?: de doutorado)?)"
)
_FORMS = tuple(
    re.compile(pattern)
    for pattern in (
        (
            rf"(?P<who>[^\[\]]{{3,300}}?) \((?P<date>\d{{4}})\)\. (?P<title>[^\[\]]{{3,300}}?)\.?"
            rf" [\[(]{_KIND}, (?P<school>[^\[\]()]{{3,120}})[\])](?:\. [^.]{{3,120}})?"
        ),
        (
            rf"(?P<who>[^\[\]]{{3,300}}?) \((?P<date>\d{{4}})\)\. (?P<title>[^\[\]]{{3,300}}?)\.?"
            rf" [\[(]{_KIND}[\])]\. (?P<school>[^.\[\]()]{{3,120}})"
        ),
        (
            rf"(?P<who>[^:“”\"]{{3,200}}?)(?: \((?P<year>\d{{4}})\))?:"
            rf" (?P<title>[^“”\"]{{3,300}}?)[.,]"
            rf" (?:{_ABROAD})[,:]? (?P<school>[^\[\]()]{{3,120}}?)(?:,? (?P<date>\d{{4}}))?"
        ),
        (
            rf"(?P<who>[^“”\"]{{3,200}}), [“\"](?P<title>[^“”\"]{{3,300}}?),?[”\"],?"
            rf" \({_KIND}, (?P<school>[^()]{{2,120}}?),? (?P<date>\d{{4}})\)(?:, [\d, –-]{{1,20}})?"
        ),
    )
)
_THESIS_EDGES = f" .,{ADDRESS}{BREAK}"
THESIS_SIGN = re.compile(r"diss|thes|thès|habil|arbeit|mémoire|tes[ei]", re.IGNORECASE)
"""Every thesis that is read contains one of these."""


def thesis(entry: Addresses) -> ParsedFields | None:
    """A thesis with its school as publisher; None for any other form."""
    noticed = urls.take_notices(entry.text)
    text = noticed.text.strip(_THESIS_EDGES)
    found = next((match for form in _FORMS if (match := form.fullmatch(text))), None)
    authors = found and names.authors(found["who"])
    if not found or not authors:
        return None
    return ParsedFields(
        authors=authors,
        title=titles.tidy(found["title"]),
        publisher=found["school"],
        issued=dates.parse(found["date"] or found.groupdict().get("year") or ""),
        accessed=noticed.accessed,
        updated=noticed.updated,
        kind="thesis",
    )
