//! Whether a value is being written into a request, where read-only properties have no place.
//!
//! A type that travels both ways must write its read-only fields when it is stored or compared, and must not
//! when it is sent. The type is the same, so the difference is in the surroundings: the client encodes request
//! bodies inside [`outgoing`].

use std::cell::Cell;

thread_local! {
    static OUTGOING: Cell<bool> = const { Cell::new(false) };
}

/// Runs `encode` with read-only properties left out of everything that it encodes on this thread.
pub fn outgoing<R>(encode: impl FnOnce() -> R) -> R {
    /// Puts the former state back, also when `encode` panics.
    struct Restore(bool);
    impl Drop for Restore {
        fn drop(&mut self) {
            OUTGOING.set(self.0);
        }
    }
    let _restore = Restore(OUTGOING.replace(true));
    encode()
}

/// True inside [`outgoing`].
pub(super) fn is_outgoing() -> bool {
    OUTGOING.get()
}
