//! Phrases that say how the others are to be taken, and what else people want.

pub(super) const PAST: &str = "
aurais|aurions|aurait|auraient
serai|serions venu|venue|venus
i wish
par la|l pensee|esprit
en pensee|pensees
de tout coeur
would have
avais|avions|avait deja? dit|repondu|confirme|accepte
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

pub(super) const NEUTRAL: &str = "
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
impossible de dire non
impossible de refuser|resister|manquer|rater
impossible d|de * ouvrir|lire|telecharger|acceder|retrouver|trouver|cliquer|voir|imprimer
je ne peux|pourrai|peux|puis pas|plus ouvrir|lire|voir|telecharger|acceder|cliquer|imprimer|retrouver|dire|que
je n arrive pas a
je ne peux|pourrai|puis pas vous|t|te|y|l|le aider|faire|renseigner|remercier
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

pub(super) const CONDITION: &str = "
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

pub(super) const SOFT_CONDITION: &str = "
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

pub(super) const HOLLOW: &str = "
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

pub(super) const STOP: &str = "
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

pub(super) const NOT_STOP: &str = "
ne m|me envoyez|envoie pas le|la|les lien|liens|compte|programme|plan
continuez a|de m|me|d
continuer a|de m|me
rayez|retirez|enlevez moi des|de la? participants|inscrits|liste des|de|d participants|inscrits|presents
retirez|retirer|rayer|enlever mon nom des|de participants|la
ne me comptez pas
desinscrivez|desinscrire|retirez|retirer|enlevez moi|nous? de la|cette|l|du rencontre|visite|reunion|atelier|seance
";

pub(super) const TROUBLE: &str = "
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

pub(super) const SECRETARY: &str = "
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

pub(super) const IN_PERSON: &str = "
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

pub(super) const ONLINE: &str = "
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

pub(super) const PARTIAL: &str = "
en retard
avec du|un|quelques|dix|10|15|quinze peu|minutes|retard|minute
arriverai|arriverons|arrivera un|plus|vers|apres|avec|a|en
partir|pars|partirai|partirons|part|quitter|quitterai avant|a|plus|vers|un|tot|la|au|apres
devrai|dois|devrais|devrons partir|quitter|m|filer|repartir
je dois m eclipser|echapper|sauver
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

pub(super) const REQUEST: &str = "
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

pub(super) const OTHER_TIME: &str = "
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
