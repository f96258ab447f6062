//! Mailings and rows into letters: templates, languages, dates in words.
