//! What users rely on, in replies invented for it, French and English, plain and as mails.

use proptest::prelude::*;

use super::{headers, read, read_html, read_text, returned_ids};
use crate::domain::reading::{About, AboutActor, AboutGathering, Action, Intent, Kind, Presence, Reading, Verdict};

fn gathering(reference: &str, starts: &str) -> AboutGathering {
    AboutGathering {
        reference: reference.into(),
        title: Some("Rencontre des lieux partagés".into()),
        starts: Some(starts.into()),
        ends: None,
        mode: None,
        place: None,
        uid: Some(format!("{reference}@reseau.example")),
    }
}

/// One gathering, on Thursday 14 October 2027.
fn about() -> About {
    About {
        gatherings: vec![gathering("g1", "2027-10-14T18:00:00+02:00")],
        addresses: vec!["reseau@reseau.example".into()],
        trusted_authserv: vec!["mx.reseau.example".into()],
        ..About::default()
    }
}

fn said(text: &str) -> Reading {
    read_text(text, &about())
}

fn mail(fields: &str, body: &str) -> Vec<u8> {
    let own = "Received: from a by mx.reseau.example; Mon, 4 Oct 2027 10:00:00 +0200\r\nFrom: Léa Morin <lea@quai.example>\r\nTo: reseau+abc@reseau.example\r\nSubject: Re: Invitation\r\nMessage-ID: <1@quai.example>\r\nIn-Reply-To: <inv@reseau.example>\r\nDate: Mon, 4 Oct 2027 10:00:00 +0200\r\n";
    format!("{own}{fields}\r\n\r\n{body}").into_bytes()
}

#[test]
fn plain_answers_are_recorded() {
    use Intent::{Attending, Regrets, Tentative};
    let cases = [
        ("Oui", Attending),
        ("ouiiii !!!", Attending),
        ("Je serai là, à jeudi.", Attending),
        ("Bonjour,\n\nOui, avec plaisir !\n\nLéa", Attending),
        ("Présente", Attending),
        ("ok pour moi", Attending),
        ("J'y serai sans faute", Attending),
        ("Je ne raterai pas ce rendez-vous", Attending),
        ("Pas de souci pour jeudi", Attending),
        ("Sauf imprévu, je viens.", Attending),
        ("Nous serons là", Attending),
        ("Yes, I'll be there.", Attending),
        ("Count me in!", Attending),
        ("👍", Attending),
        ("Non", Regrets),
        ("Non merci", Regrets),
        ("Je ne pourrai malheureusement pas être présent.", Regrets),
        ("Je ne peux pas venir, désolée", Regrets),
        ("dsl pas dispo jeudi", Regrets),
        ("Empêchée ce jour-là, veuillez m'excuser.", Regrets),
        ("Ce sera sans moi cette fois.", Regrets),
        ("Je ne viendrai pas.", Regrets),
        ("Oui pour la prochaine, mais jeudi je ne peux pas.", Regrets),
        ("Sorry, I can't come.", Regrets),
        ("I won't be able to make it", Regrets),
        ("Unfortunately we are not available.", Regrets),
        ("Je ne sais pas encore si je pourrai venir.", Tentative),
        ("Peut-être, je vous confirme lundi.", Tentative),
        ("Si je trouve une garde, je viens.", Tentative),
        ("Maybe, I'll let you know.", Tentative),
    ];
    for (text, intent) in cases {
        let reading = said(text);
        assert_eq!((reading.intent, reading.decision), (Some(intent), Verdict::Record), "{text}: {:?}", reading.because);
    }
}

#[test]
fn what_says_nothing_about_coming_is_never_recorded() {
    let cases = [
        "Merci pour l'invitation !",
        "Bien reçu.",
        "Je viens de recevoir votre message.",
        "Je viens aux nouvelles : la salle est-elle trouvée ?",
        "Est-ce qu'il y a un parking ?",
        "Vous venez ?",
        "Désolé pour hier, j'ai complètement oublié.",
        "Je n'ai pas pu venir la dernière fois.",
        "Je serai là pour la prochaine.",
        "Karim viendra peut-être.",
        "Ma voisine ne pourra pas venir.",
        "Je transmets à ma collègue.",
        "Oui et non.",
        "Est-ce possible en visio ? Si oui je viens.",
        "Je serai dans le train à cette heure-là.",
        "Je ne dis pas non.",
        "Oui, le 21 je suis libre.",
        "Mon mari est décédé en mars.",
        "Est-ce que je peux venir ?",
        "Je vous avais dit oui.",
        "I just came back from holiday, thanks for the mail.",
        "Will you be there?",
        "",
    ];
    for text in cases {
        let reading = said(text);
        let recorded = reading.decision == Verdict::Record && reading.intent != Some(Intent::Tentative);
        assert!(!recorded, "{text}: {:?} {:?}", reading.intent, reading.because);
    }
}

#[test]
fn who_changes_their_mind_is_read_by_what_holds_now() {
    assert_eq!(said("J'avais dit oui mais finalement je ne pourrai pas venir.").intent, Some(Intent::Regrets));
    assert_eq!(said("Je regrette de ne pas être venue la dernière fois. Cette fois je viens.").intent, Some(Intent::Attending));
    assert_ne!(said("Oui, merci d'annuler ma participation").intent, Some(Intent::Attending));
}

#[test]
fn guests_are_those_besides_the_sender() {
    let cases = [
        ("Je viendrai avec une collègue.", 1),
        ("Je viens avec deux amis", 2),
        ("Nous serons trois.", 2),
        ("On sera 4 !", 3),
        ("Oui, +1", 1),
        ("Présent, accompagné de mon fils", 1),
        ("Je viens avec mon mari et deux enfants", 3),
        ("I'll be there with my wife", 1),
        ("There will be three of us, count us in", 2),
        ("Je viens avec plaisir", 0),
        ("Je serai là, j'habite à deux rues", 0),
    ];
    for (text, count) in cases {
        let reading = said(text);
        assert_eq!((reading.intent, reading.guests), (Some(Intent::Attending), Some(count)), "{text}");
    }
    assert_eq!(said("Je viens avec Yann").guest_names, ["Yann"]);
}

#[test]
fn a_delegate_is_named_and_the_sender_excused() {
    let reading = said("Je ne suis pas disponible, Awa Diop viendra à ma place (awa@quai.example).");
    let delegate = reading.delegate.expect("a delegate");
    assert_eq!(reading.intent, Some(Intent::Regrets));
    assert_eq!((delegate.name.as_deref(), delegate.email.as_deref()), (Some("Awa Diop"), Some("awa@quai.example")));
}

#[test]
fn stop_in_words_unsubscribes_and_records_nothing() {
    for text in ["STOP", "Merci de me retirer de votre liste.", "Ne m'écrivez plus", "Please unsubscribe me", "Please take me off your list"] {
        let reading = said(text);
        assert!(reading.unsubscribe, "{text}");
        assert_eq!((reading.intent, reading.decision), (Some(Intent::Unclear), Verdict::Ignore), "{text}");
    }
    for text in ["Rayez-moi des participants, je suis malade", "Ne m'envoyez pas le lien, mais continuez à m'écrire"] {
        assert!(!said(text).unsubscribe, "{text}");
    }
}

#[test]
fn how_and_how_long_is_heard() {
    assert_eq!(said("Je participerai en visio").mode, Some(Presence::Online));
    assert_eq!(said("Oui, sur place").mode, Some(Presence::InPerson));
    assert!(said("Je viens mais je devrai partir à 19h").partial);
    assert!(!said("Je viens et je ne serai pas en retard").partial);
    assert!(said("Oui ! Faut-il apporter quelque chose ?").question);
}

#[test]
fn several_gatherings_are_answered_one_by_one() {
    let mut about = about();
    about.gatherings.push(gathering("g2", "2027-10-19T18:00:00+02:00"));
    let reading = read_text("Oui pour le 14, mais le 19 je ne peux pas.", &about);
    let answers: Vec<_> = reading.per_gathering.into_iter().flatten().map(|a| (a.reference, a.intent)).collect();
    assert_eq!(answers, [("g1".to_owned(), Intent::Attending), ("g2".to_owned(), Intent::Regrets)]);
    assert_eq!(reading.intent, Some(Intent::Attending));
    assert_eq!(read_text("Je ne peux venir à aucune des deux, désolé", &about).per_gathering, None);
}

#[test]
fn quotes_and_signatures_of_clients_are_cut() {
    let cases = [
        ("Je viens\n\nLe lun. 4 oct. 2027 à 10:00, Réseau <reseau@reseau.example> a\nécrit :\n\n> Répondez oui\n> ou non", "Je viens"),
        ("Le 14 me convient.\n\nLe 4 octobre 2027, Réseau a écrit :\n> non", "Le 14 me convient."),
        ("Oui\n\n-----Message d'origine-----\nDe : Réseau\nnon merci", "Oui"),
        ("Oui\n________________________________\nDe : Réseau <r@reseau.example>\nEnvoyé : lundi 4 octobre\nÀ : Léa\nObjet : Invitation\n\nnon", "Oui"),
        ("Oui\n\nEnvoyé de mon téléphone", "Oui"),
        ("Le 14 me va\nLe 4 oct. 2027 à 10:00, Réseau\n<reseau@reseau.example>\na écrit :\n\n> non", "Le 14 me va"),
        ("Oui\n-- \nLéa Morin\nLes Quais", "Oui"),
        ("Réseau <reseau@reseau.example> wrote:\n\n\tnon\n\toui\n\nJe viens", "Je viens"),
        ("> on vient ?\nOui\n> combien ?\nDeux", "Oui\nDeux"),
        ("Sent from my garden, where I think: yes", "Sent from my garden, where I think: yes"),
    ];
    for (text, visible) in cases {
        assert_eq!(said(text).visible, visible);
    }
}

#[test]
fn html_is_read_as_it_is_seen() {
    let cases = [
        ("<div>Oui</div><div class=\"gmail_quote\">Le 4 octobre<blockquote>non</blockquote></div>", "Oui"),
        ("<p>Pr&eacute;sent</p><blockquote type='cite'>non</blockquote>", "Présent"),
        ("<div style=\"display: none\">oui</div><p>Je ne peux pas</p>", "Je ne peux pas"),
        ("<p>Oui<br>Léa</p><div id=\"divRplyFwdMsg\">De : </div>non", "Oui\nLéa"),
        ("<style>p { }</style><p>a &lt; b</p><!-- non -->", "a < b"),
    ];
    for (html, visible) in cases {
        assert_eq!(read_html(html, &about()).visible, visible);
    }
}

#[test]
fn a_mail_is_recorded_unless_its_sender_is_in_doubt() {
    let ok = "Authentication-Results: mx.reseau.example; dmarc=pass header.from=quai.example\r\nContent-Type: text/plain; charset=utf-8";
    let received = |fields: &str, about: &About| {
        let own = String::from_utf8(mail("", "Je viens")).expect("text");
        read(format!("{fields}\r\n{own}").replace("\r\n\r\n\r\n", "\r\n\r\n").as_bytes(), about)
    };
    let reading = received(ok, &about());
    assert_eq!((reading.kind, reading.authenticated, reading.decision), (Kind::Human, Some(true), Verdict::Record));
    let failing = "Authentication-Results: mx.reseau.example; dmarc=fail header.from=quai.example";
    assert_eq!(received(failing, &about()).decision, Verdict::Hold);
    let invented = "Authentication-Results: mx.evil.example; dmarc=pass header.from=quai.example";
    assert_eq!(received(invented, &about()).authenticated, None);
    let hidden = "Authentication-Results: mx.reseau.example; dmarc=fail (dmarc=pass) header.from=quai.example";
    assert_eq!(received(hidden, &about()).authenticated, Some(false));
    let actor = AboutActor { name: Some("Paul Roy".into()), emails: vec!["paul@roy.example".into()], organisation: None };
    assert_eq!(received(ok, &About { actor: Some(actor), ..about() }).decision, Verdict::Hold);
    assert_eq!(received("List-Id: <voisins.example>", &about()).decision, Verdict::Hold);
}

#[test]
fn trusted_results_below_the_second_received_prove_nothing() {
    let forged = "Received: from b by a; Mon, 4 Oct 2027 09:00:00 +0200\r\nAuthentication-Results: mx.reseau.example; dmarc=pass";
    assert_eq!(read(&mail(forged, "Je viens"), &about()).authenticated, None);
}

#[test]
fn machines_are_told_from_people() {
    let cases = [
        ("Auto-Submitted: auto-replied (vacation)", "Je ne participe pas", Kind::AutoReply),
        ("Auto-Submitted: no", "Je viens", Kind::Human),
        ("X-Auto-Response-Suppress: All", "Je viens", Kind::Human),
        ("X-Loop: reseau@reseau.example", "Je viens", Kind::Loop),
        ("Content-Type: multipart/report; report-type=feedback-report; boundary=b", "--b\r\n\r\nabuse\r\n--b--", Kind::Complaint),
        ("Content-Type: multipart/report; report-type=disposition-notification; boundary=b", "--b\r\n\r\nlu\r\n--b--", Kind::Receipt),
    ];
    for (fields, body, kind) in cases {
        assert_eq!(read(&mail(fields, body), &about()).kind, kind, "{fields}");
    }
}

#[test]
fn an_absence_is_understood_with_its_period() {
    let reading = read(&mail("Auto-Submitted: auto-replied", "Je suis absente du 3 au 20 octobre. Urgences : paul@quai.example"), &about());
    let absence = reading.absence.expect("a period");
    assert_eq!((absence.from.as_deref(), absence.until.as_deref()), (Some("2027-10-03"), Some("2027-10-20")));
    assert_eq!(reading.stand_in.and_then(|p| p.email).as_deref(), Some("paul@quai.example"));
    assert_eq!((reading.intent, reading.decision), (None, Verdict::Ignore));
    let typed = said("Je suis absente du bureau jusqu'au 20 octobre. En cas d'urgence, contactez l'accueil.");
    assert_eq!((typed.intent, typed.decision), (Some(Intent::Unclear), Verdict::Ask));
}

fn bounce(action: &str, status: &str) -> Vec<u8> {
    format!(
        "From: Mail Delivery System <MAILER-DAEMON@mx.example>\r\nTo: reseau@reseau.example\r\nSubject: Undelivered Mail\r\nMessage-ID: <b@mx.example>\r\nAuto-Submitted: auto-replied\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nI'm sorry.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; Lea@Quai.example\r\nAction: {action}\r\nStatus: {status}\r\nDiagnostic-Code: smtp; 550 no such user\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <inv.7@reseau.example>\r\nSubject: Invitation\r\n\r\nVenez !\r\n--b--\r\n"
    )
    .into_bytes()
}

#[test]
fn bounces_say_whom_what_and_for_which_letter() {
    let hard = read(&bounce("failed", "5.1.1"), &about());
    assert_eq!((hard.kind, hard.action, hard.decision), (Kind::BounceHard, Some(Action::Failed), Verdict::Ignore));
    assert_eq!((hard.recipients.as_slice(), hard.reason.as_deref()), (["lea@quai.example".to_owned()].as_slice(), Some("550 no such user")));
    assert_eq!(read(&bounce("failed", "5.2.2"), &about()).kind, Kind::BounceSoft);
    let late = read(&bounce("delayed", "4.4.1"), &about());
    assert_eq!((late.kind, late.action), (Kind::BounceSoft, Some(Action::Delayed)));
    assert_eq!(read(&bounce("delivered", "2.0.0"), &about()).kind, Kind::Delivered);
    assert_eq!(returned_ids(&bounce("failed", "5.1.1")), ["inv.7@reseau.example"]);
}

#[test]
fn a_bounce_in_prose_is_understood() {
    let bytes = b"Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example\r\nTo: reseau@reseau.example\r\nSubject: failure notice\r\n\r\nHi. I wasn't able to deliver your message.\r\n\r\n<lea@quai.example>:\r\nSorry, no such user here.\r\n\r\n--- Below this line is a copy of the message.\r\n\r\nMessage-ID: <inv.8@reseau.example>\r\nTo: autre@quai.example\r\n";
    let reading = read(bytes, &about());
    assert_eq!((reading.kind, reading.recipients), (Kind::BounceHard, vec!["lea@quai.example".to_owned()]));
    assert_eq!(returned_ids(bytes), ["inv.8@reseau.example"]);
}

fn calendar(method: &str, partstat: &str, uid: &str) -> Reading {
    let body = format!("BEGIN:VCALENDAR\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\nUID:{uid}\r\nATTENDEE;CN=\"Morin; Léa\";PARTST\r\n AT={partstat}:MAILTO:lea@quai.example\r\nCOMMENT:En retard\\, un peu\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
    read(&mail(&format!("Content-Type: text/calendar; method={method}; charset=utf-8"), &body), &about())
}

#[test]
fn calendar_replies_count_for_their_own_gathering_only() {
    for (partstat, intent) in [("ACCEPTED", Intent::Attending), ("DECLINED", Intent::Regrets), ("TENTATIVE", Intent::Tentative)] {
        let reading = calendar("REPLY", partstat, "g1@reseau.example");
        assert_eq!((reading.kind, reading.intent, reading.decision), (Kind::CalendarReply, Some(intent), Verdict::Record));
        assert_eq!(reading.note.as_deref(), Some("En retard, un peu"));
    }
    assert_eq!(calendar("REPLY", "ACCEPTED", "autre@reseau.example").decision, Verdict::Hold);
    assert_eq!(calendar("COUNTER", "TENTATIVE", "g1@reseau.example").decision, Verdict::Ask);
    assert_eq!(calendar("REQUEST", "NEEDS-ACTION", "g1@reseau.example").kind, Kind::CalendarOther);
}

#[test]
fn headers_give_what_the_daemon_needs() {
    let headers = headers(&mail("Return-Path: <>\r\nDelivered-To: Reseau+ABC@reseau.example\r\nReferences: <a@b> <c@d>", "x"));
    assert_eq!(headers.message_id.as_deref(), Some("1@quai.example"));
    assert_eq!((headers.in_reply_to, headers.references), (vec!["inv@reseau.example".to_owned()], vec!["a@b".to_owned(), "c@d".to_owned()]));
    assert_eq!(headers.from.map(|f| (f.name, f.email)), Some((Some("Léa Morin".into()), "lea@quai.example".into())));
    assert_eq!((headers.delivered_to, headers.date), (vec!["reseau+abc@reseau.example".to_owned()], Some(1_822_636_800_000)));
    assert!(headers.null_return_path);
}

#[test]
fn no_reading_yields_a_nul() {
    let reading = read(&mail("Content-Type: text/plain", "je\0 viens\0"), &about());
    assert!(!serde_json::to_string(&reading).expect("json").contains("\\u0000"));
    assert_ne!(reading.decision, Verdict::Record);
}

#[test]
fn crafted_messages_end_soon_and_are_never_recorded() {
    let nested = format!("From: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\n--xContent-Type: message/rfc822\n\nContent-Type: message/rfc822\n\n{}", "--x\nContent-Type: message/rfc822\n\n".repeat(50));
    let deep = format!("From: a@b.example\n{}", "Content-Type: message/rfc822\n\n".repeat(20_000));
    let fields = format!("From: a@b.example\n{}\n\nje viens", "X-A: b\n".repeat(10_000));
    let references = format!("From: a@b.example\nReferences: {}\n\nje viens", "<a@b>\n ".repeat(10_000));
    let line = format!("From: a@b.example\n\n{}", "oui non ".repeat(130_000));
    let word = format!("From: a@b.example\n\n{}", "a".repeat(1_000_000));
    let tags = format!("From: a@b.example\nContent-Type: text/html\n\n{}oui", "<b a=b><div>".repeat(90_000));
    let opens = format!("From: a@b.example\nContent-Type: text/html\n\n{}", "<a ".repeat(300_000));
    let script = format!("From: a@b.example\nContent-Type: text/html\n\n{}", "<script></".repeat(100_000));
    let lines = format!("From: a@b.example\n\n{}", "Le 4\n".repeat(200_000));
    for message in [nested, deep, fields, references, line, word, tags, opens, script, lines] {
        let reading = read(message.as_bytes(), &about());
        assert_ne!(reading.decision, Verdict::Record, "{:.80}", message);
    }
    assert_eq!(read(&vec![b'a'; super::message::LARGEST + 1], &about()).kind, Kind::Malformed);
    assert_eq!(read(b"", &about()).kind, Kind::Malformed);
}

fn seed() -> impl Strategy<Value = Vec<u8>> {
    let html = mail("Content-Type: multipart/alternative; boundary=b", "--b\r\nContent-Type: text/plain\r\n\r\nJe viens avec deux amis\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>Je viens</p><blockquote type=cite>non</blockquote>\r\n--b--\r\n");
    let calendar = mail("Content-Type: text/calendar; method=REPLY", "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:lea@quai.example\r\nEND:VCALENDAR\r\n");
    prop_oneof![Just(bounce("failed", "5.1.1")), Just(html), Just(calendar), Just(mail("Auto-Submitted: auto-replied", "absent du 3 au 8 mai"))]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn reading_is_total_on_mutated_mails(seed in seed(), edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0_u8..4), 0..40)) {
        let mut bytes = seed;
        for (at, byte, kind) in edits {
            if bytes.is_empty() { break; }
            let at = at.index(bytes.len());
            match kind {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                2 => { bytes.remove(at); }
                _ => { let tail = bytes.split_off(at); let end = tail.len().min(60); bytes.extend_from_slice(&tail[..end]); bytes.extend(tail); }
            }
        }
        let reading = read(&bytes, &about());
        prop_assert!(!reading.visible.contains('\0') && (0.0..=1.0).contains(&reading.confidence));
        headers(&bytes);
        returned_ids(&bytes);
    }

    #[test]
    fn reading_is_total_on_any_text(text in "\\PC{0,400}", html in "[<>a-z/=\"' &;#!-]{0,400}") {
        read_text(&text, &about());
        read_html(&html, &about());
    }
}
