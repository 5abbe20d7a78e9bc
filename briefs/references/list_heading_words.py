"""The words of which headings of reference lists are put together, in many languages."""


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
