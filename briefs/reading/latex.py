r"""LaTeX put so that Pandoc shows its words: it passes over commands it does not know, with all
that they hold, so that "It is \mystery{not} so" would be another sentence.

What only frames or sizes words becomes `\mbox`, notes in the margin become notes. Any other unknown
command is marked with HOLE: a paragraph that has one cannot be quoted. Math is left as it is.
"""

import re
from collections.abc import Iterator

HOLE = "\ufdd2"
"""Stands before a command whose words are not known; no character."""

_BODY = re.compile(rb"\\begin\{document\}")
_DEFINED = re.compile(
    rb"\\(?:(?:re|provide)?newcommand|DeclareRobustCommand|(?:New|Renew|Provide)DocumentCommand"
    rb"|DeclareMathOperator|def|let)\*?\s*+(?:\{\s*+)?\\([A-Za-z]+)"
)
_MATH = (
    rb"\$\$(?:[^$\\]|\\.)*+\$\$|\$(?:[^$\\]|\\.)*+\$|\\\((?:(?!\\[()]).)*+\\\)"
    rb"|\\\[(?:(?!\\[\[\]]).)*+\\\]"
    rb"|\\begin\{(?P<env>equation|align|gather|multline|eqnarray|math|displaymath|flalign|alignat"
    rb"|tikzpicture|verbatim|lstlisting|minted|comment|filecontents|Verbatim)\*?\}"
    rb"(?:(?!\\begin\{(?P=env)).)*?\\end\{(?P=env)\*?\}"
)
_TOKEN = re.compile(
    rb"(?P<skipped>(?<!\\)%[^\n]*|\\verb\*?(?P<bar>[^A-Za-z\s])[^\n]{0,500}?(?P=bar)|"
    + _MATH
    + rb")"
    rb"|\\begin\{wrapfigure\}(?P<wrap>(?:\[[^\]\n]{0,99}\])?\{[^{}\n]{0,99}\}"
    rb"(?:\[[^\]\n]{0,99}\])?\{[^{}\n]{0,99}\})"
    rb"|(?P<wrapend>\\(?:begin|end)\{wrapfigure\})"
    rb"|\\begin\{tcolorbox\}(?P<box>\[[^\]\n]{0,300}?title=\{?(?P<title>[^,\]{}\n]*)\}?[^\]\n]{0,300}\])"
    rb"|(?P<mark>\\footnotemark(?:\[\d*\])?)(?![A-Za-z])"
    rb"|\\(?P<white>textcolor|color)(?:\[[^\]\n]{0,40}\])?\{white\}"
    rb"|(?<!\\)\"(?P<short>[`'<>=~\"|aouAOUsSzZ-])"
    rb"|(?P<command>\\(?P<name>[A-Za-z]+)\*?)(?P<options>(?:\[[^\]\n]{0,300}\])*)(?=\{(?!\}))",
    re.DOTALL,
)
_FRAMES = {
    b"fbox": 0,
    b"framebox": 0,
    b"makebox": 0,
    b"shadowbox": 0,
    b"ovalbox": 0,
    b"doublebox": 0,
    b"boxed": 0,
    b"say": 0,
    b"textls": 0,
    b"MakeTextUppercase": 0,
    b"colorbox": 1,
    b"scalebox": 1,
    b"rotatebox": 1,
    b"raisebox": 1,
    b"adjustbox": 1,
    b"fcolorbox": 2,
    b"resizebox": 2,
}
"""Commands that only frame, size or turn their last argument, and how many stand before it."""

_NOTES = frozenset(
    {b"marginpar", b"marginnote", b"sidenote", b"footnotetext", b"endnote", b"tnote"}
)
_KNOWN = frozenset(
    rb"""
    emph em textbf textit textrm textsf texttt textsc textsl textup textmd textnormal text bf it
    underline uline ul sout st hl mbox enquote textquote foreignquote blockquote textcolor color
    href url nolinkurl path footnote thanks cite citep citet citeauthor citeyear citeyearpar
    citealt citealp citetext autocite textcite parencite footcite smartcite supercite fullcite
    parencites autocites textcites citeprs Textcite Parencite Autocite Citet Citep nocite cites
    ref eqref pageref autoref cref Cref nameref vref label hyperref hyperlink hypertarget index
    section subsection subsubsection paragraph subparagraph chapter part minisec addsec title
    subtitle author date institute affil affiliation address email keywords begin end item caption
    captionof subcaption includegraphics input include subfile bibliography bibliographystyle
    addbibresource printbibliography bibitem usepackage documentclass vspace hspace vskip hskip
    setlength addtolength setcounter addtocounter stepcounter pagestyle thispagestyle
    pagenumbering hypersetup geometry graphicspath newcommand renewcommand providecommand
    newenvironment renewenvironment newtheorem theoremstyle DeclareMathOperator def let
    textsuperscript textsubscript super sub ac acs acl acp gls Gls glspl SI si num qty unit ang
    multicolumn multirow cline centering raggedright phantom hphantom vphantom protect ensuremath
    foreignlanguage textlang selectlanguage markboth markright addcontentsline tableofcontents
    lstinline mintinline verb todo missingfigure linespread fontsize selectfont usefont
    vfill hfill newpage clearpage parbox minipage epigraph dedication maketitle appendix
    textgreek textcyrillic ruby footnotemark lstset tcbset captionsetup setmainfont
    textbackslash textasciitilde url phantomsection input LaTeX TeX c v u r t H k b d
    """.split()
)
"""Commands whose arguments Pandoc shows, or that show none."""

_GERMAN = re.compile(
    rb"\\(?:documentclass|usepackage|babeloption|selectlanguage)\b[^\n]{0,300}?(?:german|austrian)"
)
_SHORTHANDS = {
    b"`": "„", b"'": "“", b"<": "«", b">": "»", b"=": "-", b"~": "-", b"-": "", b'"': "", b"|": "",
    b"a": "ä", b"o": "ö", b"u": "ü", b"A": "Ä", b"O": "Ö", b"U": "Ü", b"s": "ß", b"z": "ß",
    b"S": "SS", b"Z": "SZ",
}  # fmt: skip
"""What babel shows for a quotation mark and a sign in German."""

_GROUP_REST = re.compile(rb"(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\}){0,5000}+(?=\})")
_ARGUMENT = re.compile(rb"\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}")


def edits(data: bytes) -> Iterator[tuple[int, int, str]]:
    """What stands otherwise in the file for Pandoc, in order."""
    for found in _tokens(data):
        start, end = found.span()
        name = found["name"] or b""
        if found["wrap"] is not None or found["wrapend"] is not None:
            which = "begin" if b"begin" in found[0][:6] else "end"
            yield start, end, f"\\{which}{{figure}}"
        elif found["box"] is not None:
            title = found["title"].decode("utf-8", "replace")
            yield start, end, f"\\begin{{tcolorbox}}\\textbf{{{title}}}\\par "
        elif found["mark"] is not None:
            yield start, end, ""
        elif found["short"] is not None:
            yield start, end, _SHORTHANDS[found["short"]]
        elif found["white"] is not None:
            yield start, _white_until(data, found), ""
        elif name in _FRAMES:
            yield start, _behind(data, end, _FRAMES[name]), "\\mbox"
        elif name in _NOTES:
            yield start, end, "\\footnote"
        elif name:
            yield start, start, HOLE


def unknown(data: bytes) -> Iterator[str]:
    """The words of each command that is not known."""
    for found in _tokens(data):
        name = found["name"]
        if name and name not in _FRAMES and name not in _NOTES:
            argument = _ARGUMENT.match(data, found.end())
            yield argument[0].decode("utf-8", "replace").strip("{}") if argument else ""


def pale(data: bytes) -> Iterator[str]:
    """The words that are white."""
    for found in _tokens(data):
        if found["white"] is not None:
            words = data[found.end() : _white_until(data, found)]
            yield words.decode("utf-8", "replace").strip("{} ")


def _white_until(data: bytes, found: re.Match[bytes]) -> int:
    """Where white words end: with the argument of the command, or with the group around it."""
    if found["white"] == b"textcolor":
        return _behind(data, found.end(), 1)
    rest = _GROUP_REST.match(data, found.end())
    return rest.end() if rest else found.end()


def _tokens(data: bytes) -> Iterator[re.Match[bytes]]:
    """The commands of the body that are to be put otherwise, or are not known."""
    begun = _BODY.search(data)
    defined = frozenset(_DEFINED.findall(data))
    is_german = _GERMAN.search(data) is not None
    at = 0
    for found in _TOKEN.finditer(data, begun.end() if begun else 0):
        name = found["name"]
        if found.start() < at or (found["short"] is not None and not is_german):
            continue
        if found["white"] is not None:
            at = _white_until(data, found)
        if found["skipped"] is not None or (name and (name in _KNOWN or name in defined)):
            continue
        yield found


def _behind(data: bytes, at: int, count: int) -> int:
    """The place behind so many arguments."""
    for _ in range(count):
        argument = _ARGUMENT.match(data, at)
        at = argument.end() if argument else at
    return at
