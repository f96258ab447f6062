//! The page of the demo: every mailbox open, every mail as its reader sees it, and an answer from any of them read and
//! recorded by the real daemon. On loopback only; what was received is shown in a box that can do nothing.

mod asked;
mod guard;
mod mail;
mod panels;
mod reply;
mod show;
mod templates;
mod understood;
mod words;

use std::collections::HashSet;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::DefaultBodyLimit;
use axum::routing::get;
use axum::{Router, middleware};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use self::templates::Templates;
use super::Played;
use super::chronicle::Chronicle;
use super::drawer::Sent;
use super::setting::Setting;
use crate::mail::sink::Received;
use crate::reading;

/// Where it is served if nobody else is there.
const PORT: u16 = 8086;
/// How many ports are tried before any is taken.
const PORTS: u16 = 100;
/// Octets of a form, the reply in it URL-encoded.
const LARGEST_FORM: usize = 64 * 1024;
/// How long answers that have begun may take when the page closes.
const DRAIN: Duration = Duration::from_secs(2);

/// What the pages are made from; clones share it.
#[derive(Clone)]
pub(super) struct Room {
    setting: Arc<Setting>,
    chronicle: Chronicle,
    templates: Arc<Templates>,
    /// In every form of this run, and in no other site's.
    token: Arc<str>,
    /// The letters that were opened, by their number in the sink.
    seen: Arc<Mutex<HashSet<u64>>>,
}

/// The page being served.
pub struct Page {
    address: SocketAddr,
    server: JoinHandle<()>,
}

impl Page {
    /// Takes the first free port from 8086 and serves until told to stop.
    ///
    /// # Errors
    /// When this machine gives no port at all, or a template is wrong.
    pub async fn open(setting: Arc<Setting>, chronicle: Chronicle, stop: CancellationToken) -> Played<Page> {
        let listener = bind().await?;
        let address = listener.local_addr()?;
        let templates = Arc::new(Templates::load()?);
        let token = setting.desk().ids.word().into();
        let room = Room { setting, chronicle, templates, token, seen: Arc::default() };
        let server = tokio::spawn(async move {
            let served = axum::serve(listener, router(room)).with_graceful_shutdown(stop.cancelled_owned()).await;
            if let Err(error) = served {
                tracing::error!(%error, "the demo's page");
            }
        });
        Ok(Page { address, server })
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Waits until what had begun is answered; it must have been told to stop.
    pub async fn closed(mut self) {
        if tokio::time::timeout(DRAIN, &mut self.server).await.is_err() {
            self.server.abort();
            // It ends at once, by being aborted: that is no error.
            let _ = self.server.await;
        }
    }
}

async fn bind() -> std::io::Result<TcpListener> {
    for port in PORT..PORT.saturating_add(PORTS) {
        if let Ok(listener) = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await {
            return Ok(listener);
        }
    }
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await
}

fn router(room: Room) -> Router {
    Router::new()
        .route("/", get(show::home))
        .route("/boite/{box}", get(show::mailbox))
        .route("/boite/{box}/courrier/{mail}", get(show::letter).post(show::send))
        .route("/boite/{box}/courrier/{mail}/html", get(show::frame))
        .route("/boite/{box}/courrier/{mail}/courrier.eml", get(show::eml))
        .route("/boite/{box}/courrier/{mail}/piece/{piece}", get(show::piece))
        .route("/boite/{box}/reponse/{sent}", get(show::sent))
        .route("/etat", get(show::state))
        .route("/style.css", get(show::style))
        .route("/page.js", get(show::script))
        .route("/icone.svg", get(show::icon))
        .fallback(show::nowhere)
        .layer(DefaultBodyLimit::max(LARGEST_FORM))
        .layer(middleware::from_fn(guard::guard))
        .with_state(room)
}

impl Room {
    /// The letters to a mailbox, oldest first.
    fn letters(&self, email: &str) -> Vec<Arc<Received>> {
        let mut letters = self.setting.sink().messages();
        letters.retain(|letter| is_to(letter, email));
        letters
    }

    /// One letter of a mailbox.
    fn letter(&self, email: &str, number: u64) -> Option<Arc<Received>> {
        let before = number.checked_sub(1)?;
        let found = self.setting.sink().after(before).into_iter().find(|letter| letter.number == number)?;
        is_to(&found, email).then_some(found)
    }

    /// How many letters of a mailbox nobody has opened or answered.
    fn unread(&self, email: &str) -> usize {
        let sent = self.sent(email);
        let letters = self.letters(email);
        letters.iter().filter(|letter| !self.is_read(letter, &sent)).count()
    }

    /// Whether a letter was opened here, or its actor answered it in the story.
    fn is_read(&self, letter: &Received, sent: &[Arc<Sent>]) -> bool {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner).contains(&letter.number);
        if seen || sent.is_empty() {
            return seen;
        }
        let id = reading::headers(&letter.message).message_id.unwrap_or_default();
        sent.iter().any(|sent| sent.answers == id)
    }

    /// What a mailbox has sent, oldest first.
    fn sent(&self, email: &str) -> Vec<Arc<Sent>> {
        self.setting.drawer().all().into_iter().filter(|sent| sent.from == email).collect()
    }

    fn mark_seen(&self, number: u64) {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).insert(number);
    }
}

fn is_to(letter: &Received, email: &str) -> bool {
    letter.envelope.recipients.iter().any(|recipient| recipient.eq_ignore_ascii_case(email))
}
