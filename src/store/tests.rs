//! Every statement is prepared on both databases, both have the same tables, and one story runs on both.

use sqlx::{AssertSqlSafe, Executor, SqlSafeStr, Statement};

use super::sql::Sql;
use super::{
    Db, Topic, Tx, agenda, answers, attendance, debriefs, decisions, follow_ups, gatherings, incomings, leases,
    minutes, networks, outbox, outcomes, people, positions, timers, tokens,
};
use crate::domain::answer::{Channel, Said};
use crate::domain::attendance::{Attendance, AttendanceChannel, latest};
use crate::domain::cause::Cause;
use crate::domain::civil::parse_civil;
use crate::domain::clock::Timestamp;
use crate::domain::delivery::{Outcome, Reply};
use crate::domain::doubt::DoubtReason;
use crate::domain::gathering::{Gathering, GatheringKind, GatheringState};
use crate::domain::ids::{ActorId, GatheringId, Ids, InvitationId, NetworkId};
use crate::domain::incoming::{Envelope, Way};
use crate::domain::invitation::{InvitationRole, InvitationState};
use crate::domain::language::Language;
use crate::domain::letter::LetterKind;
use crate::domain::membership::MemberRole;
use crate::domain::network::Network;
use crate::domain::outgoing::NewLetter;
use crate::domain::reading::{Intent, Mode};
use crate::domain::timer::Rule;
use crate::domain::token::{TokenKey, TokenKind, TokenSubject};

mod migrations;

#[path = "../../tests/e2e/support/postgres.rs"]
mod postgres;

/// All statements of all table families; a file that is missing here fails `no_family_is_forgotten`.
const FAMILIES: &[(&str, &[Sql])] = &[
    ("agenda", agenda::STATEMENTS),
    ("answers", answers::STATEMENTS),
    ("attendance", attendance::STATEMENTS),
    ("debriefs", debriefs::STATEMENTS),
    ("decisions", decisions::STATEMENTS),
    ("follow_ups", follow_ups::STATEMENTS),
    ("gatherings", gatherings::STATEMENTS),
    ("incomings", incomings::STATEMENTS),
    ("leases", leases::STATEMENTS),
    ("minutes", minutes::STATEMENTS),
    ("networks", networks::STATEMENTS),
    ("outbox", outbox::STATEMENTS),
    ("outcomes", outcomes::STATEMENTS),
    ("people", people::STATEMENTS),
    ("positions", positions::STATEMENTS),
    ("timers", timers::STATEMENTS),
    ("tokens", tokens::STATEMENTS),
];

async fn sqlite() -> (Db, tempfile::TempDir) {
    let dir = tempfile::tempdir().unwrap();
    let db = Db::open(&format!("sqlite:{}", dir.path().join("palabre.db").display())).await.unwrap();
    (db, dir)
}

#[test]
fn no_family_is_forgotten() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            continue;
        }
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let declares = std::fs::read_to_string(&path).unwrap().contains("\nstatements! {");
        let known = FAMILIES.iter().any(|(family, _)| *family == name);
        assert_eq!(declares, known, "{name}");
    }
}

#[tokio::test]
async fn every_statement_is_prepared_on_both_databases() {
    let (lite, _dir) = sqlite().await;
    let Db::Sqlite { write, .. } = &lite else { panic!("not SQLite") };
    let server = match postgres::database() {
        Some(url) => Some(Db::open(&url).await.unwrap()),
        None => None,
    };
    for sql in FAMILIES.iter().flat_map(|(_, statements)| statements.iter()) {
        let prepared = write.prepare(AssertSqlSafe(sql.sqlite).into_sql_str()).await;
        let lite = prepared.unwrap_or_else(|error| panic!("{} on SQLite: {error}", sql.name));
        let Some(Db::Postgres { pool, .. }) = &server else { continue };
        let prepared = pool.prepare(AssertSqlSafe(sql.postgres).into_sql_str()).await;
        let served = prepared.unwrap_or_else(|error| panic!("{} on PostgreSQL: {error}", sql.name));
        let names = |columns: Vec<&str>| columns.into_iter().map(str::to_owned).collect::<Vec<_>>();
        let on_lite = names(lite.columns().iter().map(sqlx::Column::name).collect());
        let on_server = names(served.columns().iter().map(sqlx::Column::name).collect());
        if !on_lite.is_empty()
            && !sql.sqlite.contains("COUNT(*)")
            && !sql.sqlite.contains("COALESCE(MAX")
            && !sql.sqlite.contains("MIN(")
        {
            assert_eq!(on_lite, on_server, "columns of {}", sql.name);
        }
    }
}

#[tokio::test]
async fn both_databases_have_the_same_tables_and_columns() {
    let Some(url) = postgres::database() else { return };
    let server = Db::open(&url).await.unwrap();
    let Db::Postgres { pool, .. } = &server else { panic!("not PostgreSQL") };
    let on_server: Vec<(String, String)> = sqlx::query_as(
        "SELECT table_name::text, column_name::text FROM information_schema.columns
         WHERE table_schema = 'public' AND table_name NOT LIKE '\\_sqlx%' ORDER BY table_name, ordinal_position",
    )
    .fetch_all(pool)
    .await
    .unwrap();
    let (lite, _dir) = sqlite().await;
    let Db::Sqlite { write, .. } = &lite else { panic!("not SQLite") };
    let on_lite: Vec<(String, String)> = sqlx::query_as(
        "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
         WHERE m.type = 'table' AND m.name NOT LIKE '\\_sqlx%' ESCAPE '\\' AND m.name NOT LIKE 'sqlite%' ORDER BY m.name, c.cid",
    )
    .fetch_all(write)
    .await
    .unwrap();
    assert_eq!(on_lite, on_server);
}

#[tokio::test]
async fn the_story_of_one_invitation_on_sqlite() {
    let (db, _dir) = sqlite().await;
    story(&db).await;
}

#[tokio::test]
async fn the_story_of_one_invitation_on_postgresql() {
    let Some(url) = postgres::database() else { return };
    story(&Db::open(&url).await.unwrap()).await;
}

fn network() -> Network {
    Network {
        id: NetworkId(0),
        name: "Réseau d'essai".into(),
        address: "rencontres@coop.example".into(),
        language: Language::Fr,
        zone: chrono_tz::Europe::Paris,
        digest_at: "0 8 * * *".into(),
        programme_at: None,
        reminders: vec!["J-7 9:00".parse().unwrap(), "J-3 9:00".parse().unwrap()],
        practical: "J-1 18:00".parse().ok(),
        threshold_percent: 75,
        mail_cap: 6,
    }
}

fn gathering(network: NetworkId) -> Gathering {
    Gathering {
        id: GatheringId(0),
        network,
        series: None,
        number: None,
        title: "Une rencontre".into(),
        kind: GatheringKind::Meeting,
        state: GatheringState::Open,
        starts: parse_civil("2027-06-05T10:00").unwrap(),
        ends: parse_civil("2027-06-05T12:00").unwrap(),
        zone: chrono_tz::Europe::Paris,
        mode: Mode::Hybrid,
        place: Some("Le 86".into()),
        link: None,
        places: Some(8),
        description: None,
        host: None,
        change: 0,
    }
}

/// What the store promises, told once for both databases.
async fn story(db: &Db) {
    let (ids, key, now) = (Ids::seeded(1), TokenKey::new(vec![1; 32]), Timestamp(1_000_000));
    let mut tx = db.write().await.unwrap();
    let network_id = networks::insert(&mut tx, &network(), now).await.unwrap();
    let stored = networks::get(&mut tx, network_id).await.unwrap().unwrap();
    assert_eq!(stored, Network { id: network_id, ..network() });
    let organisation = people::ensure_organisation(&mut tx, "Amap", now).await.unwrap();
    assert_eq!(people::ensure_organisation(&mut tx, "Amap", now).await.unwrap(), organisation);
    let actor = people::insert_actor(&mut tx, "Sonia Léger", Some(organisation), now).await.unwrap();
    let address = people::insert_address(&mut tx, actor, "sonia@amap.example", now).await.unwrap();
    let membership = people::insert_membership(&mut tx, network_id, actor, MemberRole::Actor, None, now).await.unwrap();
    let gathering_id = gatherings::insert(&mut tx, &gathering(network_id), now).await.unwrap();
    let found = gatherings::get(&mut tx, gathering_id).await.unwrap().unwrap();
    assert_eq!(found, Gathering { id: gathering_id, ..gathering(network_id) });
    async fn invite(tx: &mut Tx, gathering: GatheringId, actor: ActorId, now: Timestamp) -> Option<InvitationId> {
        gatherings::invite(tx, gathering, actor, InvitationRole::Invited, InvitationState::Queued, now).await.unwrap()
    }
    let invitation = invite(&mut tx, gathering_id, actor, now).await.unwrap();
    assert_eq!(invite(&mut tx, gathering_id, actor, now).await, None, "nobody is invited twice");
    tx.commit().await.unwrap();

    let mut tx = db.write().await.unwrap();
    let token = TokenSubject { kind: TokenKind::Reply, id: invitation.0, generation: 0 };
    tokens::remember(&mut tx, &key, token, now).await.unwrap();
    assert_eq!(tokens::find(&mut tx, &key, &key.token(token).to_uppercase()).await.unwrap(), Some(token));
    tokens::revoke(&mut tx, TokenKind::Reply, invitation.0, now).await.unwrap();
    assert_eq!(tokens::find(&mut tx, &key, &key.token(token)).await.unwrap(), None);

    let letter = NewLetter {
        network: network_id,
        cause: Cause { kind: LetterKind::Invitation, subject: "gathering:1".into(), actor, generation: "0.0".into() },
        mailing: None,
        invitation: Some(invitation),
        membership: Some(membership),
        incoming: None,
        to: "sonia@amap.example".into(),
        to_name: "Sonia Léger".into(),
        language: Language::Fr,
        context: "{}".into(),
        in_reply_to: None,
        references: vec!["a@b".into()],
        not_before: now,
        not_after: None,
    };
    let digest = NewLetter {
        cause: Cause { kind: LetterKind::Digest, ..letter.cause.clone() },
        invitation: None,
        ..letter.clone()
    };
    let outgoing = outbox::insert(&mut tx, &letter, &ids, "coop.example", now).await.unwrap().unwrap();
    assert_eq!(
        outbox::insert(&mut tx, &letter, &ids, "coop.example", now).await.unwrap(),
        None,
        "one cause, one letter"
    );
    tx.commit().await.unwrap();
    db.changes().heard(Topic::Outbox).await;

    let mut tx = db.write().await.unwrap();
    async fn claim(tx: &mut Tx, lease: &str, at: Timestamp) -> Vec<leases::Claimed> {
        leases::claim(tx, lease, at, Timestamp(2_000_000), 10).await.unwrap()
    }
    let claimed = claim(&mut tx, "slow", now).await;
    assert_eq!(claimed.len(), 1);
    let letter = &claimed[0].letter;
    assert_eq!((letter.id, letter.attempts, letter.references.as_slice()), (outgoing, 1, &["a@b".to_owned()][..]));
    assert!(claim(&mut tx, "other", now).await.is_empty(), "leased");
    assert_eq!(claim(&mut tx, "other", Timestamp(2_000_000)).await.len(), 1, "a lease that ran out is taken up");
    let reply = |code| Reply { code: Some(code), enhanced: None, text: "so".into() };
    let deferred = Outcome::Deferred(reply(451));
    let refused = Outcome::Refused(reply(550));
    async fn states(tx: &mut Tx) -> Vec<(String, i64)> {
        outbox::count_by_state(tx).await.unwrap()
    }
    // What whoever had it before says late doesn't take it out of the other's hands.
    leases::unlease(&mut tx, outgoing, "slow").await.unwrap();
    outcomes::give_up(&mut tx, outgoing, "slow", None, "a template", now).await.unwrap();
    assert_eq!(states(&mut tx).await, [("sending".to_owned(), 1)]);
    let accepted = Outcome::Accepted(reply(250));
    let attempt = |lease, outcome, after| outcomes::Attempt { letter, lease, subject: "Invitation", outcome, after };
    let left = attempt("other", &accepted, outcomes::After::Sent);
    outcomes::record(&mut tx, &[left], now).await.unwrap();
    let invited = gatherings::invitation(&mut tx, invitation).await.unwrap().unwrap();
    assert_eq!((invited.invitation.state, invited.sent_at), (InvitationState::Sent, Some(now)));
    assert_eq!(outbox::deliveries(&mut tx, outgoing).await.unwrap()[0].outcome, "accepted");
    assert!(outbox::by_message_id(&mut tx, &letter.message_id).await.unwrap().is_some());
    assert_eq!(outbox::attempts_since(&mut tx, Timestamp(0)).await.unwrap(), 1);
    // Nor does it send a letter again that has left; that it was tried is true all the same.
    let late = [
        attempt("slow", &deferred, outcomes::After::TryAgain(now)),
        attempt("slow", &refused, outcomes::After::GiveUp),
        attempt("slow", &accepted, outcomes::After::Sent),
    ];
    outcomes::record(&mut tx, &late, Timestamp(now.0 + 1)).await.unwrap();
    let invited = gatherings::invitation(&mut tx, invitation).await.unwrap().unwrap();
    assert_eq!(invited.sent_at, Some(now), "sent from its first time on");
    assert_eq!(states(&mut tx).await, [("sent".to_owned(), 1)]);
    assert_eq!(outbox::deliveries(&mut tx, outgoing).await.unwrap().len(), 4);
    // Several that left together each keep their own words.
    let second = outbox::insert(&mut tx, &digest, &ids, "coop.example", now).await.unwrap().unwrap();
    let claimed = claim(&mut tx, "both", now).await;
    let full = Reply { code: None, enhanced: Some("2.0.0".into()), text: "d'accord \"é\"; reçu".into() };
    let outcome = Outcome::Accepted(full);
    let other = outcomes::Attempt { letter: &claimed[0].letter, subject: "Synthèse", outcome: &outcome, ..left };
    outcomes::record(&mut tx, &[left, other], now).await.unwrap();
    assert_eq!(states(&mut tx).await, [("sent".to_owned(), 2)]);
    let told = outbox::deliveries(&mut tx, second).await.unwrap();
    let expected = outbox::ShownDelivery {
        at: now.0,
        outcome: "accepted".into(),
        code: None,
        enhanced: Some("2.0.0".into()),
        text: "d'accord \"é\"; reçu".into(),
    };
    assert_eq!(told, [expected]);
    assert_eq!(outbox::shown(&mut tx, second).await.unwrap().unwrap().subject.as_deref(), Some("Synthèse"));
    assert_eq!(outbox::shown(&mut tx, outgoing).await.unwrap().unwrap().subject.as_deref(), Some("Invitation"));
    assert_eq!(outbox::deliveries(&mut tx, outgoing).await.unwrap().len(), 5);
    assert_eq!(outbox::next_due(&mut tx).await.unwrap(), None);

    let envelope = Envelope { recipients: vec!["r@coop.example".into()], ..Envelope::default() };
    let incoming = match incomings::insert(&mut tx, "print", Way::Lmtp, &envelope, b"raw \0", now).await.unwrap() {
        incomings::Stored::New(id) => id,
        incomings::Stored::Known(_) => panic!("new"),
    };
    let again = incomings::insert(&mut tx, "print", Way::Pipe, &envelope, b"raw \0", now).await.unwrap();
    assert_eq!(again, incomings::Stored::Known(incoming));
    // The token may stand in the copy that comes second.
    let copy = Envelope { recipients: vec!["r+t@coop.example".into(), "r@coop.example".into()], ..Envelope::default() };
    incomings::insert(&mut tx, "print", Way::Pipe, &copy, b"raw \0", now).await.unwrap();
    let waiting = incomings::waiting(&mut tx, 5).await.unwrap();
    assert_eq!(waiting[0].0.envelope.recipients, ["r@coop.example", "r+t@coop.example"]);
    assert_eq!((waiting.len(), waiting[0].0.id, waiting[0].1), (1, incoming, 5));
    assert_eq!(incomings::raw(&mut tx, incoming).await.unwrap().unwrap(), b"raw \0");

    tx.savepoint().await.unwrap();
    let answer = answers::NewAnswer {
        invitation,
        said: Said { guest_names: vec!["Paul".into()], partial: true, ..Said::plainly(Intent::Attending) },
        channel: Channel::Mail,
        said_by: None,
        said_at: now,
        received_at: now,
        change: 0,
        incoming: Some(incoming),
    };
    assert!(answers::append(&mut tx, &answer).await.unwrap().is_some());
    tx.back_to_savepoint().await.unwrap();
    assert!(answers::of_invitation(&mut tx, invitation).await.unwrap().is_empty(), "undone");
    assert!(answers::append(&mut tx, &answer).await.unwrap().is_some());
    assert_eq!(answers::append(&mut tx, &answer).await.unwrap(), None, "a message answers once");
    assert_eq!(answers::of_gathering(&mut tx, gathering_id).await.unwrap()[0].said, answer.said);

    let doubt = answers::NewDoubt {
        network: network_id,
        reason: DoubtReason::Answer,
        incoming,
        invitation: Some(invitation),
        actor: Some(actor),
        from: "Sonia".into(),
        words: "peut-être".into(),
    };
    assert_eq!(answers::raise(&mut tx, &doubt, now).await.unwrap(), 1);
    assert_eq!(answers::raise(&mut tx, &doubt, now).await.unwrap(), 2, "numbers are never used again");
    answers::settle_own(&mut tx, invitation, actor, now).await.unwrap();
    assert!(answers::open_doubts(&mut tx, network_id).await.unwrap().is_empty());

    let row = Attendance {
        gathering: gathering_id,
        actor: Some(actor),
        name: "Sonia Léger".into(),
        present: false,
        channel: AttendanceChannel::Mail,
        said_by: Some(actor),
        incoming: Some(incoming),
        at: now,
    };
    let unannounced = Attendance { actor: None, name: "Marc Durand (Amap)".into(), present: true, ..row.clone() };
    let corrected = Attendance { present: true, channel: AttendanceChannel::Link, incoming: None, ..row.clone() };
    for row in [&row, &unannounced, &corrected] {
        attendance::append(&mut tx, row).await.unwrap();
    }
    let rows = attendance::of_gathering(&mut tx, gathering_id).await.unwrap();
    assert_eq!(rows, [row, unannounced.clone(), corrected.clone()]);
    assert_eq!(latest(&rows), [&corrected, &unannounced], "a correction is one more row");
    assert_eq!(tokens::used(&mut tx, &key, &key.token(token)).await.unwrap(), Some(token), "revoked is not unknown");

    let hook = timers::Hook::Gathering(gathering_id, 1);
    timers::set(&mut tx, network_id, Rule::Remind, &hook, Timestamp(10)).await.unwrap();
    timers::set(&mut tx, network_id, Rule::Remind, &hook, Timestamp(20)).await.unwrap();
    let due = timers::due(&mut tx, Timestamp(30), 10).await.unwrap();
    assert_eq!((due.len(), due[0].due_at), (1, Timestamp(20)), "a timer moves, it isn't doubled");
    timers::end(&mut tx, due[0].id, Some("trop tard"), now).await.unwrap();
    assert_eq!(timers::dropped_between(&mut tx, network_id, Timestamp(0), now).await.unwrap(), ["trop tard"]);
    timers::revive(&mut tx, network_id, Rule::Remind, &hook, Timestamp(40), false).await.unwrap();
    assert_eq!(timers::next(&mut tx).await.unwrap(), Some(Timestamp(40)));

    assert!(people::mark_undeliverable(&mut tx, address, "gone", now).await.unwrap());
    assert!(!people::mark_undeliverable(&mut tx, address, "again", now).await.unwrap(), "the first reason stays");
    people::mark_verified(&mut tx, address, now).await.unwrap();
    assert_eq!(people::addresses(&mut tx, actor).await.unwrap()[0].undeliverable_at, None);
    assert!(people::stop(&mut tx, membership, now).await.unwrap());
    assert!(!people::member(&mut tx, network_id, actor).await.unwrap().unwrap().is_reachable());
    tx.commit().await.unwrap();
}
