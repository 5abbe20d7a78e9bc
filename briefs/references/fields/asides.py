"""What an entry says behind its title of how a work was made or shown, which is no outlet.

"Press release", "Interview by Jane Roe", "uploaded by Acme", "(en inglés)", "(speech, Oslo, 2020)".
"""

import re

from briefs.references.fields.titles import BREAK

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
    r"|[Ii]ntervista (?:di|a|con)|(?:rozmawiał|rozmawiała|wywiad z)|беседовала?|интервью с)"
    r" [^\W\d_a-z][^,.\d]{2,60}(?=[.,])"
    r"|(?:(?<=[.,])|^) ?[Rr]eceived by [^,.\d]{3,60}(?=[.,])"
    r"|^ ?By [^\W\d_a-z][\w.’'-]*(?: [^\W\d_a-z][\w.’'-]*){1,3}(?=,)"  # By Jane Roe,
    r"|(?:(?<=[.,])|^) ?(?:uploaded|posted|hochgeladen) (?:by|von) [^,]{2,80}(?=,)"
    r"|(?:(?<=[.,])|^) ?(?:[Pp]ress|[Nn]ews|[Mm]edia) [Rr]elease(?=[.,])"
    r"|(?:(?<=[.,])|^) ?(?:Pressemitteilung|Pressemeldung|[Cc]ommuniqué de presse"
    r"|[Cc]omunicado de (?:prensa|imprensa)|[Nn]ota de (?:prensa|imprensa)"
    r"|[Cc]omunicato stampa|[Kk]omunikat prasowy|[Pp]ersbericht|[Пп]ресс-релиз"
    r"|(?:[Pp]ress|[Nn]ews|[Mm]edia) [Rr]elease)(?: (?:(?:[Nn]r|[Nn]o)\.|n[°º] ?|núm\.|№)? ?"
    r"(?:[A-Z]{1,4}/)?\d[\w./-]*\w)?(?:(?: vom| du| del?)(?= \d)|(?=[.,]))"
    r"|(?:(?<=[.,])|^) ?(?:[Vv]ideo|[Aa]udio|[Pp]odcast|[Ss]peech|[Ll]ecture|[Dd]ata set"
    r"|[Ww]eb page"
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
            r"|recueillis|rozmawia|wywiad|бесед|интервью",
            re.IGNORECASE,
        ),
    ),
    ("personal_communication", re.compile(r"received by", re.IGNORECASE)),
    ("motion_picture", re.compile(r"uploaded by|\bvideo\b", re.IGNORECASE)),
    ("speech", re.compile(r"\b(?:speech|lecture)\b", re.IGNORECASE)),
    ("dataset", re.compile(r"\bdata set\b", re.IGNORECASE)),
)
_TOLD_IN_BRACKETS = re.compile(
    r"^[ ,]*\((?P<kind>speech|lecture|address|keynote(?: address)?|paper presented|press release"
    r"|video)"
    r"[,:]? (?:[^()]*?, )??(?P<date>(?:[^\W\d_]+ \d{1,2}, |\d{1,2} [^\W\d_]+ )?\d{4})\)",
    re.IGNORECASE,
)


def without_asides(text: str) -> tuple[str, str | None]:
    """`text` without what says how a work was made or shown, and the type that this tells."""
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
