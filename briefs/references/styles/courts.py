"""Court cases: Commonwealth and American state courts, Germany, France, and international courts.

A case is recognised by where it is printed ("[2019] UKSC 77"), which becomes its container. The
number of an application or a docket is no outlet: it stays in the entry as written.
"""

import re
from dataclasses import replace

from briefs.model import Organisation
from briefs.references.fields import dates, urls
from briefs.references.fields.titles import ADDRESS, BREAK
from briefs.references.fields.urls import Addresses
from briefs.references.parsed_fields import ParsedFields

_EDGES = f" .,;:({ADDRESS}{BREAK}"
_YEAR = r"(?:1[89]|20)\d\d"
_DAY = r"\d{1,2}\.? [^\W\d_]{3,12} \d{4}|\d{1,2}\.\d{1,2}\.\d{4}|[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}"

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
            rf"(?P<title>{_PARTY} {_VERSUS} {_PARTY}|(?:R|Re|In re|Ex parte"
            rf"|Reference re) {_PARTY}),? "
            rf"(?P<container>{_NEUTRAL})(?:[,;]? .{{0,80}})?"
        ),
        (  # Roe v. Poe, 279 P.3d 599, 609 (Alaska 2012)
            rf"(?P<title>{_PARTY} vs?\. {_PARTY}),? (?P<container>{_REPORTER})"
            rf"(?:, [\d–-]+)*(?:, {_REPORTER}(?:, [\d–-]+)*)* \((?:[^()\d]{{0,40}} ?)"
            rf"(?:[A-Z][a-z]{{2,8}}\. \d{{1,2}}, )?(?P<year>\d{{4}})\)"
        ),
        (  # Case C-999/18, Roe v. Council, EU:C:2020:111
            rf"(?:Joined )?Cases? (?:[CTF]-\d{{1,4}}/\d{{2}}(?: P)?(?:,| and| to|–)? ?){{1,4}}"
            rf"(?P<title>{_PARTY}),? (?:\[\d{{4}}\],? )?(?:ECLI:)?EU:[CTF]:(?P<year>\d{{4}}):\d+"
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
    r"(?P<court>(?:Bundes(?:verfassungs|verwaltungs|sozial|arbeits)gericht|Bundesgerichtshof|BGH"
    r"|BVerfG|BVerwG|BAG|BSG|BFH|EuGH|EGMR|OGH|VfGH|BGer"
    r"|(?:OLG|LG|AG|VG|OVG|VGH|KG|LAG|ArbG|FG|SG)(?: [A-Z][\w-]+){0,2}))[,:]? "
    rf"(?P<title>(?:Urteil|Beschluss|Beschl\.|Urt\.)(?: des [^,\d]{{3,40}})? (?:vom|v\.) "
    rf"(?P<date>{_DAY})"
    r"(?:[,;]? (?:[–-] )?(?:Az\.:? )?[\w ./()-]+?\d/\d\d)?)(?: \([^()]{2,40}\))?"
    r"(?: [–-](?: [^,;]{2,40})?)?(?:[,;].*)?"
)


_DOCKETED = re.compile(
    rf"(?P<title>{_PARTY} vs?\.? {_PARTY}),? (?:\([A-Z][A-Za-z ]{{2,40}}\),? )?"
    r"(?:Case )?No\. [A-Z\d][\w:./–-]{3,30}"
    r"(?:,? [^()\d]{2,80}|,? \d{4} WL \d+|, slip op\.|, \d+ U\.S\. ?_*){0,2}(?:,? at \*?\d+)?"
    rf" {{1,2}}\((?:[^()\d]{{0,80}} )?(?P<date>{_DAY}|{_YEAR})\)"
)
_JUDGED = re.compile(
    rf"(?P<title>{_PARTY} vs?\.? {_PARTY}),? (?:(?:(?:Case )?[Nn]o\. )?[\w./–-]{{3,30}}\d"
    rf"[\w./–-]*, )?(?:(?:Appeals|Trial|Grand|Pre-Trial) Chamber(?: [IVX]+)?, )?(?:(?:judgment"
    rf"|decision) of|(?:Judgment|Decision|Order|Opinion)\b[^()\d]{{0,60}}"
    rf"(?:Article \d+[^()\d]{{0,40}})?,) (?P<date>{_DAY})(?:, .{{0,80}})?"
)
_FRENCH = re.compile(
    r"(?:Cass\.|CE|C\. ?E\.|CA|TA|TGI|TJ|CAA|Cons\. const\.|Conseil d[’']État|Cour de cassation"
    r"|Conseil constitutionnel|Cour d[’']appel)[^\d“«]{0,40}(?:\d(?:re|e|ère) ?[^\d“«]{0,20})?, "
    r"(?P<date>\d{1,2}(?:er)? [^\W\d_]{3,9}\.? \d{4}), (?:(?P<title>[^\W\d_a-z][^\d]{2,80}?), )?"
    r"(?:n[°os]{1,3}|aff\.) ?\d.*"
)


_DUTCH = re.compile(
    r"(?:HR|Hoge Raad|Rb\.|Rechtbank|Hof|Gerechtshof|ABRvS|CRvB|HvJ EU)\b[^\d]{0,30}"
    r"(?P<date>\d{1,2} [^\W\d_]{3,9} \d{4}), ECLI:[\w:]+.*"
)
_POLISH = re.compile(
    r"(?P<title>(?:Wyrok|Postanowienie|Uchwała|Orzeczenie|Wyr\.|Post\.) [^\d]{2,120}?(?:z dnia|z) "
    r"(?P<date>\d{1,2} [^\W\d_]{3,12} \d{4}|\d{1,2}\.\d{1,2}\.\d{4})(?: ?r\.)?"
    r"(?:,? (?:sygn\. ?(?:akt )?)?[IVX]{0,5} ?[A-Z]{1,5}[\w ()-]{0,12}\d{1,5}/\d{2,4})?)"
    r"(?:[,.;] ?(?P<container>Dz\. ?U\.[^,;]{3,30}|OTK[^,;]{0,30}|OSN[^,;]{0,30}"
    r"|LEX[^,;]{0,30}))?(?:[,;].*)?"
)
_SPANISH = re.compile(
    r"(?:(?P<court>Tribunal (?:Supremo|Constitucional)|Audiencia (?:Nacional"
    r"|Provincial)[^().,]{0,30}"
    r"|Juzgado [^().,]{3,60}|Corte (?:Constitucional|Suprema)[^().,]{0,40})"
    r"(?: \([^()]{3,60}\))?[.,] )?"
    r"(?P<title>(?:Sentencia|Auto|S(?:TS|TC|AN|AP)|ATS)(?: (?:núm\.|n[.º°]+))? ?[\w/.-]{1,16}\d"
    r"(?:/\d{4})?"
    r"(?:, de \d{1,2} de [^\W\d_]+(?: de \d{4})?)?)(?P<rest>(?:[,.;(].*)?)"
)
_ITALIAN = re.compile(
    r"(?:Corte cost|Corte costituzionale|Cass|Cassazione|Cons\. Stato|Consiglio di Stato"
    r"|T\.?A\.?R|Trib|Tribunale"
    r"|Corte d[’']appello|App)\b[^\d]{0,60}?(?:sez\.? [^,]{1,20}, )?(?:sent\. |ord\. )?"
    r"(?P<date>\d{1,2}°? [^\W\d_]{4,10} \d{4}), n\. ?\d+.*"
)

SIGN = re.compile(
    r"^(?:Wyr|Post|Uchwał|Orzecz|Sentencia|S[TA][SCNP] |ATS|Auto |Tribunal|Audiencia|Juzgado"
    r"|Corte|Trib|T\.?A\.?R|App)|"
    r" (?:v|[Vv]s|c)\.?[*_]* | contre | gegen | / |Urteil|Urt\.|Beschl|ECLI:|\b[CTF][-–‑]\d"
    r"|I\.?C\.?J"
    r"|\bECR\b|No\. I[TC]|[\[(]\d{4}[\])] |\d{4} (?:[A-Z]{2}|\(\d\))"
    r"|^[*_]*(?:Cass|C\. ?[EA]|CE|CA|T[AJG]|Cons|Cour)"
)
"""Every case that is read has one of these signs."""


def court(entry: Addresses) -> ParsedFields | None:
    """A case before a court of Europe, the Commonwealth or a state of the United States."""
    noticed = urls.take_notices(entry.text)
    text = re.sub(r"[*_]", "", noticed.text.strip(f" .,;{BREAK}{ADDRESS}"))
    bare = _COURT_BEFORE.sub("", text)
    reading = _case(bare) or _strasbourg(bare, text) or _docket(bare) or _german(text)
    reading = reading or _french(text) or _southern(text) or _in_parts(bare) or _numbered_case(text)
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


def _strasbourg(text: str, whole: str) -> ParsedFields | None:
    if plain := _PLAIN_CASE.fullmatch(text) or _JOINED.fullmatch(text):
        issued = dates.parse(plain["date"], day_first=True)
        return ParsedFields(title=plain["title"].strip(" ,"), issued=issued) if issued else None
    found = _APPLICATION.fullmatch(text)
    if found is None or not _STRASBOURG.search(whole):
        return None
    dated = dates.find(found["rest"], day_first=True)
    year = re.search(rf"\b{_YEAR}\b", found["rest"])
    issued = dated[0].iso if dated else year[0] if year else None
    return ParsedFields(title=found["title"].strip(_EDGES), issued=issued)


def _docket(text: str) -> ParsedFields | None:
    """A case with its number and its day, which is not printed anywhere."""
    found = _DOCKETED.fullmatch(text) or _JUDGED.fullmatch(text)
    issued = dates.parse(found["date"]) if found else None
    return ParsedFields(title=found["title"].strip(" ,"), issued=issued) if found else None


def _french(text: str) -> ParsedFields | None:
    """The day of a judgment of a French court, which has no title but its number."""
    found = _FRENCH.fullmatch(text)
    issued = dates.parse(found["date"], day_first=True) if found else None
    title = found["title"] if found else None
    return ParsedFields(title=title, issued=issued, clear=bool(title)) if issued else None


def _southern(text: str) -> ParsedFields | None:
    """A judgment of a court of Poland, Spain or Italy; an Italian one has no title."""
    if polish := _POLISH.fullmatch(text):
        issued = dates.parse(polish["date"], day_first=True)
        return ParsedFields(title=polish["title"], container=polish["container"], issued=issued)
    if spanish := _SPANISH.fullmatch(text):
        return _spanish(spanish)
    italian = _ITALIAN.fullmatch(text) or _DUTCH.fullmatch(text)
    return ParsedFields(issued=dates.parse(italian["date"]), clear=False) if italian else None


def _spanish(found: re.Match[str]) -> ParsedFields | None:
    """`STC 31/2010, de 28 de junio`: its day is complete with the year of its number."""
    title = found["title"]
    day = re.search(r"de (?P<day>\d{1,2} de [^\W\d_]+)(?P<year> de \d{4})?$", title)
    year = re.search(rf"/({_YEAR})", title)
    issued = None
    if day and day["year"]:
        issued = dates.parse(f"{day['day']}{day['year']}")
    elif day and year:
        dated = dates.yearless(day["day"].replace(" de ", " "), year[1])
        issued = dated.iso if dated else None
    elif later := dates.find(found["rest"]):
        issued = later[0].iso
    if issued is None:
        return None
    authors = (Organisation(found["court"].strip()),) if found["court"] else ()
    return ParsedFields(authors=authors, title=title, issued=issued)


_COURT = (
    r"(?:CJEU|ECJ|EuGH|CJUE|TJUE|HvJ(?: EU)?|ICJ|PCIJ|ITLOS|ICTY|ICTR|ICC|IACtHR|Court of Justice"
    r"(?: of the European Union)?|General Court|International Court of Justice"
    r"|International Criminal (?:Court|Tribunal[^,]{0,60}))"
)
_PARTS_OF_A_CASE = re.compile(
    rf"(?:^|(?<=[,;. ]))(?:gr\. ch\.|grande chambre|aff\.|{_COURT}(?: \((?:Grand |Trial |Appeals?"
    rf" )?Chamber\))?(?=[,;. ]|$)"
    rf"|(?:Judge?ment|Order|Opinion|Decision|Advisory Opinion|Urteil|Urt\.|Arrêt|Sentencia)"
    rf"(?: (?:of|vom|v\.|du|de))?(?= \d|[,;.]|$)|{_DAY}(?:,? {_YEAR})?"
    rf"|\(?{_DAY}\)?|\(?(?:Joined )?(?:[Cc]ases?|Az\.|[Aa]ffaires? jointes|[Aa]ffaire|[Aa]sunto)?"
    r"(?: [Nn]o\.)? ?(?:[CTF][-–‑]\d{1,4}/\d{2}(?: P(?:PU)?)?(?:,| and| et| und| to)? ?){1,4}\)?"
    r"|(?:Case )?No\. (?:IT|ICTR|ICC|SCSL)-[\w/-]+|(?:ECLI:)?(?:EU|CE|DE|FR|NL|ES|IT):[\w:.]+\d"
    r"|(?:paras?|Rn|Rz|points?|pp?|at|§§?)\.? [\d–, -]{1,20}(?:(?:bis|to|and) \d+)?"
    r"|[A-Z][a-z]+ (?:Proceedings?|Objections?)|Merits|Provisional Measures)"
)
_REPORTED = re.compile(
    r"(?P<container>(?:\[?(?P<year>(?:19|20)\d\d)\]? (?:I\.?C\.?J\.?(?: Rep(?:orts|\.)?)?|ECR)"
    r"(?: [IV-]*\d{1,5})?|I\.?C\.?J\.? Reports (?P<since>(?:19|20)\d\d))),?"
    r"(?: (?:at )?p?\.? ?\d{1,5})?(?: \((?P<day>[A-Z][a-z]{2,8}\.? \d{1,2})\))?"
)


_YEAR_BEHIND = re.compile(rf" \[(?P<year>{_YEAR})\]$")
_COURT_BEFORE = re.compile(
    r"^(?:ECt?HR|CEDH|EGMR|TEDH|CtEDH|Corte IDH|Cour eur\. D\. ?H\.|(?:European|Inter-American"
    r"|Supreme"
    r"|High|Federal) Court(?: of [A-Z][\w ]{2,40})?|Court of Appeal[^,.:]{0,30}|Cour"
    r" européenne[^,.:]{4,40}"
    r"|Tribunal Europeo[^,.:]{4,40}|Corte Interamericana[^,.:]{4,40})[,.:] "
    r"(?=[^,.;]{2,100}(?: v\.?| [Vv]s\.?| c\.| contre) )"
)
"""A court before the parties: "ECtHR, Roe v. Ruritania"."""

_PARTIES = re.compile(
    r"(?:arrêt )?(?P<title>(?:Case of |Caso |Affaire )?[^\W\d_a-z][^“”\"\[\],.;:]{1,80}"
    r"(?:[“\"][^“”\"()]{2,40}[”\"]\))?(?:,? and (?:[Oo]thers?|Another))? (?:v\.?|[Vv]s\.?|c\."
    r"|contre)"
    r" [^\W\d_a-z][^“”\"\[\],.;:]{1,80}"
    r"(?: \([Nn]o\.? ?\d\))?)(?: \[GC\])?[,.;] (?P<rest>.+)"
)
_BEFORE_DAY = re.compile(r"(?: du| of| vom| del?| z dnia)(?= (?:[A-Z][a-z]{2,8} )?\d{1,2}[ .,])")
_PART = re.compile(
    rf"{_DAY}|{_YEAR}|\d{{1,2}} de [^\W\d_]+ de {_YEAR}"
    r"|(?:[Aa]pp|[Aa]ppl|[Aa]pplications?|[Rr]eq|[Rr]equête|[Cc]ase)?\.? ?[Nn](?:os?|[°ºr])\.?"
    r" ?[\d/ -]{3,14}"
    r"|\d{2,6}/\d{2}(?: and \d{2,6}/\d{2})?|§{1,2} ?[\d–-]{1,12}|(?:Series|Serie|Série) [AC](?:"
    r" [Nn]o\.? ?\d+)?"
    r"|\d{1,4} [A-Z][\w.]{1,8}(?: [A-Z][\w.]{1,8}){0,4} \d{1,5}(?: \(\d{4}\))?"
    r"|[Nn]o\.? ?\d{1,4}|ECHR \d{4}(?:-[IVX]+)?|(?:Judge?ment|Decision|Sentencia|Arrêt|arrêt"
    r"|Merits|Fondo"
    r"|Preliminary|Reparaciones|Reparations|Excepci|Interpret)[^,.;\d]{0,60}(?:\([^()]{3,30}\))?"
)
_PRINTED_CASE = re.compile(
    rf"(?P<title>{_PARTY} vs?\. {_PARTY})\. (?P<container>\d{{1,4}} (?:U\. ?S\.|S\. ?Ct\.|F\."
    rf" ?[23]d) \d{{1,5}})\. "
    rf"[^\d]{{0,80}}(?P<date>{_DAY}|{_YEAR})\..*"
)


def _in_parts(text: str) -> ParsedFields | None:
    """The parties of a case, and behind them nothing but its decision, its day and its numbers."""
    if printed := _PRINTED_CASE.fullmatch(text):
        issued = dates.parse(printed["date"])
        return ParsedFields(title=printed["title"], container=printed["container"], issued=issued)
    found = _PARTIES.fullmatch(_BEFORE_DAY.sub(",", text))
    if found is None:
        return None
    parts = re.split(r"[,;.] ", f"{found['rest']}".replace("No. ", "No ").replace("no. ", "no "))
    if not all(_PART.fullmatch(part.strip(" .")) for part in parts):
        return None
    dated = dates.find(found["rest"], day_first=True)
    year = re.search(rf"\(({_YEAR})\)$", found["rest"])
    issued = dated[0].iso if dated else year[1] if year else None
    return ParsedFields(title=found["title"].strip(), issued=issued) if issued else None


def _numbered_case(text: str) -> ParsedFields | None:
    """A case of an international court; its title is what remains without
    court, day and numbers.
    """
    reported = _REPORTED.search(text)
    numbered = re.search(r"\b[CTF][-–‑]\d{1,4}/\d{2}\b|ECLI:|No\. (?:IT|ICTR|ICC)-\d", text)
    if not (reported or numbered):
        return None
    rest = text[: reported.start()] + "," + text[reported.end() :] if reported else text
    dated = dates.find(rest, day_first=True)
    rest = _PARTS_OF_A_CASE.sub(",", rest)
    named = [part.strip(f" ,;:–—-*{ADDRESS}{BREAK}") for part in re.split(r"[,;]|[–—]", rest)]
    named = [part for part in named if part.strip(".()")]
    if len(named) != 1 or not named[0][0].isupper():
        return None
    issued = dated[0].iso if dated else None
    if reported and issued is None:
        year = reported["year"] or reported["since"]
        day = dates.yearless(reported["day"], year) if reported["day"] else None
        issued = day.iso if day and day.iso else year
    name = named[0].removesuffix(".")
    if yearly := _YEAR_BEHIND.search(name):
        name, issued = name[: yearly.start()], issued or yearly["year"]
    name = name[1:-1] if name.startswith("(") and name.endswith(")") else name
    container = reported["container"] if reported else None
    return ParsedFields(title=name, container=container, issued=issued)


def _german(text: str) -> ParsedFields | None:
    found = _GERMAN.fullmatch(text)
    if found is None:
        return None
    issued = dates.parse(found["date"], day_first=True)
    return ParsedFields(
        authors=(Organisation(found["court"]),), title=found["title"], issued=issued
    )
