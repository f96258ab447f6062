//! Texts signed in the open (RFC 9580 7): what stands between the armour lines.

use std::borrow::Cow;

const BEGINNING: &str = "-----BEGIN PGP SIGNED MESSAGE-----";
const SIGNATURE: &str = "-----BEGIN PGP SIGNATURE-----";

/// The signed text alone, where there is one.
pub(super) fn unsigned(text: &str) -> Cow<'_, str> {
    let Some((above, signed)) = text.split_once(BEGINNING) else {
        return Cow::Borrowed(text);
    };
    let (signed, _) = signed.split_once(SIGNATURE).unwrap_or((signed, ""));
    // The hash it was signed with, up to an empty line.
    let body = signed.lines().skip(1).skip_while(|line| !line.trim().is_empty());
    let lines = body.map(|line| line.strip_prefix("- ").filter(|rest| rest.starts_with('-')).unwrap_or(line));
    Cow::Owned(format!("{above}{}", lines.collect::<Vec<_>>().join("\n")))
}
