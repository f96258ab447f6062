//! The meeting at which visitors report: their words are on its agenda, and in its compte rendu.

use super::said;
use crate::cli::demo::Played;
use crate::cli::demo::cast::{self, Gathering};
use crate::cli::demo::script;
use crate::cli::demo::setting::Setting;
use crate::cli::demo::story::{self, Story};
use crate::domain::letter::LetterKind;

/// From its invitations to its compte rendu.
pub async fn play(story: &mut Story, setting: &Setting) -> Played<()> {
    setting.turn_to("2027-08-23T09:00").await?;
    story.day(setting.wall());
    let invited = setting.invite(Gathering::Next).await?;
    setting.settle().await?;
    let leave = story::count(invited, "invitation part", "invitations partent");
    story.tell(&format!("{leave} pour {}.", Gathering::Next.words()));
    for reply in cast::NEXT_REPLIES {
        said::reply(story, setting, reply).await?;
    }

    setting.new_letters(LetterKind::Practical).await?;
    setting.turn_to("2027-09-10T18:00").await?;
    story.day(setting.wall());
    let practical = setting.new_letters(LetterKind::Practical).await?;
    let get = story::count(practical.len(), "personne reçoit", "personnes reçoivent");
    story.tell(&format!("La veille au soir, {get} les informations pratiques, et l'ordre du jour :"));
    let Some(letter) = practical.first() else { return Err("nobody got the practical information".into()) };
    story.letter(&agenda(&letter.text));

    said::roll_call(story, setting, "2027-09-11T13:00", &script::PRESENT_AT_NEXT).await?;
    said::mail(story, setting, &script::NEXT_MINUTES).await?;
    said::line(story, setting, &script::SEND_NEXT_MINUTES).await?;
    story.detail("Les restitutions y figurent en entier, sous le nom de qui les a écrites.");
    Ok(())
}

/// The agenda of a practical letter.
fn agenda(text: &str) -> String {
    let points = text.lines().skip_while(|line| !line.starts_with("À l'ordre du jour")).skip(1);
    let points = points.skip_while(|line| line.is_empty()).take_while(|line| !line.is_empty());
    points.collect::<Vec<_>>().join("\n")
}
