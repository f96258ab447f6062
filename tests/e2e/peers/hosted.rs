//! A network on one ordinary account, as at a provider: Dovecot's IMAP brings its mail, Postfix's submission takes its
//! letters and refuses every address with a `+`. No address carries a token; Message-IDs do it all.

use std::process::Command;

use palabre::workflow::standing::Standing;

use super::{Letter, Story, without_brackets};
use crate::support::house::{House, until, until_true};
use crate::support::peers::{self, Peers};

/// A house on an account at hosted.test, with submission and IMAP as its provider has them.
pub fn house_on(peers: &Peers, account: &str) -> House {
    peers.fresh(account);
    let mut house = House::on_sqlite(([127, 0, 0, 1], peers.submission_port).into());
    for (name, value) in [
        ("PALABRE_SMTP__USER", account),
        ("PALABRE_SMTP__PASSWORD", "secret"),
        ("PALABRE_SMTP__ENVELOPE", "plain"),
        ("PALABRE_SMTP__SUBADDRESS", "no"),
        ("PALABRE_IMAP__HOST", "127.0.0.1"),
        ("PALABRE_IMAP__PORT", &peers.imap_port.to_string()),
        ("PALABRE_IMAP__SECURITY", "plain"),
        ("PALABRE_IMAP__USER", account),
        ("PALABRE_IMAP__PASSWORD", "secret"),
    ] {
        house.set(name, value);
    }
    house.json(&["network", "edit", "--address", account]);
    house
}

/// The story of a gathering to which these people were invited from the account.
fn story(account: &str, people: &[(&str, &str)]) -> Option<Story> {
    let peers = peers::take()?;
    let mut house = house_on(&peers, account);
    for (name, email) in people {
        peers.fresh(email);
        house.add(name, email, "actor");
    }
    let gathering = house.gathering_on("2027-06-05");
    house.start();
    house.invite(gathering);
    Some(Story { peers, house, gathering })
}

/// No address in the header or the envelope has a `+` in it.
pub fn bears_no_token(letter: &Letter, account: &str) {
    assert_eq!(letter.field("Reply-To"), None);
    assert_eq!(letter.must("Return-Path"), format!("<{account}>"));
    assert!(letter.must("From").ends_with(&format!("<{account}>")), "{}", letter.must("From"));
    let head = String::from_utf8_lossy(&letter.raw).replace('\r', "");
    let head = head.split("\n\n").next().unwrap_or_default().to_owned();
    let tokened = format!("{}+", account.split('@').next().unwrap_or_default());
    assert!(!head.contains(&tokened), "{head}");
}

/// Invitation, replies by two clients, receipts, a real bounce: the whole basic cycle.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_account_carries_invitation_replies_receipts_and_bounces() {
    const ACCOUNT: &str = "rencontres.cycle@hosted.test";
    const ZOE: &str = "zoe.hosted@client.test";
    const MAX: &str = "max.hosted@client.test";
    const IDA: &str = "ida.hosted@bounce.test";
    let people = [("Zoé Martin", ZOE), ("Max Berger", MAX), ("Ida Retour", IDA)];
    let Some(story) = story(ACCOUNT, &people) else { return };
    let invitation = story.letters(ZOE, 1).await.remove(0);
    bears_no_token(&invitation, ACCOUNT);

    story.letters(MAX, 1).await;
    story.peers.reply("snail", ZOE, "Oui, je viens avec une amie.");
    story.peers.reply("mutt", MAX, "Désolé, je ne pourrai pas venir.");
    story.comes_to_count_as(ZOE, Standing::Attending).await;
    story.comes_to_count_as(MAX, Standing::Regrets).await;
    story.comes_to_count_as(IDA, Standing::Undeliverable).await;
    assert_eq!(story.house.texts("SELECT outcome FROM delivery WHERE outcome = 'bounced'").await.len(), 1);
    let identities = story.house.texts("SELECT identity FROM reading WHERE kind = 'human' ORDER BY id").await;
    assert!(identities.iter().all(|identity| identity.contains("LetterAndAddress")), "{identities:?}");

    let receipt = story.letters(ZOE, 2).await.remove(1);
    bears_no_token(&receipt, ACCOUNT);
    assert!(receipt.must("References").contains(without_brackets(&invitation.must("Message-ID"))), "one thread");

    // The receipt is answered as well as the invitation was.
    story.peers.reply("snail", ZOE, "Finalement non, je ne peux pas venir.");
    story.comes_to_count_as(ZOE, Standing::Regrets).await;
    assert_eq!(story.house.number("SELECT COUNT(*) FROM incoming WHERE way = 'imap' AND state = 'decided'").await, 4);
    assert_eq!(story.house.number("SELECT COUNT(*) FROM incoming").await, 4);
    assert_eq!(story.house.number("SELECT COUNT(*) FROM doubt").await, 0);
}

/// Without a token nothing says for whom a stranger writes: an organiser looks at it. A reply to the digest is said to
/// the organisers, not taken for an answer.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_answers_from_another_address_is_held_and_a_reply_to_the_digest_is_no_answer() {
    const ACCOUNT: &str = "rencontres.tiers@hosted.test";
    const EVE: &str = "eve.tiers@client.test";
    const ORA: &str = "ora.tiers@client.test";
    let Some(mut story) = story(ACCOUNT, &[("Ève Directrice", EVE)]) else { return };
    let invitation = story.letters(EVE, 1).await.remove(0);
    let reply = |from: &str, number: u32, letter: &Letter, words: &str| {
        let id = letter.must("Message-ID");
        format!(
            "From: {from}\nTo: {ACCOUNT}\nSubject: Re: Invitation\nMessage-ID: <{number}.tiers@client.test>\nIn-Reply-To: {id}\n\
             MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{words}\n"
        )
    };
    let secretary = "secretariat.tiers@client.test";
    story.peers.send(secretary, ACCOUNT, &reply(secretary, 1, &invitation, "Oui, elle viendra."));
    until_true("a doubt", async || story.house.number("SELECT COUNT(*) FROM doubt").await == 1).await;
    assert_eq!(story.counts_as(EVE).await, Standing::Silent);
    let identity = story.house.texts("SELECT identity FROM reading").await.remove(0);
    assert!(identity.contains("AnothersLetter"), "{identity}");

    story.peers.fresh(ORA);
    story.house.add("Ora Ganise", ORA, "organiser");
    story.house.turn_to("2027-05-11T09:00:00+02:00");
    let digest = story.letters(ORA, 1).await.remove(0);
    bears_no_token(&digest, ACCOUNT);
    story.peers.send(ORA, ACCOUNT, &reply(ORA, 2, &digest, "Oui, bonne idée !"));
    until_true("another doubt", async || story.house.number("SELECT COUNT(*) FROM doubt").await == 2).await;
    assert_eq!(story.house.number("SELECT COUNT(*) FROM answer").await, 0);
    story.house.terminate().await;
}

/// A mail program's "unsubscribe" writes the mail that List-Unsubscribe describes; nothing proves its sender.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_button_unsubscribe_stops_without_a_token_in_an_address() {
    const ACCOUNT: &str = "rencontres.stop@hosted.test";
    const LEA: &str = "lea.stop@client.test";
    let Some(story) = story(ACCOUNT, &[("Léa Stop", LEA)]) else { return };
    let invitation = story.letters(LEA, 1).await.remove(0);
    let field = invitation.must("List-Unsubscribe");
    let (to, subject) = field
        .trim_start_matches("<mailto:")
        .trim_end_matches('>')
        .split_once("?subject=")
        .unwrap_or_else(|| panic!("{field}"));
    assert_eq!(to, ACCOUNT);
    let subject = subject.replace("%20", " ");
    story.peers.send(
        LEA,
        ACCOUNT,
        &format!("From: {LEA}\nTo: {to}\nSubject: {subject}\nMessage-ID: <u@client.test>\n\n"),
    );
    let stopped = "SELECT COUNT(*) FROM membership WHERE stopped_at IS NOT NULL";
    until_true("the stop", async || story.house.number(stopped).await == 1).await;
}

/// Mail that names none of our addresses (Bcc), that is about nothing we sent, that comes from nobody we know: it lay
/// in the network's mailbox, so it is the network's.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_in_blind_copy_is_the_networks_whose_mailbox_it_lay_in() {
    const ACCOUNT: &str = "rencontres.bcc@hosted.test";
    let Some(story) = story(ACCOUNT, &[("Noé Copie", "noe.bcc@client.test")]) else { return };
    // Past Postfix, which would note Delivered-To.
    let message = "From: inconnue@ailleurs.test\r\nTo: tous@ailleurs.test\r\nSubject: Une question\r\n\
                   Message-ID: <bcc@ailleurs.test>\r\n\r\nQuand est la prochaine rencontre ?\r\n";
    story.peers.doveadm(&["save", "-u", ACCOUNT], message.as_bytes());
    story.decided(1).await;
    assert_eq!(story.house.texts("SELECT mailbox FROM incoming").await, [ACCOUNT]);
    assert_eq!(story.house.number("SELECT COUNT(*) FROM reading WHERE network_id = 1").await, 1);
    assert_eq!(story.house.number("SELECT COUNT(*) FROM doubt").await, 1, "an organiser looks at it");
}

/// TLS from the first octet, and STARTTLS, by a certificate that an authority of the system's signed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_account_is_read_and_sends_under_tls() {
    let Some(peers) = peers::take() else { return };
    for (security, imap, smtp) in
        [("tls", peers.imaps_port, peers.submissions_port), ("starttls", peers.imap_port, peers.submission_port)]
    {
        let account = format!("rencontres.{security}@hosted.test");
        let mut house = house_on(&peers, &account);
        for section in ["IMAP", "SMTP"] {
            house.set(&format!("PALABRE_{section}__HOST"), "localhost");
            house.set(&format!("PALABRE_{section}__SECURITY"), security);
        }
        house.set("PALABRE_IMAP__PORT", &imap.to_string());
        house.set("PALABRE_SMTP__PORT", &smtp.to_string());
        house.set("SSL_CERT_FILE", &peers.authority().display().to_string());
        let email = format!("tom.{security}@client.test");
        peers.fresh(&email);
        house.add("Tom Chiffre", &email, "actor");
        let gathering = house.gathering_on("2027-06-05");
        house.start();
        house.invite(gathering);
        until("the invitation", async || peers.mailbox(&email).pop()).await;
        peers.reply("snail", &email, "Oui, je viens.");
        until_true("the answer", async || house.tally(gathering).await.attending == 1).await;
        house.terminate().await;
    }
}

/// `palabre init` finds out by letters to itself what the account allows, and writes it down.
#[test]
fn init_finds_out_what_an_account_allows() {
    let Some(peers) = peers::take() else { return };
    for (account, envelope, subaddress) in
        [("rencontres.init@hosted.test", "plain", "no"), ("rencontres.init@imap.test", "token", "yes")]
    {
        peers.fresh(account);
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("password"), "secret\n").expect("a password");
        let settings = folder.path().join("palabre.toml");
        let output = Command::new(crate::support::house::program())
            .args([
                "init",
                "--account",
                account,
                "--password-file",
                "password",
                "--network",
                "Acteurs",
                "--address",
                account,
            ])
            .args(["--imap", &format!("127.0.0.1:{}", peers.imap_port)])
            .args(["--smtp", &format!("127.0.0.1:{}", peers.submission_port)])
            .current_dir(folder.path())
            .output()
            .expect("the binary runs");
        let told = crate::support::house::told(&output);
        assert!(output.status.success(), "{told}");
        let written = std::fs::read_to_string(&settings).expect("palabre.toml");
        for line in [format!("envelope = \"{envelope}\""), format!("subaddress = \"{subaddress}\"")] {
            assert!(written.contains(&line), "{line} in {written}\n{told}");
        }
        assert!(peers.mailbox(account).is_empty(), "its letters to itself are gone: {told}");
    }
}
