//! `palabre outbox`: the letters that wait, left or failed.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::output::{count, lines, table};
use super::{CliError, House, Result, Told, check, note};
use crate::domain::civil::{Zone, civil, format_civil, rfc3339};
use crate::domain::clock::Timestamp;
use crate::domain::ids::OutgoingId;
use crate::domain::outgoing::{Outgoing, OutgoingState};
use crate::store::outbox::{self, ShownDelivery, ShownLetter};
use crate::store::{Tx, networks, people};

/// What can be done with letters.
#[derive(Debug, Subcommand)]
pub enum OutboxCommand {
    /// List letters, newest first
    List(ListArgs),
    /// Show a letter and the attempts made with it
    Show(ShowArgs),
    /// Keep queued letters back
    Hold(LetterArgs),
    /// Try queued, held or failed letters now
    Retry(LetterArgs),
    /// Drop letters that haven't left
    Drop(LetterArgs),
}

/// Which letters to list.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// Only those that are queued, sending, held, sent, failed or dropped
    #[arg(long)]
    pub state: Option<OutgoingState>,
    /// At most so many
    #[arg(long, default_value_t = 50, value_name = "N", value_parser = clap::value_parser!(i64).range(1..))]
    pub limit: i64,
}

/// Which letter.
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// Number of the letter
    #[arg(value_parser = check::number("the letter's, see palabre outbox list"))]
    pub id: i64,
}

/// Which letters.
#[derive(Debug, Args)]
pub struct LetterArgs {
    /// Numbers of the letters
    #[arg(required = true, value_parser = check::number("the letter's, see palabre outbox list"))]
    pub ids: Vec<i64>,
}

/// Does it.
///
/// # Errors
/// Says what, where and the mend.
pub async fn run(house: &House, command: OutboxCommand) -> Result<Told> {
    match command {
        OutboxCommand::List(arguments) => list(house, arguments).await,
        OutboxCommand::Show(arguments) => show(house, arguments).await,
        OutboxCommand::Hold(arguments) => change(house, &arguments.ids, Change::Hold).await,
        OutboxCommand::Retry(arguments) => change(house, &arguments.ids, Change::Retry).await,
        OutboxCommand::Drop(arguments) => change(house, &arguments.ids, Change::Drop).await,
    }
}

async fn list(house: &House, arguments: ListArgs) -> Result<Told> {
    let mut tx = house.db.read().await?;
    let zone = zone(&mut tx).await?;
    let found = outbox::list(&mut tx, arguments.state, arguments.limit).await?;
    let counts = outbox::count_by_state(&mut tx).await?;
    let row = |one: &ShownLetter| {
        [
            one.id.to_string(),
            one.recipient.clone(),
            what(one),
            one.state.clone(),
            one.attempts.to_string(),
            next_try(one).map(|at| clock(at, zone)).unwrap_or_default(),
            one.last_error.clone().unwrap_or_default(),
        ]
    };
    let mut text = match found.is_empty() {
        true => "No such letter".to_owned(),
        false => table(["n°", "to", "letter", "state", "tries", "next try", "last error"], found.iter().map(row)),
    };
    if !counts.is_empty() {
        let counts: Vec<_> = counts.iter().map(|(state, n)| format!("{n} {state}")).collect();
        text += &format!("\n\nIn all: {}", counts.join(" · "));
    }
    Ok(Told::new(text, found.iter().map(|one| contract(one, zone)).collect::<Vec<_>>()))
}

/// One letter of `palabre outbox list --json`: the public contract.
fn contract(one: &ShownLetter, zone: Zone) -> Value {
    json!({
        "id": one.id,
        "to": one.recipient,
        "subject": one.subject,
        "cause": one.cause,
        "state": one.state,
        "attempts": one.attempts,
        "next_try": next_try(one).map(|at| rfc3339(at, zone)),
        "message_id": one.message_id,
        "last_error": one.last_error,
    })
}

/// Only a queued letter will be tried.
fn next_try(one: &ShownLetter) -> Option<Timestamp> {
    (one.state == OutgoingState::Queued.as_str()).then_some(Timestamp(one.next_try))
}

/// Its subject; before the first attempt it has none, and the kind of letter stands for it.
fn what(one: &ShownLetter) -> String {
    let kind = one.cause.split('/').next().unwrap_or_default();
    one.subject.clone().unwrap_or_else(|| format!("({kind})"))
}

/// The zone in which times are told: that of the networks where they agree.
async fn zone(tx: &mut Tx) -> Result<Zone> {
    let all = networks::all(tx).await?;
    let first = all.first().map_or(chrono_tz::UTC, |one| one.zone);
    Ok(if all.iter().all(|one| one.zone == first) { first } else { chrono_tz::UTC })
}

fn clock(at: Timestamp, zone: Zone) -> String {
    format_civil(civil(at, zone)).replace('T', " ").chars().take(16).collect()
}

async fn show(house: &House, arguments: ShowArgs) -> Result<Told> {
    let mut tx = house.db.read().await?;
    let zone = zone(&mut tx).await?;
    let id = OutgoingId(arguments.id);
    let (Some(shown), Some(letter)) = (outbox::shown(&mut tx, id).await?, outbox::get(&mut tx, id).await?) else {
        return Err(none(arguments.id, "showing"));
    };
    let attempts = outbox::deliveries(&mut tx, id).await?;
    let mut text = lines([
        ("letter", format!("{} ({})", shown.id, letter.kind)),
        ("to", format!("{} <{}>", letter.to_name, letter.to)),
        ("subject", shown.subject.clone().unwrap_or_else(|| "not written before the first attempt".to_owned())),
        ("state", shown.state.clone()),
        ("written", clock(letter.date, zone)),
        ("next try", next_try(&shown).map(|at| clock(at, zone)).unwrap_or_default()),
        ("not after", letter.not_after.map(|at| clock(at, zone)).unwrap_or_default()),
        ("cause", shown.cause.clone()),
        ("message id", format!("<{}>", shown.message_id)),
        ("last error", shown.last_error.clone().unwrap_or_default()),
    ]);
    if attempts.is_empty() {
        text += "\n\nNo attempt yet";
    } else {
        let row = |one: &ShownDelivery| {
            let code = [one.code.map(|code| code.to_string()), one.enhanced.clone()];
            let code = code.into_iter().flatten().collect::<Vec<_>>().join(" ");
            [clock(Timestamp(one.at), zone), one.outcome.clone(), code, one.text.clone()]
        };
        text += &format!("\n\n{}", table(["at", "outcome", "code", "the server said"], attempts.iter().map(row)));
    }
    let mut json = contract(&shown, zone);
    if let Some(object) = json.as_object_mut() {
        let attempts: Vec<_> = attempts
            .iter()
            .map(|one| {
                json!({
                    "at": rfc3339(Timestamp(one.at), zone), "outcome": one.outcome, "code": one.code,
                    "enhanced": one.enhanced, "text": one.text,
                })
            })
            .collect();
        object.insert("kind".to_owned(), json!(letter.kind));
        object.insert("not_after".to_owned(), json!(letter.not_after.map(|at| rfc3339(at, zone))));
        object.insert("deliveries".to_owned(), Value::Array(attempts));
    }
    Ok(Told::new(text, json))
}

fn none(id: i64, doing: &str) -> CliError {
    CliError::new(format!("{doing} letter {id}"), "there is none of that number", "See palabre outbox list")
}

/// What is done with letters by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    Hold,
    Retry,
    Drop,
}

impl Change {
    fn doing(self) -> &'static str {
        match self {
            Change::Hold => "holding",
            Change::Retry => "retrying",
            Change::Drop => "dropping",
        }
    }

    /// The word of the decision.
    fn decision(self) -> &'static str {
        match self {
            Change::Hold => "letter_held",
            Change::Retry => "letter_retried",
            Change::Drop => "letter_dropped",
        }
    }

    /// The states a letter may be in.
    fn from(self) -> &'static [OutgoingState] {
        use OutgoingState::{Failed, Held, Queued};
        match self {
            Change::Hold => &[Queued],
            Change::Retry => &[Queued, Held, Failed],
            Change::Drop => &[Queued, Held, Failed],
        }
    }
}

/// All letters or none: a number mistyped among ten must not leave half of them done.
async fn change(house: &House, ids: &[i64], change: Change) -> Result<Told> {
    let now = house.now();
    let mut tx = house.db.write().await?;
    let zone = zone(&mut tx).await?;
    let mut done = Vec::new();
    for id in ids {
        let id = OutgoingId(*id);
        let (Some(shown), Some(letter)) = (outbox::shown(&mut tx, id).await?, outbox::get(&mut tx, id).await?) else {
            return Err(none(id.0, change.doing()));
        };
        let changed = match OutgoingState::parse(&shown.state) {
            Some(state) if change.from().contains(&state) => one(&mut tx, &letter, change, now).await?,
            _ => false,
        };
        if !changed {
            let can = change.from().iter().map(|state| state.as_str()).collect::<Vec<_>>().join(" or ");
            let what = format!("{} letter {id}", change.doing());
            let mend = format!("Only letters that are {can} can be; nothing was changed");
            return Err(CliError::new(what, format!("it is {}", shown.state), mend));
        }
        let subject = match letter.invitation {
            Some(invitation) => format!("invitation:{invitation}"),
            None => format!("outgoing:{id}"),
        };
        let because = format!("{} {id}", letter.kind);
        note::change(&mut tx, letter.network, change.decision(), subject, because, None, now).await?;
        done.extend(outbox::shown(&mut tx, id).await?);
    }
    tx.commit().await?;
    let letters = count(done.len(), "letter", "letters");
    let text = match change {
        Change::Hold => format!("{letters} held. To send: palabre outbox retry ID"),
        Change::Retry => format!("{letters} queued to be tried now"),
        Change::Drop => format!("{letters} dropped"),
    };
    Ok(Told::new(text, done.iter().map(|one| contract(one, zone)).collect::<Vec<_>>()))
}

async fn one(tx: &mut Tx, letter: &Outgoing, change: Change, now: Timestamp) -> Result<bool> {
    Ok(match change {
        Change::Hold => outbox::hold(tx, letter.id).await?,
        Change::Drop => {
            outbox::end(tx, letter.id, OutgoingState::Dropped, "à la demande d'un organisateur", now).await?
        }
        Change::Retry => {
            // The worker would drop it in the same moment.
            let address = people::address(tx, &letter.to).await?;
            if let Some(address) = address.filter(|one| one.undeliverable_at.is_some() && letter.incoming.is_none()) {
                let reason = address.undeliverable_reason.unwrap_or_default();
                let what = format!("retrying letter {}", letter.id);
                let mend = format!("Correct it: palabre actor edit {} --email {}=NEW", letter.actor, letter.to);
                return Err(CliError::new(what, format!("{} is undeliverable ({reason})", letter.to), mend));
            }
            outbox::retry(tx, letter.id, now).await?
        }
    })
}
