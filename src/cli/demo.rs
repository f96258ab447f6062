//! `palabre demo`: a small network lives through an invitation, from the first letter to the evening before. A page shows
//! every mailbox meanwhile, and who visits can answer from any of them.
//!
//! Nothing is played: the real daemon on a temporary database, its letters to an SMTP server, replies by LMTP. Only the
//! time is turned by hand, and the people are invented. What is told is read from the database and the mailboxes, and
//! the summary is checked: where it isn't as it should be, the exit code says so.

mod cast;
mod chronicle;
mod drawer;
mod further;
mod page;
mod post;
mod setting;
mod story;

use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use self::cast::{Gathering, Reply, Sort};
use self::chronicle::Chronicle;
use self::page::Page;
use self::setting::Setting;
use self::story::Story;
use super::{CliError, Result};
use crate::domain::answer::Said;
use crate::domain::letter::LetterKind;
use crate::domain::reading::Intent;
use crate::store::answers;
use crate::workflow::settle::{self, Settlement};
use crate::workflow::standing::{self, Tally};

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
    play(story, setting, url).await.map_err(broken)?;
    further::play(story, setting).await.map_err(broken)?;
    summary(story, setting).await.map_err(broken)?
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

async fn play(story: &mut Story, setting: &Setting, url: Option<&str>) -> Played<()> {
    story.title("Palabre – une visio et une visite, de l'invitation à la veille au soir");
    story.aside(&format!(
        "Base de données temporaire {} ; serveur d'envoi {} ; arrivée des réponses (LMTP) {}.",
        setting.folder().display(),
        setting.sink_address(),
        setting.lmtp_address()
    ));
    story.aside("Tout est vrai sauf les personnes et l'heure, qui avance à la main.");
    if let Some(url) = url {
        story.aside(&format!("Toutes les boîtes aux lettres sont ouvertes ici : {url}"));
    }

    setting.turn_to("2027-05-10T09:00").await?;
    story.day(setting.wall());
    story.tell(&format!(
        "Le groupe projet du réseau « {} » ({} membres) ouvre une visio et une visite limitée à 8 places.",
        setting.network_name(),
        cast::MEMBERS.len()
    ));
    for gathering in [Gathering::Meeting, Gathering::Visit] {
        let invited = setting.invite(gathering).await?;
        setting.settle().await?;
        let leave = story::count(invited, "invitation part", "invitations partent");
        story.tell(&format!("{leave} pour {}.", gathering.words()));
    }
    bounces(story, setting).await?;

    for reply in cast::REPLIES.iter().filter(|reply| reply.before_reminder) {
        setting.turn_to(reply.at).await?;
        story.day(setting.wall());
        answer(story, setting, reply).await?;
    }

    setting.new_letters(LetterKind::Digest).await?;
    setting.turn_to("2027-05-12T08:00").await?;
    story.day(setting.wall());
    digest(story, setting).await?;

    setting.turn_to("2027-05-29T09:00").await?;
    story.day(setting.wall());
    let reminded = setting.new_letters(LetterKind::Reminder).await?;
    story.tell(&format!(
        "Rappel, une semaine avant, à celles et ceux qui n'ont rien dit : {}.",
        story::list(&reminded.iter().map(|letter| letter.to_name.clone()).collect::<Vec<_>>())
    ));

    for reply in cast::REPLIES.iter().filter(|reply| !reply.before_reminder) {
        setting.turn_to(reply.at).await?;
        story.day(setting.wall());
        answer(story, setting, reply).await?;
    }
    settle_doubt(story, setting).await?;

    setting.turn_to("2027-06-04T18:00").await?;
    story.day(setting.wall());
    let practical = setting.new_letters(LetterKind::Practical).await?;
    let get = story::count(practical.len(), "personne reçoit", "personnes reçoivent");
    story.tell(&format!("La veille au soir, {get} les informations pratiques."));
    Ok(())
}

/// One person's server sends the invitations back.
async fn bounces(story: &mut Story, setting: &Setting) -> Played<()> {
    setting.turn_to("2027-05-10T09:05").await?;
    let bounced = setting.bounce(cast::GONE).await?;
    setting.settle().await?;
    story.day(setting.wall());
    story.tell(&format!(
        "Le serveur {} renvoie un avis d'échec : l'adresse n'existe plus. Elle est notée, et plus rien n'y part.",
        story::of(bounced)
    ));
    Ok(())
}

/// A person writes; what was understood and answered is told.
async fn answer(story: &mut Story, setting: &Setting, reply: &Reply) -> Played<()> {
    let before = setting.letters();
    setting.send_reply(reply).await?;
    setting.settle().await?;
    let who = cast::member(reply.from)?;
    let structure = who.organisation;
    match reply.sort {
        Sort::Person => story.tell(&format!("{} ({structure}) répond : « {} »", who.name, reply.words)),
        Sort::Robot => {
            story.tell(&format!("La messagerie {} ({structure}) répond : « {} »", story::of(who.name), reply.words));
        }
    }
    let understood = setting.understood(reply).await?;
    story.detail(&understood);
    for letter in setting.letters().into_iter().skip(before.len()) {
        story.detail(&format!("↪ à {} : {}", letter.to_name, letter.first_words));
    }
    Ok(())
}

async fn digest(story: &mut Story, setting: &Setting) -> Played<()> {
    let digests = setting.new_letters(LetterKind::Digest).await?;
    let Some(digest) = digests.first() else { return Err("no digest came to the organisers".into()) };
    story.tell(&format!("Les {} membres du groupe projet reçoivent leur synthèse :", digests.len()));
    story.letter(&digest.text);
    Ok(())
}

/// An organiser looks at the doubt and settles it.
async fn settle_doubt(story: &mut Story, setting: &Setting) -> Played<()> {
    let doubts = answers::open_doubts(&mut setting.db().read().await?, setting.network()).await?;
    // Who visits meanwhile may raise doubts of their own: those stay open.
    let of_the_story = |words: &str| cast::REPLIES.iter().any(|reply| words.contains(reply.words));
    for doubt in doubts.into_iter().filter(|doubt| of_the_story(&doubt.words)) {
        let mut tx = setting.db().write().await?;
        let said = Settlement::Said(Said::plainly(Intent::Attending));
        let organiser = setting.actor(cast::ORGANISER).await?;
        let (network, number, now) = (setting.network(), doubt.number, setting.now());
        settle::settle(&mut tx, setting.desk(), network, number, said, Some(organiser), now).await?;
        tx.commit().await?;
        setting.settle().await?;
        story.tell(&format!(
            "{} tranche le doute n° {} (« {} ») après un coup de fil : oui. La personne en est avisée et peut corriger.",
            cast::member(cast::ORGANISER)?.name,
            doubt.number,
            doubt.words.split_whitespace().collect::<Vec<_>>().join(" ")
        ));
    }
    Ok(())
}

async fn summary(story: &mut Story, setting: &Setting) -> Played<Result<()>> {
    story.title("En résumé");
    let mut failed = Vec::new();
    let visited = setting.drawer().was_visited();
    for (gathering, expected) in [
        (Gathering::Meeting, cast::MEETING_TALLY),
        (Gathering::Visit, cast::VISIT_TALLY),
        (Gathering::Further, cast::FURTHER_TALLY),
    ] {
        let stored = setting.stored(gathering).await?;
        let standings = standing::of_gathering(&mut setting.db().read().await?, &stored).await?;
        let tally = standing::tally(&standings);
        story.tell(&format!("{} : {}", stored.title, counts(&tally)));
        if tally != expected && !visited {
            failed.push(format!("{}: {tally:?} instead of {expected:?}", stored.title));
        }
    }
    let letters = setting.letters().len();
    let (once, doubled) = setting.once_each();
    let sent = story::count(letters, "courrier envoyé", "courriers envoyés");
    let different = story::count(once, "différent", "différents");
    story.tell(&format!("{sent}, {different}, {doubled} en double."));
    if doubled > 0 {
        failed.push(format!("{doubled} letters were sent twice"));
    }
    story.pause(Duration::from_secs(1)).await;
    if visited {
        story.aside("Vous avez écrit pendant le récit : ces comptes sont aussi les vôtres.");
    } else if failed.is_empty() {
        story.aside("Tout est noté comme il a été dit.");
    }
    Ok(if failed.is_empty() { Ok(()) } else { Err(broken(failed.join("; "))) })
}

fn counts(tally: &Tally) -> String {
    use story::count;
    let guests = usize::try_from(tally.guests).unwrap_or_default();
    [
        format!(
            "{} : {} (avec {})",
            count(tally.invited, "invité", "invités"),
            count(tally.attending, "vient", "viennent"),
            count(guests, "accompagnant", "accompagnants")
        ),
        count(tally.regrets, "s'excuse", "s'excusent"),
        count(tally.tentative, "hésite", "hésitent"),
        format!("{} sans réponse", tally.silent),
        format!("{} à trancher", tally.to_decide),
        count(tally.undeliverable, "injoignable", "injoignables"),
        format!("{} sur liste d'attente", tally.waiting),
    ]
    .join(", ")
}
