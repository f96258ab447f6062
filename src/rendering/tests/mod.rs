//! Letters as a whole: every template with every sample, and the bytes as a mail program reads them.

mod letters;
mod templates;
