"""Telling an organisation's name from a person's, by its words and the way it is written."""

import re

# English, German, French, Spanish, Italian, Portuguese, Dutch, Swedish, Polish, Turkish, Russian
# and Ukrainian
_TELLING = """
academy act administration affairs agence agencia agency agentur agenzia alliance amt archive
archives army assembly assemblée associated associates association associação authority bank blog
board branch broadcasting bundesamt bundesministerium bundesregierung bureau business cabinet
campaign center centers centre centro centrum chamber channel city civil club coalition college
comisión comité command commissie commission committee community company congress conseil consejo
consortium constitution convention corporation corps council court database defence defense
democracy department desk deutsche development dictionary directorate division editor editorial
editors education embassy encyclopaedia encyclopedia energy enterprise exchange executive factbook
federal federation fondation force forces forum foundation fund fundación fundação funds gallery
gesellschaft global gobierno gouvernement government governo group health house human inc
initiative institut institute institution institutions instituto intelligence international
istituto journal justice laboratory labour league library limited llc ltd magazine media
ministerio ministero ministry ministère ministério monitor movement museum nachrichten nation
national nations network news newspaper newsroom newswire nyheter observatoire observatorio
observatory office official online organisation organization panel parliament partners partnership
party platform police policy prensa press presse program programme project public publishing radio
redacción redactie redaktion redaktionen redazione redação regering relief report reporter
reporters república research resources review rights rédaction school science secretariat security
senate service services society solutions staff state states statistics stichting stiftung
strategy studies system task team technologies technology television tidningen times today trade
tribunal trust union united universidad universidade universiteit university università
universität université verband verein verlag watch web workers workshop writers zeitung агентство
институт комитет министерство редакция университет фонд центр
banca banco banque bundeszentrale landeszentrale jazeera mundial outreach prize
airlines america africa asia autoridad autoridade authorities awareness bbc
belediyesi bakanlığı birliği brasil bundestag bundestags bundesanstalt bundesgericht cámara câmara
canada care champions charity commons comptes confederation conservation consulting corp cour
contributors reserves
derneği dergisi diputación dirección entertainment environment europe facts films fisheries
fraunhofer fundacja główny hafenamt handelsblatt healthcare hospital institutet instytut insurance
journalists kids kurumu labs landesamt life marketing meclisi ministerstwo motors municipal
municipality mum nature navy ocean oceans parlament parlement pharma polizei port ports prefeitura
presidency productions rada railway records sanctuary schools secretaría secretaria software
solutions statistik statistisches studio studios support talks tv twitter umweltbundesamt
systems developers semiconductor semiconductors electronics devices robotics docs engineering users
uniwersytet urząd vakfı water wetlands wikipedia wildlife world youth zarząd ajansı
администрация академия агентства банк бюро вестник газета департамент дума комиссия корпорация
музей объединение отдел палата правительство префектура прокуратура росстат служба совет союз суд
управление федерация ведомости агенція адміністрація академія видавництво держава держслужба
інститут кабінет комісія комітет міністерство рада спілка управління університет порт
"""
_WORDS = frozenset(_TELLING.split())
_ARABIC_WORDS = """
مجلس وزارة وكالة منظمة جامعة مركز معهد مؤسسة جريدة صحيفة قناة شبكة هيئة لجنة حكومة بنك
جمعية اتحاد أمم سلطة ديوان دائرة محكمة سازمان وزارت دانشگاه خبرگزاری شهرداری روزنامه بانک
"""
_ARABIC = frozenset(_ARABIC_WORDS.split())
"""Without the article."""
_JOINING = re.compile(
    r"(?<!\w)(?:of|for|the|on|against|without|to|at|in|und|für|&|pour|por|per)(?!\w)"
)
_ACRONYM = re.compile(r"\b(?!(?:II|III|IV|JR|SR)\b)[A-ZÀ-Þ]{2,}(?:[’'][a-z]+)?\b")
_INITIALISM = re.compile(r"(?:U\.N\.|U\.S\.|E\.U\.|U\.K\.|UN|US|EU|UK) \w")
_INNER_CAPITAL = re.compile(r"\b(?!Mc|Mac|De|Di|Du|La|Le|Van|Fitz|O[’'])[^\W\d_]+[a-z][A-Z]")


def has_telling_word(name: str) -> bool:
    return not _WORDS.isdisjoint(re.findall(r"[^\W_]+", name.casefold()))


def is_organisation(name: str) -> bool:
    """Whether `name` is one, as far as its wording tells: "Pew Research Center", "UT Austin"."""
    words = re.findall(r"[^\W_]+", name.casefold())
    return bool(
        has_telling_word(name)
        or _INITIALISM.match(name)
        or not _ARABIC.isdisjoint(word.removeprefix("ال") for word in words)
        or any(char.isdigit() for char in name)
        or _JOINING.search(name)
        or name.casefold().startswith("the ")
        or (_ACRONYM.search(name) and not name.isupper())
        or _INNER_CAPITAL.search(name)
    )
