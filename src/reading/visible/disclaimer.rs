//! What organisations put below every letter: confidentiality, the environment, viruses, how to leave a list.

use super::line::{Line, is_invisible, paragraph};

/// Whether a disclaimer or a list's footer begins here: nothing below was typed.
pub(super) fn begins(line: &Line) -> bool {
    line.begins_with(STARTS) || HOLDS.iter().any(|words| line.words().contains(words))
}

/// A warning that the receiving server puts above a letter from outside.
pub(super) fn is_banner(line: &Line) -> bool {
    let text = line.text().trim_matches(|c: char| !c.is_alphanumeric() && !is_invisible(c));
    let marked =
        ["EXTERNAL", "EXTERNE", "EXT", "EXTERNAL EMAIL"].contains(&text) && line.text().starts_with(['[', '*']);
    marked || line.begins_with(BANNERS)
}

/// Whether a paragraph of legal notice begins here: it has three of the words of such notices, where a person's
/// has none or one.
pub(super) fn is_legal(rest: &[Line]) -> bool {
    let lines = rest.get(..paragraph(rest).min(12)).unwrap_or_default();
    if lines.iter().map(|line| line.raw.len()).sum::<usize>() < 90 {
        return false;
    }
    let holds = |word: &&&str| lines.iter().any(|line| line.words().contains(**word));
    LEGAL.iter().filter(holds).take(3).count() == 3
}

#[rustfmt::skip]
const STARTS: &[&str] = &[
    "ce message et toutes les pieces", "ce message et les pieces", "ce message et ses pieces", "ce message electronique et",
    "ce courriel et", "ce courriel est confidentiel", "ce message est confidentiel", "ce mail et", "this email and any",
    "this e mail and any", "this message and any", "this message contains confidential", "this message is confidential",
    "avant d imprimer ce", "avant d imprimer pensez", "avant d imprimer assurez", "n imprimez ce", "n imprimer ce", "merci de n imprimer", "pensez a l environnement",
    "pensons a l environnement", "pensez environnement", "pensez a la planete", "soyons eco responsables", "ecoresponsable", "please consider the environment", "think before you print", "cet email a ete verifie",
    "cet e mail a ete verifie", "l absence de virus", "garanti sans virus", "sans virus", "virus free", "virenfrei",
    "diese e mail wurde von avast", "this email has been checked for virus", "aucun virus trouve dans ce message",
    "no virus found in this", "confidentiality notice", "you received this message because", "vous recevez ce message",
    "vous recevez cet e mail parce que", "to unsubscribe", "pour vous desinscrire de cette liste", "p avant d imprimer",
    "unsubscribe from this group", "you are receiving this", "vous avez recu ce message car",
];

/// Wherever they stand in the line.
const HOLDS: &[&str] = &[
    "avast com sig email",
    "avg com email signature",
    "logiciel antivirus avast",
    "view it on github",
    "environnement avant d imprimer",
    "avant d imprimer ce",
    "environment before printing",
    "imprimez ce mail que",
    "imprimez ce message que",
    "imprimez ce courriel que",
    "n imprimer ce mail que",
    "message est etabli a l intention exclusive",
    "message est destine exclusivement",
    "ce message est strictement confidentiel",
    "pour vous desabonner de cette liste",
];

#[rustfmt::skip]
const BANNERS: &[&str] = &[
    "attention ce courriel provient de l exterieur", "attention ce message provient de l exterieur",
    "attention ce mail provient de l exterieur", "caution this email originated", "caution external email",
    "warning this email originated", "this message originated from outside",
];

#[rustfmt::skip]
const LEGAL: &[&str] = &[
    "confidentiel", "destinataire", "pieces jointes", "diffusion", "par erreur", "expediteur", "detruire", "supprimer",
    "integrite", "usage exclusif", "responsabilite", "prohibe", "interdite", "divulg", "confidential", "intended",
    "recipient", "privileged", "disclos", "dissemin", "in error", "the sender", "delete", "unauthori", "prohibited",
    "attachment", "liability", "solely", "vertraulich", "empfanger", "irrtum", "vernichte", "absender", "unbefugt",
    "rechtlich", "confidencial", "destinatario", "por error", "por engano", "eliminar", "remitente", "prohibid", "remetente",
    "riservat", "destinatari", "per errore", "mittente", "vertrouwelijk", "geadresseerde", "bestemd", "afzender", "fortrolig",
];
