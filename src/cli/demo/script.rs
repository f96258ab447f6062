//! What is written once the meeting is over: comptes rendus, orders, and what visits inspire. All of it is invented.

use super::cast::{ORGANISER, VISITED};
use crate::domain::letter::LetterKind;

/// A reply to a letter that asks something else than whether somebody comes.
pub struct Line {
    /// Civil time it is written.
    pub at: &'static str,
    /// Whose mailbox.
    pub from: &'static str,
    /// To the latest letter of this kind,
    pub to: LetterKind,
    /// in which these words stand.
    pub holding: &'static str,
    /// What is typed.
    pub words: &'static str,
}

/// A mail that answers none.
pub struct OwnMail {
    /// Civil time it is written.
    pub at: &'static str,
    /// Whose mailbox.
    pub from: &'static str,
    /// Subject.
    pub subject: &'static str,
    /// What is typed.
    pub words: &'static str,
}

const SONIA: &str = "sonia@amap-deux-ponts.example";
const KARIM: &str = "karim@theatre-du-passage.example";
const PAULINE: &str = "pauline@epicerie-solidaire.example";
const NADIA: &str = "nadia@groupe-projet.example";

const fn line(
    at: &'static str,
    from: &'static str,
    to: LetterKind,
    holding: &'static str,
    words: &'static str,
) -> Line {
    Line { at, from, to, holding, words }
}

/// Who was at the visio.
pub const PRESENT: Line =
    line("2027-06-05T13:25", ORGANISER, LetterKind::Attendance, "4e rencontre", "tous sauf l'École de musique");

/// Who was at the visit.
pub const PRESENT_AT_VISIT: Line = line("2027-07-08T18:10", ORGANISER, LetterKind::Attendance, VISITED, "tous");

/// Who was at the next meeting.
pub const PRESENT_AT_NEXT: Line = line("2027-09-11T13:40", NADIA, LetterKind::Attendance, "5e rencontre", "Tous !");

/// The compte rendu of the visio, in the form that such networks use.
pub const MINUTES: OwnMail = OwnMail {
    at: "2027-06-07T09:30",
    from: ORGANISER,
    subject: "Compte rendu de samedi",
    words: "\
4e rencontre des acteurs sur la coopération (5 juin 2027)

Date de la réunion : 5 juin 2027
Nom de l'auteur du compte rendu : Claire Vasseur, Nadia Benhamou
Compte rendu : Présents le 5 juin : 1 membre du groupe projet + Sonia de l'Amap des Deux Ponts + Fatou du Jardin partagé des Remparts + 2 autres actrices.

Nos constats

Lucie, retenue derrière son comptoir, nous avait confié son récit ; Sonia l'a lu à voix haute. Le Tamis partage sa cuisine depuis deux ans avec trois associations du quartier.

+ Ce qui tient l'ensemble est étonnamment simple :
  • le planning est affiché sur la porte du frigo, et nulle part ailleurs ;
  • chacun laisse la cuisine « comme il aimerait la trouver » ;
  • on mange ensemble le premier lundi du mois, même quand on n'a rien à régler.
+ La seule vraie dispute a porté sur un saladier. Elle a duré trois semaines, « et c'est elle qui nous a appris à nous parler », écrit Lucie.
+ Le loyer est partagé selon les moyens :
  - l'école de devoirs ne paie rien, mais ouvre et ferme ;
  - le traiteur en insertion paie davantage, et cuisine pour la fête.

Ce que nous apprend cette rencontre

Coopérer coûte du temps avant d'en faire gagner. Une participante le dit mieux que nous : « Il nous a fallu tout un hiver pour oser demander la clé du voisin ».
- Une règle que tout le monde retient vaut mieux qu'une convention que personne ne relit.
- On commence par ce qui manque (un four, une clé, une camionnette) et la confiance vient avec.

Pistes

Visiter les Jardins de la Digue avec un petit groupe : ils partagent leurs serres à quatre.
Contact à prendre avec : la Régie de quartier pour un prochain récit.
Nadia se charge de rédiger une page sur ce qu'on se dit avant de partager un lieu, d'ici le 25 juin.",
};

/// It is shown to her, and she lets it go.
pub const SEND_MINUTES: Line =
    line("2027-06-07T09:41", ORGANISER, LetterKind::MinutesReview, "5 juin 2027", "Envoyer, merci !");

/// Who wants to see the gardens.
pub const VOLUNTEERS: &[Line] = &[
    line(
        "2027-06-07T12:15",
        KARIM,
        LetterKind::Minutes,
        "5 juin 2027",
        "On croirait y être, merci. Je veux bien participer à la visite !",
    ),
    line(
        "2027-06-07T20:50",
        PAULINE,
        LetterKind::Minutes,
        "5 juin 2027",
        "Très fidèle, le saladier compris. Je souhaite participer à la visite des jardins.",
    ),
];

/// What the first visit inspires one of its visitors.
pub const FIRST_DEBRIEF: Line = line(
    "2027-06-13T18:10",
    SONIA,
    LetterKind::Debrief,
    "La Fabrique du quai",
    "Leur étagère « à prendre, à rendre » près de l'entrée : aucun registre, et tout revient. Je l'essaie dès jeudi à la \
     distribution des paniers.",
);

/// What was promised is done in time.
pub const DONE: Line =
    line("2027-06-25T11:20", NADIA, LetterKind::FollowUp, "avant de partager un lieu", "C'est fait !");

/// What was promised takes longer.
pub const LATER: Line =
    line("2027-06-28T09:20", ORGANISER, LetterKind::FollowUp, "Régie de quartier", "plutôt le 30 septembre");

/// The visit is agreed upon.
pub const ARRANGED: Line = line(
    "2027-06-28T09:32",
    ORGANISER,
    LetterKind::FollowUp,
    VISITED,
    "C'est convenu avec eux : jeudi 8 juillet de 14 h à 16 h, 6 places, au 3 quai de la Digue",
);

/// Its invitation is shown to her, and she lets it go.
pub const SEND_INVITATIONS: Line = line("2027-06-28T09:35", ORGANISER, LetterKind::Order, VISITED, "envoyer");

/// What the second visit inspires its visitors.
pub const DEBRIEFS: &[Line] = &[
    line(
        "2027-07-09T10:40",
        KARIM,
        LetterKind::Debrief,
        VISITED,
        "Quatre structures, une seule serre, et un carnet où l'on écrit ce qu'on a arrosé. J'ai pensé à nos loges, vides \
         trois jours sur sept : qui en voudrait une clé ?",
    ),
    line(
        "2027-07-09T21:05",
        PAULINE,
        LetterKind::Debrief,
        VISITED,
        "Ils donnent le surplus le mardi, nous ouvrons le mercredi. On se l'est dit devant les tomates : nous passerons \
         les prendre à vélo.",
    ),
];

/// The compte rendu of the next meeting.
pub const NEXT_MINUTES: OwnMail = OwnMail {
    at: "2027-09-13T10:05",
    from: NADIA,
    subject: "Le compte rendu du 11 septembre",
    words: "\
5e rencontre des acteurs sur la coopération (11 septembre 2027)

Date de la réunion : 11 septembre 2027
Nom de l'auteur du compte rendu : Nadia Benhamou
Compte rendu : Présents : 2 membres du groupe projet + Sonia de l'Amap des Deux Ponts + Karim du Théâtre du Passage + 2 autres actrices.

Nos constats

Deux visites, trois restitutions, et une table trop petite : nous avons fini dans la cour.
+ L'étagère « à prendre, à rendre » est arrivée à l'Amap. Bilan de Sonia :
  • onze livres sortis, douze revenus ;
  • une paire de bottes dont personne ne sait rien.
+ Le Théâtre du Passage prête deux de ses loges ; Karim précise : « les miroirs sont fournis, le trac non ».

Ce que nous apprend cette rencontre

Une visite donne plus d'idées qu'une réunion sur les visites.

Pistes

Karim se charge de faire le tour des loges avec l'école de musique d'ici le 15 octobre.",
};

/// It is shown to her, and she lets it go.
pub const SEND_NEXT_MINUTES: Line =
    line("2027-09-13T10:12", NADIA, LetterKind::MinutesReview, "11 septembre 2027", "Parfait, envoyez.");
