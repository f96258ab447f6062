//! Programs on a desk.

use super::letters::{BLOCK, INVITATION, INVITATION_HTML, LEGAL, SHORT_BLOCK, broken, lines};
use super::mime::{Way, message, part, wrapped};

const HEAD: &str = "De : Réseau des lieux partagés <reseau@reseau.example> \nEnvoyé : lundi 4 octobre 2027 10:02\nÀ : Léa Morin <lea@quai.example>\nObjet : Invitation";

/// Word's HTML: each line a paragraph without space, an empty one as a blank.
fn word(text: &str) -> String {
    lines(
        text,
        "<p class=\"MsoNormal\"><span style=\"mso-fareast-language:EN-US\">",
        "<o:p></o:p></span></p>",
        "<p class=\"MsoNormal\"><o:p>&nbsp;</o:p></p>",
    )
}

fn outlook(typed: &str, below: &str) -> Vec<u8> {
    let plain = format!("{typed}\n\n{below}\n\n{HEAD}\n\n{INVITATION}\n").replace("De :", "De\u{a0}:");
    let html = format!(
        "<html xmlns:o=\"urn:schemas-microsoft-com:office:office\"><head><style><!--\np.MsoNormal {{margin:0cm;}}\n--></style></head><body lang=\"FR\"><div class=\"WordSection1\">{}\n<p class=\"MsoNormal\"><o:p>&nbsp;</o:p></p>{}<p class=\"MsoNormal\"><o:p>&nbsp;</o:p></p><div><div style=\"border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm\"><p class=\"MsoNormal\"><b>De&nbsp;:</b> Réseau &lt;reseau@reseau.example&gt;<br><b>Envoyé&nbsp;:</b> lundi 4 octobre 2027 10:02<br></p></div></div>{INVITATION_HTML}</div></body></html>",
        word(typed),
        word(below)
    );
    message(
        "X-Mailer: Microsoft Outlook 16.0\r\n",
        Some(part("text/plain", "", Way::Quoted, &plain)),
        Some(part("text/html", "", Way::Quoted, &html)),
    )
}

pub(super) fn outlook_signed(typed: &str) -> Vec<u8> {
    outlook(typed, &BLOCK.join("\n"))
}

pub(super) fn outlook_legal(typed: &str) -> Vec<u8> {
    outlook(typed, &format!("{}\n\n{LEGAL}", SHORT_BLOCK.join("\n")))
}

/// A signature without telephone or link: only its look says that it wasn't typed.
pub(super) fn outlook_styled(typed: &str) -> Vec<u8> {
    let signature = lines(
        "Léa Morin\nPôle culture\nLes Quais",
        "<p class=\"MsoNormal\"><span style=\"font-size:9.0pt;color:#1F497D\">",
        "<o:p></o:p></span></p>",
        "",
    );
    let html = format!(
        "<html><body lang=\"FR\"><div class=\"WordSection1\">{}<p class=\"MsoNormal\"><o:p>&nbsp;</o:p></p>{signature}<div><div style=\"border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm\"><p class=\"MsoNormal\"><b>De&nbsp;:</b> Réseau<br></p></div></div>{INVITATION_HTML}</div></body></html>",
        word(typed)
    );
    message("", None, Some(part("text/html", "", Way::Quoted, &html)))
}

/// The first paragraph above the letter, the others within it, in blue.
pub(super) fn outlook_blue(typed: &str) -> Vec<u8> {
    let blue = |text: &str| lines(text, "<p class=\"MsoNormal\"><span style=\"color:#0070C0\">", "</span></p>", "");
    let html = format!(
        "<html><body><div class=\"WordSection1\">{}<div style=\"border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm\"><p class=\"MsoNormal\"><b>De&nbsp;:</b> Réseau<br></p></div><p>Bonjour Léa,</p><p>Venez-vous ?</p>{}<p>À bientôt, <a href=\"https://reseau.example\" style=\"color:blue\">le Réseau</a></p></div></body></html>",
        word("Mes réponses en bleu ci-dessous."),
        blue(typed)
    );
    message("", None, Some(part("text/html", "", Way::Base64, &html)))
}

pub(super) fn outlook_plain(typed: &str) -> Vec<u8> {
    let plain = format!("{typed}\n\n-----Message d'origine-----\n{HEAD}\n\n{INVITATION}\n");
    message(
        "X-Mailer: Microsoft Outlook 16.0\r\n",
        Some(part("text/plain", "", Way::Latin, &plain.replace('…', "..."))),
        None,
    )
}

pub(super) fn outlook_mac(typed: &str) -> Vec<u8> {
    let html = format!(
        "<html><body lang=\"FR\"><div class=\"WordSection1\">{}<p class=\"MsoNormal\"><o:p>&nbsp;</o:p></p><div style=\"border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0cm 0cm 0cm\"><p class=\"MsoNormal\"><b><span style=\"font-size:12.0pt;color:black\">De : </span></b>Réseau &lt;reseau@reseau.example&gt;<br><b>Date : </b>lundi, 4 octobre 2027 à 10:02<br><b>À : </b>Léa<br><b>Objet : </b>Invitation</p></div>{INVITATION_HTML}</div></body></html>",
        word(typed)
    );
    let plain = format!(
        "{typed}\n\nDe : Réseau <reseau@reseau.example>\nDate : lundi, 4 octobre 2027 à 10:02\nÀ : Léa <lea@quai.example>\nObjet : Invitation\n{INVITATION}\n"
    );
    message(
        "User-Agent: Microsoft-MacOutlook/16.78\r\n",
        Some(part("text/plain", "", Way::Base64, &plain)),
        Some(part("text/html", "", Way::Base64, &html)),
    )
}

pub(super) fn outlook_de(typed: &str) -> Vec<u8> {
    let plain = format!(
        "{typed}\n\nVon: Réseau <reseau@reseau.example>\nGesendet: Montag, 4. Oktober 2027 10:02\nAn: Léa <lea@quai.example>\nCc: Büro <info@quai.example>\nBetreff: Invitation\n\n{INVITATION}\n"
    );
    message("", Some(part("text/plain", "", Way::Quoted, &plain)), None)
}

pub(super) fn apple_mail(typed: &str) -> Vec<u8> {
    let attribution = "Le 4 oct. 2027 à 10:02, Réseau des lieux partagés <reseau@reseau.example> a écrit :";
    let plain = format!("{typed}\n\n> {attribution}\n> \n{}\n", wrapped(INVITATION, 500, "> ", false));
    let html = format!(
        "<html><head></head><body style=\"overflow-wrap: break-word; -webkit-nbsp-mode: space;\">{}<br id=\"lineBreakAtBeginningOfMessage\"><div><br><blockquote type=\"cite\"><div>{}</div><br class=\"Apple-interchange-newline\"><div>{INVITATION_HTML}</div></blockquote></div><br></body></html>",
        broken(typed),
        attribution.replace('<', "&lt;").replace('>', "&gt;")
    );
    message(
        "X-Mailer: Apple Mail (2.3731.700.6)\r\n",
        Some(part("text/plain", "", Way::Quoted, &plain)),
        Some(part("text/html", "", Way::Quoted, &html)),
    )
}

pub(super) fn apple_mail_signed(typed: &str) -> Vec<u8> {
    let plain = format!(
        "{typed}\n\n{}\n\n\n\n> On 4 Oct 2027, at 10:02, Réseau <reseau@reseau.example> wrote:\n> \n{}\n",
        BLOCK.join("\n"),
        wrapped(INVITATION, 500, "> ", false)
    );
    message("X-Mailer: Apple Mail (2.3774.300.61.1.2)\r\n", Some(part("text/plain", "", Way::Quoted, &plain)), None)
}

fn thunderbird(typed: &str, attribution: &str, signature: &str) -> Vec<u8> {
    let plain = format!(
        "{}{signature}\n\n{attribution}\n{}\n",
        wrapped(typed, 72, "", true),
        wrapped(INVITATION, 72, "> ", true)
    );
    let html = format!(
        "<!DOCTYPE html><html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=UTF-8\"></head><body><p>{}</p>{}<div class=\"moz-cite-prefix\">{}<br></div><blockquote type=\"cite\" cite=\"mid:inv@reseau.example\">{INVITATION_HTML}</blockquote></body></html>",
        broken(typed),
        if signature.is_empty() {
            String::new()
        } else {
            format!("<pre class=\"moz-signature\" cols=\"72\">{signature}</pre>")
        },
        attribution.replace('<', "&lt;").replace('>', "&gt;")
    );
    message(
        "User-Agent: Mozilla Thunderbird\r\n",
        Some(part("text/plain", "; format=flowed", Way::Eight, &plain)),
        Some(part("text/html", "", Way::Eight, &html)),
    )
}

pub(super) fn thunderbird_fr(typed: &str) -> Vec<u8> {
    thunderbird(typed, "Le 04/10/2027 à 10:02, Réseau des lieux partagés a écrit :", "")
}

pub(super) fn thunderbird_en(typed: &str) -> Vec<u8> {
    thunderbird(typed, "On 10/4/27 10:02, Réseau des lieux partagés wrote:", &format!("\n-- \n{}", BLOCK.join("\n")))
}

pub(super) fn thunderbird_below(typed: &str) -> Vec<u8> {
    let plain = format!(
        "Am 04.10.27 um 10:02 schrieb Réseau des lieux partagés:\n{}\n{}\n-- \nLéa\n",
        wrapped(INVITATION, 72, "> ", true),
        wrapped(typed, 72, "", true)
    );
    message(
        "User-Agent: Mozilla Thunderbird\r\n",
        Some(part("text/plain", "; format=flowed", Way::Eight, &plain)),
        None,
    )
}

pub(super) fn mutt(typed: &str) -> Vec<u8> {
    let plain = format!(
        "On Mon, Oct 04, 2027 at 10:02:11AM +0200, Réseau des lieux partagés wrote:\n{}\n{}\n-- \nLéa\n",
        wrapped(INVITATION, 72, "> ", false),
        wrapped(typed, 72, "", false)
    );
    message("User-Agent: Mutt/2.2.9\r\n", Some(part("text/plain", "", Way::Eight, &plain)), None)
}

pub(super) fn s_nail(typed: &str) -> Vec<u8> {
    let plain = format!(
        "Réseau <reseau@reseau.example> wrote in\n <inv@reseau.example>:\n |Bonjour Léa,\n |\n |venez !\n\n{typed}\n"
    );
    let plain = plain.replace(" |", "> ");
    message("User-Agent: s-nail v14.9.24\r\n", Some(part("text/plain", "", Way::Eight, &plain)), None)
}

pub(super) fn evolution(typed: &str) -> Vec<u8> {
    let plain = format!(
        "{typed}\n\nLe lundi 04 octobre 2027 à 10:02 +0200, Réseau des lieux partagés a\nécrit :\n{}\n",
        wrapped(INVITATION, 72, "> ", false)
    );
    let html = format!(
        "<html><head></head><body>{}<div><br></div><div>Le lundi 04 octobre 2027 à 10:02 +0200, Réseau des lieux partagés a écrit&nbsp;:</div><blockquote type=\"cite\" style=\"margin:0 0 0 .8ex; border-left:2px #729fcf solid;padding-left:1ex\">{INVITATION_HTML}</blockquote><div><span></span></div></body></html>",
        lines(typed, "<div>", "</div>", "<div><br></div>")
    );
    message(
        "User-Agent: Evolution 3.46.4\r\n",
        Some(part("text/plain", "", Way::Quoted, &plain)),
        Some(part("text/html", "", Way::Quoted, &html)),
    )
}

pub(super) fn kmail(typed: &str) -> Vec<u8> {
    let plain = format!(
        "Le lundi 4 octobre 2027, 10:02:11 CEST Réseau des lieux partagés a écrit :\n{}\n{typed}\n",
        wrapped(INVITATION, 72, "> ", false)
    );
    message("User-Agent: KMail\r\n", Some(part("text/plain", "", Way::Base64, &plain)), None)
}

pub(super) fn claws(typed: &str) -> Vec<u8> {
    let plain = format!(
        "Le Mon, 4 Oct 2027 10:02:11 +0200,\nRéseau des lieux partagés <reseau@reseau.example> a écrit :\n\n{}\n{typed}\n\n-- \nLéa\n",
        wrapped(INVITATION, 72, "> ", false)
    );
    message("X-Mailer: Claws Mail 4.1.1\r\n", Some(part("text/plain", "", Way::Quoted, &plain)), None)
}

pub(super) fn the_bat(typed: &str) -> Vec<u8> {
    let plain =
        format!("lundi 4 octobre 2027, 10:02:11, you wrote:\n\n{}\n{typed}\n", wrapped(INVITATION, 66, "R> ", false));
    message("X-Mailer: The Bat! (v9.3)\r\n", Some(part("text/plain", "", Way::Quoted, &plain)), None)
}

pub(super) fn notes(typed: &str) -> Vec<u8> {
    let plain = format!(
        "{typed}\n\n\n\n\nDe :\tRéseau <reseau@reseau.example>\nA :\tlea@quai.example\nDate :\t04/10/2027 10:02\nObjet :\tInvitation\n\n\n\n{INVITATION}\n"
    );
    let html = format!(
        "<font size=2 face=\"sans-serif\">{}</font><br><br><br><br><font size=1 color=#5f5f5f face=\"sans-serif\">De : &nbsp; &nbsp; &nbsp; &nbsp;</font><font size=1 face=\"sans-serif\">Réseau &lt;reseau@reseau.example&gt;</font><br><font size=1 color=#5f5f5f face=\"sans-serif\">A : &nbsp; &nbsp;</font><font size=1>lea@quai.example</font><br><font size=1 color=#5f5f5f>Date : &nbsp;</font><font size=1>04/10/2027 10:02</font><br><font size=1 color=#5f5f5f>Objet : </font><font size=1>Invitation</font><br><hr noshade><br><br>{INVITATION_HTML}",
        broken(typed)
    );
    message(
        "X-Mailer: IBM Notes Release 9.0.1\r\n",
        Some(part("text/plain", "", Way::Latin, &plain.replace('…', "..."))),
        Some(part("text/html", "", Way::Quoted, &html)),
    )
}

pub(super) fn old_notes(typed: &str) -> Vec<u8> {
    let plain = format!(
        "{typed}\n\n\n\n\n\nRéseau <reseau@reseau.example> \n04/10/2027 10:02\n\nA\nlea@quai.example\ncc\n\nObjet\nInvitation\n\n\n\n\n\n\n{INVITATION}\n"
    );
    message("X-Mailer: Lotus Notes Release 8.5.3\r\n", Some(part("text/plain", "", Way::Quoted, &plain)), None)
}

pub(super) fn inotes(typed: &str) -> Vec<u8> {
    let plain = format!(
        "{typed}\n\n-----Réseau <reseau@reseau.example> a écrit : -----\nÀ : lea@quai.example\nDe : Réseau <reseau@reseau.example>\nDate : 04/10/2027 10:02\nObjet : Invitation\n\n{INVITATION}\n"
    );
    message("X-Mailer: Lotus Domino Web Server\r\n", Some(part("text/plain", "", Way::Quoted, &plain)), None)
}

pub(super) fn groupwise(typed: &str) -> Vec<u8> {
    let plain = format!("{typed}\n\n>>> Réseau <reseau@reseau.example> 04/10/2027 10:02 >>>\n{INVITATION}\n");
    let html = format!(
        "<html><body style=\"margin: 4px\"><div>{}</div><br>&gt;&gt;&gt; Réseau &lt;reseau@reseau.example&gt; 04/10/2027 10:02 &gt;&gt;&gt;<br><div style=\"margin-left: 15px; padding-left: 7px; border-left: 1px solid #050505\">{INVITATION_HTML}</div></body></html>",
        broken(typed)
    );
    message(
        "X-Mailer: Novell GroupWise\r\n",
        Some(part("text/plain", "", Way::Quoted, &plain)),
        Some(part("text/html", "", Way::Quoted, &html)),
    )
}

pub(super) fn em_client(typed: &str) -> Vec<u8> {
    let html = format!(
        "<html><head></head><body><div>{}</div><div><br></div><div>------ Message d'origine ------</div><div>De \"Réseau\" &lt;<a href=\"mailto:reseau@reseau.example\">reseau@reseau.example</a>&gt;</div><div>À \"Léa\" &lt;lea@quai.example&gt;</div><div>Date 04/10/2027 10:02:11</div><div>Objet Invitation</div><div><br></div><div id=\"x1234\"><blockquote cite=\"inv@reseau.example\" type=\"cite\" class=\"cite2\">{INVITATION_HTML}</blockquote></div></body></html>",
        broken(typed)
    );
    message("User-Agent: eM_Client/9.2\r\n", None, Some(part("text/html", "", Way::Quoted, &html)))
}

pub(super) fn windows_mail(typed: &str) -> Vec<u8> {
    let html = format!(
        "<html><body lang=FR><div class=WordSection1>{}<p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>Provenance : <a href=\"https://go.microsoft.com/fwlink/?LinkId=550986\">Courrier</a> pour Windows</p><p class=MsoNormal><o:p>&nbsp;</o:p></p><div style='mso-element:para-border-div;border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal><b>De : </b>Réseau</p></div>{INVITATION_HTML}</div></body></html>",
        word(typed)
    );
    let plain = format!(
        "{typed}\n\nProvenance : Courrier pour Windows\n\nDe : Réseau\nEnvoyé le :lundi 4 octobre 2027 10:02\nÀ : Léa\nObjet :Invitation\n\n{INVITATION}"
    );
    message("", Some(part("text/plain", "", Way::Quoted, &plain)), Some(part("text/html", "", Way::Quoted, &html)))
}
