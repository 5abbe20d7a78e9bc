"""English names that need no introduction: countries and peoples, great cities, faiths, and bodies
and companies that are known everywhere. Of heads of state only those are in it whose surname alone
has long meant them.
"""

from briefs.summarise.cue_words import word_set

_COUNTRIES = word_set(
    "Afghanistan Albania Algeria Angola Argentina Armenia Australia Austria Azerbaijan Bahrain "
    "Bangladesh Belarus Belgium Bolivia Bosnia Botswana Brazil Britain Bulgaria Burma Cambodia "
    "Cameroon Canada Chad Chile China Colombia Congo Croatia Cuba Cyprus Denmark Ecuador Egypt "
    "England Eritrea Estonia Ethiopia Finland France Georgia Germany Ghana Greece Guatemala Haiti "
    "Honduras Hungary Iceland India Indonesia Iran Iraq Ireland Israel Italy Jamaica Japan Jordan "
    "Kazakhstan Kenya Korea Kosovo Kuwait Kyrgyzstan Laos Latvia Lebanon Liberia Libya Lithuania "
    "Luxembourg Macedonia Malaysia Mali Malta Mexico Moldova Mongolia Montenegro Morocco "
    "Mozambique Myanmar Namibia Nepal Netherlands Nicaragua Niger Nigeria Norway Oman Pakistan "
    "Palestine Panama Paraguay Peru Philippines Poland Portugal Qatar Romania Russia Rwanda "
    "Scotland Senegal Serbia Singapore Slovakia Slovenia Somalia Spain Sudan Sweden Switzerland "
    "Syria Taiwan Tajikistan Tanzania Thailand Tibet Tunisia Turkey Turkmenistan Uganda Ukraine "
    "Uruguay Uzbekistan Venezuela Vietnam Wales Yemen Zambia Zimbabwe America Americas Arabia "
    "Zealand States Kingdom Emirates Africa Asia Europe Antarctica Arctic Atlantic Pacific "
    "Mediterranean Caribbean Balkans Gulf Baltic Sahara Scandinavia Crimea Gaza West East North "
    "South Western Eastern Northern Southern Midwest Union Soviet"
)
_CITIES = word_set(
    "London Paris Berlin Madrid Rome Athens Brussels Vienna Moscow Kiev Kyiv Warsaw Prague "
    "Budapest Dublin Edinburgh Glasgow Belfast Cardiff Manchester Liverpool Birmingham Oxford "
    "Cambridge Washington York Chicago Boston Houston Dallas Detroit Philadelphia Miami Atlanta "
    "Seattle Angeles Francisco Vegas Orleans California Texas Florida Ohio Virginia Alaska Hawaii "
    "Toronto Montreal Sydney Melbourne Canberra Tokyo Beijing Shanghai Hong Kong Delhi Mumbai "
    "Kabul Tehran Baghdad Damascus Jerusalem Aviv Cairo Istanbul Ankara Beirut Dubai Johannesburg "
    "Nairobi Lagos Havana Geneva Zurich Amsterdam Stockholm Oslo Copenhagen Helsinki Lisbon "
    "Barcelona Milan Venice Munich Frankfurt Hamburg Westminster Whitehall Kremlin Hollywood "
    "Broadway Silicon Vatican Pentagon Brooklyn Manhattan Bethlehem Nazareth Mecca Auschwitz "
    "Hiroshima"
)
_PEOPLES = word_set(
    "American Americans British Briton Britons English French German Germans Italian Italians "
    "Spanish Greek Greeks Russian Russians Chinese Japanese Indian Indians Irish Scottish Scots "
    "Welsh Dutch Swiss Swedish Danish Norwegian Finnish Polish Czech Hungarian Turkish Turks Arab "
    "Arabs Persian Jew Jews Jewish Muslim Muslims Islamic Islam Islamist Islamists Christian "
    "Christians Christianity Catholic Catholics Protestant Protestants Orthodox Anglican Hindu "
    "Hindus Buddhist Buddhism Sikh Sunni Shia European Europeans African Africans Asian Asians "
    "Latin Latino Latinos Hispanic Hispanics Israeli Israelis Palestinian Palestinians Iraqi "
    "Iraqis Iranian Iranians Syrian Syrians Afghan Afghans Egyptian Egyptians Pakistani Saudi "
    "Saudis Kurd Kurds Kurdish Ukrainian Ukrainians Georgian Armenian Cuban Cubans Mexican "
    "Mexicans Canadian Canadians Australian Australians Brazilian Korean Koreans Vietnamese Nazi "
    "Nazis Communist Marxist Victorian Roman Romans Bible Koran Quran Torah Gospel Lent Easter "
    "Christmas Ramadan Hanukkah Thanksgiving Halloween"
)
_BODIES = word_set(
    "Congress Senate House Parliament Commons Lords Labour Tory Tories Conservative Conservatives "
    "Liberal Liberals Democrat Democrats Democratic Republican Republicans GOP Treasury Taliban "
    "Al-Qaeda Hamas Hezbollah Google Facebook Twitter Apple Microsoft Amazon YouTube Instagram "
    "Netflix Wikipedia Internet Guardian Times Telegraph Reuters Nobel Oscar Oscars Olympic "
    "Olympics Bank Court Constitution Holocaust Reformation Renaissance Enlightenment Depression "
    "Congressman President Minister Prime Chancellor Queen King Prince Pope Government State "
    "Church Party Army Navy Earth Moon Mars"
)
KNOWN_PERSONS = word_set(
    "Shakespeare Darwin Einstein Freud Marx Hitler Stalin Lenin Churchill Napoleon Gandhi Mandela "
    "Lincoln Plato Aristotle Socrates Homer Dickens Obama Trump Clinton Bush Reagan Nixon Kennedy "
    "Roosevelt Putin Gorbachev Thatcher Blair Merkel Mao Castro Saddam Gaddafi Netanyahu Arafat "
    "Khomeini Biden Macron Zelensky God Jesus Christ Allah Muhammad Prophet Satan Orwell Kant "
    "Newton Galileo Columbus Mozart Beethoven Bach Picasso Dante Eve Adam Moses"
)
_ACRONYMS = word_set(
    "US USA UK EU UN NATO CIA FBI NHS BBC CNN ITV TV DVD CD PC IT AI DNA HIV AIDS NASA IMF MP MPs "
    "PM CEO GDP PhD IQ ID OK VAT USSR GOP NGO NGOs ISIS ISIL IS NSA NYPD WTO WHO OECD OPEC GPS "
    "U.S U.K U.N E.U U.S.A HBO NBC ABC CBS PR UAE IRA KGB LGBT MBA AM BC AD CV DIY FA FIFA NFL "
    "NBA GP GPs SMS UFO VIP WWI WWII II III IV XIV USB PDF HTML HTTP API URL SQL CSS A&E CO2 TB "
    "UKIP AC DC COVID COVID-19 Covid Covid-19 UNICEF UNESCO IPCC MIT G7 G8 G20 BRICS VC VCs SARS "
    "ECB EPA FDA IRS OSCE"
)
NO_PERSONS = _COUNTRIES | _CITIES | _PEOPLES | _ACRONYMS
"""Names that are never a person's, among which "he" is looked for in vain."""

FAMILIAR_NAMES = _COUNTRIES | _CITIES | _PEOPLES | _BODIES | KNOWN_PERSONS | _ACRONYMS
