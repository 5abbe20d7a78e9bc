"""Words of the headings of reference lists, and of what follows lists, in many languages."""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.casefold().split())


NAMES = _words("""
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

WORKS = _words("""
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

USED = _words("""
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

JOINERS = _words("""
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

PLACES = _words("""
    resources links websites webpages pages sites internetseiten webseiten webseite internet web
    netz ressources liens recursos enlaces sitios páginas ligações risorse link collegamenti siti
    strony linki сайты ресурсы сайти ресурси интернет-ресурсы інтернет-ресурси bağlantılar linkler
    روابط مواقع
""")
"""What may be listed with works, and alone is a list of links: "Additional resources"."""

PHRASES = frozenset(
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
PART = _words(
    "primary secondary print electronic gedruckt sonstiges weiteres autres otros otras outros altri"
    " altre inne другие другое інші інше diğer أخرى"
)
KNOWN = NAMES | WORKS | PLACES | USED | JOINERS | PART
PARTS = WORKS | PLACES | PART
FOLDED_PHRASES = frozenset(phrase.casefold().replace("\u200c", "") for phrase in PHRASES)
CJK_HEADING = re.compile(
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
KOREAN_HEADING = re.compile(
    r"(?=.*(?:참고|출처|인용|각주|미주|주석|문헌|읽을|읽어|자료출처))"
    r"(?:참고|출처|인용|각주|미주|주석|문헌|자료|주요|및|와|과|도서|논문|기사|목록|서적|책|글|링크"
    r"|사이트|웹|온라인"
    r"|더|함께|읽을|읽어볼|볼|만한|거리|읽기|한|된|이글의|본문|데이터|통계|추가|그밖의|·|,|의){1,8}"
)
SURELY_HEADING = re.compile(
    r"referenc|bibliogr|works cited|literature cited|verzeichnis|riferimenti|referências|библиограф"
    r"|бібліограф|^список|^перелік|^wykaz|^spis|参考|參考|引用文献|참고|kaynakça|قائمة|ثبت|المراجع"
    r"|فهرست"
    r"|संदर्भ|सन्दर्भ|ग्रंथ|référenc|\b(?:cited|consulted|consult[aé]|cit[aé][dtes]|zitiert"
    r"|verwendet"
    r"|cytowan|wykorzystan|yararlanılan)|использован|використан|quellenangabe"
)
CJK_NAME = re.compile(
    r"^.{0,12}(?:参考|參考|引用|出典|文献|文獻|书目|書目|资料|資料|참고|출처|인용|문헌).{0,8}$"
)
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
TRAILER_HEADING = re.compile(rf"(?:{_HEADINGS})\W*", re.IGNORECASE)
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
BIOGRAPHY = re.compile(
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

TRAILER_OPENING = re.compile(
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
RIGHTS = re.compile(_RIGHTS, re.IGNORECASE)
