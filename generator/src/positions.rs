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
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::rc::Rc;

use crate::diagnostics::Part;
use crate::pointer::Pointer;
use crate::source::{Format, Source};

pub(crate) use yaml::{aliases, first_error as yaml_error, without_blank_tabs};

/// Where every node of a text stands.
#[derive(Debug, Default)]
pub struct Outline<'text> {
    nodes: Vec<Node<'text>>,
    /// The children of collections with many, from the first time that one of them is looked for.
    wide: RefCell<BTreeMap<usize, Rc<Wide>>>,
    tags: Vec<(usize, String, Range<usize>)>,
    second_document: Option<Range<usize>>,
}

/// Something that a reader of plain values loses in silence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Oddity {
    /// A mapping has a key twice, or more often.
    DuplicateKey {
        /// The member.
        pointer: Pointer,
        /// The key.
        key: String,
        /// Bytes of the first key.
        first: Range<usize>,
        /// Bytes of the later ones.
        others: Vec<Range<usize>>,
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
    /// How many children of its parent stand before it.
    index: usize,
    first_child: Option<usize>,
    next_sibling: Option<usize>,
    /// The node that a YAML alias stands for.
    alias: Option<usize>,
}

/// The children of a collection.
#[derive(Debug)]
struct Wide {
    in_order: Vec<usize>,
    /// Those of one key in the order of the text.
    by_key: Vec<usize>,
}

/// So many children are looked at one after the other; more are sorted.
const FEW: usize = 32;

impl<'text> Outline<'text> {
    /// The outline of a text.
    pub fn of(source: &'text Source) -> Self {
        Self::of_format(source, source.format)
    }

    /// The outline without the text: with copies of its keys.
    fn into_owned(self) -> Outline<'static> {
        let owned = |node: Node<'_>| Node {
            parent: node.parent,
            key: node.key.map(|(key, span)| (Cow::Owned(key.into_owned()), span)),
            value: node.value,
            collection: node.collection,
            index: node.index,
            first_child: node.first_child,
            next_sibling: node.next_sibling,
            alias: node.alias,
        };
        Outline {
            nodes: self.nodes.into_iter().map(owned).collect(),
            wide: self.wide,
            tags: self.tags,
            second_document: self.second_document,
        }
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
            let Some(child) = self.child(node, &segment) else {
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
            node = self.child(node, &segment)?;
        }
        Some(self.nodes[self.meant(node)].value.clone())
    }

    /// The node itself, or the one that it stands for as an alias.
    fn meant(&self, node: usize) -> usize {
        self.nodes[node].alias.unwrap_or(node)
    }

    fn children(&self, node: usize) -> impl Iterator<Item = usize> {
        let first = self.nodes[self.meant(node)].first_child;
        std::iter::successors(first, |child| self.nodes[*child].next_sibling)
    }

    fn key(&self, node: usize) -> Option<&str> {
        self.nodes[node].key.as_ref().map(|(key, _)| key.as_ref())
    }

    /// The member or item of that name. What merge keys bring along counts where nothing else has the name.
    fn child(&self, node: usize, segment: &str) -> Option<usize> {
        let mut open = vec![node];
        // An alias may stand inside of what it repeats.
        let mut seen = BTreeSet::new();
        while let Some(node) = open.pop() {
            if !seen.insert(self.meant(node)) {
                continue;
            }
            if let Some(child) = self.keyed(node, segment).or_else(|| self.item(node, segment.parse().ok()?))
            {
                return Some(child);
            }
            if let Some(merge) = self.keyed(node, "<<").filter(|merge| self.is_merge(*merge)) {
                let sources = self.children(merge).filter(|source| self.nodes[*source].key.is_none());
                let begin = open.len();
                open.extend(sources);
                open[begin..].reverse();
                open.push(merge);
            }
        }
        None
    }

    fn is_merge(&self, node: usize) -> bool {
        self.nodes[node].key.as_ref().is_some_and(|(key, span)| is_merge(key, span))
    }

    fn keyed(&self, node: usize, key: &str) -> Option<usize> {
        let few = self.children(node).take(FEW).find(|child| self.key(*child) == Some(key));
        few.or_else(|| {
            let wide = self.wide(node)?;
            let first = wide.by_key.partition_point(|child| self.key(*child) < Some(key));
            wide.by_key.get(first).copied().filter(|child| self.key(*child) == Some(key))
        })
    }

    fn item(&self, node: usize, index: usize) -> Option<usize> {
        let item = match self.wide(node) {
            Some(wide) => wide.in_order.get(index).copied(),
            None => self.children(node).nth(index),
        };
        item.filter(|item| self.nodes[*item].key.is_none())
    }

    /// The children of a collection that has more than a few.
    fn wide(&self, node: usize) -> Option<Rc<Wide>> {
        let node = self.meant(node);
        self.children(node).nth(FEW)?;
        let mut known = self.wide.borrow_mut();
        let wide = known.entry(node).or_insert_with(|| {
            let in_order: Vec<usize> = self.children(node).collect();
            let mut by_key = in_order.clone();
            by_key.sort_by_key(|child| self.key(*child));
            Rc::new(Wide { in_order, by_key })
        });
        Some(Rc::clone(wide))
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
            // Each key with its first entry, and with the place of what is told of it.
            let mut seen: BTreeMap<&str, (&Range<usize>, Option<usize>)> = BTreeMap::new();
            let mut child = parent.first_child;
            while let Some(index) = child {
                let node = &self.nodes[index];
                child = node.next_sibling;
                let Some((key, span)) = &node.key else { break };
                if is_merge(key, span) {
                    continue;
                }
                match seen.get_mut(key.as_ref()) {
                    None => {
                        seen.insert(key, (span, None));
                    }
                    Some((first, told @ None)) => {
                        *told = Some(found.len());
                        found.push(Oddity::DuplicateKey {
                            pointer: self.pointer(index),
                            key: key.to_string(),
                            first: (*first).clone(),
                            others: vec![span.clone()],
                        });
                    }
                    Some((_, Some(told))) => {
                        if let Oddity::DuplicateKey { others, .. } = &mut found[*told] {
                            others.push(span.clone());
                        }
                    }
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
                None => self.nodes[current].index.to_string(),
            });
            current = parent;
        }
        Pointer::from_segments(segments.iter().rev().map(String::as_str))
    }
}

/// True for the merge key of YAML 1.1, which is plain text: between quotation marks it is a key like any other.
fn is_merge(key: &str, span: &Range<usize>) -> bool {
    key == "<<" && span.len() == key.len()
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
            index: 0,
            first_child: None,
            next_sibling: None,
            alias: None,
        });
        if let Some((parent, last)) = self.open.last_mut() {
            match last.replace(index) {
                Some(previous) => {
                    self.outline.nodes[previous].next_sibling = Some(index);
                    self.outline.nodes[index].index = self.outline.nodes[previous].index + 1;
                }
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
