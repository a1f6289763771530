//! Faults between members: one document each, with everything that is said about it.

use super::run;

/// Checks a document with these paths (indented by two) and says what was told.
#[track_caller]
fn told(version: &str, rest: &str, expected: &[&str]) {
    let (_, told, _) = run(&format!("openapi: {version}\ninfo: {{title: t, version: '1'}}\n{rest}\n"));
    assert_eq!(told, expected);
}

fn parameter(text: &str) -> String {
    format!(
        "paths: {{/a: {{get: {{parameters: [{{name: p, {text}}}], responses: {{'204': {{description: ok}}}}}}}}}}"
    )
}

#[test]
fn a_parameter_is_described_once() {
    let at = "#/paths/~1a/get/parameters/0";
    let json = "content: {application/json: {}";
    for (text, expected) in [
        (
            format!("in: query, schema: {{}}, {json}}}"),
            format!("OA0209 {at}/content a parameter has `schema` or `content`, not both; `schema` is used"),
        ),
        (
            format!("in: query, {json}, text/plain: {{}}}}"),
            format!(
                "OA0209 {at}/content/text~1plain `content` of a parameter must have one entry; `application/json` is used"
            ),
        ),
        (
            "in: query, content: {}".to_owned(),
            format!(
                "OA0209 {at}/content `content` of a parameter must have one entry; `schema: {{type: string}}` is assumed"
            ),
        ),
        (
            format!("in: query, style: form, {json}}}"),
            format!("OA0209 {at}/style `style: form` means nothing beside `content`; it is left out"),
        ),
    ] {
        told("3.0.3", &parameter(&text), &[&expected]);
    }
}

#[test]
fn styles_belong_to_locations() {
    let at = "#/paths/~1a/get/parameters/0/style";
    let mixed = "schema: {oneOf: [{type: string}, {type: object}]}";
    for (text, expected) in [
        (
            "in: header, style: form, schema: {}".to_owned(),
            vec![format!("OA0408 {at} `form` is no style of a header; `simple` is used")],
        ),
        (
            "in: query, style: pipes, schema: {}".to_owned(),
            vec![format!("OA0408 {at} `pipes` is no style of a query; `form` is used")],
        ),
        (
            format!("in: query, style: pipeDelimited, {mixed}"),
            vec![format!(
                "OA0408 {at} `style: pipeDelimited` in a query cannot tell the mapping from the other values"
            )],
        ),
        // A range or a single value: common, and told apart by the brackets.
        (format!("in: query, style: deepObject, {mixed}"), vec![]),
    ] {
        let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
        told("3.0.3", &parameter(&text), &expected);
    }
}

#[test]
fn headers_have_names_that_can_be_met() {
    told(
        "3.0.3",
        "paths: {/a: {get: {responses: {'204': {description: ok, headers: {a b: {schema: {}}}}}}}}",
        &[
            "OA0208 #/paths/~1a/get/responses/204/headers/a b `a b` cannot be the name of a header; it is left out",
        ],
    );
}

#[test]
fn servers_can_be_reached() {
    let server = |variable: &str| {
        format!("servers: [{{url: 'https://{{x}}.example.com', variables: {{{variable}}}}}]\npaths: {{}}")
    };
    for (variable, expected) in [
        ("x: {default: a}", None),
        (
            "y: {default: a}",
            Some("OA0210 #/servers/0/url `{x}` is not declared under `variables`; it is sent as it is"),
        ),
        (
            "x: {default: a, enum: [b]}",
            Some("OA0210 #/servers/0/variables/x/default \"a\" is none of the values of `x`"),
        ),
        (
            "x: {default: a, enum: [a, b, b]}",
            Some("OA0210 #/servers/0/variables/x/enum/2 \"b\" is listed twice"),
        ),
    ] {
        told("3.0.3", &server(variable), expected.as_slice());
    }
    told(
        "3.2.0",
        "servers: [{url: /a, name: n}, {url: /b, name: n}]\npaths: {}",
        &["OA0210 #/servers/1/name two servers have the name `n`"],
    );
}

#[test]
fn authorisation_servers_have_addresses() {
    let flows = |flows: &str| {
        format!("paths: {{}}\ncomponents: {{securitySchemes: {{s: {{type: oauth2, flows: {{{flows}}}}}}}}}")
    };
    let at = "#/components/securitySchemes/s/flows";
    told("3.0.3", &flows("password: {scopes: {}, tokenUrl: /token}"), &[]);
    told(
        "3.0.3",
        &flows("authorizationCode: {scopes: {}, tokenUrl: token}"),
        &[
            &format!(
                "OA0406 {at}/authorizationCode `authorizationUrl` is missing; the flow `authorizationCode` requires it"
            ),
            &format!("OA0406 {at}/authorizationCode/tokenUrl `token` is no URL"),
        ],
    );
}

/// A missing address is one mistake, and the scheme stays: it takes tokens from elsewhere.
#[test]
fn what_is_missing_of_a_flow_is_told_once() {
    let text = "components: {securitySchemes: {s: {type: oauth2, flows: {clientCredentials: {scopes: {}}}}}}";
    let (tree, told, _) =
        run(&format!("openapi: 3.0.3\ninfo: {{title: t, version: '1'}}\npaths: {{}}\n{text}\n"));
    let at = "/components/securitySchemes/s/flows/clientCredentials";
    assert_eq!(
        told,
        [format!("OA0406 #{at} `tokenUrl` is missing; the flow `clientCredentials` requires it")]
    );
    assert_eq!(tree.pointer(&format!("{at}/tokenUrl")), Some(&serde_json::Value::from("")));
}

#[test]
fn a_header_that_is_left_out_is_not_looked_into() {
    told(
        "3.0.3",
        "paths: {/a: {get: {responses: {'200': {description: ok, headers: {X Y: {schema: {type: strng}}}}}}}}",
        &[
            "OA0208 #/paths/~1a/get/responses/200/headers/X Y `X Y` cannot be the name of a header; it is left out",
        ],
    );
}

#[test]
fn encodings_have_the_styles_of_queries() {
    let at = "#/paths/~1a/post/requestBody/content/application~1x-www-form-urlencoded/encoding/l/style";
    told(
        "3.0.3",
        "paths: {/a: {post: {requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object}, \
         encoding: {l: {style: zz}, m: {style: pipeDelimited}}}}}, responses: {'204': {description: ok}}}}}",
        &[&format!("OA0408 {at} `zz` is no style of a form body; `form` is used")],
    );
}

#[test]
fn addresses_that_are_not_what_they_look_like() {
    let servers = |url: &str| format!("servers: [{{url: '{url}'}}]\npaths: {{}}");
    for (url, expected) in [
        (
            "https:/e.com/v1",
            "`https:/e.com/v1` lacks slashes behind the scheme; it is read as `https://e.com/v1`",
        ),
        (
            "e.com/v1",
            "`e.com/v1` has no scheme; it is read as a path that is seen from where the document is served, not as a host",
        ),
        ("https://e.com:0", "no request can go to `https://e.com:0`: nothing listens at port 0"),
        ("https://e.com/{a", "`{a` has no `}`; it is sent as it is"),
    ] {
        told("3.0.3", &servers(url), &[&format!("OA0210 #/servers/0/url {expected}")]);
    }
}

#[test]
fn what_must_be_unique_is() {
    let ok = "responses: {'204': {description: ok}}";
    told(
        "3.1.0",
        &format!(
            "webhooks: {{w: {{post: {{operationId: a, {ok}}}}}}}\npaths: {{/a: {{get: {{operationId: a, {ok}}}}}}}"
        ),
        &["OA0405 #/webhooks/w/post/operationId `a` is the id of another operation"],
    );
    told(
        "3.0.3",
        "paths: {'/a/{b}': {}, '/a/{c}': {}, '/a/{b}/c': {}, /a/b: {}}",
        &["OA0211 #/paths/~1a~1{c} `/a/{c}` matches the same requests as `/a/{b}`"],
    );
}

#[test]
fn keys_of_responses_are_no_code() {
    let at = "#/paths/~1a/get/responses";
    told(
        "3.0.3",
        "paths: {/a: {get: {responses: {'200': {description: ok}, 200 OK: {description: ok}, '2,x:()': {description: no}}}}}",
        &[&format!("OA0207 {at}/2,x:() `2,x:()` is no status")],
    );
}

#[test]
fn an_operation_has_a_response() {
    told(
        "3.0.3",
        "paths: {/a: {get: {responses: {}}}}",
        &[
            "OA0407 #/paths/~1a/get/responses the operation has no response; any success is taken for one without a body",
        ],
    );
}

#[test]
fn instructions_to_other_generators_are_told_once() {
    told(
        "3.0.3",
        "paths: {/a: {x-ogen-name: A}, /b: {x-ogen-name: B}}",
        &[
            "OA0212 #/paths/~1a/x-ogen-name `x-ogen-name` is an instruction to another generator; it is ignored everywhere",
        ],
    );
}

#[test]
fn components_have_names_for_references() {
    told(
        "3.0.3",
        "paths: {}\ncomponents: {schemas: {a b: {}, a.b-c_1: {}}}",
        &["OA0208 #/components/schemas/a b `a b` is no name for a component"],
    );
}

#[test]
fn a_key_whose_name_is_a_title_leaves_the_operations_callable() {
    let at = "#/components/securitySchemes/k";
    let key = |text: &str| format!("paths: {{}}\ncomponents: {{securitySchemes: {{k: {{{text}}}}}}}");
    let warned = format!(
        "OA0208 {at}/name `My API Key` cannot be sent as the name of a header; no credential can be given for it"
    );
    told("3.0.3", &key("type: apiKey, in: header, name: My API Key"), &[&warned]);
    let refused = format!("OA0207 {at}/name `X\\r\\nY` cannot be sent as the name of a header");
    told("3.0.3", &key("type: apiKey, in: header, name: \"X\\r\\nY\""), &[&refused]);
    let scheme = format!("OA0207 {at}/scheme `a,b` cannot be sent as a scheme of HTTP");
    told("3.0.3", &key("type: http, scheme: 'a,b'"), &[&scheme]);
    told("3.0.3", &key("type: apiKey, in: query, name: My API Key"), &[]);
}
