//! The three operations of the seed pages as they are committed: the static, the method and the page.

use tests::flagship;

#[test]
fn sms_partial_update() {
    operation("authenticator_sms", "authenticator_sms_partial_update");
}

#[test]
fn sms_retrieve() {
    operation("authenticator_sms", "authenticator_sms_retrieve");
}

#[test]
fn email_update() {
    operation("authenticator_email", "authenticator_email_update");
}

fn operation(module: &str, method: &str) {
    let source = flagship::read(&format!("generated-client/client/src/stages/{module}.rs"));
    let definition = format!("    {} = ", method.to_uppercase());
    let definition = source.lines().find(|line| line.starts_with(&definition)).expect("a line of the table");
    // The summary is the first line of the method's docs; the closing brace is alone on its line.
    let include = format!("    #[doc = include_str!(\"../../docs/stages/{method}.md\")]");
    let at = source.find(&include).expect("the method includes its page");
    let summary = source[..at].trim_end().rfind('\n').expect("the summary is a line");
    let end = source[at..].find("\n    }\n").expect("the method ends") + at;
    let code = &source[summary + 1..end];
    let page = flagship::read(&format!("generated-client/client/docs/stages/{method}.md"));

    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path("../snapshots/seeds");
    settings.bind(|| {
        insta::assert_snapshot!(format!("{method}.code"), format!("{definition}\n\n{code}\n    }}"));
        insta::assert_snapshot!(format!("{method}.page"), page);
    });
}
