//! Stories in which only mails go in, by whatever way the mail comes and goes.

#![allow(dead_code, async_fn_in_trait, reason = "each story uses only a part of it, and awaits it where it stands")]

use super::house::{House, until};
use super::post::{self, Letter};
use super::stage::Person;

/// A way for mails, and what people do with them.
pub trait Mails {
    /// The installation.
    fn house(&self) -> &House;

    /// Where its network is written to.
    fn address(&self) -> &str;

    /// Hands a mail to whatever server brings it to the daemon.
    async fn hand_in(&self, from: &str, to: &str, message: &[u8]);

    /// Waits until every mail is decided, nothing more is due, and all letters are where they go.
    async fn settled(&self);

    /// All letters so far to a mailbox, oldest first.
    fn letters_to(&self, email: &str) -> Vec<Letter>;

    /// Turns the clock and waits until what that made due is done.
    async fn turn_to(&self, instant: &str) {
        self.house().turn_to(instant);
        self.settled().await;
    }

    /// Somebody's latest letter of which the subject begins so.
    async fn letter(&self, person: Person, subject: &str) -> Letter {
        let found = || self.letters_to(person.1).into_iter().rev().find(|one| one.subject.starts_with(subject));
        until(&format!("« {subject} » to {}", person.1), async || found()).await
    }

    /// Somebody answers their latest letter of which the subject begins so.
    async fn answer(&self, person: Person, subject: &str, words: &str) {
        let letter = self.letter(person, subject).await;
        let message = post::reply(&letter, person.0, person.1, words);
        self.bring(person.1, &letter.reply_to, &message).await;
    }

    /// Somebody writes of their own to the network.
    async fn mail(&self, person: Person, subject: &str, words: &str, id: &str) {
        let message = post::message(person.0, person.1, self.address(), subject, words, id);
        self.bring(person.1, self.address(), &message).await;
    }

    /// Hands a mail in and waits until it is decided, and what it caused is done.
    async fn bring(&self, from: &str, to: &str, message: &[u8]) {
        const COUNT: &str = "SELECT COUNT(*) FROM incoming";
        let before = self.house().number(COUNT).await;
        self.hand_in(from, to, message).await;
        until("the mail to come in", async || (self.house().number(COUNT).await > before).then_some(())).await;
        self.settled().await;
    }
}
