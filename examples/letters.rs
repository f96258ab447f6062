//! Writes every letter in every language, from sample data, into a folder: to look at templates before they are used.
//!
//! `cargo run --example letters -- OUT [TEMPLATES]`, where TEMPLATES is a folder of one's own templates.

use std::path::Path;

use anyhow::Context;
use palabre::domain::language::Language;
use palabre::domain::letter::LetterKind;
use palabre::rendering::{Templates, sample};

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
                std::fs::write(file.with_extension("html"), letter.html)?;
            }
        }
    }
    Ok(())
}
