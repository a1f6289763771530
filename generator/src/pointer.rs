//! JSON Pointer (RFC 6901): where in a document a node stands.
//!
//! Every node of the IR carries a [`Place`], so that any later phase can report against the line of
//! the document that it came from. Pointers are plain text; they become lines and columns only when
//! there is something to report.

use std::fmt;

/// A JSON Pointer in its text form: empty for the whole document, else `/a/b~1c/0`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(String);

impl Pointer {
    /// The whole document.
    pub const fn root() -> Self {
        Self(String::new())
    }

    /// Reads the text form, for example `/components/schemas/Pet`. A text without a leading slash is
    /// taken as one segment.
    pub fn parse(text: &str) -> Self {
        if text.is_empty() || text.starts_with('/') {
            Self(text.to_owned())
        } else {
            Self::root().child(text)
        }
    }

    /// Builds a pointer from unescaped segments.
    pub fn from_segments<'a>(segments: impl IntoIterator<Item = &'a str>) -> Self {
        segments.into_iter().fold(Self::root(), |pointer, segment| pointer.child(segment))
    }

    /// The pointer to the member `segment` (unescaped) below this node.
    #[must_use]
    pub fn child(&self, segment: &str) -> Self {
        let mut text = String::with_capacity(self.0.len() + segment.len() + 1);
        text.push_str(&self.0);
        text.push('/');
        for character in segment.chars() {
            match character {
                '~' => text.push_str("~0"),
                '/' => text.push_str("~1"),
                other => text.push(other),
            }
        }
        Self(text)
    }

    /// The pointer to the item `index` below this node.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self(format!("{}/{index}", self.0))
    }

    /// The pointer to the node that holds this one; `None` at the root.
    pub fn parent(&self) -> Option<Self> {
        self.0.rfind('/').map(|end| Self(self.0[..end].to_owned()))
    }

    /// The segments, unescaped, from the root down.
    pub fn segments(&self) -> Vec<String> {
        self.0.split('/').skip(1).map(unescape).collect()
    }

    /// The last segment, unescaped; `None` at the root.
    pub fn last(&self) -> Option<String> {
        self.0.rsplit_once('/').map(|(_, segment)| unescape(segment))
    }

    /// True when `self` is `ancestor` or stands below it.
    pub fn is_within(&self, ancestor: &Self) -> bool {
        self.0.strip_prefix(&ancestor.0).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// The same node below `to`, for a node at or below `from`.
    pub fn rebase(&self, from: &Self, to: &Self) -> Option<Self> {
        self.is_within(from).then(|| Self(format!("{}{}", to.0, &self.0[from.0.len()..])))
    }

    /// The text of a reference to this node in its own file: a percent sign is escaped (RFC 6901, section 6).
    pub fn fragment(&self) -> String {
        format!("#{}", self.0.replace('%', "%25"))
    }

    /// The text form, as `serde_json::Value::pointer` takes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn unescape(segment: &str) -> String {
    segment.replace("~1", "/").replace("~0", "~")
}

impl fmt::Display for Pointer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "#{}", self.0)
    }
}

/// Names one loaded file: the document is 0, overlays and referenced files follow in load order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A node of a loaded file.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file that the node stands in.
    pub file: FileId,
    /// Where in that file.
    pub pointer: Pointer,
}

impl Place {
    /// A node of the main document.
    pub fn document(pointer: Pointer) -> Self {
        Self { file: FileId::default(), pointer }
    }

    /// The member `segment` below this node.
    #[must_use]
    pub fn child(&self, segment: &str) -> Self {
        Self { file: self.file, pointer: self.pointer.child(segment) }
    }

    /// The item `index` below this node.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self { file: self.file, pointer: self.pointer.index(index) }
    }
}

#[cfg(test)]
mod tests {
    use super::Pointer;

    #[test]
    fn escapes_and_unescapes_segments() {
        let pointer = Pointer::root().child("paths").child("/a~b").index(3);
        assert_eq!(pointer.as_str(), "/paths/~1a~0b/3");
        assert_eq!(pointer.segments(), ["paths", "/a~b", "3"]);
        assert_eq!(pointer.parent().and_then(|parent| parent.last()), Some("/a~b".to_owned()));
    }

    #[test]
    fn ancestors_end_at_segment_borders() {
        let ancestor = Pointer::parse("/components/schemas/Pet");
        assert!(Pointer::parse("/components/schemas/Pet/properties/id").is_within(&ancestor));
        assert!(!Pointer::parse("/components/schemas/Pets").is_within(&ancestor));
    }
}
