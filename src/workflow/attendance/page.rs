//! The page that the letter offers: once, by the token of its outgoing.

use super::roll::{self, Roll, mark};
use super::{Said, enter, words};
use crate::domain::attendance::{AttendanceChannel, Mark, Person, Rank, unannounced};
use crate::domain::clock::{DAY, Timestamp};
use crate::domain::gathering::Gathering;
use crate::domain::ids::{ActorId, GatheringId, OutgoingId};
use crate::domain::language::Language;
use crate::domain::membership::MemberRole;
use crate::domain::network::Network;
use crate::domain::token::{TokenKind, TokenSubject};
use crate::store::{Tx, gatherings, networks, outbox, people, tokens};
use crate::workflow::{Desk, Result};

/// The page works so many days after the gathering's end.
const WORKS_FOR: u32 = 60;

/// More lines than these aren't taken.
const MOST_LINES: usize = 100;

/// What a token opens.
#[derive(Debug, Clone)]
pub struct Page {
    /// Of which letter.
    pub letter: OutgoingId,
    /// To which organiser.
    pub organiser: ActorId,
    /// Whose.
    pub network: Network,
    /// What is asked about.
    pub gathering: Gathering,
    /// In which language.
    pub language: Language,
    /// Everybody who may have been there.
    pub people: Vec<Person>,
    /// How it stands.
    pub state: State,
}

/// How a page stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It waits to be filled in.
    Open,
    /// It was filled in.
    Used,
    /// It is too late.
    Late,
}

/// A box to tick.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// Whom it stands for.
    pub label: String,
    /// Whether it is ticked at first.
    pub ticked: bool,
}

impl Page {
    /// The boxes of those who said they come, then those of the other invited and of who was recorded before.
    pub fn choices(&self) -> (Vec<Choice>, Vec<Choice>) {
        let listed = self.people.iter().filter(|one| is_listed(one));
        let (expected, others): (Vec<&Person>, Vec<&Person>) = listed.partition(|one| one.rank == Rank::Expected);
        let all = |people: Vec<&Person>| people.into_iter().map(choice).collect();
        (all(expected), all(others))
    }

    /// What is recorded, in lines; none where nothing is.
    pub fn recorded(&self) -> Vec<String> {
        match Roll::of(&self.people).is_empty() {
            true => Vec::new(),
            false => roll::told(&self.people, self.language),
        }
    }
}

fn is_listed(person: &Person) -> bool {
    matches!(person.rank, Rank::Expected | Rank::Invited) || person.recorded.is_some()
}

fn choice(person: &Person) -> Choice {
    Choice {
        value: value(person),
        label: words::named(person),
        ticked: person.recorded.unwrap_or(person.rank == Rank::Expected),
    }
}

/// An actor's number, or a name behind `=`.
fn value(person: &Person) -> String {
    person.actor.map_or_else(|| format!("={}", person.name), |actor| actor.to_string())
}

/// What a token opens; `None` where it opens nothing.
///
/// # Errors
/// When the database is away or damaged.
pub async fn find(tx: &mut Tx, desk: &Desk, token: &str, now: Timestamp) -> Result<Option<Page>> {
    let open = tokens::find(tx, &desk.key, token).await?;
    let used = match open {
        None => tokens::used(tx, &desk.key, token).await?,
        Some(_) => None,
    };
    let Some(TokenSubject { kind: TokenKind::Order, id, .. }) = open.or(used) else { return Ok(None) };
    let Some(letter) = outbox::sent_letter(tx, OutgoingId(id)).await? else { return Ok(None) };
    let Some(gathering) = letter.about("gathering").map(GatheringId) else { return Ok(None) };
    let Some(gathering) = gatherings::get(tx, gathering).await? else { return Ok(None) };
    let Some(network) = networks::get(tx, gathering.network).await? else { return Ok(None) };
    // The page is an organiser's: who was one when the letter left may not be any more.
    let member = people::member(tx, network.id, letter.actor).await?;
    let Some(member) = member.filter(|member| member.role == MemberRole::Organiser) else { return Ok(None) };
    let limit = gathering.ends_at().after(DAY.saturating_mul(WORKS_FOR));
    Ok(Some(Page {
        letter: letter.id,
        organiser: letter.actor,
        language: member.language.unwrap_or(network.language),
        people: roll::people(tx, &gathering).await?,
        network,
        gathering,
        state: match used {
            Some(_) => State::Used,
            None if now > limit => State::Late,
            None => State::Open,
        },
    }))
}

/// The same, held for this transaction: of two who press the button at once, the second finds it used.
///
/// # Errors
/// When the database is away or damaged.
pub async fn find_to_fill(tx: &mut Tx, desk: &Desk, token: &str, now: Timestamp) -> Result<Option<Page>> {
    let Some(page) = find(tx, desk, token, now).await? else { return Ok(None) };
    gatherings::lock(tx, page.gathering.id).await?;
    find(tx, desk, token, now).await
}

/// Records what the form says: `ticked` are values of the boxes, `lines` who came unannounced. The token is used up.
/// Lines that may mean several people are given back, and nothing is recorded.
///
/// # Errors
/// When the database is away or damaged.
pub async fn fill(
    tx: &mut Tx,
    desk: &Desk,
    page: &Page,
    ticked: &[String],
    lines: &str,
    now: Timestamp,
) -> Result<std::result::Result<Vec<Person>, Vec<String>>> {
    let mut marks: Vec<Mark> = Vec::new();
    for person in page.people.iter().filter(|one| is_listed(one)) {
        let present = ticked.contains(&value(person));
        // Who wasn't expected and isn't ticked says nothing, unless it takes back what was recorded.
        if present || person.rank == Rank::Expected || person.recorded == Some(true) {
            marks.push(mark(person, present));
        }
    }
    let mut doubtful = Vec::new();
    for line in lines.lines().filter(|line| !line.trim().is_empty()).take(MOST_LINES) {
        match unannounced(line, &page.people) {
            Ok(new) => {
                marks.retain(|mark| (mark.actor, &mark.name) != (new.actor, &new.name));
                marks.push(new);
            }
            Err(one) => doubtful.push(words::doubt(page.language, &one)),
        }
    }
    if !doubtful.is_empty() {
        return Ok(Err(doubtful));
    }
    let said = Said { channel: AttendanceChannel::Link, by: Some(page.organiser), incoming: None };
    let (_, after) = enter(tx, desk, page.gathering.id, |_| Ok(marks), said, now).await?;
    tokens::revoke(tx, TokenKind::Order, page.letter.0, now).await?;
    Ok(Ok(after))
}
