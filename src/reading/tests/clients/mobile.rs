//! Telephones.

use super::letters::{INVITATION, INVITATION_HTML, broken, lines};
use super::mime::{Way, message, part, wrapped};

fn iphone(typed: &str, device: &str, attribution: &str) -> Vec<u8> {
    let plain = format!(
        "{typed}\n\n{device}\n\n> {attribution}\n> \n> \u{feff}{}\n",
        wrapped(INVITATION, 500, "> ", false).trim_start_matches("> ")
    );
    let html = format!(
        "<html><head></head><body dir=\"auto\">{}<br id=\"lineBreakAtBeginningOfSignature\"><div dir=\"ltr\">{device}</div><div dir=\"ltr\"><br><blockquote type=\"cite\">{}<br><br></blockquote></div><blockquote type=\"cite\"><div dir=\"ltr\">\u{feff}{INVITATION_HTML}</div></blockquote></body></html>",
        lines(typed, "<div>", "</div>", "<div><br></div>"),
        attribution.replace('<', "&lt;").replace('>', "&gt;")
    );
    message(
        "X-Mailer: iPhone Mail (21G93)\r\n",
        Some(part("text/plain", "", Way::Quoted, &plain)),
        Some(part("text/html", "", Way::Quoted, &html)),
    )
}

pub(super) fn iphone_fr(typed: &str) -> Vec<u8> {
    iphone(
        typed,
        "Envoyé de mon iPhone",
        "Le 4 oct. 2027 à 10:02, Réseau des lieux partagés <reseau@reseau.example> a écrit :",
    )
}

pub(super) fn ipad_es(typed: &str) -> Vec<u8> {
    iphone(
        typed,
        "Enviado desde mi iPad",
        "El 4 oct 2027, a las 10:02, Réseau des lieux partagés <reseau@reseau.example> escribió:",
    )
}

pub(super) fn gmail_android(typed: &str) -> Vec<u8> {
    let attribution = "Le lun. 4 oct. 2027, 10:02, Réseau des lieux partagés <reseau@reseau.example> a écrit :";
    let plain = format!("{typed}\n\n{}\n{}", wrapped(attribution, 76, "", false), wrapped(INVITATION, 76, "> ", false));
    let html = format!(
        "<div dir=\"auto\">{}</div><br><div class=\"gmail_quote\"><div dir=\"ltr\" class=\"gmail_attr\">Le lun. 4 oct. 2027, 10:02, Réseau<br></div><blockquote class=\"gmail_quote\" style=\"margin:0 0 0 .8ex;border-left:1px #ccc solid;padding-left:1ex\">{INVITATION_HTML}</blockquote></div>",
        lines(typed, "<div dir=\"auto\">", "</div>", "<div dir=\"auto\"><br></div>")
    );
    message("", Some(part("text/plain", "", Way::Base64, &plain)), Some(part("text/html", "", Way::Base64, &html)))
}

/// Gmail on an iPhone, plain text only.
pub(super) fn gmail_ios_plain(typed: &str) -> Vec<u8> {
    let plain = format!(
        "{typed}\n\nLe lun. 4 oct. 2027 à 10:02, Réseau des lieux partagés et de leurs amis de la\nvallée <reseau-des-lieux-partages+invitation-octobre@reseau-des-lieux.example>\na écrit :\n\n{}",
        wrapped(INVITATION, 76, "> ", false)
    );
    message("", Some(part("text/plain", "", Way::Quoted, &plain)), None)
}

pub(super) fn outlook_ios(typed: &str) -> Vec<u8> {
    let plain = format!(
        "{typed}\n\nObtenir Outlook pour iOS<https://aka.ms/o0ukef>\n________________________________\nDe : Réseau <reseau@reseau.example>\nEnvoyé : lundi, octobre 4, 2027 10:02 AM\nÀ : Léa <lea@quai.example>\nObjet : Invitation\n\n{INVITATION}\n"
    );
    let html = format!(
        "<html><body><div dir=\"ltr\">{}</div><div id=\"ms-outlook-mobile-signature\"><div><br></div>Obtenir <a href=\"https://aka.ms/o0ukef\">Outlook pour iOS</a></div><hr style=\"display:inline-block;width:98%\" tabindex=\"-1\"><div id=\"divRplyFwdMsg\" dir=\"ltr\"><b>De :</b> Réseau</div>{INVITATION_HTML}</body></html>",
        lines(typed, "<div dir=\"ltr\">", "</div>", "<div dir=\"ltr\"><br></div>")
    );
    message(
        "",
        Some(part("text/plain", "", Way::Latin, &plain.replace('…', "..."))),
        Some(part("text/html", "", Way::Quoted, &html)),
    )
}

pub(super) fn outlook_android_plain(typed: &str) -> Vec<u8> {
    let plain = format!(
        "{typed}\n\nTéléchargez Outlook pour Android<https://aka.ms/AAb9ysg>\n________________________________\nFrom: Réseau <reseau@reseau.example>\nSent: Monday, October 4, 2027 10:02:11 AM\nTo: Léa <lea@quai.example>\nSubject: Invitation\n\n{INVITATION}\n"
    );
    message("", Some(part("text/plain", "", Way::Quoted, &plain)), None)
}

pub(super) fn samsung(typed: &str) -> Vec<u8> {
    let plain = format!(
        "{typed}\n\n\n\nEnvoyé depuis mon appareil Galaxy\n\n\n-------- Message d'origine --------\nDe : Réseau <reseau@reseau.example> \nDate : 04/10/2027  10:02  (GMT+01:00) \nÀ : lea@quai.example \nObjet : Invitation \n\n{INVITATION}\n"
    );
    let html = format!(
        "<html><body dir=\"auto\">{}<div dir=\"auto\"><br></div><div id=\"composer_signature\" dir=\"auto\"><div style=\"font-size:12px;color:#575757\">Envoyé depuis mon appareil Galaxy</div></div><div dir=\"auto\"><br></div><div align=\"left\" dir=\"auto\" style=\"font-size:100%;color:#000000\"><div>-------- Message d'origine --------</div><div>De : Réseau &lt;reseau@reseau.example&gt; </div><div>Date : 04/10/2027  10:02  (GMT+01:00) </div><div>À : lea@quai.example </div><div>Objet : Invitation </div></div>{INVITATION_HTML}</body></html>",
        lines(typed, "<div dir=\"auto\">", "</div>", "<div dir=\"auto\"><br></div>")
    );
    message("", Some(part("text/plain", "", Way::Base64, &plain)), Some(part("text/html", "", Way::Base64, &html)))
}

pub(super) fn k9(typed: &str) -> Vec<u8> {
    let plain = format!(
        "{typed}\n-- \nEnvoyé de mon appareil Android avec Courriel K-9 Mail. Veuillez excuser ma brièveté.\n\nLe 4 octobre 2027 10:02:11 GMT+02:00, \"Réseau des lieux partagés\" <reseau@reseau.example> a écrit :\n{}",
        wrapped(INVITATION, 500, ">", false)
    );
    let html = format!(
        "<!DOCTYPE html><html><body><div dir=\"auto\">{}</div><br><br><div class=\"k9mail-signature\">-- <br>Envoyé de mon appareil Android avec Courriel K-9 Mail. Veuillez excuser ma brièveté.</div><div class=\"gmail_quote\"><div dir=\"auto\">Le 4 octobre 2027 10:02:11 GMT+02:00, \"Réseau\" &lt;reseau@reseau.example&gt; a écrit :</div><blockquote class=\"gmail_quote\" style=\"margin: 0pt 0pt 0pt 0.8ex; border-left: 1px solid rgb(204, 204, 204); padding-left: 1ex;\">{INVITATION_HTML}</blockquote></div></body></html>",
        broken(typed)
    );
    message(
        "User-Agent: K-9 Mail for Android\r\n",
        Some(part("text/plain", "", Way::Quoted, &plain)),
        Some(part("text/html", "", Way::Quoted, &html)),
    )
}

pub(super) fn fairemail(typed: &str) -> Vec<u8> {
    let plain = format!(
        "{typed}\n\n4 oct. 2027 10:02:11 Réseau <reseau@reseau.example>:\n\n{}",
        wrapped(INVITATION, 500, "> ", false)
    );
    let html = format!(
        "<!DOCTYPE html><html><head></head><body><p dir=\"ltr\">{}</p><p><br></p><div fairemail=\"signature\">Léa Morin<br>Les Quais</div><p>4 oct. 2027 10:02:11 Réseau &lt;reseau@reseau.example&gt;:</p><blockquote type=\"cite\" style=\"border-left:3px solid #ccc; padding-left:3px;\">{INVITATION_HTML}</blockquote></body></html>",
        broken(typed)
    );
    message("", Some(part("text/plain", "", Way::Quoted, &plain)), Some(part("text/html", "", Way::Quoted, &html)))
}

pub(super) fn yahoo_android(typed: &str) -> Vec<u8> {
    let plain = format!(
        "{typed}\n\nEnvoyé à partir de Yahoo Mail pour Android \n \n  Le lun., oct. 4, 2027 à 10:02, Réseau<reseau@reseau.example> a écrit :   {}  \n",
        INVITATION.replace('\n', "\n  ")
    );
    let html = format!(
        "{} <br><br><div id=\"ymail_android_signature\"><a href=\"https://mail.onelink.me/1\">Envoyé à partir de Yahoo Mail pour Android</a></div> <br> <blockquote style=\"margin: 0 0 20px 0;\"> <div style=\"font-family:Roboto, sans-serif; color:#6D00F6;\"> <div>Le lun., oct. 4, 2027 à 10:02, Réseau</div><div>&lt;reseau@reseau.example&gt; a écrit :</div> </div> <div style=\"padding: 10px 0 0 20px;\">{INVITATION_HTML}</div> </blockquote>",
        broken(typed)
    );
    message("", Some(part("text/plain", "", Way::Base64, &plain)), Some(part("text/html", "", Way::Base64, &html)))
}

pub(super) fn orange_app(typed: &str) -> Vec<u8> {
    let plain = format!(
        "{typed}\n\nEnvoyé depuis l'application Mail Orange\n\n> ---------- Message original ----------\n> De : Réseau <reseau@reseau.example>\n> À : lea@quai.example\n> Date : 04/10/2027 10:02 CEST\n> Objet : Invitation\n> \n{}",
        wrapped(INVITATION, 500, "> ", false)
    );
    message("", Some(part("text/plain", "", Way::Quoted, &plain)), None)
}

pub(super) fn spark(typed: &str) -> Vec<u8> {
    let html = format!(
        "<html><body><div name=\"messageBodySection\"><div dir=\"auto\">{}</div></div><div name=\"messageSignatureSection\"><br><div class=\"matchFont\">Sent from <a href=\"https://sparkmailapp.com/\">Spark</a></div></div><div name=\"messageReplySection\">Le 4 oct. 2027 à 10:02 +0200, Réseau &lt;reseau@reseau.example&gt;, a écrit :<br><blockquote type=\"cite\" style=\"border-left-color: grey; border-left-width: thin; border-left-style: solid; margin: 5px 5px;padding-left: 10px;\">{INVITATION_HTML}</blockquote></div></body></html>",
        broken(typed)
    );
    message("X-Readdle-Message-ID: 1@Spark\r\n", None, Some(part("text/html", "", Way::Quoted, &html)))
}

pub(super) fn mail_ru(typed: &str) -> Vec<u8> {
    let plain = format!(
        "{typed}\n\n--\nLéa\n\n  \n>Понедельник, 4 октября 2027, 10:02 +03:00 от Réseau <reseau@reseau.example>:\n> \n{}",
        wrapped(INVITATION, 72, ">", false)
    );
    let html = format!(
        "<HTML><BODY><div>{}</div><div>&nbsp;</div><blockquote style=\"border-left:1px solid #0857A6; margin:10px; padding:0 0 0 10px;\">Понедельник, 4 октября 2027, 10:02 +03:00 от Réseau:{INVITATION_HTML}</blockquote></BODY></HTML>",
        broken(typed)
    );
    message(
        "X-Mailer: Mail.Ru Mailer 1.0\r\n",
        Some(part("text/plain", "", Way::Base64, &plain)),
        Some(part("text/html", "", Way::Base64, &html)),
    )
}
