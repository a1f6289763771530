//! Names that a generated crate defines twice: most of what can be wrong with code whose names come from a document, found
//! without a compiler.
//!
//! In: generated files. Out: a line for each name that is there twice where Rust wants it once: items of a file by namespace
//! (E0428, E0252, E0255), methods of a type across its crate (E0592), variants, fields and arguments (E0124, E0415), and
//! arguments called like a static or a tuple struct (E0530). What the macros of the runtime define is known by their names.

mod items;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use self::items::{File, Method};
use super::FileSet;
use crate::emit::TARGETS;

/// Looks through the generated crates; other files are left alone.
///
/// # Errors
///
/// A file is not Rust.
pub fn find(files: &FileSet) -> Result<Vec<String>, String> {
    let mut parsed = BTreeMap::new();
    for (path, text) in files.iter() {
        let ours = TARGETS.iter().any(|target| path.split('/').next() == Some(target.folder()));
        if ours && Path::new(path).extension().is_some_and(|end| end == "rs") {
            let file = syn::parse_file(text).map_err(|error| format!("{path}: {error}"))?;
            parsed.insert(path, File::read(&file));
        }
    }
    let mut found = Vec::new();
    for (path, file) in &parsed {
        found.extend(file.twins.iter().map(|twin| format!("{path}: {twin}")));
    }
    found.extend(methods(&parsed));
    Ok(found)
}

/// Methods that a type has twice, in whatever files of its crate they stand.
fn methods(files: &BTreeMap<&str, File>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for (path, file) in files {
        for Method { ty, name } in &file.methods {
            let home = home(files, path, ty).unwrap_or(path);
            if !seen.insert((home, ty, name)) {
                found.push(format!("{path}: `{ty}` has a second method `{name}`"));
            }
        }
    }
    found
}

/// The file that defines a type: the one that names it, else the one of the module around, else the only one in the crate.
fn home<'a>(files: &BTreeMap<&'a str, File>, path: &str, ty: &str) -> Option<&'a str> {
    let folder = path.split('/').next();
    let mut homes =
        files.iter().filter(|(other, file)| other.split('/').next() == folder && file.types.contains(ty));
    let around =
        |other: &str| other.strip_suffix(".rs").is_some_and(|module| path.starts_with(&format!("{module}/")));
    let all: Vec<&str> = homes.by_ref().map(|(other, _)| *other).collect();
    all.iter()
        .find(|other| **other == path)
        .or_else(|| all.iter().find(|other| around(other)))
        .or(all.first().filter(|_| all.len() == 1))
        .copied()
}

#[cfg(test)]
mod tests {
    use super::find;
    use crate::output::FileSet;

    fn found(files: &[(&str, &str)]) -> Vec<String> {
        let mut set = FileSet::default();
        for (path, text) in files {
            set.insert(*path, (*text).to_owned()).expect("the paths differ");
        }
        find(&set).expect("it is Rust")
    }

    fn in_file(text: &str) -> Vec<String> {
        found(&[("client/src/a.rs", text)])
    }

    #[test]
    fn items_share_two_namespaces() {
        assert_eq!(in_file("static A: u8 = 1; const A: u8 = 1;"), ["client/src/a.rs: `A` is defined twice"]);
        assert_eq!(in_file("struct A(u8); static A: u8 = 1;"), ["client/src/a.rs: `A` is defined twice"]);
        assert_eq!(in_file("struct A { a: u8 } static A: u8 = 1;"), Vec::<String>::new());
        assert_eq!(in_file("use b::{A, c as D}; enum A {} mod D;").len(), 2);
        assert_eq!(in_file("use b::{self, c::*}; mod b; mod c;"), ["client/src/a.rs: `b` is defined twice"]);
    }

    #[test]
    fn macros_of_the_runtime_define_items_and_methods() {
        let request = "client_runtime::request! { /// A static B.\n pub struct A(u8, u8); }";
        assert_eq!(in_file(&format!("{request} static B: u8 = 1;")), Vec::<String>::new());
        assert_eq!(in_file(&format!("{request} static A: u8 = 1;")).len(), 1);
        assert_eq!(
            in_file(&format!("{request} impl A {{ pub fn q(self) {{}} pub fn deadline(self) {{}} }}")),
            ["client/src/a.rs: `A` has a second method `deadline`"]
        );
        let server =
            "client_runtime::server! { pub struct V(\"u\"); a = \"a\", \"1\", &[]; a = \"b\", \"1\", &[]; }";
        assert_eq!(in_file(server), ["client/src/a.rs: `V` has a second method `a`"]);
    }

    #[test]
    fn methods_of_a_type_are_looked_for_in_all_files_of_its_crate() {
        let pets = "pub struct Pets(u8); impl Pets { fn a(&self) {} }";
        let below = "impl Pets { fn a(&self) {} }";
        assert_eq!(
            found(&[("client/src/pets.rs", pets), ("client/src/pets/b.rs", below)]),
            ["client/src/pets/b.rs: `Pets` has a second method `a`"]
        );
        assert_eq!(found(&[("client/src/pets.rs", pets), ("client/src/b.rs", pets)]), Vec::<String>::new());
        assert_eq!(found(&[("client/src/pets.rs", pets), ("models/src/b.rs", below)]), Vec::<String>::new());
    }

    #[test]
    fn variants_fields_and_arguments() {
        assert_eq!(in_file("enum A { B, B }"), ["client/src/a.rs: `A` has a second variant `B`"]);
        assert_eq!(in_file("struct A { b: u8, r#b: u8 }"), ["client/src/a.rs: `A` has a second field `b`"]);
        assert_eq!(in_file("fn a(b: u8, b: u8) {}"), ["client/src/a.rs: `a` has a second argument `b`"]);
        assert_eq!(
            in_file("static B: u8 = 1; struct A; impl A { fn a(B: u8) {} }"),
            ["client/src/a.rs: the argument `B` of `a` is called like an item"]
        );
    }

    #[test]
    fn only_generated_crates_are_looked_at() {
        assert_eq!(found(&[("runtime/src/a.rs", "mod a; mod a;")]), Vec::<String>::new());
    }
}
