"""Jupyter notebooks: the Markdown cells as one text; code, its output, and hidden cells are added
to the account.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from briefs.errors import Unreadable
from briefs.left_out import LeftOutKind
from briefs.reading import front_matter
from briefs.reading.base import Account
from briefs.reading.front_matter import listed

LARGEST = 50_000_000
"""In bytes; pictures that code drew are part of the file."""

_EMBEDDED = re.compile(r"(?<=\()data:[^)\s]*(?=\))|(?<=[\"'])data:[^\"'\s]*(?=[\"'])")
_PRIVATE_TAGS = re.compile(
    r"(?:remove|hide|hidden|skip|exclude|private|draft|todo|noexport|solution|parameters)(?:[-_]?cells?)?",
    re.IGNORECASE,
)
_NOT_SHOWN = frozenset({"notes", "skip"})
"""Cells of a slide show that only the speaker sees."""

_PROGRAMS = ("nikola", "hugo", "jekyll", "pelican", "quarto", "front_matter", "frontmatter")
"""The keys under which programs that build sites keep their own metadata in a notebook's."""

_KEY = re.compile(r"[A-Za-z_][\w -]{0,40}")
_TAG = re.compile(r"<[^<>]{1,1000}>")
_SHOWN_TYPES = ("text/markdown", "text/html", "text/latex", "text/plain")

_Cell: TypeAlias = Mapping[str, Any]


def text(data: bytes, account: Account) -> str:
    """The text of a notebook as Markdown, with front matter if the file names its author.

    Unreadable if it is too large, damaged, or no notebook.
    """
    if len(data) > LARGEST:
        raise Unreadable(f"too large: {len(data) / 1e6:.0f} MB", hint="Clear its outputs.")
    hint = "Open it in Jupyter, and save it anew."
    try:
        whole = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Unreadable("a damaged notebook: it is not JSON", hint=hint) from error
    cells = list(_cells(whole)) if isinstance(whole, dict) else []
    if not cells:
        raise Unreadable("a notebook without cells", hint="Add the text itself.")
    parts = [part for at, cell in enumerate(cells) for part in _parts(cell, at, account)]
    metadata = whole.get("metadata")
    if not isinstance(metadata, dict):
        return "\n\n".join(parts)
    holds = [f"{key}: {json.dumps(value)}" for key, value in _holds(metadata)]
    if not any(part.startswith("---") for part in parts[:1]):
        return "\n\n".join((*_facts(metadata, holds), *parts))
    opening, line_end, rest = parts[0].partition("\n")
    own = {line.partition(":")[0].strip() for line in rest.split("\n")}
    holds = [f"{one}\n" for one in holds if one.partition(":")[0] not in own]
    return "\n\n".join((f"{opening}{line_end}{''.join(holds)}{rest}", *parts[1:]))


def _cells(whole: Mapping[str, Any]) -> Iterator[_Cell]:
    """The cells of a notebook; before version 4 they were in worksheets."""
    sheets = whole.get("worksheets")
    for holder in (whole, *(sheets if isinstance(sheets, list) else ())):
        found = holder.get("cells") if isinstance(holder, dict) else None
        if isinstance(found, list):
            yield from (cell for cell in found if isinstance(cell, dict))


def _parts(cell: _Cell, at: int, account: Account) -> Iterator[str]:
    source = _EMBEDDED.sub("#", _joined(cell.get("source", cell.get("input"))))
    kind = cell.get("cell_type")
    if kind == "raw":
        if at == 0 and source.lstrip().startswith("---"):
            yield source.strip()
        else:
            account.add("markup", source)
    elif kind not in {"markdown", "heading", "html"}:
        _leave(account, "code block", source)
        for output in _dicts(cell.get("outputs")):
            _leave(account, "code block", _printed(output))
    elif _is_private(cell.get("metadata")):
        account.add("private comment", source)
    elif kind == "heading":
        level = cell.get("level")
        yield f"{'#' * (level if isinstance(level, int) and 0 < level < 7 else 1)} {source}"  # noqa: PLR2004  # HTML's six
    else:
        yield source.strip("\n")


def _leave(account: Account, kind: LeftOutKind, said: str) -> None:
    if said.strip():
        account.add(kind, said)


def _is_private(metadata: object) -> bool:
    if not isinstance(metadata, dict):
        return False
    slide = metadata.get("slideshow")
    if isinstance(slide, dict) and slide.get("slide_type") in _NOT_SHOWN:
        return True
    jupyter = metadata.get("jupyter")
    if isinstance(jupyter, dict) and jupyter.get("source_hidden") is True:
        return True
    if metadata.get("nbsphinx") == "hidden":
        return True
    tags = metadata.get("tags")
    told = tags if isinstance(tags, list) else ()
    return any(isinstance(tag, str) and _PRIVATE_TAGS.fullmatch(tag) for tag in told)


def _printed(output: Mapping[str, Any]) -> str:
    """The text that code printed: of the forms of one output the first that is text."""
    if "text" in output:
        return _joined(output["text"])
    told = output.get("data")
    forms = (told.get(form) for form in _SHOWN_TYPES) if isinstance(told, dict) else ()
    shown = next((_joined(form) for form in forms if form), "")
    return _TAG.sub(" ", shown) or " ".join(
        map(str, (output.get("ename", ""), output.get("evalue", "")))
    )


def _joined(source: object) -> str:
    """A text in a notebook's form: one string, or a list of lines."""
    lines = source if isinstance(source, list) else [source]
    return "".join(line for line in lines if isinstance(line, str))


def _dicts(value: object) -> Iterator[Mapping[str, Any]]:
    yield from (one for one in (value if isinstance(value, list) else ()) if isinstance(one, dict))


def _holds(metadata: Mapping[str, Any]) -> Iterator[tuple[str, str | bool]]:
    """What a notebook's metadata, or a site's program in it, says that keeps it from the public."""
    for told in (metadata, *(metadata.get(name) for name in _PROGRAMS)):
        for key, value in told.items() if isinstance(told, dict) else ():
            if isinstance(value, str | bool) and _KEY.fullmatch(key):
                said = value if isinstance(value, str) else str(value).lower()
                if front_matter.held({key: said}):
                    yield key, value


def _facts(metadata: Mapping[str, Any], holds: Sequence[str]) -> Iterator[str]:
    """The title, the authors and what holds a piece, from its metadata, as front matter."""
    names = [str(one.get("name", "")).strip() for one in _dicts(metadata.get("authors"))]
    title = metadata.get("title")
    told = {
        "title": title if isinstance(title, str) else "",
        "author": listed([*filter(None, names)]),
    }
    said = [
        f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in told.items() if value
    ]
    said += holds
    if said:
        yield "\n".join(("---", *said, "---"))
