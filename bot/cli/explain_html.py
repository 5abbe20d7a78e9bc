"""An explanation as one self-contained page: the piece, its sentences shaded by their scores."""

from collections.abc import Iterator
from html import escape

from bot.cli.explain.style import STYLE
from briefs.model import Revision, Span
from briefs.summarise.explain import (
    FEATURES,
    SHOWN,
    Explanation,
    Next,
    NoSentence,
    SaidBefore,
    Taken,
    Weighed,
    said,
)
from briefs.text.canonical import paragraphs

_RANKS = 15
"""Where there are no scores the shade tells the rank, down to this one."""


def page(revision: Revision, explanation: Explanation) -> str:
    """HTML without scripts and without anything fetched; all of the piece's text is escaped."""
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
    taken = sum(isinstance(weighed.fate, Taken) for weighed in explanation.sentences)
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
    """The paragraph, with the white space between its sentences as it is."""
    place = paragraph.start
    for weighed, shade in inside:
        yield escape(revision.body[place : weighed.at.start])
        yield _sentence(weighed, shade, weighed.at.of(revision.body))
        place = weighed.at.end
    yield escape(revision.body[place : paragraph.end])


def _shades(explanation: Explanation) -> Iterator[float]:
    """How dark each sentence is shown, 0 to 1: by its score, or else by its rank."""
    scores = [weighed.score for weighed in explanation.sentences if weighed.score is not None]
    lowest, highest = min(scores, default=0.0), max(scores, default=0.0)
    for weighed in explanation.sentences:
        if weighed.score is not None:
            yield (weighed.score - lowest) / ((highest - lowest) or 1)
        elif not scores and isinstance(weighed.fate, Taken | Next):
            yield max(0.0, 1 - (weighed.fate.order - 1) / _RANKS)
        else:
            yield 0.0


def _sentence(weighed: Weighed, shade: float, text: str) -> str:
    order, kind = "", "apart" if isinstance(weighed.fate, NoSentence | SaidBefore) else "left"
    if isinstance(weighed.fate, Taken):
        order, kind = f"<b>{weighed.fate.order}</b>", "taken"
    return (
        f'<span class="sentence {kind}" tabindex="0" style="--shade:{shade:.2f}">{order}'
        f"{escape(text)}{_card(weighed)}</span>"
    )


def _card(weighed: Weighed) -> str:
    """What is shown beside a sentence that is pointed at."""
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
    kind = ' class="taken"' if isinstance(weighed.fate, Taken) else ""
    text = escape(weighed.at.of(revision.body))
    return (
        f"<tr{kind}>{''.join(f'<td>{cell}</td>' for cell in cells)}"
        f'<td class="why"><span dir="auto">{text}</span><br>{escape(said(weighed.fate))}</td></tr>'
    )
