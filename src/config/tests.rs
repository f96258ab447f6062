use super::*;

fn load(text: &str, environment: &[(&str, &str)]) -> Result<Config, ConfigError> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("palabre.toml");
    std::fs::write(&path, text).unwrap();
    let environment = environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Config::load(&path, false, environment.collect::<Vec<_>>().into_iter())
}

#[test]
fn the_environment_lies_over_the_file_and_files_over_neither() {
    let dir = tempfile::tempdir().unwrap();
    let secret = dir.path().join("password");
    std::fs::write(&secret, "hush\n").unwrap();
    let environment = [
        ("PALABRE_SMTP__HOST", "mail.example.org"),
        ("PALABRE_SMTP__PORT", "587"),
        ("PALABRE_SMTP__SECURITY", "starttls"),
        ("PALABRE_SMTP__USER", "me"),
        ("PALABRE_SMTP__PASSWORD_FILE", secret.to_str().unwrap()),
        ("PALABRE_MAIL__TRUSTED_AUTHSERV", "[\"mx.example.org\"]"),
        ("HOME", "/root"),
    ];
    let config = load("[smtp]\nhost = \"other\"\nrate = \"200/hour\"\n", &environment).unwrap();
    assert_eq!((config.smtp.host.as_str(), config.smtp.port), ("mail.example.org", 587));
    assert_eq!(config.smtp.password.as_ref().unwrap().expose_secret(), "hush");
    assert_eq!(config.smtp.rate, Some(Rate { letters: 200, per: std::time::Duration::from_secs(3600) }));
    assert_eq!(config.mail.trusted_authserv, ["mx.example.org"]);
    assert!(!format!("{config:?}").contains("hush"), "no secret in a debug print");
}

#[test]
fn a_variable_with_one_underscore_is_told_the_right_form() {
    let error = load("", &[("PALABRE_SMTP_PASSWORD_FILE", "/run/secret")]).unwrap_err().to_string();
    assert!(error.contains("Write PALABRE_SMTP__PASSWORD_FILE"), "{error}");
    let others = ["CONFIG", "CLOCK_FILE", "REQUIRE_POSTGRES", "CORPUS", "BIN", "PEERS", "PEERS_CACHE"];
    for other in others.map(|name| format!("PALABRE_{name}")) {
        assert!(load("", &[(&other, "x")]).is_ok(), "{other}");
    }
}

#[test]
fn servers_need_no_brackets() {
    for (written, expected) in [
        ("mx.example.org", &["mx.example.org"][..]),
        ("a.example, b.example,", &["a.example", "b.example"]),
        ("[\"a.example\"]", &["a.example"]),
        ("", &[]),
    ] {
        let config = load("", &[("PALABRE_MAIL__TRUSTED_AUTHSERV", written)]).unwrap();
        assert_eq!(config.mail.trusted_authserv, expected, "{written}");
    }
    let config = load("[mail]\ntrusted_authserv = \"mx.example.org\"", &[]).unwrap();
    assert_eq!(config.mail.trusted_authserv, ["mx.example.org"]);
}

#[test]
fn settings_that_are_elsewhere_are_looked_for_before_new_ones_are_made() {
    let nowhere = Path::new("/nowhere/palabre.toml");
    let error = Config::load(nowhere, false, std::iter::empty()).unwrap_err();
    assert!(error.mend.starts_with("Go to the installation's folder or give --config"), "{error}");
}

#[test]
fn errors_name_the_key_and_the_mend() {
    for (text, key, part) in [
        ("[smtp]\nhots = \"x\"", "palabre.toml", "hots"),
        ("[smtp]\nrate = \"200\"", "palabre.toml", "200/hour"),
        ("[database]\nurl = \"mysql://x\"", "[database] url", "sqlite:"),
        ("[smtp]\nconnections = 0", "[smtp] connections", "4 is"),
        ("[smtp]\nuser = \"me\"", "[smtp] user", "both or none"),
        ("[smtp]\nhost=\"a.example\"\nuser = \"me\"\npassword = \"p\"", "[smtp] security", "starttls"),
        ("[http]\nlisten = \"8085\"", "[http] listen", "127.0.0.1:8085"),
        ("[http]\npublic_url = \"http://x\"", "[http] public_url", "https://"),
        ("[smtp\n", "palabre.toml", "line"),
    ] {
        let error = load(text, &[]).unwrap_err().to_string();
        assert!(error.contains(key) && error.contains(part), "{text:?}: {error}");
    }
}

#[test]
fn a_relative_database_lies_beside_the_settings() {
    let config = load("[database]\nurl = \"sqlite:data/palabre.db\"", &[]).unwrap();
    assert!(config.database.url.starts_with("sqlite:/") && config.database.url.ends_with("/data/palabre.db"));
}

#[test]
fn an_account_is_written_alone_or_among_several_or_in_the_environment() {
    let dir = tempfile::tempdir().unwrap();
    let secret = dir.path().join("password");
    std::fs::write(&secret, "12345\n").unwrap();
    let file = secret.display();
    let account = format!("host = \"imap.example.org\"\nuser = \"A@example.org\"\npassword_file = \"{file}\"\n");
    let alone = load(&format!("[imap]\n{account}"), &[]).unwrap();
    let several = load(&format!("[[imap]]\n{account}[[imap]]\n{account}mailbox = \"Junk\"\n"), &[]).unwrap();
    let environment = [
        ("PALABRE_IMAP__HOST", "imap.example.org"),
        ("PALABRE_IMAP__USER", "A@example.org"),
        ("PALABRE_IMAP__PASSWORD_FILE", secret.to_str().unwrap()),
    ];
    let by_environment = load("", &environment).unwrap();
    for config in [&alone, &several, &by_environment] {
        let first = &config.imap[0];
        assert_eq!((first.port(), first.security, first.mailbox.as_str()), (993, Security::Tls, "INBOX"));
        assert_eq!(first.address(), "a@example.org");
        assert_eq!(first.password.as_ref().unwrap().expose_secret(), "12345", "a number is a password, too");
        assert!(!format!("{config:?}").contains("12345"));
    }
    assert_eq!((several.imap.len(), several.imap[1].mailbox.as_str()), (2, "Junk"));
    let error = load(&format!("[[imap]]\n{account}[[imap]]\n{account}"), &environment).unwrap_err().to_string();
    assert!(error.contains("several [[imap]]") && error.contains("password_file"), "{error}");
    let maildir = load("[maildir]\npath = \"mail\"\naddress = \"a@b.fr\"", &[]).unwrap();
    assert!(maildir.maildir[0].path.is_absolute() && maildir.maildir[0].path.ends_with("mail"));
}

#[test]
fn mailboxes_and_routes_are_checked() {
    let account = "[imap]\nhost = \"imap.example.org\"\nuser = \"a@example.org\"\n";
    for (text, key, part) in [
        (account.to_owned(), "[imap] password", "password_file"),
        (format!("{account}password = \"p\"\nsecurity = \"plain\""), "[imap] security", "in clear"),
        (format!("{account}password_file = \"nowhere\""), "[imap] password_file", "nowhere"),
        (account.replace("a@example.org", "a") + "password = \"p\"", "[imap] address", "rencontres@example.org"),
        ("[imap]\nuser = \"a@b.fr\"".to_owned(), "palabre.toml", "host"),
        ("[maildir]\npath = \"x\"\naddress = \"x\"".to_owned(), "[maildir] address", "rencontres@example.org"),
        ("[smtp]\nsubaddress = \"no\"".to_owned(), "[smtp] envelope", "envelope = \"plain\""),
        ("[smtp]\nenvelope = \"none\"".to_owned(), "palabre.toml", "plain"),
    ] {
        let error = load(&text, &[]).unwrap_err().to_string();
        assert!(error.contains(key) && error.contains(part), "{text:?}: {error}");
    }
    let plain = load("[smtp]\nsubaddress = \"no\"\nenvelope = \"plain\"", &[]).unwrap();
    assert_eq!(plain.smtp.addressing(), Addressing { envelope: EnvelopeSender::Plain, subaddress: Subaddress::No });
    assert_eq!(Config::default().smtp.addressing(), Addressing::TOKENS);
}
