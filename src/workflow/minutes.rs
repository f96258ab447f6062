//! A compte rendu: written, shown to the organisers, and on "envoyer" sent to everybody.

mod letters;
mod review;

use chrono::NaiveDate;

pub(super) use letters::previous_start;
pub use letters::{Audience, audience, content, warnings};
pub use review::{Approval, answered, approve, replied, review};

use super::effect::Effect;
use super::heard::Heard;
use super::{Desk, Error, Result, follow_up};
use crate::domain::clock::Timestamp;
use crate::domain::decision::{By, Decision};
use crate::domain::gathering::{Gathering, GatheringKind, GatheringState};
use crate::domain::ids::{ActorId, GatheringId, IncomingId, MinutesId};
use crate::domain::letter::LetterKind;
use crate::domain::minutes::{Minutes, MinutesState, MinutesVersion, StoredMinutes};
use crate::domain::network::Network;
use crate::reading;
use crate::store::{Tx, decisions, gatherings, minutes, networks};
use crate::workflow::noted;

/// A text of a compte rendu that came in.
#[derive(Debug, Clone)]
pub struct Draft<'a> {
    /// Every word, as written.
    pub text: &'a str,
    /// Of which compte rendu it is a newer version; `None` where its meeting, or title and date, say so.
    pub minutes: Option<MinutesId>,
    /// Of which meeting; `None` where its date says so.
    pub gathering: Option<GatheringId>,
    /// Who sent it.
    pub by: Option<ActorId>,
    /// In which message.
    pub incoming: Option<IncomingId>,
}

/// A draft that was taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    /// The compte rendu.
    pub minutes: MinutesId,
    /// Which text of it.
    pub version: i64,
    /// To how many organisers it is shown.
    pub shown_to: usize,
}

/// Keeps a text as the newest version of a meeting's compte rendu, proposes its follow-ups, and shows it to the
/// organisers.
///
/// # Errors
/// When there is no word in it, the meeting isn't of this network, or the database is away.
pub async fn draft(tx: &mut Tx, desk: &Desk, network: &Network, draft: &Draft<'_>, now: Timestamp) -> Result<Taken> {
    if draft.text.trim().is_empty() {
        return Err(Error::refused("taking a compte rendu", "there is no text in it", "Give the file that holds it"));
    }
    let content = reading::minutes::minutes(draft.text);
    // Two daemons must not make two of one.
    networks::lock(tx, network.id).await?;
    let gathering = gathering_of(tx, network, draft.gathering, &content, now).await?;
    let mended = match draft.minutes {
        Some(id) => minutes::get(tx, id).await?.filter(|one| one.network == network.id),
        None => None,
    };
    let known = match mended {
        Some(mended) => Some(with_meeting(tx, mended, gathering.as_ref()).await?),
        None => known(tx, network, gathering.as_ref(), &content).await?,
    };
    let id = match known {
        Some(known) => known.id,
        None => minutes::insert(tx, network.id, gathering.as_ref().map(|one| one.id), now).await?,
    };
    minutes::lock(tx, id).await?;
    if minutes::get(tx, id).await?.is_some_and(|one| one.state == MinutesState::Sent) {
        let why = "it was sent, and a letter can't be called back";
        return Err(Error::refused(
            format!("changing compte rendu {id}"),
            why,
            "Write what was wrong to those present",
        ));
    }
    let version = minutes::add_version(tx, id, draft.text, &content, draft.by, draft.incoming, now).await?;
    minutes::set_state(tx, id, MinutesState::Draft).await?;
    follow_up::propose(tx, network, id, &content, draft.by, draft.incoming, now).await?;
    decisions::append(
        tx,
        &Decision {
            network: network.id,
            what: "minutes_drafted",
            subject: format!("minutes:{id}"),
            by: if draft.by.is_some() { By::Organiser } else { By::Operator },
            actor: draft.by,
            incoming: draft.incoming,
            because: format!("version {version}"),
            at: now,
        },
    )
    .await?;
    let shown_to = letters::show_to_organisers(tx, desk, network, id, draft.incoming, now).await?;
    Ok(Taken { minutes: id, version, shown_to })
}

/// A compte rendu of which the meeting wasn't known gets it, once its text says so.
async fn with_meeting(tx: &mut Tx, mended: StoredMinutes, gathering: Option<&Gathering>) -> Result<StoredMinutes> {
    match gathering {
        Some(gathering) if mended.gathering.is_none() && minutes::of_gathering(tx, gathering.id).await?.is_none() => {
            minutes::set_gathering(tx, mended.id, gathering.id).await?;
            Ok(StoredMinutes { gathering: Some(gathering.id), ..mended })
        }
        _ => Ok(mended),
    }
}

/// The compte rendu of which a text is the newest version already, word for word.
///
/// # Errors
/// When the meeting isn't of this network, or the database is away.
pub async fn held(
    tx: &mut Tx,
    network: &Network,
    draft: &Draft<'_>,
    now: Timestamp,
) -> Result<Option<(StoredMinutes, MinutesVersion)>> {
    let content = reading::minutes::minutes(draft.text);
    let gathering = gathering_of(tx, network, draft.gathering, &content, now).await?;
    let Some(known) = known(tx, network, gathering.as_ref(), &content).await? else { return Ok(None) };
    let latest = minutes::latest(tx, known.id).await?.filter(|latest| latest.text == draft.text);
    Ok(latest.map(|latest| (known, latest)))
}

/// The compte rendu that a text is a version of: that of its meeting; where the meeting isn't known, the one of the same
/// title and day.
async fn known(
    tx: &mut Tx,
    network: &Network,
    gathering: Option<&Gathering>,
    content: &Minutes,
) -> Result<Option<StoredMinutes>> {
    if let Some(gathering) = gathering {
        return Ok(minutes::of_gathering(tx, gathering.id).await?);
    }
    for one in minutes::of_network(tx, network.id).await?.into_iter().filter(|one| one.gathering.is_none()) {
        let latest = minutes::latest(tx, one.id).await?;
        if latest.is_some_and(|latest| latest.content.title == content.title && latest.content.date == content.date) {
            return Ok(Some(one));
        }
    }
    Ok(None)
}

/// The meeting that a compte rendu tells of: the one that was named, else the one of its date, else, where it bears no
/// date, the last that is over.
async fn gathering_of(
    tx: &mut Tx,
    network: &Network,
    named: Option<GatheringId>,
    content: &Minutes,
    now: Timestamp,
) -> Result<Option<Gathering>> {
    if let Some(id) = named {
        let found = gatherings::get(tx, id).await?.filter(|one| one.network == network.id);
        return found.map(Some).ok_or_else(|| {
            let what = format!("taking the compte rendu of gathering {id}");
            let why = format!("{} has none of that number", network.name);
            Error::refused(what, why, "See palabre gathering list")
        });
    }
    let over: Vec<Gathering> = gatherings::of_network(tx, network.id)
        .await?
        .into_iter()
        .filter(|one| {
            one.kind == GatheringKind::Meeting && matches!(one.state, GatheringState::Open | GatheringState::Held)
        })
        .filter(|one| one.starts_at() <= now)
        .collect();
    Ok(match content.date {
        Some(date) => only_of(over, date),
        None => over.into_iter().max_by_key(Gathering::starts_at),
    })
}

fn only_of(over: Vec<Gathering>, date: NaiveDate) -> Option<Gathering> {
    let mut of_that_day = over.into_iter().filter(|one| one.starts.date() == date);
    let first = of_that_day.next();
    first.filter(|_| of_that_day.next().is_none())
}

/// A compte rendu that an organiser mailed: a new one, or in answer to a draft its mended text; `None` where the writer
/// isn't one.
///
/// # Errors
/// When the database is away or damaged.
pub async fn received(
    tx: &mut Tx,
    desk: &Desk,
    heard: &Heard<'_>,
    text: &str,
    now: Timestamp,
) -> Result<Option<Vec<Effect>>> {
    // Whoever writes another's name in From gains nothing by it: the organisers are shown the draft, and send it or not.
    if heard.reading.authenticated == Some(false) {
        return Ok(None);
    }
    let Some(organiser) = noted::organiser(tx, heard).await? else { return Ok(None) };
    let reviewed = heard.letter.filter(|letter| letter.kind == LetterKind::MinutesReview);
    let answered = match reviewed.and_then(|letter| letter.about("minutes")) {
        Some(id) => minutes::get(tx, MinutesId(id)).await?,
        None => None,
    };
    let (minutes, gathering) = (answered.map(|minutes| minutes.id), answered.and_then(|minutes| minutes.gathering));
    let new = Draft { text, minutes, gathering, by: Some(organiser.actor), incoming: Some(heard.incoming.id) };
    match draft(tx, desk, heard.network, &new, now).await {
        Ok(_) => Ok(Some(Vec::new())),
        Err(Error::Refused { .. }) => {
            let language = organiser.language.unwrap_or(heard.network.language);
            let lines = vec![review::words(language).too_late.to_owned()];
            let said = noted::Noted::nothing_done(&heard.headers.subject, lines);
            noted::answer(tx, heard, &organiser, said, now).await.map(Some)
        }
        Err(error) => Err(error),
    }
}
