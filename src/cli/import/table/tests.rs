use super::*;

fn row(line: u64, name: &str, email: &str) -> Row {
    Row { line, name: name.to_owned(), email: email.to_owned(), organisation: None, role: None, language: None }
}

#[test]
fn encodings_delimiters_and_headings_are_found_in_the_file() {
    let zoe = Row { organisation: Some("Théâtre".to_owned()), ..row(2, "Zoé Roux", "zoe@b.fr") };
    let utf16 = "\u{feff}Prénom\tNom\tCourriel\tStructure\nZoé\tRoux\tzoe@b.fr\tThéâtre\n".encode_utf16();
    let utf16: Vec<u8> = utf16.flat_map(u16::to_le_bytes).collect();
    for (bytes, encoding, delimiter) in [
        ("nom;prénom;courriel;structure\nRoux;Zoé;zoe@b.fr;Théâtre\n".as_bytes(), "UTF-8", ';'),
        ("\u{feff}Prénom,NOM,E-mail,Organisation\nZoé,Roux,Zoe@B.fr,Théâtre".as_bytes(), "UTF-8", ','),
        (
            "first name\tlast name\te-mail address\tcompany\r\nZoé\tRoux\tzoe@b.fr\tThéâtre\r\n".as_bytes(),
            "UTF-8",
            '\t',
        ),
        (
            b"Nom;Prenom;Adresse mail;Association\r\nRoux;Zo\xe9;zoe@b.fr;Th\xe9\xe2tre\r\n".as_slice(),
            "windows-1252",
            ';',
        ),
        (b"NOM;PR\xc9NOM;M\xc9L;STRUCTURE\nRoux;Zo\xe9;zoe@b.fr;Th\xe9\xe2tre\n".as_slice(), "windows-1252", ';'),
        ("nom complet;mail;asso\nZoé Roux;\"Zoé <mailto:zoe@b.fr>\";Théâtre\n".as_bytes(), "UTF-8", ';'),
        ("name;email;organization\n  Zoé   Roux ; zoe@b.fr ;\"Théâtre\"\n".as_bytes(), "UTF-8", ';'),
        ("\"nom, prénom\";nom;prénom;courriel;structure\n;Roux;Zoé;zoe@b.fr;Théâtre\n".as_bytes(), "UTF-8", ';'),
        (utf16.as_slice(), "UTF-16LE", '\t'),
    ] {
        let parsed = parse(bytes).unwrap();
        assert_eq!(parsed.rows, std::slice::from_ref(&zoe), "{}", String::from_utf8_lossy(bytes));
        assert_eq!((parsed.encoding, parsed.delimiter), (encoding, delimiter));
        assert_eq!(parsed.skipped, []);
    }
}

#[test]
fn a_heading_without_addresses_says_where_and_how_to_mend_it() {
    for (bytes, line) in [
        ("nom;prénom;téléphone\nRoux;Zoé;06\n", 1),
        ("sep=;\n\nnom;téléphone\nRoux;06\n", 3),
        ("", 1),
        ("\n\n", 1),
        ("Roux;Zoé;zoe@b.fr\n", 1),
    ] {
        let error = parse(bytes.as_bytes()).unwrap_err();
        assert_eq!(error.line, line, "{bytes:?}");
        assert!(error.mend.contains("courriel"), "{error:?}");
    }
}

#[test]
fn lines_are_counted_as_an_editor_counts_them() {
    let text = "sep=;\r\nnom;courriel;structure\r\nZoé;zoe@b.fr;\"AMAP\r\ndes Prés\"\r\n\r\nKarim;;x\r\nLéa;zoe@b.fr;\r\n;\
                lea@b.fr;\r\nOdd;\"odd@b.fr, two@b.fr\";\r\n";
    let parsed = parse(text.as_bytes()).unwrap();
    let amap = Row { organisation: Some("AMAP des Prés".to_owned()), ..row(3, "Zoé", "zoe@b.fr") };
    assert_eq!(parsed.rows, [amap, row(8, "", "lea@b.fr")]);
    let skipped: Vec<_> = parsed.skipped.iter().map(|one| (one.line, one.why.as_str())).collect();
    assert_eq!(skipped[..2], [(6, "no e-mail address"), (7, "zoe@b.fr is on line 3 already")]);
    assert_eq!(skipped[2].0, 9);
}

#[test]
fn roles_and_languages_are_words_of_either_language() {
    let text = "courriel;rôle;langue;remarque\na@b.fr;Organisatrice;Français\nb@b.fr;informé;EN;x\nc@b.fr;directrice;\n\
                d@b.fr;;\n";
    let parsed = parse(text.as_bytes()).unwrap();
    let found: Vec<_> = parsed.rows.iter().map(|row| (row.role, row.language)).collect();
    let expected = [
        (Some(MemberRole::Organiser), Some(Language::Fr)),
        (Some(MemberRole::Informed), Some(Language::En)),
        (None, None),
    ];
    assert_eq!(found, expected);
    assert_eq!(parsed.skipped.len(), 1);
    assert!(parsed.skipped[0].why.contains("directrice"));
    assert_eq!(parsed.ignored, ["remarque"]);
}

#[test]
fn any_bytes_are_read_without_a_panic() {
    let mut seed = 7_u64;
    for length in 0..400 {
        let bytes: Vec<u8> = (0..length)
            .map(|_| {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                b"mail;,\"\n\r\tn\xe9\xff\0@."[usize::try_from(seed >> 33).unwrap() % 16]
            })
            .collect();
        let _ = parse(&bytes);
        let _ = parse(&[b"mail;nom\n".as_slice(), &bytes].concat());
    }
}
