//! Replies as some sixty clients write them, each with its own form, encodings and marks: what was typed is seen, exactly.
//!
//! The clients under [`HELD_OUT`] were written before the rules were measured on any of them; a rule that one of them alone
//! needs is to be found in another client's form first.

mod desktop;
mod forms;
mod letters;
mod mime;
mod mobile;
mod webmail;

use super::super::read;
use super::about;

type Client = (&'static str, fn(&str) -> Vec<u8>);

const KNOWN: &[Client] = &[
    ("gmail web", webmail::gmail_fr),
    ("gmail web, signed", webmail::gmail_signed),
    ("gmail, between", webmail::gmail_between),
    ("gmail android", mobile::gmail_android),
    ("outlook, signed", desktop::outlook_signed),
    ("outlook, signed in another look", desktop::outlook_styled),
    ("outlook, plain", desktop::outlook_plain),
    ("outlook web", webmail::outlook_web),
    ("outlook ios", mobile::outlook_ios),
    ("apple mail", desktop::apple_mail),
    ("iphone", mobile::iphone_fr),
    ("thunderbird", desktop::thunderbird_fr),
    ("roundcube, below", webmail::roundcube_below),
    ("zimbra", webmail::zimbra),
    ("free", webmail::free),
    ("orange", webmail::orange),
    ("orange app", mobile::orange_app),
    ("yahoo", webmail::yahoo),
    ("proton", webmail::proton),
    ("k-9", mobile::k9),
    ("mutt", desktop::mutt),
    ("samsung", mobile::samsung),
    ("groupwise", desktop::groupwise),
    ("infomaniak", webmail::infomaniak),
    ("mailo", webmail::mailo),
    ("notes", desktop::notes),
    ("windows mail", desktop::windows_mail),
];

const HELD_OUT: &[Client] = &[
    ("gmail, english", webmail::gmail_en),
    ("gmail, german", webmail::gmail_de),
    ("gmail ios, plain", mobile::gmail_ios_plain),
    ("outlook, legal notice", desktop::outlook_legal),
    ("outlook mac", desktop::outlook_mac),
    ("outlook, german", desktop::outlook_de),
    ("outlook web, rewritten", webmail::outlook_web_rewritten),
    ("outlook android, plain", mobile::outlook_android_plain),
    ("apple mail, signed", desktop::apple_mail_signed),
    ("ipad, spanish", mobile::ipad_es),
    ("thunderbird, english", desktop::thunderbird_en),
    ("thunderbird, below", desktop::thunderbird_below),
    ("roundcube, plain", webmail::roundcube_plain),
    ("sogo", webmail::sogo),
    ("la poste", webmail::laposte),
    ("sfr", webmail::sfr),
    ("yahoo android", mobile::yahoo_android),
    ("fairemail", mobile::fairemail),
    ("gmx", webmail::gmx),
    ("zoho", webmail::zoho),
    ("open-xchange", webmail::open_xchange),
    ("horde", webmail::horde),
    ("evolution", desktop::evolution),
    ("kmail", desktop::kmail),
    ("claws", desktop::claws),
    ("notes, old", desktop::old_notes),
    ("inotes", desktop::inotes),
    ("spark", mobile::spark),
    ("mail.ru", mobile::mail_ru),
];

/// Programs that few use.
const RARE: &[Client] =
    &[("s-nail", desktop::s_nail), ("the bat", desktop::the_bat), ("em client", desktop::em_client)];

/// One mail of each client.
pub(super) fn mails() -> Vec<Vec<u8>> {
    let typed = letters::TYPED.into_iter().cycle();
    let clients = KNOWN.iter().chain(HELD_OUT).chain(RARE).zip(typed).map(|((_, render), typed)| render(typed));
    clients.chain(forms::known().into_iter().chain(forms::held_out()).map(|sent| sent.bytes)).collect()
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How many of the clients' replies are seen exactly, and those that aren't.
fn seen(clients: &[Client]) -> (usize, usize, Vec<String>) {
    let (mut all, mut missed) = (0, Vec::new());
    for (name, render) in clients {
        for typed in letters::TYPED.into_iter().chain(letters::TYPED_LATER) {
            let bytes = render(typed);
            let is_latin = bytes.windows(10).any(|bytes| bytes == b"iso-8859-1");
            if is_latin && typed.chars().any(|c| u32::from(c) > 255) {
                continue;
            }
            all += 1;
            let reading = read(&bytes, &about());
            if folded(&reading.visible) != folded(typed) {
                missed.push(format!("{name}: {typed:?}\n   was seen as {:?}", reading.visible));
            }
        }
    }
    (all - missed.len(), all, missed)
}

#[test]
fn what_was_typed_is_seen_whatever_the_client() {
    let (right, all, missed) = seen(KNOWN);
    println!("{right}/{all}\n{}", missed.join("\n"));
    assert_eq!(right, all);
}

#[test]
fn what_was_typed_is_seen_in_clients_held_out() {
    let (right, all, missed) = seen(HELD_OUT);
    println!("{right}/{all}\n{}", missed.join("\n"));
    assert_eq!(right, all);
}

#[test]
fn answers_in_an_announced_colour_are_found_in_the_letter_answered() {
    for typed in letters::TYPED {
        let visible = read(&desktop::outlook_blue(typed), &about()).visible;
        assert_eq!(folded(&visible), folded(&format!("Mes réponses en bleu ci-dessous. {typed}")));
    }
}

#[test]
fn what_was_typed_is_seen_in_rare_clients() {
    let (right, all, missed) = seen(RARE);
    println!("{right}/{all}\n{}", missed.join("\n"));
    assert_eq!(right, all);
}

/// Of replies written out, how many are seen exactly, and those that aren't.
fn written(sent: &[forms::Sent]) -> (usize, Vec<String>) {
    let look = |sent: &forms::Sent| {
        let visible = read(&sent.bytes, &about()).visible;
        let right = folded(&visible) == folded(&sent.seen);
        (!right).then(|| format!("{}: {:?}\n   was seen as {visible:?}", sent.client, sent.seen))
    };
    let missed: Vec<String> = sent.iter().filter_map(look).collect();
    (sent.len() - missed.len(), missed)
}

#[test]
fn what_was_typed_is_seen_in_replies_written_out() {
    let sent = forms::known();
    let (right, missed) = written(&sent);
    println!("{right}/{}\n{}", sent.len(), missed.join("\n"));
    assert_eq!(right, sent.len());
}

#[test]
fn what_was_typed_is_seen_in_replies_written_out_and_held_out() {
    let sent = forms::held_out();
    let (right, missed) = written(&sent);
    println!("{right}/{}\n{}", sent.len(), missed.join("\n"));
    assert_eq!(right, sent.len());
}
