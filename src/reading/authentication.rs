//! Whether From was proved, by the word of servers that are trusted (RFC 8601).

use crate::domain::reading::About;

use super::message::Message;

/// `Some(true)` where a trusted server proved the From domain, `Some(false)` where one looked and it wasn't, `None` where none
/// spoke. Only fields above the second Received count: what lies below came with the message and may be invented.
pub(super) fn authenticated(message: &Message, about: &About) -> Option<bool> {
    let domain = message.headers.from.as_ref()?.email.rsplit_once('@')?.1.to_owned();
    let mut hops = 0;
    let ours = message.fields.iter().take_while(|field| {
        hops += usize::from(field.name == "received");
        hops < 2
    });
    let mut verdict = None;
    for field in ours.filter(|field| field.name == "authentication-results") {
        let value = without_comments(&field.value).to_lowercase();
        let mut results = value.split(';');
        let server = results.next().unwrap_or_default().split_whitespace().next().unwrap_or_default();
        if about.trusted_authserv.iter().any(|name| name.eq_ignore_ascii_case(server)) {
            let proved = proves(results.map(str::trim), &domain);
            verdict = Some(verdict.unwrap_or(false) || proved);
        }
    }
    verdict
}

/// DMARC decides where the domain has a policy; else an aligned DKIM or SPF pass.
fn proves<'a>(results: impl Iterator<Item = &'a str>, domain: &str) -> bool {
    let (mut dmarc, mut aligned_pass) = (None, false);
    for result in results {
        let mut words = result.split_whitespace();
        let Some((method, outcome)) = words.next().and_then(|word| word.split_once('=')) else {
            continue;
        };
        match method {
            "dmarc" => dmarc = Some(outcome),
            "dkim" | "spf" if outcome == "pass" => {
                let identities = ["header.d=", "header.i=", "smtp.mailfrom=", "smtp.helo="];
                aligned_pass |= words
                    .filter_map(|word| identities.iter().take(3).find_map(|name| word.strip_prefix(name)))
                    .any(|identity| aligned(identity, domain));
            }
            _ => {}
        }
    }
    match dmarc {
        Some("pass") => true,
        None | Some("none") => aligned_pass,
        Some(_) => false,
    }
}

/// Relaxed alignment (RFC 7489 3.1), without the public suffix list: the same domain or one within the other.
fn aligned(identity: &str, domain: &str) -> bool {
    let identity = identity.trim_matches('"').rsplit('@').next().unwrap_or_default();
    let within = |inner: &str, outer: &str| {
        outer.contains('.') && inner.strip_suffix(outer).is_some_and(|rest| rest.ends_with('.'))
    };
    identity == domain || within(identity, domain) || within(domain, identity)
}

/// Comments in parentheses (RFC 5322 3.2.2) may hold anything, also `dmarc=pass`.
fn without_comments(value: &str) -> String {
    let (mut depth, mut escaped) = (0_u32, false);
    let keep = |c: &char| {
        if std::mem::take(&mut escaped) {
            return depth == 0;
        }
        match c {
            '\\' => escaped = true,
            '(' => depth += 1,
            ')' if depth > 0 => {
                depth -= 1;
                return false;
            }
            _ => {}
        }
        depth == 0
    };
    value.chars().filter(keep).collect()
}
