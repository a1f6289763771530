//! The file name in a `Content-Disposition` header (RFC 6266; RFC 8187 for `filename*`), made safe.

use percent_encoding::percent_decode;

/// How many bytes a name has at most: what every common file system takes.
const MAX_BYTES: usize = 255;

/// Names of devices on Windows, with any extension.
const DEVICES: &[&str] = &["con", "prn", "aux", "nul"];

/// The name, or `None` where the header has none that is left after everything unsafe was taken out.
/// `filename*` goes before `filename`.
pub(super) fn of(header: &[u8]) -> Option<String> {
    let text: String = match std::str::from_utf8(header) {
        Ok(text) => text.to_owned(),
        // What old servers send instead of `filename*`.
        Err(_) => header.iter().map(|byte| char::from(*byte)).collect(),
    };
    let parameters = parameters(&text);
    let value = |name: &str| parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value);
    let extended = value("filename*").and_then(|value| extended(value));
    safe(&extended.or_else(|| value("filename").cloned())?)
}

/// Names in lower case and values without quotes, in order; the disposition itself is left out.
fn parameters(header: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = header.split_once(';').map_or("", |(_, rest)| rest);
    while let Some((name, after)) = rest.split_once('=') {
        let name = name.trim_matches(|c: char| c == ';' || c.is_whitespace()).to_ascii_lowercase();
        let (value, next) = value(after.trim_start());
        found.push((name, value));
        rest = next;
    }
    found
}

/// A token up to the next semicolon, or a quoted text with its escapes; and what follows.
fn value(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let (token, rest) = text.split_once(';').unwrap_or((text, ""));
        return (token.trim().to_owned(), rest);
    };
    let mut value = String::new();
    let mut characters = quoted.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return (value, &quoted[at + 1..]),
            // Some clients of the last century wrote folders with backslashes: they are no escapes then.
            '\\' => match characters.next() {
                Some((_, escaped @ ('"' | '\\'))) => value.push(escaped),
                Some((_, other)) => value.extend(['\\', other]),
                None => {}
            },
            other => value.push(other),
        }
    }
    (value, "")
}

/// `UTF-8'en'na%C3%AFve.txt` (RFC 8187, section 3.2).
fn extended(value: &str) -> Option<String> {
    let mut parts = value.splitn(3, '\'');
    let (charset, _language, encoded) = (parts.next()?, parts.next()?, parts.next()?);
    let bytes: Vec<u8> = percent_decode(encoded.as_bytes()).collect();
    match charset.to_ascii_lowercase().as_str() {
        "utf-8" => String::from_utf8(bytes).ok(),
        "iso-8859-1" => Some(bytes.into_iter().map(char::from).collect()),
        _ => None,
    }
}

/// The last part of the path, without what a file system or a terminal gives a meaning to.
fn safe(name: &str) -> Option<String> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let cleaned: String = last
        .chars()
        .filter(|character| !character.is_control() && !is_invisible(*character))
        .map(|character| if "<>:\"|?*".contains(character) { '_' } else { character })
        .collect();
    // A leading dot hides a file, a trailing one or a space is lost on Windows.
    let trimmed = cleaned.trim().trim_start_matches('.').trim_end_matches(['.', ' ']).trim();
    let stem = trimmed.split('.').next().unwrap_or_default().trim().to_ascii_lowercase();
    let numbered = |stem: &str| {
        stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt")).is_some_and(|rest| {
            rest.chars().count() == 1 && rest.chars().all(|c| c.is_ascii_digit() || "¹²³".contains(c))
        })
    };
    let device = DEVICES.contains(&stem.as_str()) || numbered(&stem);
    let name = if device { format!("_{trimmed}") } else { trimmed.to_owned() };
    let short = shortened(&name);
    (!short.is_empty()).then_some(short)
}

/// Marks that change the direction or are not seen: `gpj.exe` can look like `exe.jpg` with them.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The name within the limit; the extension stays.
fn shortened(name: &str) -> String {
    if name.len() <= MAX_BYTES {
        return name.to_owned();
    }
    let (stem, extension) = match name.rsplit_once('.') {
        Some((stem, extension)) if extension.len() < 16 => (stem, format!(".{extension}")),
        Some(_) | None => (name, String::new()),
    };
    let mut end = MAX_BYTES - extension.len();
    while !stem.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}{extension}", &stem[..end])
}

#[cfg(test)]
mod tests {
    use super::of;

    fn name(header: &str) -> Option<String> {
        of(header.as_bytes())
    }

    #[test]
    fn names_of_rfc_6266() {
        assert_eq!(name("Attachment; filename=example.html").as_deref(), Some("example.html"));
        assert_eq!(name("INLINE; FILENAME= \"an example.html\"").as_deref(), Some("an example.html"));
        assert_eq!(name("attachment; filename*= UTF-8''%e2%82%ac%20rates").as_deref(), Some("€ rates"));
        assert_eq!(
            name("attachment; filename=\"EURO rates\"; filename*=utf-8''%e2%82%ac%20rates").as_deref(),
            Some("€ rates")
        );
        assert_eq!(name("attachment; filename*=iso-8859-1'en'%A3%20rates").as_deref(), Some("£ rates"));
        assert_eq!(name("attachment"), None);
        assert_eq!(name("attachment; filename*=klingon''x; filename=y").as_deref(), Some("y"));
        assert_eq!(of(b"attachment; filename=\"na\xefve.txt\"").as_deref(), Some("naïve.txt"));
    }

    #[test]
    fn nothing_leads_out_of_the_folder() {
        assert_eq!(name("attachment; filename=\"../../etc/passwd\"").as_deref(), Some("passwd"));
        assert_eq!(name("attachment; filename=\"C:\\\\Windows\\\\a.txt\"").as_deref(), Some("a.txt"));
        assert_eq!(name("attachment; filename=\"C:\\Windows\\a.txt\"").as_deref(), Some("a.txt"));
        assert_eq!(name("attachment; filename*=UTF-8''..%2f..%2fx").as_deref(), Some("x"));
        assert_eq!(name("attachment; filename=\"..\""), None);
        assert_eq!(name("attachment; filename=\"/\""), None);
        assert_eq!(name("attachment; filename=\".bashrc\"").as_deref(), Some("bashrc"));
    }

    #[test]
    fn nothing_is_special_to_a_file_system_or_a_terminal() {
        assert_eq!(
            name("attachment; filename=\"a\u{1b}[2Jb\u{202e}gpj.exe\"").as_deref(),
            Some("a[2Jbgpj.exe")
        );
        assert_eq!(name("attachment; filename=\"CON.txt\"").as_deref(), Some("_CON.txt"));
        assert_eq!(name("attachment; filename=\"com1\"").as_deref(), Some("_com1"));
        assert_eq!(name("attachment; filename=\"comet.txt\"").as_deref(), Some("comet.txt"));
        assert_eq!(name("attachment; filename=\"a:b?.txt. \"").as_deref(), Some("a_b_.txt"));
        let long = format!("attachment; filename=\"{}.tar\"", "é".repeat(300));
        assert_eq!(name(&long), Some(format!("{}.tar", "é".repeat(125))));
    }

    #[test]
    fn quotes_and_escapes() {
        assert_eq!(name(r#"attachment; filename="a\"b\\c;d=e"; x=y"#).as_deref(), Some("c;d=e"));
        assert_eq!(name(r#"attachment; x="filename=no"; filename=yes"#).as_deref(), Some("yes"));
        assert_eq!(name("attachment; filename=\"open").as_deref(), Some("open"));
        assert_eq!(name("attachment; =; filename"), None);
    }
}
