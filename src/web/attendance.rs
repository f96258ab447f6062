//! The page where an organiser ticks who was there: a GET shows it, a POST records, once.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};

use super::Web;
use super::shell::{escape, headers};
use crate::domain::language::Language;
use crate::rendering::dates;
use crate::workflow;
use crate::workflow::attendance::page::{self, Choice, Page, State as Standing};
use crate::workflow::attendance::roll;

/// Shows the people, or what was recorded.
pub async fn show(State(web): State<Web>, Path(token): Path<String>) -> Response {
    answer(look(&web, &token).await)
}

/// Records.
pub async fn act(State(web): State<Web>, Path(token): Path<String>, body: Bytes) -> Response {
    answer(fill(&web, &token, &body).await)
}

/// A page, with the status it bears; `None` where the token opens nothing.
type Shown = Option<(StatusCode, String)>;

fn answer(shown: workflow::Result<Shown>) -> Response {
    match shown {
        Ok(Some((status, page))) => (status, headers(), Html(page)).into_response(),
        Ok(None) => {
            let text = "Ce lien n'est pas valable. / This link is not valid.";
            (StatusCode::NOT_FOUND, headers(), text).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "attendance page");
            (StatusCode::SERVICE_UNAVAILABLE, headers(), "Réessayez plus tard. / Try again later.").into_response()
        }
    }
}

async fn look(web: &Web, token: &str) -> workflow::Result<Shown> {
    let found = page::find(&mut web.db.read().await?, &web.desk, token, web.clock.now()).await?;
    Ok(found.map(|page| match page.state {
        Standing::Open => (StatusCode::OK, form(&page, None)),
        Standing::Used => (StatusCode::OK, told(&page, &page.recorded(), Words::of(page.language).used)),
        Standing::Late => (StatusCode::GONE, told(&page, &page.recorded(), Words::of(page.language).late)),
    }))
}

async fn fill(web: &Web, token: &str, body: &[u8]) -> workflow::Result<Shown> {
    let now = web.clock.now();
    let mut tx = web.db.write().await?;
    let Some(page) = page::find_to_fill(&mut tx, &web.desk, token, now).await? else { return Ok(None) };
    let words = Words::of(page.language);
    let closed = match page.state {
        Standing::Open => None,
        Standing::Used => Some(words.used),
        Standing::Late => Some(words.late),
    };
    if let Some(why) = closed {
        return Ok(Some((StatusCode::GONE, told(&page, &page.recorded(), why))));
    }
    let sent = Sent::parse(body);
    match page::fill(&mut tx, &web.desk, &page, &sent.ticked, &sent.lines, now).await? {
        Ok(people) => {
            tx.commit().await?;
            Ok(Some((StatusCode::OK, told(&page, &roll::told(&people, page.language), words.done))))
        }
        Err(doubtful) => Ok(Some((StatusCode::UNPROCESSABLE_ENTITY, form(&page, Some((&sent, &doubtful)))))),
    }
}

/// What a form sent (application/x-www-form-urlencoded).
struct Sent {
    ticked: Vec<String>,
    lines: String,
}

impl Sent {
    fn parse(body: &[u8]) -> Sent {
        let mut sent = Sent { ticked: Vec::new(), lines: String::new() };
        for (name, value) in form_urlencoded::parse(body) {
            match name.as_ref() {
                "present" => sent.ticked.push(value.into_owned()),
                "plus" => sent.lines = value.into_owned().replace('\0', "\u{fffd}"),
                _ => {}
            }
        }
        sent
    }
}

/// The words of a page.
struct Words {
    title: &'static str,
    expected: &'static str,
    nobody: &'static str,
    others: &'static str,
    plus: &'static str,
    hint: &'static str,
    button: &'static str,
    once: &'static str,
    wrong: &'static str,
    used: &'static str,
    late: &'static str,
    done: &'static str,
}

impl Words {
    fn of(language: Language) -> Words {
        match language {
            Language::Fr => Words {
                title: "Qui était là ?",
                expected: "Avaient dit venir",
                nobody: "Personne n'avait annoncé sa venue.",
                others: "Autres invités",
                plus: "Venus sans s'annoncer",
                hint: "Une personne par ligne : Marc Durand (Amap), ou : 2 personnes du quartier",
                button: "Enregistrer les présences",
                once: "Cette page ne sert qu'une fois. Pour corriger ensuite, répondez au message.",
                wrong: "Rien n'est encore enregistré. À préciser :",
                used: "Cette page a déjà servi. Pour corriger, répondez au message que vous avez reçu.",
                late: "Cette page n'est plus valable : la rencontre est trop ancienne. Répondez au message que vous avez reçu.",
                done: "C'est noté, merci. Pour corriger, répondez au message que vous avez reçu.",
            },
            Language::En => Words {
                title: "Who was there?",
                expected: "Had said they would come",
                nobody: "Nobody had said they would come.",
                others: "Others who were invited",
                plus: "Came unannounced",
                hint: "One person a line: Mark Brown (Amap), or: 2 people from next door",
                button: "Record who was there",
                once: "This page works once. To correct it later, reply to the message.",
                wrong: "Nothing is recorded yet. Please say more of:",
                used: "This page was used before. To correct it, reply to the message you got.",
                late: "This page is no longer valid: the gathering was too long ago. Reply to the message you got.",
                done: "Noted, thank you. To correct it, reply to the message you got.",
            },
        }
    }
}

fn form(page: &Page, sent: Option<(&Sent, &[String])>) -> String {
    let words = Words::of(page.language);
    let (expected, others) = page.choices();
    let boxes = |choices: &[Choice]| -> String { choices.iter().map(|choice| tick(choice, sent)).collect() };
    let mut body = String::new();
    if let Some((_, doubtful)) = sent {
        let items: String = doubtful.iter().map(|line| format!("<li>{}</li>", escape(line))).collect();
        body += &format!("<div role=\"alert\"><p>{}</p><ul>{items}</ul></div>", words.wrong);
    }
    body += "<form method=\"post\">";
    body += &match expected.is_empty() {
        true => format!("<p>{}</p>", words.nobody),
        false => format!("<fieldset><legend>{}</legend>{}</fieldset>", words.expected, boxes(&expected)),
    };
    if !others.is_empty() {
        body += &format!("<fieldset><legend>{}</legend>{}</fieldset>", words.others, boxes(&others));
    }
    let lines = sent.map(|(sent, _)| escape(&sent.lines)).unwrap_or_default();
    body += &format!(
        "<p><label for=\"plus\">{}</label><br><span id=\"hint\">{}</span></p>\
         <textarea id=\"plus\" name=\"plus\" rows=\"4\" aria-describedby=\"hint\">{lines}</textarea>\
         <p><button>{}</button></p><p>{}</p></form>",
        words.plus, words.hint, words.button, words.once
    );
    whole(page, &body)
}

fn tick(choice: &Choice, sent: Option<(&Sent, &[String])>) -> String {
    let ticked = sent.map_or(choice.ticked, |(sent, _)| sent.ticked.contains(&choice.value));
    format!(
        "<label class=\"one\"><input type=\"checkbox\" name=\"present\" value=\"{}\"{}> {}</label>",
        escape(&choice.value),
        if ticked { " checked" } else { "" },
        escape(&choice.label)
    )
}

/// What is recorded, under a word about it.
fn told(page: &Page, lines: &[String], about: &str) -> String {
    let items: String = lines.iter().map(|line| format!("<li>{}</li>", escape(line))).collect();
    let list = if items.is_empty() { String::new() } else { format!("<ul>{items}</ul>") };
    whole(page, &format!("<p role=\"status\">{about}</p>{list}"))
}

fn whole(page: &Page, body: &str) -> String {
    let title = Words::of(page.language).title;
    let gathering = &page.gathering;
    let when = dates::span(page.language, gathering.starts, gathering.ends);
    format!(
        "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <meta name=\"color-scheme\" content=\"light dark\"><title>{title} {name}</title><style>\
         body{{font:1.1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:2rem auto;padding:0 1rem}}\
         h1{{line-height:1.2}}fieldset{{margin:0 0 1.5rem;padding:.5rem 1rem;border:1px solid #888;border-radius:.4rem}}\
         legend{{font-weight:600}}.one{{display:block;padding:.5rem 0}}input{{width:1.3rem;height:1.3rem;vertical-align:middle;margin-right:.5rem}}\
         textarea{{font:inherit;width:100%;box-sizing:border-box;padding:.5rem}}label[for]{{font-weight:600}}\
         button{{font:inherit;padding:.7rem 1.3rem}}[role=alert]{{border-left:.3rem solid #b3261e;padding-left:1rem}}\
         </style></head><body><main><h1>{title}</h1><p>{name}<br>{when}</p>{body}</main></body></html>",
        page.language.as_str(),
        name = escape(&gathering.title),
        when = escape(&when),
    )
}
