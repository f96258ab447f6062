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
