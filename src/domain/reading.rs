//! What Palabre understood of one incoming message: the `palabre read` contract, version 1.

use serde::{Deserialize, Serialize};

/// Version of the contract; rises only when a field changes meaning.
pub const VERSION: u32 = 1;

/// Under this confidence an answer is asked about, not recorded.
pub const DEFAULT_THRESHOLD: f64 = 0.75;

/// What sort of message it is, decided before anyone looks at its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Written by a person.
    Human,
    /// iMIP METHOD:REPLY or COUNTER (RFC 5546).
    CalendarReply,
    /// Any other calendar object: somebody's own invitation, a cancellation.
    CalendarOther,
    /// Out-of-office and other automatic answers (RFC 3834).
    AutoReply,
    /// The address or its host doesn't exist, or it refuses for good (RFC 3464 `failed`, class 5).
    BounceHard,
    /// Full, greylisted, late, too big, or against a policy: another letter may arrive. Includes delay warnings.
    BounceSoft,
    /// A delivery notice that says it arrived (RFC 3464 `delivered`, `relayed`).
    Delivered,
    /// A read receipt (RFC 8098).
    Receipt,
    /// An emoji reaction made by a mail client.
    Reaction,
    /// A challenge-response gateway that wants a click before it lets mail through.
    Challenge,
    /// A feedback-loop report (RFC 5965).
    Complaint,
    /// Our own mail coming back.
    Loop,
    /// List traffic outside our conversations.
    List,
    /// Bytes in which no message could be found.
    Malformed,
}

/// What the person said about coming.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Intent {
    /// They come.
    Attending,
    /// They don't.
    Regrets,
    /// They don't know yet, or under an open condition.
    Tentative,
    /// Nothing was said about coming.
    Unclear,
}

/// How a person takes part where a gathering offers both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// In the room.
    InPerson,
    /// By visio.
    Online,
}

/// What follows from the message and what is known of the conversation, and from nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Record the answer.
    Record,
    /// Ask the person.
    Ask,
    /// Identity or content in doubt: an organiser decides.
    Hold,
    /// No answer in it; bounces and absences still act.
    Ignore,
}

/// RFC 3464 2.3.3 Action, as far as it tells something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// Given up; only this counts against an address.
    Failed,
    /// Still being tried.
    Delayed,
    /// Arrived.
    Delivered,
    /// Handed on to a server that sends no notices.
    Relayed,
}

/// A person named in a message, with their address where it was given.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// As written, title included.
    pub name: Option<String>,
    /// addr-spec (RFC 5322 3.4.1).
    pub email: Option<String>,
}

/// The answer given to one of several gatherings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PerGathering {
    /// The `ref` under which the gathering was given to the reader.
    #[serde(rename = "ref")]
    pub reference: String,
    /// What was said of it.
    pub intent: Intent,
}

/// A period in which the person can't answer or come; civil dates `YYYY-MM-DD`, both included.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AbsencePeriod {
    /// First day.
    pub from: Option<String>,
    /// Last day.
    pub until: Option<String>,
}

/// What someone offers to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Offer {
    /// Tell a récit de coopération.
    PresentRecit,
    /// Host a gathering.
    Host,
    /// Come on a visit.
    JoinVisit,
    /// Take the notes.
    TakeNotes,
    /// Bring something to eat or drink.
    BringFood,
    /// Bring material.
    BringMaterial,
    /// Help to set up.
    HelpSetup,
    /// Facilitate.
    Facilitate,
    /// Pass the information on.
    RelayInfo,
    /// Take photographs.
    TakePhotos,
    /// Help with the technical side.
    TechHelp,
    /// Contribute content.
    ContributeContent,
}

/// How a follow-up stands, in its owner's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// It is done.
    Done,
    /// Not yet, and no word of when.
    NotDone,
    /// Not yet, but by a day.
    Postponed,
    /// Somebody else takes care of it, or should be asked.
    Handed,
    /// It won't be done.
    Dropped,
    /// None of these, or several that don't go together.
    Unclear,
}

/// What the owner of a follow-up answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUpAnswer {
    /// How it stands.
    pub said: Said,
    /// Where it is postponed: the day `YYYY-MM-DD` by which it should be done. Of a period its last day ("fin mars" is
    /// the 31st), of one without end its first ("après Pâques").
    pub until: Option<String>,
    /// Where it is handed on: to whom; name and address are absent of somebody who is only described ("notre trésorier").
    pub to: Option<Named>,
}

/// What an organiser orders of a numbered doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NumberedOrder {
    /// They come.
    Yes,
    /// They don't.
    No,
    /// They don't know yet.
    Maybe,
    /// Ask them again.
    Remind,
    /// Leave it.
    Ignore,
}

/// An order with its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderOf {
    /// What organisers call the doubt.
    pub number: u32,
    /// What shall be done with it.
    pub order: NumberedOrder,
    /// People who come besides, where they come.
    pub guests: u32,
}

/// What Palabre understood of a message, how sure it is, and why.
///
/// `intent` and what belongs to it are `None` unless `kind` is human or calendar-reply.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// [`VERSION`].
    pub v: u32,
    /// The sort of message.
    pub kind: Kind,
    /// Language of the visible text: `fr` or `en`.
    pub lang: Option<String>,
    /// What the person newly wrote, U+0000 replaced.
    pub visible: String,
    /// About coming.
    pub intent: Option<Intent>,
    /// People who come besides the sender.
    pub guests: Option<u32>,
    /// Their names, as written.
    pub guest_names: Vec<String>,
    /// Who comes in the sender's stead.
    pub delegate: Option<Named>,
    /// How they take part, where they said so.
    pub mode: Option<Presence>,
    /// Arrives late or leaves early.
    pub partial: bool,
    /// A word for the organisers: hours, conditions, reasons.
    pub note: Option<String>,
    /// Where several gatherings were offered and answered one by one.
    pub per_gathering: Option<Vec<PerGathering>>,
    /// Wants no more mailings.
    pub unsubscribe: bool,
    /// Asks something that an organiser must answer.
    pub question: bool,
    /// What the person offers to do.
    pub offers: Vec<Offer>,
    /// When they are away.
    pub absence: Option<AbsencePeriod>,
    /// Who stands in for them meanwhile.
    pub stand_in: Option<Named>,
    /// What a delivery notice says was done.
    pub action: Option<Action>,
    /// How the follow-up stands; absent where something else was asked.
    #[serde(default)]
    pub follow_up: Option<FollowUpAnswer>,
    /// Orders by number ("1 oui, 2 non, 3 relancer"), ascending, each number once; empty where something else was asked.
    #[serde(default)]
    pub orders: Vec<OrderOf>,
    /// Failed recipients of a delivery notice, addr-specs.
    pub recipients: Vec<String>,
    /// The enhanced status code of a delivery notice (RFC 3463), where it gives one.
    #[serde(default)]
    pub status: Option<String>,
    /// Why it failed, in the server's words.
    pub reason: Option<String>,
    /// Whether From was proved by a trusted server; `None` where none said anything.
    pub authenticated: Option<bool>,
    /// 0 to 1.
    pub confidence: f64,
    /// What should be done with it.
    pub decision: Verdict,
    /// The words and header fields that decided; for people.
    pub because: Vec<String>,
}

/// How a gathering takes place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// In a place.
    InPerson,
    /// By visio.
    Online,
    /// Both.
    Hybrid,
}

/// A gathering that the conversation is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AboutGathering {
    /// Name under which `per_gathering` speaks of it.
    #[serde(rename = "ref")]
    pub reference: String,
    /// Its title.
    #[serde(default)]
    pub title: Option<String>,
    /// RFC 3339 with offset.
    #[serde(default)]
    pub starts: Option<String>,
    /// RFC 3339 with offset.
    #[serde(default)]
    pub ends: Option<String>,
    /// How it takes place.
    #[serde(default)]
    pub mode: Option<Mode>,
    /// Where.
    #[serde(default)]
    pub place: Option<String>,
    /// iCalendar UID.
    #[serde(default)]
    pub uid: Option<String>,
}

/// The person who is thought to write.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AboutActor {
    /// Display name.
    #[serde(default)]
    pub name: Option<String>,
    /// Their addr-specs.
    #[serde(default)]
    pub emails: Vec<String>,
    /// The structure they speak for.
    #[serde(default)]
    pub organisation: Option<String>,
}

/// What we had asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Asked {
    /// Whether they come.
    Attendance,
    /// How a follow-up stands.
    FollowUp,
    /// What a visit inspired.
    Debrief,
    /// To confirm an order.
    Order,
}

/// What Palabre knows of the conversation that a message belongs to.
///
/// The default is one unnamed gathering and a sender who is the invited person.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct About {
    /// The gatherings offered; empty means one of which nothing is known.
    pub gatherings: Vec<AboutGathering>,
    /// The invited person.
    pub actor: Option<AboutActor>,
    /// Our own addresses (without tokens), addr-specs.
    pub addresses: Vec<String>,
    /// authserv-ids whose Authentication-Results are believed (RFC 8601).
    pub trusted_authserv: Vec<String>,
    /// When it arrived, RFC 3339.
    pub received: Option<String>,
    /// Under it the reader asks; [`DEFAULT_THRESHOLD`] where absent.
    pub threshold: Option<f64>,
    /// What was asked; attendance where absent.
    pub asked: Option<Asked>,
    /// The question as it was put.
    pub question: Option<String>,
}
