//! Sample data of every letter, and with it the contract between who gathers a letter's data and its templates.
//!
//! Templates are strict: every key is always there, and null where there is nothing to say. Civil times are written
//! `2027-06-05T10:00`, dates `2027-05-20`. Every letter has
//!
//! - `network`: `{"name", "address"}`
//! - `actor`, whom it goes to: `{"name", "organisation"|null}`
//! - `gathering`: `{"title", "kind": "meeting|visit", "starts", "ends", "zone", "mode": "in_person|online|hybrid",
//!   "place"|null, "link"|null, "places"|null, "description"|null, "series"|null, "number"|null}`
//!   (null in a digest and a programme, and in a stopped letter or a compte rendu that is about none)
//!
//! and besides, by its kind,
//!
//! - invitation: nothing
//! - reminder: `n`, from 1
//! - receipt: `said`, `place`: `"given|waiting"|null`, `unsubscribed`: bool
//! - question: `words`, what the person wrote
//! - practical: `said`, `agenda`: `[LINE]`
//! - moved: `before`: `{"starts", "ends"}`, `confirm`: whether the person had said that they come
//! - cancelled: `reason`|null
//! - stopped: nothing
//! - digest: `date`, `gatherings`: `[{"gathering", "counts", "new_answers"}]`, `doubts`: `[{"number", "from", "words",
//!   "reason": "answer|identity|new_person|question|unreadable", "gathering": TITLE|null}]`, `undeliverable`:
//!   `[{"name", "email", "reason"}]`, `given_up`: `[{"to", "subject", "reason"}]`, `stopped`: `[{"name"}]`, `capped`:
//!   `[{"email"}]`, `dropped`: `[LINE]`, `follow_ups`: `[{"number", "title", "owner": NAME|null, "due": DATE|null,
//!   "overdue": bool, "is_new": bool}]`, `drafts`, comptes rendus that wait: `[{"number", "title"|null, "date"|null,
//!   "version"}]`, `debriefs`: `[{"name", "visit": TITLE, "text"}]`
//! - programme: `gatherings`: `[gathering]`
//! - attendance: `coming`: `[{"name", "organisation"|null, "guests"}]`, `page`: URL|null
//! - debrief: `host`: NAME|null
//! - follow_up: `follow_up`: `{"kind": "visit|contact|action", "title", "note"|null, "due": DATE|null}`,
//!   `volunteers`: `[{"name", "organisation"|null}]`
//! - order: `recipients`: how many, `invited`: `[{"name", "organisation"|null}]`
//! - noted: `about`, `lines`: `[LINE]`, `understood`: bool, `done`: bool
//! - minutes: `minutes`, `was_present`: bool, `can_volunteer`: bool (a visit awaits its date), `debriefs`: `[{"name", "organisation"|null, "visit": TITLE, "text"}]`,
//!   `follow_ups`: `[{"number", "kind": "visit|contact|action", "title", "note"|null, "owner": NAME|null,
//!   "due": DATE|null}]`
//! - minutes_review: `minutes`, `debriefs`, `follow_ups`, `recipients`: N, `warnings`: `[LINE]`,
//!   `version`: N, from 1
//!
//! where
//!
//! - `said`: `{"intent": "attending|regrets|tentative", "guests", "guest_names": [], "delegate": {"name"|null,
//!   "email"|null}|null, "mode": "in_person|online"|null, "partial": bool, "note"|null}`
//! - `counts`: `{"invited", "attending", "guests", "regrets", "tentative", "silent", "to_decide", "undeliverable",
//!   "waiting"}`
//! - `new_answers`: `[{"name", "organisation"|null, "intent", "guests", "delegate": NAME|null, "place":
//!   "given|waiting"|null, "note"|null, "said_by"|null}]`
//! - `minutes`: `{"title"|null, "date"|null, "authors": [NAME], "present_words"|null, "text", "html"}`; the last two are
//!   what [`super::minutes`] makes of the compte rendu: the HTML is put into the letter as it is
//!
//! Two keys are rendering's own and must not be given: `letter` (`{"kind", "bulk": bool, "automatic": bool}`) and, in
//! the HTML part, `subject` (the rendered subject, its title).

mod minutes;

use serde_json::{Value, json};

use crate::domain::letter::LetterKind;

/// Samples of one kind, each with what is particular about it.
pub fn samples(kind: LetterKind) -> Vec<(&'static str, Value)> {
    match kind {
        LetterKind::Invitation => {
            let nobody = json!({"actor": {"name": "", "organisation": null}});
            let of_all = gatherings().into_iter().map(|(name, one)| (name, letter(one, json!({}))));
            of_all.chain([("nameless", letter(meeting(), nobody))]).collect()
        }
        LetterKind::Reminder => vec![
            ("first", letter(meeting(), json!({"n": 1}))),
            ("second", letter(online(), json!({"n": 2}))),
            ("visit", letter(visit(), json!({"n": 1}))),
        ],
        LetterKind::Receipt => receipts(),
        LetterKind::Attendance | LetterKind::Debrief | LetterKind::FollowUp | LetterKind::Order | LetterKind::Noted => {
            afterwards(kind)
        }
        LetterKind::Question => vec![
            ("short", letter(meeting(), json!({"words": "Bien reçu, merci !"}))),
            (
                "long",
                letter(visit(), json!({"words": "Bonjour,\n\nça dépend du train <&> de mes collègues. ".repeat(20)})),
            ),
        ],
        LetterKind::Practical => vec![
            (
                "guests",
                letter(
                    meeting(),
                    json!({"said": said(full()), "agenda": ["Visite du Moulin : restitution de <Léa>", "Contact avec l'Amap"]}),
                ),
            ),
            ("plain", letter(online(), json!({"said": said(json!({})), "agenda": []}))),
            ("bare", letter(bare(), json!({"said": said(json!({"note": "J'arriverai vers 11 h."})), "agenda": []}))),
        ],
        LetterKind::Moved => vec![
            ("other day, was coming", letter(meeting(), moved("2027-06-04T10:00", "2027-06-04T12:00", true))),
            ("other hour, hadn't answered", letter(online(), moved("2027-06-10T09:00", "2027-06-10T10:30", false))),
            ("visit", letter(visit(), moved("2027-06-30T14:00", "2027-06-30T17:00", true))),
        ],
        LetterKind::Cancelled => vec![
            ("reason", letter(meeting(), json!({"reason": "La salle est inondée.\nNous cherchons une autre date."}))),
            ("no reason", letter(visit(), json!({"reason": null}))),
        ],
        LetterKind::Stopped => {
            vec![("gathering", letter(meeting(), json!({}))), ("no gathering", letter(Value::Null, json!({})))]
        }
        LetterKind::Digest => {
            vec![("full", letter(Value::Null, digest())), ("empty", letter(Value::Null, quiet_digest()))]
        }
        LetterKind::Programme => vec![
            ("several", letter(Value::Null, json!({"gatherings": [meeting(), online(), visit(), bare()]}))),
            ("one", letter(Value::Null, json!({"gatherings": [visit()]}))),
            ("none", letter(Value::Null, json!({"gatherings": []}))),
        ],
        LetterKind::Minutes => minutes::letters(),
        LetterKind::MinutesReview => minutes::reviews(),
    }
}

/// Every sort of gathering.
fn gatherings() -> Vec<(&'static str, Value)> {
    let link = json!({"link": "https://visio.example/automne"});
    vec![
        ("meeting", meeting()),
        ("online", online()),
        ("online, link to come", merged(online(), json!({"link": null}))),
        ("hybrid", hybrid()),
        ("hybrid, with a link", merged(hybrid(), link)),
        ("visit", visit()),
        ("bare", bare()),
    ]
}

/// A letter: what all have, and what its kind adds.
fn letter(gathering: Value, more: Value) -> Value {
    let common = json!({
        "network": {"name": "Acteurs de la coopération", "address": "rencontres@cooperation.example"},
        "actor": {"name": "Maëlle Guérin", "organisation": "L'Épicerie & Cie"},
        "gathering": gathering,
    });
    merged(common, more)
}

/// `base` with the keys of `over`.
fn merged(mut base: Value, over: Value) -> Value {
    if let (Some(base), Value::Object(over)) = (base.as_object_mut(), over) {
        base.extend(over);
    }
    base
}

/// A meeting of which everything is known.
fn meeting() -> Value {
    json!({
        "title": "3e rencontre des Acteurs sur la coopération",
        "kind": "meeting",
        "starts": "2027-06-05T10:00",
        "ends": "2027-06-05T12:30",
        "zone": "Europe/Paris",
        "mode": "in_person",
        "place": "Maison des associations, 12 rue de l'Église, Villeneuve",
        "link": null,
        "places": null,
        "description": "Au programme : deux récits de coopération, puis un temps d'échange en petits groupes.\n\nUn repas partagé suit la rencontre : chacun apporte un plat.",
        "series": "La coopération au quotidien",
        "number": 3,
    })
}

/// A meeting by visio.
fn online() -> Value {
    merged(
        meeting(),
        json!({
            "title": "Point d'étape : <budget> & calendrier",
            "starts": "2027-06-10T18:00", "ends": "2027-06-10T19:30",
            "mode": "online", "place": null, "link": "https://visio.example/salle/point-etape?pwd=a1&lang=fr",
            "description": null, "series": null, "number": null,
        }),
    )
}

/// A meeting in a place and by visio, over two days, whose link isn't known yet.
fn hybrid() -> Value {
    merged(
        meeting(),
        json!({"title": "Rencontres d'automne", "starts": "2027-10-01T14:00", "ends": "2027-10-02T12:00", "mode": "hybrid"}),
    )
}

/// A visit with limited places.
fn visit() -> Value {
    merged(
        meeting(),
        json!({
            "title": "Visite du jardin partagé des Lilas", "kind": "visit",
            "starts": "2027-07-01T14:00", "ends": "2027-07-01T17:00",
            "place": "Jardin des Lilas", "places": 8, "series": null, "number": null,
            "description": "Prévoyez de bonnes chaussures.",
        }),
    )
}

/// A gathering of which only the date is known, and a very long title.
fn bare() -> Value {
    merged(
        meeting(),
        json!({
            "title": "Assemblée extraordinaire des actrices et des acteurs du réseau et de leurs partenaires de toutes les communes du plateau",
            "place": null, "description": null, "series": null, "number": null,
        }),
    )
}

/// A bare "I come", with other keys over it.
fn said(over: Value) -> Value {
    let plain = json!({
        "intent": "attending", "guests": 0, "guest_names": [], "delegate": null, "mode": null, "partial": false, "note": null,
    });
    merged(plain, over)
}

/// All that an answer may say.
fn full() -> Value {
    json!({
        "guests": 3, "guest_names": ["Karim Benali", "Léa"], "mode": "in_person", "partial": true,
        "note": "Nous arriverons vers 10 h 30 <train> & nous apportons une tarte.",
    })
}

fn receipts() -> Vec<(&'static str, Value)> {
    let receipt = |gathering: Value, over: Value, place: Value, unsubscribed: bool| {
        letter(gathering, json!({"said": said(over), "place": place, "unsubscribed": unsubscribed}))
    };
    let delegate =
        json!({"intent": "regrets", "delegate": {"name": "Karim Benali", "email": "karim@epicerie.example"}});
    vec![
        ("coming", receipt(meeting(), json!({}), Value::Null, false)),
        ("everything", receipt(meeting(), full(), Value::Null, false)),
        ("online", receipt(online(), json!({"mode": "online"}), Value::Null, false)),
        ("not coming", receipt(meeting(), json!({"intent": "regrets"}), Value::Null, false)),
        ("delegate", receipt(meeting(), delegate, Value::Null, false)),
        ("perhaps", receipt(hybrid(), json!({"intent": "tentative", "guests": 1}), Value::Null, false)),
        ("place", receipt(visit(), json!({}), json!("given"), false)),
        ("waiting", receipt(visit(), json!({"guests": 1}), json!("waiting"), false)),
        ("stop", receipt(meeting(), json!({"intent": "regrets", "note": "Merci de me retirer."}), Value::Null, true)),
    ]
}

fn moved(starts: &str, ends: &str, confirm: bool) -> Value {
    json!({"before": {"starts": starts, "ends": ends}, "confirm": confirm})
}

fn digest() -> Value {
    let answer = |name: &str, organisation: Value, intent: &str, more: Value| {
        let plain = json!({"name": name, "organisation": organisation, "intent": intent, "guests": 0, "delegate": null, "place": null, "note": null, "said_by": null});
        merged(plain, more)
    };
    let doubt = |number: i64, reason: &str, words: &str, gathering: Value| json!({"number": number, "from": "Paul <paul@asso.example>", "words": words, "reason": reason, "gathering": gathering});
    let title = json!("3e rencontre des Acteurs sur la coopération");
    let theatre = json!("Théâtre de l'Étoile");
    json!({
        "date": "2027-05-20",
        "gatherings": [
            {
                "gathering": meeting(),
                "counts": {"invited": 24, "attending": 11, "guests": 3, "regrets": 5, "tentative": 2, "silent": 4, "to_decide": 1, "undeliverable": 1, "waiting": 0},
                "new_answers": [
                    answer("Léa Martin", theatre.clone(), "attending", json!({"guests": 2, "note": "Je pars à midi."})),
                    answer("Noé Petit", theatre, "regrets", json!({"said_by": "Maëlle Guérin", "delegate": "Ana Roca"})),
                    answer("Ali Saïd", Value::Null, "attending", json!({"place": "waiting"})),
                    answer("Inès Roy", Value::Null, "tentative", json!({"guests": 1})),
                ],
            },
            {
                "gathering": visit(),
                "counts": {"invited": 10, "attending": 3, "guests": 0, "regrets": 0, "tentative": 0, "silent": 7, "to_decide": 0, "undeliverable": 0, "waiting": 2},
                "new_answers": [],
            },
        ],
        "doubts": [
            doubt(12, "answer", "Je vais voir\navec <Léa> & je vous dis.", title.clone()),
            doubt(13, "identity", "Je viens !", title.clone()),
            doubt(14, "new_person", "Une amie m'a transmis l'invitation, je peux venir ?", title.clone()),
            doubt(15, "question", "Est-ce accessible en fauteuil ?", title),
            doubt(16, "unreadable", "", Value::Null),
        ],
        "undeliverable": [{"name": "Jean Durand", "email": "jean@ancien.example", "reason": "550 5.1.1 User unknown"}],
        "given_up": [{"to": "anne@loin.example", "subject": "Invitation : 3e rencontre", "reason": "Connection refused"}],
        "stopped": [{"name": "Luc Blanc"}, {"name": "Zoé Noir"}],
        "capped": [{"email": "bavard@asso.example"}],
        "dropped": ["Rappel pour « 3e rencontre » : la rencontre avait déjà commencé"],
        "follow_ups": [
            {"number": 4, "title": "Visite du Moulin <haut>", "owner": "Maëlle Guérin", "due": "2027-05-18", "overdue": true, "is_new": false},
            {"number": 5, "title": "Contact avec l'Amap", "owner": null, "due": "2027-05-26", "overdue": false, "is_new": true},
            {"number": 6, "title": "Écrire la charte", "owner": "Noé Petit", "due": null, "overdue": false, "is_new": true},
        ],
        "drafts": [
            {"number": 2, "title": "3e rencontre des Acteurs <& amis>", "date": "2027-05-15", "version": 2},
            {"number": 3, "title": null, "date": "2027-05-16", "version": 1},
            {"number": 7, "title": null, "date": null, "version": 1},
        ],
        "debriefs": [{"name": "Ana Roca", "visit": "Visite du Moulin", "text": "Les <meules> tournent\nencore, et à plusieurs."}],
    })
}

fn quiet_digest() -> Value {
    json!({
        "date": "2027-05-21", "gatherings": [], "doubts": [], "undeliverable": [], "given_up": [], "stopped": [],
        "capped": [], "dropped": [], "follow_ups": [], "drafts": [], "debriefs": [],
    })
}

/// What comes after a gathering.
fn afterwards(kind: LetterKind) -> Vec<(&'static str, Value)> {
    let people = json!([
        {"name": "Léa Martin", "organisation": "Théâtre de l'Étoile", "guests": 1},
        {"name": "Noé Petit", "organisation": null, "guests": 0},
    ]);
    match kind {
        LetterKind::Attendance => vec![
            ("link", letter(meeting(), json!({"coming": people, "page": "https://palabre.example/attendance/abc"}))),
            ("nobody", letter(online(), json!({"coming": [], "page": null}))),
        ],
        LetterKind::Debrief => vec![
            ("host", letter(visit(), json!({"host": "Ana Roca"}))),
            ("no host", letter(visit(), json!({"host": null}))),
        ],
        LetterKind::FollowUp => {
            let one = |kind: &str, title: &str, more: Value| {
                merged(json!({"kind": kind, "title": title, "note": null, "due": null}), more)
            };
            let due = json!({"due": "2027-06-30", "note": "si présentiel, voir <où>"});
            vec![
                (
                    "visit",
                    letter(
                        Value::Null,
                        json!({"follow_up": one("visit", "Visite du Moulin", due.clone()), "volunteers": people}),
                    ),
                ),
                (
                    "visit, nobody yet",
                    letter(
                        Value::Null,
                        json!({"follow_up": one("visit", "Visite du Moulin", json!({})), "volunteers": []}),
                    ),
                ),
                (
                    "contact",
                    letter(
                        Value::Null,
                        json!({"follow_up": one("contact", "Contact avec l'Amap", due), "volunteers": []}),
                    ),
                ),
            ]
        }
        LetterKind::Order => vec![
            ("visit", letter(visit(), json!({"recipients": 2, "invited": people}))),
            ("nobody", letter(visit(), json!({"recipients": 0, "invited": []}))),
        ],
        _ => vec![
            (
                "understood",
                letter(
                    Value::Null,
                    json!({"about": "Visite du Moulin", "lines": ["présents : Léa Martin, Noé Petit", "absente : Ana <Roca>"], "understood": true, "done": true}),
                ),
            ),
            (
                "nothing done",
                letter(
                    Value::Null,
                    json!({"about": "3e rencontre", "lines": ["ce compte rendu est déjà parti"], "understood": true, "done": false}),
                ),
            ),
            (
                "not understood",
                letter(
                    Value::Null,
                    json!({"about": "3e rencontre", "lines": ["« tous sauf Amap »"], "understood": false, "done": false}),
                ),
            ),
        ],
    }
}
