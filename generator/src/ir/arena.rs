//! Typed ids and the vectors that they index.

use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// An index into one kind of [`Arena`].
pub trait Id: Copy {
    /// Wraps a position.
    fn new(index: usize) -> Self;
    /// The position.
    fn index(self) -> usize;
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl Id for $name {
            fn new(index: usize) -> Self {
                Self(u32::try_from(index).expect("an arena never holds 2^32 nodes: documents are limited in size"))
            }

            fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

id! {
    /// Names a [`TypeDef`](super::TypeDef).
    TypeId
}
id! {
    /// Names an [`Operation`](super::Operation).
    OperationId
}
id! {
    /// Names a [`Group`](super::Group).
    GroupId
}
id! {
    /// Names an [`ErrorSet`](super::ErrorSet).
    ErrorSetId
}

/// Nodes of one kind, addressed by a typed id, in the order of insertion.
#[derive(Clone, Debug, PartialEq)]
pub struct Arena<I, T> {
    nodes: Vec<T>,
    id: PhantomData<I>,
}

impl<I, T> Default for Arena<I, T> {
    fn default() -> Self {
        Self { nodes: Vec::new(), id: PhantomData }
    }
}

impl<I: Id, T> Arena<I, T> {
    /// Adds a node and returns its id.
    pub fn push(&mut self, node: T) -> I {
        self.nodes.push(node);
        I::new(self.nodes.len() - 1)
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// True when there is no node.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Every id, in order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = I> + ExactSizeIterator + use<I, T> {
        (0..self.nodes.len()).map(I::new)
    }

    /// Every node, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (I, &T)> + ExactSizeIterator {
        self.nodes.iter().enumerate().map(|(index, node)| (I::new(index), node))
    }

    /// Every node, in order, for changing it.
    pub fn iter_mut(&mut self) -> impl DoubleEndedIterator<Item = (I, &mut T)> + ExactSizeIterator {
        self.nodes.iter_mut().enumerate().map(|(index, node)| (I::new(index), node))
    }

    /// Drops every node from position `len` on; for taking back a failed transaction.
    pub fn truncate(&mut self, len: usize) {
        self.nodes.truncate(len);
    }
}

impl<I: Id, T> IntoIterator for Arena<I, T> {
    type Item = (I, T);
    type IntoIter = std::vec::IntoIter<(I, T)>;

    /// Every node with its id, in order.
    fn into_iter(self) -> Self::IntoIter {
        let nodes = self.nodes.into_iter().enumerate().map(|(index, node)| (I::new(index), node));
        nodes.collect::<Vec<_>>().into_iter()
    }
}

impl<I: Id, T> Index<I> for Arena<I, T> {
    type Output = T;

    fn index(&self, id: I) -> &T {
        &self.nodes[id.index()]
    }
}

impl<I: Id, T> IndexMut<I> for Arena<I, T> {
    fn index_mut(&mut self, id: I) -> &mut T {
        &mut self.nodes[id.index()]
    }
}
