//! A compte rendu: what was read of it, and all its words in blocks.
//!
//! Nothing of the text is outside the blocks: title, date and the rest were read from them and repeat what they say.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::follow_up::FollowUpKind;
use super::ids::{ActorId, GatheringId, IncomingId, MinutesId, NetworkId};

/// A compte rendu as it was read. Its whole text is `head`, then `sections`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Minutes {
    /// Its title line, as written.
    pub title: Option<String>,
    /// Day of the meeting.
    pub date: Option<NaiveDate>,
    /// Who wrote it, in order.
    pub authors: Vec<String>,
    /// Who was there.
    pub present: Present,
    /// What stands before the first section: title, fields, who was present.
    pub head: Vec<Block>,
    /// The rest. One without title may come first.
    pub sections: Vec<Section>,
}

/// Who was there, as the compte rendu says it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Present {
    /// The words behind "Présents :", as written; empty where nobody is said to be present.
    pub words: String,
    /// Those with a name, in order.
    pub named: Vec<NamedPresent>,
    /// Those who were only counted, in order.
    pub unnamed: Vec<UnnamedCount>,
}

/// Somebody who was there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedPresent {
    /// As written: `Célia`, `Anne Petit`.
    pub name: String,
    /// For whom, without its article: `Ageca` of "Célia de l'Ageca".
    pub organisation: Option<String>,
}

/// People who were there without being named.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnnamedCount {
    /// How many.
    pub count: u32,
    /// Of what, as written: `membres du groupe projet`, `autres acteurs`.
    pub group: String,
}

crate::words! {
    /// What a section of a compte rendu is about.
    SectionKind {
        /// Nos constats.
        Observations = "observations",
        /// Ce que nous apprend cette rencontre.
        Lessons = "lessons",
        /// Pistes, suites, à faire: where follow-ups are found.
        Leads = "leads",
        /// Any other.
        Other = "other",
    }
}

/// A heading and what stands beneath it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// By its title.
    pub kind: SectionKind,
    /// As written; none for what stands before the first heading.
    pub title: Option<String>,
    /// Its text; headings in it are below its own.
    pub blocks: Vec<Block>,
}

/// A piece of text that stands by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "block", rename_all = "lowercase")]
pub enum Block {
    /// A line over others.
    Heading {
        /// 1 for the title, 2 for a section's, 3 and more below.
        level: u8,
        /// Its words.
        text: Vec<Span>,
    },
    /// `Date de la réunion : 3 avril 2021`.
    Field {
        /// As written, with its colon.
        label: String,
        /// What stands behind it.
        value: Vec<Span>,
    },
    /// Running text.
    Paragraph {
        /// Its words.
        text: Vec<Span>,
    },
    /// Items, which may hold lists again.
    List {
        /// Each has at least one block, or is empty.
        items: Vec<Item>,
    },
    /// Somebody else's words, set apart.
    Quote {
        /// What they said.
        blocks: Vec<Block>,
    },
    /// A line drawn across: `---`.
    Rule,
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// As written: `+`, `-`, `•`, `1.`.
    pub marker: String,
    /// Its text, and the lists beneath it.
    pub blocks: Vec<Block>,
}

/// Words of one look. A line feed in them breaks the line.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The words.
    pub text: String,
    /// Leaning.
    #[serde(default, skip_serializing_if = "is_false")]
    pub emphasis: bool,
    /// Bold.
    #[serde(default, skip_serializing_if = "is_false")]
    pub strong: bool,
    /// Letter for letter.
    #[serde(default, skip_serializing_if = "is_false")]
    pub code: bool,
    /// Where it leads to, as written: it may be of any scheme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

impl Span {
    /// Words without any look.
    pub fn plain(text: impl Into<String>) -> Span {
        Span { text: text.into(), ..Span::default() }
    }

    /// The address behind the words, where they don't show it themselves.
    pub fn hidden_link(&self) -> Option<&str> {
        self.link.as_deref().filter(|link| link.strip_prefix("mailto:").unwrap_or(link) != self.text)
    }
}

/// The words of spans in one text; an address that they hide stands behind them in brackets.
pub fn plain_text(spans: &[Span]) -> String {
    let mut text = String::new();
    for (n, span) in spans.iter().enumerate() {
        text.push_str(&span.text);
        // A link of which a part is bold is several spans.
        let ends = spans.get(n + 1).is_none_or(|next| next.link != span.link);
        if let Some(link) = span.hidden_link().filter(|_| ends) {
            text.push_str(&format!(" ({link})"));
        }
    }
    text
}

/// The words of blocks in one text, with their markers, a line for each block.
pub fn blocks_text(blocks: &[Block]) -> String {
    let mut text = String::new();
    write_blocks(blocks, &mut text);
    text
}

fn write_blocks(blocks: &[Block], out: &mut String) {
    for block in blocks {
        match block {
            Block::Heading { text, .. } | Block::Paragraph { text } => out.push_str(&plain_text(text)),
            Block::Field { label, value } => out.push_str(&format!("{label} {}", plain_text(value))),
            Block::List { items } => {
                for item in items {
                    out.push_str(&item.marker);
                    out.push(' ');
                    write_blocks(&item.blocks, out);
                }
            }
            Block::Quote { blocks } => write_blocks(blocks, out),
            Block::Rule => {}
        }
        out.push('\n');
    }
}

impl Minutes {
    /// All its words in order, with the markers of lists, a line for each block.
    pub fn plain_text(&self) -> String {
        let mut text = blocks_text(&self.head);
        for section in &self.sections {
            if let Some(title) = &section.title {
                text.push_str(title);
                text.push('\n');
            }
            write_blocks(&section.blocks, &mut text);
        }
        text
    }
}

/// A follow-up that the text seems to promise; an organiser says whether it does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// What it is to become.
    pub kind: FollowUpKind,
    /// Short, in the language of the compte rendu: `Visite de l'Étoile`, `Contact avec l'Amap`, `Rédiger la charte`.
    pub title: String,
    /// Whom or what is to be visited or contacted, without its article.
    pub about: Option<String>,
    /// What else is said of it, as written.
    pub note: Option<String>,
    /// Who takes care of it, as written.
    pub owner: Option<String>,
    /// By when; the year is counted from the day of the meeting.
    pub due: Option<NaiveDate>,
    /// The words that it comes from, as written.
    pub words: String,
}

/// For serde.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn is_false(flag: &bool) -> bool {
    !*flag
}

crate::words! {
    /// How far a compte rendu has got.
    MinutesState {
        /// Written, and shown to the organisers.
        Draft = "draft",
        /// An organiser has looked at it and wants it sent.
        Reviewed = "reviewed",
        /// On its way to everybody.
        Sent = "sent",
    }
}

/// A compte rendu as stored; its texts are its [`MinutesVersion`]s.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredMinutes {
    /// Number.
    pub id: MinutesId,
    /// In which network.
    pub network: NetworkId,
    /// Of which meeting.
    pub gathering: Option<GatheringId>,
    /// How far.
    pub state: MinutesState,
}

/// A text of a compte rendu; only ever added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MinutesVersion {
    /// Of which compte rendu.
    pub minutes: MinutesId,
    /// From 1.
    pub number: i64,
    /// The text as it was written, every word.
    pub text: String,
    /// What was read of it.
    pub content: Minutes,
    /// Who sent it in.
    pub written_by: Option<ActorId>,
    /// In which message.
    pub incoming: Option<IncomingId>,
    /// When.
    pub at: Timestamp,
}
