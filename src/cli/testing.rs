//! A house on a temporary database, for tests of commands.

use super::{House, Result, Told};
use crate::config::Config;
use crate::domain::civil;
use crate::domain::clock::{Clock, Timestamp};
use crate::domain::ids::Ids;
use crate::domain::token::TokenKey;
use crate::store::Db;
use crate::workflow::Desk;

/// A house that goes when it is dropped.
pub(crate) struct Home {
    pub(crate) house: House,
    pub(crate) folder: tempfile::TempDir,
}

/// The 1st of March 2027, 9 o'clock in Paris.
pub(crate) fn morning() -> Timestamp {
    civil::instant(civil::parse_civil("2027-03-01T09:00").unwrap(), chrono_tz::Europe::Paris)
}

impl Home {
    /// An empty one.
    pub(crate) async fn empty() -> Home {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&format!("sqlite:{}", folder.path().join("palabre.db").display())).await.unwrap();
        let desk = Desk { ids: Ids::seeded(7), key: TokenKey::new(vec![7; 32]), trusted_authserv: Vec::new() };
        let house = House { config: Config::default(), db, desk, clock: Clock::turned_by_hand(morning()) };
        Home { house, folder }
    }

    /// One with a network, an organiser (1), two actors (2, 3) and a gathering (1).
    pub(crate) async fn furnished() -> Home {
        let home = Home::empty().await;
        for line in [
            "network new --name Coop --address rencontres@coop.example",
            "actor new --name Marie_Leroy --email marie@coop.example --role organiser",
            "actor new --name Zoé_Roux --email zoe@theatre.example --organisation Théâtre_du_Rond",
            "actor new --name Karim_Benali --email karim@amap.example",
            "gathering new --title 3e_rencontre --starts 2027-06-05T10:00 --place Salle_2",
        ] {
            home.does(line).await.unwrap();
        }
        home
    }

    /// Runs a command line; `_` stands for a blank inside an argument.
    pub(crate) async fn does(&self, line: &str) -> Result<Told> {
        self.typing(line, "").await
    }

    /// The same, with somebody who types.
    pub(crate) async fn typing(&self, line: &str, typed: &str) -> Result<Told> {
        self.with(line, &mut super::Talk::typing(typed)).await
    }

    /// The same, as a program.
    pub(crate) async fn program(&self, line: &str) -> Result<Told> {
        self.with(line, &mut super::Talk::program()).await
    }

    async fn with(&self, line: &str, talk: &mut super::Talk) -> Result<Told> {
        use clap::Parser;
        let words = line.split(' ').map(|word| word.replace('_', " ").replace("in person", "in_person"));
        let cli = super::Cli::try_parse_from(["palabre".to_owned()].into_iter().chain(words)).unwrap();
        super::told(&self.house, talk, cli.command).await
    }

    /// Turns the clock.
    pub(crate) fn later(&self, minutes: i64) {
        let to = Timestamp(self.house.now().0 + minutes * 60_000);
        self.house.clock.turn_to(to);
    }
}
