"""Official documents outside the United States: of the United Nations, statutes, standards.

The container of a law is where it is printed. The number of a document is no outlet: it stays in
the entry as written.
"""

import re
from dataclasses import replace

from briefs.model import Author, Organisation, PartialDate, Person
from briefs.references.fields import dates, titles, urls
from briefs.references.fields.certain_names import opening, surely
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
    r"|Резолюция|القرار|قرار) (?:n° ?|No\. ?)?\d[\w/]*(?: ?\((?:[IVX]+|\d{4})\))?"
)
_RESOLUTION_AT_END = re.compile(rf"(?:^|[,.] ){_RESOLUTION.pattern}$")
_RECORDS = re.compile(r", UN (?:SCOR|GAOR|ESCOR|HRC)\b.*")  # SC Res 1, UN SCOR, 55th sess
_BODY = re.compile(
    r"(?:UN|U\.N\.|ONU|ООН|UNGA|UNSC|UNHCR|UNICEF|UNESCO|UNCTAD|UNDP|UNEP|OHCHR|WHO)\b"
    r"|United Nations|Naciones Unidas|Nations Unies|Vereinte Nationen|Council|Assembly|Committee"
    r"|Commission|Secretary-General|Secretariat|Rapporteur|Conseil|Assemblée|Consejo|Asamblea"
    r"|Comité"
    r"|Совет|Ассамблея|Office of|Programme|مجلس الأمن|الجمعية العامة|مجلس حقوق|الأمم المتحدة"
)
_SORT_AT_END = re.compile(
    r"(?:[.,:;]| :) ?(?:[Rr]esolution|[Dd]ocument|[Rr]ésolution|[Rr]esolución|[Рр]езолюция"
    r"|[Дд]окумент)$"
)
_DATE_BEHIND = re.compile(rf"[.,]? ?\(?{_YEAR}[a-z]?\)?\.?$")
_YEAR_BEHIND = re.compile(rf" \({_YEAR}[a-z]?\)$")
_NOT_A_BODY = re.compile(
    r"^(?:Report|Note|Letter|Statement|Rapport|Informe|Declaration|Resolution)\b"
)
_TREATY = re.compile(
    rf"(?P<title>[^\d“”]{{8,200}}?)(?:,| \() ?(?:(?:opened for signature|adopted|signed|done) )?"
    rf"(?P<date>{_DAY})(?:, (?:entered|entry) into force (?:on )?{_DAY})?\)?"
    r"(?: \([A-Z]{2,8}\))?,? ?(?P<container>\d{1,4} U\.?N\.?T\.?S\.? \d{1,5})\b.*"
)

_OF_LETTER = re.compile(r"(?:dated|datée? du|de fecha|от|від) $")
_IN_BRACKETS = re.compile(
    rf"(?:UNGA|UNSC|GA|SC)?,? ?Res(?:olution|\.)? [^\[\]“”]{{2,20}} \((?P<date>{_DAY})\)"
    r" \((?P<title>[^()]{5,200})\)"
)
_PINPOINT = re.compile(
    r",? (?:¶{1,2}|paras?\.?|§{1,2}|arts?\.?|annex|pp?\.) ?[\dIVX]{1,5}[\d–, -]{0,20}$"
)
_BODY_AND_YEAR = re.compile(
    rf"(?P<who>[^.“”]{{3,120}}?(?: \([A-Z]{{2,8}}\))?) \({_YEAR}[a-z]?\)[.,:]? (?P<rest>[^\W_].*)"
)
_ABBREVIATED_BODY = re.compile(
    r"(?P<who>(?:(?:H\.?R\. |U\.?N\.? )?(?:Comm|Human|Hum|Spec|Sub)|Comit[éa])[^“”]{2,120}?)[,.]"
    r" (?P<title>(?:General"
    r" (?:[Cc]omment|[Rr]ecommendation)|Observation générale|Recommandation générale"
    r"|Observación general|Recomendación general|Concluding Observations|Rep\. of|Report|Views)\b"
    r".*)"
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
DOCUMENT_SIGN = re.compile(
    rf"{SYMBOL.pattern}|U\.?N|[Rr]es(?:ol|\.)|[Rr]ésol|Резолюция|قرار|Drucksache|Drs\.|WHO|United"
)
"""Every document of the United Nations, and of Germany's parliaments, contains one of these."""


def united_nations(entry: Addresses) -> ParsedFields | None:
    """A document of the United Nations, recognised by its symbol: "A/HRC/46/55"."""
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
    if found := _IN_BRACKETS.match(text):
        issued = dates.parse(found["date"])
        return replace(told, title=found["title"], issued=issued, kind="legislation")
    symbol = SYMBOL.search(text)
    if symbol is None or SYMBOL.fullmatch(text):
        return _adopted(told, text.partition(BREAK)[0].strip(_EDGES))
    before, after = text[: symbol.start()].strip(_EDGES), text[symbol.end() :]
    after = after.partition(", entered into force")[0]
    before = _RECORDS.sub("", _PINPOINT.sub("", before))
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
    """The day or year of a document, after its symbol or before, and the rest of the text before
    it.
    """
    for text in (after, before):
        if found := dates.find(text, day_first=True):
            last = found[-1]
            is_within = text is after or _OF_LETTER.search(text, 0, last.start) is not None
            rest = before if is_within else (before[: last.start] + before[last.end :])
            return last.iso, re.sub(r"\(\s*\)|,(?=\s*,)", "", rest).strip(_EDGES)
    year = (
        re.search(rf"\(({_YEAR})\)", symbol + after)
        or re.search(rf", ({_YEAR})\b", after)
        or re.search(rf"\(({_YEAR})[a-z]?\)\.? ", before)
        or re.search(rf": [^:,]{{2,60}}, ({_YEAR})$", before)
    )
    return (year[1] if year else None), before


def _bodied(text: str) -> tuple[tuple[Author, ...], str | None]:
    """The bodies at the beginning of a document, and its title."""
    if abbreviated := _ABBREVIATED_BODY.fullmatch(text):
        return _body(abbreviated["who"]), titles.tidy(abbreviated["title"])
    if (dated := _BODY_AND_YEAR.match(text)) and _BODY.search(dated["who"]):
        title = titles.tidy("".join(titles.sentences(dated["rest"])[:1]))
        return _body(dated["who"]), title or None
    for quote in titles.quoted(text):
        return _body(text[: quote.outer.start]), titles.tidy(quote.inner.of(text))
    if emphasis := re.search(r"[*_]([^*_]{4,300})[*_]", text):
        who = _RESOLUTION_AT_END.sub("", text[: emphasis.start()].strip(_EDGES))
        return _body(who), titles.tidy(emphasis[1])
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
    title = titles.tidy(_SORT_AT_END.sub("", rest.strip(_EDGES)))
    if not who and (opened := opening(title)):
        return opened[0], titles.tidy(opened[1])
    return _body(who), title or None


def _body(text: str) -> tuple[Author, ...]:
    name = _DATE_BEHIND.sub("", text.replace("*", "").strip(_EDGES)).strip(_EDGES)
    people = surely(_YEAR_BEHIND.sub("", text.replace("*", "").strip(" ,;:(.")))
    if people and all(isinstance(one, Person) for one in people):
        return people
    return (Organisation(name),) if name else ()


_STATUTES = tuple(
    re.compile(pattern)
    for pattern in (
        # Harbours Act 1964, s 12
        (
            rf"(?P<title>[A-Z][^,.“”\"]{{3,100}} (?:Act|Order|Regulations|Rules|Ordinance)"
            rf" (?P<year>{_YEAR}))(?:,? \((?:[A-Za-z]{{2,20}}|c\.? ?\d+)\))?"
            r"(?:,? (?:ss?|sections?|sec|c|ch|pt|part|sch|reg|art)\.? ?[\w().–-]+){0,3}"
            r"(?: \((?:UK|Cth|NZ|Ireland|[A-Z]{2,3})\))?(?:\. (?:[A-Z][a-z]+: )?[A-Z][^,:.]{2,40})?"
        ),
        # Regulation (EU) 2016/679 of the … of 27 April 2016 on … [2016] OJ L119/1
        (
            r"(?P<title>(?:[A-Z][^,()\d]{5,60}, )?(?:Council |Commission )?(?:Implementing "
            r"|Delegated |Framework )?"
            r"(?:Regulation|Directive|Decision) (?:\((?:EU|EC|EEC)[^()]{0,12}\) )?(?:No )?\d[\w/]*"
            r" .{0,80}?of (?P<date>\d{1,2} [A-Z][a-z]+ \d{4})[^\[]{0,300}?)"
            r"(?:,? (?:\[\d{4}\] )?\(?(?P<container>OJ (?:\d{4} )?[LC] ?\d+(?:/\d+)?)\)?"
            r"(?:[,/ ].{0,40})?)?"
        ),
        # Hafengesetz vom 12. Juli 2017 (BGBl. I S. 2314)
        (
            rf"(?P<title>[A-ZÄÖÜ][^()]{{4,200}}?(?: \([^()]{{2,60}}\))?)(?: vom "
            rf"(?P<date>{_DAY}))?,? "
            r"\(?(?P<container>(?:BGBl|RGBl|GVBl|GBl|GV)\.? [^()]{2,40})\)?(?:,? .{0,160})?"
        ),
        # Loi n° 2016-816 du 20 juin 2016 pour l’économie bleue, JORF n° 0143 du 21 juin 2016
        (
            r"(?P<title>(?:Loi|Décret|Ordonnance|Arrêté|Décret-loi)(?: organique)?"
            r"(?: n° ?[\w.-]+)? du (?P<date>\d{1,2}(?:er)? [^\W\d_]+ \d{4})[^\[\]]{0,250}?)"
            r"(?:[,.] (?P<container>JORF(?: n° ?\d+)?|JO(?: n° ?\d+)?|Journal officiel(?: de la"
            r" République française)?)\b.{0,80})?"
        ),
        # Legge 12 maggio 2017, n. 81
        (
            r"(?P<title>(?:Legge|Decreto (?:legislativo|legge|ministeriale)|D\. ?[Ll]gs\."
            r"|D\. ?[LMPlm]\."
            r"|[Dd]\.P\.R\.|L\.)"
            r" (?P<date>\d{1,2}°? [^\W\d_]+ \d{4}), n\. ?\d+)(?:[,.].{0,120})?"
        ),
        # 4703 sayılı Limanlar Kanunu, Resmî Gazete, 23 Mayıs 2007, Sayı: 26530
        (
            r"(?P<title>\d{3,5} (?:[Ss]ayılı|[Ss]\.) [^,]{5,150}?(?:Kanunu?|Kararname(?:si)?"
            r"|Yönetmeliği?)),?"
            r" \(?(?P<container>Resm[iîı] Gazete),? (?P<date>\d{1,2} [^\W\d_]+ \d{4}"
            r"|\d{1,2}\.\d{1,2}\.\d{4})"
            r"\b.{0,60}"
        ),
        # Ustawa z dnia 12 maja 2017 r. o portach, Dz.U. 2017 poz. 123
        (
            r"(?P<title>(?:Ustawa|Rozporządzenie|Obwieszczenie|Konstytucja)[^\d]{0,80}? z dnia "
            r"(?P<date>\d{1,2} [^\W\d_]+ \d{4}) ?r\.[^()]{0,250}?)"
            r"(?:,? \(?(?P<container>(?:t\.j\. )?Dz\. ?U\.[^()]{2,60}?)\)?)?"
        ),
    )
)
_EASTERN_LAW = (
    r"(?:Федеральный (?:конституционный )?закон|федер\. закон|Закон(?: України| РФ"
    r"| Российской Федерации)?|Указ"
    r"|Постанова|Постановление|Распоряжение|Розпорядження|Наказ|Приказ|Рішення)"
    r"(?: [^\d«»\"“”/]{2,80}?)? (?:(?:№|N) ?[\w/-]+,? (?:редакція )?)?"
    r"(?:від|от) (?P<date>\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2} [^\W\d_]+\.? \d{4})"
    r"(?: ?[гр]\.)?(?: (?:№|N) ?[\w/-]+)?"
)
_EASTERN_LAWS = tuple(
    re.compile(pattern)
    for pattern in (
        # О портах : Федеральный закон от 08.11.2007 № 261-ФЗ // Собрание законодательства РФ
        (
            rf"(?:[^.:«»]{{3,120}}\. ){{0,2}}(?P<title>[^\W\d_][^.:«»]{{5,200}}?) ?: "
            rf"(?i:{_EASTERN_LAW})(?: \([^()]{{3,60}}\))?"
            r"(?:(?: //|\.) (?!Доступ|Режим|URL)(?P<container>[^\W\d_][^.]{4,80})(?:\..*)?)?"
        ),
        # Федеральный закон от 08.11.2007 № 261-ФЗ «О портах»
        rf"(?:{_EASTERN_LAW}) [«\"“](?P<title>[^«»\"“”]{{5,200}})[»\"”](?:[.,]? .{{0,120}})?",
        (
            r"(?:[^\W\d_]{1,20}+ ){1,5}[«\"“](?P<title>[^«»\"“”]{5,200})[»\"”],? (?:від|от) "
            r"(?P<date>\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2} [^\W\d_]+ \d{4})(?: ?[гр]\.)?,? (?:№|N)"
            r" ?[\w/-]+(?:[.,]? .{0,120})?"
        ),
    )
)
_SPANISH = re.compile(
    r"(?:[^\W\d_a-z][\wñ]{3,12}\. )?(?P<title>(?:Ley(?: Orgánica)?|Real Decreto(?:[- ][Ll]ey|"
    r" [Ll]egislativo)?|Decreto|Orden)"
    rf" (?:[A-Z]+/)?\d+/(?P<year>{_YEAR}), de (?P<day>\d{{1,2}} de [^\W\d_]+),? [^\[\]]{{3,250}}?)"
    r"(?:[.,]? \(?(?P<container>BOE(?: (?:núm|n)\.º? ?\d+)?|Boletín Oficial del Estado"
    r"|Diario Oficial(?: de la [A-Z]\w+)?)\b.{0,80})?"
)
_STANDARD = re.compile(
    r"(?P<title>(?:(?:DIN|EN|ISO|IEC|BS|ANSI|ASTM|NF|UNE|UNI|SIA|ÖNORM|IEEE|ГОСТ|ДСТУ|PN)"
    rf"(?:[ /]|(?<=ГОСТ) Р ))+[A-Z]? ?[\d.]+(?:-\d+)*(?::(?P<date>{_YEAR}(?:-\d\d)?))?"
    r"[,.:]? [^.]{4,200}?)(?:\. (?P<publisher>[^.,:]{3,60})(?:[,:] [^.,:]{2,30})?(?:, "
    r"(?P<year>\d{4}))?)?"
)


_EASTERN_STANDARD = re.compile(
    r"(?P<title>(?:ГОСТ|ДСТУ|СТБ|СанПиН)[ РИСОМЭКISO/]{0,12} ?[\d.]+[-–:](?:(?P<since>(?:19"
    r"|20)\d\d)|\d\d)[.:]? [^\W\d_].{5,250}?)"
    r"(?:\. ?(?:[–—-] ?)?(?:[^\W\d_a-z][\w-]{0,15}\.? ?: (?P<publisher>[^,:]{3,60})"
    r"|[^\W\d_a-z][\w-]{2,15}), "
    r"(?P<year>\d{4})\b.*)?"
)
_NUMBER_OF_ACT = re.compile(r" (?:від|от) \d{1,2}[. ]")
_CLAUSE = re.compile(
    r", (?:Abschnitt|Kap(?:itel|\.)|Tabelle|Teil|[Ss]ection|[Cc]lauses?|[Aa]nnex|[Tt]able|п\.)"
    r" [\dA-Z].{0,40}$"
)
STATUTE_SIGN = re.compile(
    r"Act|Order|Rules|Regulation|Ordinance|Directive|Decision|[BR]GBl|GV|GBl|Loi|Décret"
    r"|Ordonnance|Arrêté|Legge|Decreto|\b[Dd]\.|L\.|ayılı|\d [Ss]\.|Ustawa|Rozporządzenie"
    r"|Obwieszczenie|Konstytucja|№|(?:від|от) |Ley|Orden"
    r"|DIN|EN|ISO|IEC|BS|ANSI|ASTM|NF|UN[EI]|SIA|ÖNORM|IEEE|ГОСТ|ДСТУ|PN|СТБ|СанПиН"
)
"""Every statute and standard in one of these forms contains one of these."""


def statute(entry: Addresses) -> ParsedFields | None:
    """A law, as Britain, the European Union and larger European countries
    cite it; or a standard.
    """
    noticed = urls.take_notices(entry.text)
    text = re.sub(r"[*_]", "", noticed.text.strip(f" .,;–—{BREAK}{ADDRESS}"))
    reading = _standard(text) or _statute(text)
    return reading and replace(reading, accessed=noticed.accessed, updated=noticed.updated)


def _statute(text: str) -> ParsedFields | None:
    forms = _EASTERN_LAWS if _NUMBER_OF_ACT.search(text) else _STATUTES
    found = next((match for form in forms if (match := form.fullmatch(text))), None)
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
    if eastern := _EASTERN_STANDARD.fullmatch(text):
        return ParsedFields(
            title=titles.tidy(eastern["title"]),
            publisher=eastern["publisher"],
            issued=eastern["year"] or eastern["since"],
            kind="standard",
        )
    found = _STANDARD.fullmatch(_CLAUSE.sub("", text))
    if found is None:
        return None
    return ParsedFields(
        title=found["title"].strip(),
        publisher=found["publisher"],
        issued=found["date"] or found["year"],
        kind="standard",
    )
