//! From the invitations to the evening before.

use super::said;
use crate::cli::demo::Played;
use crate::cli::demo::cast::{self, Gathering};
use crate::cli::demo::setting::Setting;
use crate::cli::demo::story::{self, Story};
use crate::domain::answer::Said;
use crate::domain::letter::LetterKind;
use crate::domain::reading::Intent;
use crate::store::answers;
use crate::workflow::settle::{self, Settlement};

/// Invites to the visio and to the first visit; people answer, and are reminded.
pub async fn play(story: &mut Story, setting: &Setting) -> Played<()> {
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
        said::reply(story, setting, reply).await?;
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
        said::reply(story, setting, reply).await?;
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
