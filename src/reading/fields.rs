//! Header fields as they stand (RFC 5322 2.2): name and unfolded value, in order. Also the groups of a delivery status.

/// One field; the name is lower-case, the value unfolded and trimmed, encoded words left as they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    pub name: String,
    pub value: String,
}

/// More fields than this no mail program writes; the rest is not looked at.
pub(super) const MOST_FIELDS: usize = 2_000;

/// A value longer than this is cut.
const LONGEST_VALUE: usize = 100_000;

/// A header block longer than this is cut.
const LONGEST_BLOCK: usize = 1_000_000;

/// The fields up to the first empty line.
pub(super) fn fields(text: &str) -> Vec<Field> {
    let mut found: Vec<Field> = Vec::new();
    for line in text.lines().skip_while(|line| line.trim().is_empty()) {
        if line.trim().is_empty() || found.len() >= MOST_FIELDS {
            break;
        }
        if line.starts_with([' ', '\t']) {
            if let Some(field) = found.last_mut().filter(|f| f.value.len() < LONGEST_VALUE) {
                field.value.push(' ');
                field.value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            let name = name.trim();
            if !name.is_empty() && !name.contains(' ') {
                found.push(Field { name: name.to_ascii_lowercase(), value: value.trim().to_owned() });
            }
        }
    }
    found
}

/// The header block of raw bytes as text: what stands before the first empty line, at most a megabyte.
pub(super) fn header_block(bytes: &[u8]) -> String {
    let mut block = Vec::new();
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let room = LONGEST_BLOCK.saturating_sub(block.len());
        if room == 0 || (line.trim_ascii().is_empty() && !block.is_empty()) {
            break;
        }
        block.extend_from_slice(line.get(..room).unwrap_or(line));
    }
    String::from_utf8_lossy(&block).into_owned()
}

/// The first value of a field.
pub(super) fn value<'a>(fields: &'a [Field], name: &str) -> Option<&'a str> {
    fields.iter().find(|f| f.name == name).map(|f| f.value.as_str())
}

/// What stands between `<` and `>`, each.
pub(super) fn ids(value: &str) -> Vec<String> {
    value
        .split('<')
        .skip(1)
        .filter_map(|rest| rest.split_once('>'))
        .map(|(id, _)| id.trim().to_owned())
        .filter(|id| !id.is_empty() && id.len() <= 998)
        .take(MOST_FIELDS)
        .collect()
}

/// Whether a text looks like an addr-spec (RFC 5322 3.4.1), near enough for what people and servers write.
pub(super) fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let sane =
        |part: &str| !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || "<>(),;:\"[]".contains(c));
    text.len() <= 320 && sane(local) && sane(domain) && !domain.contains("..")
}

/// The addr-specs in a text, lower-cased, each once, in order.
pub(super) fn addresses(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for word in text.split(|c: char| c.is_whitespace() || "<>(),;:\"[]'`«»=|".contains(c)) {
        let word = word.trim_matches(['.', '*', '!', '?', '-', '/']);
        if word.contains('@') && is_address(word) && found.len() < 100 {
            let address = word.to_lowercase();
            if !found.contains(&address) {
                found.push(address);
            }
        }
    }
    found
}
