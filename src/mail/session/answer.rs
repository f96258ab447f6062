//! One reply of the server's (RFC 5321 4.2).

/// Longest text of a reply line: 512 octets less code, enhanced code and CRLF (RFC 5321 4.5.3.1.5).
const LONGEST_TEXT: usize = 480;

/// A reply: code, enhanced code, words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Three digits (RFC 5321 4.2.1).
    pub code: u16,
    /// `class.subject.detail` (RFC 3463), of the same class as the code.
    pub enhanced: &'static str,
    /// Words for the people who read logs.
    pub text: String,
}

impl Answer {
    /// An answer of these three parts.
    pub fn new(code: u16, enhanced: &'static str, text: impl Into<String>) -> Self {
        Answer { code, enhanced, text: text.into() }
    }

    /// 250 2.0.0: stored.
    pub fn accepted(text: impl Into<String>) -> Self {
        Answer::new(250, "2.0.0", text)
    }

    /// 2xx?
    pub fn is_positive(&self) -> bool {
        (200..300).contains(&self.code)
    }

    /// 4xx?
    pub fn is_transient(&self) -> bool {
        (400..500).contains(&self.code)
    }

    /// A refusal that isn't 4xx or 5xx is a mistake of ours: the client shall try again.
    pub(super) fn negative(self) -> Self {
        if (400..600).contains(&self.code) { self } else { Answer::new(451, "4.3.0", self.text) }
    }

    /// The one answer that SMTP allows where several recipients had each their own: a 4xx if there is
    /// one, since the sender then tries all again and a doubled letter is recognised; else a 5xx, so that
    /// nobody's loss is silent; else the first.
    pub(super) fn for_all(answers: Vec<Answer>) -> Self {
        let mut chosen: Option<Answer> = None;
        for answer in answers {
            let better = match &chosen {
                None => true,
                Some(best) => answer.weight() > best.weight(),
            };
            if better {
                chosen = Some(answer);
            }
        }
        chosen.unwrap_or_else(|| Answer::new(451, "4.3.0", "not stored, try again"))
    }

    fn weight(&self) -> u8 {
        if self.is_transient() { 2 } else { u8::from(!self.is_positive()) }
    }

    /// The line on the wire. The words can't break it.
    pub(super) fn line(&self) -> String {
        let mut text = String::new();
        for letter in self.text.chars() {
            let letter = if letter.is_control() { ' ' } else { letter };
            if text.len().saturating_add(letter.len_utf8()) > LONGEST_TEXT {
                break;
            }
            text.push(letter);
        }
        format!("{} {} {text}\r\n", self.code, self.enhanced)
    }
}
