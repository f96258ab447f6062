//! `palabre network`: a group of actors with its address, language, zone and rhythm.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::note::Changes;
use super::output::{lines, table};
use super::{CliError, House, Result, Told, check, find, note};
use crate::domain::civil::Offset;
use crate::domain::ids::NetworkId;
use crate::domain::language::Language;
use crate::domain::membership::MemberRole;
use crate::domain::network::{self, DEFAULT_DIGEST, DEFAULT_MAIL_CAP, DEFAULT_PRACTICAL, DEFAULT_REMINDERS, Network};
use crate::domain::reading::DEFAULT_THRESHOLD;
use crate::domain::timer::Rule;
use crate::store::{Tx, gatherings, networks, people, timers};
use crate::workflow::timetable;

/// What can be done with networks.
#[derive(Debug, Subcommand)]
pub enum NetworkCommand {
    /// Make a network
    New(NewArgs),
    /// Change its settings
    Edit(EditArgs),
    /// Show its settings
    Show(ShowArgs),
    /// List all networks
    List,
}

/// Which network.
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// Number or name; may be left out when there is just one
    pub network: Option<String>,
}

/// A new network.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// Name that actors see as sender
    #[arg(long)]
    pub name: String,
    /// Its plain e-mail address, as rencontres@example.org
    #[arg(long)]
    pub address: String,
    /// Rhythm and language.
    #[command(flatten)]
    pub settings: Settings,
}

/// What changes.
#[derive(Debug, Args)]
pub struct EditArgs {
    /// Number or name; may be left out when there is just one
    pub network: Option<String>,
    /// Another name
    #[arg(long)]
    pub name: Option<String>,
    /// Another address; letters that have left are answered at the old one
    #[arg(long)]
    pub address: Option<String>,
    /// Rhythm and language.
    #[command(flatten)]
    pub settings: Settings,
}

/// Rhythm and language.
#[derive(Debug, Default, Args)]
pub struct Settings {
    /// Language of its letters: fr (default) or en
    #[arg(long)]
    pub language: Option<Language>,
    /// Time zone [default: Europe/Paris]
    #[arg(long)]
    pub zone: Option<String>,
    /// When organisers get the digest (cron, civil time) [default: 0 8 * * *]
    #[arg(long, value_name = "CRON")]
    pub digest: Option<String>,
    /// When all members get the programme (cron, civil time); empty for never, the default
    #[arg(long, value_name = "CRON")]
    pub programme: Option<String>,
    /// When the silent are reminded, several times with commas; empty for never [default: J-7 9:00]
    #[arg(long, value_name = "OFFSETS", allow_hyphen_values = true)]
    pub reminders: Option<String>,
    /// When those who come get place and link; empty for never [default: J-1 18:00]
    #[arg(long, value_name = "OFFSET")]
    pub practical: Option<String>,
    /// Answers read with less confidence than this percentage are asked about [default: 75]
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub threshold: Option<u8>,
    /// Letters that one address's mail may cause in a day [default: 6]
    #[arg(long, value_name = "N")]
    pub mail_cap: Option<u32>,
}

impl Settings {
    fn lay_over(&self, network: &mut Network) -> Result<()> {
        if let Some(language) = self.language {
            network.language = language;
        }
        if let Some(zone) = &self.zone {
            network.zone = check::zone("--zone", zone)?;
        }
        if let Some(digest) = &self.digest {
            network.digest_at = check::cron("--digest", digest)?;
        }
        if let Some(programme) = &self.programme {
            let wanted = Some(programme).filter(|text| !text.trim().is_empty());
            network.programme_at = wanted.map(|text| check::cron("--programme", text)).transpose()?;
        }
        if let Some(reminders) = &self.reminders {
            network.reminders = offsets(reminders)?;
        }
        if let Some(practical) = &self.practical {
            let wanted = Some(practical).filter(|text| !text.trim().is_empty());
            network.practical = wanted.map(|text| check::offset("--practical", text)).transpose()?;
        }
        network.threshold_percent = self.threshold.unwrap_or(network.threshold_percent);
        network.mail_cap = self.mail_cap.unwrap_or(network.mail_cap);
        Ok(())
    }
}

fn offsets(text: &str) -> Result<Vec<Offset>> {
    text.split(',').filter(|one| !one.trim().is_empty()).map(|one| check::offset("--reminders", one.trim())).collect()
}

fn address(text: &str) -> Result<String> {
    let address = check::email("--address", text)?;
    network::check_address(&address)
        .map_err(|why| CliError::new("--address", why, "Give a plain address whose mail reaches Palabre"))?;
    Ok(address)
}

/// Does it.
///
/// # Errors
/// Says what, where and the mend.
pub async fn run(house: &House, command: NetworkCommand) -> Result<Told> {
    match command {
        NetworkCommand::New(arguments) => new(house, arguments).await,
        NetworkCommand::Edit(arguments) => edit(house, arguments).await,
        NetworkCommand::Show(arguments) => show(house, arguments).await,
        NetworkCommand::List => list(house).await,
    }
}

async fn new(house: &House, arguments: NewArgs) -> Result<Told> {
    let now = house.now();
    let mut network = Network {
        id: NetworkId(0),
        name: check::name("--name", &arguments.name)?,
        address: address(&arguments.address)?,
        language: Language::Fr,
        zone: chrono_tz::Europe::Paris,
        digest_at: DEFAULT_DIGEST.to_owned(),
        programme_at: None,
        reminders: offsets(DEFAULT_REMINDERS)?,
        practical: Some(check::offset("--practical", DEFAULT_PRACTICAL)?),
        threshold_percent: percent(DEFAULT_THRESHOLD),
        mail_cap: DEFAULT_MAIL_CAP,
    };
    arguments.settings.lay_over(&mut network)?;
    let mut tx = house.db.write().await?;
    network.id = networks::insert(&mut tx, &network, now).await?;
    let subject = format!("network:{}", network.id);
    note::change(&mut tx, network.id, "network_made", subject, network.name.clone(), None, now).await?;
    tx.commit().await?;
    let next = "Next: palabre actor import FILE.csv, then palabre organiser add ACTOR";
    Ok(Told::new(
        format!("Network {} made: {} <{}>\n{next}", network.id, network.name, network.address),
        shaped(&network),
    ))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of 0 to 1 is 0 to 100 percent")]
fn percent(share: f64) -> u8 {
    (share * 100.0).round().clamp(0.0, 100.0) as u8
}

async fn edit(house: &House, arguments: EditArgs) -> Result<Told> {
    let now = house.now();
    let mut tx = house.db.write().await?;
    let before = find::network(&mut tx, arguments.network.as_deref()).await?;
    networks::lock(&mut tx, before.id).await?;
    let mut after = before.clone();
    if let Some(name) = &arguments.name {
        after.name = check::name("--name", name)?;
    }
    if let Some(text) = &arguments.address {
        after.address = address(text)?;
    }
    arguments.settings.lay_over(&mut after)?;
    let changes = changes(&before, &after);
    if changes.is_empty() {
        return Ok(Told::new(format!("Nothing to change in {}", before.name), shaped(&before)));
    }
    networks::update(&mut tx, &after).await?;
    if (&before.reminders, before.practical) != (&after.reminders, after.practical) {
        for gathering in gatherings::open(&mut tx, after.id, now).await? {
            timetable::hang(&mut tx, &after, &gathering, now).await?;
            let last = i64::try_from(after.reminders.len()).unwrap_or(i64::MAX);
            // The practical information's only number is 0.
            let practical = if after.practical.is_some() { 0 } else { -1 };
            for (rule, last) in [(Rule::Remind, last), (Rule::Practical, practical)] {
                timers::drop_beyond(&mut tx, gathering.id, rule, last, "le réseau n'en envoie plus", now).await?;
            }
        }
    }
    let subject = format!("network:{}", after.id);
    note::change(&mut tx, after.id, "network_changed", subject, changes.to_string(), None, now).await?;
    tx.commit().await?;
    Ok(Told::new(format!("{} changed\n  {}", after.name, changes.all().join("\n  ")), shaped(&after)))
}

fn changes(before: &Network, after: &Network) -> Changes {
    let mut changes = Changes::default();
    changes.of("name", Some(&before.name), Some(&after.name));
    changes.of("address", Some(&before.address), Some(&after.address));
    changes.of("language", Some(&before.language), Some(&after.language));
    changes.of("zone", Some(&before.zone), Some(&after.zone));
    changes.of("digest", Some(&before.digest_at), Some(&after.digest_at));
    changes.of("programme", before.programme_at.as_ref(), after.programme_at.as_ref());
    changes.of("reminders", Some(&joined(&before.reminders)), Some(&joined(&after.reminders)));
    changes.of("practical", before.practical.as_ref(), after.practical.as_ref());
    changes.of("threshold", Some(&before.threshold_percent), Some(&after.threshold_percent));
    changes.of("mail cap", Some(&before.mail_cap), Some(&after.mail_cap));
    changes
}

fn joined(offsets: &[Offset]) -> String {
    offsets.iter().map(Offset::to_string).collect::<Vec<_>>().join(", ")
}

async fn show(house: &House, arguments: ShowArgs) -> Result<Told> {
    let mut tx = house.db.read().await?;
    let network = find::network(&mut tx, arguments.network.as_deref()).await?;
    let (members, organisers) = counted(&mut tx, &network).await?;
    let open = gatherings::open(&mut tx, network.id, house.now()).await?.len();
    let text = lines([
        ("number", network.id.to_string()),
        ("name", network.name.clone()),
        ("address", network.address.clone()),
        ("language", network.language.to_string()),
        ("zone", network.zone.to_string()),
        ("digest", network.digest_at.clone()),
        ("programme", network.programme_at.clone().unwrap_or_else(|| "never".to_owned())),
        ("reminders", if network.reminders.is_empty() { "never".to_owned() } else { joined(&network.reminders) }),
        ("practical", network.practical.map_or_else(|| "never".to_owned(), |offset| offset.to_string())),
        ("threshold", format!("{} %", network.threshold_percent)),
        ("mail cap", format!("{} a day", network.mail_cap)),
        ("members", format!("{members}, of them {organisers} organising")),
        ("open gatherings", open.to_string()),
    ]);
    let mut json = shaped(&network);
    for (key, value) in [("members", members), ("organisers", organisers), ("open_gatherings", open)] {
        if let Some(object) = json.as_object_mut() {
            object.insert(key.to_owned(), json!(value));
        }
    }
    Ok(Told::new(text, json))
}

async fn counted(tx: &mut Tx, network: &Network) -> Result<(usize, usize)> {
    let members = people::members(tx, network.id).await?;
    Ok((members.len(), members.iter().filter(|one| one.role == MemberRole::Organiser).count()))
}

async fn list(house: &House) -> Result<Told> {
    let mut tx = house.db.read().await?;
    let all = networks::all(&mut tx).await?;
    if all.is_empty() {
        let text = "No network yet. Make one: palabre network new --name \"…\" --address rencontres@example.org";
        return Ok(Told::new(text, json!([])));
    }
    let row = |one: &Network| [one.id.to_string(), one.name.clone(), one.address.clone(), one.zone.to_string()];
    let text = table(["n°", "name", "address", "zone"], all.iter().map(row));
    Ok(Told::new(text, all.iter().map(shaped).collect::<Vec<_>>()))
}

fn shaped(network: &Network) -> Value {
    json!({
        "id": network.id,
        "name": network.name,
        "address": network.address,
        "language": network.language,
        "zone": network.zone.name(),
        "digest": network.digest_at,
        "programme": network.programme_at,
        "reminders": network.reminders,
        "practical": network.practical,
        "threshold": network.threshold_percent,
        "mail_cap": network.mail_cap,
    })
}
