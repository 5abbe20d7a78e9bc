"""What stands around a reference list: its heading and those of its parts, in many languages, and
what may follow it: a note on the author, rights, related pieces.

A heading is put together of few words: what is listed ("sources", "works"), how it was used
("cited", "further") and what joins them ("list", "of", "and"). The whole line consists of such
words, so that "Sources of the Danube" is no heading of a list and "Cited Sources and Links" is one.
"""

import re
from functools import lru_cache

from briefs.references.list_heading_words import (
    JOINERS,
    NAMES,
    PART,
    PHRASES,
    PLACES,
    USED,
    WORKS,
)

_LONGEST = 60
_ATX = re.compile(r"(#{1,6})\s+\S")
_BOLD = re.compile(r"(\*\*|__)[^*_]+\1:?\s*$")
_NUMBERING = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})?|[ivxIVX]{1,4}|[A-Z](?=[.)]))[.)]?\s+")
_EDGES = " \t*_=-–—:：.•·|【】[]()（）《》〈〉「」■◆●▼▶"
_SEPARATORS = re.compile(r"[\s/,;:&+()«»“”\"]+|\s[–—-]\s|[–—]|-(?=\s)")


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
        any(_any_form(word, NAMES | WORKS) for word in words) or _CJK_NAME.search(line) is not None
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
    return 0 < len(words) <= _MAX_PART_WORDS and any(word in _PARTS | NAMES for word in words)


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
    if any(_any_form(word, NAMES) for word in words):
        return True
    works = any(_any_form(word, WORKS) for word in words)
    return works and any(_any_form(word, USED) for word in words)


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


_KNOWN = NAMES | WORKS | PLACES | USED | JOINERS | PART
_PARTS = WORKS | PLACES | PART
_FOLDED_PHRASES = frozenset(phrase.casefold().replace("\u200c", "") for phrase in PHRASES)


_HEADINGS = (
    r"about (?:us|the (?:authors?|contributors?|writer))|author bio|contributors?|biograph(?:y"
    r"|ical note)"
    r"|acknowledge?ments?|appendix(?: [a-z\d])?|glossary"
    r"|(?:image|photo|picture) (?:credits?|sources)"
    r"|(?:über|zu) (?:die|den|der) autor(?:in|en|innen)?|zu[rm] (?:autor(?:in)?|person)"
    r"|die autor(?:in|en)"
    r"|der autor|anhang|bildnachweise?|bildquellen?|danksagung|impressum|mehr zum thema"
    r"|(?:à propos d|biographie d)(?:e l['’]|u |es )(?:auteur|autrice|auteure)s?"
    r"|l['’]aut(?:eur|rice|eure)|les auteurs|annexes?|crédits(?: photo(?:s|graphiques)?)?"
    r"|remerciements"
    r"|à lire aussi|lire aussi|sur le même sujet"
    r"|(?:sobre|acerca de) (?:el|la|los|las|o|a|os|as) autor(?:a|es|as)?|(?:el|la|o|a"
    r"|l) autor(?:a)?"
    r"|anexos?|apéndices?|apêndices?|agradecimientos|agradecimentos|créditos(?: fotográficos)?"
    r"|lee también|te puede interesar|leia também|leia mais|notas? (?:sobre|do) (?:o )?autor"
    r"|(?:sull?['’ ]?|l['’]|gli )aut(?:ore|rice|ori)|appendice|allegati|ringraziamenti|leggi anche"
    r"|crediti(?: fotografici)?|nota biografica"
    r"|o autor(?:ze|ce|kach|ach)|autor(?:ka)?|aneks|załącznik(?:i)?|podziękowania|czytaj (?:też"
    r"|także|więcej)"
    r"|zobacz (?:też|także)|nota o autor(?:ze|ce)"
    r"|об автор(?:е|ах)|приложени[ея]|благодарности|читайте (?:также|ещё|еще)|по теме"
    r"|про автор(?:а|ку|ів|ок)|автор(?:ка)?|додат(?:ок|ки)|подяки?|читайте (?:також|ще)"
    r"|عن (?:ال)?كاتب(?:ة)?|نبذة عن ال(?:كاتب|مؤلف)(?:ة)?|ملا?حق|ملحق|شكر وتقدير|اقرأ أيض[اً]{1,2}"
    r"|yazar(?:lar)? hakkında|ekler|teşekkür|ilgili (?:yazılar|haberler)"
    r"|(?:作者|译者|譯者)(?:简介|簡介|介绍|介紹)?|关于作者|關於作者|附录|附錄|致谢|致謝|相关(?:阅读"
    r"|文章|报道|新闻)|相關(?:閱讀|文章|報導|新聞)"
    r"|(?:著者|筆者|執筆者|作者)(?:について|紹介|略歴|プロフィール)?|プロフィール|付録|補遺|謝辞"
    r"|関連記事|あわせて読みたい"
    r"|(?:필자|저자|작가|글쓴이)(?: ?(?:소개|약력))?|부록|감사의 (?:글|말)|관련 ?(?:기사|글)|지은이"
)
_HEADING = re.compile(rf"(?:{_HEADINGS})\W*", re.IGNORECASE)
"""Headings of what follows a list, each a whole line."""

_RIGHTS = (
    r"all rights reserved|alle rechte (?:vorbehalten|bei)|tous droits réservés"
    r"|(?:todos )?los derechos reservados"
    r"|todos os direitos reservados|tutti i diritti (?:sono )?riservati|wszelkie prawa zastrzeżone"
    r"|все права (?:защищены|сохранены)|[ву]сі права (?:захищен[оі]|застережен[оі])|(?:جميع|كل"
    r"|كافة) الحقوق محفوظة"
    r"|tüm hakları? saklıdır|版权所有|版權所有|著作権|無断(?:転載|複製)|転載を?禁|转载请|轉載請"
    r"|未经(?:许可|授权)|무단 ?(?:전재|복제)"
    r"|저작권|creative commons|\bCC[ -]BY\b"
)
_PROFESSIONS = (
    r"fellow|professor|lecturer|analyst|researcher|journalist|reporter|correspondent|editor|writer"
    r"|columnist|director|scholar|author|student|candidate|expert|consultant|contributor|historian"
    r"|economist|member|co-?founder|photographer|critic|translator"
)
_PROFESSIONS_ABROAD = (
    r"journalist(?:in|e)?|redakteur(?:in)?|autorin?|historiker(?:in)?|professor(?:in)?"
    r"|schriftsteller(?:in)?"
    r"|wissenschaftler(?:in)?|forscher(?:in)?|auteure?|autrice|autora|historienne?|chercheu(?:r|se)"
    r"|professeure?"
    r"|écrivaine?|rédact(?:eur|rice)|essayiste|économiste|periodista|historiador(?:a)?|escritora?"
    r"|profesora?"
    r"|investigadora?|jornalista|professora?|pesquisadora?|giornalista|storic[oa]|scritt(?:ore"
    r"|rice)"
    r"|professoressa|docente|ricercat(?:ore|rice)|dziennikar(?:ką|zem)|history(?:kiem|czką)"
    r"|pisar(?:zem|ką)"
    r"|autor(?:em|ką)|profesor(?:em|ką)|badacz(?:em|ką)|журналист(?:ка)?|историк|писатель(?:ница)?"
    r"|профессор"
    r"|публицист|исследователь(?:ница)?|журналіст(?:ка)?|історик(?:иня)?|письменни(?:к|ця)"
    r"|професор(?:ка)?|дослідни(?:к|ця)"
)
_BIO = re.compile(
    rf"\b(?:is|was|are) (?:an?|the|based|currently|also)\b.{{0,80}}\b(?:{_PROFESSIONS})\b"
    r"|\b(?:writes (?:about|on|for)|lives in|is based in|views expressed (?:here|in))\b"
    # The verb is short and common, so that the name before it stands at the beginning.
    r"|^(?!\W)[^.!?]{3,60}?(?: (?:ist|est|es|é|è|jest|är|är en|is een)|,| [–—]) (?!.*(?:19|20)\d\d)"
    rf"[^.!?]{{0,60}}?\b(?:{_PROFESSIONS_ABROAD})\b"
    r"|^[^.!?,]{3,60}\b(?:lebt in|lebt und arbeitet|schreibt für|vit (?:à|en|au)|écrit pour"
    r"|vive (?:en|em|no|na|a)"
    r"|escribe (?:en|para)|escreve (?:em|para)|scrive per|mieszka w|pisze dla|живёт|живет|живе (?:у"
    r"|в)|пишет (?:для|о)|пише (?:для|про))\b"
    r"|^[^.]{3,80}(?:gazeteci(?:dir)?|yazardır|yazarı(?:dır)?|profesördür|yaşıyor|yaşamaktadır"
    r"|yaşar|görev yapmaktadır)\b"
    r"|^[^،.]{3,60}(?:صحفي|صحافي|كاتب|باحث|أستاذ|أكاديمي|محرر)ة?\b(?!.*\d{4})|(?:^| )(?:يقيم"
    r"|تقيم) في "
    r"|^.{2,20}(?:記者|记者|ジャーナリスト|ライター|作家|编辑|編輯|編集者|撰稿人|研究員|研究员|教授"
    r"|讲师|講師|専門家)(?:[，,。、.]|$)"
    r"|(?:现居|現居|现任|現任|毕业于|畢業於|常驻).{1,20}|(?:市|区|県|都|府|町)?(?:在住"
    r"|生まれ)[。.]?"
    r"|(?:기자|작가|교수|연구원|연구자|편집자|칼럼니스트|소장)(?:이며|이자|이다|로 |로서|입니다)"
    r"|에 (?:산다|거주)",
    re.IGNORECASE,
)
"""A sentence on a person: what they do, where they live."""

_PREFIXED = re.compile(
    r"^(?:©|\(c\)\s|copyright\b|licen[cs]ed under|about the authors?\b"
    r"|about us\b|author bio|share (?:this|on|via)\b|follow (?:us|him|her|them|the author)\b"
    r"|subscribe\b|sign up\b|newsletter\b|related\b|read (?:more|next|also)\b"
    r"|more (?:from|on|about)\b"
    r"|see also\b.{0,3}$|you may also like\b|recommended\b|popular\b|most read\b|tags?:"
    r"|topics?:|filed under\b"
    r"|categor(?:y|ies):|comments?\b.{0,20}$|contact\b|disclaimer\b|disclosure\b|correction\b"
    r"|editor[’']s note|the views?\b|the opinions?\b|views expressed|opinions expressed"
    r"|this (?:article|piece|post|analysis|essay|work|commentary|report|text|story)\b"
    r"|(?:a|an earlier) version of this\b"
    r"|originally (?:published|appeared)|first published|acknowledge?ments?\b|image credits?\b"
    r"|photo(?: credits?)?:|previous\b.{0,40}$|next\b.{0,40}$|back to\b|print\b.{0,20}$"
    r"|email\b.{0,20}$"
    r"|über de[nr] autor|à propos de l|sobre el autor|over de auteur|om författaren|o autorze"
    r"|об авторе"
    r"|diese[rs]? (?:artikel|text|beitrag|essay|werk)\b|cet(?:te)? (?:article|texte|œuvre"
    r"|analyse)\b|ce texte\b"
    r"|est[ea] (?:artículo|texto|obra|ensayo|artigo)\b|quest[oa] (?:articolo|testo|opera)\b"
    r"|t(?:en|o) (?:artykuł|tekst|utwór)\b|(?:эта|данная|настоящая) (?:статья|публикация)"
    r"|этот текст"
    r"|(?:ця|дана) (?:стаття|публікація)|цей текст|نُ?شر(?:ت)? هذ[اه]|هذ[اه] (?:المقال|النص"
    r"|الدراسة)"
    r"|bu (?:yazı|makale|metin)\b|本文(?!献)|本稿|この記事|この文章|이 (?:글|기사|논문)[은는이]"
    r"|(?:teilen|partager|compartir|compartilhar|partilhar|condividi|udostępnij|поделиться"
    r"|поділитися"
    r"|شارك|مشاركة|paylaş|分享|シェア|공유)\b.{0,30}$"
    r"|(?:foto|photo|fotografia|фото|照片|写真|사진|fotoğraf|الصورة)s? ?[:：])",
    re.IGNORECASE,
)
_RIGHTS_WITHIN = re.compile(_RIGHTS, re.IGNORECASE)
_RULE = re.compile(r"[\W_]*$")
_MARKUP = re.compile(r"^[#*_>\s]+")
_LONGEST_HEADING = 60
_LONGEST_RIGHTS = 300


def is_trailer(raw: str) -> bool:
    """Whether a paragraph is of the kind that follows a piece."""
    shown = _MARKUP.sub("", raw[:400])
    if len(shown) < _LONGEST_HEADING and _HEADING.fullmatch(shown.rstrip("*_# ")):
        return True
    return any(form.search(shown) is not None for form in (_PREFIXED, _RIGHTS_WITHIN, _BIO))


def is_rule(raw: str) -> bool:
    """Whether a paragraph is only a horizontal rule: "---", "* * *"."""
    return _RULE.match(raw) is not None
