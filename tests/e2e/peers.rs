//! The built daemon among real servers and clients: Postfix takes its letters and brings the replies, Dovecot keeps the
//! actors' mailboxes, s-nail and mutt write the replies. `tests/peers/up` starts them.

mod hosted;
mod mailboxes;
mod whole;

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::Duration;

use mail_parser::MessageParser;
use palabre::domain::ids::GatheringId;
use palabre::mail::outgoing::smtp::{Connection, Route};
use palabre::workflow::standing::Standing;

use crate::support::house::{House, until, until_true};
use crate::support::peers::{self, Peers};

const ADDRESS: &str = "rencontres@meet.test";

/// The network of one story, with a gathering to which everyone has been invited.
struct Story {
    peers: Peers,
    house: House,
    gathering: GatheringId,
}

/// A letter out of a mailbox: its fields unfolded, and its text.
struct Letter {
    raw: Vec<u8>,
    text: String,
}

impl Letter {
    fn open(raw: Vec<u8>) -> Letter {
        let parsed = MessageParser::default().parse(&raw).expect("a message");
        let text = parsed.body_text(0).unwrap_or_default().replace('\r', "");
        Letter { raw, text }
    }

    /// A field's value as it stands there, `None` where there is none.
    fn field(&self, name: &str) -> Option<String> {
        let whole = String::from_utf8_lossy(&self.raw).replace('\r', "");
        let head = whole.split("\n\n").next()?.replace("\n ", " ").replace("\n\t", " ");
        let mut lines = head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(field, _)| field.eq_ignore_ascii_case(name)).map(|(_, value)| value.to_owned())
    }

    fn must(&self, name: &str) -> String {
        self.field(name).unwrap_or_else(|| panic!("no {name} in {}", String::from_utf8_lossy(&self.raw)))
    }
}

impl Story {
    /// Stories share the servers: each wants people of its own.
    async fn of(people: &[(&str, &str)]) -> Option<Story> {
        let peers = peers::take()?;
        let mut house = House::on_sqlite(([127, 0, 0, 1], peers.smtp_port).into());
        house.set("PALABRE_LMTP__LISTEN", &format!("127.0.0.1:{}", peers.lmtp_port));
        house.json(&["network", "edit", "--address", ADDRESS]);
        for (name, email) in people {
            peers.fresh(email);
            house.add(name, email, "actor");
        }
        let gathering = house.gathering_on("2027-06-05");
        house.start();
        house.invite(gathering);
        Some(Story { peers, house, gathering })
    }

    /// The letters in somebody's mailbox, once there are so many.
    async fn letters(&self, email: &str, count: usize) -> Vec<Letter> {
        until(&format!("{count} letter(s) in the mailbox of {email}"), async || {
            let letters = self.peers.mailbox(email);
            (letters.len() >= count).then(|| letters.into_iter().map(Letter::open).collect())
        })
        .await
    }

    async fn counts_as(&self, email: &str) -> Standing {
        let all = self.house.standings(self.gathering).await;
        all.into_iter().find(|one| one.invited.email == email).expect(email).standing
    }

    async fn comes_to_count_as(&self, email: &str, standing: Standing) {
        until_true(&format!("{email} to count as {standing:?}"), async || self.counts_as(email).await == standing)
            .await;
    }

    /// Until so many messages have come in and all are decided.
    async fn decided(&self, count: i64) {
        until_true(&format!("{count} decided message(s)"), async || {
            self.house.number("SELECT COUNT(*) FROM incoming WHERE state = 'decided'").await == count
        })
        .await;
    }

    /// The envelope recipients of the only message that came in.
    async fn recipients(&self) -> String {
        let mut all = self.house.texts("SELECT recipients FROM incoming").await;
        assert_eq!(all.len(), 1, "{all:?}");
        all.remove(0)
    }
}

/// The part of an address between `+` and `@`.
fn token(address: &str) -> Option<&str> {
    address.split_once('+')?.1.split_once('@').map(|(token, _)| token).filter(|token| token.len() == 26)
}

fn without_brackets(value: &str) -> &str {
    value.trim().trim_start_matches('<').trim_end_matches('>')
}

/// s-nail answers to From, which bears no token: only In-Reply-To says what the answer is about.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s_nail_says_yes_to_from_and_gets_a_receipt() {
    const ZOE: &str = "zoe.snail@client.test";
    let Some(story) = Story::of(&[("Zoé Martin", ZOE)]).await else { return };
    let invitation = story.letters(ZOE, 1).await.remove(0);
    assert!(invitation.must("From").ends_with(&format!("<{ADDRESS}>")), "{}", invitation.must("From"));
    assert!(token(&invitation.must("Reply-To")).is_some(), "{}", invitation.must("Reply-To"));
    let (reply_to, envelope) = (invitation.must("Reply-To"), invitation.must("Return-Path"));
    assert!(token(&envelope).is_some_and(|bounce| Some(bounce) != token(&reply_to)), "{envelope}");
    assert!(invitation.must("Message-ID").ends_with("@meet.test>"));
    assert!(invitation.must("List-Unsubscribe").contains("mailto:rencontres+"));
    assert_eq!(invitation.field("Auto-Submitted"), None, "a person approved it");
    assert_eq!(invitation.must("Delivered-To"), ZOE);

    story.peers.reply("snail", ZOE, "Oui, je viens avec plaisir.");
    story.comes_to_count_as(ZOE, Standing::Attending).await;
    assert_eq!(story.recipients().await, format!("[\"{ADDRESS}\"]"), "it came without a token");
    let receipt = story.letters(ZOE, 2).await.remove(1);
    assert_eq!(receipt.must("Auto-Submitted"), "auto-replied");
    assert_eq!(receipt.field("List-Unsubscribe"), None);
    assert!(receipt.must("References").contains(without_brackets(&invitation.must("Message-ID"))), "one thread");
    let replies = story.house.texts("SELECT CAST(raw AS TEXT) FROM incoming").await;
    assert!(replies[0].contains(without_brackets(&receipt.must("In-Reply-To"))), "it answers the reply");
    assert!(receipt.text.contains("5 juin"), "{}", receipt.text);
}

/// mutt answers to Reply-To, above a quote in format=flowed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mutt_says_no_to_reply_to() {
    const MAX: &str = "max.mutt@client.test";
    let Some(story) = Story::of(&[("Max Berger", MAX)]).await else { return };
    let invitation = story.letters(MAX, 1).await.remove(0);
    story.peers.reply("mutt", MAX, "Désolé, je ne pourrai pas venir cette fois-ci.");
    story.comes_to_count_as(MAX, Standing::Regrets).await;
    let reply_to = invitation.must("Reply-To");
    assert_eq!(story.recipients().await, format!("[\"{reply_to}\"]"));
    assert_eq!(story.letters(MAX, 2).await[1].must("Auto-Submitted"), "auto-replied");
}

/// What the relay refuses at once is known at once: for good with 550, tried again with 452.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mailbox_that_is_gone_is_undeliverable_and_a_full_one_is_tried_again() {
    const GONE: &str = "gone@client.test";
    const FULL: &str = "full@client.test";
    let Some(story) = Story::of(&[("Gaëlle Partie", GONE), ("Félix Plein", FULL)]).await else { return };
    story.comes_to_count_as(GONE, Standing::Undeliverable).await;
    let attempts = "SELECT attempts FROM outgoing WHERE recipient = 'full@client.test' AND state = 'queued'
        AND last_error LIKE '452%mailbox full' UNION ALL SELECT 0 ORDER BY 1 DESC LIMIT 1";
    until_true("a first attempt", async || story.house.number(attempts).await == 1).await;
    story.house.turn_by(Duration::from_secs(5 * 60));
    until_true("a second attempt", async || story.house.number(attempts).await == 2).await;
    assert_eq!(story.counts_as(FULL).await, Standing::Silent, "a full mailbox is no lost address");
    let refused = story.house.texts("SELECT text FROM delivery WHERE outcome = 'refused'").await;
    assert!(refused.len() == 1 && refused[0].contains("no such user"), "{refused:?}");
}

/// Postfix took the letter, the next server refused it: a real notice comes to the envelope sender.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_notice_from_postfix_makes_the_address_undeliverable() {
    const IDA: &str = "ida@bounce.test";
    let Some(story) = Story::of(&[("Ida Retour", IDA)]).await else { return };
    story.comes_to_count_as(IDA, Standing::Undeliverable).await;
    story.decided(1).await;
    assert!(token(&story.recipients().await).is_some(), "it came to the envelope sender");
    assert_eq!(story.house.texts("SELECT outcome FROM delivery ORDER BY id").await, ["accepted", "bounced"]);
    assert_eq!(story.house.number("SELECT COUNT(*) FROM outgoing").await, 1, "nothing is sent in answer to a notice");
}

/// A vacation is silent towards letters with List-Unsubscribe or Auto-Submitted, as all of ours are; a list or forwarder
/// on the way may take such fields off.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_vacation_is_no_answer_and_is_not_answered() {
    const ABSENT: &str = "absent@client.test";
    let Some(story) = Story::of(&[("Agathe Loin", ABSENT)]).await else { return };
    let invitation = story.letters(ABSENT, 1).await.pop().expect("the newest");
    let envelope = without_brackets(&invitation.must("Return-Path")).to_owned();
    let whole = String::from_utf8_lossy(&invitation.raw).replace("\r\n", "\n").replace("List-", "X-List-");
    let own = whole.find("From: ").map_or(whole.as_str(), |from| &whole[from..]);
    let mut forwarder =
        Connection::open(&Route::plain("127.0.0.1", story.peers.smtp_port, "forwarder.test")).await.expect("Postfix");
    let outcome = forwarder.send(Some(&envelope), ABSENT, own.replace('\n', "\r\n").as_bytes()).await;
    assert_eq!(outcome.as_str(), "accepted", "{outcome:?}");

    story.decided(1).await;
    assert_eq!(story.house.texts("SELECT kind FROM reading").await, ["auto-reply"]);
    assert_eq!(story.counts_as(ABSENT).await, Standing::Silent);
    assert_eq!(story.house.number("SELECT COUNT(*) FROM answer").await, 0);
    assert_eq!(story.house.number("SELECT COUNT(*) FROM outgoing").await, 1, "machines don't answer machines");
    let read = story.house.texts("SELECT content FROM reading").await.remove(0);
    let read: serde_json::Value = serde_json::from_str(&read).expect("JSON");
    assert!(read["absence"].is_object(), "{read}");
}

/// Postfix hands over one DATA for both.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reply_to_two_of_our_addresses_is_one() {
    const LEA: &str = "lea.deux@client.test";
    let Some(story) = Story::of(&[("Léa Deux", LEA)]).await else { return };
    let reply_to = story.letters(LEA, 1).await.remove(0).must("Reply-To");
    let port = story.peers.smtp_port.to_string();
    let mut msmtp = Command::new("msmtp")
        .args(["-C", "/dev/null", "--host=127.0.0.1", "--port", &port, "--from", LEA, "--", &reply_to, ADDRESS])
        .stdin(Stdio::piped())
        .spawn()
        .expect("msmtp: apt-get install msmtp");
    let message = format!(
        "From: Léa Deux <{LEA}>\nTo: {reply_to}\nCc: {ADDRESS}\nSubject: Re: Invitation\nMessage-ID: <1@laptop.test>\n\
         MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\nOui, je serai là.\n"
    );
    msmtp.stdin.take().expect("a pipe").write_all(message.as_bytes()).expect("msmtp reads");
    assert!(msmtp.wait().expect("msmtp ends").success());
    story.comes_to_count_as(LEA, Standing::Attending).await;
    let recipients = story.recipients().await;
    assert!(recipients.contains(&reply_to) && recipients.contains(&format!("\"{ADDRESS}\"")), "{recipients}");
    story.letters(LEA, 2).await;
    assert_eq!(story.house.number("SELECT COUNT(*) FROM answer").await, 1);
    assert_eq!(story.house.number("SELECT COUNT(*) FROM outgoing").await, 2, "one receipt");
}

/// While the daemon is down Postfix keeps the mail; when it is up again, it comes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_postfix_holds_while_the_daemon_is_down_is_not_lost() {
    const NOE: &str = "noe.attend@client.test";
    const ANA: &str = "ana.attend@client.test";
    let Some(mut story) = Story::of(&[("Noé Attend", NOE), ("Ana Attend", ANA)]).await else { return };
    for email in [NOE, ANA] {
        story.letters(email, 1).await;
    }
    let (status, log) = story.house.terminate().await;
    assert!(status.success(), "{}", log.join("\n"));
    story.peers.reply("snail", NOE, "Oui, je viens.");
    story.peers.reply("mutt", ANA, "Non, je ne peux pas.");
    assert_eq!(story.house.number("SELECT COUNT(*) FROM incoming").await, 0, "Postfix has them");
    story.house.start();
    story.comes_to_count_as(NOE, Standing::Attending).await;
    story.comes_to_count_as(ANA, Standing::Regrets).await;
    assert_eq!(story.house.number("SELECT COUNT(*) FROM incoming").await, 2);
    assert_eq!(story.house.number("SELECT COUNT(*) FROM answer").await, 2);
}
