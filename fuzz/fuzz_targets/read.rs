//! Everything that is read of bytes from outside: it ends, nothing panics, and what comes out holds what it promises.
#![no_main]

use libfuzzer_sys::fuzz_target;
use palabre::domain::reading::{About, AboutGathering, Reading};
use palabre::reading::minutes::{mailed, minutes, proposals};
use palabre::reading::{headers, read, read_html, read_text, returned_ids};

fuzz_target!(|bytes: &[u8]| {
    let about = about();
    holds(&read(bytes, &about));
    headers(bytes);
    returned_ids(bytes);
    mailed(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        holds(&read_text(text, &about));
        holds(&read_html(text, &about));
        proposals(&minutes(text));
    }
});

fn holds(reading: &Reading) {
    assert!((0.0..=1.0).contains(&reading.confidence), "{}", reading.confidence);
    let json = serde_json::to_string(reading).expect("a reading can be written as JSON");
    assert!(!json.contains("\\u0000"), "a NUL is refused by PostgreSQL");
}

fn about() -> About {
    let gathering = AboutGathering {
        reference: "g1".into(),
        title: Some("Rencontre des lieux partagés".into()),
        starts: Some("2027-10-14T18:00:00+02:00".into()),
        ends: None,
        mode: None,
        place: None,
        uid: Some("g1@reseau.example".into()),
    };
    About { gatherings: vec![gathering], addresses: vec!["reseau@reseau.example".into()], ..About::default() }
}
