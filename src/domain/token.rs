//! Tokens: what makes an address ours and says what it is about.
//!
//! A token is the first 128 bits of HMAC-SHA-256(key, kind ‖ id ‖ generation) in lower-case base32, 26 characters:
//! some servers fold the case of local parts. The database keeps only a keyed hash of each, so that a stolen
//! database without the key opens nothing.

use data_encoding::Encoding;
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretSlice};
use sha2::Sha256;
use std::sync::LazyLock;

/// RFC 4648 base32, lower case, no padding.
#[expect(clippy::expect_used, reason = "a constant specification")]
pub static BASE32: LazyLock<Encoding> = LazyLock::new(|| {
    let mut spec = data_encoding::Specification::new();
    spec.symbols.push_str("abcdefghijklmnopqrstuvwxyz234567");
    spec.encoding().expect("a valid base32 alphabet")
});

crate::words! {
    /// What a token is for.
    TokenKind {
        /// Reply-To of a letter about an invitation; the id is the invitation's.
        Reply = "reply",
        /// Envelope sender; the id is the outgoing's.
        Bounce = "bounce",
        /// Reply-To of what organisers get; the id is the membership's.
        Organiser = "organiser",
        /// A page that works once, or an organiser's order; the id is that of the outgoing that offers it.
        Order = "order",
        /// List-Unsubscribe; the id is the membership's.
        Unsubscribe = "unsubscribe",
    }
}

/// What a token stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TokenSubject {
    /// What it is for.
    pub kind: TokenKind,
    /// Number of the row it is about.
    pub id: i64,
    /// Rises when the token is revoked.
    pub generation: i64,
}

/// The installation's secret key. Without it a restored database is mute.
#[derive(Clone)]
pub struct TokenKey(std::sync::Arc<SecretSlice<u8>>);

impl std::fmt::Debug for TokenKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TokenKey([REDACTED])")
    }
}

impl TokenKey {
    /// Bytes of a key file; 32 or more.
    pub fn new(bytes: Vec<u8>) -> TokenKey {
        TokenKey(std::sync::Arc::new(bytes.into()))
    }

    /// The token of a subject.
    pub fn token(&self, subject: TokenSubject) -> String {
        let mac =
            self.mac(&[subject.kind.as_str().as_bytes(), &subject.id.to_be_bytes(), &subject.generation.to_be_bytes()]);
        BASE32.encode(mac.get(..16).unwrap_or_default())
    }

    /// What the database keeps of a token to find it by; the token is taken without regard to case.
    pub fn lookup(&self, token: &str) -> String {
        let mac = self.mac(&[b"lookup", token.to_ascii_lowercase().as_bytes()]);
        BASE32.encode(mac.get(..20).unwrap_or_default())
    }

    #[expect(clippy::expect_used, reason = "HMAC takes keys of any length (RFC 2104 2)")]
    fn mac(&self, parts: &[&[u8]]) -> Vec<u8> {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.expose_secret()).expect("any length of key");
        for part in parts {
            // A zero byte keeps ("ab", "c") and ("a", "bc") apart.
            mac.update(part);
            mac.update(&[0]);
        }
        mac.finalize().into_bytes().to_vec()
    }
}

/// The longest local part of a mailbox (RFC 5321 4.5.3.1.1), in octets.
pub const LOCAL_PART_LIMIT: usize = 64;

/// The address that carries a token: `local+token@domain`.
pub fn tokened(address: &str, token: &str) -> String {
    match address.rsplit_once('@') {
        Some((local, domain)) => format!("{local}+{token}@{domain}"),
        None => address.to_owned(),
    }
}

/// What stands behind the `+` of one of our addresses, where `address` is one; compared without case.
pub fn token_in<'a>(ours: &str, address: &'a str) -> Option<&'a str> {
    let (our_local, our_domain) = ours.rsplit_once('@')?;
    let (local, domain) = address.rsplit_once('@')?;
    let (plain, token) = local.rsplit_once('+')?;
    (domain.eq_ignore_ascii_case(our_domain) && plain.eq_ignore_ascii_case(our_local)).then_some(token)
}

/// The subject that means stop.
pub const STOP: &str = "stop";

/// The subject of a mail that means stop, where the address can't say whose.
pub fn stop_subject(token: &str) -> String {
    format!("{STOP} {token}")
}

/// The token in a subject that [`stop_subject`] made.
pub fn token_to_stop(subject: &str) -> Option<&str> {
    let (word, token) = subject.trim().split_once(' ')?;
    (word.eq_ignore_ascii_case(STOP) && !token.contains(' ')).then_some(token)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> TokenKey {
        TokenKey::new(vec![7; 32])
    }

    #[test]
    fn a_token_survives_servers_that_change_case() {
        let subject = TokenSubject { kind: TokenKind::Reply, id: 12, generation: 0 };
        let token = key().token(subject);
        assert_eq!(token.len(), 26);
        assert_eq!(token, token.to_lowercase());
        assert_eq!(key().lookup(&token), key().lookup(&token.to_uppercase()));
    }

    #[test]
    fn kind_id_and_generation_each_give_another_token() {
        let of = |kind, id, generation| key().token(TokenSubject { kind, id, generation });
        let all = [
            of(TokenKind::Reply, 1, 0),
            of(TokenKind::Bounce, 1, 0),
            of(TokenKind::Reply, 2, 0),
            of(TokenKind::Reply, 1, 1),
        ];
        let distinct: std::collections::HashSet<_> = all.iter().collect();
        assert_eq!(distinct.len(), all.len());
    }

    #[test]
    fn the_subject_that_means_stop_is_read_back() {
        assert_eq!(token_to_stop(&stop_subject("abc")), Some("abc"));
        assert_eq!(token_to_stop(" Stop ABC "), Some("ABC"));
        for other in ["stop", "stop all mails", "Re: stop abc", ""] {
            assert_eq!(token_to_stop(other), None, "{other}");
        }
    }

    #[test]
    fn only_our_own_address_carries_a_token() {
        let ours = "rencontres@coop.example";
        assert_eq!(token_in(ours, &tokened(ours, "abc")), Some("abc"));
        assert_eq!(token_in(ours, "Rencontres+ABC@Coop.example"), Some("ABC"));
        for other in ["rencontres@coop.example", "autre+abc@coop.example", "rencontres+abc@ailleurs.example", "abc"] {
            assert_eq!(token_in(ours, other), None, "{other}");
        }
    }
}
