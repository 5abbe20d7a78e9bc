"""The commonest given names, in the languages of the readers and of their sources."""

_COMMON = """
aaron abdul abdullah abigail adam adela adrian adriana agnes agnieszka ahmad ahmed aisha alain alan
albert alberto alejandra alejandro aleksander aleksandr aleksandra alessandra alessandro alex
alexander alexandra alexei alexey alexis alfred alfredo ali alice alicia alina alison allison
amanda amber amelia amina amir amit amy ana anastasia anders andre andrea andreas andrei andres
andrew andrey andrzej andy angel angela angelo anil anita anja anke ann anna anne annie anthony
antje antoine anton antonella antonio april ariel arjun arne arthur arturo asha ashley astrid
audrey august axel ayesha barbara barry bart beata beatrice beatriz ben benedikt benjamin benoit
bernard bernd bernhard beth betsy betty beverly bill birgit bjorn bob boris brad bradley brandon
brenda brian bridget bruce bruno bryan caitlin cameron camila camille carl carla carlo carlos
carmen carol carolina caroline carolyn carsten catherine cathy cecilia celia cesar charles
charlotte chelsea cheryl chloe chris christian christiane christina christine christof christoph
christophe christopher chuck cindy claire clara clare claudia claudio claus clemens colin colleen
connie conor constanze corinna craig cristina cynthia dagmar dale damian damien dan dana daniel
daniela danielle danny daria dario darren dave david dawn dean debbie deborah debra deepak
denis denise dennis derek devin diana diane diego dieter dietmar dimitri dirk dmitri dmitry
dominic dominik dominique don donald donna dora doris dorothea dorothy doug douglas duncan
dylan ed eddie edgar eduardo edward edwin eileen elaine elena eleanor eli elias elisa elisabeth
elizabeth elke ella ellen emanuel emil emilia emilio emily emma emmanuel enrique eric erica erik
erika erin ernesto ernst esther ethan eugene eva evan eve evelyn fabian fabio fatima federico
felicia felipe felix fernanda fernando filip fiona florence florian frances francesca francesco
francis francisco franck francois françois frank franz fred frederic frederick frédéric friedrich
fritz gabriel gabriela gabriele gareth gary gavin geoff geoffrey george georg georges gerald
gerard gerd gerhard gianni gilles gina giorgio giovanna giovanni giulia giuseppe glen glenn gloria
gonzalo gordon grace graham greg gregor gregory greta guido guillaume guillermo gunnar gunter
gustavo guy hannah hanna hans harald harold harriet harry hassan heather hector heidi heike heinz
heiko helen helena helene helga helmut hendrik henri henrik henry herbert hermann hilary hiroshi
holger holly horst howard hugh hugo ian ibrahim ida ignacio igor ilya imran ines ingo ingrid irene
irina iris isaac isabel isabella isabelle ivan ivo jack jackie jacob jacqueline jacques jaime jake
jakob jakub james jamie jan jana jane janet janice janine jared jasmine jason javier jay jean
jeanne jeff jeffrey jenna jennifer jenny jens jeremy jerome jerry jesse jessica jesus jill jim
jimmy joachim joan joana joanna joanne joao joaquin jochen jodi joe joel joerg johan johanna
johannes john johnny jon jonas jonathan jordan jordi jorge jose josé josef joseph josh joshua joy
joyce juan juana judith judy jules julia julian juliana julie julien juliet julio julius jun
jurgen justin karen karim karin karl karla karsten katarzyna kate katharina katherine kathleen
kathryn kathy katie katja katrin kay keith kelly ken kenneth kerry kerstin kevin khalid kim
kirsten klaus kristen kristin kristina kurt kyle lara larry lars laura lauren laurence laurent
lea leah lee leila lena leo leon leonard leonardo leonid leslie lewis liam lily linda lindsay
lindsey lisa liz lorenzo lori lothar lou louis louise luc luca lucas lucia lucy ludwig luigi luis
luisa luise luiz lukas luke lutz lydia lynn maciej maggie magdalena malcolm malgorzata manfred
manuel manuela marc marcel marcelo marcin marco marcos marcus margaret margarita maria mariana
marianne marie marina mario marion marisa mark markus marlene marta martha martin martina marvin
mary mateo mathias mathieu mathilde matt matteo matthew matthias mattia maureen maurice mauricio
max maximilian maya megan meike melanie melissa mercedes meredith mia michael michaela michal
michel michele michelle miguel mikael mike mikhail milan mina miranda miriam mohamed mohammad
mohammed molly monica monika morgan moritz mustafa myriam nadia nadine nancy naomi natalia natalie
natasha nathalie nathan nathaniel neil nellie niall nicholas nick nicola nicolas nicole nigel
nikolai nikolaus nils nina noah noam noel nora norbert norman nuno olaf oleg oleksandr olena olga
oliver olivia olivier omar oscar oskar otto owen pablo pamela paola paolo pascal pat patricia
patrice patrick paul paula paulina pauline paulo pavel pedro peggy penny per peter petra phil
philip philipp philippe phillip pierre pilar piotr priya rachel rafael rahul rainer rajesh ralf
ralph ramon randy raphael raquel raul ravi ray raymond rebecca regina reinhard rene renata renate
ricardo riccardo richard rick rita rob robert roberta roberto robin rodrigo roger roland rolf
roman ron ronald rosa rosalind rosemary ross roxanne roy ruben rudolf rupert russell ruth ryan
sabine sabrina sally sam samantha samir samuel sandra sandy sanjay sara sarah sascha scott sean
sebastian sergei sergey sergio seth shannon sharon shaun sheila shelley sibylle sidney sigrid
silke silvia simon simone sofia sonia sonja sophia sophie soren stacy stan stefan stefanie
stefano steffen stella stephan stephane stephanie stephen steve steven stuart sue sunil susan
susana susanna susanne suzanne svetlana sven svenja sylvia sylvie tamara tania tanja tanya tara
tariq tatiana ted teresa terry thea theodore theresa thierry thilo thomas till tilman tim timo
timothy tina tobias todd tom tomas tomasz tommy toni tony torsten tracy travis trevor tyler udo
ulf ulrich ulrike umberto ursula ute uwe valentina valeria valerie vanessa vera verena veronica
veronika vicky victor victoria vijay viktor vincent vincenzo viola virginia vittorio vivian
vladimir volker volodymyr walter wanda warren wayne wendy werner wilhelm will willem william
wolfgang xavier yann yannick yasmin yuri yusuf yvette yvonne zachary zoe zoé zofia
aarav abdelaziz abebe abiodun adebayo aditi aditya adriaan agata agneta agustín aino aisling akiko
akira alena alexa alexandre alexandru aleš alfons alfonso alinka aliya amal amelie ananya anastasiia
andrius anette anikó ankit anneke annelies annika ansgar antti antónio anupam aoife armin arnaud
arno artem arundhati arvind asif atsushi aurélie axelle aylin ayse babak balázs bartosz bashir
bastian benjamín bente berit bernadette bhavna birgitta björn bogdan bohdan bożena branislav
brigitte bruna burak carmela carolin cecilie chiara chimamanda chloé christel claes claudine clement
clémence corentin csaba cyril cédric célia dagny daisuke daiva dalia damir danica daniele danijel
debora deepika delphine denys didier diederik dilip dina diogo dmytro dominika dorota dragan dušan
dávid ebba eero eeva efraín einar ekaterina elodie elżbieta emeka ennio enzo erdoğan erling esben
esra eszter etienne evelien fadi fanny farah farhad farid fateh ferenc feride flavia franca
franziska frauke freja frida gaël gaëlle gergely gerrit ghassan giuliano giulio goran grzegorz
gudrun gunilla gustav gyula győrgy gábor gözde haakon habib hadi halina hanne hannele hanno harpreet
henning henryk hilde hisham hitoshi honza hubert hussein håkan hélène ifeoma ihor ilaria imre inga
inge ingeborg ingmar inés irène isabela ismael ismail istván itzhak ivana iveta iván iwona jacek
jacinta jadwiga jagdish jakov jarek jarosław javad jelena jeroen jesper jitka jiří johann jolanta
jonna joris josefa jovana joão juha juhani julita jutta jóhann jón jörg jürgen kaja kalle kamal
kamil kamila kareem karel karina karishma karoline kasia katalin katarina katrina kavita kazimierz
keiko kenji khadija kiran kjell klára knut kofi konstantin kornelia krystyna krzysztof kwame laila
lajos lamia lasse laszlo leena leif lennart leszek leticia levente lidia liesbeth liisa linnea
lionel ljubica lotte loïc lubomír lucie ludmila lukáš luís lászló maarten magali magnus mahmoud
malin manoj manon mansour marek maren margot marijke marika marit marjan marko maryam massimo
mathilda matilda matthijs maxime małgorzata meera mehdi melania mette michał mihai milena milica
miloš mircea mirjam miroslav mitsuko mohit moncef moshe mounir mukesh muriel narendra nasser natacha
natália nazanin naïma neha nele neven nguyễn nicoletta nidhi niels nikita niko nikola nikolaos nikos
nisha noriko oddvar odile okan olav oleh olivera ondřej onur orsolya osama oskari ottavio oya
panagiotis parisa pascale patrik pavla pavol peder pekka pernille petar petr pia piero pieter pietro
pinar pooja poul pradeep prakash pranav priyanka puja pål péter radek radomír rafał raffaele ragnar
rahim rajiv ramesh rania rashid rasmus raúl renzo riad riikka rikke ritu ritva rocío roel rohan
rohit romain romana romuald rosario ruud ryszard régis réka saara sabri sachiko sadia safa sakari
salim salma sameer samira sanjana sanna satoshi satu saïd selma semih shashank shashi shinji shira
shlomo shreya siddharth sigurd silvana simona simonetta sjoerd slavica slavko snežana solveig soňa
stanisław stefania stijn stine sunita sverre sylwia szymon sébastien séverine søren tadeusz takashi
takeshi tamar tamás tarek tarja teun thabo theresia thijs tiina tomislav tomáš torben torunn tove
tuomas turid tímea ulla uroš vasil vasilis veikko vesna vibeke vicente vikram viktoria vilma vinay
vivek vladislav vojtěch václav vít wahid waldemar walid wiebke wiesław wim wojciech xaver yael
yaroslav yasmine yoko yoshi younes youssef yuki yukiko yuliya yusra yves zahra zbigniew zdeněk
zoltán zoran zsolt zsuzsa zuzana élise étienne özgür želimir
андрей анна александр алексей антон борис вадим валентин василий виктор виталий владимир геннадий
георгий григорий дарья денис дмитрий евгений екатерина елена иван игорь илья ирина кирилл константин
леонид максим марина мария михаил наталья николай олег ольга павел петр пётр роман светлана семен
сергей татьяна федор юлия юрий андрій володимир дмитро іван ірина марія микола наталія олександр
олена оксана петро сергій тарас юлія юрій
أحمد محمد محمود علي حسن حسين خالد عبد عبدالله عمر فاطمة ليلى مريم منى نادية سامي سعيد سمير يوسف
إبراهيم رامي هاني ماجد جمال كريم طارق وليد نور هدى سارة رنا زياد فؤاد غسان
ahmet ayşe ali cem deniz elif emre fatma hakan hasan hüseyin kemal mehmet merve mustafa nazlı
orhan ömer selin serkan tayfun yaşar zeynep
"""

GIVEN_NAMES = frozenset(_COMMON.split())
"""The commonest, which are features of the tagger as well."""
