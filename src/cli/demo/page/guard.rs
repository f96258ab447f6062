//! Who may ask: this machine's browser, by this page's own address. And what every answer bears.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// For pages: nothing but our own style, script and frames; no inline code.
pub const PAGE: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; \
    frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// For a received mail's HTML: its own style and the images it brings, in a box of its own, inside our page only.
pub const FRAME: &str = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; \
    base-uri 'none'; frame-ancestors 'self'";
/// For what is downloaded.
pub const FILE: &str = "sandbox; default-src 'none'; frame-ancestors 'none'";

/// Refuses strangers, and puts on every answer what keeps browsers careful.
pub async fn guard(request: Request, next: Next) -> Response {
    let mut response = match refusal(request.method(), request.headers()) {
        Some(why) => (StatusCode::FORBIDDEN, why).into_response(),
        None => next.run(request).await,
    };
    let headers = response.headers_mut();
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(PAGE));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // Not no-referrer: with it browsers hide the Origin of our own forms (Fetch, "append a request Origin header").
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    response
}

/// Why a request is refused. A name that was made to point here (DNS rebinding) is in Host; a form of another site says
/// so in Origin. The port isn't looked at: it may have been forwarded (`ssh -L`).
fn refusal(method: &Method, headers: &HeaderMap) -> Option<&'static str> {
    let only = |name| {
        let mut values = headers.get_all(name).iter();
        let first = values.next().and_then(|value| value.to_str().ok());
        first.filter(|_| values.next().is_none())
    };
    let Some(host) = only(header::HOST).filter(|host| is_this_machine(host)) else {
        return Some("Host: this page answers to 127.0.0.1 and localhost only\n");
    };
    let reads = matches!(*method, Method::GET | Method::HEAD);
    let ours = || only(header::ORIGIN).and_then(|origin| origin.strip_prefix("http://")) == Some(host);
    if !reads && headers.contains_key(header::ORIGIN) && !ours() {
        return Some("Origin: this form belongs to another site\n");
    }
    None
}

fn is_this_machine(host: &str) -> bool {
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => (name, port),
        _ => (host, "80"),
    };
    let is_loopback = ["127.0.0.1", "[::1]"].contains(&name) || name.eq_ignore_ascii_case("localhost");
    is_loopback && port.parse::<u16>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(method: &Method, fields: &[(&'static str, &str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in fields {
            headers.append(*name, value.parse().unwrap());
        }
        refusal(method, &headers).is_none()
    }

    #[test]
    fn only_this_machine_by_its_own_name_may_ask() {
        for host in ["127.0.0.1:8086", "localhost:9000", "LocalHost:1", "127.0.0.1", "[::1]:8086"] {
            assert!(asked(&Method::GET, &[("host", host)]), "{host}");
        }
        for host in ["evil.example:8086", "127.0.0.1.evil.example", "localhost.", "127.0.0.1:x", "", "localhost:1:2"] {
            assert!(!asked(&Method::GET, &[("host", host)]), "{host}");
        }
        assert!(!asked(&Method::GET, &[]));
        assert!(!asked(&Method::GET, &[("host", "localhost:1"), ("host", "evil.example")]));
    }

    #[test]
    fn a_form_of_another_site_is_refused() {
        let post = |origin| asked(&Method::POST, &[("host", "127.0.0.1:8086"), ("origin", origin)]);
        assert!(post("http://127.0.0.1:8086"));
        for origin in [
            "http://evil.example",
            "null",
            "https://127.0.0.1:8086",
            "http://127.0.0.1:80",
            "http://localhost:8086",
            "",
        ] {
            assert!(!post(origin), "{origin}");
        }
        // Text browsers say no Origin; the form's own token keeps strangers out.
        assert!(asked(&Method::POST, &[("host", "localhost:8086")]));
    }
}
