"""The text of an entry before its fields are read: in plain characters, without the number of the
list, without a second work, without handles and descriptions.

A description ("[Press release]", "(en inglés)", "Interview by Jane Roe", "uploaded by Acme") says
what kind of work an entry is, and how it was made or shown. It belongs neither to the title nor to
the outlet.
"""

import html
import re
import unicodedata
from dataclasses import replace

from briefs.references.fields import dates
from briefs.references.fields.description_words import KINDS_BY_DESCRIPTION
from briefs.references.fields.titles import BREAK
from briefs.references.fields.urls import Addresses

_DESCRIPTION = re.compile(
    r"\s?\[(?:"
    + "|".join(f"(?P<k{at}>{words})" for at, (_, words) in enumerate(KINDS_BY_DESCRIPTION))
    + r")(?:[,;:] [^\[\]]{2,60}| (?:no|nr|№)\.? ?[\w/-]+)?\]",
    re.IGNORECASE,
)
_ANY = re.compile(
    r"(?<=[\w?!*_”\"’).])\s?\[(?:(?![^\]]{0,60}\d|[A-Z]{1,2}/[A-Z]{2}\])[^\W\d_][^\[\]]{3,50}"
    r"|[A-Z][^\[\]]{2,30} (?:report|paper|project|thesis|presentation|notes|slides|poster))\]"
    r"(?=[.,]|\s*$)"
)
_OTHER_SCRIPT = re.compile(r"[^\W\d_a-zA-ZÀ-ɏ]")
"""After a title in another script, the text in brackets is its translation."""
_NUMBERED = re.compile(
    r"(?<=[\w?!*_”\")])\s?\((?=[^()]*\d)(?:[^():]{0,90}?\b(?:(?:working|policy|discussion|research"
    r"|white"
    r"|staff|technical) papers?|reports?|publication|pub|iso|din|iec|astm|ieee|ansi|nist"
    r"|rfc|standard|version|v|ver|release|bill|doc|document|rep|no|nr|fact sheet|bulletin|series)\b"
    r"[^()]{0,60}"
    r"|[A-Za-z_]{0,10}v?\d+(?:\.\d+)+[\w.]*|v\d\w*"
    r"|[A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})? version)\)"
    r"(?=[.,\s]|$)(?!\s[(\[]\d{4}[)\]])",  # not a case's: Roe v Poe (No 2) (1992) 175 CLR 1
    re.IGNORECASE,
)
_SYMBOL = re.compile(
    r"(?<=\d\)\. )(?P<title>[^()]{3,300}?) \((?:(?:UN|U\.N\.) Doc\.?"
    r" )?[A-Z]{1,5}/[A-Z\d][\w./-]*\)(?=[.,])"
)
"""The symbol of a document of the United Nations behind the title, after a date in brackets."""
_NUMBERED_KIND = re.compile(r"paper|report|rep\.|publication|bulletin|fact sheet", re.IGNORECASE)
_STAYS = re.compile(
    r"\[(?:[^\[\]]*\b(?:film|motion picture|documentary|tv|television|radio|podcast|broadcast"
    r"|película|cinta cinematográfica|documental|filme|largometraje|фильм|фільм"
    r"|thesis"
    r"|dissertation|online|sic)\b)",
    re.IGNORECASE,
)
_IN_ROUND_BRACKETS = re.compile(
    r"(?<=[\w*_”\"’'?!]) \(((?:press|news|media) release|press statement|pressemitteilung"
    r"|communiqué de presse|comunicado de (?:prensa|imprensa)|comunicato stampa|nota de prensa"
    r"|пресс-релиз|blog ?post|data ?set|video|software|fact ?sheet|(?:policy|white) paper"
    r"|policy brief|tweet|webinar)\)(?=[.,])",
    re.IGNORECASE,
)
_MEDIUM = re.compile(r"(?<=\w)\s?\[(?:internet|en línea|en ligne|web)\](?=[.,])", re.IGNORECASE)
_WHOLLY_SET_OFF = re.compile(r"(?P<mark>[*_]{1,3})(?P<all>[^*_]{30,}\.?)(?P=mark)\.?")
_BOLD_NAME = re.compile(
    r"^\*\*([^\W\d_a-z]{2}[^*a-zà-ÿ]{1,60})\*\*\. |^\*\*([^*]{2,60}[^*.])\.?\*\*\.? (?=[“\"«„])"
)
_EMPHASISED_NAME = re.compile(
    r"^(?P<mark>\*{1,2}|_)(?P<who>[^*_]{2,80})(?P=mark)"
    r"(?=\.? \((?:(?:19|20)\d\d[a-z]?|n\. ?d\.|s\. ?f\.)\)\.? [*_])"
)
_SERIES = re.compile(r", coll\. [«“\"][^«»“”\"]{2,60}[»”\"]")  # , coll. « Blanche »
_FROM_SITE = re.compile(
    r"(?<=[.?!)] )(?P<from>Retrieved (?:[A-Z][a-z]{2,8} \d{1,2}, \d{4},? )?from)"
    r" (?P<site>[^\W\d_a-z][\w&.’' -]{1,50}?)(?: website)?: (?=<?https?://|<?www\.)"
)
"""APA's sixth edition: `Retrieved June 5, 2022, from Harbour Post website: https://…`."""
_PROMPT = re.compile(r"(?<=[”\"]) prompt\.")
_SPACED_HEAD = re.compile(
    r"^[^\W\d_a-z][\w’'-]+, [^\W\d_a-z][\w.’'-]*(?: [\w.’'-]{1,20}){0,2}"
    r"(?: ?; [^\W\d_a-z][\w’'-]+, [^\W\d_a-z][\w.’'-]*(?: [\w.’'-]{1,20}){0,2}){0,8} ?: "
)
"""Names before a colon with spaces before the stops: `Roe, Ada ; Poe, Max : Title`."""
_HANDLE = re.compile(r"\s?[\[(]@[\w.-]{1,40}(?:@[\w.-]{1,60})?[\])]")
_SCREEN_NAME = re.compile(
    r"\s(?:\[[^\[\]\d]{2,60}\]|\([a-z][\w.-]{2,30}\))(?=\.? \((?:[^()]{0,12}\d{4}|n\. ?d))"
)
_FORMAT = re.compile(
    r"(?<=[\w”\"’.?!*_]) \((?:PDF|HTML|Word|DOC|[Oo]nline|in [A-Z][a-z]+|Report)\)(?=[.,])"
)
_FIRST_EDITION = re.compile(
    r"(?<=\d\)) \[(?:(?:1[5-9]|20)\d\d(?:-\d\d-\d\d)?|[A-Z][a-z]{2,8} \d{1,2}, \d{4})\](?=[.,:])"
)
_LANGUAGE_BEFORE = re.compile(r"\((?:EN|FR|DE|ES|IT|RU|PT|PL|UK)\) ")
_SOCIAL = frozenset({"Facebook", "Instagram", "Twitter", "X", "Threads", "Bluesky", "Mastodon"})
_ON_SOCIAL = re.compile(rf"[.,] (?:{'|'.join(sorted(_SOCIAL))})[.,]")
_WIKIPEDIA = re.compile(
    r"(?<=[Ww]ikip[eé]dia)(?:(?:,| ?[:–—-])[ ](?:the free encyclopedia|die freie enzyklopädie"
    r"|l[’']encyclopédie libre|l[’']enciclopedia libera|la enciclopedia libre"
    r"|a enciclopédia livre|wolna encyklopedia|de vrije encyclopedie)|(?=\W))"
    r"(?:\. Wikipedia(?:, the free encyclopedia)?(?=[.,]))?"
    r"|^(?:Seite|Artikel) (?=[„“\"])|\bBearbeitungsstand: (?=\d)|, \d\d:\d\d UTC\b"
    r"|(?<=Retrieved )\d\d:\d\d, (?=[^\W\d_]{3,9} \d)",
    re.IGNORECASE,
)
"""What Wikipedia's own citation forms have beyond its name and a date."""
_BOLD_HEAD = re.compile(r"\*\*([^*]{2,300}\(\d{4}[^()*]{0,30}\)\.?)\*\*")


def without_handles(text: str) -> str:
    """An entry without its authors' handles, and without bold type around author and date.

    Round brackets of a description become square ones.
    """
    if " : " in text or " ; " in text:
        text = _SPACED_HEAD.sub(lambda match: re.sub(r" (?=[;:] )", "", match[0]), text)
    if "coll. " in text:
        text = _SERIES.sub("", text)
    if "etrieved" in text:
        text = _FROM_SITE.sub(r"\g<site>. \g<from> ", text, count=1)
    if "prompt. " in text:
        text = _PROMPT.sub(".", text, count=1)
    if "ikip" in text:
        text = _WIKIPEDIA.sub("", text)
    if "(" in text:
        text = _IN_ROUND_BRACKETS.sub(r" [\1]", text, count=1)
    if "@" in text:
        text = _HANDLE.sub("", text)
    if "[" in text:
        text = _MEDIUM.sub("", text)
    if text[:1] in "*_":
        whole = _WHOLLY_SET_OFF.fullmatch(text)
        text = whole["all"] if whole else text
    if text.startswith(("*", "_")) and text.count(text[0]) > len("**"):
        text = _EMPHASISED_NAME.sub(r"\g<who>", text)
    if text.startswith("**"):
        text = _BOLD_NAME.sub(lambda match: f"{match[1] or match[2]}. ", text)
    if "**" in text:
        text = _BOLD_HEAD.sub(r"\1", text, count=1)
    if "(" in text:
        text = _FORMAT.sub("", _LANGUAGE_BEFORE.sub("", text, count=1))
        text = _SCREEN_NAME.sub("", text, count=1)
    return _FIRST_EDITION.sub("", text, count=1) if "[" in text else text


def take(entry: Addresses) -> Addresses:
    """Remove the description after a title, and the number of a report or version."""
    text, kind, at = entry.text, None, None
    found = _DESCRIPTION.search(text) if "[" in text else None
    if found:
        told = (
            kind
            for index, (kind, _) in enumerate(KINDS_BY_DESCRIPTION)
            if found[f"k{index}"] is not None
        )
        kind = next(told)
        if kind == "graphic" and _ON_SOCIAL.search(text, found.end()):
            kind = "post"
        at = None if kind is None and _ends_sentence(text, found) else found.start()
        text = text[: found.start()] + text[found.end() :]
    elif "[" in text and not _STAYS.search(text) and (found := _ANY.search(text)):
        if _OTHER_SCRIPT.match(text, max(0, found.start() - 1)):
            return entry
        at = None if _ends_sentence(text, found) else found.start()
        text = text[: found.start()] + text[found.end() :]
    if "/" in text and (symbol := _SYMBOL.search(text)):
        kind, at = kind or "report", symbol.end("title")
        text = text[:at] + text[symbol.end() :]
    if "(" in text and (numbered := _NUMBERED.search(text)):
        if kind is None and _NUMBERED_KIND.search(numbered[0]):
            kind = "report"
        text = text[: numbered.start()] + text[numbered.end() :]
        if at is None or at >= numbered.end():
            at = numbered.start()
    if text is entry.text:
        return entry
    label = entry.label if entry.label and entry.label.end <= (at or 0) else None
    return replace(entry, text=text, kind=kind, described=at, label=label)


def _ends_sentence(text: str, found: re.Match[str]) -> bool:
    """Whether a description follows a full stop; then more than the title may precede it."""
    return text[: found.start()].endswith(".")


def described_as(raw: str) -> str | None:
    """The words of the description in an entry as written: "Press release"."""
    found = _DESCRIPTION.search(_IN_ROUND_BRACKETS.sub(r" [\1]", raw))
    return found[0].strip(" []") if found else None


_LANGUAGES = (
    r"english|german|french|spanish|italian|portuguese|russian|ukrainian|polish|arabic|turkish"
    r"|chinese|japanese|korean|dutch|inglés|alemán|francés|español|italiano|portugués|ruso|inglês"
    r"|alemão|francês|espanhol|englisch|deutsch|französisch|spanisch|russisch|anglais|allemand"
    r"|espagnol|russe|inglese|tedesco|francese|spagnolo|russo|angielskim?|niemieckim?|английском"
    r"|немецком|англ|нем|рус"
)
_ASIDES = re.compile(
    rf" ?[(\[](?:(?:in|en|em|auf|na|w języku|на) )?(?:{_LANGUAGES})\.?[)\]]"  # (en inglés)
    r"|(?:(?<=[.,])|^) ?[Ii]nterview(?:ed)? (?:by|with) [^,.\d]{3,80}(?=[.,])"
    r"|(?:(?<=[.,;])|^) ?(?:(?:im )?(?:[Ii]nterview|[Gg]espräch) mit|(?:[Ee]ntretien|[Ii]nterview)"
    r" (?:avec|par|de)|propos recueillis par|[Ee]ntrevista (?:de|con|por|a|com)"
    r"|[Ii]ntervista (?:di|a|con)|[Rr]ozmawiała?|[Ww]ywiad z|[Рр]озмовляла?|[Бб]еседовала?"
    r"|[Ии]нтервью с"
    r"|[Dd]as (?:Gespräch|Interview) führten?|[Ii]ntervistat[oa] da|[Ee]ntrevistad[oa] por)"
    r" [^\W\d_a-z][^,.\d]{2,60}(?=[.,])"
    r"|(?:(?<=[.,])|^) ?[Rr]eceived by [^,.\d]{3,60}(?=[.,])"
    r"|^ ?By [^\W\d_a-z][\w.’'-]*(?: [^\W\d_a-z][\w.’'-]*){1,3}(?=,)"  # By Jane Roe,
    r"|(?:(?<=[.,])|^) ?(?:[Uu]ploaded|[Pp]osted|[Hh]ochgeladen|[Pp]ublished) (?:by|von) "
    r"(?:[“\"][^“”\"]{2,60}[”\"]|[^,“\"]{2,80}(?=,))"
    r"|(?:(?<=[.,;])|^) ?[Ff]ilmed (?=[A-Z]|(?:in )?\d)|(?<=\d{4}) (?:at|in) [A-Z][^,.]{2,40}(?:,"
    r" [A-Z][^,.]{1,30}){0,2}(?=[,.] (?:TEDx? )?[Vv]ideo)"
    r"|(?:(?<=[.,])|^) ?(?:[Vv]idéo en ligne|[Oo]nline[- ][Vv]ideo|[Vv]ídeo (?:en línea|online))"
    r"(?=[.,])"
    r"|(?:(?<=[.,])|^) ?(?:[Ss]peech|[Aa]ddress|[Ll]ecture|[Rr]emarks|[Kk]eynote(?: [Aa]ddress)?"
    r"|[Tt]alk|[Ss]ermon)"
    r"(?: (?:presented|delivered|given|made))? (?:at|to|before|in|on) [^,.]{3,120}(?=,)"
    r"|(?:(?<=[.,])|^) ?TEDx? (?=[Vv]ideo)|(?<=YouTube) [Vv]ideo(?=[.,])"
    r"|(?:(?<=[.,])|^) ?(?:[Pp]ress|[Nn]ews|[Mm]edia) [Rr]elease(?=[.,])"
    r"|(?:(?<=[.,])|^) ?(?:Pressemitteilung|Pressemeldung|[Cc]ommuniqué de presse"
    r"|[Cc]omunicado de (?:prensa|imprensa)|[Nn]ota de (?:prensa|imprensa)"
    r"|[Cc]omunicato stampa|[Kk]omunikat prasowy|[Pp]ersbericht|[Пп]ресс-релиз"
    r"|(?:[Pp]ress|[Nn]ews|[Mm]edia) [Rr]elease)(?: (?:(?:[Nn]r|[Nn]o)\.|n[°º] ?|núm\.|№)? ?"
    r"(?:[A-Z]{1,4}/)?\d[\w./-]*\w)?(?:(?: vom| du| del?)(?= \d)|(?=[.,]))"
    r"|(?:(?<=[.,])|^) ?(?:[Bb]log ?[Pp]ost|[Vv]ideo|[Aa]udio|[Pp]odcast|[Ss]peech|[Ll]ecture"
    r"|[Dd]ata set|[Ww]eb page"
    r"|[Vv]ideo of lecture|MP3)(?=[.,])|, \d{1,2}:\d\d(?::\d\d)?(?=[.,]|$)"
    r"|(?<=[.,]) ?(?:via|hosted by|dir\. by) [^,.]{3,60}(?=[,.])"
    r"|(?<=[ ,(])(?:c|ca|circa)\. ?(?=\d{4})|,? \d{1,2}:\d\d(?::\d\d)? ?[ap]\.? ?m\b\.?",
)
_KINDS = (
    (
        "report",
        re.compile(r"\b(?:(?:press|news|media) release|pressem|communiqu|comunica)", re.IGNORECASE),
    ),
    (
        "interview",
        re.compile(
            r"\binterview(?:ed)? (?:by|mit|par|avec)\b|gespräch mit|entretien|entrevista|intervista"
            r"|recueillis|rozmawia|wywiad|бесед|интервью|розмовля|intervistat|führten? ",
            re.IGNORECASE,
        ),
    ),
    ("personal_communication", re.compile(r"received by", re.IGNORECASE)),
    ("motion_picture", re.compile(r"uploaded by|\bvideo\b", re.IGNORECASE)),
    (
        "speech",
        re.compile(r"\b(?:speech|lecture|address|remarks|keynote|sermon)\b", re.IGNORECASE),
    ),
    ("dataset", re.compile(r"\bdata set\b", re.IGNORECASE)),
)
_TOLD_IN_BRACKETS = re.compile(
    r"^[ ,]*\((?P<kind>speech|lecture|address|keynote(?: address)?|paper presented|press release"
    r"|video)"
    r"[,:]? (?:[^()]*?, )??(?P<date>(?:[^\W\d_]+ \d{1,2}, |\d{1,2} [^\W\d_]+ )?\d{4})\)",
    re.IGNORECASE,
)


def without_asides(text: str) -> tuple[str, str | None]:
    """`text` without phrases on how a work was made or shown, and the type that they imply."""
    if bracketed := _TOLD_IN_BRACKETS.match(text):
        kind = _kind_of(bracketed["kind"])
        return f"{BREAK}, {bracketed['date']}{text[bracketed.end() :]}", kind
    asides = [match[0] for match in _ASIDES.finditer(text)]
    if not asides:
        return text, None
    told = (kind for aside in asides if (kind := _kind_of(aside)))
    return re.sub(r"(?<=[.,])[.,](?= |$)", "", _ASIDES.sub("", text)), next(told, None)


def _kind_of(words: str) -> str | None:
    return next((kind for kind, form in _KINDS if form.search(words)), None)


_SPACES = re.compile(r"\s+")
_EMPHASIS_TAG = re.compile(r"</?(?:i|em|cite)>", re.IGNORECASE)
_ANCHOR = re.compile(r"<a [^<>]{1,200}>[\d↩]{0,4}</a>:? ?")
_OTHER_TAG = re.compile(r"</?(?:b|strong|span|u|small|sup|li|p)(?: [^<>]{0,80})?>", re.IGNORECASE)
_TYPED_QUOTES = re.compile(r"¨([^¨]{2,300})¨")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_MARKER = re.compile(
    r">[ ]?|//[ ]*|#{1,3}[ ]+"  # a quoted list, a comment
    r"|\[\^[^\]\s]{1,40}\]:?[ ]*"  # [^3]:
    r"|\[[A-Z]{0,3}\d{1,4}\]:?[ ]*"  # [3], [TB6]
    r"|\[[A-Z][A-Za-z+]{1,14}\d{1,4}[a-z]?\]:?[ ]*|\[[A-Z]{3,10}\]:[ ]?"  # [Knu97], [DEMUSH]:
    r"|\[Ref\. ?\d{1,3}\][ ]"  # [Ref.1]
    r"|(?:\*\*)?[A-Z]\d{1,2}[.:)] (?=[A-Z][a-z])"  # L1. European
    r"|\(\d{1,3}\)[ ]+"  # (3)
    r"|\d{1,3}[.)][ ]+"  # 3.
    r"|\d{1,3} [-–—] (?=[“\"«„])"  # 3 - “
    r"|\d{1,3}[ ](?=[^\W\d_a-z][\w’'-]{1,30}, [^\W\d_a-z]\.)"  # 3 Roe, A.
    r"|\d{1,3}[ ](?=(?:[^\W\d_a-z][\w.’'-]{0,30}[ ]){2,4}\((?:Hrsg|Hg|eds?)\b)"  # 3 Ada Roe (Hrsg.)
    r"|\d{1,3}[ ](?=[^\W\d_a-z][\w.’'-]{0,30}(?:[ ][\w.’'-]{1,30}){0,6}, ?[“\"«„])"  # 3 Ada Roe, “
    r"|\*\*\[?[A-Z]{0,2}\d{1,3}\]?[.:)]?\*\*[.:]?[ ]"  # **A3.**, **[3]**
    r"|\^[ ]?(?:[a-z][ ]){0,6}"  # ^ a b, a way back to the text
    r"|(?:[-*•·▪‣+]|[-–—]{1,2})[ ]+"  # a bullet
    r"|[⁰¹²³⁴-⁹]+[ ]?"  # a superscript
)


def clean(raw: str) -> str:
    """`raw` in NFC on one line with single plain spaces, with Markdown's escapes undone.

    HTML's tags of emphasis become Markdown's.

    Zero-width and control characters are removed, so that the result never contains one.
    """
    text = html.unescape(raw) if "&" in raw and ";" in raw else raw
    text = _SPACES.sub(" ", unicodedata.normalize("NFC", text))
    if not text.isprintable():  # printable text, the usual case, has none of these
        text = "".join(
            char for char in text if unicodedata.category(char) not in {"Cc", "Cf", "Co", "Cs"}
        )
    if "</" in text:
        text = _ANCHOR.sub("", text)
        text = _OTHER_TAG.sub("", _EMPHASIS_TAG.sub("*", text))
    if "¨" in text:
        text = _TYPED_QUOTES.sub(r"“\1”", text)
    return _ESCAPED.sub(r"\1", text).strip()


_ARABIC = str.maketrans("،؛٪٫٬٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", ",;%.,01234567890123456789")


def westernised(text: str) -> str:
    """`text` with the commas, semicolons and digits of Arabic and Persian replaced by ASCII ones.

    It replaces character by character, so places in both texts are the same.
    """
    return text if text.isascii() else text.translate(_ARABIC)


_MARKS = r"[“„«\"*‘]"
_DATED = r"\b(?:1[5-9]|20)\d\d\b"
_SECOND = re.compile(
    rf";\s+(?:(?i:and|see|also|but|cf\.|compare|siehe|vgl\.|voir|véase|см\.)\s+){{0,3}}"
    rf"(?=[^\W\da-z_]|{_MARKS})(?=[^;]*(?:{_MARKS}|{_DATED}))"
)
_FURTHER = re.compile(
    r"(?<=[.)’”\d])\s+(?:(?:But |And )?(?:[Cc]ompare|[Ss]ee also|[Ss]ee|[Cc]f\.|[Ss]iehe auch"
    r"|[Vv]gl\. auch"
    r"|[Vv]gl\.|[Vv]oir aussi|[Vv]éase también))\s+(?=[^\Wa-z_]|“|\*)"
)
_QUOTES = re.compile(
    r"\*[^*]{2,200}\*|“[^“”]*”|„[^“”„]*[“”]|«[^«»]*»|\"[^\"]*\"|\([^()]*\)|\[[^\[\]]*\]"
)
_SIGN_OF_A_WORK = re.compile(rf"{_MARKS}|{_DATED}")
_NO_SECOND = re.compile(
    r"[^:“„«\"]{2,120}?\((?:hrsg|hg|eds?|coords?|dirs?|https?:)\b|[^“„«\"\d]{2,60}\(?https?:"
    r"|[\w .&-]{0,40}\b(?:press|books|verlag|publish\w+|éditions|university)"
    r"[\w .&-]{0,20}, \d{4}\.?$",
    re.IGNORECASE,
)
"""Further editors, the last of them before the address, or a publisher: "; Doe, Karl (Hg.): "."""

_MAY_END = re.compile(rf"{_MARKS}|[\d)/.]$")
"""What the first work must have before its end: a title that is set off; or it ends in a digit, a
bracket, a full stop or an address.
"""


def first_work(text: str) -> str:
    """A note up to its second work, if it has several: "…, 12; Karl Doe, *The Silt* (…)".

    Names before a title are separated by semicolons, too, so the title or the year of a work must
    come before the semicolon.
    """
    if ";" not in text and _FURTHER.search(text) is None:
        return text
    masked = _QUOTES.sub(lambda match: match[0][0] + "x" * (len(match[0]) - 2) + match[0][-1], text)
    for form in (_SECOND, _FURTHER):
        for match in form.finditer(masked):
            is_second = form is _FURTHER or (
                _NO_SECOND.match(text, match.end()) is None
                and _MAY_END.search(text, 0, match.start()) is not None
            )
            if is_second and _SIGN_OF_A_WORK.search(text, 0, match.start()):
                return text[: match.start()]
    return text


_SIGNAL = re.compile(
    r"(?:[Vv]gl\.|[Ss]iehe|[Zz]it(?:iert|\.) nach|[Vv]oir|[Vv]éase|[Cc]f(?:r\.|\.)|[Cc]onfer|[Ss]ee"
    r"|[Zz]ob\.|[Pp]or ejemplo, véase|[Сс]м\.|[Дд]ив\.|[Bb]kz\.)(?: (?:also|e\.g\.|for example|u\."
    r" ?a\.|auch|hierzu|dazu|etwa"
    r"|z\. ?B\.|notamment|aussi|par exemple|también|por ejemplo|anche|też|например|также|наприклад"
    r"|також))?:? "
    r"(?=[^\Wa-z_]|[“„«\"])"
)
"""Words before a work in a note: "Vgl. auch Roe"."""


def without_number(text: str) -> str:
    """A cleaned entry without its bullet or list number, without signals and quote marks.

    A day at the start ("18. Oktober 2006") is no list number.
    """
    at = 0
    while (match := _MARKER.match(text, at)) and not dates.at(text, at):
        at = match.end()
    signal = _SIGNAL.match(text, at)
    return text[signal.end() if signal else at :]
