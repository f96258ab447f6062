//! After the meeting: who was there; the compte rendu is mailed, shown, sent to everybody; two people want to see what it
//! speaks of.

use super::said;
use crate::cli::demo::Played;
use crate::cli::demo::script;
use crate::cli::demo::setting::Setting;
use crate::cli::demo::story::Story;

/// From the roll call to the volunteers.
pub async fn play(story: &mut Story, setting: &Setting) -> Played<()> {
    said::roll_call(story, setting, "2027-06-05T13:00", &script::PRESENT).await?;
    said::mail(story, setting, &script::MINUTES).await?;
    said::line(story, setting, &script::SEND_MINUTES).await?;
    for line in script::VOLUNTEERS {
        said::line(story, setting, line).await?;
    }
    Ok(())
}
