"""Press releases, speeches and series of data whose title is not set off, told by a phrase.

`Umweltamt: Titel, Pressemitteilung Nr. 31/2021 vom 29. April 2021`
`Tidal Labs. Title. Press release. May 4, 2021. address`
`Ada Roe, Title (speech, Tolver, May 4, 2021), Site, address`
`Harbour Board, Tides [TIDES], retrieved from FRED, Bank; address, May 4, 2021.`
"""

import re
from dataclasses import replace

from briefs.model import Organisation
from briefs.references.fields import dates, names, titles, urls
from briefs.references.fields.name_words import has_telling_word
from briefs.references.fields.titles import ADDRESS, BREAK
from briefs.references.fields.urls import Addresses, hosts, is_host, is_site
from briefs.references.parsed_fields import ParsedFields

_RELEASED = re.compile(
    r"(?P<who>[^:,.“”„]{3,80})[:,] (?P<title>[^“”„]{5,250}?)[,.]? ?[(]?"
    r"(?:Pressemitteilung|Pressemeldung|Medienmitteilung|Presseinformation)"
    r"(?: (?:Nr\. )?[\d/]+)?,?(?: vom| v\.)? (?P<date>[^()]{4,30}?)[)]?"
    r"(?:[.,] [^\W\d_a-z][^\W\d_]+)?"
)
_RELEASE_FIRST = re.compile(
    r"(?P<who>[^:,“”„«»\"*]{2,80})[:,] (?P<sort>Pressemitteilung|Pressemeldung|Medienmitteilung"
    r"|Comunicato stampa|Communiqué de presse|Nota de prensa|Nota de imprensa|[Pp]ress [Rr]elease"
    r"|Komunikat prasowy|Persbericht|Pressmeddelande)(?: (?:Nr\.|n[.°º]+|No\.) ?[\d/]+)?"
    r"(?:,? (?:vom|v\.|du|del|z dnia|of|van) (?P<before>[^,:“”]{6,20}))?[,:] [*_«“\"]?"
    r"(?P<title>[^“”„«»\"*]{5,250}?)[*_»”\"]?(?:, (?P<city>[^\W\d_a-z][^,\d]{2,30}))?"
    r"(?:,? (?P<behind>\d{1,2}[. ][^,“”]{4,16}))?(?:, (?:abrufbar unter|available at|en ligne"
    r"|online|verfügbar unter|disponible en|disponibile su)[: ]*)?"
)
_BEFORE_A_DAY = re.compile(r",? (?:du|vom|v\.|del?|of|from|van|z dnia)$")
_TITLED_RELEASE = re.compile(
    r"(?P<title>[^“”\".]{20,300})\. (?:Press|News|Media) [Rr]elease[.,] (?P<outlet>[^.,\d]{2,60}),"
    r" (?P<date>[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}|\d{1,2} [A-Z][a-z]{2,8}\.? \d{4})"
)
_RETRIEVED_FROM = re.compile(
    r"(?P<who>[^,“”]{3,120}?)[.,] (?P<title>[^“”]{5,200}?)"
    r"(?: \[[A-Z\d]{3,30}\])?,? retrieved from FRED, "
)
_SPOKEN_IN_BRACKETS = re.compile(
    r"(?P<who>[^\W\d_a-z][^\d,“”():]{3,50}), [*_]?(?P<title>[^\W\d_a-z][^“”()*]{3,150}?)[*_]?"
    r" \((?:speech|lecture|keynote|address|remarks|sermon|Rede|discours|discurso), "
    r"(?:[^()\d]{2,80}, )?"
    r"(?P<date>[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}|\d{1,2}\.? [^\W\d_]{3,12} \d{4})\)"
)
_SIGNED_RELEASE = re.compile(
    r"(?P<who>[^.“”]{2,60})\. (?P<title>[^“”\".]{10,300})\. (?:Press|News|Media) [Rr]elease[.,] "
    r"(?P<date>[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4})"
)
_SPOKEN = re.compile(
    r"(?P<who>[^\W\d_a-z][\w’'-]+, [^\W\d_a-z][\w’'. -]{1,40}): (?P<title>(?:Rede|Ansprache"
    r"|Vortrag|Regierungserklärung|Discours|Discurso|Discorso)\b[^,“”„]{0,150})"
    r"(?:, [^\d“”„]{2,60})?, (?P<date>\d{1,2}\.? [^\W\d_]{3,12} \d{4}|\d{1,2}\.\d{1,2}\.\d{4})"
)
_HELD = re.compile(
    r"(?P<who>[^\W\d_a-z][\w’'-]+, [^\W\d_a-z][\w’'. -]{1,40}|[^\W\d_a-z][\w’'-]+(?:"
    r" [\w’'.-]+){1,3}):"
    r" (?P<title>[^“”„]{5,250}?)[.,] (?:Rede|Ansprache|Vortrag|Grußwort|Festrede|Keynote|Discours"
    r"|Discurso|Discorso)"
    r"\b[^\d]{0,80}?(?P<date>\d{1,2}\.? [^\W\d_]{3,12} \d{4}|\d{1,2}\.\d{1,2}\.\d{4})"
    r"(?:[ ,].{0,160})?"
)


def announced(entry: Addresses) -> ParsedFields | None:
    """A release, a speech or a series of data; None if no phrase of theirs is there."""
    if series := _RETRIEVED_FROM.match(entry.text):
        return ParsedFields(
            authors=(Organisation(series["who"]),),
            title=titles.tidy(series["title"]),
            container="FRED",
            accessed=urls.take_notices(entry.text).accessed,
            kind="dataset",
            clear=False,
        )
    if entry.described is not None:
        return None
    noticed = urls.take_notices(entry.text)
    told = ParsedFields(accessed=noticed.accessed, updated=noticed.updated)
    return _phrased(told, noticed.text, entry)


def _phrased(told: ParsedFields, text: str, entry: Addresses) -> ParsedFields | None:
    text = text.strip(f" .{BREAK}{ADDRESS}")
    if spoken := _SPOKEN_IN_BRACKETS.match(text):
        title, issued = titles.tidy(spoken["title"]), dates.parse(spoken["date"])
        speakers = names.authors(spoken["who"])
        if speakers and issued and len(speakers) == 1:
            return replace(told, authors=speakers, title=title, issued=issued, kind="speech")
    by_body = _SIGNED_RELEASE.fullmatch(text)
    if by_body and (has_telling_word(by_body["who"]) or hosts(entry.url, by_body["who"])):
        return replace(
            told,
            authors=(Organisation(by_body["who"]),),
            title=titles.tidy(by_body["title"]),
            issued=dates.parse(by_body["date"]),
            kind="report",
        )
    if signed := _TITLED_RELEASE.fullmatch(text):
        return replace(
            told,
            title=titles.tidy(signed["title"]),
            container=signed["outlet"],
            issued=dates.parse(signed["date"]),
            kind="report",
        )
    if first := _RELEASE_FIRST.fullmatch(text.rstrip(f" .,:{ADDRESS}{BREAK}")):
        issued = dates.parse(first["before"] or first["behind"] or "", day_first=True)
        title = titles.tidy(_BEFORE_A_DAY.sub("", first["title"]))
        if issued and not dates.find(title):
            by = (Organisation(first["who"]),)
            return replace(told, authors=by, title=title, issued=issued, kind="report")
    spoken = _SPOKEN.fullmatch(text) or _HELD.fullmatch(text)
    if spoken and (speakers := names.authors(spoken["who"])):
        told = replace(told, issued=dates.parse(spoken["date"], day_first=True), kind="speech")
        return replace(told, authors=speakers, title=titles.tidy(spoken["title"]))
    found = _RELEASED.fullmatch(text)
    issued = dates.parse(found["date"], day_first=True) if found else None
    if found is None or issued is None:
        return None
    authors = names.authors(found["who"])
    if text[found.end("who")] == ",":  # BaFin, Titel, Pressemitteilung vom 2. Mai 2020
        who = found["who"]
        is_known = has_telling_word(who) or is_host(entry.url, who) or is_site(entry.url, who)
        authors = (Organisation(who),) if is_known else None
    is_body = authors is not None and len(authors) == 1 and isinstance(authors[0], Organisation)
    title = titles.tidy(found["title"])
    return replace(
        told,
        authors=authors or () if is_body else (),
        title=title,
        issued=issued,
        kind="report",
        clear=is_body,
    )
