//! Trees → one OpenAPI 3.0 tree that the later phases can rely on: overlays and repairs applied, all files in one.

pub mod bundle;
pub mod detours;
pub mod intersections;
pub mod mappings;
pub mod overlay;
pub mod recursive_refs;
pub mod references;
pub mod shape;
pub mod swagger2;
