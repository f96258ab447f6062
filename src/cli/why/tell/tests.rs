use super::*;
use crate::domain::civil::parse_civil;
use crate::domain::gathering::{GatheringKind, GatheringState};
use crate::domain::ids::{ActorId, GatheringId, MembershipId, NetworkId};
use crate::domain::membership::MemberRole;
use crate::domain::reading::{Intent, Mode};

const PARIS: civil::Zone = chrono_tz::Europe::Paris;

fn at(text: &str) -> Timestamp {
    civil::instant(parse_civil(text).unwrap(), PARIS)
}

fn gathering() -> Gathering {
    Gathering {
        id: GatheringId(1),
        network: NetworkId(1),
        series: None,
        number: None,
        title: "3e rencontre".into(),
        kind: GatheringKind::Meeting,
        state: GatheringState::Open,
        starts: parse_civil("2027-06-05T10:00").unwrap(),
        ends: parse_civil("2027-06-05T12:00").unwrap(),
        zone: PARIS,
        mode: Mode::InPerson,
        place: None,
        link: None,
        places: None,
        description: None,
        host: None,
        change: 0,
    }
}

fn zoe() -> Member {
    Member {
        membership: MembershipId(2),
        actor: ActorId(2),
        name: "Zoé Roux".into(),
        organisation: Some("Théâtre du Rond".into()),
        role: MemberRole::Actor,
        language: None,
        stopped_at: None,
        email: "zoe@theatre.example".into(),
        undeliverable_at: None,
        undeliverable_reason: None,
    }
}

fn letter(kind: &str, state: &str, error: Option<&str>) -> What {
    What::Letter { id: OutgoingId(1), kind: kind.into(), state: state.into(), error: error.map(str::to_owned) }
}

fn attempt(outcome: &str, code: Option<i64>, text: &str) -> What {
    What::Attempt { letter: OutgoingId(1), kind: "invitation".into(), outcome: outcome.into(), code, text: text.into() }
}

fn read(kind: &str, visible: &str, intent: &str, because: &[&str]) -> What {
    What::Read {
        incoming: IncomingId(5),
        kind: kind.into(),
        visible: visible.into(),
        intent: Some(intent.into()),
        confidence: 0.45,
        because: because.iter().map(|one| (*one).to_owned()).collect(),
        identity: String::new(),
    }
}

fn lines(language: Language, facts: &[(&str, What)]) -> Vec<String> {
    let facts: Vec<_> = facts.iter().map(|(time, what)| Fact { at: at(time), what: what.clone() }).collect();
    let text = chain(language, &gathering(), &zoe(), None, &facts).replace('\u{a0}', " ");
    text.lines().skip(2).take_while(|line| !line.is_empty()).map(str::to_owned).collect()
}

#[test]
fn a_letter_and_its_answer_are_two_lines_in_french() {
    let said = Said { guests: 1, note: Some("arrive à 11 h".into()), ..Said::plainly(Intent::Attending) };
    let facts = [
        ("2027-05-12T09:02", letter("invitation", "sent", None)),
        ("2027-05-12T09:02", attempt("accepted", Some(250), "2.0.0 Ok: queued")),
        ("2027-05-13T18:40", read("human", "Je viens\navec Paul.", "attending", &["« je viens »", "« avec Paul »"])),
        (
            "2027-05-13T18:40",
            What::Answer { said, channel: Channel::Mail, said_by: None, incoming: Some(IncomingId(5)) },
        ),
        (
            "2027-05-13T18:40",
            What::Decision { what: "answer_recorded".into(), by: "person".into(), because: "x".into() },
        ),
    ];
    assert_eq!(
        lines(Language::Fr, &facts),
        [
            "mercredi 12 mai, 9 h 02 – invitation envoyée, acceptée par le serveur (250 2.0.0 Ok: queued)",
            "jeudi 13 mai, 18 h 40 – a répondu : « Je viens avec Paul. » – compris : vient, avec 1 personne \
             (mots : « je viens », « avec Paul »)",
        ]
    );
    assert_eq!(
        lines(Language::En, &facts)[0],
        "Wednesday 12 May, 9:02 am – invitation sent, accepted by the server (250 2.0.0 Ok: queued)"
    );
}

#[test]
fn what_went_wrong_is_told_attempt_by_attempt() {
    let found = lines(
        Language::Fr,
        &[
            ("2026-12-31T09:00", letter("invitation", "sent", None)),
            ("2026-12-31T09:00", attempt("deferred", Some(451), "greylisted")),
            ("2026-12-31T09:10", attempt("accepted", Some(250), "ok")),
            ("2026-12-31T09:12", attempt("bounced", None, "no such user")),
        ],
    );
    assert_eq!(
        found,
        [
            "jeudi 31 décembre 2026, 9 h – invitation écrite",
            "jeudi 31 décembre 2026, 9 h – invitation refusée pour l'instant par le serveur (451 greylisted)",
            "jeudi 31 décembre 2026, 9 h 10 – invitation envoyée, acceptée par le serveur (250 ok)",
            "jeudi 31 décembre 2026, 9 h 12 – invitation revenue : pas distribuée (no such user)",
        ]
    );
    let found =
        lines(Language::Fr, &[("2027-05-12T09:02", letter("reminder", "dropped", Some("une réponse est arrivée")))]);
    assert_eq!(found, ["mercredi 12 mai, 9 h 02 – rappel non envoyé : une réponse est arrivée"]);
}

#[test]
fn a_doubt_and_who_settled_it() {
    let found = lines(
        Language::Fr,
        &[
            ("2027-05-13T18:40", read("human", "Je vais voir.", "tentative", &["« je vais voir »"])),
            (
                "2027-05-13T18:40",
                What::Doubt { number: 3, reason: "answer".into(), settled_at: Some(at("2027-05-14T08:00")) },
            ),
            (
                "2027-05-14T08:00",
                What::Answer {
                    said: Said::plainly(Intent::Attending),
                    channel: Channel::Organiser,
                    said_by: Some("Marie Leroy".into()),
                    incoming: Some(IncomingId(5)),
                },
            ),
            (
                "2027-05-14T08:00",
                What::Decision { what: "doubt_settled".into(), by: "organiser".into(), because: "n° 3".into() },
            ),
        ],
    );
    assert_eq!(
        found,
        [
            "jeudi 13 mai, 18 h 40 – a répondu : « Je vais voir. » – pas enregistré, lecture sûre à 45 % (mots : « je vais voir »)",
            "jeudi 13 mai, 18 h 40 – à trancher, n° 3 : ce que la personne veut dire n'est pas sûr",
            "vendredi 14 mai, 8 h – noté par Marie Leroy : vient",
            "vendredi 14 mai, 8 h – n° 3 tranché par un organisateur",
        ]
    );
}

#[test]
fn a_long_message_is_cut_between_characters() {
    let long = "é".repeat(400);
    assert_eq!(words::one_line(&long).chars().count(), 161);
}

#[test]
fn what_comes_after_a_gathering_is_told() {
    for (what, by, because, fr, en) in [
        (
            "minutes_drafted",
            "organiser",
            "version 2",
            "compte rendu reçu par un organisateur (version 2)",
            "minutes received by an organiser (version 2)",
        ),
        (
            "minutes_reviewed",
            "operator",
            "version 2",
            "compte rendu relu en ligne de commande (version 2)",
            "minutes reviewed at the command line (version 2)",
        ),
        (
            "minutes_sent",
            "organiser",
            "12",
            "compte rendu envoyé par un organisateur (destinataires : 12)",
            "minutes sent by an organiser (recipients: 12)",
        ),
        ("visit_arranged", "person", "le 8 juillet", "visite convenue : le 8 juillet", "visit arranged: le 8 juillet"),
        (
            "debrief_recorded",
            "person",
            "Des loges",
            "restitution notée : « Des loges »",
            "debrief recorded: “Des loges”",
        ),
        (
            "agenda_added",
            "operator",
            "Budget",
            "point ajouté à l'ordre du jour en ligne de commande : Budget",
            "point added to the agenda at the command line: Budget",
        ),
    ] {
        let told = |language| words::decision(language, what, by, because).unwrap().replace('\u{a0}', " ");
        assert_eq!((told(Language::Fr).as_str(), told(Language::En).as_str()), (fr, en), "{what}");
    }
    let sent = lines(
        Language::Fr,
        &[
            ("2027-07-09T09:00", letter("debrief", "sent", None)),
            ("2027-07-09T09:00", attempt("accepted", Some(250), "ok")),
        ],
    );
    assert_eq!(sent, ["vendredi 9 juillet, 9 h – demande de restitution envoyée, acceptée par le serveur (250 ok)"]);
}
