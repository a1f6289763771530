//! The argument for a body that may be left out.
//!
//! It is a trait of our own, and not `Into<Option<&T>>`, for the sake of those who pass something else: the compiler names
//! the type that is wanted, where it would list everything that converts into an `Option`. For the same reason the implementations are not recommended:
//! the note says it in words.

/// What can be passed where an operation takes a body of type `T` or none: `&T`, `Option<&T>`, `&Option<T>`, or `None`; text and
/// lists may be owned, behind a reference.
#[diagnostic::on_unimplemented(
    message = "the body of this operation is a `{T}`, or left out",
    label = "this is a `{Self}`",
    note = "pass `&{T}`, or `None` to send no body"
)]
pub trait OptionalBody<T: ?Sized> {
    /// The body, if there is one.
    fn get(&self) -> Option<&T>;
}

#[diagnostic::do_not_recommend]
impl<T: ?Sized> OptionalBody<T> for &T {
    #[inline]
    fn get(&self) -> Option<&T> {
        Some(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T: ?Sized> OptionalBody<T> for Option<&T> {
    #[inline]
    fn get(&self) -> Option<&T> {
        *self
    }
}

#[diagnostic::do_not_recommend]
impl<T> OptionalBody<T> for &Option<T> {
    #[inline]
    fn get(&self) -> Option<&T> {
        self.as_ref()
    }
}

#[diagnostic::do_not_recommend]
impl<T> OptionalBody<[T]> for &Vec<T> {
    #[inline]
    fn get(&self) -> Option<&[T]> {
        Some(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T, const N: usize> OptionalBody<[T]> for &[T; N] {
    #[inline]
    fn get(&self) -> Option<&[T]> {
        Some(*self)
    }
}

#[diagnostic::do_not_recommend]
impl OptionalBody<str> for &String {
    #[inline]
    fn get(&self) -> Option<&str> {
        Some(self)
    }
}

#[cfg(test)]
mod tests {
    use super::OptionalBody;

    #[test]
    fn text_is_there_or_not() {
        fn text(body: &impl OptionalBody<str>) -> Option<&str> {
            body.get()
        }
        assert_eq!(text(&"a"), Some("a"));
        assert_eq!(text(&&"a".to_owned()), Some("a"));
        assert_eq!(text(&Some("a")), Some("a"));
        assert_eq!(text(&None), None);
    }

    #[test]
    fn a_list_may_be_an_array() {
        fn list(body: &impl OptionalBody<[u8]>) -> Option<&[u8]> {
            body.get()
        }
        assert_eq!(list(&&[1, 2]), Some([1, 2].as_slice()));
        assert_eq!(list(&&vec![1, 2]), Some([1, 2].as_slice()));
        assert_eq!(list(&[1, 2].as_slice()), Some([1, 2].as_slice()));
        assert_eq!(list(&None), None);
    }

    #[test]
    fn a_body_may_be_kept_in_an_option() {
        fn body(body: &impl OptionalBody<u8>) -> Option<&u8> {
            body.get()
        }
        assert_eq!(body(&&Some(1)), Some(&1));
        assert_eq!(body(&&None), None);
    }
}
