//! The visits: one that was planned, and one that the compte rendu promised; afterwards, what they inspire.

use super::said;
use crate::cli::demo::Played;
use crate::cli::demo::cast::{self, Gathering};
use crate::cli::demo::script::{self, Line};
use crate::cli::demo::setting::Setting;
use crate::cli::demo::story::{self, Story};
use crate::domain::letter::LetterKind;

/// From the first visit to the restitutions of the second.
pub async fn play(story: &mut Story, setting: &Setting) -> Played<()> {
    asked(story, setting, "2027-06-13T09:00", Gathering::Visit).await?;
    said::line(story, setting, &script::FIRST_DEBRIEF).await?;

    due(story, setting, "2027-06-25T09:00", &[&script::DONE]).await?;
    due(story, setting, "2027-06-28T09:00", &[&script::LATER, &script::ARRANGED]).await?;
    said::line(story, setting, &script::SEND_INVITATIONS).await?;
    for reply in cast::ARRANGED_REPLIES {
        said::reply(story, setting, reply).await?;
    }

    setting.new_letters(LetterKind::Practical).await?;
    setting.turn_to("2027-07-07T18:00").await?;
    story.day(setting.wall());
    let practical = setting.new_letters(LetterKind::Practical).await?;
    let get = story::count(practical.len(), "personne reçoit", "personnes reçoivent");
    story.tell(&format!("La veille au soir, {get} les informations pratiques de la visite."));

    said::roll_call(story, setting, "2027-07-08T17:00", &script::PRESENT_AT_VISIT).await?;
    asked(story, setting, "2027-07-09T09:00", Gathering::Arranged).await?;
    for line in script::DEBRIEFS {
        said::line(story, setting, line).await?;
    }
    Ok(())
}

/// The morning after, the visitors are asked.
async fn asked(story: &mut Story, setting: &Setting, at: &str, visit: Gathering) -> Played<()> {
    setting.new_letters(LetterKind::Debrief).await?;
    setting.turn_to(at).await?;
    story.day(setting.wall());
    let asked = setting.new_letters(LetterKind::Debrief).await?;
    let names: Vec<String> = asked.iter().map(|letter| letter.to_name.clone()).collect();
    let title = setting.stored(visit).await?.title;
    story.tell(&format!(
        "« Que vous a inspiré la visite ? » : la question part, après « {title} », à {}.",
        story::list(&names)
    ));
    Ok(())
}

/// What the compte rendu promised is due: who takes care of it is asked, and answers.
async fn due(story: &mut Story, setting: &Setting, at: &str, answers: &[&Line]) -> Played<()> {
    setting.new_letters(LetterKind::FollowUp).await?;
    setting.turn_to(at).await?;
    story.day(setting.wall());
    for letter in setting.new_letters(LetterKind::FollowUp).await? {
        story.tell(&format!(
            "Une piste du compte rendu arrive à échéance. À {} : « {} »",
            letter.to_name,
            said::inner(&letter.subject)
        ));
    }
    for line in answers {
        said::line(story, setting, line).await?;
    }
    Ok(())
}
