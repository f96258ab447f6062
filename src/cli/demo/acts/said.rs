//! Somebody writes; what was understood and answered is told.

use std::time::Duration;

use crate::cli::demo::Played;
use crate::cli::demo::cast::{self, Reply, Sort};
use crate::cli::demo::script::{Line, OwnMail};
use crate::cli::demo::setting::Setting;
use crate::cli::demo::story::{self, Story};
use crate::domain::language::Language;
use crate::domain::letter::LetterKind;
use crate::domain::reading::Intent;
use crate::rendering::dates;
use crate::store::{follow_ups, gatherings, incomings, minutes};
use crate::workflow::standing;

/// What was handed over is read. Where it couldn't be handed over the story goes on if somebody visits: they may have
/// stopped a person's mail, or answered in their stead.
pub async fn sent(setting: &Setting, sent: Played<()>) -> Played<bool> {
    match sent {
        Err(_) if setting.drawer().was_visited() => Ok(false),
        sent => {
            sent?;
            setting.settle().await?;
            Ok(true)
        }
    }
}

/// A reply to an invitation.
pub async fn reply(story: &mut Story, setting: &Setting, reply: &Reply) -> Played<()> {
    setting.turn_to(reply.at).await?;
    story.day(setting.wall());
    let before = setting.letters();
    if !sent(setting, setting.send_reply(reply).await).await? {
        return Ok(());
    }
    let who = cast::member(reply.from)?;
    let structure = who.organisation;
    match reply.sort {
        Sort::Person => story.tell(&format!("{} ({structure}) répond : « {} »", who.name, inner(reply.words))),
        Sort::Robot => {
            story.tell(&format!("La messagerie {} ({structure}) répond : « {} »", story::of(who.name), reply.words));
        }
    }
    let understood = understood(setting, reply).await?;
    story.detail(&understood);
    came_back(story, setting, before);
    Ok(())
}

/// A reply to a letter that asks something else.
pub async fn line(story: &mut Story, setting: &Setting, line: &Line) -> Played<()> {
    setting.turn_to(line.at).await?;
    story.day(setting.wall());
    let before = setting.letters();
    if !sent(setting, setting.send_line(line).await).await? {
        return Ok(());
    }
    let who = cast::member(line.from)?;
    story.tell(&format!("{} ({}) répond : « {} »", who.name, who.organisation, inner(line.words)));
    came_back(story, setting, before);
    Ok(())
}

/// A gathering is over: who was there?
pub async fn roll_call(story: &mut Story, setting: &Setting, at: &str, answer: &Line) -> Played<()> {
    setting.new_letters(LetterKind::Attendance).await?;
    setting.turn_to(at).await?;
    story.day(setting.wall());
    let asked = setting.new_letters(LetterKind::Attendance).await?;
    let organisers = story::count(asked.len(), "membre du groupe projet", "membres du groupe projet");
    let subject = asked.first().map(|letter| inner(&letter.subject)).unwrap_or_default();
    story.tell(&format!("« {subject} » : la question part à {organisers}."));
    line(story, setting, answer).await
}

/// A mail that answers none; only its first lines are told.
pub async fn mail(story: &mut Story, setting: &Setting, mail: &OwnMail) -> Played<()> {
    setting.turn_to(mail.at).await?;
    story.day(setting.wall());
    let before = setting.letters();
    setting.send_mail(mail).await?;
    setting.settle().await?;
    story.tell(&format!(
        "{} écrit à l'adresse du réseau, comme à quelqu'un : « {} ». Extrait :",
        cast::member(mail.from)?.name,
        mail.subject
    ));
    story.letter(&excerpt(mail.words));
    story.pause(Duration::from_secs(1)).await;
    let shown = setting.letters_after(before);
    let Some(first) = shown.first() else { return Err("nobody was shown the compte rendu".into()) };
    story.detail(&format!("reconnu : {}", recognised(setting).await?));
    story.detail(&format!("↪ {} personnes reçoivent « {} »", shown.len(), inner(&first.subject)));
    Ok(())
}

/// What was read of the compte rendu that came last.
async fn recognised(setting: &Setting) -> Played<String> {
    let mut tx = setting.db().read().await?;
    let last = minutes::of_network(&mut tx, setting.network()).await?.into_iter().max_by_key(|one| one.id);
    let Some(last) = last else { return Err("no compte rendu was kept".into()) };
    let Some(version) = minutes::latest(&mut tx, last.id).await? else { return Err("it has no text".into()) };
    let leads = follow_ups::of_minutes(&mut tx, last.id).await?;
    let leads: Vec<String> = leads.iter().map(|lead| format!("« {} »", inner(&lead.title))).collect();
    let date = version.content.date.map(|date| dates::date(Language::Fr, date)).unwrap_or_default();
    Ok(format!(
        "compte rendu du {date}, par {} ; {} : {}",
        story::list(&version.content.authors),
        if leads.len() < 2 { "une piste" } else { "des pistes" },
        story::list(&leads)
    ))
}

/// Words that will stand between quotation marks.
pub fn inner(words: &str) -> String {
    words.replace("«\u{a0}", "“").replace("« ", "“").replace("\u{a0}»", "”").replace(" »", "”")
}

/// From "Nos constats" on, a few lines.
fn excerpt(words: &str) -> String {
    const LINES: usize = 7;
    let from = words.lines().skip_while(|line| !line.starts_with("Nos constats")).filter(|line| !line.is_empty());
    from.take(LINES).chain(["[…]"]).collect::<Vec<_>>().join("\n")
}

/// What left at once because of it: each letter, or how many got the same.
fn came_back(story: &mut Story, setting: &Setting, before: u64) {
    let mut letters = setting.letters_after(before);
    while let Some(first) = letters.first().cloned() {
        let (same, others) = letters.into_iter().partition::<Vec<_>, _>(|letter| letter.subject == first.subject);
        letters = others;
        match same.len() {
            1 => story.detail(&format!("↪ à {} : {}", first.to_name, first.first_words)),
            n => story.detail(&format!("↪ {n} personnes reçoivent « {} »", inner(&first.subject))),
        }
    }
}

/// What the network now knows of somebody's coming, told from the database.
async fn understood(setting: &Setting, reply: &Reply) -> Played<String> {
    let gathering = setting.stored(reply.about).await?;
    let actor = setting.actor(reply.from).await?;
    let mut tx = setting.db().read().await?;
    let Some(invitation) = gatherings::invitation_of(&mut tx, gathering.id, actor).await? else {
        return Err("the invitation is gone".into());
    };
    let readings = incomings::readings_of(&mut tx, invitation.invitation.id).await?;
    let because = readings.last().map(|read| read.reading.because.join(" ; ")).unwrap_or_default();
    let standings = standing::of_gathering(&mut tx, &gathering).await?;
    let Some(one) = standings.into_iter().find(|one| one.invited.actor == actor) else {
        return Err("the invitation is gone".into());
    };
    let understood = match (&one.answer, one.standing.as_str()) {
        _ if one.invited.stopped => "ne veut plus de courrier : c'est noté, plus rien ne part".to_owned(),
        (_, "to_decide") => "pas assez clair pour être noté : à trancher par le groupe projet".to_owned(),
        (Some(answer), _) => {
            let guests = match answer.said.guests {
                0 => String::new(),
                1 => ", avec une autre personne".to_owned(),
                n => format!(", avec {n} autres personnes"),
            };
            let place = match one.invited.place.map(|place| place.as_str()) {
                Some("waiting") => " – en liste d'attente, les 8 places sont prises",
                _ => "",
            };
            let partial = if answer.said.partial { ", pour une partie du temps" } else { "" };
            let intent = match answer.said.intent {
                Intent::Attending => "vient",
                Intent::Regrets => "s'excuse",
                Intent::Tentative | Intent::Unclear => "ne sait pas encore",
            };
            format!("{intent}{guests}{partial}{place}")
        }
        (None, _) => "aucune réponse notée : c'est une machine qui parle".to_owned(),
    };
    Ok(match because.is_empty() {
        true => format!("compris : {understood}"),
        false => format!("compris : {understood} ({because})"),
    })
}
