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
    r"|[^\n]{2,80}<[^<>\n@]+@[^<>\n]+>\s(?:wrote|schrieb|a écrit|escribió|пишет|ha scritto"
    r"|escreveu|schreef|skrev|napisał|napsal|написал|пише|a scris|írta|kirjoitti|έγραψε|şunu yazdı"
    r"|đã viết|님이 작성|于|寫道|写道|כתב)[^\n]{0,40}[:：]"
    r"|[^\n>]{2,160}(?:\n[^\n>]{0,80})?<[^<>\s@]{1,64}@[^<>\s]{1,200}>[^\n]{0,60}[:：](?=\s*\n>)"
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


QUOTING = re.compile(
    r"^[^\n>]{2,120}(?:wrote|writes|said|schrieb|schreibt|a écrit|écrit|escribió|escribe|ha scritto"
    r"|escreveu|schreef|skrev|napisał(?:\(?a\)?)?|pisze|napsal|написала?|пишет|пише|написав|写道|寫道"
    r"|書きました|さん|كتب|כתב)[^\n>]{0,30}[:：][ \t]*\n{1,3}(?=>)",
    re.IGNORECASE | re.MULTILINE,
)
"""A line above words of an earlier message that tells neither its day nor an address."""

SENT_FROM = re.compile(
    r"(?:sent (?:from|with|via|by|using) (?:my |the )?(?:[^\n.]{0,30}"
    r"(?:mail|phone|pad|android|galaxy|blackberry|outlook|mobile(?: device)?|huawei|xperia|app))\b"
    r"[^\n]{0,40}"
    r"|sent from my [^\n]{2,40}|get outlook for [^\n]{2,20}"
    r"|von meinem [^\n]{2,40} gesendet|gesendet (?:von|mit) [^\n]{2,40}"
    r"|envoyé (?:de mon|depuis) [^\n]{2,40}|enviado (?:desde|do|a partir do) [^\n]{2,40}"
    r"|inviato da[l ][^\n]{2,40}|verstuurd vanaf [^\n]{2,40}|verzonden (?:vanaf|met) [^\n]{2,40}"
    r"|skickat från [^\n]{2,40}|sendt fra [^\n]{2,40}|lähetetty [^\n]{2,40}|wysłane z [^\n]{2,40}"
    r"|odesláno z [^\n]{2,40}|отправлено с [^\n]{2,40}|надіслано з [^\n]{2,40}"
    r"|发自我的[^\n]{2,30}|從我的[^\n]{2,30}傳送|[^\n]{2,30}から送信|나의 [^\n]{2,30}에서 보냄"
    r"|(?:تم الإرسال|أُرسلت) من [^\n]{2,40}|נשלח מה[^\n]{2,40})\.?",
    re.IGNORECASE,
)
"""The line that a program puts below every message."""


def are_in(text: str) -> bool:
    """Whether such lines are in a text."""
    return any(one.search(f"{text}\n") for one in (ANSWERED, HEAD, FORWARDED, QUOTED_HEAD))
