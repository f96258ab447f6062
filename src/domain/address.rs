//! One mailbox of an actor.

use super::clock::Timestamp;
use super::ids::{ActorId, AddressId};

/// A mailbox: in use unless stopped or undeliverable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Number.
    pub id: AddressId,
    /// Whose it is.
    pub actor: ActorId,
    /// addr-spec (RFC 5322 3.4.1) in [`normal`] form.
    pub email: String,
    /// When its holder proved that they read it, by answering from it.
    pub verified_at: Option<Timestamp>,
    /// When a server said for good that it takes no mail.
    pub undeliverable_at: Option<Timestamp>,
    /// What that server said.
    pub undeliverable_reason: Option<String>,
}

/// The form in which addresses are compared: trimmed, lower case. RFC 5321 2.4 lets a server tell apart
/// local parts by case; none that people use does, and people write them as they like.
pub fn normal(email: &str) -> String {
    email.trim().to_lowercase()
}

/// Whether `email` can be written as the recipient of a letter.
///
/// # Errors
/// Says what is wrong with it.
pub fn check(email: &str) -> Result<(), String> {
    let email = email.trim();
    let (local, domain) = email.rsplit_once('@').ok_or_else(|| format!("`{email}` has no @"))?;
    let bad = |c: char| c.is_whitespace() || c.is_control() || "<>()[],;:\\\"".contains(c);
    if local.is_empty() || local.len() > super::token::LOCAL_PART_LIMIT || local.contains(bad) || local.contains('@') {
        return Err(format!("`{email}`: the part before the @ is no local part (RFC 5321 4.1.2)"));
    }
    let label = |part: &str| {
        !part.is_empty() && part.len() <= 63 && !part.starts_with('-') && !part.ends_with('-') && !part.contains(bad)
    };
    if domain.len() > 255 || !domain.contains('.') || !domain.split('.').all(label) {
        return Err(format!("`{email}`: `{domain}` is no domain"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_could_carry_a_second_recipient_or_a_header_are_refused() {
        for good in ["a@b.fr", "Jean.Dupont+amap@lépicerie.example", "o'neil@b.example"] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        for bad in [
            "",
            "a",
            "a@b",
            "@b.fr",
            "a@.fr",
            "a b@c.fr",
            "a@b.fr\r\nBcc: x@y.fr",
            "a@b.fr,c@d.fr",
            "<a@b.fr>",
            "a@-b.fr",
        ] {
            assert!(check(bad).is_err(), "{bad}");
        }
    }
}
