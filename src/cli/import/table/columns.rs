//! Which column is which, by the names that people give them.

use csv::StringRecord;
use unicode_normalization::UnicodeNormalization;

use super::{Row, address_in};
use crate::domain::language::Language;
use crate::domain::membership::MemberRole;

const EMAIL: &[&str] = &[
    "courriel",
    "email",
    "mail",
    "mel",
    "adressemail",
    "adresseemail",
    "adressecourriel",
    "adressemel",
    "adresseelectronique",
    "emailaddress",
    "mailaddress",
    "courrielelectronique",
];
const NAME: &[&str] = &[
    "name",
    "nomcomplet",
    "fullname",
    "prenomnom",
    "nomprenom",
    "prenometnom",
    "nometprenom",
    "displayname",
    "contact",
    "personne",
    "acteur",
    "participant",
];
const FIRST: &[&str] = &["prenom", "firstname", "givenname", "prenoms"];
const LAST: &[&str] = &["nom", "nomdefamille", "lastname", "surname", "familyname"];
const ORGANISATION: &[&str] = &[
    "structure",
    "organisation",
    "organization",
    "association",
    "asso",
    "organisme",
    "entreprise",
    "etablissement",
    "collectivite",
    "company",
    "organisationname",
    "nomdelastructure",
];
const ROLE: &[&str] = &["role"];
const LANGUAGE: &[&str] = &["langue", "language", "lang"];

/// Where each thing stands.
#[derive(Debug, Default)]
pub(super) struct Columns {
    email: usize,
    name: Option<usize>,
    first: Option<usize>,
    last: Option<usize>,
    organisation: Option<usize>,
    role: Option<usize>,
    language: Option<usize>,
}

/// A name without case, accents, blanks and marks: `Prénom ` and `PRENOM` are one.
fn bare(text: &str) -> String {
    text.nfd().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()
}

impl Columns {
    /// Finds them in a heading; `None` where no column holds addresses.
    pub(super) fn find(heading: &StringRecord) -> Option<Columns> {
        let names: Vec<String> = heading.iter().map(bare).collect();
        let of = |known: &[&str]| names.iter().position(|name| known.contains(&name.as_str()));
        Some(Columns {
            email: of(EMAIL)?,
            name: of(NAME),
            first: of(FIRST),
            last: of(LAST),
            organisation: of(ORGANISATION),
            role: of(ROLE),
            language: of(LANGUAGE),
        })
    }

    /// Headings that none of them is.
    pub(super) fn ignored(&self, heading: &StringRecord) -> Vec<String> {
        let others = [self.name, self.first, self.last, self.organisation, self.role, self.language];
        let used = |at: usize| at == self.email || others.contains(&Some(at));
        let rest = heading.iter().enumerate().filter(|(at, cell)| !used(*at) && !cell.trim().is_empty());
        rest.map(|(_, cell)| cell.trim().to_owned()).collect()
    }

    /// What a line says of a person.
    pub(super) fn row(&self, record: &StringRecord, line: u64) -> Result<Row, String> {
        let cell = |at: Option<usize>| at.and_then(|at| record.get(at)).map(tidy).filter(|text| !text.is_empty());
        let whole = [cell(self.first), cell(self.last)].into_iter().flatten().collect::<Vec<_>>().join(" ");
        let name = match whole.is_empty() || (self.first.is_none() && self.name.is_some()) {
            true => cell(self.name).unwrap_or(whole),
            false => whole,
        };
        if name.chars().count() > 200 {
            return Err("the name has more than 200 characters".to_owned());
        }
        Ok(Row {
            line,
            name,
            email: address_in(record.get(self.email).unwrap_or_default())?,
            organisation: cell(self.organisation),
            role: cell(self.role).map(|text| role(&text)).transpose()?,
            language: cell(self.language).map(|text| language(&text)).transpose()?,
        })
    }
}

/// A cell on one line, without surplus blanks and control characters.
fn tidy(cell: &str) -> String {
    let plain: String = cell.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn role(text: &str) -> Result<MemberRole, String> {
    match bare(text).as_str() {
        "acteur" | "actrice" | "actor" | "membre" | "member" => Ok(MemberRole::Actor),
        "organisateur" | "organisatrice" | "organiser" | "organizer" => Ok(MemberRole::Organiser),
        "informe" | "informee" | "informed" | "pourinformation" => Ok(MemberRole::Informed),
        _ => Err(format!("the role `{text}` is none of acteur, organisateur, informé")),
    }
}

fn language(text: &str) -> Result<Language, String> {
    match bare(text).as_str() {
        "fr" | "francais" | "francaise" | "french" => Ok(Language::Fr),
        "en" | "anglais" | "anglaise" | "english" => Ok(Language::En),
        _ => Err(format!("the language `{text}` is none of fr, en")),
    }
}
