//! Why a person's letter is asked about or held, in words: nobody should have to guess it.

use crate::domain::reading::{About, Asked, Intent, Kind, Verdict};

use super::draft::Draft;

/// Adds the reason where none has been told yet. The decision stays as it is.
pub(super) fn explain(draft: &mut Draft, about: &About) {
    let reading = &draft.reading;
    let waits = matches!(reading.decision, Verdict::Ask | Verdict::Hold);
    let told = draft.doubt || draft.hold;
    if reading.kind != Kind::Human || !(reading.because.is_empty() || (waits && !told)) {
        return;
    }
    let other_matter = about.asked.is_some_and(|asked| asked != Asked::Attendance);
    let (french, english) = match reading.intent {
        _ if reading.follow_up.is_some() => {
            ("ni fait, ni reporté, ni abandonné : rien de clair", "neither done, put off nor let go: nothing clear")
        }
        _ if other_matter && waits => {
            ("répond à autre chose que « venez-vous ? »", "answers something else than \"are you coming?\"")
        }
        None | Some(Intent::Unclear) if reading.question => {
            ("une question, ni oui ni non dans le message", "a question, neither yes nor no in the message")
        }
        None | Some(Intent::Unclear) => ("ni oui ni non dans le message", "neither yes nor no in the message"),
        Some(_) if waits => {
            ("pas assez clair pour être noté sans demander", "not clear enough to record without asking")
        }
        Some(_) => ("le message entier", "the whole message"),
    };
    let reason = draft.told(french, english);
    draft.because([reason]);
}
