"""The words that stand over a reference list, in the languages that newsrooms write in."""

import re

_WORDS = frozenset(
    line.strip()
    for line in """
    references; reference; reference list; list of references; references and notes
    references and further reading; references cited; sources; source; source list
    source notes; sources cited; sources and notes; sources and further reading
    sources and references; works cited; work cited; works consulted; literature
    literature cited; bibliography; select bibliography; selected bibliography; notes
    notes and references; notes and sources; endnotes; end notes; footnotes; citations
    cited works; further reading; links and references; quellen; quelle; quellenverzeichnis
    quellenangaben; quellennachweise; quellen und literatur; literatur; literaturverzeichnis
    literaturangaben; literatur und quellen; einzelnachweise; nachweise; belege; anmerkungen
    fußnoten; endnoten; referenzen; weiterführende literatur; références
    références bibliographiques; références citées; liste des références; bibliographie
    notes et références; notes de bas de page; ouvrages cités; pour aller plus loin
    sources citées; referencias; referencias bibliográficas; fuentes; fuentes consultadas
    fuentes citadas; bibliografía; notas; notas y referencias; notas al pie; obras citadas
    trabajos citados; lecturas adicionales; lecturas recomendadas; riferimenti
    riferimenti bibliografici; fonti; bibliografia; note; note e riferimenti; opere citate
    letture consigliate; note a piè di pagina; bronnen; bronnenlijst; bronvermelding
    bronvermeldingen; referenties; literatuur; literatuurlijst; bibliografie; noten; voetnoten
    eindnoten; verder lezen; geraadpleegde bronnen; källor; källförteckning; referenser
    referenslista; litteratur; litteraturförteckning; noter; fotnoter; slutnoter
    vidare läsning; källor och litteratur; źródła; przypisy; przypisy końcowe; literatura
    odnośniki; przypisy i źródła; wykaz źródeł; bibliografia i źródła; źródła i przypisy
    источники; список источников; литература; список литературы; использованная литература
    использованные источники; примечания; ссылки; сноски; библиография; источники и литература
    referências; referências bibliográficas; fontes; notas e referências; obras consultadas
    джерела; список джерел; посилання; література; список літератури; примітки
    """.replace("\n", ";").split(";")
    if line.strip()
)
_LONGEST = 60
_NUMBERING = re.compile(r"(?:\d{1,2}|[ivxIVX]{1,4})[.)]?\s+")
_ATX = re.compile(r"#{1,6}\s+\S")
_BOLD = re.compile(r"(\*\*|__)[^*_]+\1:?\s*$")


def names_list(line: str) -> bool:
    """Whether a whole line is a heading of a reference list: "## Works cited", "SOURCES:"."""
    if len(line) >= _LONGEST:
        return False
    words = line.strip().lstrip("#").strip().strip("*_=").strip().rstrip(":").strip("*_ ")
    words = _NUMBERING.sub("", words, count=1)
    return " ".join(words.replace("&", "and").casefold().split()) in _CASEFOLDED


_CASEFOLDED = frozenset(word.casefold() for word in _WORDS)


def is_marked(line: str) -> bool:
    """Whether a line is marked as a heading of whatever: "## What next", "**What next**"."""
    return _ATX.match(line) is not None or _BOLD.match(line) is not None
