//! The templates: those in the program, those of an operator's folder over them, checked once at start.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use handlebars::{Context, Handlebars, RenderError};
use rust_embed::RustEmbed;
use serde_json::{Value, json};

use super::{helpers, plain, sample, typography};
use crate::domain::language::Language;
use crate::domain::letter::LetterKind;

/// `templates/`, as it was when the program was built.
#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/templates/"]
struct Embedded;

/// A letter in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// On one line.
    pub subject: String,
    /// Written for those who read text, with lines of at most 76 columns.
    pub text: String,
    /// The same for those who read HTML.
    pub html: String,
}

/// What is wrong with a template, or with the data it was given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}{}: {what}", line.map(|line| format!(":{line}")).unwrap_or_default())]
pub struct TemplateError {
    /// The file: a path where an operator's folder has it, else its name in the program.
    pub file: String,
    /// Where in it.
    pub line: Option<usize>,
    /// What.
    pub what: String,
}

/// The three parts of a letter; each has its own templates and partials.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Part {
    Subject,
    Text,
    Html,
}

impl Part {
    const ALL: [Part; 3] = [Part::Subject, Part::Text, Part::Html];

    fn as_str(self) -> &'static str {
        match self {
            Part::Subject => "subject",
            Part::Text => "text",
            Part::Html => "html",
        }
    }
}

/// The templates of one part in one language.
struct Set {
    registry: Handlebars<'static>,
    /// Where each template comes from, for errors.
    origins: HashMap<String, String>,
}

/// All templates, ready to render.
pub struct Templates(HashMap<(Language, Part), Set>);

impl std::fmt::Debug for Templates {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Templates")
    }
}

/// A template's words and where they come from.
struct Source {
    origin: String,
    words: String,
}

impl Templates {
    /// Reads the program's templates and those of an operator's folder, which take the place of the program's file
    /// by file (`fr/receipt.text.hbs`), and renders each with every sample in every language.
    ///
    /// # Errors
    /// Names the file, the line and what is wrong.
    pub fn load(override_folder: Option<&Path>) -> Result<Templates, TemplateError> {
        let mut sources = embedded()?;
        if let Some(folder) = override_folder {
            read_over(folder, folder, &mut sources)?;
        }
        let mut sets = HashMap::new();
        for &language in Language::ALL {
            for part in Part::ALL {
                sets.insert((language, part), Set::new(language, part, &sources)?);
            }
        }
        let templates = Templates(sets);
        for &language in Language::ALL {
            for &kind in LetterKind::ALL {
                for (_, data) in sample::samples(kind) {
                    templates.render(kind, language, &data)?;
                }
            }
        }
        Ok(templates)
    }

    /// One letter in words. The same data gives the same words.
    ///
    /// # Errors
    /// Names the template's file, the line and the key that the data lacks.
    pub fn render(&self, kind: LetterKind, language: Language, data: &Value) -> Result<Rendered, TemplateError> {
        let set = |part| {
            self.0.get(&(language, part)).ok_or_else(|| TemplateError {
                file: language.to_string(),
                line: None,
                what: "no templates in this language".to_owned(),
            })
        };
        // One copy of the data serves all three.
        let mut context = Context::null();
        *context.data_mut() = data.clone();
        let letter = json!({"kind": kind, "bulk": kind.is_bulk(), "automatic": kind.is_automatic()});
        insert(&mut context, "letter", letter)?;
        let subject = one_line(&set(Part::Subject)?.render(kind, &context)?);
        let text = plain::tidy(&set(Part::Text)?.render(kind, &context)?);
        // The page's title, which some readers speak, is the subject.
        insert(&mut context, "subject", Value::String(subject.clone()))?;
        let html = set(Part::Html)?.render(kind, &context)?;
        Ok(Rendered { subject, text, html })
    }
}

/// One line of a text that may have several; spaces that don't break stay.
fn one_line(text: &str) -> String {
    let breaks = |c: char| c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}');
    text.split(breaks).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Adds a key of rendering's own to a letter's data.
fn insert(context: &mut Context, key: &str, value: Value) -> Result<(), TemplateError> {
    let object = context.data_mut().as_object_mut().ok_or_else(|| in_data("it is no JSON object".to_owned()))?;
    object.insert(key.to_owned(), value);
    Ok(())
}

/// An error of the data, not of a template.
fn in_data(what: String) -> TemplateError {
    TemplateError { file: "letter data".to_owned(), line: None, what }
}

impl Set {
    fn new(language: Language, part: Part, sources: &BTreeMap<String, Source>) -> Result<Set, TemplateError> {
        let html = part == Part::Html;
        let mut registry = Handlebars::new();
        registry.set_strict_mode(true);
        registry.set_prevent_indent(true);
        if html {
            registry.register_escape_fn(helpers::html_escape);
        } else {
            registry.register_escape_fn(handlebars::no_escape);
        }
        helpers::register(&mut registry, language, html);
        let mut origins = HashMap::new();
        for (file, Source { origin, words }) in sources {
            let (folder, name) = file.rsplit_once('/').unwrap_or(("", file));
            let Some(stem) = name.strip_suffix(&format!(".{}.hbs", part.as_str())) else { continue };
            let neutral = folder.is_empty();
            if !neutral && folder != language.as_str() {
                continue;
            }
            let french = language == Language::Fr && !neutral;
            let words = if french { typography::french(words, html) } else { words.clone() };
            origins.insert(stem.to_owned(), origin.clone());
            let lines = words.lines().count();
            registry.register_template_string(stem, words).map_err(|error| {
                let line = error.pos().map(|(line, _)| line);
                let open = line.is_some_and(|line| line > lines);
                let what = if open { "it ends within a `{{#…}}`".to_owned() } else { error.reason().to_string() };
                TemplateError { file: origin.clone(), line, what }
            })?;
        }
        Ok(Set { registry, origins })
    }

    fn render(&self, kind: LetterKind, context: &Context) -> Result<String, TemplateError> {
        self.registry.render_with_context(kind.as_str(), context).map_err(|error| self.explain(kind, &error))
    }

    /// Where the error is, and what, in words.
    fn explain(&self, kind: LetterKind, error: &RenderError) -> TemplateError {
        use handlebars::RenderErrorReason::{HelperNotFound, MissingVariable, PartialNotFound};
        let name = error.template_name.as_deref().unwrap_or(kind.as_str());
        let file = self.origins.get(name).cloned().unwrap_or_else(|| name.to_owned());
        let what = match error.reason() {
            MissingVariable(Some(key)) => format!("`{key}` is not in this letter's data"),
            HelperNotFound(helper) => format!("there is no helper `{helper}`"),
            PartialNotFound(partial) => format!("there is no template `{partial}` to include"),
            other => other.to_string(),
        };
        TemplateError { file, line: error.line_no, what }
    }
}

/// The templates of the program, by file name.
fn embedded() -> Result<BTreeMap<String, Source>, TemplateError> {
    let mut sources = BTreeMap::new();
    for file in Embedded::iter() {
        let Some(found) = Embedded::get(&file) else { continue };
        let origin = format!("templates/{file}");
        let words = utf8(&origin, found.data.into_owned())?;
        sources.insert(file.into_owned(), Source { origin, words });
    }
    Ok(sources)
}

/// Puts the files of an operator's folder in the place of the program's.
fn read_over(root: &Path, folder: &Path, sources: &mut BTreeMap<String, Source>) -> Result<(), TemplateError> {
    let wrong = |path: &Path, what: String| TemplateError { file: path.display().to_string(), line: None, what };
    let entries = std::fs::read_dir(folder).map_err(|error| wrong(folder, error.to_string()))?;
    for entry in entries {
        let path = entry.map_err(|error| wrong(folder, error.to_string()))?.path();
        if path.is_dir() {
            // One folder a language, none deeper: a link back to the root must not be walked for ever.
            if folder == root {
                read_over(root, &path, sources)?;
            }
            continue;
        }
        // Copies that editors leave behind, and notes, are not templates.
        if path.extension().is_none_or(|extension| extension != "hbs") {
            continue;
        }
        let name: Vec<_> = path.strip_prefix(root).unwrap_or(&path).iter().map(|part| part.to_string_lossy()).collect();
        let name = name.join("/");
        let Some(source) = sources.get_mut(&name) else {
            return Err(wrong(&path, format!("no letter uses `{name}`; name it after the file it takes the place of")));
        };
        let origin = path.display().to_string();
        let bytes = std::fs::read(&path).map_err(|error| wrong(&path, error.to_string()))?;
        let words = utf8(&origin, bytes)?;
        *source = Source { origin, words };
    }
    Ok(())
}

fn utf8(origin: &str, bytes: Vec<u8>) -> Result<String, TemplateError> {
    String::from_utf8(bytes).map_err(|error| {
        let good = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
        TemplateError {
            file: origin.to_owned(),
            line: Some(good.iter().filter(|byte| **byte == b'\n').count() + 1),
            what: "not UTF-8".to_owned(),
        }
    })
}
