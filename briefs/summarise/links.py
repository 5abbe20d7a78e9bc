"""How English sentences open that are linked to the one before them, or to the next."""

import re

LINKS = re.compile(
    r"^[\"'“‘(\[\s]*(?:(?:And|But|So|Yet|Or|Nor|Then|Thus|Hence|Therefore|However|Moreover"
    r"|Furthermore|Besides|Instead|Meanwhile|Nevertheless|Nonetheless|Otherwise|Consequently"
    r"|Accordingly|Indeed|Also|Still|Again|Additionally|Finally|Ultimately|Conversely|Likewise"
    r"|Similarly|First|Second(?:ly)?|Third(?:ly)?|Fourth|Fifth|Next|Last(?:ly)?|In fact|In short"
    r"|In addition|As a result|After all|Of course|Even so|That said|Rather|Worse|Well|Certainly"
    r"|More \w+ly|By contrast|In contrast|At the same time|In turn|Either way|In any case)\b"
    r"(?! (?:this|that|these|those|it|he|she|they|such|his|her|their|its)\b)"
    r"|For (?:this|that) reason\b|For (?:its|his|her|their) part\b"
    r"|In the same (?:way|manner|vein|spirit)\b"
    r"|\w+, (?:though|however),)"
)
ADDS = re.compile(
    r"^[\"'“‘(\[\s]*(?:Now,|There(?:['’]s| (?:is|are|was|were|will be)) (?:also |even |still )?"
    r"(?:an?other|other|further|more)\b"
    r"|For (?:if|when|while|though|although|unless|without)\b"
    r"|For (?!(?:the (?:first|last|past|next|sake)|(?:\w+ )?(?:years|decades|months|weeks|long)"
    r"|now|example|instance|more|most|some|those|people|\d))[^,]{60}"
    r"|(?:Most|Many|Some|Several|Few|None|All|Others) (?:were|was|are|is|have|had|did|do|nearby)\b)"
)
HANGS = re.compile(  # can only refer to the sentence directly before
    r"^[\"'“‘(\[\s]*(?:Instead|Rather|Or|Nor|Otherwise|Conversely|Likewise|Similarly|Also|Again|Then"
    r"|(?:By|In) contrast|For \w+ part|In the same|First|Second(?:ly)?|Third(?:ly)?|Fourth|Fifth"
    r"|Next|Consequently|Accordingly|As a result|Therefore|Thus|Hence|Moreover|Furthermore|Besides"
    r"|Additionally|In addition|In turn|Either way|Well|For (?:this|that) reason)\b"
)
LOOSE = re.compile(  # concedes or sums up the whole: depends on no single sentence
    r"^[\"'“‘(\[\s]*(?:Of course|Certainly|To be sure|Ultimately|In short|Meanwhile)\b"
)
LINKS_ON = re.compile(r"^[\"'“‘(\[\s]*(?:On the one hand|At first|At one end|In theory)\b")
