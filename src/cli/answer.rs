//! `palabre answer`: what an organiser was told, in the corridor or on the telephone.

use clap::{Args, ValueEnum};
use serde_json::json;

use super::gathering::contract;
use super::note::Changes;
use super::{CliError, House, Result, Told, check, find};
use crate::domain::answer::{self, Said};
use crate::domain::reading::{Intent, Presence};
use crate::store::{answers, gatherings};
use crate::workflow::{self, standing};

/// What was said about coming.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Word {
    /// They come
    #[value(alias = "oui")]
    Yes,
    /// They don't
    #[value(alias = "non")]
    No,
    /// They don't know yet
    #[value(alias = "peut-etre", alias = "peut-être")]
    Maybe,
}

impl Word {
    /// What it means.
    pub fn intent(self) -> Intent {
        match self {
            Word::Yes => Intent::Attending,
            Word::No => Intent::Regrets,
            Word::Maybe => Intent::Tentative,
        }
    }
}

/// An answer.
#[derive(Debug, Args)]
pub struct AnswerArgs {
    /// Number of the gathering
    #[arg(value_parser = check::gathering)]
    pub gathering: i64,
    /// Who: number, e-mail address, name or a part of it
    pub actor: String,
    /// What they said
    pub word: Word,
    /// How many people they bring [default: as in their last answer, where it was the same word; else 0]
    #[arg(long, value_name = "N", value_parser = check::guests)]
    pub guests: Option<i64>,
    /// A remark, as "arrive à 11 h"; empty for none [default: as for --guests]
    #[arg(long)]
    pub note: Option<String>,
    /// How they take part: in_person or online [default: as for --guests]
    #[arg(long, value_parser = presence)]
    pub mode: Option<Presence>,
    /// Organiser who was told
    #[arg(long, value_name = "ORGANISER")]
    pub by: Option<String>,
}

fn presence(text: &str) -> std::result::Result<Presence, String> {
    Presence::parse(text).ok_or_else(|| format!("`{text}` is none of in_person, online"))
}

/// Enters it.
///
/// # Errors
/// Says what, where and the mend.
pub async fn run(house: &House, arguments: AnswerArgs) -> Result<Told> {
    let now = house.now();
    if let (Word::No, Some(guests @ 1..)) = (arguments.word, arguments.guests) {
        let place = format!("no, and {guests} guests");
        return Err(CliError::new("--guests", place, "Who doesn't come brings nobody: leave --guests out"));
    }
    let mut tx = house.db.write().await?;
    let gathering = find::gathering(&mut tx, arguments.gathering).await?;
    let network = find::network_of(&mut tx, gathering.network).await?;
    let member = find::actor(&mut tx, &network, &arguments.actor).await?;
    let by = find::by(&mut tx, &network, arguments.by.as_deref()).await?;
    let before = match gatherings::invitation_of(&mut tx, gathering.id, member.actor).await? {
        Some(stored) => answer::latest(&answers::of_invitation(&mut tx, stored.invitation.id).await?).cloned(),
        None => None,
    };
    let before = before.map(|answer| answer.said);
    let said = said(&arguments, before.as_ref());
    let changes = changes(before.as_ref(), &said);
    let told = workflow::answer::enter(&mut tx, &house.desk, gathering.id, member.actor, said, by, now).await?;
    let standings = standing::of_gathering(&mut tx, &gathering).await?;
    tx.commit().await?;
    let one = standings.iter().find(|one| one.invited.id == told.invited.id);
    let standing = one.map(|one| one.standing.as_str()).unwrap_or_default();
    let mut text = format!("{} is now {standing} for {}", member.name, gathering.title);
    if one.and_then(|one| one.invited.place) == Some(crate::domain::invitation::Place::Waiting) {
        text += "\nAll places are taken: they wait for one";
    }
    for change in changes.all() {
        text += &format!("\n  {change}");
    }
    let json = json!({
        "gathering": gathering.id,
        "invitation": told.invited.id,
        "actor": { "id": member.actor, "name": member.name, "email": member.email },
        "standing": standing,
        "place": one.and_then(|one| one.invited.place),
        "answer": contract::answer(one.and_then(|one| one.answer.as_ref()), gathering.zone),
    });
    Ok(Told::new(text, json))
}

/// What is entered: what the options say, and where they say nothing what the same word said before. Somebody who is
/// entered once more must not lose their guests by it.
fn said(arguments: &AnswerArgs, before: Option<&Said>) -> Said {
    let intent = arguments.word.intent();
    let kept = before.filter(|before| before.intent == intent);
    let mut said = kept.cloned().unwrap_or_else(|| Said::plainly(intent));
    if let Some(guests) = arguments.guests
        && guests != said.guests
    {
        said.guests = guests;
        // Which of the named come is not known.
        said.guest_names.clear();
    }
    if let Some(note) = arguments.note.as_deref().map(str::trim) {
        said.note = Some(note.to_owned()).filter(|note| !note.is_empty());
    }
    said.mode = arguments.mode.or(said.mode);
    said
}

/// What the answer changes, where there was one before.
fn changes(before: Option<&Said>, after: &Said) -> Changes {
    let mut changes = Changes::default();
    let Some(before) = before else { return changes };
    changes.of("answer", Some(&before.intent.as_str()), Some(&after.intent.as_str()));
    changes.of("guests", Some(&before.guests), Some(&after.guests));
    changes.of("guest names", names(before).as_ref(), names(after).as_ref());
    changes.of("mode", before.mode.map(Presence::as_str).as_ref(), after.mode.map(Presence::as_str).as_ref());
    changes.of("note", before.note.as_ref(), after.note.as_ref());
    changes
}

fn names(said: &Said) -> Option<String> {
    Some(said.guest_names.join(", ")).filter(|names| !names.is_empty())
}
