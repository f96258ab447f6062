//! How fast invitations leave: the real outbox, from SQLite as shipped into Postfix's smtp-sink, beside Postfix's own
//! smtp-source into the same sink. The machine's mood is in both, so the ratio is what to look at.
//!
//!     cargo bench --bench outbox            LETTERS=5000 RUNS=3 are the usual

#![allow(clippy::disallowed_methods, reason = "a bench measures by the wall clock")]

mod support;

use std::sync::Arc;
use std::time::Instant;

use palabre::domain::clock::Clock;
use palabre::mail::outgoing::letter;
use palabre::mail::outgoing::outbox::Outbox;
use palabre::mail::outgoing::smtp::{self, Route};
use palabre::rendering::templates::Templates;
use palabre::store::{Db, networks, outbox};
use palabre::workflow::Desk;
use support::{Result, a_second, median, setting};
use tokio_util::sync::CancellationToken;

/// A paragraph that, written in both parts of the letter, brings it to about 10 kB.
fn description() -> String {
    "Nous écouterons le récit de coopération du café associatif, puis nous échangerons à partir de ce qu'il nous inspire. "
        .repeat(22)
}

fn main() -> Result<()> {
    let (letters, runs) = (setting("LETTERS", 5_000), setting("RUNS", 3));
    let Some(sink) = support::sink()? else { return Ok(()) };
    let mut ours = Measure { outbox: Vec::new(), source: Vec::new(), bytes: 0 };
    for connections in [10, 1] {
        ours.outbox.clear();
        ours.source.clear();
        for _ in 0..runs {
            ours.source.push(source(sink.port, connections, letters)?);
            let (speed, bytes) = support::block_on(one_run(sink.port, connections, letters))?;
            ours.outbox.push(speed);
            ours.bytes = bytes;
        }
        ours.tell(connections, letters);
    }
    let route = route(sink.port);
    let message = format!("Subject: bench\r\n\r\n{}", "0123456789abcdef\r\n".repeat(10_240 / 18));
    let mut bare = Vec::new();
    for _ in 0..runs {
        let count = letters as u64;
        let started = Instant::now();
        let (route, message) = (route.clone(), message.clone());
        // In a task, as the outbox's connections are: outside of one, each answer has to cross threads.
        let sending = async move {
            smtp::send_many(&route, Some("a@meet.test"), "b@client.test", message.as_bytes(), count).await
        };
        let sent = support::block_on(async { Ok(tokio::spawn(sending).await?) })?;
        let sent = sent.map_err(|outcome| anyhow::anyhow!("{outcome:?}"))?;
        bare.push(a_second(usize::try_from(sent)?, started.elapsed()));
    }
    println!("bare client, 1 connection: {:.0} letters/s", median(bare));
    Ok(())
}

struct Measure {
    outbox: Vec<f64>,
    source: Vec<f64>,
    bytes: usize,
}

impl Measure {
    fn tell(&self, connections: usize, letters: usize) {
        let (outbox, source) = (median(self.outbox.clone()), median(self.source.clone()));
        println!(
            "{letters} letters of {} bytes, {connections} connection(s): outbox {outbox:.0}/s, smtp-source {source:.0}/s, \
             ratio {:.2}",
            self.bytes,
            outbox / source
        );
    }
}

fn route(port: u16) -> Route {
    Route::plain("127.0.0.1", port, "bench.example")
}

async fn one_run(port: u16, connections: usize, letters: usize) -> Result<(f64, usize)> {
    let folder = support::folder()?;
    let db = Db::open(&support::database(folder.path())).await?;
    let desk = support::desk();
    let mut tx = db.write().await?;
    let (_, gathering) = support::people(&mut tx, letters, description()).await?;
    tx.commit().await?;
    support::invite(&db, &desk, gathering).await?;
    let outbox = Outbox {
        db: db.clone(),
        desk: desk.clone(),
        clock: Clock::system(),
        templates: Arc::new(Templates::load(None)?),
        route: route(port),
        connections,
        rate: None,
        addressing: palabre::config::Addressing::TOKENS,
        public_url: Some("https://palabre.example.org".to_owned()),
        alone: true,
    };
    let bytes = size_of_one(&outbox, &desk).await?;
    let started = Instant::now();
    outbox.run_due(&CancellationToken::new()).await?;
    let took = started.elapsed();
    let states = outbox::count_by_state(&mut db.read().await?).await?;
    anyhow::ensure!(states == [("sent".to_owned(), i64::try_from(letters)?)], "not all were sent: {states:?}");
    db.close().await;
    Ok((a_second(letters, took), bytes))
}

async fn size_of_one(outbox: &Outbox, desk: &Desk) -> Result<usize> {
    let mut tx = outbox.db.read().await?;
    let first = outbox::list(&mut tx, None, 1).await?.into_iter().next().ok_or_else(|| anyhow::anyhow!("no letter"))?;
    let Some(row) = outbox::get(&mut tx, palabre::domain::ids::OutgoingId(first.id)).await? else {
        anyhow::bail!("no letter {}", first.id)
    };
    let Some(network) = networks::get(&mut tx, row.network).await? else { anyhow::bail!("no network") };
    let shared = match row.mailing {
        Some(mailing) => outbox::mailing_context(&mut tx, mailing).await?.unwrap_or_default(),
        None => "{}".to_owned(),
    };
    let url = outbox.public_url.as_deref();
    let shared = serde_json::from_str(&shared)?;
    Ok(letter::prepare(&outbox.templates, &desk.key, outbox.addressing, url, &network, &shared, &row)?.message.len())
}

fn source(port: u16, connections: usize, letters: usize) -> Result<f64> {
    let Some(mut command) = support::postfix("smtp-source") else { anyhow::bail!("no smtp-source") };
    command.args(["-d", "-l", "10240", "-f", "a@meet.test", "-t", "b@client.test"]);
    command.args(["-s", &connections.to_string(), "-m", &letters.to_string(), &format!("127.0.0.1:{port}")]);
    let started = Instant::now();
    let status = command.status()?;
    anyhow::ensure!(status.success(), "smtp-source: {status}");
    Ok(a_second(letters, started.elapsed()))
}
