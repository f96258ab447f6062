//! Who plays in the demo, and what they say. All names, structures and addresses are invented.

use crate::domain::membership::MemberRole;
use crate::workflow::standing::Tally;

/// A member of the network.
pub struct Member {
    /// Name.
    pub name: &'static str,
    /// Structure.
    pub organisation: &'static str,
    /// Mailbox.
    pub email: &'static str,
    /// Actor or organiser.
    pub role: MemberRole,
    /// Whether their letters are in English.
    pub english: bool,
}

const fn actor(name: &'static str, organisation: &'static str, email: &'static str) -> Member {
    Member { name, organisation, email, role: MemberRole::Actor, english: false }
}

const fn organiser(name: &'static str, email: &'static str) -> Member {
    Member { name, organisation: "Groupe projet", email, role: MemberRole::Organiser, english: false }
}

/// The organiser who settles the doubt.
pub const ORGANISER: &str = "claire@groupe-projet.example";
/// The person whose address no longer exists.
pub const GONE: &str = "m.roche@regie-du-canal.example";

/// What the arranged visit goes to see.
pub const VISITED: &str = "Jardins de la Digue";

/// The groupe projet and a dozen actors.
pub const MEMBERS: &[Member] = &[
    organiser("Claire Vasseur", ORGANISER),
    organiser("Yannick Prigent", "yannick@groupe-projet.example"),
    organiser("Nadia Benhamou", "nadia@groupe-projet.example"),
    actor("Sonia Léger", "Amap des Deux Ponts", "sonia@amap-deux-ponts.example"),
    actor("Karim Haddad", "Théâtre du Passage", "karim@theatre-du-passage.example"),
    actor("Lucie Morel", "Café associatif Le Tamis", "lucie@le-tamis.example"),
    actor("Bernard Quéméner", "Conseil de quartier", "b.quemener@quartier.example"),
    actor("Inès Caron", "Ressourcerie La Boucle", "ines.caron@la-boucle.example"),
    actor("Mathieu Roche", "Régie du Canal", GONE),
    actor("Aïcha Diallo", "École de musique", "aicha.diallo@ecole-musique.example"),
    actor("Pauline Girard", "Épicerie solidaire", "pauline@epicerie-solidaire.example"),
    actor("Thomas Weber", "Maison des jeunes", "t.weber@maison-des-jeunes.example"),
    Member {
        name: "Jane Aston",
        organisation: "Bibliothèque de rue",
        email: "jane@biblio-de-rue.example",
        role: MemberRole::Actor,
        english: true,
    },
    actor("Olivier Blanc", "Coopérative du Port", "olivier.blanc@coop-du-port.example"),
    actor("Fatou Sarr", "Jardin partagé des Remparts", "fatou@jardin-remparts.example"),
];

/// The member of a mailbox.
pub fn member(email: &str) -> Result<&'static Member, String> {
    MEMBERS.iter().find(|member| member.email == email).ok_or_else(|| format!("{email} plays no part"))
}

/// Which gathering.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gathering {
    /// The visio.
    Meeting,
    /// The visit with limited places.
    Visit,
    /// The visit that an organiser arranges by mail.
    Arranged,
    /// The meeting at which visitors report.
    Next,
    /// The meeting that stands open once the story is told.
    Further,
}

impl Gathering {
    /// As in "invitations for …".
    pub fn words(self) -> &'static str {
        match self {
            Gathering::Meeting => "la visio",
            Gathering::Visit => "la visite",
            Gathering::Arranged => "la visite des jardins",
            Gathering::Next => "la 5e rencontre, le 11 septembre",
            Gathering::Further => "la 6e rencontre, le 20 novembre",
        }
    }
}

/// Who really writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// The person.
    Person,
    /// Their mailbox, by itself.
    Robot,
}

/// A reply.
pub struct Reply {
    /// Civil time it is written.
    pub at: &'static str,
    /// Whose mailbox.
    pub from: &'static str,
    /// To which invitation.
    pub about: Gathering,
    /// What is typed.
    pub words: &'static str,
    /// By whom.
    pub sort: Sort,
    /// Whether it comes before the silent are reminded.
    pub before_reminder: bool,
}

const fn reply(at: &'static str, from: &'static str, about: Gathering, words: &'static str) -> Reply {
    Reply { at, from, about, words, sort: Sort::Person, before_reminder: true }
}

use Gathering::{Arranged, Further, Meeting, Next, Visit};

/// What they say, in order of time.
pub const REPLIES: &[Reply] = &[
    Reply {
        sort: Sort::Robot,
        ..reply(
            "2027-05-10T09:06",
            "ines.caron@la-boucle.example",
            Meeting,
            "Je suis absente jusqu'au 24 mai. Pour toute urgence, écrivez à accueil@la-boucle.example.",
        )
    },
    reply("2027-05-10T09:40", ORGANISER, Meeting, "Présente, bien sûr."),
    reply(
        "2027-05-10T10:12",
        "sonia@amap-deux-ponts.example",
        Meeting,
        "Avec plaisir, je viendrai avec une collègue !",
    ),
    reply(
        "2027-05-10T10:15",
        "karim@theatre-du-passage.example",
        Meeting,
        "Je ne pourrai malheureusement pas venir, nous jouons ce jour-là. Bonne rencontre à tous.",
    ),
    reply("2027-05-10T11:30", "sonia@amap-deux-ponts.example", Visit, "Oui, je viens aussi à la visite."),
    reply("2027-05-10T12:02", "lucie@le-tamis.example", Visit, "Nous serons trois, hâte de voir le lieu."),
    reply("2027-05-10T14:20", "fatou@jardin-remparts.example", Meeting, "J'y serai, mais je devrai partir à 11 h."),
    reply("2027-05-10T14:21", "fatou@jardin-remparts.example", Visit, "Je viens avec trois bénévoles du jardin."),
    reply(
        "2027-05-10T17:45",
        "b.quemener@quartier.example",
        Meeting,
        "Peut-être, je vous confirme la semaine prochaine.",
    ),
    reply("2027-05-11T08:03", "jane@biblio-de-rue.example", Meeting, "Sorry, I can't make it this time."),
    reply("2027-05-11T08:05", "jane@biblio-de-rue.example", Visit, "Yes, I'll be there for the visit."),
    reply("2027-05-11T09:50", "aicha.diallo@ecole-musique.example", Meeting, "Bien noté, merci !"),
    reply("2027-05-11T18:30", "olivier.blanc@coop-du-port.example", Meeting, "Merci de ne plus m'écrire."),
    Reply {
        before_reminder: false,
        ..reply(
            "2027-05-29T10:05",
            "pauline@epicerie-solidaire.example",
            Meeting,
            "Désolée pour le retard : je viens !",
        )
    },
    Reply {
        before_reminder: false,
        ..reply("2027-05-29T11:20", "b.quemener@quartier.example", Meeting, "Finalement je ne pourrai pas venir.")
    },
];

/// How the visio must stand in the end.
pub const MEETING_TALLY: Tally = Tally {
    invited: 15,
    attending: 5,
    guests: 1,
    regrets: 3,
    tentative: 0,
    silent: 6,
    to_decide: 0,
    undeliverable: 1,
    waiting: 0,
};

/// How the visit must stand in the end.
pub const VISIT_TALLY: Tally = Tally {
    invited: 15,
    attending: 4,
    guests: 5,
    regrets: 0,
    tentative: 0,
    silent: 10,
    to_decide: 0,
    undeliverable: 1,
    waiting: 1,
};

/// What the volunteers say to the visit that was arranged.
pub const ARRANGED_REPLIES: &[Reply] = &[
    reply("2027-06-28T10:02", "karim@theatre-du-passage.example", Arranged, "Oui, j'y serai, avec mes bottes."),
    reply("2027-06-28T13:25", "pauline@epicerie-solidaire.example", Arranged, "Je viens avec plaisir !"),
];

/// How that visit must stand in the end.
pub const ARRANGED_TALLY: Tally = Tally {
    invited: 2,
    attending: 2,
    guests: 0,
    regrets: 0,
    tentative: 0,
    silent: 0,
    to_decide: 0,
    undeliverable: 0,
    waiting: 0,
};

/// What is said to the meeting at which visitors report.
pub const NEXT_REPLIES: &[Reply] = &[
    reply("2027-08-23T09:12", ORGANISER, Next, "J'y serai."),
    reply("2027-08-23T09:15", "nadia@groupe-projet.example", Next, "Présente."),
    reply("2027-08-23T10:30", "sonia@amap-deux-ponts.example", Next, "Oui, je viens."),
    reply("2027-08-23T11:47", "karim@theatre-du-passage.example", Next, "Je viens avec plaisir."),
    reply("2027-08-23T14:20", "b.quemener@quartier.example", Next, "Je ne pourrai pas venir, désolé."),
    reply("2027-08-23T16:08", "pauline@epicerie-solidaire.example", Next, "Je serai là."),
    reply("2027-08-23T18:31", "lucie@le-tamis.example", Next, "Cette fois je viens !"),
];

/// How that meeting must stand in the end.
pub const NEXT_TALLY: Tally = Tally {
    invited: 13,
    attending: 6,
    guests: 0,
    regrets: 1,
    tentative: 0,
    silent: 6,
    to_decide: 0,
    undeliverable: 0,
    waiting: 0,
};

/// What is said to the further meeting; Inès Caron and Thomas Weber haven't answered: that is left to who visits.
pub const FURTHER_REPLIES: &[Reply] = &[
    reply("2027-09-20T09:20", ORGANISER, Further, "Je serai là, sur place."),
    reply("2027-09-20T09:41", "yannick@groupe-projet.example", Further, "Présent."),
    reply("2027-09-20T10:05", "nadia@groupe-projet.example", Further, "Je participerai en visio."),
    reply("2027-09-20T10:30", "sonia@amap-deux-ponts.example", Further, "Avec plaisir, j'y serai !"),
    reply("2027-09-20T11:12", "karim@theatre-du-passage.example", Further, "Oui, je viens cette fois."),
    reply("2027-09-20T12:48", "lucie@le-tamis.example", Further, "Je viendrai avec une collègue."),
    reply("2027-09-20T14:02", "b.quemener@quartier.example", Further, "Je ne pourrai pas venir, désolé."),
    reply("2027-09-20T15:25", "aicha.diallo@ecole-musique.example", Further, "Je viens."),
    reply("2027-09-20T16:40", "pauline@epicerie-solidaire.example", Further, "Peut-être, je vous redis en octobre."),
    reply("2027-09-20T17:15", "jane@biblio-de-rue.example", Further, "I'll join online."),
    reply("2027-09-20T18:03", "fatou@jardin-remparts.example", Further, "Je serai présente."),
];

/// How the further meeting stands when it is left to who visits.
pub const FURTHER_TALLY: Tally = Tally {
    invited: 13,
    attending: 9,
    guests: 1,
    regrets: 1,
    tentative: 1,
    silent: 2,
    to_decide: 0,
    undeliverable: 0,
    waiting: 0,
};
