//! A real compte rendu, where `PALABRE_CORPUS` names the folder that has it; none of its words are here.

use super::{looks_like_minutes, minutes, proposals};
use crate::domain::follow_up::FollowUpKind::{Contact, Visit};
use crate::domain::minutes::SectionKind::{Leads, Lessons, Observations};

#[test]
fn a_real_one_yields_what_it_says() {
    let Some(folder) = std::env::var_os("PALABRE_CORPUS") else {
        eprintln!("SKIPPED: PALABRE_CORPUS names no real compte rendu");
        return;
    };
    let file = std::path::Path::new(&folder).join("data/compte-rendu-2021-04-03.txt");
    let text = std::fs::read_to_string(file).unwrap();
    let read = minutes(&text);
    assert!(looks_like_minutes(&text));
    assert_eq!(read.title.as_deref(), text.lines().next());
    assert_eq!(read.date.unwrap().to_string(), "2021-04-03");
    assert_eq!(read.authors.len(), 3);
    let named: Vec<_> = read.present.named.iter().map(|one| (one.name.as_str(), one.organisation.as_deref())).collect();
    assert_eq!(named, [("Célia", Some("Ageca"))]);
    let unnamed: Vec<_> = read.present.unnamed.iter().map(|one| (one.count, one.group.as_str())).collect();
    assert_eq!(unnamed, [(5, "membres du groupe projet"), (6, "autres acteurs")]);
    assert!(text.contains(&read.present.words) && read.present.words.starts_with('5'));
    let kinds: Vec<_> = read.sections.iter().map(|section| section.kind).collect();
    assert_eq!(kinds, [Observations, Lessons, Leads]);
    let found = proposals(&read);
    let about: Vec<_> = found.iter().map(|one| (one.kind, one.about.as_deref().unwrap())).collect();
    assert_eq!(about, [(Visit, "lab86"), (Contact, "France Bénévolat"), (Contact, "Amap"), (Contact, "Pouvoir Faire")]);
    for contact in found.iter().skip(1) {
        assert!(contact.note.as_ref().unwrap().ends_with("si présentiel, voir dans quel lieu"));
    }
    for one in &found {
        assert!(text.contains(&one.words));
    }
    let kept = read.plain_text();
    assert_eq!(kept.split_whitespace().collect::<Vec<_>>(), text.split_whitespace().collect::<Vec<_>>());
}
