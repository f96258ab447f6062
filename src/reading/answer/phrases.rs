//! The phrases themselves, French then English. A phrase belongs where it says the same whoever writes it; what needs the
//! rest of the letter to be understood doesn't belong here.

use super::lexicon::Cue;

/// Each cue with its phrases, one a line; [`super::lexicon`] says how they are written.
pub(super) const PHRASES: &[(Cue, &str)] = &[
    (Cue::Yes, YES),
    (Cue::WeakYes, WEAK_YES),
    (Cue::No, NO),
    (Cue::WeakNo, WEAK_NO),
    (Cue::Maybe, MAYBE),
    (Cue::OtherYes, OTHER_YES),
    (Cue::OtherNo, OTHER_NO),
    (Cue::Past, PAST),
    (Cue::Neutral, NEUTRAL),
    (Cue::Condition, CONDITION),
    (Cue::SoftCondition, SOFT_CONDITION),
    (Cue::Hollow, HOLLOW),
    (Cue::Stop, STOP),
    (Cue::NotStop, NOT_STOP),
    (Cue::Trouble, TROUBLE),
    (Cue::Secretary, SECRETARY),
    (Cue::InPerson, IN_PERSON),
    (Cue::Online, ONLINE),
    (Cue::Partial, PARTIAL),
    (Cue::Request, REQUEST),
    (Cue::OtherTime, OTHER_TIME),
];

const YES: &str = "
oui
yes
emojiyes
present
partant|partante|partants|partantes
je|j y? serai bien? evidemment? avec? la|present|parmi|heureux|heureuse|ravi|ravie|presente
je|j serai bien? heureux|heureuse|ravi|ravie|content|contente de|d vous|te|y|etre|venir|participer|retrouver|revoir|rencontrer
serai|seront|serons bien? present
serai bien? heureux|heureuse|ravi|ravie de|d vous|te|y|etre|venir|participer|retrouver|revoir|rencontrer
j y serai
j en suis|serai
j y vais
j y participerai
j y assisterai
je suis|serai bien? des votres|notres
nous|on serons|sera bien? des votres|notres
je suis|serai partant|partante
je suis de la partie
je suis bien? disponible
je suis bien? libre
disponible $
disponible samedi|lundi|mardi|mercredi|jeudi|vendredi|dimanche
je suis inscrit|inscrite
je viens
je viendrai
je passerai vous|faire|un|te|en|avec
je reponds present
nous|on viendrons|viendra|viendront|venons|vient
nous|on serons|sera bien? tous? toutes? la|present|parmi|ravis|heureux|presents
nous|on y? serons|sera _? _? _? la
on y sera
nous y serons
on|nous vient|venons
nous participerons
on participera
je participe|participerai|assisterai|assiste
je confirme ma|notre presence|participation|venue
je vous|te confirme ma|notre|bien? presence|participation|venue
je confirme que? je|j
confirme ma|notre presence|participation|venue
je me|m joindrai|connecterai|connecte|inscris|joins
je me rejouis de|d
je m y inscris
me joindrai a
je m inscris
inscrivez moi
inscris moi
inscrivez nous
merci de m|nous inscrire
vous pouvez m inscrire
vous pouvez compter sur|un
tu peux compter sur moi|nous
comptez sur moi|nous|ma
compte sur moi|nous
comptez moi
compte moi
comptez nous
je compte bien? venir|etre|participer|y
je peux venir|participer|etre|y
je peux me joindre|connecter|rendre
je peux me liberer
je vais pouvoir venir|participer|me|etre
je pourrai bien? venir|participer|etre|me|y|assister
nous pourrons venir|participer|etre
on pourra venir|participer|etre
je note|notons la|cette date
c est note pour|dans|a
c est bon pour moi|nous|samedi|lundi|mardi|mercredi|jeudi|vendredi|dimanche|le
c est ok pour moi|nous
ca me va
ca marche pour moi|nous
ok pour moi|nous|le|samedi|lundi|mardi|mercredi|jeudi|vendredi|dimanche|la|les|ma
d accord pour moi|nous|le|samedi|lundi|mardi|mercredi|jeudi|vendredi|dimanche
je _ manquerai|manquerais|raterais|raterai ca|cela|pas|rien
je ne manquerai|manquerais|raterai|raterais ca|cela pour rien
je ne manquerai|manquerais|raterai|raterais pas|ca|cela|rien|pour|cette|le|la
ne manquerais|manquerai|raterais|raterai ca|cela|pour
je ne peux pas ne pas
je n|ne y? manquerai|raterai pas
je vous|te dis a samedi|lundi|mardi|mercredi|jeudi|vendredi|dimanche|demain
je serai au rendez vous
je serai fidele au
je voudrais|souhaite|souhaiterais|desire|aimerais bien? participer|venir|assister|y
je voudrais|souhaite|souhaiterais|desire|aimerais bien? m|nous inscrire
gardez moi une|ma|deux place
garde moi une|ma place
reservez moi une|ma|deux place
reserve moi une|ma place
une place pour moi
plutot deux fois qu une
avec grand? tres? plaisir
avec joie
avec enthousiasme
volontiers
a samedi|lundi|mardi|mercredi|jeudi|vendredi|dimanche
ok $
d accord $
pas de probleme|souci|soucis $
aucun probleme|souci $
bien sur
evidemment
absolument
sans faute
aucun probleme|souci pour moi|nous|samedi|lundi|mardi|mercredi|jeudi|vendredi|dimanche|le
pas de probleme|souci|soucis pour moi|nous|samedi|lundi|mardi|mercredi|jeudi|vendredi|dimanche|le
me convient
nous convient
je choisis le|la|celui|celle
moi oui
moi je viens|viendrai
je prefere|prefererais venir|etre|participer
je serai sur place
je serai en visio|ligne|salle|distanciel|presentiel
je serai|suivrai * en visio|ligne|salle|distanciel|presentiel
mes collegues|collegue et moi serons|viendrons|participerons
ma presence est confirmee
i will be|come|attend|join|participate|there
i will definitely|certainly|gladly|happily be|come|attend|join
i can come|attend|make|join
i am coming|attending|joining|available|free
i am in $
we are in $
can not wait
i am happy|glad|delighted|pleased to confirm|attend|join|come
i would love|like to come|attend|join|participate
i would be happy|delighted|glad to come|attend|join
i am going to be there
count me in
count us in
you can count on|me|us
nous|on serons|sera|viendrons|sommes|est|vient a? deux|trois|quatre|cinq|six|sept|huit|2|3|4|5|6|7|8|10
toute|tout l|la equipe|bande|famille sera|vient|viendra la?
we will be|come|attend|join|there
we are coming|attending
see you there|then|on|saturday|monday|tuesday|wednesday|thursday|friday|sunday|all
happy|glad|delighted to attend|join|come|confirm
looking forward to seeing|it|meeting|being|attending|saturday
sounds great|good|perfect
works for me|us
that works
fine with|for|by me|us
sign me|us up
put me|us down
i confirm
i accept
with pleasure
of course
definitely
would not miss it
i will not miss it
";

const WEAK_YES: &str = "
ok
c est note
d accord
parfait
entendu
super
pas de probleme|souci|soucis
aucun probleme|souci
no problem
great
perfect
sure
a priori oui|je|ok|present
normalement oui|je|ok
sans doute
";

const NO: &str = "
non
no
emojino
empeche
absent
excusez moi|nous de ne
veuillez m|nous? excuser
veuillez excuser
veuillez bien? m|nous excuser
je vous|te prie de|d bien? vouloir? m|nous? excuser
je vous|te prie de|d bien? vouloir? excuser mon|notre absence
merci de|d bien? vouloir? m|nous|me excuser
excuser mon|notre absence
je m excuse de ne
je m excuse pour mon|notre absence
je participe|serai|vais * a un|une autre reunion|rencontre|evenement
je serai|suis excuse|excusee|absent|empeche|retenu|pris
je serai|suis * absent
excuse|excusee $
je serai|suis indisponible
indisponible
impossible
je decline
nous declinons
dois|devons decliner
je passe|passerai mon tour
je dois renoncer|annuler|decliner|m
je renonce
j annule
annulez ma|notre
annuler ma|notre participation|venue|inscription|presence
je me desiste
je dois me desister
desistement
sans moi|nous
ce sera non
c est non
ca sera non
je ne pourrai|peux|puis|serai|viendrai|viens|participerai|participe|suis|assisterai|pourrais * pas|plus
je ne pourrai|peux|puis|saurai|pourrais
je n y serai|vais|participerai|assisterai
je ne * pas disponible|libre|present|la|parmi|des|venir|participer|en
je n ai pas de disponibilite
je n ai pas la possibilite
je n en serai|suis
je ne me joindrai|joins|connecterai|inscris
je ne m inscris
ne pourrai|peux|pouvons|pourrons|pourrais|puis * pas|malheureusement|helas|venir|etre|participer|me|y|assister|me
ne serai|serons|sera|viendrai|viendrons|participerai|participerons * pas
ne serai|serons * present|la|disponible|parmi|des
nous ne pourrons|serons|viendrons|participerons|pouvons
on ne pourra|sera|viendra|vient|peut|participera
on pourra|sera|viendra|peut|vient pas
je serai|pourrai|viendrai|peux|viens|participerai|suis|serais pas
peux|peut|pourrai|serai|viendrai pas
serai|serons|suis pas des|la|present|disponible
pas disponible
pas libre
pas possible
pas en mesure
pas cette fois
pas pour moi
pas moyen
pas de visite|reunion|rencontre pour moi|nous
ce n est pas possible
ce ne sera pas possible
ce sera pas possible
il * impossible de|pour|d
dans l impossibilite
dans l incapacite
m est|sera * impossible
nous est|sera * impossible
je regrette de|d|mais ne
je regrette de|d ne|decliner
a mon grand? regret
a notre grand? regret
je suis|serai deja? pris
je suis|serai deja? retenu
je suis|serai deja engage|engagee|occupe|occupee
deja pris
deja un|une|autre * engagement|rendez|reunion|rencontre|concert|obligation
retenu par|ailleurs|ce|a
pris par|ailleurs|ce
autre engagement
un|d autre|autres|empechement|engagements|engagement
je suis|serai en conge|conges|vacances|deplacement|arret|weekend|voyage|tournee
je suis|serai * en deplacement|vacances|conges|conge|voyage|tournee|formation
nous serons|sommes en vacances|deplacement|conges
vous prie de m excuser
ses|mes|nos excuses pour mon|son|notre|samedi|lundi|mardi|mercredi|jeudi|vendredi|dimanche
transmettre ses|mes excuses
donner|donne|donnez ma|notre place
liberer|libere|liberez|cede ma|notre place
je cede ma|mon
ne comptez pas sur|moi|nous
ne compte pas sur|moi|nous
ne me comptez pas
rayez moi des participants
ne conviennent|convient pas
ne me convient|conviennent
je ne souhaite pas|plus participer|venir|assister|m
me fera|sera defaut
fais l impasse
ferai l impasse
retirez moi des participants|inscrits
can not make|come|attend|be|join|do|participate
can not * make|come|attend|be|join
will not be|make|come|attend|join|able
will not * be|come|attend|join
not be able
not able to
unable to
am not coming|available|free|going|able|around
are not coming|available|able|going
not available
not coming
not this time
i am|will be? away
i have to|must decline|cancel|withdraw|pass|drop
i must decline
have to decline|cancel|miss|pass
i decline
i will have to? miss|pass|skip|decline
i will pass $
it is|was a? no
count me out
give * a miss
give * * a miss
give|offer my spot|place|seat
send|sends my|his|her|our|their apologies|regrets
my apologies for not|the
apologies for absence
regret that|to i|we|can|inform
can not $
otherwise engaged
prior engagement|commitment
have another|a|other commitment|engagement|conflict|meeting
i am out $
without me
impossible for
";

const WEAK_NO: &str = "
malheureusement
helas
desole
dommage
unfortunately
afraid
je|j aurais aime|voulu
bon courage
ce sera pour une|la autre|prochaine|suivante
une prochaine|autre fois
mes excuses
mes regrets
sorry
";

const MAYBE: &str = "
peut etre
maybe
perhaps
possibly
probably
tentative
je ne sais pas|encore
je sais pas
ne sais pas encore
j ignore
pas encore sur|certain|decide|de
pas sur|sure|certain
je ne suis pas sur|sure|certain
ce n est pas sur|sure
rien de sur
rien promettre
sans rien promettre
ne peux rien|pas promettre|garantir|confirmer
je ne garantis
je vais voir
je dois voir|verifier|demander|regarder|confirmer
je verrai
laisse|laissez moi voir|regarder|verifier
a voir
a confirmer
sous reserve
j essaie|essaye|essaierai|essayerai|tente|tenterai|espere
je vais|vois essayer|tenter|tacher|tacherai
je tacherai
je vais|ferai|fais faire? mon|de|au possible|mieux
ferai|fais|fait mon|tout possible|mon
faire mon possible|maximum|mieux
ferai de mon mieux
au mieux
je reviens vers vous|toi
je reviendrai vers
reviens vers
je vous|te redis|tiens|confirme|confirmerai|dirai|dis ca|rapidement|plus|au|des|d|lundi|mardi|mercredi|jeudi|vendredi
je te|vous confirme|confirmerai des|lundi|mardi|mercredi|jeudi|vendredi|demain|plus|rapidement|d
je confirmerai|confirme des|plus|lundi|mardi|mercredi|jeudi|vendredi|demain|rapidement
je confirmerai
vous|te redis
je ne dis pas non
j hesite
en fonction de|du|des
selon
a priori
normalement
en principe
probablement
probable
sans certitude
incertain|incertaine
eventuellement
pourquoi pas
si possible
si je peux|pouvais|pourrais|trouve|arrive|suis|reussis
je pense venir|pouvoir|etre|que
je devrais pouvoir|etre|venir
je devrais
je ne pense|crois pas
pas * promettre
dans le doute
i might|may
might be|come|make|join
may be|come|make|join
not sure
not certain
i am not sure|certain
not decided
do not know yet
do not know
will try
try to
trying to
i hope to
hoping to
i should be
i will let you know
let you know
get back to you
let me check|see
need to check
have to check
to be confirmed
tbc
depends|depending
i do not think
i think so
i would have to
";

const OTHER_YES: &str = "
viendra
viendront
sera present|la|des|presente|accompagne
seront present|la|des|presents
participera
participeront
assistera
assisteront
sa venue
sa|leur presence|participation
will represent
will attend|come|join
sera heureux|heureuse de
representera
a ma|notre place
me|nous remplacera|remplace|representera|represente
";

const OTHER_NO: &str = "
ne pourra|pourront|sera|seront|viendra|viendront|participera|peut|assistera
ne pourra|pourront|sera|seront|viendra|viendront|participera|peut|assistera * pas
n y sera|seront
celui|celle ci ne pourra
est|sont empeche|absent
sera|seront absent|excuse|excusee|empeche|retenu
vous|te prie d excuser son|leur
prie de bien vouloir l excuser
";

const PAST: &str = "
j avais|ai * dit|repondu|confirme|accepte
j avais
j ai dit|repondu
i|we had? said|told
i know i said
la derniere fois
l autre jour|fois
desole|excuses|excuse pour hier|avant|la|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche
n ai|avons|a pas pu
je n ai pas pu
ne pas etre venu|venue|venus
de ne pas avoir pu
contrairement a ce
last time|week|month|year
the other day
could not make|come|attend|be
was not able
missed
m etais trompe|trompee
retour de
";

const NEUTRAL: &str = "
pas en retard
ne serai|serons pas en retard
sans souci|probleme
n hesitez|hesite pas
n oubliez|oublie pas
ne vous|t inquietez|inquiete pas
ne plus voir
ne se voit plus que|qu
pas besoin
pas de restriction|regime|allergie|question|remarque|souci|probleme
aucune allergie|question|remarque|restriction
rien a signaler
pas trop
pas mal
je viens|venais aux nouvelles
je viens|venais de|d|vers
je viens|venais juste|seulement|tout juste? de
je serai la semaine|journee|matinee|nuit|bas|haut
je serai la bas
j en suis * desole|navre|sur|sure|certain|triste|confus|confuse
a present
le|la|par|ce present
present message|mail|courriel|document
en partant
impossible d|de * ouvrir|lire|telecharger|acceder|retrouver|trouver|cliquer|voir|imprimer
je ne peux|pourrai|peux|puis pas|plus ouvrir|lire|voir|telecharger|acceder|cliquer|imprimer|retrouver|dire|que
je n arrive pas a
can not open|see|find|read|access|remember|say|tell|download
no idea|longer|question|doubt|preference|allergies|dietary|news
veuillez m|nous? excuser pour|de|d * reponse|retard|derangement|repondre|tardive|delai
merci de|d bien? vouloir? m|nous|me excuser pour|de|d * reponse|retard|derangement|repondre|tardive|delai
je vous|te prie de|d bien? vouloir? m|nous? excuser pour|de|d * reponse|retard|derangement|repondre|tardive|delai
je viens|reviens vers vous|toi
nous venons|venions de|d
on vient de|d
je viens par la presente
pas sur place|site
pas encore inscrit
pas seul|seule
non seulement
non merci de
plus que jamais
ne dis pas oui
je ne dis pas oui
je ne vois * plus|pas de raison de refuser
plus de raison de refuser
not to be late
do not worry
do not hesitate
no worries
no rush
no need
je n ai pas d internet
non plus
si ce n est pas trop tard
si ce n est
qui n est pas
n est ce pas
sans porc
sans gluten
sans viande
on n a pas
pas eu le temps
je n ai pas le lien|l|votre
je n ai pas recu
";

const CONDITION: &str = "
si oui|non
si
if
unless
sauf si
a condition
pourvu
a moins
sous reserve
en fonction
provided
as long as
subject to
tout depend
ca depend
cela depend
reste a
";

const SOFT_CONDITION: &str = "
sauf imprevu|imprevus|contretemps|empechement|urgence|accident
s il reste|restait _? place|places|une|de
s il vous|te plait
s il y a encore|toujours? de|des|une la? place|places
si vous avez encore|toujours de|une
si tout va bien
si ca vous|te va|convient
si cela vous|te va|convient
si vous voulez|souhaitez|le
si tu veux|le
si besoin
si necessaire
si tard
si bien
si tot
si gentil|gentille|gentiment|vite|longtemps|peu|souvent|important|cher
si j ai bien compris|lu|note
si je ne me trompe|m
si je comprends bien
meme si
comme si
si jamais
si ce n est pas trop tard
if you|there need|want|like|is
if that is ok|fine|okay|alright
if needed
if possible
even if
as if
unless something comes|unexpected
if all goes well
if i may
if i remember|understand
";

const HOLLOW: &str = "
bien recu
bien note
note
recu
merci
merci pour|de|d|beaucoup l|votre|ton|le|la|les|cette|ce|toutes
je vous remercie
thank you
thanks
received
well received
noted
je transmets|transfere|fais suivre
je prends note
prends bonne note
got it
";

const STOP: &str = "
stop
unsubscribe
desinscription
desabonnement
desabonnez moi
desinscrivez moi
desinscrire
desabonner
me desinscrire|desabonner|retirer|rayer|enlever|supprimer
retirez|retirer|enlevez|rayez|supprimez|otez moi|mon|nous|le|mes de|adresse|mail|email|nom
retirer|enlever|rayer|supprimer|effacer de|des|mon|mes votre|vos|la|cette|adresse|mail|liste|listes
de me|nous retirer|rayer|enlever|desinscrire|desabonner|supprimer
ne plus m|me|nous|recevoir|etre envoyer|ecrire|contacter|solliciter|vos|ces|de|destinataire|sollicite|sur
ne m|me|nous envoyez|ecrivez|contactez|sollicitez|envoie|ecris plus|pas|plus
cessez|cesser|arretez|arreter de|d
ne souhaite|veux|desire|souhaitons plus recevoir|etre|vos
plus recevoir
remove|take|delete me|my|us|this
take me off
stop sending|emailing|writing|contacting
no longer wish|want
do not * email|contact|write|send
off this|your|the mailing? list
";

const NOT_STOP: &str = "
ne m|me envoyez|envoie pas le|la|les lien|liens|compte|programme|plan
continuez a|de m|me|d
continuer a|de m|me
rayez|retirez|enlevez moi des|de la? participants|inscrits|liste des|de|d participants|inscrits|presents
retirez|retirer|rayer|enlever mon nom des|de participants|la
ne me comptez pas
";

const TROUBLE: &str = "
decede|decedee|deces|mort|morte
passed away
vous vous? trompez|trompe de personne
mauvaise|erreur adresse|destinataire
wrong person|address|email
je ne connais pas
je ne suis plus membre|adherent|adherente|en|l|le|la|dans|a
ne travaille|fait|fais plus
n est plus|pas
a quitte
a change de
ayant change|quitte
devis gratuit
arnaque
spam
je ne suis plus
plainte
rgpd
cnil
gdpr
avocat
";

const SECRETARY: &str = "
secretariat
le secretariat de
secretaire
assistante|assistant de
p o
pour le compte de
me|nous charge de vous
me prie de vous
vous informe que
vous fait savoir
on behalf of
pa to
me demande|demandent de
";

const IN_PERSON: &str = "
sur place
en presentiel
en presence
en salle
physiquement
en personne
en vrai
in person
on site
onsite
dans la salle
face to face
";

const ONLINE: &str = "
en visio
par visio
la visio
en visioconference
par visioconference
en ligne
a distance
en distanciel
par zoom
sur zoom
par teams
via zoom|teams|visio
me connecterai|connecte|connecter|connecterais
je serai connecte|connectee
online
remotely
by video|zoom
via video
from home
on zoom
dial in
par telephone
";

const PARTIAL: &str = "
en retard
avec du|un|quelques|dix|10|15|quinze peu|minutes|retard|minute
arriverai|arriverons|arrivera un|plus|vers|apres|avec|a|en
partir|pars|partirai|partirons|part|quitter|quitterai avant|a|plus|vers|un|tot|la|au|apres
devrai|dois|devrais|devrons partir|quitter|m|filer|repartir
seulement|que pour|jusqu|le|la|a|au|qu
ne pourrai|peux rester|venir que|qu|jusqu
jusqu a midi|11h|12h|11|19h|20h
la premiere|seconde|deuxieme heure|partie|moitie
au debut|debut
leave early
have to leave
need to leave
leave at|before|by|around
arrive late
be late
late
join later|late
only stay|for|the first
";

const REQUEST: &str = "
pouvez|pourriez|peux|pourrais|peut|pourrai vous|tu|on m|me|nous
j aimerais|voudrais|souhaite|souhaiterais connaitre|savoir
je souhaiterais|voudrais|aimerais|souhaite savoir|connaitre
merci de me|m|nous dire|indiquer|preciser|envoyer|renvoyer|communiquer|confirmer|rappeler|faire
merci de|d preciser|indiquer|renvoyer
dites moi|nous
dis moi
renvoyez|renvoyer|renvoie moi|me|nous
tu me feras
could|can you please?
please send|tell|let
i would|also like to know
let me know
avant de|d m|me
je me demande
";

const OTHER_TIME: &str = "
la prochaine
les prochaines
le prochain
une prochaine
prochaine fois
la suivante
les suivantes
prochaines|suivantes|prochains
une autre fois
la fois prochaine
la prochaine fois
la derniere fois
hier
l an dernier|prochain
l annee derniere|prochaine
next time|one|month|year
the next
another time
last time
";
