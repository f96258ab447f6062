//! Mails as clients write them, damaged: bits flipped, pieces doubled, cut out, and taken from one another. The same
//! damage every time; `fuzz/` looks further.

use serde_json::to_string;

use super::super::minutes::mailed;
use super::super::{headers, read, returned_ids};
use super::{about, bounce, clients};

const MUTANTS: usize = 1_500;

/// Marsaglia's xorshift: no randomness is wanted, only variety.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap_or_default() % most.max(1)
    }

    fn piece<'a>(&mut self, bytes: &'a [u8]) -> &'a [u8] {
        let start = self.below(bytes.len());
        let end = (start + self.below(400)).min(bytes.len());
        &bytes[start..end]
    }
}

/// What parsers stumble over.
const MORSELS: [&[u8]; 14] = [
    b"\r\n\r\n",
    b"\r",
    b"\0",
    b"--b\r\n",
    b"=",
    b"=?utf-8?B?",
    b"\"",
    b"<blockquote>",
    b"&#",
    b"\xFF\xFE",
    b"-- \r\n",
    b"> ",
    b" a \xC3\xA9crit :\r\n",
    b"Content-Type: message/rfc822\r\n\r\n",
];

fn damage(mail: &mut Vec<u8>, other: &[u8], dice: &mut Dice) {
    let at = dice.below(mail.len());
    match dice.below(6) {
        0 if !mail.is_empty() => mail[at] ^= 1 << dice.below(8),
        1 => mail.truncate(at),
        2 => drop(mail.splice(at..(at + dice.below(100)).min(mail.len()), [])),
        3 => drop(mail.splice(at..at, dice.piece(other).to_vec())),
        4 => drop(mail.splice(at..at, MORSELS[dice.below(MORSELS.len())].iter().copied())),
        _ => {
            let own = dice.piece(mail).repeat(1 + dice.below(5));
            drop(mail.splice(at..at, own));
        }
    }
}

#[test]
fn damaged_mails_are_read_to_an_end() {
    let mut mails = clients::mails();
    mails.push(bounce("failed", "5.1.1"));
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    for mutant in 0..MUTANTS {
        let mut mail = mails[dice.below(mails.len())].clone();
        for _ in 0..=dice.below(8) {
            let other = &mails[dice.below(mails.len())];
            damage(&mut mail, other, &mut dice);
        }
        let reading = read(&mail, &about());
        assert!((0.0..=1.0).contains(&reading.confidence), "mutant {mutant}");
        assert!(!to_string(&reading).expect("json").contains("\\u0000"), "mutant {mutant}");
        headers(&mail);
        returned_ids(&mail);
        mailed(&mail);
    }
}
