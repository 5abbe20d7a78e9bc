"""Notes as blogs, word processors, wikis and site generators write them into their pages."""

from collections.abc import Callable
from typing import NamedTuple

import pytest

from tests.briefs.quay import PARAGRAPHS, TITLE, WORKS, added, drafted, framed, listed, page

REMARKS = (
    "The chair disputes the figure, and says so.",
    "Two of the seven were lost at sea.",
    "It was a wet May.",
)


class Form(NamedTuple):
    """How a program writes the call of note {n}, each note {r}, and what stands round them all."""

    call: str
    note: str
    opening: str = ""
    closing: str = ""


def written(form: Form, notes: tuple[str, ...]) -> str:
    body = "".join(
        f"<p>{text}{form.call.replace('{n}', str(n)) if n <= len(notes) else ''}</p>\n"
        for n, text in enumerate(PARAGRAPHS, 1)
    )
    each = "".join(
        form.note.replace("{n}", str(n)).replace("{r}", note) for n, note in enumerate(notes, 1)
    )
    return framed(f"<h1>{TITLE}</h1><div>{body}</div>{form.opening}{each}{form.closing}")


FORMS = {
    "substack": Form(
        call=(
            '<a data-component-name="FootnoteAnchorToDOM" id="footnote-anchor-{n}-1234" href="#fo'
            'otnote-{n}-1234" target="_self" rel="">{n}</a>'
        ),
        note=(
            '<div data-component-name="FootnoteToDOM" class="footnote"><a id="footnote-{n}-1234" '
            'href="#footnote-anchor-{n}-1234" contenteditable="false" target="_self" class="footn'
            'ote-number">{n}</a><div class="footnote-content"><p>{r}</p><p></p></div></div>'
        ),
    ),
    "ghost-md": Form(
        call='<sup class="footnote-ref"><a href="#fn{n}" id="fnref{n}">[{n}]</a></sup>',
        note=(
            '<li id="fn{n}" class="footnote-item"><p>{r} <a href="#fnref{n}" class="footnote-back'
            'ref">↩︎</a></p></li>'
        ),
        opening=(
            '<hr class="footnotes-sep"><section class="footnotes"><ol class="footnotes-list">'
        ),
        closing="</ol></section>",
    ),
    "wp-gutenberg": Form(
        call='<sup data-fn="aa{n}" class="fn"><a href="#aa{n}" id="aa{n}-link">{n}</a></sup>',
        note=(
            '<li id="aa{n}">{r} <a href="#aa{n}-link" aria-label="Jump to footnote reference {n}"'
            ">↩︎</a></li>"
        ),
        opening='<ol class="wp-block-footnotes">',
        closing="</ol>",
    ),
    "wp-fdfootnotes": Form(
        call=(
            '<sup class="footnote"><a href="#fn-12-{n}" id="fnref-12-{n}" onclick="return fdfootn'
            'ote_show(12)">{n}</a></sup>'
        ),
        note=(
            '<li id="fn-12-{n}">{r} <span class="footnotereverse"><a href="#fnref-12-{n}">↩</a></'
            "span></li>"
        ),
        opening=(
            '<div class="footnotes" id="footnotes-12"><div class="footnotedivider"></div><ol>'
        ),
        closing="</ol></div>",
    ),
    "wp-simple": Form(
        call=(
            '<sup class="simple-footnote"><a href="#note-77-{n}" id="return-note-77-{n}" title="x'
            '">{n}</a></sup>'
        ),
        note='<li id="note-77-{n}">{r} <a href="#return-note-77-{n}">&#8617;</a></li>',
        opening='<div class="simple-footnotes"><p class="notes">Notes:</p><ol>',
        closing="</ol></div>",
    ),
    "kramdown": Form(
        call=(
            '<sup id="fnref:{n}" role="doc-noteref"><a href="#fn:{n}" class="footnote" rel="footn'
            'ote">{n}</a></sup>'
        ),
        note=(
            '<li id="fn:{n}" role="doc-endnote"><p>{r} <a href="#fnref:{n}" class="reversefootnot'
            'e" role="doc-backlink">&#8617;</a></p></li>'
        ),
        opening='<div class="footnotes" role="doc-endnotes"><ol>',
        closing="</ol></div>",
    ),
    "goldmark": Form(
        call=(
            '<sup id="fnref:{n}"><a href="#fn:{n}" class="footnote-ref" role="doc-noteref">{n}</a'
            "></sup>"
        ),
        note=(
            '<li id="fn:{n}"><p>{r}&#160;<a href="#fnref:{n}" class="footnote-backref" role="doc-'
            'backlink">&#x21a9;&#xfe0e;</a></p></li>'
        ),
        opening='<div class="footnotes" role="doc-endnotes"><hr><ol>',
        closing="</ol></div>",
    ),
    "github": Form(
        call=(
            '<sup><a href="#user-content-fn-{n}-abc" id="user-content-fnref-{n}-abc" data-footnot'
            'e-ref="" aria-describedby="footnote-label">{n}</a></sup>'
        ),
        note=(
            '<li id="user-content-fn-{n}-abc"><p>{r} <a href="#user-content-fnref-{n}-abc" data-f'
            'ootnote-backref="" aria-label="Back to reference {n}" class="data-footnote-backref">'
            "↩</a></p></li>"
        ),
        opening=(
            '<section data-footnotes="" class="footnotes"><h2 id="footnote-label" class="sr-only"'
            ">Footnotes</h2><ol>"
        ),
        closing="</ol></section>",
    ),
    "sphinx": Form(
        call=(
            '<a class="footnote-reference brackets" href="#id{n}" id="id1{n}" role="doc-noteref">'
            '<span class="fn-bracket">[</span>{n}<span class="fn-bracket">]</span></a>'
        ),
        note=(
            '<aside class="footnote brackets" id="id{n}" role="doc-footnote"><span class="label">'
            '<span class="fn-bracket">[</span><a role="doc-backlink" href="#id1{n}">{n}</a><span '
            'class="fn-bracket">]</span></span><p>{r}</p></aside>'
        ),
        opening='<aside class="footnote-list brackets">',
        closing="</aside>",
    ),
    "docutils-table": Form(
        call='<a class="footnote-reference" href="#f{n}" id="r{n}">[{n}]</a>',
        note=(
            '<table class="docutils footnote" frame="void" id="f{n}" rules="none"><colgroup><col '
            'class="label"/><col/></colgroup><tbody valign="top"><tr><td class="label"><a class="'
            'fn-backref" href="#r{n}">[{n}]</a></td><td>{r}</td></tr></tbody></table>'
        ),
    ),
    "libreoffice": Form(
        call=(
            '<a class="sdfootnoteanc" name="sdfootnote{n}anc" href="#sdfootnote{n}sym"><sup>{n}</'
            "sup></a>"
        ),
        note=(
            '<div id="sdfootnote{n}"><p class="sdfootnote"><a class="sdfootnotesym" name="sdfootn'
            'ote{n}sym" href="#sdfootnote{n}anc">{n}</a>{r}</p></div>'
        ),
    ),
    "lo-endnote": Form(
        call=(
            '<a class="sdendnoteanc" name="sdendnote{n}anc" href="#sdendnote{n}sym"><sup>{n}</sup'
            "></a>"
        ),
        note=(
            '<div id="sdendnote{n}"><p class="sdendnote"><a class="sdendnotesym" name="sdendnote{'
            'n}sym" href="#sdendnote{n}anc">{n}</a> {r}</p></div>'
        ),
    ),
    "word-edn": Form(
        call=(
            '<a style="mso-endnote-id:edn{n}" href="#_edn{n}" name="_ednref{n}" title=""><span cl'
            'ass=MsoEndnoteReference><span style="mso-special-character:footnote"><![if !supportF'
            "ootnotes]><span class=MsoEndnoteReference>[{n}]</span><![endif]></span></span></a>"
        ),
        note=(
            '<div style="mso-element:endnote" id=edn{n}><p class=MsoEndnoteText><a style="mso-end'
            'note-id:edn{n}" href="#_ednref{n}" name="_edn{n}" title=""><span class=MsoEndnoteRef'
            "erence>[{n}]</span></a> {r}</p></div>"
        ),
        opening=(
            "<div style='mso-element:endnote-list'><br clear=all><hr align=left size=1 width='33%'>"
        ),
        closing="</div>",
    ),
    "gdocs-new": Form(
        call='<sup class="c5"><a href="#ftnt{n}" id="ftnt_ref{n}">[{n}]</a></sup>',
        note=(
            '<div><p class="c1"><a href="#ftnt_ref{n}" id="ftnt{n}">[{n}]</a><span class="c3">&nb'
            "sp;{r}</span></p></div>"
        ),
        opening='<hr class="c8">',
    ),
    "mediawiki": Form(
        call=(
            '<sup id="cite_ref-{n}" class="reference"><a href="#cite_note-{n}"><span class="cite-'
            'bracket">&#91;</span>{n}<span class="cite-bracket">&#93;</span></a></sup>'
        ),
        note=(
            '<li id="cite_note-{n}"><span class="mw-cite-backlink"><b><a href="#cite_ref-{n}">^</'
            'a></b></span> <span class="reference-text"><cite class="citation">{r}</cite></span><'
            "/li>"
        ),
        opening=(
            '<h2 id="References">References</h2><div class="mw-references-wrap"><ol class="refere'
            'nces">'
        ),
        closing="</ol></div>",
    ),
    "tex4ht": Form(
        call=(
            '<span class="footnote-mark"><a href="a2.html#fn{n}x0" id="fn{n}x0-bk"><sup class="te'
            'xtsuperscript">{n}</sup></a></span>'
        ),
        note=(
            '<p class="noindent"><span class="footnote-mark"><a href="#fn{n}x0-bk" id="fn{n}x0"><'
            'sup class="textsuperscript">{n}</sup></a></span><span class="ecrm-0800">{r}</span></'
            "p>"
        ),
        opening='<div class="footnotes">',
        closing="</div>",
    ),
    "asciidoctor": Form(
        call=(
            '<sup class="footnote">[<a id="_footnoteref_{n}" class="footnote" href="#_footnotedef'
            '_{n}" title="View footnote.">{n}</a>]</sup>'
        ),
        note=(
            '<div class="footnote" id="_footnotedef_{n}"><a href="#_footnoteref_{n}">{n}</a>. {r}'
            "</div>"
        ),
        opening='<div id="footnotes"><hr>',
        closing="</div>",
    ),
    "org-html": Form(
        call=(
            '<sup><a id="fnr.{n}" class="footref" href="#fn.{n}" role="doc-backlink">{n}</a></sup>'
        ),
        note=(
            '<div class="footdef"><sup><a id="fn.{n}" class="footnum" href="#fnr.{n}" role="doc-b'
            'acklink">{n}</a></sup> <div class="footpara" role="doc-footnote"><p class="footpara"'
            ">{r}</p></div></div>"
        ),
        opening=(
            '<div id="footnotes"><h2 class="footnotes">Footnotes: </h2><div id="text-footnotes">'
        ),
        closing="</div></div>",
    ),
    "indesign": Form(
        call=(
            '<span class="char-style-override-1"><a id="footnote-0{n}-backlink" class="_idFootnot'
            'eLink _idGenColorInherit" href="#footnote-0{n}">{n}</a></span>'
        ),
        note=(
            '<aside id="footnote-0{n}" class="_idFootnote" epub:type="footnote"><p class="Footnot'
            'e"><a class="_idFootnoteAnchor" href="#footnote-0{n}-backlink">{n}</a>&#9;{r}</p></a'
            "side>"
        ),
        opening='<div class="_idFootnotes">',
        closing="</div>",
    ),
    "squarespace": Form(
        call='<sup><a href="#{n}">[{n}]</a></sup>',
        note='<p id="{n}">[{n}] {r}</p>',
    ),
    "drupal": Form(
        call=(
            '<a class="see-footnote" id="footnoteref{n}_abc" title="x" href="#footnote{n}_abc">{n'
            "}</a>"
        ),
        note=(
            '<li class="footnote" id="footnote{n}_abc"><a class="footnote-label" href="#footnoter'
            'ef{n}_abc">{n}.</a> {r}</li>'
        ),
        opening='<ul class="footnotes">',
        closing="</ul>",
    ),
    "lesswrong": Form(
        call=(
            '<span class="footnote-reference" role="doc-noteref" id="fnref{n}"><sup><a href="#fn{'
            'n}">[{n}]</a></sup></span>'
        ),
        note=(
            '<li class="footnote-item" role="doc-endnote" id="fn{n}"><span class="footnote-back-l'
            'ink"><sup><strong><a href="#fnref{n}">^</a></strong></sup></span><div class="footnot'
            'e-content"><p>{r}</p></div></li>'
        ),
        opening='<ol class="footnote-section footnotes" role="doc-endnotes">',
        closing="</ol>",
    ),
    "jats-html": Form(
        call='<sup>[<a href="#R{n}" class="bibr">{n}</a>]</sup>',
        note=(
            '<li id="R{n}"><span class="label">{n}.</span><cite>{r}</cite> [<a href="https://doi.'
            'org/10.1/{n}">DOI</a>] [<a href="https://scholar.google.com/x">Google Scholar</a>]</'
            "li>"
        ),
        opening='<section class="ref-list"><h2>References</h2><ul class="ref-list">',
        closing="</ul></section>",
    ),
    "plain-ol": Form(
        call="<sup>{n}</sup>",
        note="<li>{r}</li>",
        opening="<h3>References</h3><ol>",
        closing="</ol>",
    ),
    "mdbook": Form(
        call='<sup class="footnote-reference"><a href="#{n}">{n}</a></sup>',
        note=(
            '<div class="footnote-definition" id="{n}"><sup class="footnote-definition-label">{n}'
            "</sup><p>{r}</p></div>"
        ),
    ),
    "hugo-rel": Form(
        call='<sup id="fnref:{n}"><a href="/post/a/#fn:{n}">{n}</a></sup>',
        note='<li id="fn:{n}">{r} <a href="/post/a/#fnref:{n}">^</a></li>',
        opening='<section class="footnotes"><ol>',
        closing="</ol></section>",
    ),
}


@pytest.mark.parametrize("name", FORMS)
def test_notes_that_name_works_are_sources_and_their_calls_are_marks(name: str) -> None:
    draft = drafted(written(FORMS[name], WORKS))
    assert (added(draft), draft.title) == ([], TITLE)
    assert listed(draft) == list(WORKS)
    assert [mark.source for mark in draft.marks] == [1, 2, 3]
    assert [draft.body[: mark.at.start].rpartition("\n")[2] for mark in draft.marks] == list(
        PARAGRAPHS[:3]
    )


LED_BACK = ("substack", "word-edn", "libreoffice", "kramdown", "github", "mediawiki", "gdocs-new")


@pytest.mark.parametrize("name", LED_BACK)
def test_notes_that_are_remarks_stand_beside_the_text(name: str) -> None:
    draft = drafted(written(FORMS[name], REMARKS))
    assert added(draft) == []
    assert not listed(draft)
    assert [one.text for one in draft.asides if one.kind == "note"] == list(REMARKS)


BESIDE: dict[str, Callable[[str], str]] = {
    "Tufte": lambda note: (
        '<label for="s" class="margin-toggle sidenote-number"></label><input type="checkbox" id="s"'
        f' class="margin-toggle"/><span class="sidenote">{note}</span>'
    ),
    "Distill": lambda note: f"<d-footnote>{note}</d-footnote>",
    "Quarto": lambda note: f'<span class="aside">{note}</span>',
    "a number before it": lambda note: (
        '<sup class="sidenote-number">1</sup><span class="sidenote">'
        f'<sup class="sidenote-number">1</sup>{note}</span>'
    ),
    "Modern Footnotes": lambda note: (
        '<sup class="modern-footnotes-footnote"><a href="javascript:void(0)">1</a></sup>'
        f'<span role="tooltip" class="modern-footnotes-footnote__note">{note}</span>'
    ),
    "LaTeXML": lambda note: (
        '<span class="ltx_note ltx_role_footnote"><sup class="ltx_note_mark">1</sup>'
        '<span class="ltx_note_outer"><span class="ltx_note_content">'
        f'<sup class="ltx_note_mark">1</sup>{note}</span></span></span>'
    ),
}
BEFORE, BEHIND = "The owners had signed nothing", ", the lawyer told the board in writing."


@pytest.mark.parametrize("name", BESIDE)
def test_a_note_beside_a_sentence_is_lifted_out_of_it(name: str) -> None:
    note = "It was in fact the deputy who signed for the cranes."
    draft = drafted(page(f"<p>{BEFORE}{BESIDE[name](note)}{BEHIND}</p>"))
    assert added(draft) == [f"{BEFORE}{BEHIND}"]
    assert [one.text for one in draft.asides] == [note]


@pytest.mark.parametrize("name", BESIDE)
def test_a_note_beside_a_sentence_that_names_a_work_is_a_source(name: str) -> None:
    draft = drafted(page(f"<p>{BEFORE}{BESIDE[name](WORKS[0])}{BEHIND}</p>"))
    assert added(draft) == [f"{BEFORE}{BEHIND}"]
    assert listed(draft) == [WORKS[0]]
    (mark,) = draft.marks
    assert draft.body[: mark.at.start].endswith(BEFORE)


GLUED = {
    "a theme's own name": '<sup>1</sup><span class="c-extra">{}</span>',
    "without a number": '<span class="c-extra">{}</span>',
    "WordPress": '<sup class="mfn" data-mfn="1"><a role="button">1</a></sup>'
    '<span class="modern-footnotes-footnote__note">{}</span>',
    "littlefoot": '<span class="littlefoot"><button class="littlefoot__button">1</button>'
    '<span class="littlefoot__popover"><span class="littlefoot__content">{}</span></span></span>',
    "a newspaper": '<span class="c-footnote"><span class="c-footnote__number">1</span>'
    '<span class="c-footnote__text">{}</span></span>',
}


@pytest.mark.parametrize("name", GLUED)
def test_a_note_that_only_its_style_parts_from_a_word_is_lifted(name: str) -> None:
    note = "He said so twice, to two of us."
    markup = GLUED[name].format(note)
    draft = drafted(page(f"<p>The chair took no fee{markup} for the sale, the clerk wrote.</p>"))
    assert [one.text for one in draft.asides] == [note]
    (said,) = added(draft)
    assert note not in said
    assert said.startswith("The chair took no fee")


def test_a_word_within_a_sentence_that_begins_behind_a_power_is_no_note() -> None:
    draft = drafted(
        page("<p>The yard has 4 km<sup>2</sup><span> of Good Land</span>, he wrote.</p>")
    )
    assert added(draft) == ["The yard has 4 km² of Good Land, he wrote."]


NUMBERED_NOTES = {
    "typed in brackets": ("[{}]", "[{}] "),
    "raised": ("<sup>{}</sup>", "<sup>{}</sup> "),
}


@pytest.mark.parametrize("name", NUMBERED_NOTES)
def test_numbered_remarks_that_nothing_links_are_notes(name: str) -> None:
    call, opening = NUMBERED_NOTES[name]
    text = (
        f"<p>The chair took no money{call.format(1)} for the sale of 4 km<sup>2</sup>, "
        f"and paid the clerk{call.format(2)} instead.</p>"
    )
    notes = "".join(
        f"<p>{opening.format(at)}{said}</p>" for at, said in enumerate(REMARKS[:2], start=1)
    )
    draft = drafted(page(text, after=notes))
    assert added(draft) == [
        "The chair took no money for the sale of 4 km², and paid the clerk instead."
    ]
    assert [(one.label, one.text) for one in draft.asides] == [("1", REMARKS[0]), ("2", REMARKS[1])]
    assert draft.sources == ()


def test_numbered_remarks_of_a_plain_text_are_notes_and_works_are_sources() -> None:
    text = "\n\n".join((TITLE, PARAGRAPHS[0][:-1] + "[1], and the chair[2] left.", *PARAGRAPHS[1:]))
    remarks = "\n".join(f"[{at}] {said}" for at, said in enumerate(REMARKS[:2], start=1))
    works = "\n".join(f"[{at}] {said}" for at, said in enumerate(WORKS[:2], start=1))
    read = drafted(f"{text}\n\n{remarks}\n", "a.txt")
    assert [one.text for one in read.asides] == list(REMARKS[:2])
    assert read.sources == ()
    assert listed(drafted(f"{text}\n\n{works}\n", "a.txt")) == list(WORKS[:2])


KEYED = {
    "a division": '<div class="citation" id="ok25" role="doc-biblioentry"><span class="label">'
    '<span class="fn-bracket">[</span><a role="doc-backlink" href="#id1">OK25</a>'
    '<span class="fn-bracket">]</span></span><p>{}</p></div>',
    "a table": '<table class="docutils citation" id="ok25"><tbody><tr><td class="label">'
    '<a class="fn-backref" href="#id1">[OK25]</a></td><td>{}</td></tr></tbody></table>',
}


@pytest.mark.parametrize("name", KEYED)
def test_a_citation_by_a_key_leads_to_its_entry(name: str) -> None:
    call = '<a class="reference internal" href="#ok25" id="id1"><span>[OK25]</span></a>'
    draft = drafted(
        page(f"<p>The piles were sound {call}, he wrote.</p>", after=KEYED[name].format(WORKS[0]))
    )
    assert added(draft) == ["The piles were sound, he wrote."]
    assert (listed(draft), [mark.source for mark in draft.marks]) == ([WORKS[0]], [1])


OLD_TERMS = {
    "a link": '<a class="fn-backref" href="#id{at}">[{key}]</a>',
    "a link in brackets": '<span class="brackets"><a class="fn-backref" href="#id{at}">{key}</a>'
    "</span>",
    "links behind it": '<span class="brackets">{key}</span><span class="fn-backref">('
    '<a href="#id{at}">1</a>,<a href="#id9">2</a>)</span>',
}


@pytest.mark.parametrize("work", ["<p>{}</p>", "{}"])
@pytest.mark.parametrize("keys", [("DR19", "OK25"), ("Okon", "Brandt+Co"), ("A_1", "van-Dam")])
@pytest.mark.parametrize("form", OLD_TERMS)
def test_citations_by_keys_in_a_list_of_terms_lead_to_their_entries(
    form: str, keys: tuple[str, str], work: str
) -> None:
    calls = [
        f'<a class="reference internal" href="#k{at}" id="id{at}"><span>[{key}]</span></a>'
        for at, key in enumerate(keys)
    ]
    entries = "".join(
        f'<dt class="label" id="k{at}">{OLD_TERMS[form].format(at=at, key=key)}</dt>'
        f"<dd>{work.format(WORKS[at])}</dd>"
        for at, key in enumerate(keys)
    )
    said = f"<p>The piles were sound {calls[0]}, he wrote {calls[1]}.</p>"
    draft = drafted(page(said, after=f'<dl class="citation">{entries}</dl>'))
    assert added(draft) == ["The piles were sound, he wrote."]
    assert (listed(draft), [mark.source for mark in draft.marks]) == (list(WORKS[:2]), [1, 2])
