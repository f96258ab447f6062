//! Challenge-response gateways, which hold a letter until its sender proves to be a person.

use super::answer::words::fold;
use super::message::Message;

/// No gateway writes more new words than this.
const LONGEST: usize = 8_000;

/// What is asked of the sender, folded. Always in the second person: people write about captchas too.
const PROVE: [&str; 52] = [
    "que vous etes humain",
    "vous n etes pas une machine",
    "you are not a machine",
    "validez votre adresse",
    "valider votre adresse",
    "valider votre message",
    "remettre votre message",
    "verify your address",
    "distribuer votre message",
    "that you are human",
    "that you are a human",
    "that you are a person",
    "that you are a real",
    "that you are not a",
    "you are human",
    "you re human",
    "you re not a robot",
    "attente d authentification",
    "attend votre authentification",
    "pour vous authentifier",
    "vous authentifier",
    "authentifier votre",
    "demande d authentification",
    "confirmez que vous n etes pas",
    "que vous n etes pas un robot",
    "que vous etes un humain",
    "que vous etes bien un humain",
    "que vous etes une personne",
    "confirmez votre envoi",
    "confirmer votre envoi",
    "confirmer l envoi de votre",
    "protege par mailinblack",
    "you are not a robot",
    "you are a human",
    "you are a real",
    "verification process",
    "complete this verification",
    "complete the verification",
    "requires verification",
    "verify your email address to deliver",
    "verify your identity",
    "confirm your identity",
    "please confirm your message",
    "confirm your email so",
    "awaiting your confirmation",
    "confirm that this message",
    "confirmation of your message",
    "approved senders",
    "approved sender list",
    "challenge response",
    "protected by boxbe",
    "guest list",
];

/// What is done with the letter meanwhile, folded.
const HELD: [&str; 27] = [
    "protege",
    "retenu",
    "bloque",
    "quarantaine",
    "en attente",
    "soit delivre",
    "soit remis",
    "soit distribue",
    "etre delivre",
    "etre remis",
    "anti spam",
    "antispam",
    "spam",
    "pourriel",
    "indesirable",
    "held",
    "quarantine",
    "protect",
    "pending",
    "awaiting",
    "delivered",
    "deliver your",
    "unsolicited",
    "junk",
    "your message",
    "your email",
    "votre message",
];

/// What a person would say of coming; gateways don't.
const ABOUT_COMING: [&str; 13] = [
    "je viens",
    "viendr",
    "venons",
    "nous serons",
    "je serai",
    "je ne pourrai",
    "presente",
    "ll be there",
    "will come",
    "i come",
    "we come",
    "coming",
    "can t come",
];

/// Known by what is asked and what is done meanwhile.
pub(super) fn challenge(message: &Message) -> Option<String> {
    let text = &message.seen().text;
    if text.len() > LONGEST {
        return None;
    }
    let words = fold(&format!("{}\n{text}", message.headers.subject));
    let sign = PROVE.iter().find(|sign| words.contains(*sign))?;
    let held = HELD.iter().any(|sign| words.contains(*sign));
    let is_answer = message.has_quote() || ABOUT_COMING.iter().any(|sign| words.contains(*sign));
    (held && !is_answer).then(|| format!("challenge: {sign}"))
}
