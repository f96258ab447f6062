//! `palabre demo`: a small network lives through a whole cycle, from the first invitation to the restitutions in the next
//! compte rendu. A page shows every mailbox meanwhile, and who visits can answer from any of them.
//!
//! Nothing is played: the real daemon on a temporary database, its letters to an SMTP server, replies by LMTP. Only the
//! time is turned by hand, and the people are invented. What is told is read from the database and the mailboxes, and
//! the summary is checked: where it isn't as it should be, the exit code says so.

mod acts;
mod cast;
mod chronicle;
mod drawer;
mod page;
mod post;
mod script;
mod setting;
mod story;
mod summary;

use std::sync::Arc;

use clap::Args;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use self::chronicle::Chronicle;
use self::page::Page;
use self::setting::Setting;
use self::story::Story;
use super::{CliError, Result};

/// How it is told.
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Without pauses and without the page, as fast as it goes; exits with a summary
    #[arg(long)]
    fast: bool,
    /// Serve the page although --fast, and keep on serving it until Ctrl-C
    #[arg(long)]
    page: bool,
}

/// Plays the story; ends well only if the network knows what its actors said.
///
/// # Errors
/// When a program asks for it, or a part of the daemon doesn't do what it should.
pub async fn run(args: DemoArgs, json: bool) -> Result<()> {
    if json {
        let mend = "Leave --json out; `palabre gathering show --json` is for programs";
        return Err(CliError::new("the demo", "--json: it tells a story, and has no JSON", mend));
    }
    let (chronicle, stop) = (Chronicle::default(), CancellationToken::new());
    let mut story = Story::new(args.fast, chronicle.clone(), stop.clone());
    let setting = Arc::new(Setting::build().await.map_err(broken)?);
    let with_page = !args.fast || args.page;
    let page = match with_page {
        true => Some(Page::open(setting.clone(), chronicle, stop.clone()).await.map_err(broken)?),
        false => None,
    };
    let url = page.as_ref().map(Page::url);
    stop_on_signals(stop.clone()).map_err(broken)?;
    let outcome = tokio::select! {
        outcome = tell(&mut story, &setting, url.as_deref()) => outcome,
        () = stop.cancelled() => Ok(()),
    };
    if let (Ok(()), Some(url), true, false) = (&outcome, &url, story.is_read(), stop.is_cancelled()) {
        story.aside(&format!(
            "Et maintenant, à vous : {url} – ouvrez une boîte, répondez, regardez comment c'est lu. L'heure avance \
             désormais toute seule. Ctrl-C pour finir."
        ));
        setting.let_time_run(&stop).await;
    }
    stop.cancel();
    if let Some(page) = page {
        page.closed().await;
    }
    if let Some(setting) = Arc::into_inner(setting) {
        setting.strike().await;
    }
    outcome
}

/// The whole story and its summary.
async fn tell(story: &mut Story, setting: &Setting, url: Option<&str>) -> Result<()> {
    acts::play(story, setting, url).await.map_err(broken)?;
    let failed = summary::tell(story, setting).await.map_err(broken)?;
    if failed.is_empty() { Ok(()) } else { Err(broken(failed.join("; "))) }
}

/// SIGINT and SIGTERM end it, and take the temporary folder away.
fn stop_on_signals(stop: CancellationToken) -> std::io::Result<()> {
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    tokio::spawn(async move {
        tokio::select! { _ = interrupt.recv() => {} _ = terminate.recv() => {} }
        stop.cancel();
    });
    Ok(())
}

/// Anything that goes wrong in the demo is a defect of ours.
fn broken(why: impl std::fmt::Display) -> CliError {
    CliError::new("the demo", why.to_string(), "This is a defect: please report it with what was printed above")
}

type Played<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;
