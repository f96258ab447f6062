//! `palabre init`: settings, key, database and, where they are given, a first network with its organiser.

mod account;

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use clap::Args;

use self::account::AccountArgs;
use super::{CliError, Result, Told, clock};
use crate::config::Config;
use crate::domain::address;
use crate::domain::civil::Zone;
use crate::domain::ids::{Ids, NetworkId};
use crate::domain::language::Language;
use crate::domain::membership::MemberRole;
use crate::domain::network::{self, Network};
use crate::store::{Db, Tx, gatherings, networks, people, tokens};

/// What to set up.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// Folder for palabre.toml, the key and the SQLite database
    #[arg(default_value = ".")]
    folder: PathBuf,
    /// Name of the first network, as people read it
    #[arg(long, value_name = "NAME")]
    network: Option<String>,
    /// Its mail address; that of --account where absent
    #[arg(long, value_name = "ADDRESS", requires = "network")]
    address: Option<String>,
    /// Name of its organiser
    #[arg(long, value_name = "NAME", requires = "email")]
    organiser: Option<String>,
    /// The organiser's mail address
    #[arg(long, value_name = "ADDRESS", requires = "organiser")]
    email: Option<String>,
    /// Language of its letters
    #[arg(long, default_value = "fr")]
    language: Language,
    /// Its time zone
    #[arg(long, default_value = "Europe/Paris")]
    zone: Zone,
    /// Make a new key although the database was used with another: addresses given out so far are mute from then on
    #[arg(long)]
    new_key: bool,
    #[command(flatten)]
    account: AccountArgs,
}

const SETTINGS: &str = include_str!("init/palabre.toml");

/// Makes what isn't there; what is there stays as it is.
///
/// # Errors
/// When something can't be written, or the database's key is lost.
pub async fn run(config: Option<PathBuf>, args: InitArgs) -> Result<Told> {
    let tried = account::try_out(&args.account).await?;
    let path = config.unwrap_or_else(|| args.folder.join("palabre.toml"));
    let folder = path.parent().unwrap_or(Path::new("."));
    let unwritable = |path: &Path, error: std::io::Error| {
        let mend = "Choose a folder this user may write to: palabre init FOLDER";
        CliError::new("the set-up", format!("{}: {error}", path.display()), mend)
    };
    std::fs::create_dir_all(folder).map_err(|error| unwritable(folder, error))?;
    let made_settings = !path.exists();
    if made_settings {
        let settings = tried.as_ref().map_or(SETTINGS.to_owned(), |tried| tried.settings(SETTINGS));
        std::fs::write(&path, settings).map_err(|error| unwritable(&path, error))?;
    }
    let config = Config::load(&path, false, std::env::vars())?;
    let db = Db::open(&config.database.url).await?;
    let key = &config.secrets.key_file;
    let made_key = !key.exists();
    if made_key {
        if !args.new_key && tokens::any(&mut db.read().await?).await? {
            return Err(CliError::new(
                "the key",
                format!("{} is gone, and the database has given out addresses made with it", key.display()),
                "Restore it from its own back-up. Without it replies to letters sent so far can't be matched; \
                 `palabre init --new-key` makes a new one all the same",
            ));
        }
        write_key(key).map_err(|error| unwritable(key, error))?;
    }
    let network = first_network(&db, &args).await?;
    let next = match network {
        Some(id) => format!("network   {id}\n\nNext: palabre actor import FILE.csv, then palabre gathering new"),
        None => next(&mut db.read().await?).await?,
    };
    db.close().await;
    let made = |made: bool| if made { "made" } else { "found, left as it is" };
    let by_hand = match tried.as_ref().filter(|_| !made_settings) {
        Some(tried) => format!("\nUnder [smtp] belong:\n{}", tried.lines()),
        None => String::new(),
    };
    let text = format!(
        "settings  {settings} ({})\nkey       {} ({}) – back it up apart from the database\ndatabase  {}\n{next}\n\
         The daemon: palabre --config {settings} serve{by_hand}",
        made(made_settings),
        key.display(),
        made(made_key),
        config.database.url,
        settings = path.display(),
    );
    let account = tried.as_ref().map(|tried| {
        let (envelope, subaddress) = tried.words();
        serde_json::json!({ "envelope": envelope, "subaddress": subaddress })
    });
    let told = serde_json::json!({
        "settings": path, "key": key, "database": config.database.url, "network": network,
        "made": { "settings": made_settings, "key": made_key },
        "account": account,
    });
    Ok(Told::new(text, told))
}

/// What fits an installation to which no network is added: its networks, and what the first still lacks.
async fn next(tx: &mut Tx) -> Result<String> {
    let all = networks::all(tx).await?;
    let Some(first) = all.first() else {
        return Ok("\nNext: palabre network new --name NAME --address ADDRESS".to_owned());
    };
    let known: Vec<_> = all.iter().map(|one| format!("network   {} ({}, found)", one.id, one.name)).collect();
    let next = match people::members(tx, first.id).await?.iter().any(|one| one.role != MemberRole::Organiser) {
        false => "palabre actor import FILE.csv, then palabre gathering new",
        true if gatherings::of_network(tx, first.id).await?.is_empty() => "palabre gathering new",
        true => "palabre gathering list",
    };
    Ok(format!("{}\n\nNext: {next}", known.join("\n")))
}

fn write_key(path: &Path) -> std::io::Result<()> {
    let mut key = [0; 32];
    Ids::system().fill(&mut key);
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(&key)?;
    file.sync_all()
}

/// A network with the usual rules.
pub fn usual_network(name: &str, address: &str, language: Language, zone: Zone) -> Network {
    Network {
        id: NetworkId(0),
        name: name.to_owned(),
        address: address::normal(address),
        language,
        zone,
        digest_at: network::DEFAULT_DIGEST.to_owned(),
        programme_at: None,
        reminders: network::DEFAULT_REMINDERS.parse().into_iter().collect(),
        practical: network::DEFAULT_PRACTICAL.parse().ok(),
        threshold_percent: (crate::domain::reading::DEFAULT_THRESHOLD * 100.0) as u8,
        mail_cap: network::DEFAULT_MAIL_CAP,
    }
}

async fn first_network(db: &Db, args: &InitArgs) -> Result<Option<i64>> {
    let Some(name) = &args.network else { return Ok(None) };
    let Some(mailbox) = args.address.as_ref().or(args.account.account.as_ref()) else {
        return Err(CliError::new("--network", "it has no address", "Give --address rencontres@example.org"));
    };
    let wrong =
        |why: String| CliError::new("the network", why, "Give it an address of its own, as rencontres@example.org");
    network::check_address(mailbox).map_err(wrong)?;
    let now = clock()?.now();
    let mut tx = db.write().await?;
    let id = networks::insert(&mut tx, &usual_network(name, mailbox, args.language, args.zone), now).await?;
    if let (Some(name), Some(email)) = (&args.organiser, &args.email) {
        address::check(email).map_err(|why| CliError::new("the organiser", why, "Write it as name@example.org"))?;
        add_organiser(&mut tx, id, name, &address::normal(email), now).await?;
    }
    tx.commit().await?;
    Ok(Some(id.0))
}

async fn add_organiser(
    tx: &mut Tx,
    network: NetworkId,
    name: &str,
    email: &str,
    now: crate::domain::clock::Timestamp,
) -> Result<()> {
    let actor = match people::address(tx, email).await? {
        Some(known) => known.actor,
        None => {
            let actor = people::insert_actor(tx, name, None, now).await?;
            people::insert_address(tx, actor, email, now).await?;
            actor
        }
    };
    people::insert_membership(tx, network, actor, MemberRole::Organiser, None, now).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::cli::testing::Home;

    #[tokio::test]
    async fn what_comes_next_fits_what_is_there() {
        let next = async |home: &Home| super::next(&mut home.house.db.read().await.unwrap()).await.unwrap();
        let home = Home::empty().await;
        assert!(next(&home).await.ends_with("Next: palabre network new --name NAME --address ADDRESS"));
        home.does("network new --name Coop --address rencontres@coop.example").await.unwrap();
        assert!(next(&home).await.starts_with("network   1 (Coop, found)\n\nNext: palabre actor import"));
        home.does("actor new --name Zoé --email zoe@b.fr").await.unwrap();
        assert!(next(&home).await.ends_with("Next: palabre gathering new"));
        home.does("gathering new --title T --starts 5/6/2027_10h").await.unwrap();
        assert!(next(&home).await.ends_with("Next: palabre gathering list"));
    }
}
