"""Chooses which blocks of a page are the piece's text: a library chooses, the page gives the words.

The library's output is looked up in the page's own blocks, and the longest run in the page's order
is kept. So no word is lost, added or joined. Blocks between the chosen ones with the same
formatting belong to the piece, too; all others are accounted for as left out.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate, islice, takewhile

from briefs.errors import Unreadable
from briefs.reading import other_voices
from briefs.reading.base import Account, Paragraph, RemarkNote, plain_paragraphs
from briefs.reading.html.align_text import (
    covered_by,
    extracted,
    longest,
    parts_in,
    runs_of,
    squeezed,
)
from briefs.reading.html.boilerplate_lines import is_boilerplate, without_call
from briefs.reading.html.layout import dialogs
from briefs.reading.html.text_blocks import PageBlocks, TextBlock
from briefs.reading.html.tree import GAP, Element, names, take_out, words
from briefs.text.canonical import canonical, clean

_MIN_COVERED = 0.5
_MIN_PLACED = 0.5
_MIN_PROSE_WORDS, _MIN_PROSE_WORDS_OUTSIDE = 4, 15
_MAX_LINKED, _ALL_LINKED = 0.5, 0.9
_MAX_AROUND = 0.3
_MAX_BARE_LINKS = 0.1
_USUAL_SHARE = 0.2
_MAX_LEVELS = 4
_MAX_CAPTION_WORDS = 150
_NEAR_BLOCKS = 3
_MAX_PULL_NAME_WORDS = 8
_MIN_SET_OFF_WORDS, _MAX_SPEAKER_WORDS = 4, 14
_CALLOUT_NAMES = re.compile(r"kg-callout(?:-[a-z]+)*|admonition(?:-[a-z]+)*|topic")
_EMBEDDED_NAMES = re.compile(
    r"twitter-.*|instagram-.*|tiktok-.*|(?:reddit|bluesky|mastodon)-.*|fb-.*"
)
_TEXT = frozenset({"prose", "heading", "item"})
_WHOLE = frozenset({"html", "body"})
_SENTENCE_END = re.compile(r"[.!?…:。！？।][”’\"'»)\]]*(?:\[[^\]]*\]|[⁰¹²³⁴-⁹])*$")
_BULLET = re.compile(r"[·•§o▪◦\uf0b7\uf0a7][\s\u00a0]{2,}")
"""The bullet of a list item that a word processor's export writes into the text."""

_ENDED = re.compile(r"[^\W\d_][.!?](?=\s+[^\W\d_]|\s*$)")
_MOSTLY_CODE, _WORDS_A_SENTENCE = 0.8, 60
_HINT = "Save the text of the piece alone, as plain text or Markdown."


@dataclass(frozen=True, slots=True)
class Chosen:
    """The piece's own blocks in the page's order."""

    blocks: tuple[TextBlock, ...]
    captions: tuple[str, ...] = ()


def choose(
    root: Element, page: PageBlocks, around: Collection[Element], account: Account
) -> Chosen:
    """Choose among the blocks of a settled tree; the others are added to the account.

    `around` are the elements that do not belong to a piece by their names or roles.

    Unreadable if most of the chosen text cannot be found in the page. Nothing is chosen from a page
    without main text.
    """
    for dialog in dialogs(around):
        take_out(dialog)
    texts = [squeezed(block.text) for block in page.blocks]
    starts = [0, *accumulate(map(len, texts))]
    whole = "".join(texts)
    segments = [part for text in extracted(root) for part in parts_in(text, whole)]
    if not segments:
        return Chosen(())
    runs = longest(runs_of(segments, whole))
    placed = sum(run.weight for run in runs)
    if placed < _MIN_PLACED * sum(map(len, segments)):
        raise Unreadable("most of its text cannot be told from what stands around it", hint=_HINT)
    covered = covered_by(runs, starts, len(texts))
    chosen = {
        at for at, text in enumerate(texts) if text and covered[at] >= _MIN_COVERED * len(text)
    }
    if texts_in_code := _text_set_as_code(page, chosen):
        chosen = texts_in_code
    else:
        chosen = _completed(page, chosen, around)
    chosen = _without_doubles(page, chosen, account)
    unfinished = _unfinished(page, chosen, account)
    captions = _account(page, chosen, account)
    kept = sorted(chosen - unfinished)
    return Chosen(tuple(_with_claims(page, kept)), captions)


def take_all(page: PageBlocks, account: Account) -> Chosen:
    """All blocks of a text that is only the piece, without tables, code and captions."""
    chosen = {block.at for block in page.blocks if block.kind in _TEXT}
    unfinished = _unfinished(page, chosen, account)
    captions = _account(page, chosen, account)
    return Chosen(tuple(page.blocks[at] for at in sorted(chosen - unfinished)), captions)


def _unfinished(page: PageBlocks, chosen: set[int], account: Account) -> set[int]:
    """The blocks with a GAP; they are added to the account if they have words, too."""
    found = {at for at in chosen if GAP in page.blocks[at].text}
    for at in sorted(found):
        if any(map(str.isalnum, page.blocks[at].text)):
            account.add("unfinished paragraph", page.blocks[at].text.replace(GAP, "…"))
    return found


def _text_set_as_code(page: PageBlocks, chosen: set[int]) -> set[int]:
    """The `pre` blocks, if they are the text itself, as on the pages of old mailing lists."""
    code = {at for at in chosen if page.blocks[at].kind == "code"}
    whole = _words_of(page, chosen)
    if _words_of(page, code) < _MOSTLY_CODE * whole or not code:
        return set()
    text = "\n".join(page.blocks[at].text for at in code)
    sentences = sum(1 for _ in _ENDED.finditer(text))
    return code if sentences * _WORDS_A_SENTENCE >= whole else set()


def _completed(page: PageBlocks, chosen: set[int], around: Collection[Element]) -> set[int]:
    """The choice without boilerplate, and with the blocks formatted like its paragraphs.

    The library may stop at an advertisement, or skip a second part of the text. A paragraph belongs
    to the piece if it is in the same element as chosen ones, or in an element with the same name
    and place as theirs.
    """
    prose = {at for at in chosen if page.blocks[at].kind in _TEXT}
    outside = {at for at in prose if _is_inside(page.blocks[at].holder, around)}
    if _words_of(page, outside) < _MAX_AROUND * _words_of(page, prose):
        prose -= outside
    if not prose:
        return prose
    first, last = min(prose), max(prose)
    whole = max(1, _words_of(page, prose))
    weights: Counter[tuple[object, ...]] = Counter()
    for at in prose:
        weights.update(dict.fromkeys(_settings(page.blocks[at]), page.blocks[at].words))
    usual = {key for key, weight in weights.items() if weight >= _USUAL_SHARE * whole}
    for at, block in enumerate(page.blocks):
        if at in chosen or block.kind not in _TEXT or _is_inside(block.holder, around):
            continue
        if usual.isdisjoint(_settings(block)) or not _reads_as_prose(
            block, inside=first < at < last
        ):
            continue
        prose.add(at)
    prose.update([*_set_off_between(page, prose, around)])
    prose.update([*_headings_between(page, prose, around)])
    prose -= _boilerplate(page, sorted(prose))
    return prose - _bare_links(page, sorted(prose))


def _boilerplate(page: PageBlocks, chosen: Sequence[int]) -> set[int]:
    """The boilerplate lines among the chosen; never all of them."""
    found: set[int] = set()
    is_last = True
    for at in reversed(chosen):
        block = page.blocks[at]
        if block.level == 0 and is_boilerplate(block.text, is_last=is_last):
            found.add(at)
        else:
            is_last = False
    return found if len(found) < len(chosen) else set()


def _headings_between(
    page: PageBlocks, prose: set[int], around: Collection[Element]
) -> Iterator[int]:
    """The skipped headings of text that was chosen."""
    first = min(prose)
    for at, block in enumerate(page.blocks[:-1]):
        leads = block.level > 0 and at > first and at not in prose and at + 1 in prose
        if leads and not _is_inside(block.holder, around):
            yield at


def _set_off_between(
    page: PageBlocks, prose: set[int], around: Collection[Element]
) -> Iterator[int]:
    """The skipped quotations and callouts between the chosen blocks."""
    first, last = min(prose), max(prose)
    above = page.blocks[first].holder.iterancestors()
    ends = set(page.blocks[last].holder.iterancestors())
    whole = next((element for element in above if element in ends), None)
    is_set_off = cache(_is_set_off)
    for block in page.blocks[first + 1 : last]:
        if block.at in prose or block.kind not in _TEXT or _is_inside(block.holder, around):
            continue
        holders = [*takewhile(lambda one: one is not whole, _outward(block.holder))]
        if not any(map(is_set_off, holders)) or any(map(_is_embedded, holders)):
            continue
        is_speaker = block.voice is not None and block.at - 1 in prose and block.level == 0
        is_text = (
            block.words >= _MIN_SET_OFF_WORDS
            and "@" not in block.text
            and (block.voice is not None or _SENTENCE_END.search(block.text) is not None)
        )
        if not is_text and not (is_speaker and block.words <= _MAX_SPEAKER_WORDS):
            continue
        if _linked_chars(block) <= _MAX_LINKED * len(block.text):
            prose.add(block.at)
            yield block.at


def _outward(element: Element) -> Iterator[Element]:
    yield element
    yield from element.iterancestors()


def _is_set_off(element: Element) -> bool:
    called = names(element)
    if element.tag == "figure":
        return "callout" in called or next(element.iter("blockquote"), None) is not None
    return element.tag == "blockquote" or (
        element.tag not in _WHOLE and any(map(_CALLOUT_NAMES.fullmatch, called))
    )


def _is_embedded(element: Element) -> bool:
    return any(map(_EMBEDDED_NAMES.fullmatch, names(element)))


def _settings(block: TextBlock) -> Iterator[tuple[object, ...]]:
    """How a block is placed: in which element, and in which kind of elements of which element."""
    parent = block.holder.getparent()
    if block.kind == "item" or block.level or parent is None:
        return
    yield block.holder.tag, parent
    kinds: list[object] = [block.holder.tag]
    for around in islice(block.holder.iterancestors(), _MAX_LEVELS):
        above = around.getparent()
        if above is None or around.tag in _WHOLE:
            return
        kinds.append((around.tag, around.get("class")))
        yield *kinds, above


def _reads_as_prose(block: TextBlock, *, inside: bool) -> bool:
    """Whether a skipped block has sentences, rather than links or labels."""
    least = _MIN_PROSE_WORDS if inside else _MIN_PROSE_WORDS_OUTSIDE
    return (
        block.words >= least
        and _SENTENCE_END.search(block.text) is not None
        and _linked_chars(block) <= _MAX_LINKED * len(block.text)
    )


def _bare_links(page: PageBlocks, chosen: Sequence[int]) -> set[int]:
    """The paragraphs that are only a link to another piece, each between sentences.

    Links in a row, or links that are much of a text, are its subject.
    """
    bare = [_is_bare_link(page.blocks[at]) for at in chosen]
    lonely = {
        at
        for n, at in enumerate(chosen)
        if bare[n] and not any(bare[max(0, n - 1) : n]) and not any(bare[n + 1 : n + 2])
    }
    few = _words_of(page, lonely) <= _MAX_BARE_LINKS * _words_of(page, chosen)
    return lonely if few else set()


def _is_bare_link(block: TextBlock) -> bool:
    text = without_call(block.text)
    return (
        block.kind == "prose"
        and (_SENTENCE_END.search(text) is None or text != block.text)
        and 0 < _ALL_LINKED * len(text) <= _linked_chars(block)
    )


def _linked_chars(block: TextBlock) -> int:
    return sum(len(words(link)) for link in block.holder.iter("a") if link.get("href"))


def _words_of(page: PageBlocks, places: Iterable[int]) -> int:
    return sum(page.blocks[at].words for at in places)


def _is_inside(element: Element, others: Collection[Element]) -> bool:
    return element in others or any(around in others for around in element.iterancestors())


def _without_doubles(page: PageBlocks, chosen: set[int], account: Account) -> set[int]:
    """The choice without pull quotes and similar repetitions."""
    texts = {at: squeezed(page.blocks[at].text) for at in chosen}
    plain = "\n".join(texts[at] for at in sorted(chosen) if not _is_set_apart(page.blocks[at]))
    doubled = {at for at in chosen if _is_set_apart(page.blocks[at]) and _bare(texts[at]) in plain}
    doubled |= {
        at  # the speaker's name below it
        for at in chosen - doubled
        if page.blocks[at].voice == "pull quote"
        and page.blocks[at].words <= _MAX_PULL_NAME_WORDS
        and not doubled.isdisjoint((at - 1, at + 1))
    }
    for at in sorted(doubled):
        account.add("doubled passage", page.blocks[at].text)
    return chosen - doubled


def _is_set_apart(block: TextBlock) -> bool:
    return block.voice in {"pull quote", "quotation"} or any(
        around.tag == "aside" for around in block.holder.iterancestors()
    )


def _bare(text: str) -> str:
    return text.strip("“”„«»\"'‘’.…!?,;:")


def _account(page: PageBlocks, chosen: set[int], account: Account) -> tuple[str, ...]:
    """Add all blocks that are not chosen to the account, and media between chosen ones.

    Returns the captions of the piece's own pictures.
    """
    captions: list[str] = []
    tables: dict[Element, list[str]] = {}
    first, last = (min(chosen), max(chosen)) if chosen else (0, 0)
    said = "\n".join(squeezed(page.blocks[at].text) for at in sorted(chosen))
    for block in page.blocks:
        if block.at in chosen:
            continue
        if block.kind == "table":
            tables.setdefault(_table(block), []).append(block.text)
        elif (
            block.kind == "caption"
            and _is_near(block.at, chosen)
            and block.words <= _MAX_CAPTION_WORDS
        ):
            captions.append(canonical(block.text).replace("\n\n", "\n"))
        elif block.kind == "code":
            account.add("code block", block.text)
        elif _is_set_apart(block) and _bare(squeezed(block.text)) in said:
            account.add("doubled passage", block.text)
        else:
            account.add("navigation", block.text)
    for rows in tables.values():
        account.add("table", " ".join(rows))
    for medium in page.media:
        if first <= medium.at <= last + 1:
            account.add(medium.kind)
    return tuple(captions)


def _is_near(at: int, chosen: Collection[int]) -> bool:
    return any(at + step in chosen for step in range(-_NEAR_BLOCKS, _NEAR_BLOCKS + 1))


def _table(block: TextBlock) -> Element:
    tables = list(block.holder.iterancestors("table"))
    return tables[-1] if tables else block.holder


def _with_claims(page: PageBlocks, chosen: Iterable[int]) -> Iterator[TextBlock]:
    """The chosen blocks; one below a label that was not chosen, such as “Claim”, is a claim."""
    last = -1
    for at in chosen:
        block = page.blocks[at]
        labelled = at - 1 > last and other_voices.is_claim_label(page.blocks[at - 1].text)
        yield replace(block, voice="claim") if labelled else block
        last = at


def called(
    notes: Iterable[RemarkNote], blocks: Sequence[TextBlock], account: Account
) -> tuple[RemarkNote, ...]:
    """The notes that the chosen blocks refer to; other notes belong to boilerplate, and are
    reported so.
    """
    text = "\n".join(block.text for block in blocks)
    kept: list[RemarkNote] = []
    for note in notes:
        if f"[{note.label}]" in text:
            kept.append(note)
        else:
            account.add("note", note.text)
    return tuple(kept)


def paragraphs(blocks: Iterable[TextBlock]) -> Iterator[Paragraph]:
    """The chosen blocks as paragraphs; the lines of one list stay together."""
    lines: list[str] = []
    above: TextBlock | None = None
    for block in blocks:
        if lines and above is not None and not _same_list(above, block):
            yield Paragraph("\n".join(lines), voice=above.voice)
            lines = []
        if block.kind == "code":
            yield from plain_paragraphs(clean(block.text)[0]).items
            continue
        text = canonical(_BULLET.sub("", block.text, count=1))
        if block.kind == "item":
            lines.append(text.replace("\n\n", "\n"))
            above = block
            continue
        for part in filter(None, text.split("\n\n")):
            yield Paragraph(part, block.level, block.voice)
        above = None
    if lines and above is not None:
        yield Paragraph("\n".join(lines), voice=above.voice)


def _same_list(above: TextBlock, block: TextBlock) -> bool:
    """Whether two items are adjacent in one list."""
    return block.kind == "item" and block.at == above.at + 1 and block.voice == above.voice
