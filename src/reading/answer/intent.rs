//! Whether the person comes. Phrases are weighed by where they stand: in a question, under a condition, about another time or
//! another person they count for nothing, and what is negated in a way not understood is a doubt.

use crate::domain::reading::{About, Intent, PerGathering};

use super::cue::Cue;
use super::dates::{Calendar, Mentioned};
use super::lexicon::{self, Found};
use super::{Heard, told};

/// What was found about coming.
pub(super) struct Finding {
    pub intent: Intent,
    pub confidence: f64,
    pub per_gathering: Option<Vec<PerGathering>>,
    pub phrases: Vec<String>,
    pub doubts: Vec<Doubt>,
}

/// Why an answer shouldn't be recorded without asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doubt {
    Contradiction,
    Negated,
    OtherPerson,
    Condition,
    OtherTime,
    Trouble,
}

impl Doubt {
    /// The doubt in words, for people.
    pub fn told(self, lang: &str) -> String {
        let (french, english) = match self {
            Doubt::Contradiction => ("oui et non à la fois", "both yes and no"),
            Doubt::Negated => ("négation que je ne comprends pas", "a negation I don't understand"),
            Doubt::OtherPerson => ("parle peut-être de quelqu'un d'autre", "may be about somebody else"),
            Doubt::Condition => ("dépend d'une réponse", "depends on an answer"),
            Doubt::OtherTime => ("parle peut-être d'une autre date", "may be about another date"),
            Doubt::Trouble => ("à lire par une personne", "a person should read this"),
        };
        told(lang, french, english)
    }
}

/// A phrase that counts, and the gatherings it is about (empty: all).
struct Vote {
    cue: Cue,
    /// A single word such as "oui" that a longer phrase outweighs.
    bare: bool,
    conditional: bool,
    sentence: usize,
    gatherings: Vec<usize>,
}

#[derive(Default)]
struct Count {
    votes: Vec<Vote>,
    phrases: Vec<String>,
    doubts: Vec<Doubt>,
    /// Phrases that were heard and set aside.
    set_aside: Vec<Doubt>,
    others: Vec<Cue>,
    told_of_others: Vec<String>,
    secretary: bool,
}

const NEGATORS: [&str; 11] = ["pas", "ne", "n", "jamais", "ni", "not", "never", "aucun", "aucune", "rien", "nobody"];

/// Weighs what was heard.
pub(super) fn find(heard: &[Heard], about: &About) -> Finding {
    let calendar = Calendar::of(about);
    let mut count = Count { secretary: heard.iter().any(|h| h.has(Cue::Secretary)), ..Count::default() };
    for (at, here) in heard.iter().enumerate() {
        count.clause(here, at, heard, &calendar);
    }
    let per_gathering = count.per_gathering(&calendar);
    let (mut intent, mut confidence) = count.settle(|_| true);
    if let Some(answers) = &per_gathering {
        intent = best(answers);
        confidence = 0.85;
    }
    let asks = heard.iter().any(|h| h.clause.question);
    if asks && count.votes.iter().any(|v| v.conditional) && intent != Intent::Regrets {
        // "Est-ce possible à distance ? Si oui je viens."
        intent = Intent::Unclear;
        count.doubts.push(Doubt::Condition);
    }
    if intent == Intent::Unclear && count.contradicts() {
        count.doubts.push(Doubt::Contradiction);
    }
    if intent == Intent::Unclear && !count.others.is_empty() {
        count.doubts.push(Doubt::OtherPerson);
    }
    if count.is_one_word() && is_about_something_else(heard, &calendar) {
        // "Oui, vous pouvez publier ma photo."
        confidence = confidence.min(0.7);
    }
    if intent == Intent::Attending && confidence < 0.75 && is_mere_consent(heard) {
        confidence = 0.8;
    }
    if intent == Intent::Unclear && short_choice(heard) {
        (intent, confidence) = (Intent::Attending, 0.8);
    }
    if intent == Intent::Unclear && count.doubts.is_empty() {
        count.doubts.extend(count.set_aside.first().copied());
    }
    if count.phrases.is_empty() {
        let own = heard.iter().filter(|_| intent != Intent::Unclear).map(|h| h.clause.written(0..h.clause.words.len()));
        let others = std::mem::take(&mut count.told_of_others);
        count.phrases = if others.is_empty() { own.take(2).collect() } else { others };
    }
    confidence -= 0.05 * (count.set_aside.len().min(3) as f64);
    Finding { intent, confidence: confidence.max(0.1), per_gathering, phrases: count.phrases, doubts: count.doubts }
}

/// The best answer given to any of several gatherings.
fn best(answers: &[PerGathering]) -> Intent {
    let order = [Intent::Attending, Intent::Tentative, Intent::Regrets];
    order.into_iter().find(|intent| answers.iter().any(|a| a.intent == *intent)).unwrap_or(Intent::Unclear)
}

impl Count {
    fn clause(&mut self, here: &Heard, at: usize, heard: &[Heard], calendar: &Calendar) {
        if here.has(Cue::Trouble) {
            self.doubts.push(Doubt::Trouble);
        }
        if !here.clause.question && begins_with_refusal(here) {
            self.doubts.push(Doubt::Negated);
        }
        let telling: Vec<&Found> = here.found.iter().filter(|f| is_telling(f.cue)).collect();
        if telling.is_empty() || is_alternative(here) {
            return;
        }
        let sentence = || heard.iter().filter(|h| h.clause.sentence == here.clause.sentence);
        if here.clause.question && !is_short_answer(here, at, heard) {
            return;
        }
        let mentioned = self.mentioned(here, at, heard, calendar);
        let gatherings = match mentioned {
            Mentioned::Elsewhere => {
                // "Oui, le 21": the word belongs to the date that follows it.
                let sentence = here.clause.sentence;
                self.votes.retain(|v| !(v.bare && v.gatherings.is_empty() && v.sentence == sentence));
                return self.set_aside.push(Doubt::OtherTime);
            }
            Mentioned::These(gatherings) => gatherings,
            Mentioned::Nothing => Vec::new(),
        };
        if here.has(Cue::Past)
            || (lexicon::anywhere(&here.clause, &[Cue::OtherTime]) && !here.clause.text().contains("cette fois"))
        {
            return self.set_aside.push(Doubt::OtherTime);
        }
        let is_condition = |f: &Found| f.cue == Cue::Condition || (f.cue == Cue::Maybe && f.phrase.starts_with("si "));
        let conditional = sentence().any(|h| h.found.iter().any(is_condition));
        let mut refused = false;
        for found in telling {
            let cue = match found.cue {
                Cue::OtherYes | Cue::OtherNo => {
                    self.others.push(found.cue);
                    self.told_of_others.push(found.written.clone());
                    continue;
                }
                Cue::Yes | Cue::WeakYes if refused && !speaks_anew(&found.phrase) => continue,
                Cue::Yes | Cue::WeakYes if is_negated(here, found) => {
                    self.doubts.push(Doubt::Negated);
                    continue;
                }
                Cue::No if !refused && is_negated_before(here, found) => {
                    self.doubts.push(Doubt::Negated);
                    continue;
                }
                Cue::Yes | Cue::No if conditional => Cue::Maybe,
                cue => cue,
            };
            if cue == Cue::No && is_restriction(here, found)
                || cue == Cue::Yes && is_wish_refused(&found.phrase, at, heard)
            {
                self.doubts.push(Doubt::Negated);
                continue;
            }
            refused |= cue == Cue::No;
            self.phrases.push(found.written.clone());
            let bare = found.end - found.start == 1;
            self.votes.push(Vote {
                cue,
                bare,
                conditional: conditional && cue == Cue::Maybe,
                sentence: here.clause.sentence,
                gatherings: gatherings.clone(),
            });
        }
    }

    /// Which gatherings a clause is about: its own words say it, else those before it in the sentence.
    fn mentioned(&self, here: &Heard, at: usize, heard: &[Heard], calendar: &Calendar) -> Mentioned {
        let same = heard.iter().take(at).rev().take_while(|h| h.clause.sentence == here.clause.sentence);
        let own = calendar.mentioned(&here.clause);
        if own != Mentioned::Nothing {
            return own;
        }
        same.map(|h| calendar.mentioned(&h.clause)).find(|m| *m != Mentioned::Nothing).unwrap_or(Mentioned::Nothing)
    }

    /// One answer a gathering, where they were answered one by one.
    fn per_gathering(&self, calendar: &Calendar) -> Option<Vec<PerGathering>> {
        if !calendar.has_several() || self.votes.iter().all(|v| v.gatherings.is_empty()) {
            return None;
        }
        let answers: Vec<PerGathering> = calendar
            .references()
            .enumerate()
            .filter(|(n, _)| self.votes.iter().any(|v| v.gatherings.contains(n)))
            .map(|(n, reference)| PerGathering { reference, intent: self.settle(|v| v.gatherings.contains(&n)).0 })
            .filter(|answer| answer.intent != Intent::Unclear)
            .collect();
        (!answers.is_empty()).then_some(answers)
    }

    /// Intent and confidence from the votes chosen.
    fn settle(&self, chosen: impl Fn(&Vote) -> bool) -> (Intent, f64) {
        let count = |cue: Cue| self.votes.iter().filter(|v| chosen(v) && v.cue == cue).count();
        let full = |cue: Cue| self.votes.iter().any(|v| chosen(v) && v.cue == cue && !v.bare);
        let (yes, no, mut maybe) = (count(Cue::Yes), count(Cue::No), count(Cue::Maybe));
        if yes == 0 && no > 0 && self.votes.iter().all(|v| v.conditional || v.cue != Cue::Maybe) {
            // "Je ne peux pas, mais s'il y a une autre date je viendrai."
            maybe = 0;
        }
        match (yes > 0, no > 0, maybe > 0) {
            // "Oui, merci d'annuler ma participation": the phrase outweighs the word.
            (true, true, _) if full(Cue::No) && !full(Cue::Yes) => (Intent::Regrets, 0.6),
            (true, true, _) => (Intent::Unclear, 0.3),
            (true, false, true) => (Intent::Tentative, 0.65),
            (false, true, true) => (Intent::Tentative, 0.5),
            (true, false, false) => (Intent::Attending, 0.95),
            (false, true, false) => (Intent::Regrets, 0.95),
            (false, false, true) => (Intent::Tentative, 0.85),
            (false, false, false) => self.weakly(count(Cue::WeakYes) > 0, count(Cue::WeakNo) > 0),
        }
    }

    /// Nothing but "oui" or "non" was heard.
    fn is_one_word(&self) -> bool {
        let mut told = self.votes.iter().filter(|v| matches!(v.cue, Cue::Yes | Cue::No | Cue::Maybe)).peekable();
        told.peek().is_some() && told.all(|v| v.bare && v.gatherings.is_empty())
    }

    fn contradicts(&self) -> bool {
        let said = |cue: Cue| self.votes.iter().any(|v| v.cue == cue);
        said(Cue::Yes) && said(Cue::No)
    }

    /// Nobody said it outright.
    fn weakly(&self, yes: bool, no: bool) -> (Intent, f64) {
        let other = |cue: Cue| self.others.contains(&cue);
        match (other(Cue::OtherYes), other(Cue::OtherNo)) {
            (true, false) if self.secretary => (Intent::Attending, 0.8),
            (false, true) if self.secretary => (Intent::Regrets, 0.85),
            (true, _) | (_, true) => (Intent::Unclear, 0.4),
            _ if yes && !no => (Intent::Attending, 0.7),
            _ => (Intent::Unclear, 0.5),
        }
    }
}

/// A sentence with "oui" or "non" has at least three words more that no phrase accounts for.
fn is_about_something_else(heard: &[Heard], calendar: &Calendar) -> bool {
    let bare = |h: &Heard| {
        h.found
            .iter()
            .any(|f| matches!(f.cue, Cue::Yes | Cue::No) && ["oui", "non", "yes", "no"].contains(&f.phrase.as_str()))
    };
    let unaccounted = |h: &Heard| match calendar.mentioned(&h.clause) {
        Mentioned::These(_) => 0,
        _ => (0..h.clause.words.len()).filter(|at| !h.found.iter().any(|f| f.start <= *at && *at < f.end)).count(),
    };
    heard.iter().filter(|h| bare(h)).any(|b| {
        let sentence = heard.iter().filter(|h| h.clause.sentence == b.clause.sentence);
        sentence.map(unaccounted).sum::<usize>() >= 3
    })
}

/// "OK" and no more.
fn is_mere_consent(heard: &[Heard]) -> bool {
    let all_heard = |h: &Heard| (0..h.clause.words.len()).all(|at| h.found.iter().any(|f| f.start <= at && at < f.end));
    heard.iter().any(|h| h.has(Cue::WeakYes))
        && heard.iter().all(|h| all_heard(h) && !h.has(Cue::Hollow) && !h.clause.question)
}

/// "Je ne pourrai venir qu'à 19h": "ne … que" is no refusal.
fn is_restriction(here: &Heard, no: &Found) -> bool {
    let refuses = ["pas", "plus", "non", "not"].iter().any(|word| no.phrase.split(' ').any(|w| w == *word));
    !refuses && here.clause.words.iter().skip(no.end).any(|word| word == "que" || word == "qu")
}

/// "J'aimerais venir mais je travaille": what follows the wish takes it back.
fn is_wish_refused(phrase: &str, at: usize, heard: &[Heard]) -> bool {
    let wishes = ["would", "voudrais", "souhaite", "souhaiterais", "aimerais", "plaisir", "volontiers"];
    let wish = phrase.split(' ').any(|word| wishes.contains(&word));
    let turns = ["mais", "but", "however", "cependant", "malheureusement", "toutefois", "unfortunately"];
    let sentence = heard.get(at).map(|h| h.clause.sentence);
    let after = heard.iter().skip(at + 1).take_while(|h| Some(h.clause.sentence) == sentence);
    wish && after.into_iter().any(|h| h.clause.words.first().is_some_and(|word| turns.contains(&word.as_str())))
}

/// "Partante, mais pas jeudi": a refusal that no phrase accounts for.
fn begins_with_refusal(here: &Heard) -> bool {
    let words = here.clause.words.iter().enumerate();
    let mut meant = words.skip_while(|(_, word)| ["mais", "but", "et", "and"].contains(&word.as_str()));
    let accounted = |at: usize| here.found.iter().any(|f| f.start <= at && at < f.end);
    meant.next().is_some_and(|(at, word)| ["pas", "not", "jamais", "never"].contains(&word.as_str()) && !accounted(at))
}

/// "Sur place, +1": who chooses how to come, comes.
fn short_choice(heard: &[Heard]) -> bool {
    let words: usize = heard.iter().map(|h| h.clause.words.len()).sum();
    let neutral = heard
        .iter()
        .all(|h| !h.clause.question && !h.clause.has(&NEGATORS) && !h.has(Cue::Stop) && !h.has(Cue::Trouble));
    words <= 4 && neutral && heard.iter().any(|h| h.has(Cue::InPerson) || h.has(Cue::Online))
}

fn is_telling(cue: Cue) -> bool {
    matches!(cue, Cue::Yes | Cue::WeakYes | Cue::No | Cue::WeakNo | Cue::Maybe | Cue::OtherYes | Cue::OtherNo)
}

/// "Sinon tant pis": the other half of a condition.
fn is_alternative(here: &Heard) -> bool {
    here.clause.words.first().is_some_and(|word| word == "sinon" || word == "otherwise")
}

/// "Oui, faut-il apporter quelque chose ?": the short word before the question is no question.
fn is_short_answer(here: &Heard, at: usize, heard: &[Heard]) -> bool {
    let first = at == 0 || heard.get(at - 1).is_none_or(|h| h.clause.sentence != here.clause.sentence);
    let last = heard.get(at + 1).is_none_or(|h| h.clause.sentence != here.clause.sentence);
    let short =
        ["oui", "non", "ok", "yes", "no", "present", "partant", "partante", "avec", "volontiers", "emojiyes", "d"];
    let begins = here.clause.words.first().is_some_and(|word| short.contains(&word.as_str()));
    first && !last && begins && here.clause.words.len() <= 4
}

/// After a refusal in the same clause ("je ne pourrai pas être présent") only words that begin a new statement count.
fn speaks_anew(phrase: &str) -> bool {
    ["je ", "nous ", "on ", "moi ", "oui", "yes", "i ", "we ", "comptez ", "ok"]
        .iter()
        .any(|start| phrase.starts_with(start))
}

/// A negation stands in the clause that no phrase accounts for.
fn is_negated(here: &Heard, yes: &Found) -> bool {
    let accounted = |at: usize| {
        let by = |f: &&Found| {
            f.start <= at
                && at < f.end
                && (f == &yes
                    || matches!(
                        f.cue,
                        Cue::Neutral
                            | Cue::Maybe
                            | Cue::WeakYes
                            | Cue::No
                            | Cue::Yes
                            | Cue::Partial
                            | Cue::Stop
                            | Cue::SoftCondition
                    ))
        };
        here.found.iter().any(|f| by(&f))
    };
    here.clause.words.iter().enumerate().any(|(at, word)| NEGATORS.contains(&word.as_str()) && !accounted(at))
}

/// "Je ne dis pas non", "pas absent": a negation before a refusal.
fn is_negated_before(here: &Heard, no: &Found) -> bool {
    let before = here.clause.words.iter().enumerate().take(no.start).skip(no.start.saturating_sub(4));
    let accounted = |at: usize| here.found.iter().any(|f| f.start <= at && at < f.end && f.cue != Cue::Maybe);
    before.into_iter().any(|(at, word)| NEGATORS.contains(&word.as_str()) && !accounted(at))
}
