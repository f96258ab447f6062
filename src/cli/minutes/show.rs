//! `palabre minutes show`.

use clap::Args;

use super::super::{CliError, House, Result, Told, check};
use super::contract;
use crate::rendering;
use crate::store::minutes;

/// Which one.
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// Number of the compte rendu
    #[arg(value_parser = super::number)]
    pub minutes: i64,
    /// Which of its texts [default: the newest]
    #[arg(long, value_name = "V", value_parser = check::number("the version's, from 1"))]
    pub version: Option<i64>,
    /// Only the text, as it was written
    #[arg(long)]
    pub text: bool,
}

/// Shows what was recognised of it and how it will be read, or its text as it was written.
///
/// # Errors
/// Says what, where and the mend.
pub(super) async fn run(house: &House, arguments: ShowArgs) -> Result<Told> {
    let mut tx = house.db.read().await?;
    let (stored, latest) = super::find(&mut tx, arguments.minutes).await?;
    let newest = latest.number;
    let version = match arguments.version {
        None => latest,
        Some(number) => {
            let all = minutes::versions(&mut tx, stored.id).await?;
            all.into_iter().find(|one| one.number == number).ok_or_else(|| {
                let place = format!("compte rendu {} has none of number {number}", stored.id);
                CliError::new("--version", place, format!("Give a number from 1 to {newest}"))
            })?
        }
    };
    let whole = contract::whole(&mut tx, stored, version).await?;
    let text = if arguments.text {
        whole.version.text.replace("\r\n", "\n").replace('\r', "\n").trim_end().to_owned()
    } else {
        let read = rendering::minutes::text(&whole.version.content);
        format!("{}\n\n{}\n\n{}", whole.recognised(), "_".repeat(30), read.trim_end())
    };
    Ok(Told::new(text, whole.json()))
}
