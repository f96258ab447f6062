//! A compte rendu for programs (`import`, `show`, `review`, `send`), and what was recognised of it for people. Fields
//! may be added; none may change its meaning.

use serde_json::{Value, json};

use super::super::follow_up::contract as follow_up;
use super::super::output::{count, lines, table};
use super::super::{Result, find};
use crate::domain::civil::rfc3339;
use crate::domain::follow_up::{FollowUp, FollowUpState};
use crate::domain::ids::ActorId;
use crate::domain::language::Language;
use crate::domain::minutes::{Minutes, MinutesState, MinutesVersion, Section, StoredMinutes};
use crate::domain::network::Network;
use crate::rendering::dates;
use crate::store::{Tx, follow_ups, gatherings, minutes, people};
use crate::workflow::minutes::{audience, warnings};

/// A compte rendu in one of its versions, and all that belongs to it.
pub(super) struct Whole {
    pub(super) network: Network,
    pub(super) stored: StoredMinutes,
    pub(super) version: MinutesVersion,
    gathering: Option<String>,
    versions: Vec<(MinutesVersion, Option<String>)>,
    follow_ups: Vec<(FollowUp, Option<String>)>,
    pub(super) recipients: usize,
    warnings: Vec<&'static str>,
}

/// Gathers it.
///
/// # Errors
/// When the database is away or damaged.
pub(super) async fn whole(tx: &mut Tx, stored: StoredMinutes, version: MinutesVersion) -> Result<Whole> {
    let network = find::network_of(tx, stored.network).await?;
    let gathering = match stored.gathering {
        Some(id) => gatherings::get(tx, id).await?,
        None => None,
    };
    let mut versions = Vec::new();
    for one in minutes::versions(tx, stored.id).await? {
        let name = name(tx, one.written_by).await?;
        versions.push((one, name));
    }
    let mut promised = Vec::new();
    for one in follow_ups::of_minutes(tx, stored.id).await? {
        // What an earlier draft promised and this one doesn't was let go.
        if one.state == FollowUpState::Dropped && stored.state != MinutesState::Sent {
            continue;
        }
        let owner = name(tx, one.owner).await?;
        promised.push((one, owner));
    }
    Ok(Whole {
        recipients: audience(tx, &network, gathering.as_ref()).await?.len(),
        warnings: warnings(Language::En, &version.content, gathering.is_some()),
        gathering: gathering.map(|one| one.title),
        follow_ups: promised,
        network,
        stored,
        version,
        versions,
    })
}

async fn name(tx: &mut Tx, actor: Option<ActorId>) -> Result<Option<String>> {
    match actor {
        Some(actor) => Ok(people::actor(tx, actor).await?.map(|actor| actor.name)),
        None => Ok(None),
    }
}

impl Whole {
    /// For programs.
    pub(super) fn json(&self) -> Value {
        let Whole { network, stored, version, .. } = self;
        let content = &version.content;
        json!({
            "id": stored.id,
            "network": network.id,
            "gathering": stored.gathering,
            "state": stored.state,
            "version": version.number,
            "title": content.title,
            "date": content.date,
            "authors": content.authors,
            "present": content.present,
            "sections": content.sections.iter().map(|one| json!({ "kind": one.kind, "title": one.title })).collect::<Vec<_>>(),
            "warnings": self.warnings,
            "recipients": self.recipients,
            "follow_ups": self.follow_ups.iter().map(|(one, owner)| follow_up::plain(one, owner.as_deref())).collect::<Vec<_>>(),
            "versions": self.versions.iter().map(|(one, _)| self.version_json(one)).collect::<Vec<_>>(),
            "text": version.text,
            "content": content,
        })
    }

    fn version_json(&self, one: &MinutesVersion) -> Value {
        json!({
            "number": one.number,
            "written_by": one.written_by,
            "incoming": one.incoming,
            "at": rfc3339(one.at, self.network.zone),
        })
    }

    /// Title and date in a line.
    pub(super) fn name(&self) -> String {
        match &self.version.content.title {
            Some(title) => format!("{title} ({})", self.stored.id),
            None => format!("compte rendu {}", self.stored.id),
        }
    }

    /// What was recognised, for people.
    pub(super) fn recognised(&self) -> String {
        let content = &self.version.content;
        let language = self.network.language;
        let nothing = || "not found".to_owned();
        let mut text = lines([
            ("compte rendu", self.name()),
            ("state", format!("{}, version {}", self.stored.state, self.versions_told())),
            ("date", content.date.map_or_else(nothing, |date| dates::date(language, date))),
            ("gathering", self.gathering_told()),
            ("authors", if content.authors.is_empty() { nothing() } else { content.authors.join(", ") }),
            ("present", if content.present.words.is_empty() { nothing() } else { content.present.words.clone() }),
            ("  named", named(content)),
            ("  counted", counted(content)),
            ("sections", content.sections.iter().filter_map(section).collect::<Vec<_>>().join("\n")),
            ("goes to", count(self.recipients, "person", "people")),
            ("careful", self.warnings.join("\n")),
        ]);
        if self.follow_ups.is_empty() {
            text += "\n\nNo follow-up was found in it.";
        } else {
            let rows = self.follow_ups.iter().map(|(one, owner)| {
                [
                    one.id.to_string(),
                    one.kind.to_string(),
                    one.title.clone(),
                    owner.clone().unwrap_or_default(),
                    one.due.map(|due| due.to_string()).unwrap_or_default(),
                    one.state.to_string(),
                    one.note
                        .as_deref()
                        .map(|note| note.split_whitespace().collect::<Vec<_>>().join(" "))
                        .unwrap_or_default(),
                ]
            });
            text +=
                &format!("\n\nFollow-ups\n{}", table(["n°", "kind", "title", "owner", "due", "state", "note"], rows));
        }
        text
    }

    fn gathering_told(&self) -> String {
        match (self.stored.gathering, &self.gathering) {
            (Some(id), Some(title)) => format!("{title} ({id})"),
            _ => "none in this network".to_owned(),
        }
    }

    /// `2 of 3, by Claire Vasseur`.
    fn versions_told(&self) -> String {
        let number = self.version.number;
        let of = if self.versions.len() > 1 { format!(" of {}", self.versions.len()) } else { String::new() };
        let by = self.versions.iter().find(|(one, _)| one.number == number).and_then(|(_, name)| name.as_deref());
        format!("{number}{of}{}", by.map(|name| format!(", by {name}")).unwrap_or_default())
    }
}

fn named(content: &Minutes) -> String {
    let person = |one: &crate::domain::minutes::NamedPresent| match &one.organisation {
        Some(organisation) => format!("{} ({organisation})", one.name),
        None => one.name.clone(),
    };
    content.present.named.iter().map(person).collect::<Vec<_>>().join(", ")
}

fn counted(content: &Minutes) -> String {
    let unnamed = content.present.unnamed.iter();
    unnamed.map(|one| format!("{} {}", one.count, one.group)).collect::<Vec<_>>().join(", ")
}

fn section(section: &Section) -> Option<String> {
    section.title.as_ref().map(|title| format!("{} ({})", title.trim(), section.kind))
}
