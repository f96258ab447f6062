//! Who is on the stage, and what they are to meet about. Names and addresses are the cast's.

use super::{ADDRESS, NETWORK, ZONE};
use crate::cli::demo::Played;
use crate::cli::demo::cast::MEMBERS;
use crate::cli::init::usual_network;
use crate::domain::civil::parse_civil;
use crate::domain::clock::Timestamp;
use crate::domain::gathering::{Gathering, GatheringKind, GatheringState};
use crate::domain::ids::{GatheringId, NetworkId, SeriesId};
use crate::domain::language::Language;
use crate::domain::reading::Mode;
use crate::store::{Tx, gatherings, networks, people};

/// Where meetings in a place are held.
const HOUSE: &str = "Maison des associations, 3 place du Canal";

/// The gatherings that are known from the start.
pub struct Made {
    /// The visio that the story begins with.
    pub meeting: GatheringId,
    /// The visit with limited places.
    pub visit: GatheringId,
    /// The meeting at which visitors report.
    pub next: GatheringId,
    /// The meeting that stays open.
    pub further: GatheringId,
}

/// The network, its people and its gatherings.
pub async fn people_the_stage(tx: &mut Tx, now: Timestamp) -> Played<(NetworkId, Made)> {
    let network = networks::insert(tx, &usual_network(NETWORK, ADDRESS, Language::Fr, ZONE), now).await?;
    for member in MEMBERS {
        let organisation = people::ensure_organisation(tx, member.organisation, now).await?;
        let actor = people::insert_actor(tx, member.name, Some(organisation), now).await?;
        people::insert_address(tx, actor, member.email, now).await?;
        let language = member.english.then_some(Language::En);
        people::insert_membership(tx, network, actor, member.role, language, now).await?;
    }
    let series = networks::insert_series(tx, network, "Rencontres sur la coopération", now).await?;
    let meeting = meeting(network, series)?;
    let made = Made {
        meeting: gatherings::insert(tx, &meeting, now).await?,
        visit: gatherings::insert(tx, &visit(&meeting)?, now).await?,
        next: gatherings::insert(tx, &next(&meeting)?, now).await?,
        further: gatherings::insert(tx, &further(&meeting)?, now).await?,
    };
    Ok((network, made))
}

fn meeting(network: NetworkId, series: SeriesId) -> Played<Gathering> {
    Ok(Gathering {
        id: GatheringId(0),
        network,
        series: Some(series),
        number: Some(4),
        title: "4e rencontre des acteurs sur la coopération".to_owned(),
        kind: GatheringKind::Meeting,
        state: GatheringState::Proposed,
        starts: parse_civil("2027-06-05T10:00")?,
        ends: parse_civil("2027-06-05T12:00")?,
        zone: ZONE,
        mode: Mode::Online,
        host: None,
        place: None,
        link: Some("https://visio.example/acteurs-du-canal".to_owned()),
        places: None,
        description: Some(
            "Nous écouterons le récit de coopération du café associatif Le Tamis, puis nous échangerons à partir de ce \
             qu'il nous inspire."
                .to_owned(),
        ),
        change: 0,
    })
}

fn visit(meeting: &Gathering) -> Played<Gathering> {
    Ok(Gathering {
        series: None,
        number: None,
        title: "Visite de La Fabrique du quai".to_owned(),
        kind: GatheringKind::Visit,
        starts: parse_civil("2027-06-12T14:00")?,
        ends: parse_civil("2027-06-12T16:00")?,
        mode: Mode::InPerson,
        place: Some("La Fabrique du quai, 12 quai des Tanneurs".to_owned()),
        link: None,
        places: Some(8),
        description: Some(
            "Un tiers-lieu nous ouvre ses portes ; chacun dira à la rencontre suivante ce que la visite lui a inspiré."
                .to_owned(),
        ),
        ..meeting.clone()
    })
}

fn next(meeting: &Gathering) -> Played<Gathering> {
    Ok(Gathering {
        number: Some(5),
        title: "5e rencontre des acteurs sur la coopération".to_owned(),
        starts: parse_civil("2027-09-11T10:00")?,
        ends: parse_civil("2027-09-11T12:00")?,
        mode: Mode::InPerson,
        place: Some(HOUSE.to_owned()),
        link: None,
        description: Some("Celles et ceux qui ont visité nous diront ce qu'ils en rapportent.".to_owned()),
        ..meeting.clone()
    })
}

fn further(meeting: &Gathering) -> Played<Gathering> {
    Ok(Gathering {
        number: Some(6),
        title: "6e rencontre des acteurs sur la coopération".to_owned(),
        starts: parse_civil("2027-11-20T10:00")?,
        ends: parse_civil("2027-11-20T12:00")?,
        mode: Mode::Hybrid,
        place: Some(HOUSE.to_owned()),
        description: Some(
            "La Ressourcerie La Boucle nous racontera comment elle partage son atelier. On peut venir sur place ou \
             participer en visio."
                .to_owned(),
        ),
        ..meeting.clone()
    })
}
