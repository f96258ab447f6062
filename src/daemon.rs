//! The daemon: builds the parts, gives each the two or three things it uses, starts, watches and stops them.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::config::{self, Config, ConfigError, Security};
use crate::domain::clock::Clock;
use crate::domain::incoming::Way;
use crate::mail::incoming::gate::Gate;
use crate::mail::incoming::imap;
use crate::mail::incoming::intake::{self, Intake};
use crate::mail::incoming::lmtp::{Listen, ListenError, Listener, Options};
use crate::mail::incoming::mailbox::Mailbox;
use crate::mail::incoming::ways::{Lookout, Ways};
use crate::mail::outgoing::outbox::Outbox;
use crate::mail::outgoing::smtp::{self, Route};
use crate::mail::session::{Protocol, Settings};
use crate::rendering::templates::Templates;
use crate::schedule::due;
use crate::store::Db;
use crate::web::{self, Web};
use crate::workflow::Desk;

/// Everything the parts are built from.
pub struct Parts {
    /// The settings.
    pub config: Config,
    /// The database.
    pub db: Db,
    /// Key, randomness, trust.
    pub desk: Desk,
    /// The time.
    pub clock: Clock,
}

/// Where the daemon can be reached, once it is up.
#[derive(Debug, Clone, Default)]
pub struct Up {
    /// The LMTP listener, with its real port.
    pub lmtp: Option<Listen>,
    /// The HTTP listener, with its real port.
    pub http: Option<std::net::SocketAddr>,
}

/// A running daemon.
pub struct Daemon {
    /// Where it listens.
    pub up: Up,
    stop: CancellationToken,
    parts: TaskTracker,
}

/// After a part failed it is started again, first after this long.
const FIRST_PAUSE: Duration = Duration::from_millis(100);

/// Each pause is twice the one before, up to this long; a part that ran for longer than this begins anew.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// How long parts may take to finish what they have begun.
pub const DRAIN: Duration = Duration::from_secs(30);

/// Makes the outbox that `config` describes.
///
/// # Errors
/// Names the template or setting that is wrong.
pub fn outbox(parts: &Parts) -> Result<Outbox, ConfigError> {
    let folder = parts.config.mail.templates.as_deref();
    let templates = Templates::load(folder).map_err(|error| ConfigError {
        key: "a template".to_owned(),
        why: error.to_string(),
        mend: "Mend that line, or take the file out of [mail] templates".to_owned(),
    })?;
    Ok(Outbox {
        db: parts.db.clone(),
        desk: parts.desk.clone(),
        clock: parts.clock.clone(),
        templates: Arc::new(templates),
        route: route(&parts.config.smtp),
        connections: parts.config.smtp.connections,
        rate: parts.config.smtp.rate,
        addressing: parts.config.smtp.addressing(),
        public_url: parts.config.http.public_url.clone(),
        alone: matches!(parts.db, Db::Sqlite { .. }),
    })
}

/// The relay of the settings.
pub fn route(smtp: &config::Smtp) -> Route {
    let hello = smtp.hello.clone().unwrap_or_else(host_name);
    let mut route = Route::plain(smtp.host.clone(), smtp.port, hello);
    route.security = match smtp.security {
        Security::Plain => smtp::Security::Plain,
        Security::StartTls => smtp::Security::StartTls,
        Security::Tls => smtp::Security::Tls,
    };
    route.credentials = config::credentials(smtp);
    route
}

fn host_name() -> String {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    match name.trim() {
        "" => "localhost".to_owned(),
        name => name.to_owned(),
    }
}

fn lmtp_options(config: &Config) -> Options {
    Options { allow_remote: config.lmtp.allow_remote, ..Options::default() }
}

/// The mailboxes of the settings that are looked into.
pub fn lookouts(parts: &Parts, intake: &Intake, ways: &Ways) -> Vec<Mailbox> {
    let lookout = |way, mailbox, address| Lookout {
        way,
        mailbox,
        address,
        intake: intake.clone(),
        db: parts.db.clone(),
        clock: parts.clock.clone(),
        ids: parts.desk.ids.clone(),
        ways: ways.clone(),
    };
    let imap = parts.config.imap.iter().map(|account| {
        Mailbox::Imap(lookout(Way::Imap, imap::name(account), account.address()), Box::new(account.clone()))
    });
    let maildir = parts.config.maildir.iter().map(|maildir| {
        let name = maildir.path.display().to_string();
        let address = crate::domain::address::normal(&maildir.address);
        Mailbox::Maildir(lookout(Way::Maildir, name, address), maildir.path.clone())
    });
    imap.chain(maildir).collect()
}

impl Daemon {
    /// Checks all, takes the ports, starts the parts.
    ///
    /// # Errors
    /// Names the setting that is wrong or the port that is busy.
    pub async fn start(parts: Parts) -> Result<Daemon, ConfigError> {
        let wrong =
            |key: &str, why: String, mend: &str| ConfigError { key: key.to_owned(), why, mend: mend.to_owned() };
        let outbox = outbox(&parts)?;
        let lmtp = match parts.config.lmtp.listen.as_str() {
            "off" => None,
            listen => {
                let bound = async { Listener::bind(listen.parse()?, lmtp_options(&parts.config)).await };
                let mend = "The line says it; `off` listens nowhere";
                Some(bound.await.map_err(|error| wrong("[lmtp] listen", error.to_string(), mend))?)
            }
        };
        let http = match parts.config.http_listen()? {
            None => None,
            Some(address) => {
                let mend = "Choose another port, or `off`";
                let bound = web::bind(address).await;
                Some(bound.map_err(|error| wrong("[http] listen", format!("{address}: {error}"), mend))?)
            }
        };
        let up = Up {
            lmtp: lmtp.as_ref().map(|listener| listener.listen().clone()),
            http: http.as_ref().and_then(|listener| listener.local_addr().ok()),
        };
        let daemon = Daemon { up, stop: CancellationToken::new(), parts: TaskTracker::new() };
        daemon.spawn(parts, outbox, lmtp, http);
        Ok(daemon)
    }

    fn spawn(&self, parts: Parts, outbox: Outbox, lmtp: Option<Listener>, http: Option<tokio::net::TcpListener>) {
        let intake = Intake::start(parts.db.clone(), parts.clock.clone());
        let ways = Ways::default();
        for lookout in lookouts(&parts, &intake, &ways) {
            let stop = self.stop.clone();
            self.watch(lookout.name(), move || {
                let (lookout, stop) = (lookout.clone(), stop.clone());
                async move {
                    lookout.run(&stop).await;
                    Ok::<(), std::convert::Infallible>(())
                }
            });
        }
        let Parts { config, db, desk, clock } = parts;
        if let Some(listener) = lmtp {
            let gate = Gate::new(db.clone(), intake);
            let settings = Arc::new(Settings::new(Protocol::Lmtp, host_name()));
            let (listen, options) = (listener.listen().clone(), lmtp_options(&config));
            let (mut bound, stop) = (Some(listener), self.stop.clone());
            self.watch("lmtp", move || {
                let (bound, listen, options) = (bound.take(), listen.clone(), options.clone());
                let (gate, settings, stop) = (gate.clone(), settings.clone(), stop.clone());
                async move {
                    let listener = match bound {
                        Some(listener) => listener,
                        None => Listener::bind(listen, options).await?,
                    };
                    listener.run(gate, settings, stop).await;
                    Ok::<(), ListenError>(())
                }
            });
        }
        if let Some(listener) = http {
            let web = Web { db: db.clone(), desk: desk.clone(), clock: clock.clone(), ways };
            let (address, mut bound, stop) = (self.up.http, Some(listener), self.stop.clone());
            self.watch("http", move || {
                let (bound, web, stop) = (bound.take(), web.clone(), stop.clone());
                async move {
                    let listener = match (bound, address) {
                        (Some(listener), _) => listener,
                        (None, Some(address)) => web::bind(address).await?,
                        (None, None) => return Ok(()),
                    };
                    web::serve(listener, web, stop).await
                }
            });
        }
        self.watch("decisions", {
            let (db, desk, clock, stop) = (db.clone(), desk.clone(), clock.clone(), self.stop.clone());
            move || {
                let (db, desk, clock, stop) = (db.clone(), desk.clone(), clock.clone(), stop.clone());
                async move { intake::run(&db, &desk, &clock, &stop).await }
            }
        });
        self.watch("outbox", {
            let stop = self.stop.clone();
            move || {
                let (outbox, stop) = (outbox.clone(), stop.clone());
                async move { outbox.run(&stop).await }
            }
        });
        self.watch("timers", {
            let (db, stop) = (db.clone(), self.stop.clone());
            move || {
                let (db, desk, clock, stop) = (db.clone(), desk.clone(), clock.clone(), stop.clone());
                async move { due::run(&db, &desk, &clock, &stop).await }
            }
        });
        self.watch("changes", {
            let stop = self.stop.clone();
            move || {
                let (db, stop) = (db.clone(), stop.clone());
                async move { db.watch_others(&stop).await }
            }
        });
        self.parts.close();
    }

    /// Keeps a part running: one that fails is started again after a pause that doubles.
    fn watch<F, T, E>(&self, name: impl Into<String>, mut start: F)
    where
        F: FnMut() -> T + Send + 'static,
        T: Future<Output = Result<(), E>> + Send + 'static,
        E: std::fmt::Display + Send + 'static,
    {
        let (name, stop) = (name.into(), self.stop.clone());
        self.parts.spawn(async move {
            let mut pause = FIRST_PAUSE;
            while !stop.is_cancelled() {
                let begun = tokio::time::Instant::now();
                // A part in a task of its own: even its panic is a failure like another.
                let ended = tokio::spawn(start()).await;
                let why = match ended {
                    Ok(Ok(())) => return,
                    Ok(Err(error)) => error.to_string(),
                    Err(panicked) => panicked.to_string(),
                };
                if begun.elapsed() > LONGEST_PAUSE {
                    pause = FIRST_PAUSE;
                }
                tracing::error!(part = name, why, pause_ms = pause.as_millis() as u64, "failed, starting it again");
                tokio::select! {
                    () = stop.cancelled() => return,
                    () = tokio::time::sleep(pause) => {}
                }
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
        });
    }

    /// A token that stops the daemon when cancelled.
    pub fn stopper(&self) -> CancellationToken {
        self.stop.clone()
    }

    /// Waits for the end, however long it runs; once stopping, what has begun may take [`DRAIN`].
    pub async fn finished(self) {
        self.stop.cancelled().await;
        if tokio::time::timeout(DRAIN, self.parts.wait()).await.is_err() {
            tracing::warn!("some parts did not finish in time; what they had begun is taken up at the next start");
        }
    }
}
