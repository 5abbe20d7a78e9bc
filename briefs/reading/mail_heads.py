"""How mail programs say, above an earlier message that they quote or hand on, whose it is.

The lines hold names and addresses of people, which never become text.
"""

import re

ANSWERED = re.compile(
    r"^(?:-{2,3} )?(?:"
    r"(?:on|am|le|el|il|em|op|den|dnia|w dniu|dne|в|вт|пн|ср|чт|пт|сб"
    r"|вс)\b[^\n]{4,200}?(?:\n[^\n>]{1,120}?)?"
    r"(?:wrote|schrieb[^\n]{0,80}|a écrit|escribió|ha scritto|escreveu|schreef[^\n]{0,80}"
    r"|skrev[^\n]{0,80}"
    r"|napisał(?:\(a\)|a)?|pisze|napsal(?:\(a\))?|пишет|написал(?:а|\(а\))?|пише|написав)\s?:"
    r"|\d{1,2}[./]\d{1,2}[./]\d{2,4}[^\n]{4,160}?(?:\n[^\n]{1,120}?)?(?:wrote|schrieb|a écrit"
    r"|escribió|ha scritto|napisał(?:\(a\))?|пишет|написал(?:а|\(а\))?|пише|написав)\s?:"
    r"|\d{4}[-/年][^\n]{4,120}(?:wrote|написал|写道|のメッセージ|:)\s?[:：]?(?=\s*\n>)"
    r"|[^\n]{2,80}<[^<>\n@]+@[^<>\n]+>\s(?:wrote|schrieb|a écrit|escribió|пишет"
    r"|написал)[^\n]{0,40}:"
    r"|-{3,}\s?(?:original message|ursprüngliche nachricht|message d[’']origine|mensaje original"
    r"|messaggio originale|mensagem original|oorspronkelijk bericht|исходное сообщение)\s?-{3,}"
    r")[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
HEAD = re.compile(
    r"^(?:_{10,}[ \t]*\n+)?(?:from|von|de|da|van|от|від):[ \t]\S[^\n]*\n"
    r"(?:(?:sent|date|gesendet|datum|envoyé|enviado|inviato|data|verzonden|to|an|à|para|a|aan|cc"
    r"|subject|betreff|objet|asunto|oggetto|assunto|onderwerp|тема|кому|дата"
    r"|отправлено)\s?:[^\n]*\n){2,8}",
    re.IGNORECASE | re.MULTILINE,
)
FORWARDED = re.compile(
    r"^(?:-{3,40}+\s?)?(?:forwarded message|begin forwarded message|weitergeleitete nachricht"
    r"|anfang der weitergeleiteten nachricht|message transféré|début du message transféré"
    r"|mensaje reenviado|messaggio inoltrato|mensagem encaminhada|doorgestuurd bericht"
    r"|пересылаемое сообщение)[ :]{0,3}(?:-{3,40}+)?[ \t]{0,3}\n{1,3}"
    r"(?:[> ]{0,6}[^\W\d_][\w-]{1,14}\s?:[^\n]*\n){1,8}",
    re.IGNORECASE | re.MULTILINE,
)
_HEADER = (
    r"(?:from|sent|date|to|cc|subject|von|gesendet|datum|an|betreff|de|envoyé|objet|à|para|asunto"
    r"|enviado|da|inviato|oggetto|от|кому|тема|дата)"
)
QUOTED_HEAD = re.compile(rf"^(?:>[ \t]?{_HEADER}\s?:[^\n]*\n){{3,8}}", re.IGNORECASE | re.MULTILINE)
"""Such lines as Hotmail put them: each behind the sign of a quotation."""


HEADERS = re.compile(
    r"\A\s*(?=[^\0]{0,2000}?^(?:message-id|received|delivered-to|return-path|mime-version):)"
    r"(?:[\w-]{1,40}(?: [\w-]{1,40})?:[ \t][^\n]*\n(?:[ \t][^\n]*\n)*){3,60}",
    re.IGNORECASE | re.MULTILINE,
)
"""A message's own headers below a line that breaks them off."""


def are_in(text: str) -> bool:
    """Whether such lines are in a text."""
    return any(one.search(f"{text}\n") for one in (ANSWERED, HEAD, FORWARDED, QUOTED_HEAD))
