//! What the owner of a follow-up says of it, in their own words: done, not yet, put off, handed on, let go.
//!
//! As with an answer about coming, the words decide clause by clause, what is asked or conditional decides nothing, and
//! where two things are said that don't go together nothing is understood: somebody looks.

mod cues;
mod heir;
mod pattern;
#[cfg(test)]
mod tests;
mod weigh;

use chrono::{DateTime, NaiveDate};

use crate::domain::reading::{About, Asked, FollowUpAnswer, Intent};

use super::answer::dates;
use super::draft::Draft;
use super::visible::Visible;

/// Fills in how a follow-up stands, where that was asked. `seen` has been read as any message before: its language,
/// questions and wishes to be left alone are known.
pub(super) fn understand(seen: &Visible, about: &About, draft: &mut Draft) {
    if about.asked != Some(Asked::FollowUp) {
        return;
    }
    let today = written_on(seen, about);
    let report = weigh::report(&seen.text, today);
    let english = draft.reading.lang.as_deref() == Some("en");
    // What was doubtful as an answer about coming isn't here.
    draft.reading.because.clear();
    (draft.doubt, draft.hold) = (false, false);
    if seen.text.is_empty() {
        draft.hold(draft.told("aucun mot nouveau", "no new words"));
    }
    draft.because(
        report.because.iter().map(|words| if english { format!("\"{words}\"") } else { format!("« {words} »") }),
    );
    if let Some((french, anglais)) = report.doubt {
        draft.doubt(draft.told(french, anglais));
    }
    // Who reports on a visit says nothing of coming to it.
    draft.reading.intent = Some(Intent::Unclear);
    draft.reading.guests = Some(0);
    draft.reading.confidence = report.confidence;
    draft.reading.follow_up =
        Some(FollowUpAnswer { said: report.said, until: report.until.map(|day| day.to_string()), to: report.to });
}

/// The civil day on which it was written, where its recipients are: its Date field says so where it lies in the week before
/// it arrived, else that day counts.
fn written_on(seen: &Visible, about: &About) -> Option<NaiveDate> {
    const LONGEST_WAY: i64 = 7;
    let sent = seen.sent.and_then(DateTime::from_timestamp_millis);
    let Some(received) = about.received.as_deref().and_then(|at| DateTime::parse_from_rfc3339(at).ok()) else {
        return about.received.as_deref().and_then(dates::day).or(sent.map(|at| at.date_naive()));
    };
    let believed = sent.map(|at| at.with_timezone(received.offset()));
    let believed = believed.filter(|at| *at <= received && (received - *at).num_days() < LONGEST_WAY);
    Some(believed.unwrap_or(received).date_naive())
}
