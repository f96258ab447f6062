//! How fast replies come in: over four LMTP sessions into the built daemon, until each is stored and acknowledged, and
//! until each is read and decided; beside Dovecot's LMTP where the peers are up (PALABRE_PEERS).
//!
//!     cargo bench --bench intake            REPLIES=2000 RUNS=3 are the usual

#![allow(clippy::disallowed_methods, reason = "a bench measures by the wall clock")]

mod support;

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use palabre::domain::ids::GatheringId;
use palabre::domain::token::{TokenKind, TokenSubject, tokened};
use palabre::store::{Db, gatherings, incomings, outbox};
use support::{Result, a_second, free_port, median, setting};

const SESSIONS: usize = 4;

/// A reply with its envelope.
struct Reply {
    from: String,
    to: String,
    message: String,
}

fn main() -> Result<()> {
    let (replies, runs) = (setting("REPLIES", 2_000), setting("RUNS", 3));
    let Some(sink) = support::sink()? else { return Ok(()) };
    let dovecot = dovecot_port();
    let (mut stored, mut decided, mut delivered, mut bytes) = (Vec::new(), Vec::new(), Vec::new(), 0);
    for run in 0..runs {
        let (one_stored, one_decided, one_bytes) = palabre_takes(sink.port, replies)?;
        stored.push(one_stored);
        decided.push(one_decided);
        bytes = one_bytes;
        if let Some(port) = dovecot {
            delivered.push(dovecot_takes(port, run, replies)?);
        }
    }
    let (stored, decided) = (median(stored), median(decided));
    println!("{replies} replies of {bytes} bytes, {SESSIONS} sessions: {stored:.0}/s stored, {decided:.0}/s decided");
    match dovecot {
        Some(_) => {
            let delivered = median(delivered);
            println!("Dovecot's LMTP: {delivered:.0}/s, stored ratio {:.2}", stored / delivered);
        }
        None => println!("Dovecot's LMTP: not measured (PALABRE_PEERS is not set)"),
    }
    Ok(())
}

fn palabre_takes(smtp: u16, count: usize) -> Result<(f64, f64, usize)> {
    let folder = support::folder()?;
    let (lmtp, http) = (free_port()?, free_port()?);
    let settings = support::install(folder.path(), smtp, lmtp, http)?;
    let url = support::database(folder.path());
    let replies = support::block_on(stage(&url, count))?;
    let (_daemon, _) = support::daemon(&settings, http)?;
    support::block_on(wait_until(&url, Waiting::ForLetters))?;
    let started = Instant::now();
    hand_over(lmtp, &replies)?;
    let stored = a_second(count, started.elapsed());
    support::block_on(wait_until(&url, Waiting::ForDecisions(count)))?;
    let decided = a_second(count, started.elapsed());
    Ok((stored, decided, replies.iter().map(|reply| reply.message.len()).sum::<usize>() / count.max(1)))
}

/// Everyone is invited; everyone's reply is at hand.
async fn stage(url: &str, count: usize) -> Result<Vec<Reply>> {
    let db = Db::open(url).await?;
    let desk = support::desk();
    let mut tx = db.write().await?;
    let (_, gathering): (_, GatheringId) = support::people(&mut tx, count, "Une rencontre.".to_owned()).await?;
    tx.commit().await?;
    support::invite(&db, &desk, gathering).await?;
    let invited = gatherings::invited(&mut db.read().await?, gathering).await?;
    db.close().await;
    let quoted = "> Nous écouterons le récit de coopération du café associatif, puis nous échangerons.\r\n".repeat(32);
    Ok(invited
        .into_iter()
        .map(|invited| {
            let subject = TokenSubject { kind: TokenKind::Reply, id: invited.id.0, generation: 0 };
            let (to, from) = (tokened(support::NETWORK, &desk.key.token(subject)), invited.email);
            let message = format!(
                "Authentication-Results: mx.test; dmarc=pass header.from=client.test\r\n\
                 Received: from laptop by mx.test; Mon, 23 Nov 2026 10:00:00 +0100\r\n\
                 From: Helene <{from}>\r\nTo: <{to}>\r\nSubject: Re: Invitation\r\nDate: Mon, 23 Nov 2026 10:00:00 +0100\r\n\
                 Message-ID: <{}@client.test>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\
                 Content-Transfer-Encoding: 8bit\r\n\r\nBonjour,\r\n\r\nOui, je viens avec plaisir, merci !\r\n\r\n\
                 Hélène\r\n\r\nLe lun. 23 nov. 2026 à 09:00, Les acteurs du canal a écrit :\r\n{quoted}",
                invited.id
            );
            Reply { from, to, message }
        })
        .collect())
}

enum Waiting {
    ForLetters,
    ForDecisions(usize),
}

async fn wait_until(url: &str, what: Waiting) -> Result<()> {
    let db = Db::open(url).await?;
    for _ in 0..60_000 {
        let mut tx = db.read().await?;
        let done = match what {
            Waiting::ForLetters => outbox::next_due(&mut tx).await?.is_none(),
            Waiting::ForDecisions(_) => incomings::count_waiting(&mut tx).await? == 0,
        };
        if done {
            if let Waiting::ForDecisions(count) = what {
                let receipts: i64 = outbox::count_by_state(&mut tx).await?.iter().map(|(_, count)| count).sum();
                let expected = i64::try_from(2 * count)?;
                anyhow::ensure!(
                    receipts == expected,
                    "{receipts} letters, expected {expected}: are the replies understood?"
                );
            }
            return Ok(());
        }
        drop(tx);
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    anyhow::bail!("the daemon did not finish")
}

fn dovecot_port() -> Option<u16> {
    let env = std::fs::read_to_string(std::env::var_os("PALABRE_PEERS")?).ok()?;
    env.lines().find_map(|line| line.strip_prefix("export PEERS_DOVECOT_LMTP_PORT="))?.parse().ok()
}

fn dovecot_takes(port: u16, run: usize, count: usize) -> Result<f64> {
    let message = format!("Subject: bench\r\n\r\n{}", "0123456789abcdef 0123456789abcdef\r\n".repeat(3_500 / 35));
    let replies: Vec<Reply> = (0..count)
        .map(|n| Reply {
            from: "a@client.test".to_owned(),
            to: format!("bench-{run}-{}@client.test", n % 50),
            message: message.clone(),
        })
        .collect();
    let started = Instant::now();
    hand_over(port, &replies)?;
    Ok(a_second(count, started.elapsed()))
}

/// Over four sessions at once.
fn hand_over(port: u16, replies: &[Reply]) -> Result<()> {
    std::thread::scope(|scope| {
        let share = replies.len().div_ceil(SESSIONS).max(1);
        let sessions: Vec<_> = replies.chunks(share).map(|share| scope.spawn(move || session(port, share))).collect();
        for session in sessions {
            session.join().map_err(|_| anyhow::anyhow!("a session panicked"))??;
        }
        Ok(())
    })
}

fn session(port: u16, replies: &[Reply]) -> Result<()> {
    let stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_nodelay(true)?;
    let mut lines = BufReader::new(stream.try_clone()?);
    let mut say = |command: &str| -> Result<()> {
        (&stream).write_all(command.as_bytes())?;
        loop {
            let mut line = String::new();
            lines.read_line(&mut line)?;
            match line.as_bytes() {
                [b'2' | b'3', _, _, b'-', ..] => {}
                [b'2' | b'3', ..] => return Ok(()),
                _ => anyhow::bail!("{command:.40}: {line:?}"),
            }
        }
    };
    say("")?;
    say("LHLO bench.example\r\n")?;
    for reply in replies {
        say(&format!("MAIL FROM:<{}>\r\n", reply.from))?;
        say(&format!("RCPT TO:<{}>\r\n", reply.to))?;
        say("DATA\r\n")?;
        say(&format!("{}\r\n.\r\n", reply.message))?;
    }
    say("QUIT\r\n")
}
