//! Attribution lines, header blocks, separators, device lines and notices in many languages and forms, and sentences
//! that look like one.

use super::said;

const NAME: &str = "Réseau des lieux partagés de la haute vallée";
const ADDRESS: &str = "reseau.des.lieux.partages@reseau.example";

/// As web and desktop clients write them; `{n}` the name, `{a}` the address.
const ATTRIBUTIONS: [&str; 62] = [
    "Le lun. 4 oct. 2027 à 10:02, {n} <{a}> a écrit :",
    "Le 4 octobre 2027 à 10:02, {n} <{a}> a écrit :",
    "Le 04/10/2027 à 10:02, {n} a écrit :",
    "Le lundi 4 octobre 2027 à 10:02:11 UTC+2, {n} <{a}> a écrit :",
    "Le 2027-10-04 10:02, {n} a écrit :",
    "Le lun. 4 oct. 2027, 10 h 02, {n} <{a}> a écrit :",
    "Le lun. 4 oct. 2027 à 10 h 02, « {n} » <{a}> a écrit :",
    "{n} <{a}> a écrit :",
    "{n} a écrit le 04/10/2027 10:02 :",
    "2027-10-04 10:02 GMT+02:00 {n} <{a}>:",
    "2027/10/4 {n} <{a}>",
    "On Mon, Oct 4, 2027 at 10:02 AM {n} <{a}> wrote:",
    "On 4 Oct 2027, at 10:02, {n} <{a}> wrote:",
    "On 10/4/27 10:02, {n} wrote:",
    "On Mon, Oct 04, 2027 at 10:02:11AM +0200, {n} wrote:",
    "On Monday, October 4th, 2027 at 10:02 AM, {n} <{a}> wrote:",
    "At 2027-10-04 10:02:11, \"{n}\" <{a}> wrote:",
    "{n} wrote on 04/10/2027 10:02:",
    "Quoting {n} <{a}>:",
    "Am Mo., 4. Okt. 2027 um 10:02 Uhr schrieb {n} <{a}>:",
    "Am 04.10.27 um 10:02 schrieb {n}:",
    "Am 04.10.2027 um 10:02 schrieb {n} <{a}>:",
    "Zitat von {n} <{a}>:",
    "El lun, 4 oct 2027 a las 10:02, {n} (<{a}>) escribió:",
    "El 4 oct 2027, a las 10:02, {n} <{a}> escribió:",
    "El 4/10/27 a las 10:02, {n} escribió:",
    "Il giorno lun 4 ott 2027 alle ore 10:02 {n} <{a}> ha scritto:",
    "Il 04/10/2027 10:02, {n} ha scritto:",
    "Em seg., 4 de out. de 2027 às 10:02, {n} <{a}> escreveu:",
    "Em 04/10/2027 10:02, {n} escreveu:",
    "A segunda, 4/10/2027, 10:02, {n} <{a}> escreveu:",
    "Op ma 4 okt. 2027 om 10:02 schreef {n} <{a}>:",
    "Op 04-10-2027 om 10:02 schreef {n}:",
    "Op 4 okt. 2027, om 10:02 heeft {n} <{a}> het volgende geschreven:",
    "Den mån 4 okt. 2027 kl 10:02 skrev {n} <{a}>:",
    "4 okt. 2027 kl. 10:02 skrev {n} <{a}>:",
    "Den man. 4. okt. 2027 kl. 10.02 skrev {n} <{a}>:",
    "man. 4. okt. 2027 kl. 10:02 skrev {n} <{a}>:",
    "På 4. oktober 2027 10:02:11, {n} ({a}) skrev:",
    "ma 4. lokak. 2027 klo 10.02 {n} ({a}) kirjoitti:",
    "{n} <{a}> kirjoitti 4.10.2027 kello 10.02:",
    "pon., 4 paź 2027 o 10:02 {n} <{a}> napisał(a):",
    "W dniu 4.10.2027 o 10:02, {n} pisze:",
    "po 4. 10. 2027 v 10:02 odesílatel {n} <{a}> napsal:",
    "Dne 04. 10. 27 v 10:02 {n} napsal(a):",
    "po 4. 10. 2027 o 10:02 {n} <{a}> napísal(a):",
    "pon. 4. okt. 2027 u 10:02 {n} <{a}> napisao je:",
    "V pon., 4. okt. 2027 ob 10:02 je oseba {n} <{a}> napisala:",
    "{n} <{a}> ezt írta (időpont: 2027. okt. 4., H, 10:02):",
    "În lun., 4 oct. 2027 la 10:02, {n} <{a}> a scris:",
    "Στις Δευ 4 Οκτ 2027 στις 10:02 π.μ., ο χρήστης {n} <{a}> έγραψε:",
    "{n} <{a}>, 4 Eki 2027 Pzt, 10:02 tarihinde şunu yazdı:",
    "пн, 4 окт. 2027 г. в 10:02, {n} <{a}>:",
    "4 октября 2027 г., 10:02 пользователь {n} <{a}> написал:",
    "04.10.2027 10:02, {n} пишет:",
    "пн, 4 жовт. 2027 р. о 10:02 {n} <{a}> пише:",
    "Понедельник, 4 октября 2027, 10:02 +03:00 от {n} <{a}>:",
    "2027年10月4日(月) 10:02 {n} <{a}>:",
    "{n} <{a}> 于2027年10月4日周一 10:02写道：",
    "在 2027-10-04 10:02:11，\"{n}\" <{a}> 写道：",
    "Vào Th 2, 4 thg 10, 2027 vào lúc 10:02 {n} <{a}> đã viết:",
    "El dl., 4 d’oct. 2027, 10:02, {n} <{a}> va escriure:",
];

const TYPED: &str = "Je viens avec Odile.\n\nLéa";

fn wrapped(text: &str, width: usize) -> String {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().expect("a line");
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(word.to_owned());
        } else {
            line.push_str(if line.is_empty() { "" } else { " " });
            line.push_str(word);
        }
    }
    lines.join("\n")
}

/// Those of the cases whose text isn't seen exactly.
fn missed(cases: impl Iterator<Item = (String, &'static str)>) -> Vec<String> {
    cases
        .filter_map(|(text, typed)| {
            let visible = said(&text).visible;
            (visible != typed).then(|| format!("{text:?}\n   was seen as {visible:?}"))
        })
        .collect()
}

#[test]
fn attributions_are_known_in_any_language_wrapped_and_quoted_or_not() {
    let forms = ATTRIBUTIONS.iter().flat_map(|form| {
        let line = form.replace("{n}", NAME).replace("{a}", ADDRESS);
        [400, 78, 60, 44].map(|width| wrapped(&line, width))
    });
    let cases = forms.flat_map(|line| {
        let quoted = line.lines().map(|line| format!("> {line}\n")).collect::<String>();
        [
            format!("{TYPED}\n\n{line}\n> Venez-vous ?\n> Le Réseau"),
            format!("{TYPED}\n\n{line}\n\n>Venez-vous ?"),
            format!("{TYPED}\n\n{quoted}> Venez-vous ?"),
            format!("{line}\n\n> Venez-vous ?\n\n{TYPED}"),
        ]
    });
    let missed = missed(cases.map(|case| (case, TYPED)));
    assert!(missed.is_empty(), "{} missed\n{}", missed.len(), missed.join("\n"));
}

#[test]
fn what_was_typed_just_above_an_attribution_stays() {
    let cases = ATTRIBUTIONS.iter().flat_map(|form| {
        let line = form.replace("{n}", NAME).replace("{a}", ADDRESS);
        ["Oui je viens", "Présents tous les deux.", "Le 14 me va"]
            .map(|typed| (format!("{typed}\n{}\n> Venez-vous ?", wrapped(&line, 76)), typed))
    });
    let missed = missed(cases);
    assert!(missed.is_empty(), "{} missed\n{}", missed.len(), missed.join("\n"));
}

#[test]
fn a_dated_attribution_with_an_address_needs_no_quote_below() {
    let cases =
        ATTRIBUTIONS.iter().filter(|form| form.contains("{a}") && form.contains("2027") && form.ends_with([':', '：']));
    let cases = cases.flat_map(|form| {
        let line = form.replace("{n}", NAME).replace("{a}", ADDRESS);
        [400, 60].map(|width| (format!("{TYPED}\n\n{}\n\nBonjour Léa,\nvenez-vous ?", wrapped(&line, width)), TYPED))
    });
    let missed = missed(cases);
    assert!(missed.is_empty(), "{} missed\n{}", missed.len(), missed.join("\n"));
}

#[test]
fn header_blocks_are_known_in_any_language() {
    let blocks = [
        "De : {n} <{a}>\nEnvoyé : lundi 4 octobre 2027 10:02\nÀ : Léa <lea@quai.example>\nObjet : Invitation",
        "De: {n} <{a}>\nDate: lundi 4 octobre 2027 à 10:02\nÀ: Léa\nCc: Paul\nObjet: Invitation",
        "*De :* {n} <{a}>\n*Envoyé :* lundi 4 octobre 2027 10:02\n*À :* Léa\n*Objet :* Invitation",
        "From: {n} <{a}>\nSent: Monday, October 4, 2027 10:02 AM\nTo: Léa\nSubject: Invitation",
        "From: {n} [mailto:{a}]\nSent: Monday, October 4, 2027 10:02 AM\nTo: Léa\nSubject: Invitation",
        "**From:** {n} <{a}>\n**Sent:** Monday, October 4, 2027 10:02 AM\n**To:** Léa\n**Subject:** Invitation",
        "Date: Mon, 4 Oct 2027 10:02:11 +0200\nFrom: {a}\nTo: lea@quai.example\nSubject: Invitation",
        "Von: {n} <{a}>\nGesendet: Montag, 4. Oktober 2027 10:02\nAn: Léa\nBetreff: Einladung",
        "Gesendet: Montag, 04. Oktober 2027 um 10:02 Uhr\nVon: \"{n}\" <{a}>\nAn: lea@quai.example\nBetreff: Einladung",
        "De: {n} <{a}>\nEnviado el: lunes, 4 de octubre de 2027 10:02\nPara: Léa\nAsunto: Invitación",
        "De: {n} <{a}>\nEnviado: segunda-feira, 4 de outubro de 2027 10:02\nPara: Léa\nAssunto: Convite",
        "Da: {n} <{a}>\nInviato: lunedì 4 ottobre 2027 10:02\nA: Léa\nOggetto: Invito",
        "Van: {n} <{a}>\nVerzonden: maandag 4 oktober 2027 10:02\nAan: Léa\nOnderwerp: Uitnodiging",
        "Från: {n} <{a}>\nSkickat: den 4 oktober 2027 10:02\nTill: Léa\nÄmne: Inbjudan",
        "Fra: {n} <{a}>\nSendt: 4. oktober 2027 10:02\nTil: Léa\nEmne: Invitasjon",
        "Lähettäjä: {n} <{a}>\nLähetetty: maanantai 4. lokakuuta 2027 10.02\nVastaanottaja: Léa\nAihe: Kutsu",
        "Od: {n} <{a}>\nWysłano: poniedziałek, 4 października 2027 10:02\nDo: Léa\nTemat: Zaproszenie",
        "Od: {n} <{a}>\nOdesláno: pondělí 4. října 2027 10:02\nKomu: Léa\nPředmět: Pozvánka",
        "Feladó: {n} <{a}>\nElküldve: 2027. október 4., hétfő 10:02\nCímzett: Léa\nTárgy: Meghívó",
        "От: {n} <{a}>\nОтправлено: 4 октября 2027 г. 10:02\nКому: Léa\nТема: Приглашение",
        "Kimden: {n} <{a}>\nGönderildi: 4 Ekim 2027 Pazartesi 10:02\nKime: Léa\nKonu: Davet",
        "Από: {n} <{a}>\nΗμερομηνία: 4/10/2027\nΠρος: Léa\nΘέμα: Πρόσκληση",
        "发件人: {n} <{a}>\n发送时间: 2027年10月4日 10:02\n收件人: Léa\n主题: 邀请",
        "差出人: {n} <{a}>\n送信日時: 2027年10月4日 10:02\n宛先: Léa\n件名: 招待",
        "De : {n} <{a}> Envoyé : lundi 4 octobre 2027 10:02 À : Léa Objet : Invitation",
        "Message du : 04/10/2027 10:02\nDe : \"{n}\" <{a}>\nA : \"Léa\" <lea@quai.example>\nCopie à : \nSujet : Invitation",
    ];
    let rules =
        ["", "________________________________\n", "-----------------------\n", "------------------------------\n\n"];
    let cases = blocks.iter().flat_map(|block| {
        let block = block.replace("{n}", NAME).replace("{a}", ADDRESS);
        rules.map(|rule| (format!("{TYPED}\n\n{rule}{block}\n\nBonjour Léa,\nvenez-vous ?"), TYPED))
    });
    let missed = missed(cases);
    assert!(missed.is_empty(), "{} missed\n{}", missed.len(), missed.join("\n"));
}

#[test]
fn what_programs_and_administrations_add_goes() {
    let added = [
        "Envoyé de mon iPhone",
        "Envoyé depuis mon téléphone Orange",
        "Envoyé depuis mon smartphone Samsung Galaxy.",
        "Envoyé à partir de Outlook pour Android",
        "Envoyé à partir de l’application Courrier Windows",
        "Envoyé à partir de Yahoo Mail pour iPhone",
        "Envoyé depuis ProtonMail mobile",
        "Envoyé depuis l'application Mail Orange",
        "Envoyé avec FairEmail",
        "Envoyé de mon appareil Android avec Courriel K-9 Mail. Veuillez excuser ma brièveté.",
        "Envoyé de mon mobile, désolé pour les fautes",
        "Obtenir Outlook pour iOS<https://aka.ms/o0ukef>",
        "Télécharger Outlook pour Android <https://aka.ms/x>",
        "Provenance : Courrier pour Windows 10",
        "Sent from TypeApp",
        "Envoyé avec Aqua Mail pour Android\nhttps://programme.example/aqua",
        "Télécharger BlueMail pour Android",
        "Sent via the Samsung Galaxy S7, an AT&T 4G LTE smartphone",
        "*Léa Morin* - Chargée de développement\nPays de Retz | Culture & Territoire\n☎ 02 40 00 00 00\n✉ lea@quai.example",
        "[image: Logo]\nLéa Morin\nDirectrice\n02 40 00 00 00",
        "Léa Morin\nDirectrice\n02 40 00 00 00\n[cid:image001.png@01D9.F0]<https://quai.example/>",
        "---------- Původní e-mail ----------\nOd: Paul <paul@quai.example>\nKomu: Léa\nDatum: 4. 10. 2027 10:02:11\n\nPřijďte!",
        "Paul> Venez-vous ?\nPaul> Le Réseau",
        "Get Outlook for iOS",
        "Sent from my iPad",
        "Sent from my Galaxy A52, please excuse typos",
        "Sent from Mail for Windows",
        "Sent with Proton Mail secure email.",
        "Sent from Yahoo Mail on Android",
        "[Sent from my mobile phone]",
        "Von meinem iPhone gesendet",
        "Gesendet mit der GMX Mail App",
        "Diese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.",
        "Enviado desde mi iPhone",
        "Enviado do meu smartphone Samsung Galaxy.",
        "Inviato da iPhone",
        "Inviato dal mio telefono",
        "Verzonden vanaf mijn iPhone",
        "Skickat från min iPhone",
        "Sendt fra min iPad",
        "Wysłane z iPhone'a",
        "Отправлено с iPhone",
        "-- \nLéa Morin\nLes Quais",
        "--\nLéa Morin\nLes Quais\n02 40 00 00 00",
        "_______________\nLéa Morin\nLes Quais",
        "Léa Morin\nDirectrice\nTél : 02 40 00 00 00",
        "Léa MORIN\nChargée de mission\nCommunauté de communes des Quais\n8 rue du Port\n44000 Nantes\n+33 (0)2 40 00 00 00\nwww.quai.example",
        "Léa Morin | Responsable des publics\nMédiathèque des Quais | lea@quai.example | www.quai.example",
        "Pensez à l'environnement avant d'imprimer ce message.",
        "Merci de penser à l'environnement avant d'imprimer cet e-mail",
        "Ce message et toutes les pièces jointes sont confidentiels.",
        "Les informations contenues dans ce courriel sont confidentielles et réservées à leur destinataire. Si vous le recevez par erreur, merci de le détruire et de prévenir l'expéditeur.",
        "The information in this e-mail is confidential and intended solely for the recipient. If you received it in error, please delete it and notify the sender.",
        "Diese E-Mail ist vertraulich. Wenn Sie nicht der richtige Empfänger sind oder diese E-Mail irrtümlich erhalten haben, informieren Sie bitte den Absender.",
        "Garanti sans virus. www.avast.com",
        "L'absence de virus dans ce courrier électronique a été vérifiée par le logiciel antivirus Avast.\nhttps://www.avast.com/antivirus",
        "_______________________________________________\nActeurs mailing list\nacteurs@listes.reseau.example\nhttps://listes.reseau.example/listinfo/acteurs",
        "-- \nVous recevez ce message, car vous êtes abonné au groupe Acteurs.",
        "---------- Forwarded message ---------\nDe : Paul <paul@quai.example>\nDate: lun. 4 oct. 2027 à 10:02\nSubject: Fête\nTo: Léa\n\nVenez !",
        "Début du message transféré :\n\nDe: Paul <paul@quai.example>\nObjet: Fête\nDate: 4 octobre 2027\n\nVenez !",
        "-------- Message transféré --------\nSujet : Fête\nDate : 4 octobre 2027\nDe : Paul <paul@quai.example>\nPour : Léa\n\nVenez !",
        "---- Le lun., 04 oct. 2027 10:02:11 +0200 Paul <paul@quai.example> a écrit ----\n\nVenez !",
        "-----Ursprüngliche Nachricht-----\nVon: Paul\n\nKommt!",
        "------------------ 原始邮件 ------------------\n发件人: Paul\n\n来！",
    ];
    let missed = missed(added.iter().map(|added| (format!("{TYPED}\n\n{added}"), TYPED)));
    assert!(missed.is_empty(), "{} missed\n{}", missed.len(), missed.join("\n"));
}

#[test]
fn a_short_answer_above_a_configured_block_stays() {
    let blocks = [
        "Léa Morin\nChargée de projets\nTél. 02 40 00 00 00",
        "Léa MORIN\nAssociation Les Quais\n8 rue du Port 44000 Nantes\n06.00.00.00.00 - lea@quai.example",
        "Léa Morin | Directrice\nLes Quais\n+33 2 40 00 00 00\nhttps://quai.example",
        "Mairie de Nantes\nLéa Morin\nAdjointe à la culture\n02 40 00 00 00",
    ];
    let answers = [
        "Présence confirmée",
        "Bonjour,\n\nPrésence confirmée pour jeudi",
        "Bonjour,\nPrésente",
        "Avec plaisir",
        "Impossible ce jour-là",
        "Deux places pour Les Quais",
        "Bonjour,\n\nAbsente jeudi\n\nCordialement",
        "Accord de principe\nLéa",
        "Seront présents :\nPaul Adam, président\nOdile Roy, trésorière\nmoi",
        "Ok pour moi\n\nBien à vous,\nLéa Morin",
        "Noté, merci.",
        "C'est non",
    ];
    let cases = answers.iter().flat_map(|typed| blocks.map(|block| (format!("{typed}\n\n{block}"), *typed)));
    let missed = missed(cases);
    assert!(missed.is_empty(), "{} missed\n{}", missed.len(), missed.join("\n"));
}

#[test]
fn what_looks_like_a_mark_and_was_typed_stays() {
    let typed = [
        "Le 14 octobre 2027 à 18 h me convient.",
        "Paul <paul@quai.example> a écrit : je viens avec Luc.\nMoi aussi je viens.",
        "Message envoyé à Paul Adam.",
        "Je suis en télétravail.\n_____\nOui pour la visio",
        "Avant d'imprimer le programme, corrigez mon nom.",
        "Bonjour,\n\nok.merci\n06 12 34 56 78",
        "Oui !\n\n--\n\nPS : je viens avec Paul.",
        "Le 14 octobre 2027, Paul m'a écrit :\nil vient aussi.",
        "Le 4 mars, on nous a écrit :\nrien n'est sûr.",
        "On se voit à 18:00 le 14/10/2027 :\nje serai là.",
        "On Thursday 14 October 2027 at 18:00 I will be there.",
        "A jeudi, j'arrive par le train de 17:40 :\ngardez-moi une place.",
        "De : midi\nà : deux heures, je suis là.",
        "De notre côté : oui\nA midi : non\nObjet : rien",
        "Date : le 14 me va\nLieu : pareil",
        "Je viens.\n--\nEt Paul aussi, il m'a promis qu'il prendrait le train de 17 h 40.\nNous serons donc deux, je pense, et nous apportons le café.",
        "Je viens.\n\nEnvoyé par erreur hier, désolée, la bonne réponse est oui.",
        "Sent from my garden, where I think: yes",
        "Envoyez-moi le programme à lea@quai.example\nMerci",
        "Oui\n\nLéa Morin\nPrésidente des Quais",
        "Oui\n\nLéa\n06 00 00 00 00",
        "Seront là :\nPaul Adam, président\nOdile Roy, trésorière\nLéa Morin, 06 00 00 00 00",
        "Nous serons trois :\nPaul Adam\nOdile Roy, trésorière\nmoi",
        "Voici mes coordonnées : 06 00 00 00 00\nlea@quai.example\nJe viens jeudi.",
        "Bien cordialement,\n\nLéa Morin\nLes Quais",
        "Je l'ai supprimé par erreur, pouvez-vous renvoyer le message ?",
        "Merci de ne pas diffuser, c'est confidentiel pour le moment : je viens.",
        "Je viens -> si le train roule",
    ];
    let missed = missed(typed.into_iter().map(|typed| (typed.to_owned(), typed)));
    assert!(missed.is_empty(), "{} missed\n{}", missed.len(), missed.join("\n"));
}
