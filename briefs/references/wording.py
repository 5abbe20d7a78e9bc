"""Words that tell what part of an academic entry they stand in: places, publishers, terms."""

_LISTED = {
    "in": "in dans en",
    "and": "and & et und y e a och",
    "et al": "al others",
    "editor": "ed eds editor editors edited hrsg hg éd éds dir coord",
    "translator": "trans translated translation traduction übers trad transl tr",
    "edition": "edition edn édition aufl auflage revised second third ed",
    "volume": "vol vols volume volumes no nos n° nr bd band tome t v issue iss number jg heft n",
    "pages": "p pp page pages s ff pgs",
    "meeting": """proceedings proc conference conf workshop symposium symp meeting congress actes
        colloquium colloque advances lecture notes presented tagung abstracts""",
    "ordinal": """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
        annual biennial international""",
    "journal": """journal j jnl review rev reviews transactions trans bulletin bull annals ann
        letters lett quarterly magazine revue zeitschrift archives archiv arch acta american am
        european eur science sci research res studies int international communications comm
        communication record reports newsletter rivista cahiers annales physics phys chemistry chem
        medicine med biology biol genet math psychol soc nature appl engineering eng""",
    "newspaper": "times post news guardian herald tribune daily zeitung monde gazette observer",
    "publisher": """press presses university univ publishers publishing publications pub verlag
        éditions editions books book wiley springer springer-verlag elsevier routledge sage
        mcgraw-hill mcgraw hill prentice prentice-hall addison-wesley addison wesley inc ltd co
        sons academic blackwell macmillan palgrave penguin norton harper harpercollins random
        harcourt houghton mifflin brill gruyter kluwer birkhäuser pergamon plenum freeman
        kaufmann kaufman holland north-holland erlbaum lawrence guilford basic free vintage knopf
        doubleday scribner scribner's bantam faber methuen allen unwin longman longmans heinemann
        clarendon oxford cambridge yale harvard princeton mit stanford california chicago cornell
        columbia duke minnesota johns hopkins ashgate seuil gallimard puf harmattan larousse
        hachette flammarion armand colin minuit dunod payot fayard suhrkamp fischer reclam rowohlt
        beck klett cotta campus mouton niemeyer fink laterza einaudi mondadori il mulino crc ieee
        acm aaai siam ios omnipress usenix imprenta editora editorial ediciones siglo paidós
        institute institut department dept""",
    "thesis": "thesis dissertation ph.d phd ph.d. doctoral master's masters m.sc msc diss thèse",
    "report": """report technical tech tr working paper memo memorandum rapport preprint manuscript
        deliverable draft""",
    "place": """amsterdam ann arbor antwerp athens atlanta austin baltimore bangkok barcelona basel
        basingstoke beijing belfast belgrade bern berkeley berlin bloomington bochum bologna bonn
        boston boulder brighton bristol brussels bruxelles bucharest budapest buenos aires buffalo
        cairo cambridge canberra canterbury cardiff chapel hill chicago chichester cleveland cologne
        copenhagen dallas darmstadt delhi denver dordrecht dresden dublin durham düsseldorf
        edinburgh englewood cliffs essex florence frankfurt freiburg geneva genève ghent glasgow
        göttingen graz groningen hague halle hamburg hannover harmondsworth heidelberg helsinki
        hillsdale hoboken hong kong honolulu houston istanbul ithaca jena jerusalem johannesburg
        kyoto københavn köln lausanne leeds leiden leipzig leuven lille lima lincoln lisbon lisboa
        liverpool ljubljana london londres los altos angeles louvain lund lyon madison madrid
        mahwah malden manchester marseille melbourne menlo park méxico miami milan milano
        minneapolis minnetonka montreal montréal moscow mumbai munich münchen nairobi naples napoli
        new haven jersey york newark newbury norman norwich notre dame oakland orlando oslo osaka
        ottawa oxford padua paris park philadelphia pisa pittsburgh prague praha princeton québec
        reading rennes rio janeiro riga roma rome rotterdam salzburg san diego francisco jose
        santa barbara monica cruz fe santiago são paulo seattle seoul shanghai singapore sofia
        southampton springfield stanford stockholm strasbourg stuttgart sydney taipei
        tallinn tampa tel aviv thousand oaks tokyo torino toronto toulouse tübingen turin tuscaloosa
        uppsala urbana utrecht vancouver venice vienna vilnius warsaw warszawa washington
        wellington westport wien wiesbaden würzburg zagreb zurich zürich""",
    "region": """australia austria belgium brazil canada chile china croatia czech denmark egypt
        england estonia finland france germany greece hungary iceland india indonesia ireland
        israel italy japan kenya korea malaysia mexico netherlands norway nz pakistan poland
        portugal republic romania russia scotland serbia slovakia slovenia spain sweden
        switzerland taiwan thailand turkey u.k uk ukraine u.s us usa u.s.a vietnam wales
        al ak az ar ca calif co colo conn ct dc d.c de fl fla ga hi honolulu ia id il ill in ind ks
        ky la ma mass maine md me mi mich minn mn mo ms mt nc n.c nd ne nev nh nj n.j nm nv ny n.y
        oh ohio ok okla on ontario or ore oregon pa penn pennsylvania ri sc sd tenn tex texas tn tx
        ut va vt virginia wa wash wi wis wv california colorado connecticut florida georgia hawaii
        illinois indiana iowa kansas maryland massachusetts michigan minnesota nebraska utah
        wisconsin""",
    "online": """available retrieved accessed online url doi http arxiv internet web disponible
        consulté abgerufen isbn issn print""",
    "particle": "van von de der den del della di da du la le el bin ter ten jr sr iii ii",
    "article": "the a an of on for to with from by der die das les des l un une il lo und",
}


def _by_word() -> dict[str, tuple[str, ...]]:
    told: dict[str, tuple[str, ...]] = {}
    for name, words in _LISTED.items():
        for word in words.split():
            told[word] = (*told.get(word, ()), name)
    return told


TOLD_BY = _by_word()
"""What each word, in lower case and without the punctuation round it, may tell of."""
