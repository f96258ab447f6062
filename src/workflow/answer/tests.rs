//! What follows from a reply, without a database.

use super::*;
use crate::domain::civil::{instant, parse_civil};
use crate::domain::gathering::GatheringKind;
use crate::domain::ids::{MembershipId, NetworkId, OutgoingId};
use crate::domain::incoming::{Envelope, Incoming, Way};
use crate::domain::invitation::InvitationRole;
use crate::domain::reading::{About, Kind, Mode};
use crate::reading::{self, Headers};
use crate::store::outbox::SentLetter;

const NOW: Timestamp = Timestamp(1_810_000_000_000); // May 2027
const SONIA: ActorId = ActorId(7);

fn situation() -> Situation {
    let network = Network {
        id: NetworkId(1),
        name: "Réseau".into(),
        address: "rencontres@coop.example".into(),
        language: Language::Fr,
        zone: chrono_tz::Europe::Paris,
        digest_at: "0 8 * * *".into(),
        programme_at: None,
        reminders: Vec::new(),
        practical: None,
        threshold_percent: 75,
        mail_cap: 6,
    };
    let gathering = Gathering {
        id: GatheringId(3),
        network: network.id,
        series: None,
        number: None,
        title: "Rencontre".into(),
        kind: GatheringKind::Meeting,
        state: GatheringState::Open,
        starts: parse_civil("2027-06-05T10:00").unwrap(),
        ends: parse_civil("2027-06-05T12:00").unwrap(),
        zone: network.zone,
        mode: Mode::InPerson,
        place: None,
        link: None,
        places: None,
        description: None,
        host: None,
        change: 2,
    };
    let invited = InvitedActor {
        id: InvitationId(11),
        actor: SONIA,
        name: "Sonia Léger".into(),
        organisation: None,
        membership: MembershipId(5),
        language: None,
        stopped: false,
        email: "sonia@amap.example".into(),
        undeliverable: false,
        role: InvitationRole::Invited,
        state: InvitationState::Sent,
        place: None,
        generation: 0,
        sent_at: Some(Timestamp(NOW.0 - 86_400_000)),
    };
    Situation {
        network,
        gathering,
        series: None,
        invited,
        places_taken: 0,
        wrote_from: Some((AddressId(9), "sonia@amap.example".into())),
        answered_today: 0,
        holds: None,
        change: 2,
    }
}

/// Decides on a reply of Sonia's from her own address.
fn replied(situation: &Situation, words: &str) -> Vec<Effect> {
    let reading = reading::read_text(words, &About::default());
    decided(situation, &reading)
}

fn decided(situation: &Situation, reading: &Reading) -> Vec<Effect> {
    let incoming =
        Incoming { id: IncomingId(21), way: Way::Lmtp, envelope: Envelope::default(), received_at: NOW, failures: 0 };
    let headers = Headers {
        message_id: Some("reply@amap.example".into()),
        references: vec!["invitation@coop.example".into()],
        ..Headers::default()
    };
    let letter = SentLetter {
        id: OutgoingId(2),
        network: situation.network.id,
        actor: SONIA,
        invitation: Some(situation.invited.id),
        membership: None,
        to: "sonia@amap.example".into(),
        kind: LetterKind::Invitation,
        subject: "gathering:1".into(),
        generation: "0.0".into(),
        date: Timestamp(NOW.0 - 86_400_000),
    };
    let heard = Heard {
        incoming: &incoming,
        headers: &headers,
        reading,
        network: &situation.network,
        letter: Some(&letter),
        from: Some("sonia@amap.example".into()),
        from_actor: Some(SONIA),
    };
    decide(situation, &heard, Proof::TokenAndAddress, NOW)
}

fn recorded(effects: &[Effect]) -> Option<&NewAnswer> {
    effects.iter().find_map(|effect| match effect {
        Effect::Record(answer) => Some(answer),
        _ => None,
    })
}

fn letters(effects: &[Effect]) -> Vec<&NewLetter> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Send(letter) => Some(letter.as_ref()),
            _ => None,
        })
        .collect()
}

fn doubt(effects: &[Effect]) -> Option<DoubtReason> {
    effects.iter().find_map(|effect| match effect {
        Effect::Raise(doubt) => Some(doubt.reason),
        _ => None,
    })
}

#[test]
fn a_clear_answer_is_recorded_and_acknowledged_under_the_reply() {
    let effects = replied(&situation(), "Oui, je viendrai avec une collègue.");
    let answer = recorded(&effects).unwrap();
    assert_eq!((answer.said.intent, answer.said.guests, answer.change), (Intent::Attending, 1, 2));
    assert_eq!(answer.incoming, Some(IncomingId(21)));
    let letters = letters(&effects);
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].cause.to_string(), "receipt/incoming:21/actor:7/2");
    assert_eq!(letters[0].in_reply_to.as_deref(), Some("reply@amap.example"));
    assert_eq!(letters[0].references, ["invitation@coop.example", "reply@amap.example"]);
    assert_eq!(doubt(&effects), None);
}

#[test]
fn an_unclear_answer_is_asked_about_and_never_recorded() {
    let effects = replied(&situation(), "Bien noté, merci !");
    assert!(recorded(&effects).is_none());
    assert_eq!(doubt(&effects), Some(DoubtReason::Answer));
    assert_eq!(letters(&effects)[0].cause.to_string(), "question/invitation:11/actor:7/2", "once for each date");
}

#[test]
fn a_question_goes_to_the_organisers_and_is_not_answered_with_a_question() {
    let effects = replied(&situation(), "Bonjour, y a-t-il un parking ?");
    assert!(recorded(&effects).is_none());
    assert_eq!(doubt(&effects), Some(DoubtReason::Question));
    assert!(letters(&effects).is_empty());
}

#[test]
fn a_stop_stops_and_is_confirmed_once() {
    let effects = replied(&situation(), "Merci de ne plus m'écrire.");
    assert!(effects.contains(&Effect::Stop(MembershipId(5))));
    assert!(recorded(&effects).is_none());
    let kinds: Vec<LetterKind> = letters(&effects).iter().map(|letter| letter.cause.kind).collect();
    assert_eq!(kinds, [LetterKind::Stopped]);
    let mut stopped = situation();
    stopped.invited.stopped = true;
    assert!(letters(&replied(&stopped, "Merci de ne plus m'écrire.")).is_empty(), "no second confirmation");
}

#[test]
fn beyond_the_cap_nothing_is_sent_and_the_organisers_see_it() {
    let tired = Situation { answered_today: 6, ..situation() };
    let effects = replied(&tired, "Oui, je viens.");
    assert!(recorded(&effects).is_some());
    assert!(letters(&effects).is_empty());
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Note(note) if note.what == "capped")));
}

#[test]
fn whoever_finds_no_place_waits_and_is_told_so() {
    let mut full = situation();
    full.gathering.places = Some(8);
    full.places_taken = 7;
    let alone = replied(&full, "Oui, je viens.");
    assert!(alone.contains(&Effect::Place(InvitationId(11), Some(Place::Given))));
    let two = replied(&full, "Oui, je viendrai avec une collègue.");
    assert!(two.contains(&Effect::Place(InvitationId(11), Some(Place::Waiting))));
    assert!(letters(&two)[0].context.contains("\"place\":\"waiting\""));
}

#[test]
fn giving_up_a_place_frees_it() {
    let mut placed = situation();
    placed.gathering.places = Some(8);
    placed.invited.place = Some(Place::Given);
    let effects = replied(&placed, "Finalement je ne pourrai pas venir.");
    assert!(effects.contains(&Effect::Place(InvitationId(11), None)));
}

#[test]
fn thanks_after_the_day_are_no_answer_and_nobody_is_asked() {
    let mut over = situation();
    over.gathering.starts = parse_civil("2027-05-01T10:00").unwrap();
    over.gathering.ends = parse_civil("2027-05-01T12:00").unwrap();
    assert!(instant(over.gathering.ends, over.gathering.zone) < NOW);
    let effects = replied(&over, "Merci, c'était très bien !");
    assert!(recorded(&effects).is_none() && letters(&effects).is_empty() && doubt(&effects).is_none());
}

#[test]
fn a_machine_gets_no_letter_and_records_nothing() {
    let mut reading = reading::read_text("Oui, je viens.", &About::default());
    reading.kind = Kind::AutoReply;
    reading.decision = Verdict::Ignore;
    let effects = decided(&situation(), &reading);
    assert!(recorded(&effects).is_none() && letters(&effects).is_empty());
}

#[test]
fn a_yes_to_the_letter_before_the_move_is_no_yes_to_the_new_date() {
    let before_the_move = Situation { change: 1, ..situation() };
    let effects = replied(&before_the_move, "Oui, je viens.");
    assert_eq!(recorded(&effects).unwrap().change, 1);
}

#[test]
fn a_no_that_was_late_on_its_way_takes_no_place_from_the_yes_that_holds() {
    let mut placed = situation();
    placed.gathering.places = Some(8);
    placed.invited.place = Some(Place::Given);
    placed.holds = Some(Answer {
        id: crate::domain::ids::AnswerId(1),
        invitation: InvitationId(11),
        said: Said::plainly(Intent::Attending),
        channel: Channel::Mail,
        said_by: None,
        said_at: Timestamp(NOW.0 + 1_000),
        received_at: Timestamp(NOW.0 + 1_000),
        change: 2,
        incoming: None,
    });
    let effects = replied(&placed, "Je ne pourrai pas venir.");
    assert!(recorded(&effects).is_some(), "it is in the ledger");
    assert!(
        !effects.iter().any(|effect| matches!(effect, Effect::Place(..) | Effect::Clarified(..) | Effect::Send(_)))
    );
}
