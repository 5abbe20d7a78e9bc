"""`explain --html`: a self-contained page of the piece, its sentences shaded by their scores."""

from collections.abc import Iterator
from html import escape

from briefs.model import Revision, Span
from briefs.summarise.explain import (
    FEATURES,
    SHOWN,
    Explanation,
    Next,
    NoSentence,
    PickReason,
    SaidBefore,
    Weighed,
    said,
)
from briefs.text.canonical import paragraphs

STYLE = """
:root { --ink: #1c1b19; --soft: #66625b; --paper: #fbfaf7; --line: #ddd8ce; --panel: #fff;
        --shade-of: 214 158 46; --mark: #9a5b00; --for: #2f7d4f; --against: #b3432f; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ebe7df; --soft: #a49e93; --paper: #191816; --line: #3a3732; --panel: #24221f;
          --shade-of: 201 140 30; --mark: #f0b453; --for: #6cc492; --against: #ec8a76; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 76rem; background: var(--paper);
       color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
.kind { margin: 0; color: var(--soft); text-transform: uppercase; letter-spacing: .08em;
        font-size: .8rem; }
h1 { margin: .2rem 0 .6rem; font: 600 1.9rem/1.2 Georgia, serif; max-width: 46rem; }
h2 { font: 600 1.3rem/1.2 Georgia, serif; margin: 3rem 0 .8rem; }
header p { max-width: 46rem; }
.legend { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: center;
          color: var(--soft); font-size: .9rem; }
.scale { display: inline-flex; align-items: center; gap: .5rem; }
.scale i { width: 8rem; height: .9rem; border-radius: .2rem; border: 1px solid var(--line);
           background: linear-gradient(90deg, transparent, rgb(var(--shade-of) / .55)); }
main { display: grid; grid-template-columns: minmax(0, 42rem) minmax(18rem, 1fr); gap: 3rem; }
article { font: 1.1rem/1.75 Georgia, serif; }
.paragraph { margin: 0 0 1.1rem; white-space: pre-line; }
.sentence { background: rgb(var(--shade-of) / calc(var(--shade, 0) * .55)); border-radius: .15rem;
            cursor: help; -webkit-box-decoration-break: clone; box-decoration-break: clone;
            padding: .1em 0; }
.sentence.taken { border-bottom: 2px solid var(--mark); }
.sentence.apart { color: var(--soft); font-style: italic; }
.sentence:hover, .sentence:focus { outline: 2px solid var(--mark); outline-offset: 1px; }
.sentence > b { display: inline-block; min-width: 1.4em; margin-right: .3em; padding: 0 .35em;
                border-radius: 1em; background: var(--mark); color: var(--paper);
                font: 700 .75em/1.5 system-ui, sans-serif; text-align: center; }
aside { position: sticky; top: 1.5rem; align-self: start; color: var(--soft); font-size: .9rem;
        border-left: 3px solid var(--line); padding-left: 1rem; }
.card { display: none; position: fixed; z-index: 1; padding: 1rem; border: 1px solid var(--line);
        border-radius: .5rem; background: var(--panel); color: var(--ink); white-space: normal;
        font: normal .875rem/1.45 system-ui, sans-serif; box-shadow: 0 .5rem 2rem rgb(0 0 0 / .18);
        top: 1.5rem; right: max(1.25rem, calc(50vw - 38rem + 1.25rem)); width: 24rem; }
.sentence:hover > .card, .sentence:focus > .card { display: grid; gap: .5rem; }
article:hover .sentence:focus:not(:hover) > .card { display: none; }
main:has(.sentence:hover) aside, main:has(.sentence:focus) aside { visibility: hidden; }
.features { display: grid; grid-template-columns: auto auto 1fr; gap: .1rem .6rem;
            align-items: center; }
.features:empty { display: none; }
.features .name { font-weight: 600; }
.features .value { text-align: right; font-variant-numeric: tabular-nums; }
.features i { height: .6rem; border-radius: .15rem; width: max(2px, calc(var(--size) * 100%)); }
.features .for { background: var(--for); }
.features .against { background: var(--against); }
.features .meaning { grid-column: 1 / -1; color: var(--soft); font-size: .8rem;
                     margin-bottom: .25rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .85rem; font-variant-numeric: tabular-nums; }
th, td { padding: .35rem .5rem; text-align: right; vertical-align: top;
         border-bottom: 1px solid var(--line); }
th { color: var(--soft); font-weight: 600; white-space: nowrap; }
td.why { text-align: left; min-width: 20rem; color: var(--soft); }
td.why span { color: var(--ink); }
tr.taken td:first-child { border-left: 3px solid var(--mark); font-weight: 700; }
@media (max-width: 64rem) {
  main { display: block; }
  aside { position: static; margin-bottom: 1rem; }
  .card { top: auto; right: .75rem; bottom: .75rem; left: .75rem; width: auto;
          max-height: 60vh; overflow-y: auto; } }
@media print {
  :root { --ink: #000; --soft: #444; --paper: #fff; --line: #bbb; --mark: #000; }
  body { padding: 0; font-size: 10pt; }
  main { display: block; }
  aside, .card { display: none !important; }
  .sentence, .scale i { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  tr { break-inside: avoid; } }
"""


_MAX_SHADED_RANK = 15
"""The last rank that is shaded if sentences have no scores."""


def page(revision: Revision, explanation: Explanation) -> str:
    """HTML without scripts and external resources; all text of the piece is escaped."""
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{escape(revision.heading)}: why these sentences</title>
<style>{STYLE}</style>
</head>
<body>
<header>
<p class="kind">Why these sentences</p>
<h1 dir="auto">{escape(revision.heading)}</h1>
<p>{escape(_about(revision, explanation))}</p>
{_legend(explanation)}
</header>
<main>
<article lang="{escape(revision.language)}" dir="auto">
{"".join(_paragraphs(revision, explanation))}</article>
<aside><p>Point at a sentence, or move to it with the Tab key, to see what was weighed.</p></aside>
</main>
<section>
<h2>Every sentence</h2>
<div class="wide">{_table(revision, explanation)}</div>
</section>
</body>
</html>
"""


def _about(revision: Revision, explanation: Explanation) -> str:
    taken = sum(isinstance(weighed.fate, PickReason) for weighed in explanation.sentences)
    return (
        f"#{revision.piece} {revision.slug}, revision {revision.number}. The method"
        f" {explanation.method} took {taken} of {len(explanation.sentences)} sentences, which cover"
        f" {round(100 * explanation.coverage)} % of the piece’s key terms."
    )


def _legend(explanation: Explanation) -> str:
    scored = any(weighed.features for weighed in explanation.sentences)
    low, high = ("lowest score", "highest") if scored else ("ranked last", "first")
    return (
        f'<p class="legend"><span class="scale">{low} <i></i> {high}</span>'
        '<span class="sentence taken"><b>1</b>taken first</span>'
        '<span class="sentence apart">never a candidate</span></p>'
    )


def _paragraphs(revision: Revision, explanation: Explanation) -> Iterator[str]:
    shades = _shades(explanation)
    left = list(zip(explanation.sentences, shades, strict=True))
    for paragraph in paragraphs(revision.body):
        inside = [pair for pair in left if paragraph.start <= pair[0].at.start < paragraph.end]
        yield f'<div class="paragraph">{"".join(_running(revision, paragraph, inside))}</div>\n'


def _running(
    revision: Revision, paragraph: Span, inside: list[tuple[Weighed, float]]
) -> Iterator[str]:
    """The paragraph, with the original white space between its sentences."""
    place = paragraph.start
    for weighed, shade in inside:
        yield escape(revision.body[place : weighed.at.start])
        yield _sentence(weighed, shade, weighed.at.of(revision.body))
        place = weighed.at.end
    yield escape(revision.body[place : paragraph.end])


def _shades(explanation: Explanation) -> Iterator[float]:
    """How dark each sentence is shown, from 0 to 1: by its score, or else by its rank."""
    scores = [weighed.score for weighed in explanation.sentences if weighed.score is not None]
    lowest, highest = min(scores, default=0.0), max(scores, default=0.0)
    for weighed in explanation.sentences:
        if weighed.score is not None:
            yield (weighed.score - lowest) / ((highest - lowest) or 1)
        elif not scores and isinstance(weighed.fate, PickReason | Next):
            yield max(0.0, 1 - (weighed.fate.order - 1) / _MAX_SHADED_RANK)
        else:
            yield 0.0


def _sentence(weighed: Weighed, shade: float, text: str) -> str:
    order, kind = "", "apart" if isinstance(weighed.fate, NoSentence | SaidBefore) else "left"
    if isinstance(weighed.fate, PickReason):
        order, kind = f"<b>{weighed.fate.order}</b>", "taken"
    return (
        f'<span class="sentence {kind}" tabindex="0" style="--shade:{shade:.2f}">{order}'
        f"{escape(text)}{_card(weighed)}</span>"
    )


def _card(weighed: Weighed) -> str:
    """The card that is shown beside a sentence under the pointer."""
    place = f"S{weighed.number} · paragraph {weighed.paragraph} · {weighed.words} words"
    total = "" if weighed.score is None else f"<strong>score {weighed.score:+.2f}</strong>"
    features = "".join(
        f'<span class="name">{name}</span><span class="value">{value:+.2f}</span>'
        f'<i class="{"for" if value > 0 else "against"}"'
        f' style="--size:{min(1, abs(value)):.2f}"></i>'
        f'<span class="meaning">{FEATURES[name]}</span>'
        for name, value in _features(weighed)
    )
    return (
        f'<span class="card" lang="en" dir="ltr"><strong>{place}</strong>'
        f'<span>{escape(said(weighed.fate))}</span><span class="features">{features}</span>'
        f"{total}</span>"
    )


def _features(weighed: Weighed) -> Iterator[tuple[str, float]]:
    for name in FEATURES:
        value = weighed.features.get(name, 0.0)
        if abs(value) >= SHOWN:
            yield name, value


def _table(revision: Revision, explanation: Explanation) -> str:
    names = [
        name
        for name in FEATURES
        if any(abs(weighed.features.get(name, 0)) >= SHOWN for weighed in explanation.sentences)
    ]
    scored = ["score"] if names else []
    heads = "".join(f"<th>{name}</th>" for name in ("", "¶", "words", *names, *scored))
    rows = "".join(_row(weighed, revision, names) for weighed in explanation.sentences)
    return f"<table><thead><tr>{heads}<th></th></tr></thead><tbody>{rows}</tbody></table>"


def _row(weighed: Weighed, revision: Revision, names: list[str]) -> str:
    shown = dict(_features(weighed))
    numbers = [f"{shown[name]:+.2f}" if name in shown else "" for name in names]
    if names:
        numbers.append("" if weighed.score is None else f"{weighed.score:+.2f}")
    cells = (f"S{weighed.number}", str(weighed.paragraph), str(weighed.words), *numbers)
    kind = ' class="taken"' if isinstance(weighed.fate, PickReason) else ""
    text = escape(weighed.at.of(revision.body))
    return (
        f"<tr{kind}>{''.join(f'<td>{cell}</td>' for cell in cells)}"
        f'<td class="why"><span dir="auto">{text}</span><br>{escape(said(weighed.fate))}</td></tr>'
    )
