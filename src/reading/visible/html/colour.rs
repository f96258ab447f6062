//! "Mes réponses en bleu ci-dessous": answers typed into the letter answered, known by their colour alone.

use super::super::super::answer::words::fold;
use super::style::Style;
use super::tag::Tag;

/// A colour that the eye tells from black, grey and white.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hue {
    Red,
    Orange,
    Green,
    Blue,
    Violet,
}

/// How the text of an element looks: what it doesn't say it has from the element around it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Look {
    /// The colour, where it isn't grey or black.
    pub hue: Option<Hue>,
    colour: Option<[u8; 3]>,
    /// Tenths of a point.
    size: Option<u32>,
    /// It stands on a ground of its own.
    grounded: bool,
}

impl Look {
    /// White on the white of a letter: nobody sees it.
    pub fn is_unseen(self) -> bool {
        !self.grounded && self.colour.is_some_and(|colour| colour.iter().all(|part| *part > 247))
    }

    /// Of an element within one that looks so.
    pub fn within(self, tag: &Tag) -> Look {
        let mut look = self;
        look.grounded |= tag.attribute("bgcolor").is_some() || tag.attribute("background").is_some();
        if tag.attribute("style").is_none() && tag.name != "font" && tag.name != "a" {
            return look;
        }
        let style = Style::of(tag);
        let font = |name| tag.attribute(name).filter(|_| tag.name == "font");
        if let Some(colour) = style.value("color").or_else(|| font("color")).and_then(rgb) {
            look.hue = hue(colour);
            look.colour = Some(colour).filter(|colour| colour.iter().any(|part| *part > 60));
        }
        look.grounded |=
            ["background", "background-color", "background-image"].iter().any(|name| style.value(name).is_some());
        if let Some(size) = style.value("font-size").and_then(tenths) {
            look.size = Some(size);
        }
        if tag.name == "a" {
            look.hue = None;
        }
        look
    }
}

fn tenths(size: &str) -> Option<u32> {
    let number = |unit: &str| size.strip_suffix(unit)?.trim().split('.').next()?.parse::<u32>().ok();
    number("pt")
        .map(|points| points.saturating_mul(10))
        .or_else(|| number("px").map(|pixels| pixels.saturating_mul(15) / 2))
}

/// The hue that someone says their answers have, in what they typed above the quote; `other` is that of these words.
pub(super) fn announced(text: &str, other: Option<Hue>) -> Option<Hue> {
    let tail = text.len().saturating_sub(2_000);
    let words = fold(text.get(text.ceil_char_boundary(tail)..).unwrap_or_default());
    let says = |names: &[&str]| words.split(' ').any(|word| names.contains(&word));
    if !says(&[
        "reponse",
        "reponses",
        "repondu",
        "reponds",
        "commentaires",
        "remarques",
        "answers",
        "answer",
        "comments",
        "replies",
    ]) {
        return None;
    }
    let named = NAMES.iter().find(|(_, names)| says(names)).map(|(hue, _)| *hue);
    let within = [
        "ci dessous",
        "ci apres",
        "plus bas",
        "dans le texte",
        "dans le corps",
        "dans ton mail",
        "dans votre",
        "below",
        "inline",
        "in line",
    ];
    named.or_else(|| other.filter(|_| within.iter().any(|place| words.contains(place))))
}

const NAMES: &[(Hue, &[&str])] = &[
    (Hue::Red, &["rouge", "red", "rot"]),
    (Hue::Blue, &["bleu", "blue", "blau"]),
    (Hue::Green, &["vert", "green", "grun"]),
    (Hue::Orange, &["orange"]),
    (Hue::Violet, &["violet", "mauve", "rose", "purple", "pink"]),
];

fn rgb(value: &str) -> Option<[u8; 3]> {
    let value = value.trim().to_ascii_lowercase();
    if let Some(hex) = value.strip_prefix('#') {
        let number = u32::from_str_radix(hex, 16).ok()?;
        let part = |shift: u32, mask: u32| u8::try_from(number >> shift & mask).unwrap_or_default();
        return match hex.len() {
            6 => Some([part(16, 255), part(8, 255), part(0, 255)]),
            3 => Some([part(8, 15) * 17, part(4, 15) * 17, part(0, 15) * 17]),
            _ => None,
        };
    }
    if let Some(list) = value.strip_prefix("rgb(").or_else(|| value.strip_prefix("rgba(")) {
        let mut parts = list.split([',', ')', ' ']).filter(|part| !part.is_empty()).map_while(|part| part.parse().ok());
        return Some([parts.next()?, parts.next()?, parts.next()?]);
    }
    let named = [
        ("red", [255, 0, 0]),
        ("blue", [0, 0, 255]),
        ("green", [0, 128, 0]),
        ("navy", [0, 0, 128]),
        ("teal", [0, 128, 128]),
        ("purple", [128, 0, 128]),
        ("orange", [255, 165, 0]),
        ("white", [255, 255, 255]),
        ("black", [0, 0, 0]),
        ("windowtext", [0, 0, 0]),
    ];
    named.iter().find(|(name, _)| *name == value).map(|(_, colour)| *colour)
}

fn hue(colour: [u8; 3]) -> Option<Hue> {
    let [red, green, blue] = colour.map(i32::from);
    let most = red.max(green).max(blue);
    let spread = most - red.min(green).min(blue);
    if spread < 50 {
        return None;
    }
    let degrees = if most == red {
        (green - blue) * 60 / spread
    } else if most == green {
        120 + (blue - red) * 60 / spread
    } else {
        240 + (red - green) * 60 / spread
    };
    Some(match degrees.rem_euclid(360) {
        0..=15 | 340..=359 => Hue::Red,
        16..=69 => Hue::Orange,
        70..=165 => Hue::Green,
        166..=259 => Hue::Blue,
        _ => Hue::Violet,
    })
}
