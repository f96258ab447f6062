//! Which tokens were given out, by their keyed hash.

use super::{Result, Tx, word};
use crate::domain::clock::Timestamp;
use crate::domain::token::{TokenKey, TokenKind, TokenSubject};

statements! {
    REMEMBER = "INSERT INTO token (lookup, kind, subject_id, generation, created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (lookup) DO NOTHING";
    FIND = "SELECT kind, subject_id, generation FROM token WHERE lookup = $1 AND revoked_at IS NULL";
    USED = "SELECT kind, subject_id, generation FROM token WHERE lookup = $1 AND revoked_at IS NOT NULL";
    ANY = "SELECT generation FROM token LIMIT 1";
    REVOKE = "UPDATE token SET revoked_at = $3 WHERE kind = $1 AND subject_id = $2 AND revoked_at IS NULL";
}

/// Makes a subject's token findable.
///
/// # Errors
/// When the database is away.
pub async fn remember(tx: &mut Tx, key: &TokenKey, subject: TokenSubject, now: Timestamp) -> Result<()> {
    let lookup = key.lookup(&key.token(subject));
    run!(tx, REMEMBER, lookup, subject.kind.as_str(), subject.id, subject.generation, now.ms())?;
    Ok(())
}

/// What a token stands for.
///
/// # Errors
/// When the database is away or damaged.
pub async fn find(tx: &mut Tx, key: &TokenKey, token: &str) -> Result<Option<TokenSubject>> {
    let found = row!(tx, FIND, (String, i64, i64), key.lookup(token))?;
    found
        .map(|(kind, id, generation)| Ok(TokenSubject { kind: word("a kind of token", &kind)?, id, generation }))
        .transpose()
}

/// What a token stood for until it was used or revoked.
///
/// # Errors
/// When the database is away or damaged.
pub async fn used(tx: &mut Tx, key: &TokenKey, token: &str) -> Result<Option<TokenSubject>> {
    let found = row!(tx, USED, (String, i64, i64), key.lookup(token))?;
    found
        .map(|(kind, id, generation)| Ok(TokenSubject { kind: word("a kind of token", &kind)?, id, generation }))
        .transpose()
}

/// Makes all tokens given out for a row unknown.
///
/// # Errors
/// When the database is away.
pub async fn revoke(tx: &mut Tx, kind: TokenKind, id: i64, now: Timestamp) -> Result<()> {
    run!(tx, REVOKE, kind.as_str(), id, now.ms())?;
    Ok(())
}

/// Whether any token was ever given out.
///
/// # Errors
/// When the database is away.
pub async fn any(tx: &mut Tx) -> Result<bool> {
    Ok(value!(tx, ANY, i64)?.is_some())
}
