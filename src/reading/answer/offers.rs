//! What the person offers to do.

use crate::domain::reading::Offer;

use super::super::draft::Draft;
use super::Heard;
use super::cue::Cue;

/// What must stand together in a clause: somebody willing, and the thing.
const OFFERS: [(Offer, &[&str], &[&str]); 11] = [
    (
        Offer::BringFood,
        &["apporte", "apporterai", "apporter", "amene", "ramene", "bring", "bringing"],
        &[
            "tarte", "gateau", "gateaux", "cake", "salade", "quiche", "fromage", "boissons", "boisson", "vin", "jus",
            "cafe", "the", "pain", "buffet", "biscuits", "dessert", "food", "drinks", "pie", "manger", "boire",
            "cidre", "fruits",
        ],
    ),
    (
        Offer::BringMaterial,
        &["apporte", "apporterai", "apporter", "preter", "prete", "prets", "bring", "lend"],
        &[
            "materiel",
            "videoprojecteur",
            "projecteur",
            "paperboard",
            "tables",
            "chaises",
            "barnum",
            "sono",
            "micro",
            "projector",
            "chairs",
            "equipment",
        ],
    ),
    (
        Offer::Host,
        &["accueillir", "accueillerons", "heberger", "recevoir", "host", "prete", "disposition"],
        &["salle", "locaux", "local", "chez", "lieu", "room", "venue", "jardin", "prochaine", "place"],
    ),
    (
        Offer::TakeNotes,
        &["prendre", "prends", "prendrai", "rediger", "redige", "take", "faire"],
        &["notes", "cr", "compte"],
    ),
    (
        Offer::PresentRecit,
        &["presenter", "presente", "raconter", "temoigner", "raconterai", "presenterai", "present", "tell"],
        &["recit", "experience", "projet", "histoire", "temoignage", "story", "project"],
    ),
    (
        Offer::Facilitate,
        &["animer", "anime", "animerai", "faciliter", "facilitate", "moderer"],
        &["atelier", "reunion", "rencontre", "groupe", "tour", "table", "session", "workshop", "meeting"],
    ),
    (Offer::TakePhotos, &["prendre", "faire", "ferai", "prendrai", "take"], &["photos", "photo", "pictures"]),
    (
        Offer::HelpSetup,
        &["aider", "aide", "aiderai", "donner", "help"],
        &["installer", "installation", "ranger", "preparer", "preparation", "main", "set", "setup", "rangement"],
    ),
    (
        Offer::TechHelp,
        &["aider", "gerer", "aide", "occuper", "help"],
        &["technique", "zoom", "connexion", "son", "visio", "tech", "informatique"],
    ),
    (
        Offer::RelayInfo,
        &["relayer", "relaie", "relaierai", "diffuser", "diffuse", "partager", "diffuserai", "share", "spread"],
        &["info", "information", "invitation", "reseau", "reseaux", "adherents", "word", "newsletter"],
    ),
    (
        Offer::JoinVisit,
        &["partante", "partant", "interesse", "inscrire", "participer", "join", "keen"],
        &["visites", "visite", "visits", "visit"],
    ),
];

/// Finds the offers in statements made in the first person.
pub(super) fn find(heard: &[Heard], draft: &mut Draft) {
    let own = heard.iter().filter(|h| {
        !h.clause.question && !h.has(Cue::No) && h.clause.has(&["je", "j", "nous", "on", "notre", "i", "we", "our"])
    });
    for here in own {
        for (offer, willing, thing) in &OFFERS {
            let said = here.clause.has(willing) && here.clause.has(thing);
            // Coming to the one visit in question is an answer, not an offer.
            let plural = *offer != Offer::JoinVisit || here.clause.has(&["visites", "visits"]);
            if said && plural && !draft.reading.offers.contains(offer) {
                draft.reading.offers.push(*offer);
            }
        }
    }
}
