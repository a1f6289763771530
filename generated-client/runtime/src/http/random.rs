//! Randomness that nobody has to be unable to guess.

use std::hash::{BuildHasher, RandomState};

/// 64 random bits. The standard library's hash keys come from the operating system, and are different for every state; on
/// `wasm32` they are the same in every program, and JavaScript is asked.
pub(crate) fn bits() -> u64 {
    #[cfg(not(target_arch = "wasm32"))]
    let seed = 0_u8;
    #[cfg(target_arch = "wasm32")]
    let seed = js_sys::Math::random().to_bits();
    RandomState::new().hash_one(seed)
}
