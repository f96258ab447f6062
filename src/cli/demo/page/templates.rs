//! The page's templates, in the program.

use handlebars::Handlebars;
use serde_json::Value;

use crate::cli::demo::Played;
use crate::rendering::typography::french;

/// Name and words of each.
const FILES: &[(&str, &str)] = &[
    ("layout", include_str!("layout.html.hbs")),
    ("boxes", include_str!("boxes.html.hbs")),
    ("mails", include_str!("mails.html.hbs")),
    ("gatherings", include_str!("gatherings.html.hbs")),
    ("story", include_str!("story.html.hbs")),
    ("home", include_str!("home.html.hbs")),
    ("mailbox", include_str!("mailbox.html.hbs")),
    ("letter", include_str!("letter.html.hbs")),
    ("sent", include_str!("sent.html.hbs")),
    ("trouble", include_str!("trouble.html.hbs")),
];

/// The stylesheet.
pub const STYLE: &str = include_str!("style.css");
/// The script: the page works without it.
pub const SCRIPT: &str = include_str!("page.js");
/// The icon.
pub const ICON: &str = include_str!("icon.svg");

/// All templates, ready to render.
pub struct Templates(Handlebars<'static>);

impl Templates {
    /// Parses them.
    ///
    /// # Errors
    /// Names the template and what is wrong.
    pub fn load() -> Played<Templates> {
        let mut registry = Handlebars::new();
        registry.set_strict_mode(true);
        registry.set_prevent_indent(true);
        for (name, words) in FILES {
            registry.register_template_string(name, french(words, true))?;
        }
        Ok(Templates(registry))
    }

    /// One page. Everything is escaped.
    ///
    /// # Errors
    /// Names the template and the key that the data lacks.
    pub fn render(&self, name: &str, data: &Value) -> Played<String> {
        Ok(self.0.render(name, data)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_parse_and_put_nothing_in_unescaped_or_inline() {
        Templates::load().unwrap();
        for (name, words) in FILES {
            assert!(!words.contains("{{{"), "{name}: unescaped");
            for inline in ["style=", "onclick=", "onsubmit=", "<script>", "<style"] {
                assert!(!words.contains(inline), "{name}: the page's own CSP refuses {inline}");
            }
        }
    }
}
