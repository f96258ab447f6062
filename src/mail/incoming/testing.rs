//! A mailbox of a network, for tests of what is looked into.

use std::path::Path;

use super::intake::Intake;
use super::ways::{Lookout, Ways};
use crate::domain::clock::{Clock, Timestamp};
use crate::domain::ids::{Ids, NetworkId};
use crate::domain::incoming::Way;
use crate::domain::language::Language;
use crate::domain::network::Network;
use crate::store::{Db, networks};

/// A mailbox of the only network of a new database in this folder.
pub(super) async fn lookout(folder: &Path, way: Way) -> Lookout {
    let db = Db::open(&format!("sqlite:{}", folder.join("palabre.db").display())).await.unwrap();
    let clock = Clock::turned_by_hand(Timestamp(1_800_000_000_000));
    let address = "rencontres@coop.example".to_owned();
    let network = Network {
        id: NetworkId(0),
        name: "Coop".to_owned(),
        address: address.clone(),
        language: Language::Fr,
        zone: chrono_tz::Europe::Paris,
        digest_at: "0 8 * * *".to_owned(),
        programme_at: None,
        reminders: Vec::new(),
        practical: None,
        threshold_percent: 75,
        mail_cap: 6,
    };
    let mut tx = db.write().await.unwrap();
    networks::insert(&mut tx, &network, clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    let intake = Intake::start(db.clone(), clock.clone());
    Lookout { way, mailbox: "inbox".to_owned(), address, intake, db, clock, ids: Ids::seeded(7), ways: Ways::default() }
}
