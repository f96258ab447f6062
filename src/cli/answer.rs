//! `palabre answer`: what an organiser was told, in the corridor or on the telephone.

use clap::{Args, ValueEnum};
use serde_json::json;

use super::gathering::contract;
use super::{CliError, House, Result, Told, find};
use crate::domain::answer::Said;
use crate::domain::reading::{Intent, Presence};
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
    pub gathering: i64,
    /// Who: number, e-mail address or exact name
    pub actor: String,
    /// What they said
    pub word: Word,
    /// How many people they bring
    #[arg(long, default_value_t = 0, value_name = "N", value_parser = clap::value_parser!(i64).range(0..=1000))]
    pub guests: i64,
    /// A remark, as "arrive à 11 h"
    #[arg(long)]
    pub note: Option<String>,
    /// How they take part: in_person or online
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
    if arguments.word == Word::No && arguments.guests > 0 {
        let place = format!("no, and {} guests", arguments.guests);
        return Err(CliError::new("--guests", place, "Who doesn't come brings nobody: leave --guests out"));
    }
    let mut tx = house.db.write().await?;
    let gathering = find::gathering(&mut tx, arguments.gathering).await?;
    let network = find::network_of(&mut tx, gathering.network).await?;
    let member = find::actor(&mut tx, &network, &arguments.actor).await?;
    let by = find::by(&mut tx, &network, arguments.by.as_deref()).await?;
    let note = arguments.note.as_deref().map(str::trim).filter(|note| !note.is_empty()).map(str::to_owned);
    let said = Said { guests: arguments.guests, note, mode: arguments.mode, ..Said::plainly(arguments.word.intent()) };
    let told = workflow::answer::enter(&mut tx, &house.desk, gathering.id, member.actor, said, by, now).await?;
    let standings = standing::of_gathering(&mut tx, &gathering).await?;
    tx.commit().await?;
    let one = standings.iter().find(|one| one.invited.id == told.invited.id);
    let standing = one.map(|one| one.standing.as_str()).unwrap_or_default();
    let mut text = format!("{} is now {standing} for {}", member.name, gathering.title);
    if one.and_then(|one| one.invited.place) == Some(crate::domain::invitation::Place::Waiting) {
        text += "\nAll places are taken: they wait for one";
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
