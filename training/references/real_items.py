"""Works of others as CSL-JSON: the test cases of Zotero's translators, and BibTeX files.

What is read is who wrote what, where and when; LaTeX that is more than braces is left out.
"""

import json
import random
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from training.references.made_items import Item

_TYPES = {
    "journalArticle": "article-journal",
    "book": "book",
    "newspaperArticle": "article-newspaper",
    "bookSection": "chapter",
    "report": "report",
    "blogPost": "post-weblog",
    "magazineArticle": "article-magazine",
    "case": "legal_case",
    "thesis": "thesis",
    "conferencePaper": "paper-conference",
    "statute": "legislation",
    "encyclopediaArticle": "entry-encyclopedia",
    "document": "document",
    "webpage": "webpage",
    "videoRecording": "motion_picture",
    "standard": "standard",
    "computerProgram": "software",
    "dataset": "dataset",
    "forumPost": "post",
    "film": "motion_picture",
    "podcast": "broadcast",
    "tvBroadcast": "broadcast",
    "radioBroadcast": "broadcast",
    "bill": "bill",
    "presentation": "speech",
    "interview": "interview",
}
_ROLES = {
    "author": "author",
    "director": "author",
    "podcaster": "author",
    "programmer": "author",
    "presenter": "author",
    "interviewee": "author",
    "editor": "editor",
    "translator": "translator",
    "interviewer": "interviewer",
    "bookAuthor": "container-author",
}
_FIELDS = (
    ("publicationTitle", "container-title"),
    ("websiteTitle", "container-title"),
    ("blogTitle", "container-title"),
    ("bookTitle", "container-title"),
    ("proceedingsTitle", "container-title"),
    ("encyclopediaTitle", "container-title"),
    ("programTitle", "container-title"),
    ("forumTitle", "container-title"),
    ("reporter", "container-title"),
    ("code", "container-title"),
    ("publisher", "publisher"),
    ("institution", "publisher"),
    ("university", "publisher"),
    ("company", "publisher"),
    ("studio", "publisher"),
    ("place", "publisher-place"),
    ("volume", "volume"),
    ("reporterVolume", "volume"),
    ("issue", "issue"),
    ("pages", "page"),
    ("firstPage", "page"),
    ("edition", "edition"),
    ("series", "collection-title"),
    ("url", "URL"),
    ("DOI", "DOI"),
    ("reportType", "genre"),
    ("thesisType", "genre"),
    ("court", "authority"),
    ("docketNumber", "number"),
    ("reportNumber", "number"),
    ("versionNumber", "version"),
)
_CASES = re.compile(
    r"/\*\*\s*BEGIN TEST CASES\s*\*\*/\s*var testCases\s*=\s*(\[.*\])\s*;?\s*/\*\*", re.DOTALL
)
_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_MOST_CHARS = 300


def zotero(folder: Path) -> Iterator[Item]:
    """The items that the translators in a folder are tested with."""
    for path in sorted(folder.rglob("*.js")):
        if found := _CASES.search(path.read_text("utf-8", errors="replace")):
            cases = json.loads(re.sub(r",(\s*[\]}])", r"\1", found[1]), strict=False)
            for case in cases:
                items = case.get("items")
                for told in items if isinstance(items, list) else ():
                    if item := _of_zotero(told):
                        yield item


def _of_zotero(told: Mapping[str, Any]) -> Item | None:
    title = told.get("title") or told.get("caseName") or told.get("nameOfAct") or ""
    title = re.sub(r"<[^>]+>", "", title).strip()
    kind = _TYPES.get(told.get("itemType", ""))
    if not kind or not title or len(title) > _MOST_CHARS:
        return None
    item: Item = {"type": kind, "title": title}
    for one in told.get("creators") or ():
        role = _ROLES.get(one.get("creatorType", "author"))
        family, given = one.get("lastName"), one.get("firstName")
        if role and (name := family or one.get("name")):
            person = {"family": name, "given": given} if given else {"literal": name}
            item.setdefault(role, []).append(person)
    for theirs, ours in _FIELDS:
        value = told.get(theirs)
        if isinstance(value, str) and value.strip() and ours not in item:
            item[ours] = re.sub(r"\s+", " ", value.strip())[:_MOST_CHARS]
    dated = told.get("date") or told.get("dateDecided") or told.get("dateEnacted") or ""
    return item | _issued(str(dated))


_ENTRY = re.compile(r"@(\w+)\s*\{\s*[^,\s]+\s*,(.*?)\n\s*\}\s*(?=\n|$)", re.DOTALL)
_FIELD = re.compile(
    r"(\w[\w-]*)\s*=\s*(?:\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}|\"([^\"]*)\"|(\w+))\s*(?:,|$)"
)
_BIBTEX_TYPES = {
    "article": "article-journal",
    "online": "webpage",
    "misc": "webpage",
    "book": "book",
    "inproceedings": "paper-conference",
    "incollection": "chapter",
    "inbook": "chapter",
    "report": "report",
    "techreport": "report",
    "thesis": "thesis",
    "phdthesis": "thesis",
    "blog": "post-weblog",
    "video": "motion_picture",
    "standard": "standard",
    "software": "software",
    "dataset": "dataset",
    "legislation": "legislation",
    "jurisdiction": "legal_case",
}
_BIBTEX_FIELDS = (
    ("journal", "container-title"),
    ("journaltitle", "container-title"),
    ("booktitle", "container-title"),
    ("publisher", "publisher"),
    ("institution", "publisher"),
    ("school", "publisher"),
    ("organization", "publisher"),
    ("location", "publisher-place"),
    ("address", "publisher-place"),
    ("volume", "volume"),
    ("number", "issue"),
    ("pages", "page"),
    ("edition", "edition"),
    ("series", "collection-title"),
    ("url", "URL"),
    ("doi", "DOI"),
    ("type", "genre"),
)


def bibtex(folder: Path, most_a_file: int = 1_000) -> Iterator[Item]:
    """The entries of the BibTeX files in a folder, so many of each file at most."""
    chance = random.Random(5)  # noqa: S311  # a repeatable choice is wanted
    for path in sorted(folder.rglob("*.bib")):
        entries = _ENTRY.findall(path.read_text("utf-8", errors="replace"))
        chance.shuffle(entries)
        for kind, body in entries[:most_a_file]:
            fields = {
                name.lower(): a or b or c for name, a, b, c in _FIELD.findall(body) if a or b or c
            }
            if item := _of_bibtex(kind.lower(), fields):
                yield item


def _of_bibtex(kind: str, fields: Mapping[str, str]) -> Item | None:
    title = _plain(fields.get("title", ""))
    if not title or "\\" in str(fields.values()) or kind not in _BIBTEX_TYPES:
        return None
    if fields.get("subtitle"):
        title += f": {_plain(fields['subtitle'])}"
    item: Item = {"type": _BIBTEX_TYPES[kind], "title": title[:_MOST_CHARS]}
    for role in ("author", "editor", "translator"):
        people = [
            _person(one) for one in re.split(r"\s+and\s+", fields.get(role, "")) if one.strip()
        ]
        if people:
            item[role] = people
    for theirs, ours in _BIBTEX_FIELDS:
        if fields.get(theirs) and ours not in item:
            item[ours] = _plain(fields[theirs])[:_MOST_CHARS]
    return item | _issued(fields.get("date") or fields.get("year", ""))


def _plain(text: str) -> str:
    text = text.replace("{", "").replace("}", "").replace("~", " ").replace("--", "–")
    return re.sub(r"\s+", " ", text).strip()


def _person(name: str) -> Mapping[str, str]:
    if name.strip().startswith("{"):
        return {"literal": _plain(name)}
    name = _plain(name)
    family, comma, given = name.partition(", ")
    if comma:
        return {"family": family, "given": given}
    given, space, family = name.rpartition(" ")
    return {"family": family, "given": given} if space else {"literal": name}


def _issued(text: str) -> Item:
    found = _DATE.match(text)
    if found:
        return {"issued": {"date-parts": [[int(part) for part in found.groups() if part]]}}
    year = _YEAR.search(text)
    return {"issued": {"date-parts": [[int(year[0])]]}} if year else {}
