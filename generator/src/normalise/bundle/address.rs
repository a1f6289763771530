//! What the text of a reference names: another place here, a file of the folder, an address.
//!
//! Paths are judged by their text alone, the same on every system, before any file is looked at.

use crate::document::refs::percent_decoded;

/// A file, apart from any reference into it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum FileName {
    /// Its path below the folder that holds all files.
    Local(Vec<String>),
    /// Its address, without fragment.
    Remote(String),
}

/// Why a reference is not followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It leads out of the folder.
    Outside(String),
    /// It is written in a way that is never followed.
    Never(String),
}

/// Splits a reference at its first `#`: what names the file, and the fragment with its percent escapes undone.
pub(super) fn split(text: &str) -> (&str, String) {
    let (file, fragment) = text.split_once('#').unwrap_or((text, ""));
    (file, percent_decoded(fragment))
}

impl FileName {
    /// The file that `text`, the part of a reference before `#`, names when it stands in this file.
    pub(super) fn join(&self, text: &str) -> Result<Self, Refusal> {
        let never = |reason: &str| Err(Refusal::Never(format!("`{}` {reason}", text.escape_debug())));
        if text.chars().any(char::is_control) {
            return never("holds a control character");
        }
        if text.contains('\\') {
            return never("holds a backslash; paths are written with `/`");
        }
        match scheme(text) {
            Some("http" | "https") => return Ok(Self::Remote(text.to_owned())),
            Some("file") => return Err(Refusal::Outside(format!("`{text}` is an absolute path"))),
            Some(drive) if drive.len() == 1 => {
                return Err(Refusal::Outside(format!("`{text}` names a drive")));
            }
            Some(scheme) => return never(&format!("cannot be followed: `{scheme}:` is not supported")),
            None => {}
        }
        match self {
            Self::Remote(base) => {
                let joined = url::Url::parse(base).and_then(|base| base.join(text));
                joined.map_or_else(|_| never("is no address"), |url| Ok(Self::Remote(url.into())))
            }
            Self::Local(_) if text.starts_with("//") => never("names a host; write `https:` in front of it"),
            Self::Local(_) if text.starts_with('/') => {
                Err(Refusal::Outside(format!("`{text}` is an absolute path")))
            }
            Self::Local(path) => Ok(Self::Local(below(path, text)?)),
        }
    }

    /// The name of the file without its folder, its extension and `.schema`: `pets/Pet.schema.json` gives `Pet`.
    pub(super) fn stem(&self) -> String {
        let last = self.parts().pop().unwrap_or_default();
        let mut stem = last.as_str();
        for ending in [".json", ".yaml", ".yml", ".schema"] {
            stem = stem.strip_suffix(ending).filter(|stem| !stem.is_empty()).unwrap_or(stem);
        }
        stem.to_owned()
    }

    /// The name of the folder that the file stands in; `None` at the top.
    pub(super) fn folder(&self) -> Option<String> {
        let mut parts = self.parts();
        parts.pop();
        parts.pop()
    }

    fn parts(&self) -> Vec<String> {
        match self {
            Self::Local(path) => path.clone(),
            Self::Remote(url) => {
                let path = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
                let path = path.split(['?', '#']).next().unwrap_or_default();
                path.split('/').skip(1).filter(|part| !part.is_empty()).map(percent_decoded).collect()
            }
        }
    }
}

/// The scheme of an address (RFC 3986, section 3.1); drive letters look like one.
fn scheme(text: &str) -> Option<&str> {
    let (scheme, _) = text.split_once(':')?;
    let fits = |character: char| character.is_ascii_alphanumeric() || "+-.".contains(character);
    (scheme.starts_with(|first: char| first.is_ascii_alphabetic()) && scheme.chars().all(fits))
        .then_some(scheme)
}

/// A relative path, seen from the folder of the file `from`.
fn below(from: &[String], text: &str) -> Result<Vec<String>, Refusal> {
    let mut path = from[..from.len().saturating_sub(1)].to_vec();
    for part in text.split('/') {
        let part = percent_decoded(part);
        match part.as_str() {
            "" | "." => {}
            ".." => {
                let outside = || Refusal::Outside(format!("`{text}` leads out of the document's folder"));
                path.pop().ok_or_else(outside)?;
            }
            name => {
                if let Some(reason) = unsafe_name(name) {
                    return Err(Refusal::Never(format!("`{}` {reason}", text.escape_debug())));
                }
                path.push(part);
            }
        }
    }
    Ok(path)
}

/// What some system takes for something else than a file of that name.
fn unsafe_name(name: &str) -> Option<String> {
    const DEVICES: [&str; 6] = ["CON", "PRN", "AUX", "NUL", "CLOCK$", "CONIN$"];
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_uppercase();
    let numbered = ["COM", "LPT"].iter().any(|port| {
        stem.strip_prefix(port).is_some_and(|number| {
            number.chars().count() == 1 && number.starts_with(|digit: char| digit.is_numeric())
        })
    });
    if numbered || DEVICES.contains(&stem.as_str()) {
        return Some(format!("names a device (`{stem}`) on some systems"));
    }
    if name.contains(['/', '\\', ':']) || name.chars().any(char::is_control) {
        return Some("holds a character that no file name may have".to_owned());
    }
    name.ends_with(['.', ' ']).then(|| "ends in a dot or a space, which some systems ignore".to_owned())
}

#[cfg(test)]
mod tests {
    use super::{FileName, Refusal};

    fn local(path: &str) -> FileName {
        FileName::Local(path.split('/').map(str::to_owned).collect())
    }

    #[test]
    fn paths_are_seen_from_the_file_that_they_stand_in() {
        let from = local("spec/paths/pets.yaml");
        for (text, path) in [
            ("../schemas/Pet.yaml", "spec/schemas/Pet.yaml"),
            ("./a%20b.json", "spec/paths/a b.json"),
            ("../../common/./x.yaml", "common/x.yaml"),
            ("Pet", "spec/paths/Pet"),
        ] {
            assert_eq!(from.join(text), Ok(local(path)), "{text}");
        }
        let remote = FileName::Remote("https://example.com/a/b.yaml".to_owned());
        assert_eq!(remote.join("../c.yaml"), Ok(FileName::Remote("https://example.com/c.yaml".to_owned())));
    }

    #[test]
    fn ways_out_of_the_folder_are_refused() {
        let from = local("spec/api.yaml");
        for text in [
            "../../x.yaml",
            "a/../../../x.yaml",
            "%2e%2e/%2e%2e/x.yaml",
            "/etc/passwd",
            "file:///etc/passwd",
            "C:/x.yaml",
            "c:x.yaml",
        ] {
            assert!(matches!(from.join(text), Err(Refusal::Outside(_))), "{text}: {:?}", from.join(text));
        }
    }

    #[test]
    fn what_is_no_plain_file_name_is_refused() {
        let from = local("api.yaml");
        for text in [
            "C:\\x.yaml",
            "\\\\host\\share\\a.yaml",
            "data:application/json,{}",
            "jar:file:///x.jar!/a",
            "gopher://x/",
            "git+ssh://host/x",
            "//host/share/x.yaml",
            "CON",
            "nul.yaml",
            "a/COM1.json",
            "lpt9",
            "x%00.yaml",
            "x\0.yaml",
            "a%2Fb.yaml",
            "a%5Cb.yaml",
            "x.yaml%3Astream",
            "x.yaml.",
            "x.yaml%20",
        ] {
            assert!(matches!(from.join(text), Err(Refusal::Never(_))), "{text}: {:?}", from.join(text));
        }
    }

    #[test]
    fn files_are_named_for_what_they_hold() {
        assert_eq!(local("schemas/Pet.schema.json").stem(), "Pet");
        assert_eq!(FileName::Remote("https://example.com/v1/pet.yaml?x=1".to_owned()).stem(), "pet");
        assert_eq!(local("schemas/v1.2.yaml").stem(), "v1.2");
        assert_eq!(local("schemas/Pet.yaml").folder().as_deref(), Some("schemas"));
    }
}
