"""What the rules of a page's own style sheets say of an element: by tags, classes, ids, attributes.

Rules for certain screen sizes only, for print, and for states such as `:hover` are ignored.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Generic, Literal, TypeVar

from briefs.reading.html.style_declarations import (
    TELLING,
    Colour,
    Properties,
    Way,
    ground,
    shown_ways,
    ways,
)
from briefs.reading.html.tree import Element

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_ON_SCREENS = re.compile(r"(?:@media ?)?(?:only )?(?:screen|all)?(?: ?, ?print)?", re.IGNORECASE)
_WITHIN = ("@layer", "@supports", "@scope")
_ATTRIBUTE = r"\[\s*[\w-]+\s*(?:[~|^$*]?=\s*(?:\"[^\"\]]*\"|'[^'\]]*'|[\w-]+)\s*)?\]"
_COMPOUND = re.compile(
    rf"(?P<tag>\*|[a-z][a-z0-9-]*)?(?P<rest>(?:[.#][\w-]+|{_ATTRIBUTE})*)", re.IGNORECASE
)
_NAME = re.compile(r"[.#][\w-]+")
_PART = re.compile(
    r"(?P<name>[.#][\w-]+)"
    r"|\[\s*(?P<of>[\w-]+)\s*(?:(?P<sign>[~|^$*]?=)\s*(?P<value>\"[^\"\]]*\"|'[^'\]]*'|[\w-]+))?"
)
_COMBINATOR = re.compile(r"\s*>\s*|\s+")
_IMPORTANT = re.compile(r"!\s*important", re.IGNORECASE)
_MOST_CSS_CHARS = 300_000
_MAX_SELECTORS, _MAX_SELECTORS_A_NAME = 5_000, 40
"""The most selectors of a page, and with one name: more are meant to cost time."""

_MAX_COMPOUNDS = 6
_MAX_NESTED, _MAX_NESTED_CHARS = 40, 400
_WRAPPED = re.compile(r":(?:where|is)\(\s{0,4}([.#\[][^\s(),:]{1,80})\s{0,4}\)", re.IGNORECASE)

_Weight = tuple[bool, int, int, int, int]
_Told = TypeVar("_Told")


@dataclass(frozen=True, slots=True)
class _Attribute:
    """What a selector asks of an attribute; without a sign, only that there is one."""

    name: str
    sign: str
    value: str

    def matches(self, element: Element) -> bool:
        own = element.get(self.name)
        if own is None or not self.sign:
            return own is not None
        match self.sign:
            case "=":
                return own == self.value
            case "~=":
                return self.value in own.split()
            case "|=":
                return own == self.value or own.startswith(f"{self.value}-")
            case "^=":
                return bool(self.value) and own.startswith(self.value)
            case "$=":
                return bool(self.value) and own.endswith(self.value)
            case _:
                return bool(self.value) and self.value in own


@dataclass(frozen=True, slots=True)
class _Compound:
    """The part of a selector for one element: "p.note" is a tag and its names."""

    tag: str
    names: frozenset[str]
    attributes: tuple[_Attribute, ...]

    @property
    def key(self) -> str:
        """What an element must have: the selector is looked up by it; "" for any element."""
        of = f"[{self.attributes[0].name}" if self.attributes else ""
        return min(self.names, default=of or self.tag)

    def matches(self, element: Element) -> bool:
        if self.tag and element.tag != self.tag:
            return False
        if self.names:
            classes, own = element.get("class"), element.get("id")
            if classes is None and own is None:  # most elements have none
                return False
            if not self.names <= _named(classes or "", own or ""):
                return False
        return not self.attributes or all(one.matches(element) for one in self.attributes)


@dataclass(frozen=True, slots=True)
class _Selector:
    """`outer` are the elements that it requires around, the innermost first.

    Each has True if it must be the direct parent. `around` are the names that they have together.
    """

    own: _Compound
    outer: tuple[tuple[bool, _Compound], ...]
    around: frozenset[str]
    weight: _Weight

    def matches(self, element: Element) -> bool:
        if not self.own.matches(element):
            return False
        around = element.getparent()
        for is_parent, compound in self.outer:
            while around is not None and not compound.matches(around):
                around = None if is_parent else around.getparent()
            if around is None:
                return False
            around = around.getparent()
        return True


class _PageNames:
    """The names of a page's elements: most selectors of its style sheets name none of them."""

    def __init__(self, root: Element) -> None:
        self._root = root
        self._known: dict[Element, frozenset[str]] = {}

    @cached_property
    def _all(self) -> frozenset[str]:
        told = {(one.get("class") or "", one.get("id") or "") for one in self._root.iter()}
        return frozenset(name for pair in told for name in _named(*pair))

    def may_match(self, selector: str) -> bool:
        """Whether the page has all names of a selector, as far as they can be told from values."""
        return "[" in selector or self._all.issuperset(_NAME.findall(selector))

    def rules(self, sheets: Iterable[str]) -> Iterator[tuple[int, str, str]]:
        """The rules that may match an element, each with its place, selectors and declarations."""
        every = (rule for sheet in sheets for rule in _rules(sheet))
        for place, (prelude, told) in enumerate(every):
            if any(map(self.may_match, prelude.split(","))):
                yield place, prelude, told

    def around(self, element: Element) -> frozenset[str]:
        """The names of all elements around one, which its outer ones are compared with first."""
        unknown: list[Element] = []
        above = element.getparent()
        while above is not None and above not in self._known:
            unknown.append(above)
            above = above.getparent()
        found: frozenset[str] = frozenset() if above is None else self._known[above]
        for one in reversed(unknown):
            found |= _named(one.get("class") or "", one.get("id") or "")
            self._known[one] = found
        return found


@dataclass(slots=True)
class _Index(Generic[_Told]):
    """What rules tell of elements, by the key of their selectors."""

    page: _PageNames
    by_key: dict[str, list[tuple[_Selector, _Told]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    count: int = 0

    def take(self, prelude: str, place: int, is_important: bool, told: _Told) -> None:
        texts = filter(self.page.may_match, prelude.split(","))
        for selector in _selectors(texts, place, is_important):
            self.count += 1
            known = self.by_key[selector.own.key]
            if len(known) < _MAX_SELECTORS_A_NAME and self.count <= _MAX_SELECTORS:
                known.append((selector, told))

    def of(self, element: Element) -> Iterator[tuple[_Weight, _Told]]:
        """What the rules for an element tell, each with its weight."""
        known = self.by_key
        keys = [key for key in (str(element.tag), "") if key in known]
        if attributes := element.keys():
            named = _named(element.get("class") or "", element.get("id") or "")
            keys += [key for key in named if key in known]
            keys += [key for key in (f"[{name!s}" for name in attributes) if key in known]
        around: frozenset[str] | None = None
        for key in keys:
            for selector, told in known[key]:
                if selector.around:
                    around = self.page.around(element) if around is None else around
                    if not selector.around <= around:
                        continue
                if selector.matches(element):
                    yield selector.weight, told


class Styles:
    """What the page's own style sheets do to its elements."""

    def __init__(self, sheets: tuple[str, ...], values: Properties, page: _PageNames) -> None:
        self._sheets = sheets
        self._values = values
        self._page = page
        self._kept: _Index[frozenset[Way]] = _Index(page)
        self._ended: _Index[frozenset[Way]] = _Index(page)
        self._known: dict[Element, frozenset[Way]] = {}
        telling = [one for one in sheets if "background" in one or TELLING.search(one)]
        rules = list(page.rules(telling))
        used: set[Way] = set()
        for place, prelude, told in rules:
            if kept := ways(told):
                self._kept.take(prelude, place, _is_important(told), kept)
                used |= kept
        for place, prelude, told in rules if used else ():
            if ended := shown_ways(told, used):
                self._ended.take(prelude, place, _is_important(told), ended)

    def own_ways(self, element: Element) -> frozenset[Way]:
        """How an element's own `style` keeps its words from a reader."""
        style = element.get("style")
        return ways(self._values.resolved(style)) if style else frozenset()

    def ways(self, element: Element) -> frozenset[Way]:
        """How the rules keep an element's words from a reader; the weightiest rule decides."""
        if not self._kept.count:
            return frozenset()
        if element not in self._known:
            self._known[element] = self._decided(element)
        return self._known[element]

    def _decided(self, element: Element) -> frozenset[Way]:
        kept = self._weighed(self._kept, element)
        ended = self._weighed(self._ended, element) if kept else {}
        return frozenset(way for way, weight in kept.items() if weight > ended.get(way, ()))

    def _weighed(self, index: _Index[frozenset[Way]], element: Element) -> dict[Way, _Weight]:
        best: dict[Way, _Weight] = {}
        for weight, told in index.of(element):
            for way in told:
                if way not in best or weight > best[way]:
                    best[way] = weight
        return best

    def ground(self, element: Element) -> Colour | Literal["unknown"] | None:
        """The colour that the rules put behind an element's words; None if they put none."""
        found = max(self._grounds.of(element), key=lambda one: one[0], default=None)
        return found[1] if found else None

    @cached_property
    def _grounds(self) -> _Index[Colour | Literal["unknown"]]:
        index: _Index[Colour | Literal["unknown"]] = _Index(self._page)
        for place, prelude, told in self._page.rules(self._sheets):
            if (behind := ground(told)) is not None:
                index.take(prelude, place, _is_important(told), behind)
        return index


def styles_of(root: Element) -> Styles:
    """The page's own style sheets."""
    sheets = tuple(
        _COMMENT.sub(" ", (sheet.text or "")[:_MOST_CSS_CHARS].replace("&gt;", ">"))
        for sheet in root.iter("style")
        if _is_on_screens(sheet.get("media") or "")
    )
    values = Properties(rule for sheet in sheets if "--" in sheet for rule in _rules(sheet))
    return Styles(tuple(map(values.resolved, sheets)), values, _PageNames(root))


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Each rule that applies on every screen: its selectors, and its declarations.

    A rule within another's braces is given with the selectors of both.
    """
    passed_over = 0
    start = 0
    open_rules: list[str] = []
    for brace in re.finditer("[{}]", sheet):
        told = sheet[start : brace.start()]
        start = brace.end()
        around = open_rules[-1] if open_rules else ""
        if brace[0] == "{":
            before, _, prelude = told.rpartition(";")
            prelude = prelude.strip()
            if around and before.strip() and not passed_over:
                yield around, before
            if prelude.startswith("@"):
                if not passed_over and not _holds(prelude):
                    passed_over = len(open_rules) + 1
                open_rules.append(around)
            else:
                open_rules.append(_nested(around, prelude) if around else _plain(prelude))
        else:
            if around and not passed_over:
                yield around, told
            if passed_over == len(open_rules):
                passed_over = 0
            del open_rules[-1:]


def _nested(around: str, prelude: str) -> str:
    """The selectors of a rule within a rule; "" if they are too many to be read."""
    parents, own = around.split(","), _plain(prelude).split(",")
    if len(parents) * len(own) > _MAX_NESTED or len(around) + len(prelude) > _MAX_NESTED_CHARS:
        return ""
    return ",".join(
        one.replace("&", parent.strip()) if "&" in one else f"{parent} {one}"
        for parent in parents
        for one in own
    )


def _plain(prelude: str) -> str:
    """Selectors without `:where()` and `:is()` around a single name."""
    return _WRAPPED.sub(r"\1", prelude) if ":where(" in prelude or ":is(" in prelude else prelude


def _is_important(declarations: str) -> bool:
    return _IMPORTANT.search(declarations) is not None


def _is_on_screens(media: str) -> bool:
    return _ON_SCREENS.fullmatch(" ".join(media.split())) is not None


def _holds(at_rule: str) -> bool:
    """Whether the rules within an at-rule apply on every screen."""
    if at_rule.startswith("@media"):
        return _is_on_screens(at_rule)
    return at_rule.startswith(_WITHIN)


def _selectors(texts: Iterable[str], place: int, is_important: bool) -> Iterator[_Selector]:
    """The selectors of a rule that name elements by tag, class, id or attribute, and no state."""
    for text in texts:
        parts = [part for part in _COMBINATOR.split(text.strip()) if part]
        signs = [sign.strip() == ">" for sign in _COMBINATOR.findall(text.strip())]
        if not 0 < len(parts) <= _MAX_COMPOUNDS or len(signs) != len(parts) - 1:
            continue
        compounds = [one for part in parts if (one := _compound(part)) is not None]
        if len(compounds) < len(parts):
            continue
        named = [name for one in compounds for name in one.names]
        ids = sum(name[0] == "#" for name in named)
        others = len(named) - ids + sum(len(one.attributes) for one in compounds)
        tags = sum(bool(one.tag) for one in compounds)
        outer = tuple(zip(reversed(signs), reversed(compounds[:-1]), strict=True))
        around = frozenset(name for _, one in outer for name in one.names)
        weight = (is_important, ids, others, tags, place)
        yield _Selector(compounds[-1], outer, around, weight)


@lru_cache(maxsize=4_096)  # the rules of a page share them
def _compound(part: str) -> _Compound | None:
    read = _COMPOUND.fullmatch(part)
    if read is None:
        return None
    parts = list(_PART.finditer(read["rest"]))
    attributes = tuple(
        _Attribute(one["of"].casefold(), one["sign"] or "", (one["value"] or "").strip("\"'"))
        for one in parts
        if one["of"]
    )
    names = frozenset(one["name"] for one in parts if one["name"])
    return _Compound((read["tag"] or "").casefold().replace("*", ""), names, attributes)


@lru_cache(maxsize=20_000)  # a page repeats a few names
def _named(classes: str, own: str) -> frozenset[str]:
    return frozenset((*(f".{name}" for name in classes.split()), *((f"#{own}",) if own else ())))
