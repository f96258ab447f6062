//! How it all stands in the end, and whether it stands as it should.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::cast::{self, Gathering};
use super::setting::Setting;
use super::story::{self, Story};
use super::{Played, script};
use crate::domain::clock::Timestamp;
use crate::domain::letter::LetterKind;
use crate::store::{debriefs, outbox};
use crate::workflow::standing::{self, Tally};

/// How many get a compte rendu: the members, without whom no letter reaches and who said stop.
const READERS: usize = 13;

/// Tells the counts; yields what isn't as it should be. Where somebody visited and wrote, only what holds whatever they
/// wrote is checked.
pub async fn tell(story: &mut Story, setting: &Setting) -> Played<Vec<String>> {
    story.title("En résumé");
    let visited = setting.drawer().was_visited();
    let mut failed = Vec::new();
    for (gathering, expected) in [
        (Gathering::Meeting, cast::MEETING_TALLY),
        (Gathering::Visit, cast::VISIT_TALLY),
        (Gathering::Arranged, cast::ARRANGED_TALLY),
        (Gathering::Next, cast::NEXT_TALLY),
        (Gathering::Further, cast::FURTHER_TALLY),
    ] {
        let stored = match setting.stored(gathering).await {
            // Who visits may have answered in the organiser's stead that nothing will come of it.
            Err(_) if visited => continue,
            stored => stored?,
        };
        let standings = standing::of_gathering(&mut setting.db().read().await?, &stored).await?;
        let tally = standing::tally(&standings);
        story.tell(&format!("{} : {}", stored.title, counts(&tally)));
        if tally != expected && !visited {
            failed.push(format!("{}: {tally:?} instead of {expected:?}", stored.title));
        }
    }
    let minutes = minutes(setting).await?;
    let readers = minutes.values().next().map_or(0, Vec::len);
    let reported = reported(setting).await?;
    story.tell(&format!(
        "{} chacun par {}, une fois ; {}, dans le second.",
        story::count(minutes.len(), "compte rendu reçu", "comptes rendus reçus"),
        story::count(readers, "personne", "personnes"),
        story::count(reported.len(), "restitution", "restitutions"),
    ));
    if !visited {
        failed.extend(wrong_minutes(&minutes, &reported));
    }
    let (once, doubled) = setting.once_each();
    let sent = story::count(usize::try_from(setting.letters())?, "courrier envoyé", "courriers envoyés");
    let different = story::count(once, "différent", "différents");
    story.tell(&format!("{sent}, {different}, {doubled} en double."));
    if doubled > 0 {
        failed.push(format!("{doubled} letters were sent twice"));
    }
    story.pause(Duration::from_secs(1)).await;
    if visited {
        story.aside("Vous avez écrit pendant le récit : ces comptes sont aussi les vôtres.");
    } else if failed.is_empty() {
        story.aside("Tout est noté comme il a été dit.");
    }
    Ok(failed)
}

/// Mailbox and text of each letter that brought a compte rendu, by the compte rendu, oldest first.
async fn minutes(setting: &Setting) -> Played<BTreeMap<String, Vec<(String, String)>>> {
    let mut all: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    let mut tx = setting.db().read().await?;
    for letter in setting.letters_after(0) {
        let sent = outbox::by_message_id(&mut tx, &letter.message_id).await?;
        if let Some(sent) = sent.filter(|sent| sent.kind == LetterKind::Minutes) {
            all.entry(sent.subject).or_default().push((letter.to, letter.text));
        }
    }
    Ok(all)
}

/// What was reported after visits.
async fn reported(setting: &Setting) -> Played<Vec<String>> {
    let mut tx = setting.db().read().await?;
    let all = debriefs::between(&mut tx, setting.network(), Timestamp(0), setting.now()).await?;
    Ok(all.into_iter().map(|one| one.words).collect())
}

/// Each of two comptes rendus to each reader once; the second holds every restitution, word for word.
fn wrong_minutes(minutes: &BTreeMap<String, Vec<(String, String)>>, reported: &[String]) -> Vec<String> {
    let mut wrong = Vec::new();
    if minutes.len() != 2 {
        wrong.push(format!("{} comptes rendus instead of 2", minutes.len()));
    }
    for (which, letters) in minutes {
        let readers: BTreeSet<&str> = letters.iter().map(|(to, _)| to.as_str()).collect();
        if letters.len() != READERS || readers.len() != READERS {
            wrong.push(format!("{which}: {} letters to {} people instead of {READERS}", letters.len(), readers.len()));
        }
    }
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let expected = [&script::FIRST_DEBRIEF].into_iter().chain(script::DEBRIEFS);
    for line in expected.filter(|line| !reported.iter().any(|words| flat(words).contains(&flat(line.words)))) {
        wrong.push(format!("the restitution of {} wasn't kept", line.from));
    }
    for (to, text) in minutes.values().next_back().into_iter().flatten() {
        let text = flat(text);
        if !reported.iter().all(|words| text.contains(&flat(words))) {
            wrong.push(format!("a restitution is missing in the compte rendu to {to}"));
        }
    }
    wrong
}

fn counts(tally: &Tally) -> String {
    use story::count;
    let guests = usize::try_from(tally.guests).unwrap_or_default();
    [
        format!(
            "{} : {} (avec {})",
            count(tally.invited, "invité", "invités"),
            count(tally.attending, "vient", "viennent"),
            count(guests, "accompagnant", "accompagnants")
        ),
        count(tally.regrets, "s'excuse", "s'excusent"),
        count(tally.tentative, "hésite", "hésitent"),
        format!("{} sans réponse", tally.silent),
        format!("{} à trancher", tally.to_decide),
        count(tally.undeliverable, "injoignable", "injoignables"),
        format!("{} sur liste d'attente", tally.waiting),
    ]
    .join(", ")
}
