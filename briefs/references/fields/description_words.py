"""Words for the kind of a work, as descriptions in brackets have them, by CSL type."""

KINDS_BY_DESCRIPTION = (
    (
        "report",
        (
            r"(?:press|news|media) release|press statement|pressemitteilung|presseinformation"
            r"|pressemeldung|communiqué(?: de presse)?|comunicado(?: de (?:prensa|imprensa))?"
            r"|nota de (?:prensa|imprensa)|comunicato(?: stampa)?|komunikat prasowy|persbericht"
            r"|пресс-релиз|пресреліз|прес-реліз|basın (?:açıklaması|bülteni)|بيان صحفي"
        ),
    ),
    (
        "post",
        (
            r"tweets?(?: thread)?|post|status update|toot|skeet|thread|telegram(?: post)?|tuit"
            r"|mensaje"
            r"|publicación|publicação|beitrag|publication facebook|пост|твит|твіт|запись|допис"
            r"|сообщение|повідомлення|instagram (?:photo|post)|facebook post|linkedin post"
            r"|comment|online forum post|reddit post|(?:blog)?reactie|answer|comentario"
        ),
    ),
    (
        "dataset",
        (
            r"data ?sets?|data ?base|data file|datensatz|daten|conjunto de (?:datos|dados)"
            r"|jeu de données|base de (?:datos|données|dados)|набор данных|набір даних"
        ),
    ),
    (
        "software",
        (
            r"(?:computer |mobile |application )?software|computer program|mobile app|app"
            r"|source code"
            r"|code|(?:r|python) package|large language model|ai model|generative ai|video game"
            r"|программа|python-paket|logiciel|programa"
        ),
    ),
    (
        "post-weblog",
        r"(?:web ?)?blog(?: post| entry)?|blog ?eintrag|entrada de blog|billet(?: de blog)?",
    ),
    (
        "motion_picture",
        (
            r"(?:online |youtube |streaming )?videos?(?: file| clip)?|vídeo|видео|відео|vidéo"
            r"|filmpje"
            r"|webinar|ted talk|youtube|(?:archivo|ficheiro|arquivo) de v[ií]deo"
        ),
    ),
    (
        "speech",
        (
            r"speech(?: transcript| audio recording)?|lecture|address|keynote(?: address)?|sermon"
            r"|conference (?:session|presentation)|paper presentation|discurso|discours|rede"
            r"|vortrag"
            r"|presentation|powerpoint(?: slides)?|slides"
        ),
    ),
    ("interview", r"interview(?: transcript)?|entrevista|entretien|intervista|wywiad|интервью"),
    ("map", r"map|interactive map|karte|mapa|carte"),
    (
        "graphic",
        (
            r"photographs?|photo|infographic|image|painting|cartoon|chart|illustration|figure"
            r"|fotografía|foto|grafik|afbeelding|imagen|imagem|abbildung"
        ),
    ),
    (
        "report",
        (
            r"(?:policy |working |research |white |discussion |issue )?(?:paper|brief)|fact ?sheet"
            r"|report|technical report|bericht|rapport|informe|relatório|отчет|отчёт|доклад"
        ),
    ),
    (
        None,
        (
            r"(?:electronic|online|internet) resource|электронный ресурс|електронний ресурс|текст"
            r"|website|web ?page|web ?site|сайт|веб-сайт|wikipedia"
            r"|ресурс|unpublished manuscript|manuscript|brochure|pamphlet|review|editorial|op-ed"
            r"|letter to the editor|news article|article|newspaper article|advertisement"
            r"|course notes"
        ),
    ),
)
