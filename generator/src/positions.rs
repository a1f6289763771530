//! JSON Pointer → bytes of the text.
//!
//! A second, span-keeping reading of a text that was already loaded. It runs only when there is something to
//! report, so the good path pays nothing for positions. A text with syntax errors gives the outline of what
//! stands before the error.

mod json;
mod toml;
mod yaml;

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use crate::diagnostics::Part;
use crate::pointer::Pointer;
use crate::source::{Format, Source};

pub(crate) use yaml::first_error as yaml_error;

/// Where every node of a text stands.
#[derive(Debug, Default)]
pub struct Outline<'text> {
    nodes: Vec<Node<'text>>,
    tags: Vec<(usize, String, Range<usize>)>,
    second_document: Option<Range<usize>>,
    /// What was looked for in collections, by collection.
    children: RefCell<BTreeMap<usize, Rc<Children>>>,
}

/// The children of a collection.
#[derive(Debug, Default)]
struct Children {
    /// Members of a mapping; of equal keys the first.
    members: BTreeMap<String, usize>,
    /// Items of a list.
    items: Vec<usize>,
}

/// Something that a reader of plain values loses in silence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Oddity {
    /// A mapping has a key twice.
    DuplicateKey {
        /// The member.
        pointer: Pointer,
        /// The key.
        key: String,
        /// Bytes of the first key.
        first: Range<usize>,
        /// Bytes of the later key.
        second: Range<usize>,
    },
    /// A value has a YAML tag outside of the core schema.
    Tag {
        /// The value.
        pointer: Pointer,
        /// The tag.
        tag: String,
        /// Bytes of the value.
        span: Range<usize>,
    },
    /// A second YAML document begins.
    SecondDocument {
        /// Its beginning.
        span: Range<usize>,
    },
}

#[derive(Debug)]
struct Node<'text> {
    parent: Option<usize>,
    /// The key, for members of a mapping.
    key: Option<(Cow<'text, str>, Range<usize>)>,
    value: Range<usize>,
    collection: bool,
    first_child: Option<usize>,
    next_sibling: Option<usize>,
    /// The node that a YAML alias stands for.
    alias: Option<usize>,
}

impl<'text> Outline<'text> {
    /// The outline of a text.
    pub fn of(source: &'text Source) -> Self {
        Self::of_format(source, source.format)
    }

    /// The outline of a text that is written in this format.
    pub(crate) fn of_format(source: &'text Source, format: Format) -> Self {
        match format {
            Format::Yaml => yaml::outline(&source.text),
            Format::Json => json::outline(&source.text),
            Format::Toml => toml::outline(&source.text),
        }
    }

    /// The bytes of a node's value or key. For a node that the text does not have, those of the nearest
    /// node above it. Mappings and lists are shown by their key, where they have one.
    pub fn locate(&self, pointer: &Pointer, part: Part) -> Range<usize> {
        if self.nodes.is_empty() {
            return 0..0;
        }
        let mut node = 0;
        let mut exact = true;
        for segment in pointer.segments() {
            let Some(child) = self.child(node, &segment, 0) else {
                exact = false;
                break;
            };
            node = child;
        }
        let node = &self.nodes[node];
        match &node.key {
            Some((_, key)) if part == Part::Key || !exact || node.collection => key.clone(),
            _ => node.value.clone(),
        }
    }

    /// The bytes of a value that stands in the text; `None` for a node that does not.
    pub fn value(&self, pointer: &Pointer) -> Option<Range<usize>> {
        self.nodes.first()?;
        let mut node = 0;
        for segment in pointer.segments() {
            node = self.child(node, &segment, 0)?;
        }
        Some(self.nodes[self.meant(node)].value.clone())
    }

    /// The node itself, or the one that an alias stands for.
    fn meant(&self, node: usize) -> usize {
        self.nodes[node].alias.unwrap_or(node)
    }

    /// The children of a node. Looked up once for each collection: a flood of problems mostly concerns few of them.
    fn children(&self, node: usize) -> Rc<Children> {
        let node = self.meant(node);
        let known = self.children.borrow().get(&node).cloned();
        known.unwrap_or_else(|| {
            let mut children = Children::default();
            let mut next = self.nodes[node].first_child;
            while let Some(child) = next {
                match &self.nodes[child].key {
                    Some((key, _)) => drop(children.members.entry(key.to_string()).or_insert(child)),
                    None => children.items.push(child),
                }
                next = self.nodes[child].next_sibling;
            }
            let children = Rc::new(children);
            self.children.borrow_mut().insert(node, Rc::clone(&children));
            children
        })
    }

    /// `depth` counts merge keys inside merge keys: an alias may stand inside of what it repeats.
    fn child(&self, node: usize, segment: &str, depth: u8) -> Option<usize> {
        let children = self.children(node);
        if let Some(member) = children.members.get(segment) {
            return Some(*member);
        }
        if let Some(item) = segment.parse().ok().and_then(|index: usize| children.items.get(index)) {
            return Some(*item);
        }
        let merge = *children.members.get("<<").filter(|_| depth < 8)?;
        self.child(merge, segment, depth + 1).or_else(|| {
            let sources = self.children(merge);
            sources.items.iter().find_map(|source| self.child(*source, segment, depth + 1))
        })
    }

    /// Everything that a reader of plain values loses in silence, in the order of the text.
    pub fn oddities(&self) -> Vec<Oddity> {
        let mut found = self.duplicates();
        for (node, tag, span) in &self.tags {
            found.push(Oddity::Tag { pointer: self.pointer(*node), tag: tag.clone(), span: span.clone() });
        }
        found.extend(self.second_document.clone().map(|span| Oddity::SecondDocument { span }));
        found
    }

    fn duplicates(&self) -> Vec<Oddity> {
        let mut found = Vec::new();
        for parent in self.nodes.iter().filter(|node| node.collection) {
            let mut seen: BTreeMap<&str, &Range<usize>> = BTreeMap::new();
            let mut child = parent.first_child;
            while let Some(index) = child {
                let node = &self.nodes[index];
                child = node.next_sibling;
                let Some((key, span)) = &node.key else { break };
                if key == "<<" {
                    continue;
                }
                if let Some(first) = seen.get(key.as_ref()) {
                    found.push(Oddity::DuplicateKey {
                        pointer: self.pointer(index),
                        key: key.to_string(),
                        first: (*first).clone(),
                        second: span.clone(),
                    });
                } else {
                    seen.insert(key, span);
                }
            }
        }
        found
    }

    fn pointer(&self, node: usize) -> Pointer {
        let mut segments = Vec::new();
        let mut current = node;
        while let Some(parent) = self.nodes[current].parent {
            segments.push(match &self.nodes[current].key {
                Some((key, _)) => key.to_string(),
                None => self.index_in(parent, current).to_string(),
            });
            current = parent;
        }
        Pointer::from_segments(segments.iter().rev().map(String::as_str))
    }

    fn index_in(&self, parent: usize, node: usize) -> usize {
        let mut child = self.nodes[parent].first_child;
        let mut index = 0;
        while let Some(current) = child.filter(|current| *current != node) {
            child = self.nodes[current].next_sibling;
            index += 1;
        }
        index
    }
}

/// Builds an outline from what a reader meets, in the order of the text.
#[derive(Default)]
struct Builder<'text> {
    outline: Outline<'text>,
    /// Collections that are not closed yet, each with its last child.
    open: Vec<(usize, Option<usize>)>,
}

impl<'text> Builder<'text> {
    /// Adds a node below the innermost open collection.
    fn add(&mut self, key: Option<(Cow<'text, str>, Range<usize>)>, value: Range<usize>) -> usize {
        let index = self.outline.nodes.len();
        let parent = self.open.last().map(|(parent, _)| *parent);
        self.outline.nodes.push(Node {
            parent,
            key,
            value,
            collection: false,
            first_child: None,
            next_sibling: None,
            alias: None,
        });
        if let Some((parent, last)) = self.open.last_mut() {
            match last.replace(index) {
                Some(previous) => self.outline.nodes[previous].next_sibling = Some(index),
                None => self.outline.nodes[*parent].first_child = Some(index),
            }
        }
        index
    }

    /// Adds a mapping or list; what follows stands in it until [`close`](Self::close).
    fn open(&mut self, key: Option<(Cow<'text, str>, Range<usize>)>, value: Range<usize>) -> usize {
        let index = self.add(key, value);
        self.outline.nodes[index].collection = true;
        self.open.push((index, None));
        index
    }

    fn close(&mut self, end: usize) {
        if let Some((index, _)) = self.open.pop() {
            self.outline.nodes[index].value.end = end;
        }
    }

    fn finish(self) -> Outline<'text> {
        self.outline
    }
}

#[cfg(test)]
mod tests;
