"""What may stand below a reference list: the author's life, rights, things to read next."""

import re

_TRAILER = re.compile(
    r"^(?:©|\(c\)\s|copyright\b|all rights reserved|licen[cs]ed under|about the authors?\b"
    r"|about us\b|author bio|share (?:this|on|via)\b|follow (?:us|him|her|them|the author)\b"
    r"|subscribe\b|sign up\b|newsletter\b|related\b|read (?:more|next|also)\b"
    r"|more (?:from|on|about)\b"
    r"|see also\b.{0,3}$|you may also like\b|recommended\b|popular\b|most read\b|tags?:"
    r"|topics?:|filed under\b"
    r"|categor(?:y|ies):|comments?\b.{0,20}$|contact\b|disclaimer\b|disclosure\b|correction\b"
    r"|editor[’']s note|the views?\b|the opinions?\b|views expressed|opinions expressed"
    r"|this (?:article|piece|post|analysis|essay|work|commentary|report)\b"
    r"|originally (?:published|appeared)|first published|acknowledge?ments?\b|image credits?\b"
    r"|photo(?: credits?)?:|previous\b.{0,40}$|next\b.{0,40}$|back to\b|print\b.{0,20}$"
    r"|email\b.{0,20}$"
    r"|über de[nr] autor|alle rechte vorbehalten|tous droits réservés|à propos de l|sobre el autor"
    r"|todos los derechos|tutti i diritti|over de auteur|om författaren|o autorze|об авторе)"
    r"|\ball rights reserved\b"
    r"|\b(?:is|was|are) (?:an?|the|based|currently|also)\b.{0,80}\b(?:fellow|professor|lecturer"
    r"|analyst|researcher|journalist|reporter|correspondent|editor|writer|columnist|director|scholar|author"
    r"|student|candidate|expert|consultant|contributor|historian|economist|member|co-?founder)\b"
    r"|\b(?:writes (?:about|on|for)|lives in|is based in|views expressed (?:here|in))\b",
    re.IGNORECASE,
)
_RULE = re.compile(r"[\W_]*$")
_MARKUP = re.compile(r"^[#*_>\s]+")


def is_trailer(raw: str) -> bool:
    """Whether a paragraph is of the kind that follows a piece."""
    return _TRAILER.search(_MARKUP.sub("", raw[:400])) is not None


def is_rule(raw: str) -> bool:
    """Whether a paragraph is but a line drawn across the page: "---", "* * *"."""
    return _RULE.match(raw) is not None
