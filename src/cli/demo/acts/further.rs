//! What stands open once the story is told: a further meeting to which two actors haven't answered yet.

use super::said;
use crate::cli::demo::Played;
use crate::cli::demo::cast::{self, Gathering, MEMBERS};
use crate::cli::demo::setting::Setting;
use crate::cli::demo::story::{self, Story};
use crate::workflow::standing::{self, Standing};

/// When its invitations leave.
const INVITED_AT: &str = "2027-09-20T09:00";

/// Invites, and lets all but two answer.
pub async fn play(story: &mut Story, setting: &Setting) -> Played<()> {
    setting.turn_to(INVITED_AT).await?;
    story.day(setting.wall());
    let invited = setting.invite(Gathering::Further).await?;
    setting.settle().await?;
    let leave = story::count(invited, "invitation part", "invitations partent");
    story.tell(&format!("{leave} pour {}.", Gathering::Further.words()));
    for reply in cast::FURTHER_REPLIES {
        setting.turn_to(reply.at).await?;
        said::sent(setting, setting.send_reply(reply).await).await?;
    }
    story.day(setting.wall());
    let silent = silent(setting).await?;
    let answers = story::count(invited.saturating_sub(silent.len()), "personne a répondu", "personnes ont répondu");
    let silent = story::list(&silent);
    story.tell(&format!("{answers}. Sans réponse pour l'instant : {silent}."));
    Ok(())
}

/// Who has said nothing, in the order of the cast.
async fn silent(setting: &Setting) -> Played<Vec<String>> {
    let gathering = setting.stored(Gathering::Further).await?;
    let standings = standing::of_gathering(&mut setting.db().read().await?, &gathering).await?;
    let is_silent =
        |name: &str| standings.iter().any(|one| one.standing == Standing::Silent && one.invited.name == name);
    Ok(MEMBERS.iter().filter(|member| is_silent(member.name)).map(|member| member.name.to_owned()).collect())
}
