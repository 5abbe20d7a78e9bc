"""Mends titles by the tagger's fields, where these begin or end within them.

What a reader takes for one title may hold the next field, and the tagger's fields part only at
marks. Where the tagger is sure of a title, and the reader's goes on over the whole next field, it
ends where the tagger's does; where it calls the whole of it a body before a title, it is none.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from briefs.model import Person
from briefs.references.field_borders import is_set_off
from briefs.references.fields.certain_names import surely
from briefs.references.fields.titles import ADDRESS, tidy
from briefs.references.parsed_fields import LAWS, ParsedFields
from briefs.references.second_opinion import Part, parts_of

_MARK = re.compile(r"[.,”»\"] |[.,][”»\"]| [(/]")
_SURE = 0.8
_EDGES = " .,:;*_"
_CLOSED = (".”", '."', ".»", "”.", '".', "».")


def as_tagged(fields: ParsedFields, text: str) -> ParsedFields:
    """`fields` with the title that the tagger is sure of, where theirs holds another field, too.

    `text` is the entry without its addresses.
    """
    title = fields.title or ""
    at = text.find(title)
    may_be_body = not (fields.authors or fields.container)
    if not title or at < 0 or not (may_be_body or _MARK.search(title)):
        return fields
    if fields.kind in LAWS or is_set_off(title, text):
        return fields
    end = at + len(title)
    known = parts_of(text)
    for number, part in enumerate(known):
        own, behind = part.text.strip(), known[number + 1 :]
        if part.certainty <= _SURE or part.start + len(part.text) <= at or part.start >= end:
            continue
        if part.label == "body" and own.strip(_EDGES) == title.strip(_EDGES):
            is_body = may_be_body and _is_titled(behind)
            return replace(fields, title=None, clear=False) if is_body else fields
        if part.label == "title":
            is_next_within = behind and behind[0].start + len(behind[0].text.rstrip(_EDGES)) <= end
            if not is_next_within:
                return _begun(fields, title, own)
            return _ended(fields, title, own, behind[0])
    return fields


def _is_titled(behind: Sequence[Part]) -> bool:
    """Whether the tagger is sure of a title among the fields behind."""
    sure = [one.text for one in behind if one.label == "title" and one.certainty > _SURE]
    return bool(sure) and sure[0][0].isupper() and ADDRESS not in sure[0].split()[0]


def _ended(fields: ParsedFields, title: str, own: str, behind: Part) -> ParsedFields:
    """`fields` with the title up to the end of `own`, if another field begins there."""
    bare = own.strip(_EDGES)
    rest = title.strip(_EDGES).removeprefix(bare)
    if not title.strip(_EDGES).startswith(bare) or not any(map(str.isalpha, rest)):
        return fields
    has_code = any(map(str.isdigit, rest))
    is_ended = own.endswith((".", *_CLOSED)) or rest.startswith((" /", " ("))
    if not is_ended and not (has_code and own.endswith(",")):
        return fields
    is_outlet = behind.label == "container" and behind.certainty > _SURE
    if is_outlet and not (fields.container or fields.publisher):
        fields = replace(fields, container=behind.text.strip(_EDGES))
    return replace(fields, title=tidy(own), clear=False)


def _begun(fields: ParsedFields, title: str, own: str) -> ParsedFields:
    """`fields` with the title from the beginning of `own`, if the authors are before it."""
    bare = own.strip(_EDGES)
    before = title.strip(_EDGES).removesuffix(bare)
    if fields.authors or not before.strip(_EDGES) or not title.strip(_EDGES).endswith(bare):
        return fields
    who = surely(before.strip(_EDGES)) or ()
    is_named = bool(who) and all(isinstance(one, Person) and one.given for one in who)
    return replace(fields, title=tidy(own), authors=who) if is_named else fields
