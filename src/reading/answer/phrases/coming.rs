//! Phrases of those who come, or may.

pub(super) const YES: &str = "
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
je participe|participerai|assisterai a la|l|cette|votre rencontre|visite|atelier
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
i will be there|attending|joining|coming|present|available
i will come|attend|join|participate
i will definitely|certainly|gladly|happily come|attend|join
i will definitely|certainly|gladly|happily be there
i can come|attend|make|join
i am coming|attending|joining|available|free
i am in $
we are in $
can not wait
i am happy|glad|delighted|pleased to confirm|attend|join|come
i would love|like to come|attend|join|participate
i would love|like to see the|this|it
i would be happy|delighted|glad to come|attend|join
i am going to be there
count me in
count us in
you can count on|me|us
nous|on serons|sera|viendrons|sommes|est|vient a? deux|trois|quatre|cinq|six|sept|huit|2|3|4|5|6|7|8|10
toute|tout l|la equipe|bande|famille sera|vient|viendra la?
we will come|attend|join
we will all? be there|attending|joining|coming
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

pub(super) const WEAK_YES: &str = "
je participe|participerai|assiste|assisterai a|au la|l|un|une|des|cette|mon|ma|conseil
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

pub(super) const MAYBE: &str = "
il|c est possible|probable que|qu
unable to say|tell|confirm
je ne peux|pourrai|puis pas|rien encore? vous|te? encore? dire|confirmer|repondre|promettre|garantir
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
