"""Lines of a page that never belong to the piece: labels of advertisements, reading times, calls to
subscribe, links to other pieces, copyright notices.

Only whole lines count: a sentence that contains the same words is a sentence.
"""

import re

_AD = (
    r"advertisement|advertising|advertisement – scroll to continue|story continues below"
    r"(?: advertisement)?|article continues (?:below|after)(?: (?:this )?(?:advertisement|ad))?"
    r"|sponsored(?: content)?|anzeige|werbung|publicité|annonce|publicidad"
    r"|anuncio|publicidade|pubblicità|advertentie|reklama|реклама|広告|广告|إعلان"
)
_TIME_TO_READ = (
    r"(?:reading time|read time|time to read|estimated reading time|lesezeit|lesedauer"
    r"|temps de lecture|lecture|tiempo de lectura|lectura|tempo di lettura|tempo de leitura"
    r"|leestijd"
    r"|czas czytania|время чтения|час читання)? ?[:：]? ?(?:about |ca\. |~)?\d{1,3}[ ‑-]{0,2}"
    r"(?:min(?:ute[ns]?|utos|uti|uten|s)?\.?|минут[аы]?|мин\.?|хв\.?|分(?:钟|鐘)?)"
    r"(?:[ ‑-]{0,2}(?:read(?:ing)?(?: time)?|to read|lesezeit|de lecture|de lectura|di lettura"
    r"|de leitura"
    r"|leestijd|阅读|で読めます))?"
)
_PLAYER = (
    r"listen(?: to (?:this|the) (?:article|story|post|piece))?(?: now)?"
    r"|(?:artikel|beitrag) anhören|écouter (?:cet )?article|escuchar (?:este )?artículo"
)
_CALLS = (
    r"(?:share|tweet|print|e-?mail|save|copy link|comments?|leave a comment|subscribe(?: now)?"
    r"|sign up"
    r"|log in|share this(?: (?:article|post|story))?|back to top|skip to (?:main )?content"
    r"|(?:share )?(?:thanks|thank you) for reading .{0,80}?[.!](?: this post is public.*"
    r"|\s?(?:subscribe|sign up) (?:for free|now|here|to receive).*)?"
    r"|subscribe for free to receive new posts.*"
    r"|.{0,80} is a reader-supported publication\..*"
    r"|click (?:here )?to (?:share|email|print) .{0,60}(?:\(opens in new window\).*)?)"
)
_FIRST_ON = (
    r"(?:the post .{1,300} (?:appeared first on|first appeared on) .{1,100}"
    r"|der beitrag .{1,300} erschien zuerst auf .{1,100}"
    r"|l[’'](?:article|annonce) .{1,300} est apparu en premier sur .{1,100}"
    r"|la entrada .{1,300} (?:se publicó primero en|aparece primero en) .{1,100}"
    r"|o post .{1,300} apareceu primeiro em .{1,100}|l[’']articolo .{1,300} proviene da .{1,100}"
    r"|het bericht .{1,300} verscheen eerst op .{1,100}"
    r"|artykuł .{1,300} pochodzi z serwisu .{1,100}"
    r"|(?:сообщение|запись) .{1,300} (?:появились сначала на|впервые появилась) .{1,100}"
    r"|投稿.{1,300}は.{1,100}に最初に表示されました)"
)
"""The line that WordPress puts below each entry of a feed."""

_OWNER = (
    r"(?:©|\(c\) ?(?=\d)|copyright (?=©|\(c\)|\d)|copr\. ).{0,160}"
    r"|.{0,60}all rights reserved.{0,60}|alle rechte vorbehalten|tous droits réservés"
)
_ANYWHERE = re.compile(rf"(?:{_AD}|{_TIME_TO_READ}|{_PLAYER}|{_CALLS})\W{{0,8}}", re.IGNORECASE)
_AT_THE_END = re.compile(rf"(?:{_OWNER}|{_FIRST_ON})\W{{0,8}}", re.IGNORECASE)
_READ_ON = re.compile(
    r"(?:(?:also |please )?read(?: more| also| next| on| the full (?:story|article))?"
    r"|(?:see|watch|listen) (?:also|more)|related(?: (?:article|story|content|reading))?s?"
    r"|more (?:on|from|about) .{1,40}?|more|recommended|up next|don[’']t miss|trending"
    r"|in case you missed it"
    r"|lesen sie (?:auch|hier|mehr)|mehr (?:zum thema|dazu|lesen)|siehe auch|lire (?:aussi"
    r"|également)"
    r"|à lire(?: aussi)?|voir aussi|le(?:e|a|er) (?:también|más|tambien|mas)|lea también"
    r"|te puede interesar"
    r"|leia (?:também|mais)|veja também|leggi anche|lees ook|czytaj (?:też|także|również)"
    r"|читайте также|читайте також|اقرأ أيضا|اقرأ أيضًا|延伸阅读|相关阅读|関連記事|あわせて読みたい)"
    r"\s*[:：»>|–—-]+\s*",
    re.IGNORECASE,
)


def is_boilerplate(text: str, *, is_last: bool) -> bool:
    """Whether a line is boilerplate; `is_last`: no text of the piece follows it."""
    line = " ".join(text.split())
    return _ANYWHERE.fullmatch(line) is not None or (
        is_last and _AT_THE_END.fullmatch(line) is not None
    )


def without_call(text: str) -> str:
    """A line without the invitation before a link: "Read more: The quay"."""
    called = _READ_ON.match(text)
    return text[called.end() :] if called else text
