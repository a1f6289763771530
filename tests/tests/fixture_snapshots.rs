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
    files:
        identifiers
        reusable_of_later_versions
        split_into_files;
    names:
        differ_in_case
        digits_symbols_and_scripts
        keywords
        look_like_other_values
        prelude_names;
    operations:
        bodies_without_schema
        body_on_get_and_delete
        credentials_stay_home
        downloads
        errors_by_status
        event_streams
        exploded_array_query
        header_and_cookie_parameters
        idempotency_key
        json_by_suffix
        later_parameters
        many_parameters
        methods_and_path_keys
        mocked_calls
        multipart_upload
        no_content
        oauth_tokens
        one_path_in_two_spellings
        open_id_connect
        optional_body
        paging
        parameter_styles
        part_encodings
        path_parameters
        response_headers
        security_alternatives
        servers
        several_request_types
        several_success_types
        shared_components
        text_and_bytes
        uploads
        webhooks
        without_operation_id;
    references:
        anywhere;
    schemas:
        absent_null_or_value
        additional_properties_kept
        all_of_contradiction
        all_of_merged
        any_of_text_and_constants
        array_of_refs
        constraints
        default_values
        deprecated
        enum_with_odd_values
        formats
        free_form_object
        goes_out_as_it_came
        hostile_prose
        json_schema_2020
        misfitting_constants
        numbers_keep_their_value
        one_of_with_discriminator
        open_enum
        read_only_and_write_only
        recursive_type
        required_without_property
        single_ref_with_siblings
        tag_pinned_by_constant
        title_like_its_name
        union_without_discriminator;
    unions:
        inherited_discriminator
        one_branch_takes_anything
        told_apart_by_shape
        variants_share_a_tag;
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
