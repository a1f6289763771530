//! The one line of an error body that people need.

use super::{RawResponse, excerpt, tree::Tree};

/// Members that servers use for the message, the most telling first (RFC 9457 has `detail` and `title`, RFC 6749
/// `error_description`).
const MESSAGE_MEMBERS: [&str; 8] =
    ["detail", "message", "error_description", "error", "title", "errors", "non_field_errors", "msg"];

/// How deep a message may be nested (`{"error": {"message": …}}`).
const DEPTH: usize = 4;

/// How many bytes a body has at most that is searched: it takes a multiple of that in memory, whenever an error is
/// printed.
const SEARCHED: usize = 256 * 1024;

/// What the server says, shortened; `None` where it says nothing that fits on a line.
#[cold]
#[inline(never)]
pub(crate) fn of(response: &RawResponse) -> Option<String> {
    if response.body.is_empty() || response.body.len() > SEARCHED {
        return None;
    }
    if let Ok(value) = serde_json::from_slice::<Tree>(&response.body) {
        return message(&value, DEPTH).map(|text| excerpt::beginning(&text)).filter(|text| !text.is_empty());
    }
    let text = std::str::from_utf8(&response.body).ok()?;
    let html = response.media_type().is_some_and(|media_type| media_type.contains("html"))
        || text.trim_start().starts_with('<');
    let text = if html { html_title(text)? } else { text };
    Some(excerpt::beginning(text)).filter(|text| !text.is_empty())
}

fn message(value: &Tree, depth: usize) -> Option<String> {
    let depth = depth.checked_sub(1)?;
    match value {
        Tree::Text(text) => Some(text.clone()),
        Tree::List(items) => items.iter().find_map(|item| message(item, depth)),
        Tree::Object(members) => {
            let member =
                |wanted: &&str| members.iter().find(|(name, _)| name == wanted).map(|(_, value)| value);
            let named = MESSAGE_MEMBERS.iter().find_map(|name| message(member(name)?, depth));
            named.or_else(|| {
                // Messages per field: the first fields stand for all.
                let fields =
                    members.iter().filter(|(_, value)| matches!(value, Tree::List(_) | Tree::Object(_)));
                let texts =
                    fields.filter_map(|(name, value)| Some(format!("{name}: {}", message(value, depth)?)));
                let texts: Vec<_> = texts.take(3).collect();
                if texts.is_empty() { None } else { Some(texts.join("; ")) }
            })
        }
        Tree::Null | Tree::Plain(_) => None,
    }
}

/// The title of an HTML page; the page itself is never shown.
fn html_title(text: &str) -> Option<&str> {
    let lower = text.to_ascii_lowercase();
    let open = lower.find("<title")?;
    let start = open + lower[open..].find('>')? + 1;
    let end = start + lower[start..].find("</title")?;
    Some(&text[start..end])
}

#[cfg(test)]
mod tests {
    use ::http::{HeaderMap, StatusCode};

    use super::*;

    fn said(body: &str) -> Option<String> {
        of(&RawResponse::new(StatusCode::BAD_REQUEST, HeaderMap::new(), body.to_owned()))
    }

    #[test]
    fn json_messages() {
        assert_eq!(said(r#"{"detail": "Not found.", "code": "x"}"#).as_deref(), Some("Not found."));
        assert_eq!(said(r#"{"error": {"code": 7, "message": "quota"}}"#).as_deref(), Some("quota"));
        assert_eq!(said(r#"{"errors": [{"title": "bad\nslug"}]}"#).as_deref(), Some("bad slug"));
        assert_eq!(
            said(r#"{"error": "invalid_grant", "error_description": "expired"}"#).as_deref(),
            Some("expired")
        );
        assert_eq!(said(r#"{"type": "about:blank", "title": "Gone"}"#).as_deref(), Some("Gone"));
        assert_eq!(said(r#""plain""#).as_deref(), Some("plain"));
        assert_eq!(said(r#"{"code": 5}"#), None);
    }

    #[test]
    fn messages_per_field() {
        let body =
            r#"{"slug": ["This field is required."], "name": ["Too long.", "Odd."], "code": "invalid"}"#;
        assert_eq!(said(body).as_deref(), Some("slug: This field is required.; name: Too long."));
        assert_eq!(said(r#"{"non_field_errors": ["No."], "code": "x"}"#).as_deref(), Some("No."));
    }

    #[test]
    fn hostile_bodies_are_not_searched() {
        assert_eq!(said(&format!("[{}\"x\"]", "0,".repeat(1_000_000))), None);
        assert_eq!(said(&"x".repeat(2_000_000)), None);
        assert_eq!(said(&"[".repeat(200_000)).map(|text| text.chars().count()), Some(161));
        assert_eq!(said("\"\\u001b[2Jgone\\u0007 \u{202e}x\"").as_deref(), Some("[2Jgone x"));
    }

    #[test]
    fn text_and_pages() {
        assert_eq!(said("upstream is\n down").as_deref(), Some("upstream is down"));
        assert_eq!(
            said("<!DOCTYPE html><html><Title lang=en>502 Bad Gateway</Title><body>…").as_deref(),
            Some("502 Bad Gateway")
        );
        assert_eq!(said("<html><body>no title, 40 kB</body></html>"), None);
        assert_eq!(said(""), None);
    }
}
