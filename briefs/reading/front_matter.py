"""Front matter: the facts that a piece states at its head, converted to their types."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from briefs.reading import base
from briefs.reading.base import slug
from briefs.reading.front_matter_formats import Gathered, Value, gathered
from briefs.text.canonical import one_line

_NO = frozenset({"false", "no", "off", "0", "n", "nil"})

_KEYS = {
    "title": ("title",),
    "byline": ("byline", "author", "authors", "creator", "by"),
    "outlet": ("outlet", "publication", "site"),
    "published": (
        "publishdate",
        "publish_date",
        "publish-date",
        "pubdate",
        "pub_date",
        "date",
        "published",
        "published_at",
        "published_on",
        "publishedat",
        "publish_on",
        "publish-on",
        "publish_at",
        "publish-at",
        "publishat",
        "publishon",
        "date_published",
        "publication_date",
        "published_date",
        "published_time",
    ),
    "not_before": (
        "embargo",
        "embargo_until",
        "embargo-until",
        "embargoed",
        "embargoed_until",
        "release_date",
        "release-date",
        "scheduled",
        "scheduled_at",
        "scheduled_for",
        "schedule",
        "go_live",
        "golive",
        "available_from",
        "visible_from",
        "visible_after",
        "scheduled_publish",
        "scheduled_publish_date",
        "scheduled_date",
        "go_live_date",
        "date_to_publish",
        "publish_after",
        "publish_from",
        "embargo_date",
        "publication_embargo",
    ),
    "topics": ("topics", "tags", "categories", "keywords", "category", "taxonomies.tags"),
    "url": ("url", "link", "canonical_url", "canonical"),
    "language": ("language", "lang", "locale"),
    "slug": ("id", "slug"),
}
"""For each fact, its keys in the order of preference; keys are compared without case and signs."""

_NESTED = ("taxonomies", "extra", "params")
"""Tables of Zola and Hugo whose keys count as the piece's own."""

_CITES = frozenset({"bibliography", "references", "csl", "nocite", "citation-style"})
_HOLD_IF_SET = frozenset(
    """
        draft drafts private hidden unlisted unpublished wip confidential password embargoed
        eleventyexcludefromcollections headless internal exclude noexport donotpublish dontpublish
        onhold hold protected restricted archived deleted retracted withdrawn trashed
        members membersonly subscribersonly paidonly paywall premium entwurf brouillon borrador
        bozza rascunho koncept szkic черновик чернетка taslak مسودة 草稿 下書き vertraulich
        confidentiel expirydate expires expiry expirationdate unpublishdate unpublishon unpublishat
        """.split()  # noqa: SIM905  # a list of strings is hard to read
)
_HOLD_IF_UNSET = frozenset(
    """
        published publish public listed permalink render approved cleared ready live
        released
        """.split()  # noqa: SIM905  # as above
)
_DATED = ("published", "publish", "created")
_PREFIX = re.compile(r"^(?:is|dg|has)(?=[a-z]{4})")
"""What programs put before the name of a state: "isDraft", "dg-publish"."""

_IS_OUT = frozenset(
    """
        published public publish final live done complete completed finished released posted online
        veröffentlicht fertig publié publicado pubblicato opublikowany опубликовано evergreen
        """.split()  # noqa: SIM905  # a list of strings is hard to read
)
_FOR_ALL = frozenset(
    {"public", "visible", "everyone", "everybody", "all", "anyone", "free", "open"}
)
_STATES = frozenset(
    """
        status poststatus publicationstatus publishingstatus publishstatus publishstate
        publicationstate editorialstatus articlestatus contentstatus pagestatus state stage workflow
        workflowstate workflowstatus reviewstatus
        """.split()  # noqa: SIM905  # as above
)
_HOLD_UNLESS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(_STATES, _IS_OUT),
    "visibility": _FOR_ALL,
    "access": _FOR_ALL,
    "audience": _FOR_ALL | {"general", "readers"},
    "classification": _FOR_ALL | {"unclassified"},
    "sensitivity": _FOR_ALL | {"none", "low"},
}
"""Keys that keep a piece from the public for any value but these."""

_UNFINISHED = re.compile(
    r"\W{0,4}(?:(?:first |second |rough |working |final )?drafts?(?: (?:v|no\.? ?)?\d{1,2})?"
    r"|wip|work in progress|unpublished|private|confidential|under embargo(?: .{1,40})?"
    r"|(?:do not|don[’']t|not yet|not to be|never) (?:be )?publish(?:ed)?|embargoed(?: .{1,40})?"
    r"|(?:for )?internal(?: use)?(?: only)?|not for (?:publication|release|distribution)"
    r"|entwurf|brouillon|borrador|bozza|rascunho|черновик|草稿|下書き)\W{0,4}",
    re.IGNORECASE,
)
"""What the value of any key says of a piece that is not to be public."""

_NOBODY = frozenset({"admin", "administrator", "root", "user", "username", "webmaster", "author"})
"""Names of accounts that programs write for authors."""

_UNSAYING = frozenset(
    {"title", "subtitle", "slug", "id", "name", "description", "aliases", "author"}
)
"""Keys whose values are words of the piece, and say nothing of its state."""

_HOLD_TAGS = frozenset({"draft", "drafts", "wip", "private", "unpublished", "do-not-publish"})
"""Topics that keep a piece from the public; note-taking programs have no other place for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """The facts in front matter; what is not stated is empty. `lines` is how many lines it takes.

    `hold` is the statement that keeps the piece from the public, and `not_before` the time until
    which; `cites` says that "@key" in the text is a citation.
    """

    title: str = ""
    byline: str = ""
    outlet: str = ""
    published: datetime | None = None
    not_before: datetime | None = None
    topics: tuple[str, ...] = ()
    url: str = ""
    language: str = ""
    slug: str = ""
    hold: str = ""
    cites: bool = False
    lines: int = 0
    warnings: tuple[str, ...] = ()


def read(text: str) -> tuple[FrontMatter, str]:
    """The front matter of a clean text, and the text below it (all of the text without any).

    Unreadable, with the line of the text, if it is broken, too large or nested too deeply, or uses
    anchors and aliases, a few bytes of which can fill the memory. Unknown keys are ignored; a value
    of the wrong type gives a warning.
    """
    lines = text.split("\n")
    if (found := gathered(lines)) is not None:
        return _settled(*found), "\n".join(lines[found[1] :])
    return FrontMatter(), text


def _strings(value: Value) -> Iterator[str | None]:
    """The strings in a value, in a list of them, or of the names in a list;
    None for anything else.
    """
    if isinstance(value, list):
        for item in value:
            yield _name(item) if isinstance(item, dict) else item if isinstance(item, str) else None
    elif isinstance(value, dict):
        yield _name(value)
    else:
        yield value or ""


def _name(person: Mapping[str, Value]) -> str | None:
    """The name of a person in several keys, as in Pandoc and Quarto."""
    name = person.get("name")
    if isinstance(name, dict):
        person, name = name, None
    if isinstance(name, str):
        return name
    parts = [person.get(key) for key in ("given", "family")]
    told = " ".join(part for part in parts if isinstance(part, str))
    return told or None


def _settled(told: Gathered, lines: int) -> FrontMatter:
    """The values converted to their types."""
    said = dict(told.said)
    for table in _NESTED:
        inner = said.get(table)
        if isinstance(inner, dict):
            said = {**inner, **said}
    values: dict[str, tuple[str, ...]] = {}
    warnings: list[str] = []
    hold = held(said)
    spelled = {_plain(key): key for key in reversed(said)}
    for name, keys in _KEYS.items():
        for key in (spelled.get(_plain(key), "") for key in keys):
            value = said.get(key)
            if value is None or name in values or (name == "published" and _is_flag(value)):
                continue
            if name == "published" and isinstance(value, dict):
                # MkDocs: `date: {created: …}`
                value = next((value[key] for key in _DATED if value.get(key)), None)
            found = tuple(_strings(value))
            if None in found:
                where = f", line {told.lines[key]}" if key in told.lines else ""
                warnings.append(f"front matter{where}: {key} cannot be nested like this")
            elif kept := tuple(one for text in found if text and (one := one_line(text))):
                values[name] = kept

    def single(name: str, read: Callable[[str], str]) -> str:
        given = values.get(name, ())
        value = read(given[0]) if len(given) == 1 else ""
        if given and not value:
            warnings.append(f"front matter: no {name} can be read from “{', '.join(given)}”")
        return value

    def day(name: str) -> datetime | None:
        dated = values.get(name, ())
        found = base.as_written(dated[0]) if len(dated) == 1 and base.read(dated[0]) else None
        if dated and found is None:
            warnings.append(f"front matter: no day can be read from the date “{', '.join(dated)}”")
        return found

    published, not_before = day("published"), day("not_before")
    published, not_before = _of_its_day(published, not_before)
    if values.get("not_before") and not_before is None:
        hold = hold or "its front matter names an embargo"
    topics = _topics(values.get("topics", ()))
    hold = hold or held_by_topic(topics)
    return FrontMatter(
        title=single("title", str),
        byline=listed(
            [name for name in values.get("byline", ()) if name.casefold() not in _NOBODY]
        ),
        outlet=single("outlet", str),
        published=published,
        not_before=not_before,
        topics=tuple(dict.fromkeys(topics)),
        url=single("url", _address),
        language=single("language", _language),
        slug=single("slug", slug),
        hold=hold,
        cites=not _CITES.isdisjoint(said),
        lines=lines,
        warnings=tuple(warnings),
    )


def _of_its_day(
    published: datetime | None, not_before: datetime | None
) -> tuple[datetime | None, datetime | None]:
    """Both moments in UTC. The first is moved into its own day, and the second is then late enough
    that the piece becomes public no earlier.
    """
    later = not_before.astimezone(UTC) if not_before else None
    if published is None:
        return None, later
    shown, moment = base.within(published, published), published.astimezone(UTC)
    return shown, later if shown >= moment else max(moment, later or moment)


def _topics(told: tuple[str, ...]) -> tuple[str, ...]:
    """Topics from a list, or from one text with commas."""
    return tuple(filter(None, map(str.strip, told[0].split(",")))) if len(told) == 1 else told


def _is_flag(value: Value) -> bool:
    return isinstance(value, str) and value.strip().lower() in {*_NO, "true", "yes", "on", "1"}


def held(said: Mapping[str, Value]) -> str:
    """The statement in front matter that keeps a piece from the public, "" if there is none."""
    for key, value in said.items():
        name = _PREFIX.sub("", _plain(key))
        for told in _told(value):
            if _holds(name, told):
                shown = "…" if name == "password" else told
                return f"its front matter says “{key}: {shown}”"
        if isinstance(value, dict) and name in _STATES and (inner_hold := held(value)):
            return inner_hold
    for key in ("build", "_build"):
        inner = said.get(key)
        if isinstance(inner, dict) and {"never", "false"} & {
            one.lower() for one in inner.values() if isinstance(one, str)
        }:
            return f"its front matter says that it is not to be built (“{key}”)"
    cascade = said.get("cascade")
    return held(cascade) if isinstance(cascade, dict) else ""


def held_by_topic(topics: Iterable[str]) -> str:
    """The topic that keeps a piece from the public, as a statement; "" if there is none."""
    private = next((one for one in topics if one.strip(" #").lower() in _HOLD_TAGS), "")
    return f"one of its topics is “{private.strip()}”" if private else ""


def _holds(name: str, told: str) -> bool:
    if name in _HOLD_IF_SET:
        return told not in _NO
    if name in _HOLD_IF_UNSET:
        return told in _NO
    if name in _HOLD_UNLESS:
        return told not in _HOLD_UNLESS[name]
    return name not in _UNSAYING and _UNFINISHED.fullmatch(told) is not None


def _told(value: Value) -> Iterator[str]:
    """The texts of a value or of a list of them, in small letters, without empty ones."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str) and (told := one.strip().lower()):
            yield told


def _plain(key: str) -> str:
    """A key without case and signs: "publish_date", "publish-date" and "publishDate" are one."""
    return "".join(filter(str.isalnum, key.casefold()))


def listed(names: Sequence[str]) -> str:
    """Names joined as in a byline: "A", "A and B", "A, B and C"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _address(text: str) -> str:
    return text if re.fullmatch(r"https?://[^\s/]+\S*", text, re.IGNORECASE) else ""


def _language(text: str) -> str:
    """The language of a tag such as "en" or "pt-BR"."""
    match = re.fullmatch(r"([a-z]{2,3})(?:[-_][a-z0-9_-]+)?", text, re.IGNORECASE)
    return match[1].lower() if match else ""
