//! Rules, and what is inferred without any.

use crate::lower::fixture::{analysed, configured};

const PAGED: &str = "paths:
  /pets:
    get:
      operationId: pets
      parameters: [{name: page, in: query, schema: {type: integer}}]
      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Page'}}}}}
  /pet:
    get:
      operationId: pet
      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Page'}}}}}
components:
  schemas:
    Page: {type: object, properties: {pagination: {$ref: '#/components/schemas/Info'}, results: {type: array, items: {type: string}}}}
    Info: {type: object, properties: {next: {type: integer}}}
";

#[test]
fn a_rule_applies_where_parameter_and_properties_exist() {
    let rule = "[[pagination]]\nstyle = \"page-number\"\nparam = \"page\"\nnext = \"pagination.next\"\nitems = \"results\"\nreason = \"r\"\n";
    let outcome = configured(PAGED, rule);
    let paged: Vec<bool> = outcome.api.operations.iter().map(|(_, one)| one.pagination.is_some()).collect();
    assert_eq!(paged, [true, false]);
    assert!(
        outcome.operations().contains("  paging by page number page, next pagination.next, items results\n")
    );
    assert!(outcome.reported.is_empty());
}

#[test]
fn rules_that_fit_nothing_are_reported() {
    let config = "[[pagination]]\nstyle = \"cursor\"\nparam = \"page\"\nnext = \"pagination.nxt\"\nitems = \"results\"\nreason = \"r\"\n[[secrets]]\nproperty = \"*.token\"\nreason = \"r\"\n[[rename]]\nfrom = \"schema:Pag\"\nto = \"P\"\nreason = \"r\"\n";
    let outcome = configured(PAGED, config);
    assert_eq!(
        outcome.reported,
        ["OA0502 #/secrets/0/property", "OA0502 #/pagination/0", "OA0502 #/rename/0/from"]
    );
}

/// What is found out about an operation with these query parameters (`name: schema`), response headers and result.
fn inferred(params: &[&str], headers: &str, body: &str) -> String {
    let params: Vec<String> = params
        .iter()
        .map(|param| {
            let (name, schema) = param.split_once(": ").expect("a name and a schema");
            format!("{{name: '{name}', in: query, schema: {{{schema}}}}}")
        })
        .collect();
    let document = format!(
        "paths:
  /things:
    get:
      operationId: things
      parameters: [{}]
      responses: {{'200': {{description: ok, headers: {{{headers}}}, content: {{application/json: {{schema: {{{body}}}}}}}}}}}
",
        params.join(", ")
    );
    let operations = analysed(&document).operations();
    let line = operations.lines().find_map(|line| line.trim().strip_prefix("paging by "));
    line.map_or("nothing".to_owned(), |line| line.strip_suffix(", inferred").expect("no rule").to_owned())
}

const LIST: &str = "type: array, items: {type: string}";

/// An object with a list `items` and these properties.
fn with(properties: &str) -> String {
    format!("type: object, properties: {{items: {{{LIST}}}, {properties}}}")
}

#[test]
fn the_number_of_the_next_page() {
    let number = "type: integer";
    for (param, body, expected) in [
        ("page", with("next_page: {type: integer}"), "page number page, next next_page, items items"),
        (
            "page",
            with("pagination: {type: object, properties: {next: {type: number}, current: {type: number}}}"),
            "page number page, next pagination.next, items items",
        ),
        (
            "page[number]",
            with("meta: {type: object, properties: {next-page: {type: integer, nullable: true}}}"),
            "page number page[number], next meta.next-page, items items",
        ),
        ("page", with("total_pages: {type: integer}"), "nothing"),
        ("page", with("other: {type: object, properties: {next: {type: integer}}}"), "nothing"),
        ("year", with("next: {type: integer}"), "nothing"),
    ] {
        assert_eq!(inferred(&[&format!("{param}: {number}")], "", &body), expected, "{param}, {body}");
    }
}

#[test]
fn cursors_need_a_property_that_goes_with_the_parameter() {
    for (param, body, expected) in [
        ("cursor", with("next_cursor: {type: string}"), "cursor cursor, next next_cursor, items items"),
        (
            "pageToken",
            with("nextPageToken: {type: string}"),
            "cursor pageToken, next nextPageToken, items items",
        ),
        (
            "bookmark",
            with("bookmark: {type: string, nullable: true}"),
            "cursor bookmark, next bookmark, items items",
        ),
        ("offset", with("next: {type: string}"), "nothing"),
        ("offset", with("next_page: {type: string}"), "cursor offset, next next_page, items items"),
        ("cursor", with("next: {type: string}"), "cursor cursor, next next, items items"),
        (
            "cursor",
            with("next: {type: string, description: The link to more.}"),
            "next link next, items items",
        ),
        (
            "after",
            with(
                "paging: {type: object, properties: {cursors: {type: object, properties: {after: {type: string}}}}}",
            ),
            "cursor after, next paging.cursors.after, items items",
        ),
        (
            "after",
            with(
                "pageInfo: {type: object, properties: {endCursor: {type: string}, hasNextPage: {type: boolean}}}",
            ),
            "cursor after, next pageInfo.endCursor, items items",
        ),
        ("cursor", with("cursors: {type: string}"), "nothing"),
        ("after", with("after: {type: string}"), "nothing"),
        ("cursor", with("next_cursor: {type: integer}"), "nothing"),
        ("filter", with("next_cursor: {type: string}"), "nothing"),
    ] {
        assert_eq!(inferred(&[&format!("{param}: type: string")], "", &body), expected, "{param}, {body}");
    }
}

#[test]
fn the_last_item_where_the_page_says_whether_there_is_more() {
    let page = |more: &str, id: &str| {
        format!(
            "type: object, required: [data, has_more], properties: {{has_more: {{type: {more}}}, data: {{type: array, \
             items: {{type: object, required: [{id}], properties: {{id: {{type: string}}}}}}}}}}"
        )
    };
    let params = ["starting_after: type: string", "limit: type: integer"];
    let expected = "last item starting_after, its id, more has_more, items data";
    assert_eq!(inferred(&params, "", &page("boolean", "id")), expected);
    assert_eq!(inferred(&params, "", &page("boolean", "")), "nothing", "an item may have no id");
    assert_eq!(inferred(&params, "", &page("string", "id")), "nothing");
    assert_eq!(inferred(&params[1..], "", &page("boolean", "id")), "nothing");
}

#[test]
fn links_in_the_body() {
    let page = ["page: type: integer"];
    for (body, expected) in [
        (with("next: {type: string, format: uri, nullable: true}"), "next link next, items items"),
        (
            with("next: {type: string, example: 'https://api.example.com/things?page=2'}"),
            "next link next, items items",
        ),
        (with("'@odata.nextLink': {type: string}"), "next link @odata.nextLink, items items"),
        (with("next_page_url: {type: string}"), "next link next_page_url, items items"),
        (
            with(
                "_links: {type: object, properties: {next: {type: object, properties: {href: {type: string}}}}}",
            ),
            "next link _links.next.href, items items",
        ),
        (
            with("links: {type: object, properties: {next: {type: string}}}"),
            "next link links.next, items items",
        ),
        (with("next: {type: string}"), "nothing"),
        (with("next: {type: string, example: abc}"), "nothing"),
        (with("next_steps_uri: {type: array, items: {type: string}}"), "nothing"),
    ] {
        assert_eq!(inferred(&page, "", &body), expected, "{body}");
    }
    let four = format!(
        "type: object, properties: {{count: {{type: integer}}, next: {{type: string}}, previous: {{type: string}}, \
         results: {{{LIST}}}}}"
    );
    assert_eq!(inferred(&page, "", &four), "next link next, items results");
    let one = "type: object, properties: {name: {type: string}, next_url: {type: string}, pictures: {type: array, items: {type: string}}}";
    assert_eq!(inferred(&[], "", one), "nothing", "a thing with a successor and a list is no page");
}

#[test]
fn a_declared_link_header() {
    let header = "Link: {schema: {type: string}}";
    assert_eq!(inferred(&["per_page: type: integer"], header, LIST), "link header, items the body");
    assert_eq!(inferred(&["name: type: string"], header, LIST), "nothing");
}

#[test]
fn offsets_begin_at_zero_and_have_a_limit() {
    let limit = "limit: type: integer";
    for (param, expected) in [
        ("offset: type: integer", "offset offset, limit limit, items the body"),
        ("$skip: 'type': integer, minimum: 0", "offset $skip, limit limit, items the body"),
        ("start: type: integer, default: 0", "offset start, limit limit, items the body"),
        ("start: type: integer", "nothing"),
        ("start: type: integer, default: 1", "nothing"),
        ("offset: type: integer, minimum: 1", "nothing"),
        ("offset: type: string", "nothing"),
    ] {
        assert_eq!(inferred(&[param, limit], "", LIST), expected, "{param}");
    }
    assert_eq!(inferred(&["offset: type: integer"], "", LIST), "nothing", "without a limit");
}

#[test]
fn pages_are_counted_where_the_first_number_is_known() {
    let size = "per_page: type: integer";
    for (param, expected) in [
        ("page: type: integer, default: 1", "page count page from 1, items the body"),
        ("page: type: integer, minimum: 1", "page count page from 1, items the body"),
        ("page: type: integer, default: 0", "page count page from 0, items the body"),
        ("page: type: integer, minimum: 0", "nothing"),
        ("page: type: integer", "nothing"),
        ("page: type: integer, default: 20", "nothing"),
    ] {
        assert_eq!(inferred(&[param, size], "", LIST), expected, "{param}");
    }
    assert_eq!(inferred(&["page: type: integer, default: 1"], "", LIST), "nothing", "without a size");
}

#[test]
fn there_is_exactly_one_list() {
    let params = ["offset: type: integer", "limit: type: integer"];
    let two = format!("type: object, properties: {{a: {{{LIST}}}, b: {{{LIST}}}}}");
    assert_eq!(inferred(&params, "", &two), "nothing");
    assert_eq!(inferred(&params, "", "type: object, properties: {a: {type: string}}"), "nothing");
    let aside = format!("type: object, properties: {{things: {{{LIST}}}, errors: {{{LIST}}}}}");
    assert_eq!(inferred(&params, "", &aside), "offset offset, limit limit, items things");
    let inside =
        format!("type: object, properties: {{data: {{type: object, properties: {{things: {{{LIST}}}}}}}}}");
    assert_eq!(inferred(&params, "", &inside), "offset offset, limit limit, items data.things");
}

#[test]
fn a_thing_that_has_a_list_is_no_page() {
    let params = ["page: type: integer, default: 1", "per_page: type: integer"];
    let counted = "page count page from 1, items tag_list";
    let article = |beside: &str| {
        format!("type: object, properties: {{title: {{type: string}}, {beside} tag_list: {{{LIST}}}}}")
    };
    assert_eq!(inferred(&params, "", &article("")), "nothing");
    assert_eq!(inferred(&params, "", &article("total_count: {type: integer},")), counted);
    let called = article("").replace("tag_list", "things");
    assert_eq!(inferred(&params, "", &called), "page count page from 1, items things", "as the path is");
    let inside = "type: object, properties: {meta: {type: object, properties: {next_url: {type: string}}}, data: {type: \
                  object, properties: {tags: {type: array, items: {type: string}}}}}";
    assert_eq!(inferred(&[], "", inside), "nothing");
}

#[test]
fn a_rule_can_say_that_there_are_no_pages() {
    let none = "[[pagination]]\nstyle = \"none\"\nreason = \"r\"\n";
    let outcome = configured(PAGED, none);
    assert!(!outcome.operations().contains("paging by"));
    assert!(outcome.reported.is_empty());
    let others = "[[pagination]]\nstyle = \"none\"\noperations = [\"pet\", \"x*\"]\nreason = \"r\"\n";
    let outcome = configured(PAGED, others);
    assert!(outcome.operations().contains("items results, inferred\n"));
    assert_eq!(outcome.reported, ["OA0502 #/pagination/0"], "nothing would have been inferred for it");
    let these = "[[pagination]]\nstyle = \"page-count\"\nparam = \"page\"\nitems = \"results\"\noperations = [\"p*s\"]\nreason = \"r\"\n";
    assert!(
        configured(PAGED, these).operations().contains("paging by page count page from 1, items results\n")
    );
}
