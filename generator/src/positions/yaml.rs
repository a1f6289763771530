//! Outline of a YAML text.

pub(crate) mod aliases;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use saphyr_parser::{Event, Parser, Span, Tag};

use super::{Builder, Outline};

pub(super) fn outline(text: &str) -> Outline<'_> {
    match with_spaces(text) {
        Cow::Borrowed(text) => read(text),
        Cow::Owned(spaced) => read(&spaced).into_owned(),
    }
}

/// The text with spaces instead of the tabs behind a `:`, which this parser takes for indentation, and of those in lines that hold
/// nothing else. Nothing moves.
fn with_spaces(text: &str) -> Cow<'_, str> {
    let mut text = without_blank_tabs(text);
    if text.contains(":\t") {
        text = Cow::Owned(text.replace(":\t", ": "));
    }
    text
}

/// The text with spaces in lines that hold nothing but tabs, which YAML 1.2 takes for empty and not all readers do. Nothing moves. A
/// line of a block of text begins with the spaces that the block is indented with, else it is empty.
pub(crate) fn without_blank_tabs(text: &str) -> Cow<'_, str> {
    if !(text.starts_with('\t') || text.contains("\n\t")) {
        return Cow::Borrowed(text);
    }
    let lines = text.split_inclusive('\n');
    let blank = |line: &str| line.starts_with('\t') && line.trim().is_empty();
    Cow::Owned(
        lines
            .map(|line| if blank(line) { Cow::Owned(line.replace('\t', " ")) } else { Cow::Borrowed(line) })
            .collect(),
    )
}

fn read(text: &str) -> Outline<'_> {
    let mut reader = Reader {
        builder: Builder::default(),
        offsets: Offsets::of(text),
        frames: Vec::new(),
        anchors: BTreeMap::new(),
        texts: BTreeMap::new(),
        documents: 0,
    };
    let mut parser = Parser::new_from_str(text);
    while let Some(Ok((event, span))) = parser.next_event() {
        if reader.event(event, span).is_none() {
            break;
        }
    }
    reader.builder.finish()
}

/// The first thing that this reader does not accept, with its bytes.
pub(crate) fn first_error(text: &str) -> Option<(String, Range<usize>)> {
    let error = Parser::new_from_str(&with_spaces(text)).find_map(Result::err)?;
    let at = Offsets::of(text).byte(error.marker().index());
    Some((error.info().to_owned(), at..at + 1))
}

/// An open collection.
enum Frame<'text> {
    List,
    /// A mapping, and the key whose value comes next.
    Mapping(Option<(Cow<'text, str>, Range<usize>)>),
}

struct Reader<'text> {
    builder: Builder<'text>,
    offsets: Offsets<'text>,
    frames: Vec<Frame<'text>>,
    anchors: BTreeMap<usize, usize>,
    /// What scalars with an anchor say.
    texts: BTreeMap<usize, Cow<'text, str>>,
    documents: usize,
}

impl<'text> Reader<'text> {
    /// `None` ends the reading.
    fn event(&mut self, event: Event<'text>, span: Span) -> Option<()> {
        let range = self.offsets.bytes(span);
        match event {
            Event::Nothing | Event::StreamStart | Event::DocumentEnd => {}
            Event::StreamEnd => return None,
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents > 1 {
                    self.builder.outline.second_document = Some(range);
                    return None;
                }
            }
            Event::Scalar(text, _, anchor, tag) => {
                if anchor != 0 {
                    self.texts.insert(anchor, text.clone());
                }
                if let Some(Frame::Mapping(key @ None)) = self.frames.last_mut() {
                    *key = Some((text, range));
                } else {
                    let key = self.take_key();
                    let node = self.builder.add(key, range.clone());
                    self.note(node, anchor, tag.as_deref(), range);
                }
            }
            Event::Alias(anchor) => {
                if let Some(Frame::Mapping(key @ None)) = self.frames.last_mut() {
                    // An alias of a mapping or list: the loader refuses it.
                    *key = Some((self.texts.get(&anchor)?.clone(), range));
                    return Some(());
                }
                let key = self.take_key();
                let node = self.builder.add(key, range);
                self.builder.outline.nodes[node].alias = self.anchors.get(&anchor).copied();
            }
            Event::SequenceStart(anchor, tag) => {
                self.begin(Frame::List, anchor, tag.as_deref(), range)?;
            }
            Event::MappingStart(anchor, tag) => {
                self.begin(Frame::Mapping(None), anchor, tag.as_deref(), range)?;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                self.frames.pop();
                self.builder.close(range.end);
            }
        }
        Some(())
    }

    fn begin(
        &mut self,
        frame: Frame<'text>,
        anchor: usize,
        tag: Option<&Tag>,
        range: Range<usize>,
    ) -> Option<()> {
        if matches!(self.frames.last(), Some(Frame::Mapping(None))) {
            // A collection as a key: the loader refuses it.
            return None;
        }
        let key = self.take_key();
        let node = self.builder.open(key, range.clone());
        self.note(node, anchor, tag, range);
        self.frames.push(frame);
        Some(())
    }

    fn take_key(&mut self) -> Option<(Cow<'text, str>, Range<usize>)> {
        match self.frames.last_mut() {
            Some(Frame::Mapping(key)) => key.take(),
            Some(Frame::List) | None => None,
        }
    }

    fn note(&mut self, node: usize, anchor: usize, tag: Option<&Tag>, range: Range<usize>) {
        const CORE: [&str; 7] = ["str", "int", "float", "bool", "null", "map", "seq"];
        if anchor != 0 {
            self.anchors.insert(anchor, node);
        }
        if let Some(tag) = tag
            && !(tag.is_yaml_core_schema() && CORE.contains(&tag.suffix.as_str()))
            && !(tag.handle.is_empty() && tag.suffix == "!")
        {
            let name = if tag.is_yaml_core_schema() { format!("!!{}", tag.suffix) } else { tag.to_string() };
            self.builder.outline.tags.push((node, name, range));
        }
    }
}

/// The parser counts characters; everything else here counts bytes.
struct Offsets<'text> {
    text: &'text str,
    /// Byte offset of every [`STEP`](Self::STEP)th character; empty for ASCII.
    marks: Vec<usize>,
}

impl<'text> Offsets<'text> {
    const STEP: usize = 256;

    fn of(text: &'text str) -> Self {
        let marks = if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices().step_by(Self::STEP).map(|(offset, _)| offset).collect()
        };
        Self { text, marks }
    }

    fn bytes(&self, span: Span) -> Range<usize> {
        self.byte(span.start.index())..self.byte(span.end.index())
    }

    fn byte(&self, character: usize) -> usize {
        if self.marks.is_empty() {
            return character.min(self.text.len());
        }
        let Some(mark) = self.marks.get(character / Self::STEP) else { return self.text.len() };
        let rest = &self.text[*mark..];
        rest.char_indices().nth(character % Self::STEP).map_or(self.text.len(), |(offset, _)| mark + offset)
    }
}
