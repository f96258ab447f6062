//! What is seen of a reply.

use super::super::read_html;
use super::{about, said};

#[test]
fn quotes_and_signatures_of_clients_are_cut() {
    let cases = [
        (
            "Je viens\n\nLe lun. 4 oct. 2027 à 10:00, Réseau <reseau@reseau.example> a\nécrit :\n\n> Répondez oui\n> ou non",
            "Je viens",
        ),
        ("Le 14 me convient.\n\nLe 4 octobre 2027, Réseau a écrit :\n> non", "Le 14 me convient."),
        ("Oui\n\n-----Message d'origine-----\nDe : Réseau\nnon merci", "Oui"),
        (
            "Oui\n________________________________\nDe : Réseau <r@reseau.example>\nEnvoyé : lundi 4 octobre\nÀ : Léa\nObjet : Invitation\n\nnon",
            "Oui",
        ),
        ("Oui\n\nEnvoyé de mon téléphone", "Oui"),
        (
            "Oui merciEnvoyé depuis mon téléphone.\n-------- Message d'origine --------De : Réseau <r@reseau.example> Date : 04/10/2027 À : Léa Objet : Invitation\nnon",
            "Oui merci",
        ),
        ("Le 14 me va\nLe 4 oct. 2027 à 10:00, Réseau\n<reseau@reseau.example>\na écrit :\n\n> non", "Le 14 me va"),
        ("Oui\n-- \nLéa Morin\nLes Quais", "Oui"),
        (
            "\n-- \nLéa Morin\nLes Quais\n\nOui, je viens\n\nLe 4 oct. 2027 à 10:00, Réseau a écrit :\n> non",
            "Oui, je viens",
        ),
        ("Réseau <reseau@reseau.example> wrote:\n\n\tnon\n\toui\n\nJe viens", "Je viens"),
        ("> on vient ?\nOui\n> combien ?\nDeux", "Oui\nDeux"),
        ("Sent from my garden, where I think: yes", "Sent from my garden, where I think: yes"),
    ];
    for (text, visible) in cases {
        assert_eq!(said(text).visible, visible);
    }
}

#[test]
fn html_is_read_as_it_is_seen() {
    let cases = [
        ("<div>Oui</div><div class=\"gmail_quote\">Le 4 octobre<blockquote>non</blockquote></div>", "Oui"),
        ("<p>Pr&eacute;sent</p><blockquote type='cite'>non</blockquote>", "Présent"),
        ("<div style=\"display: none\">oui</div><p>Je ne peux pas</p>", "Je ne peux pas"),
        ("<p>Je ne viens pas</p><p style=\"color:#ffffff\">oui</p><font color=white>oui</font>", "Je ne viens pas"),
        ("<div style=\"color:#fff\">Oui, je viens</div>", "Oui, je viens"),
        ("<p style=\"background:#222;color:#fff\">Je viens</p><p>Léa</p>", "Je viens\n\nLéa"),
        ("<p>Je viens</p><div style=\"font-size:1px;line-height:0\">non</div>", "Je viens"),
        ("<p>Je viens</p><div style=\"position:absolute;left:-9999px\">non</div>", "Je viens"),
        (
            "<div class=\"gmail_signature\">Oui, je viens<br>Léa</div><blockquote type=cite>non</blockquote>",
            "Oui, je viens\nLéa",
        ),
        (
            "<div>Oui</div><blockquote style=\"margin:0 0 0 40px;border:none;padding:0px\">avec Paul</blockquote>",
            "Oui\navec Paul",
        ),
        ("<p>Oui<br>Léa</p><div id=\"divRplyFwdMsg\">De : </div>non", "Oui\nLéa"),
        ("<style>p { }</style><p>a &lt; b</p><!-- non -->", "a < b"),
    ];
    for (html, visible) in cases {
        assert_eq!(read_html(html, &about()).visible, visible);
    }
}
