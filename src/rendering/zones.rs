//! Time zones as people name them: "heure de Paris", "Paris time".

use crate::domain::language::Language;

/// Zones whose city is not written in French as the IANA writes it.
const FRENCH: &[(&str, &str)] = &[
    ("Europe/Brussels", "Bruxelles"),
    ("Europe/London", "Londres"),
    ("Europe/Zurich", "Zurich"),
    ("America/Montreal", "Montréal"),
    ("America/Cayenne", "Cayenne"),
    ("America/Guadeloupe", "la Guadeloupe"),
    ("America/Martinique", "la Martinique"),
    ("America/Miquelon", "Saint-Pierre-et-Miquelon"),
    ("Indian/Mayotte", "Mayotte"),
    ("Indian/Reunion", "La Réunion"),
    ("Pacific/Noumea", "Nouméa"),
    ("Pacific/Tahiti", "Tahiti"),
];

/// How the hours of a zone are called.
pub fn name(language: Language, zone: &str) -> String {
    // Fixed zones have no city: `UTC`, `Etc/GMT+1`.
    let city = match zone.rsplit_once('/') {
        Some((area, city)) if area != "Etc" => city.replace('_', " "),
        _ => {
            return match language {
                Language::Fr => format!("heure {zone}"),
                Language::En => format!("{zone} time"),
            };
        }
    };
    match language {
        Language::En => format!("{city} time"),
        Language::Fr => {
            let city = FRENCH.iter().find(|(iana, _)| *iana == zone).map_or(city, |(_, name)| (*name).to_owned());
            let vowel = city.starts_with(['A', 'E', 'I', 'O', 'U', 'Y', 'É']);
            if vowel { format!("heure d'{city}") } else { format!("heure de {city}") }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_named_by_their_city() {
        for (zone, fr, en) in [
            ("Europe/Paris", "heure de Paris", "Paris time"),
            ("Europe/Athens", "heure d'Athens", "Athens time"),
            ("Indian/Reunion", "heure de La Réunion", "Reunion time"),
            ("America/Argentina/Buenos_Aires", "heure de Buenos Aires", "Buenos Aires time"),
            ("UTC", "heure UTC", "UTC time"),
        ] {
            assert_eq!(name(Language::Fr, zone), fr);
            assert_eq!(name(Language::En, zone), en);
        }
    }
}
