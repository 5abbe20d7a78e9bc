"""The words by which definite nouns and phrases that point back are told in English."""

from briefs.summarise.cue_words import word_set

DEFINITE = word_set(
    "announcement move decision incident attack attacks accident crash blast explosion shooting "
    "statement report reports comment comments remark remarks deal agreement plan plans proposal "
    "proposals ruling verdict claim claims allegation allegations accusation finding findings "
    "result results study survey researchers authors pair duo couple trio group groups company "
    "firm man woman men women boy girl victim victims suspect suspects driver officer officers "
    "club project programme program scheme bill measure measures idea process event meeting talks "
    "case trial letter book film video footage image images picture approach policy initiative "
    "campaign protest protests clashes dispute row operation investigation inquiry site building "
    "device discovery warning arrest arrests vote speech interview episode exercise list change "
    "changes rule rules document documents figures increase rise drop trend committee commission "
    "agency movement debate march offer summit strategy cost costs benefit benefits argument "
    "saving savings loss losses gain gains effect effects consequence consequences reaction "
    "response request attempt effort efforts upshot error errors news growth outcome scenario "
    "threat threats provision provisions suggestion controversy newspaper paper magazine network "
    "charity website gunmen gunman attackers attacker killers killer thieves thief hostages "
    "hostage scandal row verdict sentence ban boycott raid strike strikes training newcomers "
    "protesters demonstrators organisers organizers petition survey poll exhibition show "
    "conference gathering ceremony festival tournament match crowd jury slogan hashtag tweet post "
    "surge boost hike slump spike shortfall windfall essay article manifesto declaration matter "
    "team lawsuit email interviewer reporter quote "
    "quotation anecdote metaphor"
)
NAMED_BY_PLACE = word_set("team study survey researchers authors scientists group firm company")
COMPLEMENTS = word_set(
    "of that which who whom whose by to between on for from against at with about in into behind "
    "over under within where when we i you they he she it us people most least"
)
TELLS = word_set("was were had came went")
PAST = TELLS | word_set(
    "did took made began led left won said told gave got ran rose fell saw held"
)
FOLLOWED = word_set("answer question problem point reason issue solution")  # "the answer is …"
EXPLAINED = word_set(  # "the trick is to …", "the argument is simple: …"
    "argument trick fix key lesson challenge truth danger risk difference irony message moral task "
    "choice secret catch hope fear test strategy temptation paradox tragedy fact"
)
EQUATES = word_set("is was are were")
EXPLAINS = word_set("that to not simple clear plain obvious whether how what why")
LIES = word_set("lies remains here then now facing")
TOLD = word_set("told assured informed reminded warned convinced")  # "told the newspaper that"
PARTS = word_set("some many most few several all none both each half one two three")
COUNTED = word_set("two three four five six seven eight nine ten many few several")
WHICH = word_set("of that which who whose")
RESULTS = word_set("result results upshot consequence consequences outcome implication")
BEHIND_PARTICIPLE = word_set(
    "by to in on at from for with against during over under between around since before after "
    "within into as today yesterday last this through about out up down off"
)
NO_PARTICIPLES = word_set(  # of a noun: "the code ceased to be enforced"
    "ceased seemed failed appeared continued turned decided tended happened managed wanted started "
    "agreed refused tried looked returned moved died lived voted ended worked then began"
)
UNIQUE = word_set(
    "world country government public people state economy president west east north south "
    "internet media police military army law past future present end beginning rest way time "
    "moment day year century fact truth right left same only first last next best most other more "
    "sun earth sea sky press market church city nation house party region war peace politicians "
    "voters taxpayer taxpayers poor rich haul profile worst street home web phone number kind "
    "sort need chance power name spring summer autumn winter fall morning evening afternoon night "
    "weekend week month season hour minute decade middle top bottom edge centre center whole wind "
    "weather rain air ground mayor governor pope queen king chancellor premier council parliament "
    "constitution author reader readers audience population environment climate atmosphere planet "
    "pandemic community term level sense"
)
AUXILIARIES = word_set("is was are were has have had will would can could may might must should")
ENDS_NOUN = word_set(
    "is was are were has have had will would can could may might must should and but or to as it "
    "he she they we i does did do not also then than because so if while"
) | {""}

PRONOUNS = word_set("it this that them these those him her us")
BEFORE_A_CLAUSE = word_set("where when if because though although while whether unless until")
POINTS = word_set("this these that those")
AFTER_PREPOSITION = word_set(
    "of in on at by for from with about against into over under between through during before "
    "after behind within without across to than as like and or but"
)
TAKE_A_NOUN = word_set(  # "now that we have that report", not "we know that reports …"
    "have has had get gets got use uses used using make makes made take takes took give gives gave "
    "fill fills filled play plays played achieve achieved reach reached share shared meet met "
    "toward towards upon within help helps helped support supports supported allow allowed create "
    "created cause caused change changed address addressed solve solved break broke build built "
    "close "
    "closed bridge bridged face faced follow followed join joined keep kept leave left lose lost "
    "open "
    "opened pass passed pursue pursued raise raised tackle tackled win won fight fought end ended "
    "spend "
    "spent stop stopped start started deny denied ignore ignored prove disprove fuel fuels fuelled"
)
NO_NOUNS = (
    ENDS_NOUN
    | AFTER_PREPOSITION
    | word_set(
        "a an the this that these those you their his her its our my your there who whom which "
        "whose when where why how what here very more most much many few some any all each every "
        "both one just only even now no nor too been being had having does doing done isn't "
        "wasn't don't doesn't up out him them us me himself themselves itself"
    )
)
KNOWN_POINTED = word_set(
    "week month year years morning afternoon evening weekend summer winter spring autumn fall "
    "season century decade decades day days time times moment point generation country world "
    "article piece essay post column planet nation season age "
    "stage things thing"
)
ADJECTIVES = word_set(
    "new old last recent large small big different other various great good bad long short high "
    "low "
    "important same emerging growing early late current present whole"
)
ATTRIBUTES = ADJECTIVES | word_set(  # before a noun they are never the noun: "the new structures"
    "major main real true young older younger human political economic social global national "
    "international religious cultural public former next further wider broader bigger larger "
    "better immediate increasing growing rising underlying entire overall actual key poorest two "
    "together still general presidential organizational moral gay ethical strategic cultural"
)
TIMELY = word_set("recent sudden subsequent ensuing resulting apparent proposed revised latest")
ORDINALS = word_set("second third fourth fifth sixth final last another further")
CLOSING = word_set("final last another further")  # imply no first one
POINTING = POINTS | ORDINALS | {"there", "same"}
COUNTS = word_set("two three four five six")
PERIODS = word_set("year month week day night morning evening summer winter spring decade century")
DATES = word_set(  # a sentence with one of these says which year "that year" is
    "january february march april may june july august september october november december "
    "year years month week day days summer winter spring autumn when after before since until"
)
LISTED = word_set(
    "reason reasons point points problem problems way ways lesson lessons imperative imperatives "
    "thing things factor factors question questions issue issues argument arguments step steps "
    "myth myths example examples possibility truth truths danger dangers concern concerns "
    "objection category type kind group camp option answer explanation mistake mistakes cause "
    "causes challenge challenges advantage aspect element principle rule goal aim task priority "
    "part parts half paragraph theme trend phase phases stage stages round rounds session sessions "
    "sprint sprints"
)
BEHIND_EMPTY_THERE = word_set(
    "is are was were be been being isn't aren't wasn't weren't has have had will would can could "
    "may might must should seems seem seemed exists exist remains remain remained appears comes "
    "came goes to ever still no never"
)
STAYS = word_set(
    "was were am been be got get getting went go going stayed lived live come came coming arrive "
    "arrived reach reached"
)  # "I was there to see"
DETERMINERS = word_set("a an the this that these those his her its their our my your some any no")
