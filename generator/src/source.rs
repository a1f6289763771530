//! Texts that diagnostics can point into: the document, its overlays, its configuration.
//!
//! In: bytes and a name, given by the caller (the library reads no files). Out: a [`Sources`] that answers
//! offset → line and column.

use std::ops::{Index, Range};
use std::sync::OnceLock;

use crate::origins::Origins;
use crate::pointer::{FileId, Place, Pointer};

/// A file as the caller read it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceText {
    /// How messages name it, usually the path that the user gave. It never reaches the output.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl SourceText {
    /// A file with this name and content.
    pub fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), bytes: bytes.into() }
    }
}

/// How a text is written; told by its content, not by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// YAML 1.2.
    Yaml,
    /// JSON.
    Json,
    /// TOML; configuration only.
    Toml,
}

/// A decoded text.
#[derive(Clone, Debug)]
pub struct Source {
    /// How messages name it.
    pub name: String,
    /// The text, without byte order mark.
    pub text: String,
    /// How it is written.
    pub format: Format,
    line_starts: OnceLock<Vec<usize>>,
    /// Characters before each multiple of [`STEP`] bytes: a document may be one line of many megabytes.
    characters: OnceLock<Vec<usize>>,
}

/// Bytes between two known counts of characters.
const STEP: usize = 4096;

/// A position for people: both count from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl Source {
    /// A decoded text.
    pub fn new(name: String, text: String, format: Format) -> Self {
        Self { name, text, format, line_starts: OnceLock::new(), characters: OnceLock::new() }
    }

    fn line_starts(&self) -> &[usize] {
        self.line_starts.get_or_init(|| {
            std::iter::once(0).chain(self.text.match_indices('\n').map(|(at, _)| at + 1)).collect()
        })
    }

    /// Line and column of a byte offset; offsets past the end are taken as the end.
    pub fn line_column(&self, offset: usize) -> LineColumn {
        let offset = self.floor(offset);
        let starts = self.line_starts();
        let line = starts.partition_point(|start| *start <= offset).max(1);
        let column = self.characters_before(offset) - self.characters_before(starts[line - 1]) + 1;
        LineColumn { line, column }
    }

    /// How many characters begin before a byte offset.
    fn characters_before(&self, offset: usize) -> usize {
        let begin = |byte: &&u8| **byte & 0xC0 != 0x80;
        let bytes = self.text.as_bytes();
        let counts = self.characters.get_or_init(|| {
            let steps = bytes.chunks(STEP).scan(0, |total, chunk| {
                let before = *total;
                *total += chunk.iter().filter(begin).count();
                Some(before)
            });
            steps.collect()
        });
        let step = offset / STEP;
        let before = step.min(counts.len().saturating_sub(1));
        counts
            .get(before)
            .map_or(0, |count| count + bytes[before * STEP..offset].iter().filter(begin).count())
    }

    /// Byte offset of a line and column (in characters); what lies outside is moved to the nearest place.
    pub fn offset(&self, at: LineColumn) -> usize {
        let line = self.line_range(at.line);
        let text = &self.text[line.clone()];
        let column = at.column.saturating_sub(1);
        line.start + text.char_indices().nth(column).map_or(text.len(), |(offset, _)| offset)
    }

    /// Bytes of one line (from 1), without its line break.
    pub fn line_range(&self, line: usize) -> Range<usize> {
        let starts = self.line_starts();
        let index = line.clamp(1, starts.len()) - 1;
        let end = starts.get(index + 1).map_or(self.text.len(), |next| next - 1);
        let text = &self.text[starts[index]..end];
        starts[index]..starts[index] + text.trim_end_matches('\r').len()
    }

    /// The nearest character border at or before `offset`.
    fn floor(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }
}

/// Every text of one run, by [`FileId`], in the order of loading.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
    /// Where the nodes of the document come from that overlays made or moved.
    pub origins: Origins,
}

impl Sources {
    /// Adds a text.
    pub fn add(&mut self, source: Source) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(source);
        id
    }

    /// Where a node of the document in its final form is written.
    pub fn written_at(&self, place: &Place) -> Place {
        if place.file == FileId::default() { self.origins.locate(&place.pointer) } else { place.clone() }
    }

    /// How the document would refer to a node of it in its final form: by the place where the node is written.
    pub fn reference_to(&self, node: &Pointer) -> String {
        let written = self.origins.locate(node);
        let file = match self.get(written.file) {
            Some(source) if written.file != FileId::default() => source.name.as_str(),
            _ => "",
        };
        if !file.is_empty() && written.pointer == Pointer::root() {
            file.to_owned()
        } else {
            format!("{file}{}", written.pointer)
        }
    }

    /// Records how a text turned out to be written.
    pub(crate) fn set_format(&mut self, file: FileId, format: Format) {
        if let Some(source) = self.files.get_mut(file.0 as usize) {
            source.format = format;
        }
    }

    /// A text; `None` for an id of another run.
    pub fn get(&self, file: FileId) -> Option<&Source> {
        self.files.get(file.0 as usize)
    }
}

impl Index<FileId> for Sources {
    type Output = Source;

    /// The text of an id that [`add`](Sources::add) gave out.
    fn index(&self, file: FileId) -> &Source {
        &self.files[file.0 as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::{Format, LineColumn, Source};

    #[test]
    fn offsets_and_columns_count_characters() {
        let source = Source::new("a".into(), "a: é\r\nb: x\n".into(), Format::Yaml);
        assert_eq!(source.line_column(5), LineColumn { line: 1, column: 5 });
        assert_eq!(source.line_column(7), LineColumn { line: 2, column: 1 });
        assert_eq!(source.offset(LineColumn { line: 2, column: 4 }), 10);
        assert_eq!(&source.text[source.line_range(1)], "a: é");
        assert_eq!(source.line_column(999).line, 3);
        assert_eq!(Source::new("a".into(), String::new(), Format::Json).line_column(3).column, 1);
    }

    #[test]
    fn columns_of_long_lines_count_characters() {
        let source = Source::new("a".into(), "é".repeat(10_000), Format::Json);
        assert_eq!(source.line_column(8192).column, 4097);
        assert_eq!(source.line_column(19_998).column, 10_000);
    }
}
