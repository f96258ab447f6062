//! Web mail.

use super::letters::{BLOCK, INVITATION, INVITATION_HTML, SHORT_BLOCK, broken, lines};
use super::mime::{Way, message, part, wrapped};

const QUOTE_STYLE: &str = "margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex";

/// Gmail's two parts, with the attribution in some language.
fn gmail(typed: &str, attribution: &str, signature: &str) -> Vec<u8> {
    let plain_signature = if signature.is_empty() { String::new() } else { format!("\n-- \n{signature}\n") };
    let plain = format!(
        "{}{plain_signature}\n{}\n{}",
        wrapped(typed, 78, "", false),
        wrapped(attribution, 76, "", false),
        wrapped(INVITATION, 76, "> ", false)
    );
    let html_signature = if signature.is_empty() {
        String::new()
    } else {
        format!(
            "<br clear=\"all\"><div><br></div><span class=\"gmail_signature_prefix\">-- </span><br><div dir=\"ltr\" class=\"gmail_signature\" data-smartmail=\"gmail_signature\">{}</div>",
            broken(signature)
        )
    };
    let html = format!(
        "<div dir=\"ltr\">{}{html_signature}</div><br><div class=\"gmail_quote gmail_quote_container\"><div dir=\"ltr\" class=\"gmail_attr\">{}<br></div><blockquote class=\"gmail_quote\" style=\"{QUOTE_STYLE}\">{INVITATION_HTML}</blockquote></div>",
        lines(typed, "<div>", "</div>", "<div><br></div>"),
        attribution.replace('<', "&lt;").replace('>', "&gt;"),
    );
    message("", Some(part("text/plain", "", Way::Quoted, &plain)), Some(part("text/html", "", Way::Quoted, &html)))
}

pub(super) fn gmail_fr(typed: &str) -> Vec<u8> {
    gmail(typed, "Le lun. 4 oct. 2027 à 10:02, Réseau des lieux partagés <reseau@reseau.example> a écrit :", "")
}

pub(super) fn gmail_signed(typed: &str) -> Vec<u8> {
    gmail(
        typed,
        "Le lun. 4 oct. 2027 à 10:02, Réseau des lieux partagés <reseau@reseau.example> a écrit :",
        &BLOCK.join("\n"),
    )
}

pub(super) fn gmail_en(typed: &str) -> Vec<u8> {
    gmail(typed, "On Mon, Oct 4, 2027 at 10:02 AM Réseau des lieux partagés <reseau@reseau.example> wrote:", "")
}

pub(super) fn gmail_de(typed: &str) -> Vec<u8> {
    gmail(typed, "Am Mo., 4. Okt. 2027 um 10:02 Uhr schrieb Réseau des lieux partagés <reseau@reseau.example>:", "")
}

/// Answers between the paragraphs of the letter.
pub(super) fn gmail_between(typed: &str) -> Vec<u8> {
    let (first, last) = typed.split_once("\n\n").unwrap_or((typed, ""));
    let plain = format!(
        "Le lun. 4 oct. 2027 à 10:02, Réseau <reseau@reseau.example> a écrit :\n\n> Bonjour Léa,\n>\n> Venez-vous ?\n>\n\n{first}\n\n> Qui vous accompagne ?\n>\n\n{last}\n"
    );
    let html = format!(
        "<div dir=\"ltr\"><div class=\"gmail_quote\"><div dir=\"ltr\" class=\"gmail_attr\">Le lun. 4 oct. 2027 à 10:02, Réseau &lt;<a href=\"mailto:reseau@reseau.example\">reseau@reseau.example</a>&gt; a écrit :<br></div><blockquote class=\"gmail_quote\" style=\"{QUOTE_STYLE}\"><p>Bonjour Léa,</p><p>Venez-vous ?</p></blockquote><div><br></div><div>{}</div><div><br></div><blockquote class=\"gmail_quote\" style=\"{QUOTE_STYLE}\"><p>Qui vous accompagne ?</p></blockquote><div>{}</div></div></div>",
        broken(first),
        broken(last)
    );
    message("", Some(part("text/plain", "", Way::Base64, &plain)), Some(part("text/html", "", Way::Base64, &html)))
}

pub(super) fn outlook_web(typed: &str) -> Vec<u8> {
    let head = "De : Réseau des lieux partagés <reseau@reseau.example>\nEnvoyé : lundi 4 octobre 2027 10:02\nÀ : Léa Morin <lea@quai.example>\nObjet : Invitation";
    let plain =
        format!("{typed}\n\n{}\n________________________________\n{head}\n\n{INVITATION}\n", SHORT_BLOCK.join("\n"));
    let html = format!(
        "<html><head><style type=\"text/css\" style=\"display:none;\"> P {{margin-top:0;margin-bottom:0;}} </style></head><body dir=\"ltr\">{}<div id=\"Signature\"><div style=\"font-family:Calibri\">{}</div></div><div id=\"appendonsend\"></div><hr style=\"display:inline-block;width:98%\" tabindex=\"-1\"><div id=\"divRplyFwdMsg\" dir=\"ltr\"><font face=\"Calibri\"><b>De :</b> Réseau<br></font></div>{INVITATION_HTML}</body></html>",
        lines(
            typed,
            "<div class=\"elementToProof\" style=\"font-family:Calibri;color:rgb(0,0,0)\">",
            "</div>",
            "<div class=\"elementToProof\"><br></div>"
        ),
        broken(&SHORT_BLOCK.join("\n"))
    );
    message(
        "X-MS-Has-Attach:\r\n",
        Some(part("text/plain", "", Way::Quoted, &plain)),
        Some(part("text/html", "", Way::Quoted, &html)),
    )
}

/// The mark of Outlook on the web is lost where a server rewrites the HTML.
pub(super) fn outlook_web_rewritten(typed: &str) -> Vec<u8> {
    let html = format!(
        "<div>{}</div><hr><div><b>From:</b> Réseau des lieux partagés &lt;reseau@reseau.example&gt;<br><b>Sent:</b> Monday, October 4, 2027 10:02 AM<br><b>To:</b> Léa Morin &lt;lea@quai.example&gt;<br><b>Subject:</b> Invitation<div>&nbsp;</div></div>{INVITATION_HTML}",
        broken(typed)
    );
    message("", None, Some(part("text/html", "", Way::Base64, &html)))
}

pub(super) fn roundcube_below(typed: &str) -> Vec<u8> {
    let plain = format!(
        "Le 2027-10-04 10:02, Réseau des lieux partagés a écrit :\n{}\n{}\n-- \n{}\n",
        wrapped(INVITATION, 70, "> ", true),
        wrapped(typed, 70, "", true),
        BLOCK.join("\n")
    );
    let html = format!(
        "<html><body style='font-size: 10pt'><p id=\"reply-intro\">Le 2027-10-04 10:02, Réseau des lieux partagés a écrit :</p><blockquote type=\"cite\" style=\"padding: 0 0.4em; border-left: #1010ff 2px solid; margin: 0\"><div id=\"replybody1\">{INVITATION_HTML}</div></blockquote><p>{}</p><div id=\"_rc_sig\">{}</div></body></html>",
        broken(typed),
        broken(&BLOCK.join("\n"))
    );
    message(
        "User-Agent: Roundcube Webmail/1.6.1\r\n",
        Some(part("text/plain", "; format=flowed", Way::Eight, &plain)),
        Some(part("text/html", "", Way::Quoted, &html)),
    )
}

pub(super) fn roundcube_plain(typed: &str) -> Vec<u8> {
    let plain = format!(
        "{}\n\nLe 04/10/2027 10:02, Réseau des lieux partagés a écrit :\n{}",
        wrapped(typed, 70, "", true),
        wrapped(INVITATION, 70, "> ", true)
    );
    message(
        "User-Agent: Roundcube Webmail/1.4.11\r\n",
        Some(part("text/plain", "; format=flowed", Way::Eight, &plain)),
        None,
    )
}

pub(super) fn sogo(typed: &str) -> Vec<u8> {
    let plain = format!(
        "{typed}\n\nLe Lundi, Octobre 04, 2027 10:02 CEST, Réseau <reseau@reseau.example> a écrit:\n \n{}",
        wrapped(INVITATION, 72, "> ", false)
    );
    let html = format!(
        "<html><p>{}</p><br />Le Lundi, Octobre 04, 2027 10:02 CEST, Réseau &lt;reseau@reseau.example&gt; a écrit:<br />&nbsp;<blockquote type=\"cite\" cite=\"inv@reseau.example\">{INVITATION_HTML}</blockquote>&nbsp;</html>",
        broken(typed)
    );
    message(
        "User-Agent: SOGoMail 5.5.1\r\n",
        Some(part("text/plain", "", Way::Quoted, &plain)),
        Some(part("text/html", "", Way::Quoted, &html)),
    )
}

pub(super) fn zimbra(typed: &str) -> Vec<u8> {
    let head = "De: \"Réseau des lieux partagés\" <reseau@reseau.example>\nÀ: \"Léa Morin\" <lea@quai.example>\nEnvoyé: Lundi 4 Octobre 2027 10:02:11\nObjet: Invitation";
    let plain = format!("{typed}\n\n\n{head}\n\n{INVITATION}\n");
    let html = format!(
        "<html><body><div style=\"font-family: arial\">{}<div><br></div><hr id=\"zwchr\" data-marker=\"__DIVIDER__\"><div data-marker=\"__HEADERS__\"><b>De: </b>\"Réseau\" &lt;reseau@reseau.example&gt;<br><b>À: </b>Léa<br></div><div data-marker=\"__QUOTED_TEXT__\">{INVITATION_HTML}</div></div></body></html>",
        lines(typed, "<div>", "</div>", "<div><br></div>")
    );
    message(
        "X-Mailer: Zimbra 8.8.15\r\n",
        Some(part("text/plain", "", Way::Quoted, &plain)),
        Some(part("text/html", "", Way::Quoted, &html)),
    )
}

pub(super) fn free(typed: &str) -> Vec<u8> {
    let plain = format!(
        "{typed}\n\n----- Mail original -----\nDe: \"Réseau\" <reseau@reseau.example>\nÀ: \"lea\" <lea@quai.example>\nEnvoyé: Lundi 4 Octobre 2027 10:02:11\nObjet: Invitation\n\n{INVITATION}\n"
    );
    message("X-Mailer: Zimbra 7.2.0-GA2598\r\n", Some(part("text/plain", "", Way::Quoted, &plain)), None)
}

pub(super) fn orange(typed: &str) -> Vec<u8> {
    let head =
        "> Message du 04/10/27 10:02\n> De : \"Réseau\" \n> A : \"Léa Morin\" \n> Copie à : \n> Objet : Invitation\n> ";
    let plain = format!(" \n\n{typed}\n\n \n{head}\n{}", wrapped(INVITATION, 500, "> ", false));
    let html = format!(
        "<p>{}</p><p>&nbsp;</p><blockquote style=\"padding-left: 5px; margin-left: 5px; border-left: #ff0000 2px solid;\">&gt; Message du 04/10/27 10:02<br />&gt; De : \"Réseau\" <br />{INVITATION_HTML}</blockquote>",
        broken(typed)
    );
    message(
        "X-Mailer: WMV1\r\n",
        Some(part("text/plain", "", Way::Eight, &plain)),
        Some(part("text/html", "", Way::Quoted, &html)),
    )
}

pub(super) fn laposte(typed: &str) -> Vec<u8> {
    let html = format!(
        "<html><body><div>{}</div><div><br></div><div class=\"signature\">{}</div><blockquote>De : \"Réseau\" &lt;reseau@reseau.example&gt;<br>A : lea@quai.example<br>Envoyé: lundi 4 Octobre 2027 10:02<br>Objet : Invitation<br><br>{INVITATION_HTML}</blockquote></body></html>",
        broken(typed),
        broken(&SHORT_BLOCK.join("\n"))
    );
    message("", None, Some(part("text/html", "", Way::Quoted, &html)))
}

pub(super) fn sfr(typed: &str) -> Vec<u8> {
    let plain = format!(
        "{typed}\n\n\n========================================\n\nMessage du : 04/10/2027 10:02\nDe : \"Réseau \" <reseau@reseau.example>\nA : \"Lea\" <lea@quai.example>\nCopie à : \nSujet : Invitation\n\n\n{INVITATION}\n"
    );
    message("X-SFR-Mailer: INMC\r\n", Some(part("text/plain", "", Way::Eight, &plain)), None)
}

pub(super) fn yahoo(typed: &str) -> Vec<u8> {
    let plain = format!(
        " {typed}\n\n    Le lundi 4 octobre 2027 à 10:02:11 UTC+2, Réseau des lieux partagés <reseau@reseau.example> a écrit :  \n \n {INVITATION}  \n"
    );
    let html = format!(
        "<html><head></head><body><div class=\"ydp4a1byahoo-style-wrap\" style=\"font-size:16px;\">{}<div><br></div></div><div id=\"ydp9c2yahoo_quoted_123456\" class=\"ydp9c2yahoo_quoted\"><div style=\"font-family:Helvetica;color:#26282a;\"><div>Le lundi 4 octobre 2027 à 10:02:11 UTC+2, Réseau &lt;reseau@reseau.example&gt; a écrit :</div><div><br></div><div>{INVITATION_HTML}</div></div></div></body></html>",
        lines(typed, "<div dir=\"ltr\" data-setdir=\"false\">", "</div>", "<div><br></div>")
    );
    message(
        "X-Mailer: WebService/1.1.22 YMailNovation\r\n",
        Some(part("text/plain", "", Way::Base64, &plain)),
        Some(part("text/html", "", Way::Base64, &html)),
    )
}

pub(super) fn proton(typed: &str) -> Vec<u8> {
    let attribution = "Le lundi 4 octobre 2027 à 10:02, Réseau des lieux partagés <reseau@reseau.example> a écrit :";
    let plain = format!(
        "{typed}\n\nEnvoyé avec la messagerie sécurisée [Proton Mail](https://proton.me/).\n\n{attribution}\n\n{}",
        wrapped(INVITATION, 72, "> ", false)
    );
    let html = format!(
        "{}<div class=\"protonmail_signature_block\"><div class=\"protonmail_signature_block-proton\">Envoyé avec la messagerie sécurisée <a href=\"https://proton.me/\">Proton Mail</a>.</div></div><div><br></div><div class=\"protonmail_quote\">{}<br><blockquote class=\"protonmail_quote\" type=\"cite\">{INVITATION_HTML}</blockquote><br></div>",
        lines(typed, "<div style=\"font-family: Arial; font-size: 14px;\">", "</div>", "<div><br></div>"),
        attribution.replace('<', "&lt;").replace('>', "&gt;")
    );
    message("", Some(part("text/plain", "", Way::Base64, &plain)), Some(part("text/html", "", Way::Base64, &html)))
}

pub(super) fn infomaniak(typed: &str) -> Vec<u8> {
    let html = format!(
        "<div>{}</div><div><br></div><div class=\"editorUserSignature\">{}</div><div class=\"ik_mail_quote answerContentMessage\"><div>Le 2027-10-04T10:02:11.000+02:00, Réseau &lt;reseau@reseau.example&gt; a écrit :</div><blockquote class=\"ws-ng-quote\"><div class=\"ik_mail_quote-00132\">{INVITATION_HTML}</div></blockquote></div>",
        broken(typed),
        broken(&BLOCK.join("\n"))
    );
    let plain = format!(
        "{typed}\n\n{}\n\nLe 2027-10-04T10:02:11.000+02:00, Réseau <reseau@reseau.example> a écrit :\n\n{}",
        BLOCK.join("\n"),
        wrapped(INVITATION, 72, "> ", false)
    );
    message(
        "X-Mailer: Infomaniak Workspace (1.3.600)\r\n",
        Some(part("text/plain", "", Way::Quoted, &plain)),
        Some(part("text/html", "", Way::Quoted, &html)),
    )
}

pub(super) fn gmx(typed: &str) -> Vec<u8> {
    let html = format!(
        "<html><head></head><body><div style=\"font-family: Verdana;font-size: 12.0px;\"><div>{}</div><div>&nbsp;</div><div class=\"signature\">--<br/>Léa Morin</div><div>&nbsp;<div name=\"quote\" style=\"margin:10px 5px 5px 10px; padding: 10px 0 10px 10px; border-left:2px solid #C3D9E5;\"><div style=\"margin:0 0 10px 0;\"><b>Gesendet:</b>&nbsp;Montag, 04. Oktober 2027 um 10:02 Uhr<br/><b>Von:</b>&nbsp;Réseau<br/></div>{INVITATION_HTML}</div></div></div></body></html>",
        broken(typed)
    );
    message("", None, Some(part("text/html", "", Way::Quoted, &html)))
}

pub(super) fn zoho(typed: &str) -> Vec<u8> {
    let html = format!(
        "<div style=\"font-family: Verdana\"><div>{}<br></div><div><br></div><div class=\"zmail_extra\" style=\"\"><div id=\"Zm-_Id_-Sgn1\">---- Le lun., 04 oct. 2027 10:02:11 +0200 <b> Réseau &lt;reseau@reseau.example&gt; </b> a écrit ---<br></div><blockquote id=\"blockquote_zmail\" style=\"margin: 0px;\">{INVITATION_HTML}</blockquote></div></div>",
        broken(typed)
    );
    let plain = format!(
        "{typed}\n\n\n---- Le lun., 04 oct. 2027 10:02:11 +0200 Réseau <reseau@reseau.example> a écrit ---\n\n{INVITATION}\n"
    );
    message(
        "X-Mailer: Zoho Mail\r\n",
        Some(part("text/plain", "", Way::Quoted, &plain)),
        Some(part("text/html", "", Way::Quoted, &html)),
    )
}

/// Open-Xchange, as Ionos and Orange's newer web mail have it.
pub(super) fn open_xchange(typed: &str) -> Vec<u8> {
    let html = format!(
        "<!doctype html><html><body>{}<div class=\"io-ox-signature\">{}</div><blockquote type=\"cite\"><div>Réseau &lt;reseau@reseau.example&gt; a écrit le 04/10/2027 10:02 CEST :</div><div><br></div>{INVITATION_HTML}</blockquote></body></html>",
        lines(typed, "<div class=\"default-style\">", "</div>", "<div class=\"default-style\"><br></div>"),
        broken(&BLOCK.join("\n"))
    );
    let plain = format!(
        "{typed}\n\n{}\n\n> Réseau <reseau@reseau.example> a écrit le 04/10/2027 10:02 CEST :\n> \n{}",
        BLOCK.join("\n"),
        wrapped(INVITATION, 72, "> ", false)
    );
    message(
        "X-Mailer: Open-Xchange Mailer v7.10.6\r\n",
        Some(part("text/plain", "", Way::Eight, &plain)),
        Some(part("text/html", "", Way::Eight, &html)),
    )
}

pub(super) fn horde(typed: &str) -> Vec<u8> {
    let plain = format!(
        "{}\n\n\"Réseau des lieux partagés\" <reseau@reseau.example> a écrit :\n\n{}\n\n",
        wrapped(typed, 72, "", true),
        wrapped(INVITATION, 72, "> ", true)
    );
    message(
        "User-Agent: Horde Application Framework 5\r\n",
        Some(part("text/plain", "; format=flowed; DelSp=Yes", Way::Eight, &plain.replace(" \n", "  \n"))),
        None,
    )
}

pub(super) fn mailo(typed: &str) -> Vec<u8> {
    let plain = format!(
        "{typed}\n---- Message d'origine ----\n> De : Réseau <reseau@reseau.example>\n> À : lea@quai.example\n> Sujet : Invitation\n> Date : 04/10/2027 10:02:11 Europe/Paris\n> \n{}\n\n",
        wrapped(INVITATION, 400, "> ", false)
    );
    message("X-Mailer: COMS/EA19.11\r\n", Some(part("text/plain", "", Way::Eight, &plain)), None)
}
