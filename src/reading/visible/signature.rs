//! What programs and administrators add below what a person typed: device lines, signature blocks, disclaimers, list footers.

use super::super::answer::words::fold;

/// "Envoyé de mon iPhone" and its like: one line that a program added.
pub(super) fn is_device_line(line: &str) -> bool {
    let line = line.trim().trim_matches(['*', '_', '[', ']', '(', ')', '.']);
    if line.is_empty() || line.chars().count() > 120 {
        return false;
    }
    let words = fold(line);
    let count = words.split(' ').count();
    let sent = [
        "envoye de mon",
        "envoye a partir de",
        "envoye depuis",
        "envoye avec",
        "envoye par",
        "envoye du",
        "envoye d un",
        "envoye via",
        "sent from my",
        "sent from mail for",
        "sent from outlook",
        "sent from yahoo",
        "sent from proton",
        "sent via",
        "sent with",
        "sent using",
        "provenance courrier",
        "obtenir outlook",
        "telecharger outlook",
        "telechargez outlook",
        "get outlook for",
        "gesendet mit",
        "von meinem",
        "gesendet von",
        "inviato da",
        "enviado desde",
        "enviado de mi",
        "verstuurd vanaf",
        "skickat fran min",
        "sendt fra min",
        "wyslane z",
        "this message was sent from",
        "message envoye depuis",
        "expedie de mon",
        "sent by",
    ];
    // "Sent from my desk, is much easier": a person goes on, a program doesn't.
    count <= 9 && !line.contains(", ") && sent.iter().any(|start| words.starts_with(start))
}

/// RFC 3676 4.3: the line that begins a signature. Programs that trim lines eat the blank behind it.
pub(super) fn is_separator(line: &str) -> bool {
    matches!(line.trim_end_matches(['\r', '\n']), "-- " | "--" | "— " | "—" | "--\u{A0}" | "__")
}

/// The line that begins a disclaimer or a list's footer: nothing below was typed.
pub(super) fn is_disclaimer(line: &str) -> bool {
    let words = fold(line);
    let starts = [
        "ce message et toutes les pieces",
        "ce message et les pieces",
        "ce courriel et",
        "ce message est confidentiel",
        "ce mail et",
        "this email and any",
        "this e mail and any",
        "this message and any",
        "this message contains confidential",
        "avant d imprimer",
        "pensez a l environnement",
        "please consider the environment",
        "cet email a ete verifie",
        "cet e mail a ete verifie",
        "l absence de virus",
        "garanti sans virus",
        "virus free",
        "confidentiality notice",
        "you received this message because",
        "vous recevez ce message",
        "to unsubscribe",
        "pour vous desinscrire de cette liste",
        "p avant d imprimer",
        "unsubscribe from this group",
        "you are receiving this",
    ];
    starts.iter().any(|start| words.starts_with(start))
}

/// A rule of underscores or dashes below which a list's footer stands.
pub(super) fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 20
        && (line.chars().all(|c| c == '_') || line.chars().all(|c| c == '-') || line.chars().all(|c| c == '='))
}

/// A list's footer, below such a rule.
pub(super) fn is_list_footer(line: &str) -> bool {
    let words = fold(line);
    words.contains("mailing list") || words.contains("liste de diffusion") || words.contains("listinfo")
}
