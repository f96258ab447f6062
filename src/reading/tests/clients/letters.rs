//! What is answered, and what people type.

/// The letter answered, as plain text.
pub(super) const INVITATION: &str = "Bonjour Léa,\n\nLe Réseau des lieux partagés vous invite à sa cinquième rencontre, jeudi 14 octobre 2027 de 18 h à 20 h :\n\n    La Halle, 3 place du Marché\n    ou en visio : https://visio.reseau.example/5\n\nPour répondre, écrivez-nous simplement « je viens » ou « je ne viens pas », et dites-nous si quelqu'un vous accompagne.\n\n- tour de table\n- le jardin partagé, un an après\n\nL'équipe du Réseau\nreseau@reseau.example";

/// The same as HTML.
pub(super) const INVITATION_HTML: &str = "<table width=\"100%\"><tbody><tr><td style=\"padding:12px;font-family:Arial;color:#333333\"><p>Bonjour Léa,</p><p>Le Réseau des lieux partagés vous invite à sa <b>cinquième rencontre</b>, jeudi 14 octobre 2027 de 18&nbsp;h à 20&nbsp;h :</p><p>La Halle, 3 place du Marché<br>ou en visio : <a href=\"https://visio.reseau.example/5\">https://visio.reseau.example/5</a></p><p><a href=\"https://reseau.example/oui\" style=\"background:#1565c0;color:#ffffff\">Je viens</a> <a href=\"https://reseau.example/non\" style=\"background:#b71c1c;color:#fff\">Je ne viens pas</a></p><p>L'équipe du Réseau</p></td></tr></tbody></table>";

/// What people type; all of it fits ISO-8859-1 but the last.
pub(super) const TYPED: [&str; 12] = [
    "Oui",
    "Bonjour,\n\nJe serai des vôtres jeudi, avec ma voisine Odile.\n\nBien cordialement,\nLéa Morin",
    "Le 14 me convient très bien.\nOn se retrouve sur place ?",
    "On Thursday I will be there.\n\nBest,\nLéa",
    "Désolée, ce ne sera pas possible pour moi cette fois-ci : nous recevons une classe de 28 élèves à la bibliothèque et je dois rester jusqu'à la fermeture. Gardez-moi une place pour la prochaine, promis je viens !\n\nLéa",
    "Bonsoir à toutes et tous,\n\nDeux choses :\n- je viens, mais j'aurai une demi-heure de retard\n- Paul Adam (06 00 00 00 00) voudrait venir aussi, c'est possible ?\n\nMerci d'avance !\nLéa",
    "non merci",
    "Le jeudi c'est compliqué. De plus, le train de 17 h 40 est supprimé depuis le 4 octobre 2027.\n\nJe vous écris dès que j'en sais plus.",
    "Je vous ai écrit lundi :\nje ne peux pas venir.",
    "OK pour nous 2.\nDe notre côté on apporte le café\nÀ jeudi",
    "Merci pour l'invitation. Voici notre page : https://quai.example/jardin\n\nJe confirme ma présence.\n\nAmicalement\nL.",
    "Avec plaisir 👍 on sera trois…",
];

/// Others, written after the rules; all clients are tried with them too.
pub(super) const TYPED_LATER: [&str; 24] = [
    "STOP",
    "?",
    "JE SERAI PRESENT AVEC MON EPOUSE",
    "dsl pas dispo",
    "Bonjour,\n\nM. Gauthier me charge de vous confirmer sa présence.\n\nBien cordialement,\nAline Perrot\npour M. Gauthier",
    "Oui pour le 14.\nNon pour le 21.\nPeut-être pour le 28 : je vous dirai.",
    "14/10 : oui\n21/10 : non\n28/10 : on verra",
    "1) oui\n2) 3 personnes\n3) végétarien",
    "De mon côté c'est bon. A quelle heure faut-il arriver ?",
    "A bientôt !",
    "Merci pour votre message du 4 octobre 2027.\n\nJe n'ai pas compris : est-ce à 18 h ou à 18 h 30 ?",
    "Je serai joignable au 06 00 00 00 00 si besoin.\nÀ jeudi,\nLéa",
    "Présente, bien sûr.\n\nLéa\n\nPS : je peux prendre deux personnes en voiture depuis Clisson (départ 17 h 15, rue du Port).",
    "Bonjour à tous\n\nComme écrit dans mon message de lundi : je suis absente du 10 au 17.\nOn se verra en novembre.\n\nBises",
    "Le train de 17:40 arrive à 18:05, je prends un taxi et j'arrive.",
    "On sera là avec Paul <paul@adam.example> et ses deux filles.",
    "Voir le programme ici : https://quai.example/programme\n\nJe ne viens pas.",
    "Hi,\n\nSorry, I can't make it. On October 14 I am in Lyon.\n\nKind regards,\nLéa",
    "Ok\n\nL.M.",
    "Mon collègue Paul Adam (directeur technique) me remplacera : paul@adam.example, 06 00 00 00 00.",
    "Bonjour,\nil m'a dit « je viens », donc je viens aussi.\nAmitiés",
    "Nous serons 4 : Odile, Paul, Jeanne et moi.\nEst-ce que le lieu est accessible aux fauteuils roulants ?\nMerci de me répondre vite, je dois réserver le transport avant le 8 octobre 2027 à midi.",
    "Je confirme.\n\nTrès cordialement,\n\nLéa Morin",
    "Oui :-)",
];

/// A block that someone configured once.
pub(super) const BLOCK: [&str; 5] = [
    "Léa Morin",
    "Chargée de projets",
    "Association Les Quais - 8 rue du Port, 44000 Nantes",
    "Tél. 02 40 00 00 00 / 06 12 00 00 00",
    "www.quai.example",
];

/// Another one, without telephone.
pub(super) const SHORT_BLOCK: [&str; 3] = ["Léa MORIN", "Responsable du pôle Culture", "lea@quai.example"];

/// What an administration puts below.
pub(super) const LEGAL: &str = "Ce message et ses éventuelles pièces jointes sont confidentiels et établis à l'intention exclusive de leurs destinataires. Si vous l'avez reçu par erreur, merci d'en avertir l'expéditeur et de le détruire.";

/// Each line within an element.
pub(super) fn lines(text: &str, open: &str, close: &str, blank: &str) -> String {
    let line = |line: &str| if line.is_empty() { blank.to_owned() } else { format!("{open}{}{close}", escaped(line)) };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// Lines with breaks between.
pub(super) fn broken(text: &str) -> String {
    text.lines().map(escaped).collect::<Vec<_>>().join("<br>\n")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
