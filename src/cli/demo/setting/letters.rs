//! The mailboxes of the stage: what came to them, and what is written from them.

use std::collections::HashMap;
use std::sync::atomic::Ordering;

use super::{ADDRESS, Setting, ZONE};
use crate::cli::demo::Played;
use crate::cli::demo::cast::{self, Gathering, Reply, Sort};
use crate::cli::demo::drawer::Fresh;
use crate::cli::demo::post::{self, Opened};
use crate::cli::demo::script::{Line, OwnMail};
use crate::domain::ids::ActorId;
use crate::domain::letter::LetterKind;
use crate::store::{outbox, people};

impl Setting {
    /// The person of a mailbox.
    pub async fn actor(&self, email: &str) -> Played<ActorId> {
        let address = people::address(&mut self.db.read().await?, email).await?;
        address.map(|address| address.actor).ok_or_else(|| format!("nobody has {email}").into())
    }

    /// How many letters came so far.
    pub fn letters(&self) -> u64 {
        self.sink.count()
    }

    /// The letters that came after the first `count`, opened.
    pub fn letters_after(&self, count: u64) -> Vec<Opened> {
        self.sink.after(count).iter().map(|received| post::open(received)).collect()
    }

    /// The letters of one kind that came since the last time letters were asked for.
    pub async fn new_letters(&self, kind: LetterKind) -> Played<Vec<Opened>> {
        let from = self.shown.swap(self.sink.count(), Ordering::SeqCst);
        let mut tx = self.db.read().await?;
        let mut found = Vec::new();
        for letter in self.letters_after(from) {
            let sent = outbox::by_message_id(&mut tx, &letter.message_id).await?;
            if sent.is_some_and(|sent| sent.kind == kind) {
                found.push(letter);
            }
        }
        Ok(found)
    }

    /// How many letters are different, and how many came again.
    pub fn once_each(&self) -> (usize, usize) {
        let mut seen: HashMap<String, usize> = HashMap::new();
        for letter in self.letters_after(0) {
            *seen.entry(letter.message_id).or_default() += 1;
        }
        (seen.len(), seen.values().filter(|count| **count > 1).count())
    }

    /// The letters to a mailbox, the latest first.
    fn letters_to(&self, email: &str) -> impl Iterator<Item = Opened> {
        let mut letters = self.sink.messages();
        letters.retain(|letter| letter.envelope.recipients.iter().any(|recipient| recipient == email));
        letters.into_iter().rev().map(|received| post::open(&received))
    }

    /// The latest letter to a mailbox about a gathering.
    async fn letter_to(&self, email: &str, about: Gathering) -> Played<Opened> {
        let title = self.stored(about).await?.title;
        let found = self.letters_to(email).find(|letter| letter.text.contains(&title));
        found.ok_or_else(|| format!("{email} got no letter about {title}").into())
    }

    /// The latest letter of a kind to a mailbox that holds these words.
    async fn letter_of(&self, email: &str, kind: LetterKind, words: &str) -> Played<Opened> {
        let mut tx = self.db.read().await?;
        for letter in self.letters_to(email).filter(|letter| letter.text.contains(words)) {
            if outbox::by_message_id(&mut tx, &letter.message_id).await?.is_some_and(|sent| sent.kind == kind) {
                return Ok(letter);
            }
        }
        Err(format!("{email} got no letter of kind {} with `{words}`", kind.as_str()).into())
    }

    /// Somebody replies to their latest letter about a gathering.
    pub async fn send_reply(&self, reply: &Reply) -> Played<()> {
        let letter = self.letter_to(reply.from, reply.about).await?;
        self.hand_over_reply(&letter, reply.from, reply.words, reply.sort).await
    }

    /// Somebody replies to a letter that asks something else than whether they come.
    pub async fn send_line(&self, line: &Line) -> Played<()> {
        let letter = self.letter_of(line.from, line.to, line.holding).await?;
        self.hand_over_reply(&letter, line.from, line.words, Sort::Person).await
    }

    async fn hand_over_reply(&self, letter: &Opened, from: &'static str, words: &str, sort: Sort) -> Played<()> {
        let who = cast::member(from)?;
        let (date, id) = (self.date(), self.message_id(from));
        let message = post::reply(letter, (who.name, who.email), words, sort, &date, &id);
        // RFC 3834 5.2 lets a robot answer the envelope sender, with a null reverse-path of its own.
        let (mail_from, to) = match sort {
            Sort::Person => (from, letter.reply_to.as_str()),
            Sort::Robot => ("", letter.mail_from.as_str()),
        };
        post::hand_over(&self.lmtp, mail_from, to, &message).await?;
        let subject = format!("Re: {}", letter.subject);
        let answers = letter.message_id.clone();
        let (from, words) = (from.to_owned(), words.to_owned());
        self.drawer.keep(Fresh { from, answers, message_id: id, subject, words, message }, self.now());
        Ok(())
    }

    /// Somebody writes to the network's address of their own accord.
    pub async fn send_mail(&self, mail: &OwnMail) -> Played<()> {
        let who = cast::member(mail.from)?;
        let (date, id) = (self.date(), self.message_id(mail.from));
        let message = post::mail((who.name, who.email), ADDRESS, mail.subject, mail.words, &date, &id);
        post::hand_over(&self.lmtp, mail.from, ADDRESS, &message).await?;
        let fresh = Fresh {
            from: mail.from.to_owned(),
            answers: String::new(),
            message_id: id,
            subject: mail.subject.to_owned(),
            words: mail.words.to_owned(),
            message,
        };
        self.drawer.keep(fresh, self.now());
        Ok(())
    }

    /// A server sends back what somebody got; yields their name.
    pub async fn bounce(&self, email: &str) -> Played<&'static str> {
        let letter = self.letter_to(email, Gathering::Meeting).await?;
        let message = post::bounce(&letter, &self.date(), &self.message_id(email));
        post::hand_over(&self.lmtp, "", &letter.mail_from, &message).await?;
        Ok(cast::member(email)?.name)
    }

    fn date(&self) -> String {
        self.clock.now().utc().with_timezone(&ZONE).to_rfc2822()
    }

    /// A Message-ID as the server of a mailbox makes them, without angle brackets.
    pub fn message_id(&self, email: &str) -> String {
        format!("{}@{}", self.desk.ids.word(), email.rsplit_once('@').map_or("example", |(_, domain)| domain))
    }
}
