//! What each fixture means (IR), what is printed for it (the files that its header names), and what is reported on it.
//!
//! Read a snapshot before you accept it: `cargo insta review`, or set `INSTA_UPDATE=always` and read the diff.

use std::fmt::Write as _;

use tests::fixture::Fixture;

macro_rules! fixtures {
    ($($area:ident: $($behaviour:ident)*;)*) => {
        $(mod $area {
            $(#[test]
            fn $behaviour() {
                super::snapshot(concat!(stringify!($area), "/", stringify!($behaviour)));
            })*
        })*

        /// Every fixture that has a snapshot, in name order.
        const LISTED: &[&str] = &[$($(concat!(stringify!($area), "/", stringify!($behaviour))),*),*];
    };
}

fixtures! {
    names:
        differ_in_case
        digits_symbols_and_scripts
        keywords
        prelude_names;
    operations:
        errors_by_status
        exploded_array_query
        header_and_cookie_parameters
        later_parameters
        methods_and_path_keys
        multipart_upload
        no_content
        optional_body
        paging
        parameter_styles
        part_encodings
        security_alternatives
        several_request_types
        several_success_types
        shared_components
        text_and_bytes;
    schemas:
        absent_null_or_value
        additional_properties_kept
        all_of_merged
        array_of_refs
        constraints
        default_values
        deprecated
        enum_with_odd_values
        formats
        free_form_object
        hostile_prose
        one_of_with_discriminator
        open_enum
        read_only_and_write_only
        recursive_type
        single_ref_with_siblings
        union_without_discriminator;
}

#[test]
fn every_fixture_has_a_snapshot() {
    let found: Vec<_> = Fixture::all().into_iter().map(|fixture| fixture.name).collect();
    assert_eq!(found, LISTED);
}

fn snapshot(name: &str) {
    let fixture = Fixture::read(name);
    let generated = fixture.generate();
    assert_eq!(generated.codes, fixture.reports(), "{}", generated.diagnostics);
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_description(fixture.look_at());
    settings.set_snapshot_path(format!("../snapshots/{name}"));
    settings.bind(|| {
        insta::assert_snapshot!("ir", generated.representation);
        if !generated.codes.is_empty() {
            insta::assert_snapshot!("diagnostics", generated.diagnostics);
        }
        let mut files = String::new();
        for path in fixture.shown_files() {
            let text = generated.file(path);
            writeln!(files, "==> {path} <==\n{}\n", text.trim_end())
                .expect("writing to a string never fails");
        }
        insta::assert_snapshot!("output", files);
    });
}
