//! What LMTP hands over: only to our networks' addresses, stored before it is acknowledged.

use std::sync::Arc;

use super::intake::Intake;
use crate::domain::incoming::{self, Way};
use crate::mail::maillog;
use crate::mail::session::{self, Answer, Receiver};
use crate::store::{Db, networks};
use crate::workflow::receive::addressed;

/// The receiver behind an LMTP session.
pub struct Gate {
    intake: Intake,
    db: Db,
}

impl Gate {
    /// A gate before `intake`.
    pub fn new(db: Db, intake: Intake) -> Arc<Gate> {
        Arc::new(Gate { intake, db })
    }

    async fn knows(&self, recipient: &str) -> crate::store::Result<bool> {
        let mut tx = self.db.read().await?;
        Ok(addressed(&networks::addresses(&mut tx).await?, recipient).is_some())
    }
}

impl Receiver for Gate {
    async fn recipient(&self, _from: Option<&str>, recipient: &str) -> Result<(), Answer> {
        match self.knows(recipient).await {
            Ok(true) => Ok(()),
            Ok(false) => {
                maillog::refused(Way::Lmtp, recipient, "no network has this address");
                Err(Answer::new(550, "5.1.1", "no network of ours has this address"))
            }
            Err(_) => Err(Answer::new(451, "4.3.0", "the database is away, try again")),
        }
    }

    async fn deliver(&self, envelope: session::Envelope, message: Vec<u8>) -> Vec<Answer> {
        let recipients = envelope.recipients.len();
        let session::Envelope { mail_from, recipients: to } = envelope;
        let envelope = incoming::Envelope { mail_from, recipients: to, mailbox: None };
        let answer = match self.intake.take(Way::Lmtp, envelope, message).await {
            Ok(_) => Answer::accepted("stored"),
            Err(error) => {
                tracing::error!(target: "mail", %error, "not stored");
                Answer::new(451, "4.3.0", "it could not be stored, try again")
            }
        };
        vec![answer; recipients]
    }
}
