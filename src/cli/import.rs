//! `palabre actor import`: people from a table, first as a dry run, then all in one transaction.

mod plan;
pub mod table;

use std::collections::HashMap;
use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use super::ask::Progress;
use super::output::{count, or_dash, table as printed};
use super::{CliError, House, Result, Talk, Told, find, note};
use crate::domain::actor::Actor;
use crate::domain::clock::Timestamp;
use crate::domain::ids::OrganisationId;
use crate::domain::membership::MemberRole;
use crate::domain::network::Network;
use crate::store::{Tx, people};
use plan::{Deed, Plan};
use table::{Parsed, Row};

/// Which file.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// Table (CSV) with a heading: courriel (or e-mail), nom, prénom, structure, rôle, langue; names may be English
    pub file: PathBuf,
    /// Do it without asking; with --json nothing is done without it
    #[arg(long)]
    pub yes: bool,
    /// Only show what would be done
    #[arg(long, conflicts_with = "yes")]
    pub dry_run: bool,
    /// Network, by number or name; may be left out when there is just one
    #[arg(long)]
    pub network: Option<String>,
}

/// Does it.
///
/// # Errors
/// Says what, where and the mend.
pub async fn run(house: &House, talk: &mut Talk, arguments: ImportArgs) -> Result<Told> {
    let file = arguments.file.display().to_string();
    let bytes = std::fs::read(&arguments.file)
        .map_err(|error| CliError::new("importing", format!("{file}: {error}"), "Name a readable CSV file"))?;
    let parsed = table::parse(&bytes).map_err(|error| {
        CliError::new("importing", format!("{file}, line {}: {}", error.line, error.what), error.mend)
    })?;
    let mut tx = house.db.read().await?;
    let network = find::network(&mut tx, arguments.network.as_deref()).await?;
    let plan = plan::plan(&mut tx, &network, &parsed).await?;
    drop(tx);
    let shown = shown(&file, &network, &parsed, &plan);
    if plan.is_nothing() || arguments.dry_run {
        return Ok(Told::new(shown, told(&network, &parsed, &plan, plan.is_nothing())));
    }
    if !talk.confirmed(&shown, "Import?", arguments.yes)? {
        return Ok(Told::new("", told(&network, &parsed, &plan, false)));
    }
    let now = house.now();
    let mut tx = house.db.write().await?;
    // What was shown may have changed since; what is done is decided under the lock, by the same rules.
    let plan = plan::plan(&mut tx, &network, &parsed).await?;
    import(&mut tx, &network, &plan, now).await?;
    let because = format!("{file}: {}", counts(&plan));
    note::change(&mut tx, network.id, "actors_imported", format!("network:{}", network.id), because, None, now).await?;
    tx.commit().await?;
    let text = format!("Imported into {}: {}\nNext: palabre actor list", network.name, counts(&plan));
    Ok(Told::new(text, told(&network, &parsed, &plan, true)))
}

/// Writes what is new and what changed.
async fn import(tx: &mut Tx, network: &Network, plan: &Plan, now: Timestamp) -> Result<()> {
    let mut organisations: HashMap<String, OrganisationId> = HashMap::new();
    let progress = Progress::of(plan.deeds.len());
    for (done, (row, deed)) in plan.deeds.iter().enumerate() {
        let organisation = match &row.organisation {
            Some(name) if *deed != Deed::Known => match organisations.get(name) {
                Some(id) => Some(*id),
                None => {
                    let id = people::ensure_organisation(tx, name, now).await?;
                    organisations.insert(name.clone(), id);
                    Some(id)
                }
            },
            _ => None,
        };
        let role = row.role.unwrap_or(MemberRole::Actor);
        match deed {
            Deed::Known => {}
            Deed::New => {
                let actor = people::insert_actor(tx, plan::name_of(row), organisation, now).await?;
                people::insert_address(tx, actor, &row.email, now).await?;
                people::insert_membership(tx, network.id, actor, role, row.language, now).await?;
            }
            Deed::Joins(actor) => {
                people::insert_membership(tx, network.id, *actor, role, row.language, now).await?;
            }
            Deed::Changed { member, changes } => {
                let stored = people::actor(tx, member.actor).await?;
                let organisation = organisation.or(stored.and_then(|actor| actor.organisation));
                let name = if row.name.is_empty() { member.name.clone() } else { row.name.clone() };
                people::update_actor(tx, &Actor { id: member.actor, name, organisation }).await?;
                let language = row.language.or(member.language);
                people::update_membership(tx, member.membership, row.role.unwrap_or(member.role), language).await?;
                let subject = format!("membership:{}", member.membership);
                note::change(tx, network.id, "member_changed", subject, changes.clone(), None, now).await?;
            }
        }
        progress.at(done + 1);
    }
    Ok(())
}

fn counts(plan: &Plan) -> String {
    format!(
        "{} new · {} changed · {} known · {} skipped",
        plan.added(),
        plan.changed().count(),
        plan.known(),
        plan.skipped.len()
    )
}

/// Lines of each sort that are shown.
const SHOWN: usize = 10;

fn shown(file: &str, network: &Network, parsed: &Parsed, plan: &Plan) -> String {
    let delimiter = if parsed.delimiter == '\t' { "tab".to_owned() } else { format!("`{}`", parsed.delimiter) };
    let mut text = format!("{file} ({}, cells parted by {delimiter}) into {}\n\n", parsed.encoding, network.name);
    text += &format!("  new      {}\n", plan.added());
    text += &format!("  changed  {}\n", plan.changed().count());
    text += &format!("  known    {}\n", plan.known());
    text += &format!("  skipped  {}\n", plan.skipped.len());
    if !parsed.ignored.is_empty() {
        text += &format!("\nColumns not looked at: {}\n", parsed.ignored.join(", "));
    }
    listed(&mut text, "Skipped", plan.skipped.iter().map(|one| format!("line {}: {}", one.line, one.why)));
    listed(&mut text, "Changed", plan.changed().map(|(row, changes)| format!("line {}: {changes}", row.line)));
    listed(&mut text, "Careful", plan.alike.iter().map(|(line, why)| format!("line {line}: {why}")));
    if !plan.deeds.is_empty() {
        text += "\nThe first rows as understood\n";
        let row = |row: &Row| {
            let word = |word: Option<&str>| or_dash(word);
            [
                row.line.to_string(),
                plan::name_of(row).to_owned(),
                row.email.clone(),
                word(row.organisation.as_deref()),
                word(row.role.map(MemberRole::as_str)),
                word(row.language.map(|language| language.as_str())),
            ]
        };
        let rows = plan.deeds.iter().take(5).map(|(one, _)| row(one));
        text += &printed(["line", "name", "address", "organisation", "role", "language"], rows);
    }
    text.trim_end().to_owned()
}

fn listed(text: &mut String, heading: &str, lines: impl Iterator<Item = String>) {
    let lines: Vec<_> = lines.collect();
    if lines.is_empty() {
        return;
    }
    *text += &format!("\n{heading}\n");
    for line in lines.iter().take(SHOWN) {
        *text += &format!("  {line}\n");
    }
    if lines.len() > SHOWN {
        *text += &format!("  … and {} (all of them with --json)\n", count(lines.len() - SHOWN, "more", "more"));
    }
}

fn told(network: &Network, parsed: &Parsed, plan: &Plan, approved: bool) -> Value {
    json!({
        "network": network.id,
        "approved": approved,
        "encoding": parsed.encoding,
        "delimiter": parsed.delimiter,
        "ignored_columns": parsed.ignored,
        "new": plan.added(),
        "changed": plan.changed().map(|(row, changes)| json!({ "line": row.line, "email": row.email, "changes": changes })).collect::<Vec<_>>(),
        "known": plan.known(),
        "skipped": plan.skipped,
        "careful": plan.alike.iter().map(|(line, why)| json!({ "line": line, "why": why })).collect::<Vec<_>>(),
    })
}
