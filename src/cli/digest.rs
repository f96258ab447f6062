//! `palabre digest`: what the organisers would get now.

use clap::Args;
use serde_json::json;

use super::{House, Result, Told, find};
use crate::domain::letter::LetterKind;
use crate::domain::membership::MemberRole;
use crate::store::people;
use crate::workflow::{data, digest};

/// Of which network.
#[derive(Debug, Args)]
pub struct DigestArgs {
    /// Network, by number or name; may be left out when there is just one
    #[arg(long)]
    pub network: Option<String>,
}

/// Shows it; sends nothing.
///
/// # Errors
/// Says what, where and the mend.
pub async fn run(house: &House, arguments: DigestArgs) -> Result<Told> {
    let mut tx = house.db.read().await?;
    let network = find::network(&mut tx, arguments.network.as_deref()).await?;
    let (since, now) = (digest::told_until(&mut tx, &network).await?, house.now());
    let digest = digest::compile(&mut tx, &network, since, now, now).await?;
    let members = people::members(&mut tx, network.id).await?;
    let reader = members.iter().find(|one| one.role == MemberRole::Organiser);
    let actor = match reader {
        Some(one) => data::actor(&one.name, one.organisation.as_deref()),
        None => data::actor(&network.name, None),
    };
    let language = reader.and_then(|one| one.language).unwrap_or(network.language);
    let whole = data::merged(&digest.content, &json!({ "actor": actor }));
    let letter = house.templates()?.render(LetterKind::Digest, language, &whole)?;
    let news = match (digest.is_news, reader.is_some()) {
        (_, false) => "No organiser would get it: palabre organiser add ACTOR",
        (true, true) => "",
        (false, true) => "Nothing is new since the last one: it would not be sent.",
    };
    let mut text = format!("{}\n\n{}", letter.subject, letter.text.trim_end());
    if !news.is_empty() {
        text += &format!("\n\n({news})");
    }
    let json = json!({
        "network": network.id,
        "is_news": digest.is_news,
        "subject": letter.subject,
        "text": letter.text,
        "content": digest.content,
    });
    Ok(Told::new(text, json))
}
