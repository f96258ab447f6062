//! Phrases of those who don't come, and about others.

pub(super) const NO: &str = "
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
je ne suis pas|plus disponible|libre|la|present|en|a
je ne pourrai|peux|puis|serai|viendrai|viens|participerai|participe|assisterai|pourrais * pas|plus
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

pub(super) const WEAK_NO: &str = "
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

pub(super) const OTHER_YES: &str = "
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

pub(super) const OTHER_NO: &str = "
ne pourra|pourront|sera|seront|viendra|viendront|participera|peut|assistera
ne pourra|pourront|sera|seront|viendra|viendront|participera|peut|assistera * pas
n y sera|seront
celui|celle ci ne pourra
est|sont empeche|absent
sera|seront absent|excuse|excusee|empeche|retenu
vous|te prie d excuser son|leur
prie de bien vouloir l excuser
";
