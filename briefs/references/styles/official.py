"""Official papers outside the United States: the United Nations, courts, statutes, standards.

A law or a case is found by where it is printed ("[2019] UKSC 77"), and that is its container. The
number of a document or an application is no outlet: it stays in the entry as written.
"""

import re
from dataclasses import replace

from briefs.model import Author, Organisation, PartialDate
from briefs.references.fields import dates, titles, urls
from briefs.references.fields.titles import ADDRESS, BREAK
from briefs.references.fields.urls import Addresses
from briefs.references.parsed_fields import ParsedFields

_EDGES = f" .,;:({ADDRESS}{BREAK}"
_YEAR = r"(?:1[89]|20)\d\d"
_DAY = r"\d{1,2}\.? [^\W\d_]{3,12} \d{4}|\d{1,2}\.\d{1,2}\.\d{4}|[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}"

SYMBOL = re.compile(
    r"(?:\b(?:UN|U\.N\.|United Nations) Doc(?:ument|\.)? ?(?:No\. )?|\bDoc\. )?"
    r"(?<![\w/])(?:A|S|E|ST|CCPR|CERD|CEDAW|CRC|CMW|CAT|CRPD|HRI|DP|TD|UNEP|FCCC|NPT|JIU|ISBA|ECE"
    r"|CTOC|CBD)/[A-Z0-9][\w./-]*\d[\w./-]*\b(?:\(\d{4}\))?(?: \(\d{4}\))?"
)
_RESOLUTION = re.compile(
    r"(?:(?:G\.A\.|S\.C\.|GA|SC|UNGA|UNSC|UNSCR) )?(?:[Rr]esolution|Res\.|[Rr]ésolution"
    r"|[Rr]esolución"
    r"|Резолюция) (?:n° ?|No\. ?)?\d[\w/]*(?: ?\((?:[IVX]+|\d{4})\))?"
)
_BODY = re.compile(
    r"(?:UN|U\.N\.|ONU|ООН|UNGA|UNSC|UNHCR|UNICEF|UNESCO|UNCTAD|UNDP|UNEP|OHCHR|WHO)\b"
    r"|United Nations|Naciones Unidas|Nations Unies|Vereinte Nationen|Council|Assembly|Committee"
    r"|Commission|Secretary-General|Secretariat|Rapporteur|Conseil|Assemblée|Consejo|Asamblea|Comité"
    r"|Совет|Ассамблея|Office of|Programme"
)
_DATE_BEHIND = re.compile(rf"[.,]? ?\(?{_YEAR}[a-z]?\)?\.?$")
_NOT_A_BODY = re.compile(
    r"^(?:Report|Note|Letter|Statement|Rapport|Informe|Declaration|Resolution)\b"
)
_TREATY = re.compile(
    rf"(?P<title>[^\d“”]{{8,200}}?)(?:,| \() ?(?:(?:opened for signature|adopted|signed|done) )?"
    rf"(?P<date>{_DAY})(?:, (?:entered|entry) into force (?:on )?{_DAY})?\)?"
    r"(?: \([A-Z]{2,8}\))?,? ?(?P<container>\d{1,4} U\.?N\.?T\.?S\.? \d{1,5})\b.*"
)

_PINPOINT = re.compile(
    r",? (?:¶{1,2}|paras?\.?|§{1,2}|arts?\.?|annex|pp?\.) ?[\dIVX]{1,5}[\d–, -]{0,20}$"
)
_BODY_AND_YEAR = re.compile(
    rf"(?P<who>[^.“”]{{3,120}}?(?: \([A-Z]{{2,8}}\))?) \({_YEAR}[a-z]?\)[.,:]? (?P<rest>[^\W_].*)"
)
_ABBREVIATED_BODY = re.compile(
    r"(?P<who>(?:H\.?R\. )?(?:Comm|Human|Hum|Spec|Sub)[^“”]{2,120}?), (?P<title>(?:General"
    r" (?:Comment|Recommendation)|Concluding Observations|Rep\. of|Report|Views)\b.*)"
)
_NAMED_RESOLUTION = re.compile(
    rf"{_RESOLUTION.pattern}(?: [A-Z])?, (?P<title>[^\W\d_a-z][^()“”]{{5,200}})"
    rf" \((?P<date>{_DAY})\)"
)
_DRUCKSACHE = re.compile(
    r"(?P<who>Deutscher Bundestag|Bundesrat|Bundesregierung|Landtag[^,:]{0,40})[,:]"
    r" (?:(?:BT-|BR-)?(?:Drucksache|Drs\.)(?: Nr\.)? \d+/\d+[,:] )(?P<title>[^“”„]{5,250}),"
    rf"(?: vom)? (?P<date>{_DAY}|{_YEAR})"
)
_ADOPTED = re.compile(
    r"(?P<who>(?:UN|U\.N\.|United Nations|UNHCR|UNICEF|UNESCO|WHO)(?: [^,“”\"]{2,80})?), "
    rf"[*_]?(?P<title>[^\W\d_a-z][^“”\"*]{{5,250}}?)[*_]?, (?P<date>{_DAY}|[A-Z][a-z]+ {_YEAR})"
    r"(?:, [\dA-Z][^,]{1,40}){0,2}"
)


def united_nations(entry: Addresses) -> ParsedFields | None:
    """A document of the United Nations, known by its symbol: "A/HRC/46/55"."""
    symbol = SYMBOL.search(entry.text)
    noticed = urls.take_notices(entry.text)
    text = noticed.text.strip(f" {BREAK}{ADDRESS}.")
    told = ParsedFields(accessed=noticed.accessed, updated=noticed.updated)
    if found := _TREATY.fullmatch(text):
        return replace(
            told,
            title=titles.tidy(found["title"]),
            container=found["container"],
            issued=dates.parse(found["date"]),
            kind="treaty",
        )
    symbol = SYMBOL.search(text)
    if symbol is None or SYMBOL.fullmatch(text):
        return _adopted(told, text.partition(BREAK)[0].strip(_EDGES))
    before, after = text[: symbol.start()].strip(_EDGES), text[symbol.end() :]
    before = _PINPOINT.sub("", before)
    issued, before = _dated(before, after, symbol[0])
    authors, title = _bodied(before)
    is_resolution = bool(title and _RESOLUTION.search(before))
    return replace(
        told,
        authors=authors,
        title=title,
        issued=issued,
        kind="legislation" if is_resolution else "report",
        clear=title is not None,
    )


def _adopted(told: ParsedFields, text: str) -> ParsedFields | None:
    """`UN General Assembly, Title, 10 December 1948, 217 A (III)`: a body, a title and a day."""
    if named := _NAMED_RESOLUTION.fullmatch(text):
        return replace(
            told,
            title=titles.tidy(named["title"]),
            issued=dates.parse(named["date"]),
            kind="legislation",
        )
    found = _DRUCKSACHE.fullmatch(text) or _ADOPTED.fullmatch(text)
    if found and found.re is _DRUCKSACHE:
        issued = dates.parse(found["date"], day_first=True)
        title = titles.tidy(found["title"])
        return replace(told, authors=_body(found["who"]), title=title, issued=issued, kind="report")
    if found is None or not _BODY.match(found["who"]) or _BODY.match(found["title"]):
        return None
    return replace(
        told,
        authors=_body(found["who"]),
        title=titles.tidy(found["title"]),
        issued=dates.parse(found["date"]),
        kind="report",
    )


def _dated(before: str, after: str, symbol: str) -> tuple[PartialDate | None, str]:
    """The day or the year of a document, behind its symbol or before, and what is left before."""
    for text in (after, before):
        if found := dates.find(text, day_first=True):
            last = found[-1]
            rest = before if text is after else (before[: last.start] + before[last.end :])
            return last.iso, re.sub(r"\(\s*\)|,(?=\s*,)", "", rest).strip(_EDGES)
    year = (
        re.search(rf"\(({_YEAR})\)", symbol + after)
        or re.search(rf", ({_YEAR})\b", after)
        or re.search(rf"\(({_YEAR})[a-z]?\)\.? ", before)
    )
    return (year[1] if year else None), before


def _bodied(text: str) -> tuple[tuple[Author, ...], str | None]:
    """The bodies that a document opens with, and its title."""
    if (dated := _BODY_AND_YEAR.match(text)) and _BODY.search(dated["who"]):
        title = titles.tidy(titles.sentences(dated["rest"])[0])
        return _body(dated["who"]), title or None
    if abbreviated := _ABBREVIATED_BODY.fullmatch(text):
        return _body(abbreviated["who"]), titles.tidy(abbreviated["title"])
    for quote in titles.quoted(text):
        return _body(text[: quote.outer.start]), titles.tidy(quote.inner.of(text))
    if emphasis := re.search(r"[*_]([^*_]{4,300})[*_]", text):
        return _body(text[: emphasis.start()]), titles.tidy(emphasis[1])
    parts = re.split(r"[,.] (?=[^\W\d_])", text)
    first = 0
    while (
        first < len(parts) - 1
        and _BODY.search(parts[first])
        and not (_NOT_A_BODY.match(parts[first]) or _RESOLUTION.search(parts[first]))
    ):
        first += 1
    who = text[: text.find(parts[first])] if first else ""
    rest = text[len(who) :]
    resolution = _RESOLUTION.search(rest)
    if resolution and resolution.start():
        rest = rest[: resolution.start()].strip(_EDGES) or resolution[0]
    elif resolution:
        named = rest[resolution.end() :].strip(_EDGES + '“”"')
        rest = resolution[0] if not named else rest
    title = titles.tidy(rest.strip(_EDGES))
    return _body(who), title or None


def _body(text: str) -> tuple[Author, ...]:
    name = _DATE_BEHIND.sub("", text.replace("*", "").strip(_EDGES)).strip(_EDGES)
    return (Organisation(name),) if name else ()


_PARTY = r"[^\W_][^“”\"\[\]]{0,120}?"
_VERSUS = r"(?:v\.?|vs\.?|/|c\.|gegen)"
_NEUTRAL = (
    r"\[\d{4}\] (?:\d{1,2} )?[A-Z][A-Za-z]{1,8}(?: (?:Civ|Crim|Admin|Ch|Fam|QB|KB|Pat|TCC|Comm))?"
    r" \d{1,5}(?: \([A-Z][a-z]+\))?|\(\d{4}\) \d{1,4} [A-Z]{2,6} \d{1,5}"
    r"|\d{4} (?:SCC|ONCA|BCCA|ABCA|FCA|FC|ZASCA|ZACC|INSC) \d{1,5}"
    r"|\d{4} \(\d\) (?:SA|BCLR|SACR|All SA) \d{1,5}(?: \([A-Z]{1,4}\))?"
    r"|A\.?I\.?R\.? \d{4} [A-Z][A-Za-z]{1,8} \d{1,5}"
)
_REPORTER = (
    r"\d{1,4} (?:P\.|A\.|N\. ?E\.|N\. ?W\.|S\. ?E\.|S\. ?W\.|So\.|Cal\.(?: App\.| Rptr\.)?|N\. ?Y\."
    r"(?: ?S\.)?|Ill\.|Mass\.|Mich\.|Ohio St\.|Wash\.|Wis\.|Pa\.|Tex\.|B\. ?R\.|F\. ?R\. ?D\."
    r"|Fed\. Cl\.|Fed\. App[’']x)(?: ?(?:[2-5]d|4th|5th))? \d{1,5}"
)
_CASES = tuple(
    re.compile(pattern)
    for pattern in (
        (  # Roe v Poe [2019] UKSC 77, [12]
            rf"(?P<title>{_PARTY} {_VERSUS} {_PARTY}|(?:R|Re|In re|Ex parte) {_PARTY}),? "
            rf"(?P<container>{_NEUTRAL})(?:[,;]? .{{0,80}})?"
        ),
        (  # Roe v. Poe, 279 P.3d 599, 609 (Alaska 2012)
            rf"(?P<title>{_PARTY} vs?\. {_PARTY}),? (?P<container>{_REPORTER})"
            rf"(?:, [\d–-]+)*(?:, {_REPORTER}(?:, [\d–-]+)*)* \((?:[^()\d]{{0,40}} ?)"
            rf"(?:[A-Z][a-z]{{2,8}}\. \d{{1,2}}, )?(?P<year>\d{{4}})\)"
        ),
        (  # Case C-999/18, Roe v. Council, EU:C:2020:111
            rf"(?:Joined )?Cases? (?:[CTF]-\d{{1,4}}/\d{{2}}(?: P)?(?:,| and| to|–)? ?){{1,4}}"
            rf"(?P<title>{_PARTY}),? (?:\[\d{{4}}\] )?(?:ECLI:)?EU:[CTF]:(?P<year>\d{{4}}):\d+"
            r"(?:[, ].{0,80})?"
        ),
        (
            rf"(?:Joined )?Cases? (?:[CTF]-\d{{1,4}}/\d{{2}}(?: P)?(?:,| and| to|–)? ?){{1,4}}"
            rf"(?P<title>{_PARTY}),? (?P<container>\[(?P<year>\d{{4}})\] ECR [IV-]*\d+)"
            rf"(?:[, ].{{0,80}})?"
        ),
    )
)
_PLAIN_CASE = re.compile(
    rf"(?P<title>(?:Case of )?{_PARTY} {_VERSUS} {_PARTY}),?"
    r"(?: \(?[Aa]pp(?:lication)?s?\.? [Nn]os?\.? [\d/]{5,12}\)?)?"
    r" \((?:ECt?HR|CEDH|EGMR|TEDH|CJEU|ECJ"
    rf"|IACtHR)"
    rf"(?:, [^()\d]{{3,40}})?, (?P<date>[^()]{{4,30}})\)"
)
_JOINED = re.compile(
    r"(?:(?:CJEU|ECJ|EuGH|CJUE),? )?(?:Joined )?Cases? (?:[CTF][-–]\d{1,4}/\d{2}(?: P)?(?:,| and"
    r"| to|–)? ?)"
    r"{1,5}(?P<title>[^\W\d][^()\[\]]{3,120}?),? \((?P<date>[^()]{4,30})\)"
)
_APPLICATION = re.compile(
    rf"(?P<title>(?:Case of )?{_PARTY} {_VERSUS} {_PARTY})(?: \[GC\])?(?:,? \(?)"
    r"(?:[Aa]pp(?:l(?:ication)?)?s?\.?,? )?[Nn]os?\.? ?\d{2,6}/\d{2}(?:(?:,"
    r"| and) \d{2,6}/\d{2})*\)?"
    r"(?P<rest>.*)"
)
_STRASBOURG = re.compile(
    r"\bECt?HR\b|European Court of Human Rights|Eur\. Ct\. H\. ?R\.|\bCEDH\b|\bEGMR\b|\bTEDH\b"
)
_GERMAN = re.compile(
    r"(?P<court>(?:BGH|BVerfG|BVerwG|BAG|BSG|BFH|EuGH|EGMR|OGH|VfGH|BGer"
    r"|(?:OLG|LG|AG|VG|OVG|VGH|KG|LAG|ArbG|FG|SG)(?: [A-Z][\w-]+){0,2}))[,:]? "
    rf"(?P<title>(?:Urteil|Beschluss|Beschl\.|Urt\.) (?:vom|v\.) (?P<date>{_DAY})"
    r"(?:[,;]? (?:– |- )?(?:Az\.:? )?[\w ./()-]+?\d/\d\d)?)(?: [–-](?: [^,;]{2,40})?)?(?:[,;].*)?"
)


_DOCKETED = re.compile(
    rf"(?P<title>{_PARTY} vs?\.? {_PARTY}),? (?:\([A-Z][A-Za-z ]{{2,40}}\),? )?"
    r"(?:Case )?No\. [A-Z\d][\w:./–-]{3,30}"
    r"(?:,? [^()\d]{2,80}|,? \d{4} WL \d+|, slip op\.|, \d+ U\.S\. ?_*){0,2}(?:,? at \*?\d+)?"
    rf" {{1,2}}\((?:[^()\d]{{0,40}} )?(?P<date>{_DAY}|{_YEAR})\)"
)
_JUDGED = re.compile(
    rf"(?P<title>{_PARTY} vs?\.? {_PARTY}),? (?:judgment|decision) of (?P<date>{_DAY})"
    r"(?:, .{0,80})?"
)
_FRENCH = re.compile(
    r"(?:Cass\.|CE|C\. ?E\.|CA|TA|TGI|TJ|CAA|Cons\. const\.|Conseil d[’']État|Cour de cassation"
    r"|Conseil constitutionnel|Cour d[’']appel)[^\d“«]{0,40}(?:\d(?:re|e|ère) ?[^\d“«]{0,20})?, "
    r"(?P<date>\d{1,2}(?:er)? [^\W\d_]{3,9}\.? \d{4}), (?:n[°os]{1,3}|aff\.) ?\d.*"
)


def court(entry: Addresses) -> ParsedFields | None:
    """A case before a court of Europe, the Commonwealth or a state of the United States."""
    noticed = urls.take_notices(entry.text)
    text = re.sub(r"[*_]", "", noticed.text.strip(f" .,;{BREAK}{ADDRESS}"))
    reading = _case(text) or _strasbourg(text) or _docket(text) or _german(text) or _french(text)
    return reading and replace(
        reading, kind="legal_case", accessed=noticed.accessed, updated=noticed.updated
    )


def _case(text: str) -> ParsedFields | None:
    for form in _CASES:
        if found := form.fullmatch(text):
            told = found.groupdict()
            container = told.get("container")
            year = told.get("year") or re.search(r"\d{4}", container or "")
            issued = year if isinstance(year, str) else year[0] if year else None
            return ParsedFields(
                title=found["title"].strip(" ,"), container=container, issued=issued
            )
    return None


def _strasbourg(text: str) -> ParsedFields | None:
    if plain := _PLAIN_CASE.fullmatch(text) or _JOINED.fullmatch(text):
        issued = dates.parse(plain["date"], day_first=True)
        return ParsedFields(title=plain["title"].strip(" ,"), issued=issued) if issued else None
    found = _APPLICATION.fullmatch(text)
    if found is None or not _STRASBOURG.search(text):
        return None
    dated = dates.find(found["rest"], day_first=True)
    year = re.search(rf"\b{_YEAR}\b", found["rest"])
    issued = dated[0].iso if dated else year[0] if year else None
    return ParsedFields(title=found["title"].strip(_EDGES), issued=issued)


def _docket(text: str) -> ParsedFields | None:
    """A case with its number and its day, where it is printed nowhere."""
    found = _DOCKETED.fullmatch(text) or _JUDGED.fullmatch(text)
    issued = dates.parse(found["date"]) if found else None
    return ParsedFields(title=found["title"].strip(" ,"), issued=issued) if found else None


def _french(text: str) -> ParsedFields | None:
    """The day of a judgment of a court of France, which has no title but its number."""
    found = _FRENCH.fullmatch(text)
    issued = dates.parse(found["date"], day_first=True) if found else None
    return ParsedFields(issued=issued, clear=False) if issued else None


def _german(text: str) -> ParsedFields | None:
    found = _GERMAN.fullmatch(text)
    if found is None:
        return None
    issued = dates.parse(found["date"], day_first=True)
    return ParsedFields(authors=_body(found["court"]), title=found["title"], issued=issued)


_STATUTES = tuple(
    re.compile(pattern)
    for pattern in (
        # Harbours Act 1964, s 12
        (
            rf"(?P<title>[A-Z][^,.“”\"]{{3,100}} (?:Act|Order|Regulations|Rules|Ordinance)"
            rf" (?P<year>{_YEAR}))(?:,? \((?:[A-Za-z]{{2,20}}|c\. ?\d+)\))?"
            r"(?:,? (?:ss?|sections?|sec|c|ch|pt|part|sch|reg|art)\.? ?[\w().–-]+){0,3}"
        ),
        # Regulation (EU) 2016/679 of the … of 27 April 2016 on … [2016] OJ L119/1
        (
            r"(?P<title>(?:Council |Commission )?(?:Implementing |Delegated |Framework )?"
            r"(?:Regulation|Directive|Decision) (?:\((?:EU|EC|EEC)[^()]{0,12}\) )?(?:No )?\d[\w/]*"
            r" .{0,80}?of (?P<date>\d{1,2} [A-Z][a-z]+ \d{4})[^\[]{0,300}?)"
            r"(?:,? (?:\[\d{4}\] )?\(?(?P<container>OJ [LC] ?\d+(?:/\d+)?)\)?(?:[,/ ].{0,40})?)?"
        ),
        # Hafengesetz vom 12. Juli 2017 (BGBl. I S. 2314)
        (
            rf"(?P<title>[A-ZÄÖÜ][^()]{{4,200}}?)(?: vom (?P<date>{_DAY}))?,? "
            r"\(?(?P<container>(?:BGBl|RGBl|GVBl|GBl|GV)\.? [^()]{2,40})\)?(?:,? .{0,160})?"
        ),
        # Loi n° 2016-816 du 20 juin 2016 pour l’économie bleue, JORF n° 0143 du 21 juin 2016
        (
            r"(?P<title>(?:Loi|Décret|Ordonnance|Arrêté|Décret-loi)(?: organique)?"
            r"(?: n° ?[\w.-]+)? du (?P<date>\d{1,2}(?:er)? [^\W\d_]+ \d{4})[^\[\]]{0,250}?)"
            r"(?:[,.] (?P<container>JORF(?: n° ?\d+)?|JO(?: n° ?\d+)?)\b.{0,80})?"
        ),
        # Legge 12 maggio 2017, n. 81
        (
            r"(?P<title>(?:Legge|Decreto (?:legislativo|legge|ministeriale)|D\. ?Lgs\.|D\. ?L\."
            r"|L\.)"
            r" (?P<date>\d{1,2}°? [^\W\d_]+ \d{4}), n\. ?\d+)(?:[,.].{0,120})?"
        ),
        # Ustawa z dnia 12 maja 2017 r. o portach, Dz.U. 2017 poz. 123
        (
            r"(?P<title>(?:Ustawa|Rozporządzenie|Obwieszczenie)[^\d]{0,80}? z dnia "
            r"(?P<date>\d{1,2} [^\W\d_]+ \d{4}) ?r\.[^()]{0,250}?)"
            r"(?:,? \(?(?P<container>(?:t\.j\. )?Dz\. ?U\.[^()]{2,60}?)\)?)?"
        ),
    )
)
_SPANISH = re.compile(
    r"(?P<title>(?:Ley(?: Orgánica)?|Real Decreto(?:[- ][Ll]ey| [Ll]egislativo)?|Decreto|Orden)"
    rf" (?:[A-Z]+/)?\d+/(?P<year>{_YEAR}), de (?P<day>\d{{1,2}} de [^\W\d_]+),? [^\[\]]{{3,250}}?)"
    r"(?:[.,] \(?(?P<container>BOE(?: (?:núm|n)\.º? ?\d+)?|Boletín Oficial del Estado"
    r"|Diario Oficial(?: de la [A-Z]\w+)?)\b.{0,80})?"
)
_STANDARD = re.compile(
    r"(?P<title>(?:(?:DIN|EN|ISO|IEC|BS|ANSI|ASTM|NF|UNE|UNI|SIA|ÖNORM|IEEE|ГОСТ|ДСТУ|PN)"
    rf"(?:[ /]|(?<=ГОСТ) Р ))+[A-Z]? ?[\d.]+(?:-\d+)*(?::(?P<date>{_YEAR}(?:-\d\d)?))?"
    r"[,.:]? [^.]{4,200}?)(?:\. (?P<publisher>[^.,:]{3,60})(?:[,:] [^.,:]{2,30})?(?:, "
    r"(?P<year>\d{4}))?)?"
)


def statute(entry: Addresses) -> ParsedFields | None:
    """A law, as Britain, the Union and the larger countries of Europe cite theirs; a standard."""
    noticed = urls.take_notices(entry.text)
    text = re.sub(r"[*_]", "", noticed.text.strip(f" .,;{BREAK}{ADDRESS}"))
    reading = _standard(text) or _statute(text)
    return reading and replace(reading, accessed=noticed.accessed, updated=noticed.updated)


def _statute(text: str) -> ParsedFields | None:
    found = next((match for form in _STATUTES if (match := form.fullmatch(text))), None)
    spanish = None if found else _SPANISH.fullmatch(text)
    if spanish:
        dated = dates.yearless(spanish["day"].replace(" de ", " "), spanish["year"])
        issued = dated.iso if dated else spanish["year"]
        found = spanish
    elif found:
        told = found.groupdict()
        issued = dates.parse(told.get("date") or "", day_first=True) or told.get("year")
    else:
        return None
    container = found.groupdict().get("container")
    return ParsedFields(
        title=found["title"].strip(" ,.*"),
        container=container and container.strip(_EDGES),
        issued=issued,
        kind="legislation",
    )


def _standard(text: str) -> ParsedFields | None:
    found = _STANDARD.fullmatch(text)
    if found is None:
        return None
    return ParsedFields(
        title=found["title"].strip(),
        publisher=found["publisher"],
        issued=found["date"] or found["year"],
        kind="standard",
    )
