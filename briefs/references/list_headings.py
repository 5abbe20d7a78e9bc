"""The headings of reference lists, in many languages, and the headings of their parts.

A heading is put together of few words: what is listed ("sources", "works"), how it was used
("cited", "further") and what joins them ("list", "of", "and"). The whole line consists of such
words, so that "Sources of the Danube" is no heading of a list and "Cited Sources and Links" is one.
"""

import re
from functools import lru_cache

_LONGEST = 60
_ATX = re.compile(r"(#{1,6})\s+\S")
_BOLD = re.compile(r"(\*\*|__)[^*_]+\1:?\s*$")
_NUMBERING = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})?|[ivxIVX]{1,4}|[A-Z](?=[.)]))[.)]?\s+")
_EDGES = " \t*_=-–—:：.•·|【】[]()（）《》〈〉「」■◆●▼▶"
_SEPARATORS = re.compile(r"[\s/,;:&+()«»“”\"]+|\s[–—-]\s|[–—]|-(?=\s)")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.casefold().split())


_NAMES = _words("""
    references reference sources source bibliography bibliographies citations citation
    literature notes note endnotes endnote footnotes footnote
    quellen quelle quellenverzeichnis quellenangaben quellenangabe quellennachweis
    quellennachweise quellenliste quellenhinweise quellenbelege literatur literaturverzeichnis
    literaturangaben literaturangabe literaturliste literaturhinweise literaturnachweis
    literaturnachweise literaturauswahl literaturempfehlungen literaturtipps einzelnachweise
    nachweise belege anmerkungen fußnoten endnoten referenzen referenzliste bibliographie
    bibliografie auswahlbibliographie auswahlbibliografie internetquellen onlinequellen
    online-quellen webquellen primärquellen sekundärquellen primärliteratur sekundärliteratur
    forschungsliteratur fachliteratur schriftenverzeichnis weblinks netzquellen zitatnachweise
    références référence sitographie webographie
    referencias referencia fuentes fuente bibliografía bibliografia notas webgrafía webgrafia
    referências referência fontes fonte
    riferimenti fonti sitografia
    źródła źródło źródeł przypisy przypis przypisów netografia odnośniki literatura literatury
    bibliografii
    источники источник источников литература литературы библиография библиографии примечания
    примечание ссылки сноски интернет-источники интернет-источников первоисточники
    джерела джерело джерел література літератури бібліографія бібліографії примітки примітка
    посилання посилань виноски інтернет-джерела інтернет-джерел першоджерела
    kaynakça kaynakçası kaynaklar kaynak kaynakları referanslar bibliyografya dipnotlar notlar
    notları sonnotlar kaynaklarım
    bronnen bronnenlijst bronvermelding bronvermeldingen referenties literatuur literatuurlijst
    noten voetnoten eindnoten källor källförteckning referenser referenslista litteratur
    litteraturförteckning noter fotnoter slutnoter referanser
    مراجع مصادر هوامش حواشي إحالات احالات بيبليوغرافيا ببليوغرافيا ببليوجرافيا مرجع مصدر
""")
"""What only a list of works is called."""

_WORKS = _words("""
    works work books book articles article papers texts readings reading documents
    material materials publications reports studies journals newspapers films videos podcasts
    interviews laws cases archives data documentation documentación documentação documentazione
    dokumentation dokumentacja документация документація
    schriften werke bücher buch aufsätze artikel texte dokumente materialien
    lektüre berichte studien zeitschriften zeitungen zeitschriftenartikel
    zeitungsartikel monographien monografien gesetze rechtsprechung urteile archivalien
    monografie
    ouvrages ouvrage livres articles textes documents travaux lectures lecture
    rapports revues presse archives études monographies lois
    obras libros artículos textos documentos trabajos lecturas lectura
    informes prensa leyes monografías
    livros artigos documentos leituras leitura relatórios imprensa legislação
    opere libri articoli testi documenti letture lettura materiali
    rapporti riviste leggi saggi volumi monografie
    publikacje publikacji opracowania opracowań książki teksty artykuły dokumenty materiały
    materiałów prace lektury lektura raporty ustawy czasopisma prasa wydawnictwa akty
    книги статьи материалы публикации издания издание работы документы тексты
    доклады исследования законы монографии периодика архивы
    книжки статті матеріали публікації видання праці документи тексти звіти дослідження
    закони монографії періодика архіви
    eserler okumalar okuma kitaplar makaleler metinler yayınlar raporlar
    belgeler gazeteler dergiler kanunlar
    كتب مقالات قراءات وثائق تقارير دراسات صحف دوريات قراءة
""")
"""What a list of works may be called if a word says that the works were used or are to be read."""

_USED = _words("""
    cited consulted referenced quoted used mentioned further additional suggested recommended
    verwendete verwendeter verwendetes zitierte zitierter zitiert benutzte genutzte herangezogene
    weiterführende weiterführender ausgewählte empfohlene ergänzende
    cités citées cité citée consultés consultées utilisés utilisées mentionnés mentionnées
    bibliographiques bibliographique complémentaires recommandées recommandés conseillées conseillés
    consultadas consultados citadas citados utilizadas utilizados usadas usados empleadas
    recomendadas recomendados adicionales complementarias bibliográficas bibliográficos
    bibliográfica consultada sugeridas mencionadas mencionados
    adicionais complementares
    citate citati consultate consultati utilizzate utilizzati bibliografici bibliografiche
    bibliografica consultata approfondimento consigliate consigliati suggerite usate usati
    cytowane cytowanych cytowana cytowanej wykorzystane wykorzystanych wykorzystana wykorzystanej
    źródłowe uzupełniająca dodatkowa dalsza polecana zalecana polecane zalecane bibliograficzne
    użyte
    использованные использованная использованной использованных использованное цитируемая
    цитируемой цитированная цитированной рекомендуемая рекомендуемой рекомендованная
    рекомендованной дополнительная дополнительной дополнительные библиографические
    библиографический упомянутые цитируемые
    використані використана використаної використаних цитована цитованої цитовані рекомендована
    рекомендованої додаткова додаткової додаткові бібліографічні бібліографічний бібліографічних
    згадані
    yararlanılan kullanılan başvurulan alıntılanan önerilen ileri ek
    مستخدمة معتمدة مذكورة إضافية اضافية مقترحة مختارة
    geraadpleegde aanvullende
""")
"""That works were used, or are to be read."""

_JOINERS = _words("""
    list of the and for this in to a an on main key primary secondary select selected annotated
    online web internet full general electronic printed academic scholarly essay story report
    text chapter post from other short image
    und der die das des zum zur zu im aus text beitrag thema wichtigste wichtige auswahl
    verzeichnis liste literatur- quellen- gedruckte sonstige weitere
    et de du la le les l' d' pour en ligne bas page liste sélective sélectif principales
    principaux indicative sommaire générale primaires secondaires internet imprimées
    y e los las el al pie lista para del principales básica básicas selecta seleccionada
    general primarias secundarias electrónicas digitales artículo texto documentales
    da das do dos os o a as no na rodapé principais geral primárias secundárias eletrônicas
    eletrónicas digitais artigo
    ed di dei delle del della degli i gli il lo in per piè pagina essenziale generale principali
    principale ragionata elenco lista primarie secondarie articolo testo
    oraz z w na do końcowe wykaz spis lista wybór wybrana wybrane artykułu tekstu internetowe
    internetowych drukowane podstawowa przedmiotu podmiotu główne
    и список перечень к в на для по тексту статье главе тексте основная основной основные научная
    научной электронные интернет информации печатные
    і й та перелік до у статті тексту основна основної основні наукова електронні інформації
    друковані
    ve ile için daha fazla listesi seçilmiş temel başlıca çevrimiçi elektronik
    en van lijst och
    قائمة ثبت فهرس أهم اهم بحث مقال دراسة في من عربية أجنبية اجنبية الكترونية إلكترونية رئيسية أولية
    اولية ثانوية
""")
"""What may stand beside the others."""

_PLACES = _words("""
    resources links websites webpages pages sites internetseiten webseiten webseite internet web
    netz ressources liens recursos enlaces sitios páginas ligações risorse link collegamenti siti
    strony linki сайты ресурсы сайти ресурси интернет-ресурсы інтернет-ресурси bağlantılar linkler
    روابط مواقع
""")
"""What may be listed with works, and alone is a list of links: "Additional resources"."""

_PHRASES = frozenset(
    phrase.strip()
    for phrase in """
    reading list; lista de lecturas; библиографический список; бібліографічний список
    weiterführende links; ressources bibliographiques; recursos bibliográficos
    risorse bibliografiche; where to read more; for further reading; to read further
    zum weiterlesen
    zum nachlesen; zum weiterlesen und quellen; pour aller plus loin; pour en savoir plus
    à lire; à lire et à consulter; para saber más; para leer más; para seguir leyendo
    para saber mais; para ler mais; per approfondire; per saperne di più; approfondimenti
    do przeczytania; warto przeczytać; co czytać; что почитать; что читать
    что почитать по теме; почитать по теме; для дальнейшего чтения; що почитати; що читати
    почитати за темою; для подальшого читання; daha fazla okuma; daha fazla bilgi için; ne okumalı
    للاستزادة; للمزيد; لمزيد من القراءة; لمزيد من الاطلاع; verder lezen; vidare läsning
    منابع; منابع و مآخذ; فهرست منابع; مآخذ; پانویس; پانوشت; پی‌نوشت; پی‌نوشت‌ها; کتاب‌شناسی
    یادداشت‌ها; منابع و ارجاعات; संदर्भ; सन्दर्भ; संदर्भ सूची; सन्दर्भ सूची; ग्रंथ सूची; स्रोत
    टिप्पणियाँ; संदर्भ ग्रंथ; संदर्भ ग्रंथ सूची; zdroje; použitá literatura; použité zdroje
    kilder; kildeliste; litteraturliste; surse; referințe; πηγές; βιβλιογραφία; παραπομπές
    σημειώσεις; מקורות; ביבליוגרפיה; források; irodalomjegyzék; lähteet; daftar pustaka
    tài liệu tham khảo; geraadpleegde bronnen; end notes; note a piè di pagina; notas al pie
    notas de rodapé; webgrafía; notas a pie de página
    """.replace("\n", ";").split(";")
    if phrase.strip()
)
_CJK = re.compile(
    r"(?=.*(?:参考|參考|参照[资資]|引用|出典|出处|出處|文献|文獻|书目|書目|来源|來源|注释|註釋|注釈"
    r"|脚注|脚註|尾注|尾註"
    r"|^注$|^註$|^注记$|延伸[阅閱]|资料|資料$|より詳しく知|読書案内))"
    r"(?:参考|參考|参照|引用|出典|出处|出處|文献|文獻|书目|書目|来源|來源|注释|註釋|注釈|注記|脚注"
    r"|脚註|尾注|尾註|注"
    r"|註|资料|資料|延伸|阅读|閱讀|主要|主な|主|要|本文|文中|数据|數據|データ|情報|信息|链接|連結"
    r"|リンク|网站|網站"
    r"|サイト|ウェブ|网络|網路|図書|图书|圖書|书籍|書籍|論文|论文|文章|記事|部分|推荐|推薦|及び"
    r"|および|及|与|與|和|并"
    r"|並|・|·|、|の|一覧|一览|一覽|列表|目录|目錄|リスト|等|にした|した|本|一部|他|その他|中文"
    r"|外文|英文|日文|邦文|欧文"
    r"|より詳しく知るために|読書案内|案内){1,8}"
)
_KOREAN = re.compile(
    r"(?=.*(?:참고|출처|인용|각주|미주|주석|문헌|읽을|읽어|자료출처))"
    r"(?:참고|출처|인용|각주|미주|주석|문헌|자료|주요|및|와|과|도서|논문|기사|목록|서적|책|글|링크"
    r"|사이트|웹|온라인"
    r"|더|함께|읽을|읽어볼|볼|만한|거리|읽기|한|된|이글의|본문|데이터|통계|추가|그밖의|·|,|의){1,8}"
)
_SURELY = re.compile(
    r"referenc|bibliogr|works cited|literature cited|verzeichnis|riferimenti|referências|библиограф"
    r"|бібліограф|^список|^перелік|^wykaz|^spis|参考|參考|引用文献|참고|kaynakça|قائمة|ثبت|المراجع"
    r"|فهرست"
    r"|संदर्भ|सन्दर्भ|ग्रंथ|référenc|\b(?:cited|consulted|consult[aé]|cit[aé][dtes]|zitiert"
    r"|verwendet"
    r"|cytowan|wykorzystan|yararlanılan)|использован|використан|quellenangabe"
)
_SENTENCE_END = re.compile(r"[.!?…。！？,;][^\w.!?…。！？,;]*$")
_MAX_WORDS = 6
_MAX_PART_WORDS = 3
_CJK_NAME = re.compile(
    r"^.{0,12}(?:参考|參考|引用|出典|文献|文獻|书目|書目|资料|資料|참고|출처|인용|문헌).{0,8}$"
)
_PART = _words(
    "primary secondary print electronic gedruckt sonstiges weiteres autres otros otras outros altri"
    " altre inne другие другое інші інше diğer أخرى"
)


def names_list(line: str) -> bool:
    """Whether the whole line is the heading of a reference list: "## Works cited", "SOURCES:"."""
    return len(line) < _LONGEST and _names_list(_heading(line))


def surely_names_list(line: str) -> bool:
    """Whether only a list of works can follow such a heading: "Bibliography"."""
    return _SURELY.search(_heading(line)) is not None


def may_name_list(line: str) -> bool:
    """Whether a line with a word for a list can be its heading: "Полезные источники и сайты"."""
    if len(line) >= _LONGEST or _SENTENCE_END.search(line) or line[:1].islower():
        return False
    words = _split(_heading(line))
    return 0 < len(words) <= _MAX_WORDS and (
        any(_any_form(word, _NAMES | _WORKS) for word in words)
        or _CJK_NAME.search(line) is not None
    )


def names_part(line: str) -> bool:
    """Whether the whole line can be the heading of a list's part: "Books and articles", "Web"."""
    if len(line) >= _LONGEST or line.rstrip().endswith((".", "。")):
        return False
    heading = _heading(line)
    if _names_list(heading):
        return True
    words = _split(heading)
    return any(word in _PARTS for word in words) and all(map(_is_known, words))


def may_name_part(line: str) -> bool:
    """Whether a line with a word for works can be the heading of a list's part: "Court papers"."""
    if len(line) >= _LONGEST or _SENTENCE_END.search(line) or line[:1].islower():
        return False
    words = _split(_heading(line))
    return 0 < len(words) <= _MAX_PART_WORDS and any(word in _PARTS | _NAMES for word in words)


def level(line: str) -> int:
    """How deep a heading is by its marking: 1 to 6 for Markdown's signs, 7 in bold, else 8."""
    if signs := _ATX.match(line):
        return len(signs[1])
    return 7 if _BOLD.match(line) else 8


def is_marked(line: str) -> bool:
    """Whether a line is marked as any heading: "## What next", "**What next**"."""
    return _ATX.match(line) is not None or _BOLD.match(line) is not None


def _heading(line: str) -> str:
    words = line.strip().strip("#").strip(_EDGES)
    words = _NUMBERING.sub("", words, count=1).replace("\u200c", "").replace("’", "'")
    return " ".join(words.casefold().replace("i\u0307", "i").split())


@lru_cache(maxsize=4_096)
def _names_list(heading: str) -> bool:
    if heading in _FOLDED_PHRASES:
        return True
    solid = heading.replace(" ", "")
    if _CJK.fullmatch(solid) or _KOREAN.fullmatch(solid):
        return True
    words = _split(heading)
    if not words or not all(map(_is_known, words)):
        return False
    if any(_any_form(word, _NAMES) for word in words):
        return True
    works = any(_any_form(word, _WORKS) for word in words)
    return works and any(_any_form(word, _USED) for word in words)


def _split(heading: str) -> list[str]:
    parted = heading.replace("l'", "l' ").replace("d'", "d' ")
    return [word for word in _SEPARATORS.split(parted) if word]


def _is_known(word: str) -> bool:
    return _any_form(word, _KNOWN)


def _any_form(word: str, words: frozenset[str]) -> bool:
    """Whether a word is among others, also with the Arabic article, "and" or "for" before it."""
    if word in words:
        return True
    bare = re.sub("^و?(?:ال|لل)?", "", word)
    return bare != word and bare in words


_KNOWN = _NAMES | _WORKS | _PLACES | _USED | _JOINERS | _PART
_PARTS = _WORKS | _PLACES | _PART
_FOLDED_PHRASES = frozenset(phrase.casefold().replace("\u200c", "") for phrase in _PHRASES)
