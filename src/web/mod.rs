//! What answers by HTTP: health for whoever watches over the daemon, the page behind List-Unsubscribe, and the
//! one where an organiser ticks who was there.
//!
//! GET shows, POST does: scanners that follow links change nothing.

mod attendance;
mod shell;
mod stop;

use std::net::SocketAddr;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Json, Response};
use axum::{Router, routing};
use serde_json::json;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::domain::clock::Clock;
use crate::mail::incoming::ways::Ways;
use crate::store::{Db, incomings, outbox};
use crate::workflow::Desk;

/// What the pages are made from.
#[derive(Clone)]
pub struct Web {
    /// The facts.
    pub db: Db,
    /// For tokens.
    pub desk: Desk,
    /// The time.
    pub clock: Clock,
    /// How the mailboxes do that are looked into.
    pub ways: Ways,
}

/// Answers on `listener` until told to stop.
///
/// # Errors
/// When the listener fails.
pub async fn serve(listener: TcpListener, web: Web, stop: CancellationToken) -> std::io::Result<()> {
    axum::serve(listener, router(web)).with_graceful_shutdown(stop.cancelled_owned()).await
}

/// Takes the port.
///
/// # Errors
/// When it is busy or not ours.
pub async fn bind(address: SocketAddr) -> std::io::Result<TcpListener> {
    TcpListener::bind(address).await
}

fn router(web: Web) -> Router {
    Router::new()
        .route("/health", routing::get(health))
        .route("/stop/{token}", routing::get(stop::show).post(stop::act))
        .route("/attendance/{token}", routing::get(attendance::show).post(attendance::act))
        .with_state(web)
}

/// 200 while the database answers, else 503; with what waits.
async fn health(State(web): State<Web>) -> Response {
    match counts(&web).await {
        Ok((letters, aside)) => {
            let letters: serde_json::Map<String, serde_json::Value> =
                letters.into_iter().map(|(state, count)| (state, count.into())).collect();
            let version = env!("CARGO_PKG_VERSION");
            let mailboxes = web.ways.all();
            let told = json!({ "status": "ok", "version": version, "outbox": letters, "put_aside": aside, "mailboxes": mailboxes });
            Json(told).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "health");
            (StatusCode::SERVICE_UNAVAILABLE, Json(json!({ "status": "database away" }))).into_response()
        }
    }
}

async fn counts(web: &Web) -> crate::store::Result<(Vec<(String, i64)>, i64)> {
    let mut tx = web.db.read().await?;
    Ok((outbox::count_by_state(&mut tx).await?, incomings::count_aside(&mut tx).await?))
}
