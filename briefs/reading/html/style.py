"""What a page's styles hide or strike out: its own style sheets, and inline styles."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from briefs.reading.html.tree import Element

STRUCK = re.compile(r"text-decoration[\w-]*\s*:[^;]*line-through", re.IGNORECASE)
HIDDEN = re.compile(
    r"(?<![\w-])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0*)?\s*(?:;|!|$)"
    r"|font-size\s*:\s*0(?:px|em|pt|%)?\s*(?:;|!|$)|mso-hide\s*:\s*all"
    r"|(?:left|top|text-indent)\s*:\s*-\d{3,})",
    re.IGNORECASE,
)
_SHOWN = re.compile(
    r"(?<![\w-])(?:display\s*:\s*(?!none)[a-z]|visibility\s*:\s*visible|opacity\s*:\s*(?:1|0?\.[1-9]))",
    re.IGNORECASE,
)
_TELLING = re.compile(r"line-through|(?<![\w-])(?:display\s*:\s*none|visibility\s*:\s*hidden)")
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_ON_SCREENS = re.compile(r"(?:@media ?)?(?:only )?(?:screen|all)?(?: ?, ?print)?", re.IGNORECASE)
_WITHIN = ("@layer", "@supports", "@scope")
_COMPOUND = re.compile(r"(?P<tag>\*|[a-z][a-z0-9]*)?(?P<names>(?:[.#][\w-]+)*)", re.IGNORECASE)
_NAME = re.compile(r"[.#][\w-]+")
_COMBINATOR = re.compile(r"\s*>\s*|\s+")
_IMPORTANT = re.compile(r"!\s*important", re.IGNORECASE)
_MOST_CSS_CHARS = 300_000
_MAX_SELECTORS, _MAX_SELECTORS_A_NAME = 5_000, 40
"""The most selectors of a page, and with one name: more are meant to cost time."""

_MAX_COMPOUNDS = 6

_Weight: TypeAlias = tuple[bool, int, int, int, int]


@dataclass(frozen=True, slots=True)
class _Compound:
    """The part of a selector for one element: "p.note" is a tag and its names."""

    tag: str
    names: frozenset[str]

    def matches(self, element: Element) -> bool:
        if self.tag and element.tag != self.tag:
            return False
        return not self.names or self.names.issubset(selectors(element))


@dataclass(frozen=True, slots=True)
class _Selector:
    """`outer` are the elements that it requires around, the innermost first.

    Each has True if it must be the direct parent.
    """

    own: _Compound
    outer: tuple[tuple[bool, _Compound], ...]
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


_Index: TypeAlias = dict[str, list[_Selector]]


@dataclass(slots=True)
class Styles:
    """What the page's own style sheets hide, show and strike out, by class or id."""

    _hidden: _Index = field(default_factory=lambda: defaultdict(list))
    _shown: _Index = field(default_factory=lambda: defaultdict(list))
    _struck: _Index = field(default_factory=lambda: defaultdict(list))
    count: int = 0

    def hides(self, element: Element) -> bool:
        """Whether the most specific of the rules for an element hides it."""
        hidden = _heaviest(self._hidden, element)
        return hidden is not None and hidden > (_heaviest(self._shown, element) or ())

    def strikes(self, element: Element) -> bool:
        return _heaviest(self._struck, element) is not None

    def take(self, prelude: str, rules: str) -> None:
        """Record a rule of a style sheet."""
        kinds = (self._struck, STRUCK), (self._hidden, HIDDEN), (self._shown, _SHOWN)
        for into, tells in kinds:
            if tells.search(rules):
                for selector in _selectors(
                    prelude, self.count, _IMPORTANT.search(rules) is not None
                ):
                    self.count += 1
                    known = into[min(selector.own.names)]
                    if len(known) < _MAX_SELECTORS_A_NAME:
                        known.append(selector)


def _heaviest(index: _Index, element: Element) -> _Weight | None:
    if not index:
        return None
    told = [index[name] for name in selectors(element) if name in index]
    if not told:  # no rule, as for most elements
        return None
    found = (one.weight for some in told for one in some if one.matches(element))
    return max(found, default=None)


def styles_of(root: Element) -> Styles:
    """The page's own style sheets, limited to selectors of tags, classes and ids.

    Rules for certain screen sizes only, and for print, are ignored.
    """
    found = Styles()
    for sheet in root.iter("style"):
        text = (sheet.text or "")[:_MOST_CSS_CHARS]
        if _TELLING.search(text) and _is_on_screens(sheet.get("media") or ""):
            for prelude, rules in _rules(_COMMENT.sub(" ", text)):
                found.take(prelude, rules)
                if found.count > _MAX_SELECTORS:
                    return found
    return found


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Each rule that applies on every screen: its selectors, and its declarations."""
    passed_over = depth = 0
    start = 0
    prelude = ""
    for brace in re.finditer("[{}]", sheet):
        told = sheet[start : brace.start()]
        start = brace.end()
        if brace[0] == "{":
            depth += 1
            prelude = told.rpartition(";")[2].strip()
            if prelude.startswith("@") and not passed_over and not _holds(prelude):
                passed_over = depth
        else:
            if not passed_over and prelude and not prelude.startswith("@"):
                yield prelude, told
            prelude = ""
            passed_over = 0 if passed_over == depth else passed_over
            depth = max(0, depth - 1)


def _is_on_screens(media: str) -> bool:
    return _ON_SCREENS.fullmatch(" ".join(media.split())) is not None


def _holds(at_rule: str) -> bool:
    """Whether the rules within an at-rule apply on every screen."""
    if at_rule.startswith("@media"):
        return _is_on_screens(at_rule)
    return at_rule.startswith(_WITHIN)


def _selectors(prelude: str, place: int, is_important: bool) -> Iterator[_Selector]:
    """The selectors of a rule that end with a class or an id, and contain plain names only."""
    for text in prelude.split(","):
        parts = [part for part in _COMBINATOR.split(text.strip()) if part]
        signs = [sign.strip() == ">" for sign in _COMBINATOR.findall(text.strip())]
        read = [_COMPOUND.fullmatch(part) for part in parts]
        compounds = [
            _Compound(
                (one["tag"] or "").lower().replace("*", ""), frozenset(_NAME.findall(one["names"]))
            )
            for one in read
            if one is not None
        ]
        if not 0 < len(parts) <= _MAX_COMPOUNDS or len(compounds) < len(parts):
            continue
        if len(signs) != len(parts) - 1 or not compounds[-1].names:
            continue
        named = [name for one in compounds for name in one.names]
        ids = sum(name[0] == "#" for name in named)
        tags = sum(bool(one.tag) for one in compounds)
        outer = tuple(zip(reversed(signs), reversed(compounds[:-1]), strict=True))
        weight = (is_important, ids, len(named) - ids, tags, place)
        yield _Selector(compounds[-1], outer, weight)


def selectors(element: Element) -> Iterator[str]:
    yield from (f".{name}" for name in (element.get("class") or "").split())
    if own := element.get("id"):
        yield f"#{own}"
