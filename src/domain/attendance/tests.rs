//! What holds of several rows, and how lines of the page are taken.

use super::*;

fn row(actor: Option<i64>, name: &str, present: bool) -> Attendance {
    Attendance {
        gathering: GatheringId(1),
        actor: actor.map(ActorId),
        name: name.to_owned(),
        present,
        channel: AttendanceChannel::Mail,
        said_by: None,
        incoming: None,
        at: Timestamp(0),
    }
}

#[test]
fn the_latest_row_of_each_person_holds() {
    let rows = [
        row(Some(1), "Célia Rossi", true),
        row(None, "Marc Durand (Amap)", true),
        row(Some(2), "Paul Petit", false),
        row(Some(1), "Célia Rossi-Petit", false),
        row(None, "Marc Durand", true),
        row(Some(2), "Paul Petit", true),
    ];
    let holds: Vec<_> = latest(&rows).into_iter().map(|one| (one.name.as_str(), one.present)).collect();
    let expected =
        [("Célia Rossi-Petit", false), ("Marc Durand (Amap)", true), ("Paul Petit", true), ("Marc Durand", true)];
    assert_eq!(holds, expected);
}

#[test]
fn people_without_a_name_are_counted() {
    let name = unnamed(2, "personnes du quartier");
    assert_eq!((heads(&name), shown(&name)), (2, "2 personnes du quartier"));
    for name in ["Marc Durand", "+33 6", "+", "+2", "+x y"] {
        assert!(name.starts_with("+33") || heads(name) == 1, "{name}");
    }
    assert_eq!(shown("Marc Durand"), "Marc Durand");
}

#[test]
fn a_line_of_the_page_is_somebody_known_somebody_new_or_a_number_of_people() {
    let member = |id, name: &str, organisation: &str| Person {
        actor: Some(ActorId(id)),
        name: name.to_owned(),
        organisation: Some(organisation.to_owned()),
        rank: Rank::Member,
        recorded: None,
        with: None,
    };
    let people =
        [member(1, "Ana Roca", "Moulin"), member(2, "Paul Petit", "Mairie"), member(3, "Paul Grand", "Mairie")];
    for (line, expected) in [
        ("ana roca", Ok((Some(1), "Ana Roca"))),
        ("Ana (Moulin)", Ok((Some(1), "Ana Roca"))),
        ("Paul (Mairie)", Err(())),
        ("Mairie", Err(())),
        (" Marc  Durand (Amap)", Ok((None, "Marc Durand (Amap)"))),
        ("marc", Ok((None, "marc"))),
        ("2 personnes du quartier", Ok((None, "+2 personnes du quartier"))),
        ("+ 2 personnes", Ok((None, "+2 personnes"))),
        ("   ", Err(())),
    ] {
        let found = unannounced(line, &people).map_err(|_| ());
        let found = found.map(|mark| (mark.actor.map(|id| id.0), mark.name));
        assert_eq!(found, expected.map(|(id, name)| (id, name.to_owned())), "{line}");
    }
}
