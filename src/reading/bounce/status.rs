//! The codes in a server's words: SMTP replies (RFC 5321 4.2) and enhanced status codes (RFC 3463).

/// The first enhanced status code in a text: `5.1.1`, `#4.4.7`. An IP address isn't one.
pub(super) fn enhanced(text: &str) -> Option<String> {
    text.split(|c: char| !(c.is_ascii_digit() || c == '.')).map(|word| word.trim_end_matches('.')).find_map(code)
}

fn code(word: &str) -> Option<String> {
    let parts: Vec<&str> = word.split('.').collect();
    let [class, subject, detail] = parts.as_slice() else {
        return None;
    };
    let fits = |part: &str| (1..=3).contains(&part.len());
    (["2", "4", "5"].contains(class) && fits(subject) && fits(detail)).then(|| word.to_owned())
}

/// The first SMTP reply code of a failure in a text: 400 to 599, standing alone or before a hyphen.
pub(super) fn reply(text: &str) -> Option<u16> {
    let words = text.split(|c: char| c.is_whitespace() || "-:;,()<>\"'=#".contains(c));
    words.filter(|word| word.len() == 3).filter_map(|word| word.parse().ok()).find(|code| (400..600).contains(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_found_in_what_servers_say() {
        let cases = [
            ("550 5.1.1 <lea@quai.example>: unknown", Some(550), Some("5.1.1")),
            ("host mx[192.0.2.25] said: 452-4.2.2 full", Some(452), Some("4.2.2")),
            ("<srv.quai.example #5.7.133>", None, Some("5.7.133")),
            ("relayed by 5.6.7.8 in 2027", None, None),
            ("Sorry, it is late. (#4.4.1)", None, Some("4.4.1")),
        ];
        for (text, code, status) in cases {
            assert_eq!((reply(text), enhanced(text).as_deref()), (code, status), "{text}");
        }
    }
}
