//! Writing values of any type into a tree.

use std::fmt;

use serde_core::ser::{
    Error, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

use super::Tree;

/// Why a value cannot be written.
#[derive(Debug)]
pub(crate) struct TreeError {
    /// Where in the value: `a[1].b`; empty for the value as a whole.
    path: String,
    reason: String,
}

impl TreeError {
    fn new(reason: String) -> Self {
        Self { path: String::new(), reason }
    }

    #[cold]
    fn in_member(mut self, name: &str) -> Self {
        let dot = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.path = format!("{name}{dot}{}", self.path);
        self
    }

    #[cold]
    fn in_item(mut self, index: usize) -> Self {
        let dot = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.path = format!("[{index}]{dot}{}", self.path);
        self
    }
}

impl fmt::Display for TreeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(formatter, "{}: ", self.path)?;
        }
        formatter.write_str(&self.reason)
    }
}

impl std::error::Error for TreeError {}

impl Error for TreeError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(message.to_string())
    }
}

pub(super) struct TreeSerializer;

/// Items of a list, under the name of an enum variant if there is one.
pub(super) struct ListWriter {
    items: Vec<Tree>,
    variant: Option<&'static str>,
}

/// Members of an object, under the name of an enum variant if there is one.
pub(super) struct ObjectWriter {
    members: Vec<(String, Tree)>,
    name: Option<String>,
    variant: Option<&'static str>,
}

impl ListWriter {
    fn new(length: Option<usize>, variant: Option<&'static str>) -> Self {
        Self { items: Vec::with_capacity(length.unwrap_or(0).min(1024)), variant }
    }

    fn push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), TreeError> {
        let index = self.items.len();
        self.items.push(Tree::of(value).map_err(|error| error.in_item(index))?);
        Ok(())
    }

    fn finish(self) -> Tree {
        under(self.variant, Tree::List(self.items))
    }
}

impl ObjectWriter {
    fn new(variant: Option<&'static str>) -> Self {
        Self { members: Vec::new(), name: None, variant }
    }

    fn push<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), TreeError> {
        let value = Tree::of(value).map_err(|error| error.in_member(name))?;
        self.members.push((name.to_owned(), value));
        Ok(())
    }

    fn finish(self) -> Tree {
        under(self.variant, Tree::Object(self.members))
    }
}

fn under(variant: Option<&str>, value: Tree) -> Tree {
    match variant {
        Some(variant) => Tree::Object(vec![(variant.to_owned(), value)]),
        None => value,
    }
}

/// What is no number cannot be spelled in any style, and must not get lost either.
fn finite(is_finite: bool, value: impl fmt::Display) -> Result<Tree, TreeError> {
    if is_finite {
        Ok(Tree::Plain(value.to_string()))
    } else {
        Err(TreeError::new(format!("`{value}` is not a finite number")))
    }
}

macro_rules! plain {
    ($($method:ident($type:ty))*) => {$(
        fn $method(self, value: $type) -> Result<Tree, TreeError> {
            Ok(Tree::Plain(value.to_string()))
        }
    )*};
}

impl Serializer for TreeSerializer {
    type Ok = Tree;
    type Error = TreeError;
    type SerializeSeq = ListWriter;
    type SerializeTuple = ListWriter;
    type SerializeTupleStruct = ListWriter;
    type SerializeTupleVariant = ListWriter;
    type SerializeMap = ObjectWriter;
    type SerializeStruct = ObjectWriter;
    type SerializeStructVariant = ObjectWriter;

    plain! {
        serialize_bool(bool) serialize_i8(i8) serialize_i16(i16) serialize_i32(i32) serialize_i64(i64)
        serialize_i128(i128) serialize_u8(u8) serialize_u16(u16) serialize_u32(u32) serialize_u64(u64)
        serialize_u128(u128)
    }

    fn serialize_f32(self, value: f32) -> Result<Tree, TreeError> {
        finite(value.is_finite(), value)
    }

    fn serialize_f64(self, value: f64) -> Result<Tree, TreeError> {
        finite(value.is_finite(), value)
    }

    fn serialize_char(self, value: char) -> Result<Tree, TreeError> {
        Ok(Tree::Text(value.to_string()))
    }

    fn serialize_str(self, value: &str) -> Result<Tree, TreeError> {
        Ok(Tree::Text(value.to_owned()))
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<Tree, TreeError> {
        Ok(Tree::List(value.iter().map(|byte| Tree::Plain(byte.to_string())).collect()))
    }

    fn serialize_none(self) -> Result<Tree, TreeError> {
        Ok(Tree::Null)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Tree, TreeError> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Tree, TreeError> {
        Ok(Tree::Null)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Tree, TreeError> {
        Ok(Tree::Null)
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<Tree, TreeError> {
        Ok(Tree::Text(variant.to_owned()))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Tree, TreeError> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Tree, TreeError> {
        Ok(under(Some(variant), Tree::of(value)?))
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<ListWriter, TreeError> {
        Ok(ListWriter::new(length, None))
    }

    fn serialize_tuple(self, length: usize) -> Result<ListWriter, TreeError> {
        Ok(ListWriter::new(Some(length), None))
    }

    fn serialize_tuple_struct(self, _: &'static str, length: usize) -> Result<ListWriter, TreeError> {
        Ok(ListWriter::new(Some(length), None))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<ListWriter, TreeError> {
        Ok(ListWriter::new(Some(length), Some(variant)))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<ObjectWriter, TreeError> {
        Ok(ObjectWriter::new(None))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<ObjectWriter, TreeError> {
        Ok(ObjectWriter::new(None))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<ObjectWriter, TreeError> {
        Ok(ObjectWriter::new(Some(variant)))
    }
}

macro_rules! list_writer {
    ($($name:ident :: $method:ident)*) => {$(
        impl $name for ListWriter {
            type Ok = Tree;
            type Error = TreeError;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), TreeError> {
                self.push(value)
            }

            fn end(self) -> Result<Tree, TreeError> {
                Ok(self.finish())
            }
        }
    )*};
}

list_writer! {
    SerializeSeq::serialize_element
    SerializeTuple::serialize_element
    SerializeTupleStruct::serialize_field
    SerializeTupleVariant::serialize_field
}

macro_rules! object_writer {
    ($($name:ident)*) => {$(
        impl $name for ObjectWriter {
            type Ok = Tree;
            type Error = TreeError;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), TreeError> {
                self.push(name, value)
            }

            fn end(self) -> Result<Tree, TreeError> {
                Ok(self.finish())
            }
        }
    )*};
}

object_writer! { SerializeStruct SerializeStructVariant }

impl SerializeMap for ObjectWriter {
    type Ok = Tree;
    type Error = TreeError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), TreeError> {
        match Tree::of(key)? {
            Tree::Text(name) | Tree::Plain(name) => {
                self.name = Some(name);
                Ok(())
            }
            Tree::Null | Tree::List(_) | Tree::Object(_) => Err(TreeError::custom("a key is no text")),
        }
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), TreeError> {
        let name = self.name.take().unwrap_or_default();
        self.push(&name, value)
    }

    fn end(self) -> Result<Tree, TreeError> {
        Ok(self.finish())
    }
}
