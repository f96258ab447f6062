//! The whole cycle on one ordinary account: invitation, replies, compte rendu, visit and debrief, with no token in any
//! address. What a reply is about, a draft's "envoyer" too, is known by Message-ID alone.

use std::collections::BTreeMap;

use super::Letter as Raw;
use super::hosted::{bears_no_token, house_on};
use crate::afterwards::{Cast, whole_cycle};
use crate::support::house::{House, until_true};
use crate::support::mails::Mails;
use crate::support::peers::{self, Peers};
use crate::support::post::{self, Letter};
use crate::support::stage::{self, Person};

const ACCOUNT: &str = "rencontres.entier@hosted.test";
const CLAIRE: Person = ("Claire Vasseur", "claire.entier@client.test");
const SONIA: Person = ("Sonia Léger", "sonia.entier@client.test");
const KARIM: Person = ("Karim Haddad", "karim.entier@client.test");
const LUCIE: Person = ("Lucie Morel", "lucie.entier@client.test");

struct Account {
    peers: Peers,
    house: House,
}

impl Account {
    /// How many letters have left for each person.
    async fn sent(&self) -> BTreeMap<String, usize> {
        let mut sent = BTreeMap::new();
        for recipient in self.house.texts("SELECT recipient FROM outgoing WHERE state = 'sent'").await {
            *sent.entry(recipient).or_default() += 1;
        }
        sent
    }
}

impl Mails for Account {
    fn house(&self) -> &House {
        &self.house
    }

    fn address(&self) -> &str {
        ACCOUNT
    }

    async fn hand_in(&self, from: &str, to: &str, message: &[u8]) {
        let message = String::from_utf8_lossy(message).replace('\r', "");
        self.peers.send(from, to, &message);
    }

    async fn settled(&self) {
        until_true("the daemon to have nothing to do", async || stage::is_settled(&self.house).await).await;
        let sent = self.sent().await;
        until_true("Postfix to deliver", async || {
            sent.iter().all(|(person, count)| self.peers.mailbox(person).len() >= *count)
        })
        .await;
    }

    fn letters_to(&self, email: &str) -> Vec<Letter> {
        self.peers.mailbox(email).into_iter().map(|raw| post::open_in_mailbox(email, raw)).collect()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_account_carries_the_cycle_to_the_debrief_in_the_next_compte_rendu() {
    let Some(peers) = peers::take() else { return };
    let mut house = house_on(&peers, ACCOUNT);
    for ((name, email), role) in [(CLAIRE, "organiser"), (SONIA, "actor"), (KARIM, "actor"), (LUCIE, "actor")] {
        peers.fresh(email);
        house.add(name, email, role);
    }
    let gathering = house.gathering_on("2027-06-05");
    house.start();
    let account = Account { peers, house };
    whole_cycle(&account, gathering, &Cast { claire: CLAIRE, sonia: SONIA, karim: KARIM, lucie: LUCIE }).await;

    let sent = account.sent().await;
    assert_eq!(sent.len(), 4, "{sent:?}");
    for (person, count) in sent {
        let letters = account.peers.mailbox(&person);
        assert_eq!(letters.len(), count, "each letter once to {person}");
        letters.into_iter().for_each(|raw| bears_no_token(&Raw::open(raw), ACCOUNT));
    }
    let other_ways = "SELECT COUNT(*) FROM incoming WHERE way <> 'imap' OR state <> 'decided'";
    assert_eq!(account.house.number(other_ways).await, 0, "all of it came by IMAP and was decided");
}
