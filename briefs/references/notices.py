"""The notices in an entry: when it was accessed or updated, and where it is available."""

import re
from dataclasses import dataclass
from functools import lru_cache

from briefs.model import PartialDate
from briefs.references.fields import dates
from briefs.references.phrases import ADDRESS, BREAK

_ACCESSED = r"(?:last )?(?:accessed|retrieved|consulted|viewed|visited|access(?:ed)? date)"
_ACCESSED_ABROAD = (
    # German, French, Spanish, Italian, Portuguese, Dutch, Swedish, Polish, Russian, Ukrainian
    r"(?:zuletzt )?(?:abgerufen|zugegriffen|geprüft|besucht)|(?:letzter )?zugriff"
    r"|(?:page )?consultée?|consultad[oa]|fecha de consulta|recuperado|consultato|ultimo accesso"
    r"|acesso|acessado|geraadpleegd|hämtad|hämtat|läst|(?:data )?dostępu?|дата обращения"
    r"|дата звернення"
)
_UPDATED = (
    r"(?:last )?(?:updated|modified|revised|reviewed)|(?:content )?current"
    r"|(?:zuletzt )?aktualisiert|mis à jour|actualizado|aggiornato|atualizado|bijgewerkt|uppdaterad"
)
_NOTICE = re.compile(
    r"[(\[]?(?<!\w)(?:"
    rf"(?P<accessed>{_ACCESSED})|(?P<abroad>{_ACCESSED_ABROAD})|(?P<updated>{_UPDATED})"
    r"|archived(?: from the original)?"
    r")(?!\w)(?:[ ]?[:,]|[ ](?:on|as of|at|am|le|el|il|op|em|den|dnia)(?!\w))*[ ]?[\[(]?",
    re.IGNORECASE,
)
_WHERE = re.compile(
    r"(?:\[online\][.:,]?[ ]?)?(?<!\w)(?:"
    r"(?:online )?(?:available|verfügbar)(?: online)?(?: at| from| via| unter)?"
    r"|(?:accessed |retrieved )?(?:from|at)|retrieved|url|link|online unter|disponible (?:en|sur|à)"
    r"|disponível em|disponibile (?:su|a)|beschikbaar op|tillgänglig(?:t)? (?:på|via)|en ligne"
    r"|repéré à|режим доступа"
    rf")[ ]?[:,]?[ ]?(?=[(<\[]?{ADDRESS})|\[online\]",
    re.IGNORECASE,
)
_AFTER_ADDRESS = re.compile(rf"(?<={ADDRESS})[.,]?[ ]?\(")


@dataclass(frozen=True, slots=True)
class Notices:
    """What is left of a text when its notices are out of it, and the dates that they told.

    `day_first` is set where a notice is in a language whose numeric dates begin with the day.
    """

    text: str
    accessed: PartialDate | None = None
    updated: PartialDate | None = None
    day_first: bool = False


@lru_cache(maxsize=8)  # each reader of an entry asks for the same
def take(text: str) -> Notices:
    """Take the notices out of a text whose addresses are out already.

    A date in brackets right after an address, "https://… (June 16, 2016)", is one of access.
    """
    accessed = updated = None
    day_first = False
    cuts: list[tuple[int, int]] = []
    for match in _NOTICE.finditer(text):
        day_first = day_first or bool(match["abroad"])
        dated = dates.at(text, match.end(), day_first=day_first)
        if dated is None:
            continue
        cuts.append((match.start(), dated.end))
        if match["accessed"] or match["abroad"]:
            accessed = dated.iso
        elif match["updated"]:
            updated = dated.iso
    for match in _AFTER_ADDRESS.finditer(text):
        dated = dates.at(text, match.end(), day_first=day_first)
        if accessed is None and dated and text[dated.end : dated.end + 1] == ")":
            cuts.append((match.start(), dated.end))
            accessed = dated.iso
    return Notices(_WHERE.sub(BREAK, _without(text, cuts)), accessed, updated, day_first)


def _without(text: str, cuts: list[tuple[int, int]]) -> str:
    kept = []
    at = 0
    for start, end in sorted(cuts):
        kept.append(text[at:start])
        at = end + (text[end : end + 1] in {")", "]"})
    return BREAK.join([*kept, text[at:]])
