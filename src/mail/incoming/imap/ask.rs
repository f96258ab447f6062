//! A command and its answer, read to the end.
//!
//! async-imap's own commands end at the tagged line whatever its status, and at the end of the connection as if that
//! were an answer: a refusal and a loss would read as "there is nothing".

use async_imap::Session as Imap;
use async_imap::imap_proto::{Response, Status};
use tokio::time::timeout;

use super::session::{ANSWER, ImapError, Result, refusal, words};
use super::wire::Wire;

/// Says a command, hands each untagged response to `each`, and returns once the server has said that all is done.
///
/// # Errors
/// When the answer ends otherwise than by OK, can't be read, doesn't end in time or not at all.
pub(super) async fn ask(
    imap: &mut Imap<Wire>,
    command: &'static str,
    text: &str,
    each: impl FnMut(&Response<'_>),
) -> Result<()> {
    match timeout(ANSWER, to_the_end(imap, command, text, each)).await {
        Ok(answered) => answered,
        Err(_) => Err(ImapError::Lost(format!("no answer to {command} within {ANSWER:?}"))),
    }
}

async fn to_the_end(
    imap: &mut Imap<Wire>,
    command: &'static str,
    text: &str,
    mut each: impl FnMut(&Response<'_>),
) -> Result<()> {
    let ours = imap.run_command(text).await.map_err(|error| refusal(command, error))?;
    loop {
        let answer = imap.read_response().await.map_err(|error| refusal(command, error.into()))?;
        let Some(answer) = answer else {
            return Err(ImapError::Lost(format!("{command}: the server closed the connection")));
        };
        match answer.parsed() {
            Response::Done { tag, status, outcome } if *tag == ours => {
                let why = words(outcome.information.as_deref().unwrap_or_default());
                return match status {
                    Status::Ok => Ok(()),
                    _ => Err(ImapError::Refused { command, why }),
                };
            }
            other => each(other),
        }
    }
}
