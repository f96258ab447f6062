//! Writes every letter in every language, from sample data, into a folder: to look at templates before they are used,
//! in a mail program too, or to show them to a spam filter (`rspamc OUT/*.eml`).
//!
//! `cargo run --example letters -- OUT [TEMPLATES]`, where TEMPLATES is a folder of one's own templates.

use std::path::Path;

use anyhow::Context;
use palabre::domain::clock::Clock;
use palabre::domain::ids::{ActorId, NetworkId, OutgoingId};
use palabre::domain::language::Language;
use palabre::domain::letter::LetterKind;
use palabre::domain::outgoing::Outgoing;
use palabre::rendering::{Addresses, Templates, compose, sample};

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let out = arguments.next().context("give a folder to write into")?;
    let templates = Templates::load(arguments.next().as_deref().map(Path::new))?;
    std::fs::create_dir_all(&out)?;
    for &language in Language::ALL {
        for &kind in LetterKind::ALL {
            for (name, data) in sample::samples(kind) {
                let letter = templates.render(kind, language, &data)?;
                let file = Path::new(&out).join(format!("{language}-{kind}-{}", name.replace([' ', ','], "_")));
                std::fs::write(file.with_extension("txt"), format!("Subject: {}\n\n{}", letter.subject, letter.text))?;
                std::fs::write(file.with_extension("html"), &letter.html)?;
                std::fs::write(file.with_extension("eml"), compose(&row(kind, language), &addresses(), &letter)?)?;
            }
        }
    }
    Ok(())
}

fn row(kind: LetterKind, language: Language) -> Outgoing {
    let asked = kind.is_answer().then(|| "reply@epicerie.example".to_owned());
    Outgoing {
        id: OutgoingId(1),
        network: NetworkId(1),
        kind,
        cause: String::new(),
        actor: ActorId(1),
        mailing: None,
        invitation: None,
        invitation_generation: 0,
        membership: None,
        incoming: None,
        to: "maelle@epicerie.example".to_owned(),
        to_name: "Maëlle Guérin".to_owned(),
        language,
        context: "{}".to_owned(),
        message_id: "mfzwizlooruxgzlsomqhizlt@cooperation.example".to_owned(),
        date: Clock::system().now(),
        boundary: "mfzwizlooruxgzls".to_owned(),
        references: asked.iter().cloned().collect(),
        in_reply_to: asked,
        attempts: 1,
        not_after: None,
    }
}

fn addresses() -> Addresses {
    let network = |token: &str| format!("rencontres+{token}@cooperation.example");
    Addresses {
        from: "rencontres@cooperation.example".to_owned(),
        from_name: "Acteurs de la coopération".to_owned(),
        reply_to: Some(network("mfzwizlooruxgzlsomqhizltou")),
        unsubscribe_subject: "stop".to_owned(),
        unsubscribe: Some(network("ouzgk5dfon2a2dboruxgzlsomq")),
        unsubscribe_url: Some("https://palabre.cooperation.example/stop/ouzgk5dfon2a2dboruxgzlsomq".to_owned()),
    }
}
