//! Every word of a compte rendu is in its text and in its HTML.
