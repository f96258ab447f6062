//! The page behind List-Unsubscribe: a GET shows a button, a POST (the button's, or RFC 8058's one-click) stops.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};

use super::{Web, shell};
use crate::domain::decision::{By, Decision};
use crate::domain::ids::MembershipId;
use crate::domain::language::Language;
use crate::domain::membership::Membership;
use crate::domain::token::{TokenKind, TokenSubject};
use crate::store::{Tx, networks, people, tokens};
use crate::workflow;
use crate::workflow::effect::{self, Effect};

/// Shows whose mail would stop, and the button.
pub async fn show(State(web): State<Web>, Path(token): Path<String>) -> Response {
    answer(look(&web, &token).await.map(|found| found.map(|(network, _, language)| page(language, &network, false))))
}

/// Stops.
pub async fn act(State(web): State<Web>, Path(token): Path<String>) -> Response {
    answer(stop(&web, &token).await)
}

fn answer(page: workflow::Result<Option<String>>) -> Response {
    let headers = shell::headers();
    match page {
        Ok(Some(page)) => (headers, Html(page)).into_response(),
        Ok(None) => (StatusCode::NOT_FOUND, headers, "Ce lien n'est plus valable. / This link is no longer valid.")
            .into_response(),
        Err(error) => {
            tracing::error!(%error, "stop page");
            (StatusCode::SERVICE_UNAVAILABLE, headers, "Réessayez plus tard. / Try again later.").into_response()
        }
    }
}

async fn look(web: &Web, token: &str) -> workflow::Result<Option<(String, Membership, Language)>> {
    member(web, &mut web.db.read().await?, token).await
}

async fn member(web: &Web, tx: &mut Tx, token: &str) -> workflow::Result<Option<(String, Membership, Language)>> {
    let found = tokens::find(tx, &web.desk.key, token).await?;
    let Some(TokenSubject { kind: TokenKind::Unsubscribe, id, .. }) = found else { return Ok(None) };
    let Some(membership) = people::membership_by_id(tx, MembershipId(id)).await? else { return Ok(None) };
    let Some(network) = networks::get(tx, membership.network).await? else { return Ok(None) };
    let language = membership.language.unwrap_or(network.language);
    Ok(Some((network.name, membership, language)))
}

async fn stop(web: &Web, token: &str) -> workflow::Result<Option<String>> {
    let now = web.clock.now();
    let mut tx = web.db.write().await?;
    let Some((network, membership, language)) = member(web, &mut tx, token).await? else { return Ok(None) };
    if membership.stopped_at.is_none() {
        let note = Decision {
            network: membership.network,
            what: "stopped",
            subject: format!("membership:{}", membership.id),
            by: By::Person,
            actor: Some(membership.actor),
            incoming: None,
            because: "List-Unsubscribe".to_owned(),
            at: now,
        };
        effect::apply(&mut tx, &web.desk, &[Effect::Stop(membership.id), Effect::Note(note)], now).await?;
    }
    tx.commit().await?;
    Ok(Some(page(language, &network, true)))
}

fn page(language: Language, network: &str, done: bool) -> String {
    let network = shell::escape(network);
    let (title, text, button) = match (language, done) {
        (Language::Fr, false) => (
            "Ne plus recevoir de courrier",
            format!("Vous ne recevrez plus de courrier de « {network} »."),
            "Arrêter les envois",
        ),
        (Language::Fr, true) => ("C'est fait", format!("Vous ne recevrez plus de courrier de « {network} »."), ""),
        (Language::En, false) => {
            ("Stop receiving mail", format!("You will get no more mail from “{network}”."), "Stop")
        }
        (Language::En, true) => ("Done", format!("You will get no more mail from “{network}”."), ""),
    };
    let form = if done { String::new() } else { format!("<form method=\"post\"><button>{button}</button></form>") };
    format!(
        "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>{title}</title><style>body{{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem}}\
         button{{font:inherit;padding:.6rem 1.2rem}}</style></head><body><h1>{title}</h1><p>{text}</p>{form}</body></html>",
        language.as_str()
    )
}
