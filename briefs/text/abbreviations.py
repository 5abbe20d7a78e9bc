"""The words of each language whose full stop need not end a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class Abbreviations:
    """Words without their last stop, as written; inner stops are kept ("e.g", "p.m").

    `titles` never end a sentence. `shortened` end one only before a word that opens sentences
    (`openers`) and never before a digit. `numbered` do not end one before a digit. With `ordinals`
    a stop after a small number makes it an ordinal ("am 3. Oktober").
    """

    titles: frozenset[str]
    shortened: frozenset[str]
    numbered: frozenset[str]
    openers: frozenset[str]
    ordinals: bool = False


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ENGLISH = Abbreviations(
    titles=_words(
        "Mr Mrs Ms Mx Messrs Mmes Dr Drs Prof Gov Lt Sen Sens Rep Reps Pres Sgt Maj Gen Col Cmdr "
        "Capt Cpl Pvt Pfc Adm Brig Supt Insp Det Rev Revd Fr Hon Amb Sec Atty Asst Assoc Ald "
        "Pte Spc Cdr Ven Msgr Mgr Rt Mt Ft vs v cf e.g i.e eg ie viz Gens Govs Profs Revs Lts "
        "Cols a.k.a d.b.a incl excl orig Cllr Sgts Treas Sir"
    ),
    shortened=_words(
        "Inc Ltd Corp Co Cos Bros LLC plc Intl Natl Dept Div Est Assn Univ Inst Acad Jr Sr Esq St "
        "Ste Ave Blvd Rd Ln Ct Hwy Pkwy Sq Bldg Apt al et Ala Ariz Ark Calif Colo Conn Del Fla Ga "
        "Ill Ind Kan Ky La Md Mass Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Penn Tenn Tex Va Vt "
        "Wash Wis Wyo Ont Que Ph.D M.D B.A M.A M.Sc B.Sc Ph Mfg Tel Ext Rte Cal Cie Cia Jan Feb "
        "Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri Sat Yahoo "
        "Jeopardy"
    ),
    numbered=_words(
        "No Nos no nos Art Arts art Sec Secs sec Fig Figs fig figs Ch ch Chap chap Vol Vols vol "
        "vols p pp P Pp Par para Eq Eqs eq ca c circa approx est Op op Ed ed Ex Pt pt cl Cl Resp "
        "Tab Table b d r fl Sect sect ver v"
    ),
    openers=_words(
        "The This That These Those It He She They We You I But And So If In On At As When While "
        "For From An There His Her Its Their My Our Your However Although Though What Why How Who "
        "Yet Not By To With After Before Since Now Then Here Some Many Most Such Both Each All "
        "Because Despite During Under Until Once Even Also Instead Meanwhile Moreover Nor Or Only "
        "Still Today Yesterday Last Later Earlier According Nobody Everyone Critics Officials "
        "Police"
    ),
)

_FRENCH = Abbreviations(
    titles=_words(
        "M MM Mme Mmes Mlle Mlles Dr Pr Me Mgr St Ste Gal Cdt Lt cf p.ex ex env av apr bd"
    ),
    shortened=_words("etc Cie Sté Éd éd coll dir trad hab janv févr avr juil sept oct nov déc al"),
    numbered=_words("p pp n no nos art chap vol fig t al ch ann éd"),
    openers=_words(
        "Le La Les Un Une Des Il Elle Ils Elles On Nous Vous Je Ce Cet Cette Ces Mais Et Or Donc "
        "En Dans Pour Par Sur Avec Selon Après Avant Depuis Au Aux Si Quand Comme Son Sa Ses Leur "
        "Leurs Cela Ça C'est C’est Tout Toutes Tous"
    ),
)

_GERMAN = Abbreviations(
    titles=_words(
        "Dr Prof Hr Hrn Fr Frl Dipl Ing Mag St Gen Lt Hptm bzw ca vgl z.B z u.a d.h o.ä u.U i.d.R "
        "sog gem lt inkl exkl evtl ggf insb u B d h i a s.o s.u zzgl abzgl bspw max min Mio Mrd"
    ),
    shortened=_words(
        "Inc Co Str usw etc Jan Feb Apr Aug Sept Okt Nov Dez Tel geb gest Hrsg hrsg Aufl Abs "
        "v.Chr n.Chr Chr Jh Jhdt"
    ),
    numbered=_words("Nr Nrn S Bd Art Abs Kap Abb Tab Ziff Rn Az ff f"),
    openers=_words(
        "Der Die Das Den Dem Ein Eine Einen Einem Einer Er Sie Es Wir Ich Ihr Aber Und Doch Auch "
        "In Im Am An Auf Bei Mit Nach Seit Von Vor Zu Zum Zur Für Als Wenn Weil Da Dann Dort Hier "
        "So Diese Dieser Dieses Man Nun Jetzt Damit Dabei Dazu Laut Trotz Während Nicht Was Wer "
        "Wie"
    ),
    ordinals=True,
)

_SPANISH = Abbreviations(
    titles=_words(
        "Sr Sra Sres Sras Srta Dr Dra Dres Prof Profa Lic Ing Arq Gral Cnel Cap Tte Mons Fr Sto "
        "Sta D Dña Excmo Ilmo p.ej ej cf vs Ud Uds Vd Vds"
    ),
    shortened=_words("etc Cía Av Avda Ltda S.A Inc aprox dpto EE.UU EE UU al a.C d.C ss tel"),
    numbered=_words("p pág págs núm núms n nº art arts cap vol fig t ed"),
    openers=_words(
        "El La Los Las Un Una Unos Unas Él Ella Ellos Ellas Esto Este Esta Estos Estas Ese Esa "
        "Eso Pero Y O Si En Con Por Para Según Tras Desde Hasta Cuando Como Aunque Además También "
        "Sin Su Sus Se No Lo Al A De Del Ya Hoy Ayer Así"
    ),
)

_PORTUGUESE = Abbreviations(
    titles=_words(
        "Sr Sra Srs Sras Srta Dr Dra Drs Prof Profa Eng Gen Cel Cap Ten Dep Sen Min D Dom Exmo Pe "
        "p.ex ex cf vs"
    ),
    shortened=_words("etc Cia Av Ltda S.A Inc aprox R Pça Est al a.C d.C tel"),
    numbered=_words("p pág págs n nº núm art arts cap vol fig t ed"),
    openers=_words(
        "O A Os As Um Uma Uns Umas Ele Ela Eles Elas Isso Isto Este Esta Esse Essa Mas E Ou Se Em "
        "No Na Nos Nas Com Por Para Segundo Após Desde Até Quando Como Embora Além Também Sem Seu "
        "Sua Não Ao Aos Já Hoje Ontem Assim De Do Da"
    ),
)

_ITALIAN = Abbreviations(
    titles=_words(
        "Sig Sigg sig Sig.ra Sig.na Dott dott Dr dr Dott.ssa dott.ssa Prof prof Prof.ssa Avv avv "
        "Ing Arch Geom Gen Col Cap On Sen Mons S p.es es cfr vs"
    ),
    shortened=_words("ecc etc S.p.A S.r.l Inc ca tel all a.C d.C"),
    numbered=_words("p pp pag pagg n nn art artt cap vol fig t ed c"),
    openers=_words(
        "Il Lo La I Gli Le Un Uno Una Egli Ella Lui Lei Loro Questo Questa Questi Queste Quello "
        "Ma E O Se In Nel Nella Con Per Secondo Dopo Prima Da Dal Dalla Di Del Della Quando Come "
        "Anche Inoltre Non Si Al Alla A Su Sul Oggi Ieri Così È"
    ),
)

_RUSSIAN = Abbreviations(
    titles=_words(
        "г гг ул пр просп пл им акад проф доц д-р ген полк т.е т т.к т.н т.д напр см ср гр св о "
        "оз р пос дер обл р-н и.о"
    ),
    shortened=_words("др пр т.п т.д т.ч руб коп тыс млн млрд трлн в вв н.э э кв м корп стр тел"),
    numbered=_words("с стр гл рис табл ст п пп т тт ч № кн вып изд д кв"),
    openers=_words(
        "Он Она Оно Они Мы Вы Я Это Этот Эта Эти Но А И В Во На По При Для Если Когда Как Так "
        "Также Однако Поэтому Кроме После До С Со Из К От О Об За Тем Там Здесь Не Все Всё Его Её "
        "Их У"
    ),
)

_UKRAINIAN = Abbreviations(
    titles=_words(
        "м р рр вул просп пл пров бул ім акад проф доц д-р ген полк т.зв тобто т напр див пор св "
        "о оз с смт обл р-н в.о"
    ),
    shortened=_words("ін т.д т.п т.ч грн коп тис млн млрд трлн ст н.е е кв корп тел"),
    numbered=_words("с стор гл рис табл ст п пп т тт ч № кн вип вид буд"),
    openers=_words(
        "Він Вона Воно Вони Ми Ви Я Це Цей Ця Ці Але А І Й В У На По При Для Якщо Коли Як Так "
        "Також Однак Проте Тому Крім Після До З Із Зі Від За Та Там Тут Не Усі Всі Його Її Їх О "
        "Об"
    ),
)

_ARABIC = Abbreviations(
    titles=_words("د أ م ا ص ب.ب أ.د"),
    shortened=_words("إلخ الخ هـ"),
    numbered=_words("ص ج ع م ط"),
    openers=frozenset(),
)

_BY_LANGUAGE: Mapping[str, Abbreviations] = MappingProxyType(
    {
        "en": _ENGLISH,
        "fr": _FRENCH,
        "de": _GERMAN,
        "es": _SPANISH,
        "pt": _PORTUGUESE,
        "it": _ITALIAN,
        "ru": _RUSSIAN,
        "uk": _UKRAINIAN,
        "ar": _ARABIC,
    }
)


def abbreviations(language: str) -> Abbreviations:
    """Those of an ISO 639-1 language; English where it is not known."""
    return _BY_LANGUAGE.get(language, _ENGLISH)
