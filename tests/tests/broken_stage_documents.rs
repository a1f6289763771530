//! The committed stage document, overlay and configuration, each broken in one way: exactly one report, at the very place.
//!
//! A row replaces one line of a text. Lines and columns were counted by hand in the text as it is then; columns count
//! characters, from 1.

use generator::diagnostics::levels::Levels;
use generator::diagnostics::render::human::{self, Colour};
use generator::pipeline::lint;
use tests::document::Texts;

/// Which text is broken.
#[derive(Clone, Copy, Debug)]
enum Text {
    Document,
    Overlay,
    Config,
}
use Text::{Config, Document, Overlay};

/// What is broken, where (line, what stands there, what is put there), and what is said about it (code, line and column).
type Row = (&'static str, Text, usize, &'static str, &'static str, &'static str, &'static str);

const ROWS: &[Row] = &[
    // Syntax.
    ("a tab indents", Document, 16, "      tags:", "\ttags:", "OA0001", "16:1"),
    ("a quote is open", Document, 21, "      - name: name", "      - name: 'name", "OA0001", "21:15"),
    ("a bracket is open", Document, 22, "        in: query", "        in: [query", "OA0001", "22:13"),
    ("a colon is missing", Document, 18, "      security:", "      security", "OA0001", "18:7"),
    ("a line has one blank too many", Document, 16, "      tags:", "       tags:", "OA0001", "16:12"),
    (
        "an alias has no anchor",
        Document,
        24,
        "          type: string",
        "          type: *text",
        "OA0001",
        "24:17",
    ),
    ("a key is given twice", Document, 16, "      tags:", "      tags: []\n      tags:", "OA0002", "17:7"),
    ("a value has a tag", Document, 4, "  version: 2025.8.6", "  version: !ver 2025.8.6", "OA0005", "4:12"),
    ("a second document begins", Document, 12, "paths:", "---\npaths:", "OA0006", "12:1"),
    ("the version does not exist", Document, 1, "openapi: 3.0.3", "openapi: 4.0.0", "OA0003", "1:10"),
    ("the version is missing", Document, 1, "openapi: 3.0.3", "x-openapi: 3.0.3", "OA0003", "1:1"),
    // Types.
    (
        "a list is a number",
        Document,
        20,
        "      parameters:",
        "      parameters: 3\n      x-p:",
        "OA0201",
        "20:19",
    ),
    (
        "a list is null",
        Document,
        20,
        "      parameters:",
        "      parameters: null\n      x-p:",
        "OA0204",
        "20:19",
    ),
    (
        "a switch is a word",
        Document,
        27,
        "        required: false",
        "        required: perhaps",
        "OA0204",
        "27:19",
    ),
    ("text is a number", Document, 3, "  title: authentik", "  title: 12", "OA0204", "3:10"),
    (
        "a count is a word",
        Document,
        8032,
        "          minLength: 1",
        "          minLength: one",
        "OA0204",
        "8032:22",
    ),
    (
        "a type is misspelt",
        Document,
        24,
        "          type: string",
        "          type: strng",
        "OA0315",
        "24:17",
    ),
    (
        "a list of constants is one",
        Document,
        7643,
        "      enum:",
        "      enum: basic\n      x-e:",
        "OA0204",
        "7643:13",
    ),
    // Keywords.
    ("a keyword is misspelt", Document, 16, "      tags:", "      tag:", "OA0203", "16:7"),
    (
        "a constraint is misspelt",
        Document,
        8032,
        "          minLength: 1",
        "          minLenght: 1",
        "OA0203",
        "8032:11",
    ),
    ("the title is missing", Document, 3, "  title: authentik", "  x-title: authentik", "OA0205", "2:1"),
    ("a parameter has no name", Document, 21, "      - name: name", "      - x-name: name", "OA0202", "21:9"),
    (
        "a parameter has no location",
        Document,
        22,
        "        in: query",
        "        x-in: query",
        "OA0202",
        "21:9",
    ),
    ("a location is misspelt", Document, 22, "        in: query", "        in: qurey", "OA0201", "22:13"),
    ("a keyword of 3.1", Document, 24, "          type: string", "          const: x", "OA0206", "24:11"),
    // References.
    (
        "a reference is misspelt",
        Document,
        51,
        "                $ref: '#/components/schemas/PaginatedStageList'",
        "                $ref: '#/components/schemas/PaginatedStageLst'",
        "OA0101",
        "51:23",
    ),
    (
        "a reference into what is not there",
        Document,
        51,
        "                $ref: '#/components/schemas/PaginatedStageList'",
        "                $ref: '#/components/responses/Stages'",
        "OA0101",
        "51:23",
    ),
    (
        "a reference to something else",
        Document,
        51,
        "                $ref: '#/components/schemas/PaginatedStageList'",
        "                $ref: '#/components/securitySchemes/authentik'",
        "OA0104",
        "51:23",
    ),
    (
        "a reference to a file that was not given",
        Document,
        51,
        "                $ref: '#/components/schemas/PaginatedStageList'",
        "                $ref: 'none.yaml#/Stages'",
        "OA0103",
        "51:23",
    ),
    (
        "a reference is a number",
        Document,
        51,
        "                $ref: '#/components/schemas/PaginatedStageList'",
        "                $ref: 12",
        "OA0201",
        "51:23",
    ),
    (
        "a reference to itself",
        Document,
        7640,
        "  schemas:",
        "  schemas:\n    Loop:\n      $ref: '#/components/schemas/Loop'",
        "OA0102",
        "7642:13",
    ),
    (
        "a part of itself",
        Document,
        7640,
        "  schemas:",
        "  schemas:\n    Loop:\n      allOf:\n      - $ref: '#/components/schemas/Loop'",
        "OA0102",
        "7643:15",
    ),
    (
        "a schema that many use is renamed",
        Document,
        11227,
        "    UserVerificationEnum:",
        "    UserVerificationEnums:",
        "OA0101",
        "8254:19",
    ),
    // Names and what must be unique.
    (
        "an operation has another's id",
        Document,
        66,
        "      operationId: stages_all_types_list",
        "      operationId: stages_all_list",
        "OA0405",
        "66:20",
    ),
    (
        "a parameter is there twice",
        Document,
        25,
        "      - name: ordering",
        "      - name: name",
        "OA0411",
        "25:9",
    ),
    (
        "a path has no slash",
        Document,
        12,
        "paths:",
        "paths:\n  none/:\n    get: {responses: {'204': {description: Done.}}}",
        "OA0204",
        "13:3",
    ),
    (
        "a path has an open brace",
        Document,
        12,
        "paths:",
        "paths:\n  /none/{id/:\n    get: {responses: {'204': {description: Done.}}}",
        "OA0207",
        "13:3",
    ),
    (
        "a path is there in other words",
        Document,
        12,
        "paths:",
        "paths:\n  /stages/authenticator/duo/{id}/: {}",
        "OA0211",
        "312:3",
    ),
    (
        "a component has a blank in its name",
        Document,
        7640,
        "  schemas:",
        "  schemas:\n    A b: {type: string}",
        "OA0208",
        "7641:5",
    ),
    // Parameters.
    (
        "a path parameter is not declared",
        Document,
        12,
        "paths:",
        "paths:\n  /none/{id}/:\n    get: {responses: {'204': {description: Done.}}}",
        "OA0402",
        "13:3",
    ),
    (
        "a path parameter is not in the path",
        Document,
        20,
        "      parameters:",
        "      parameters:\n      - {name: id, in: path, required: true, schema: {type: string}}",
        "OA0403",
        "21:9",
    ),
    (
        "a header that is no parameter",
        Document,
        20,
        "      parameters:",
        "      parameters:\n      - {name: Accept, in: header, schema: {type: string}}",
        "OA0412",
        "21:9",
    ),
    (
        "a header with a blank",
        Document,
        20,
        "      parameters:",
        "      parameters:\n      - {name: a b, in: header, schema: {type: string}}",
        "OA0207",
        "21:16",
    ),
    (
        "a style that queries do not have",
        Document,
        20,
        "      parameters:",
        "      parameters:\n      - {name: s, in: query, style: simple, schema: {type: string}}",
        "OA0408",
        "21:37",
    ),
    (
        "a parameter described twice",
        Document,
        22,
        "        in: query",
        "        in: query\n        content: {application/json: {}}",
        "OA0209",
        "23:9",
    ),
    // Enumerations, defaults, constraints.
    ("a constant of another type", Document, 7644, "      - basic", "      - 1", "OA0311", "7644:9"),
    (
        "a constant is there twice",
        Document,
        7644,
        "      - basic",
        "      - basic\n      - basic",
        "OA0317",
        "7645:9",
    ),
    (
        "a default of another type",
        Document,
        10996,
        "          default: false",
        "          default: never",
        "OA0316",
        "10996:20",
    ),
    (
        "bounds that exclude everything",
        Document,
        8032,
        "          minLength: 1",
        "          minLength: 1\n          maxLength: 0",
        "OA0317",
        "8032:22",
    ),
    (
        "a property is required and not there",
        Document,
        7963,
        "      - account_sid",
        "      - account_sids",
        "OA0312",
        "7963:9",
    ),
    // Responses, security, servers.
    ("a status does not exist", Document, 46, "        '200':", "        '2000':", "OA0413", "46:9"),
    ("a status is code", Document, 46, "        '200':", "        '200 => ()':", "OA0207", "46:9"),
    (
        "there is no response",
        Document,
        45,
        "      responses:",
        "      responses: {}\n      x-r:",
        "OA0407",
        "45:7",
    ),
    (
        "a security scheme is misspelt",
        Document,
        19,
        "      - authentik: []",
        "      - authentic: []",
        "OA0404",
        "19:9",
    ),
    (
        "a security scheme lacks a keyword",
        Document,
        11325,
        "      scheme: bearer",
        "      x-scheme: bearer",
        "OA0202",
        "11323:5",
    ),
    (
        "a kind of security scheme is misspelt",
        Document,
        11324,
        "      type: http",
        "      type: htpp",
        "OA0201",
        "11324:13",
    ),
    (
        "a server has a variable without a value",
        Document,
        11,
        "- url: /api/v3",
        "- url: /api/{version}",
        "OA0210",
        "11:8",
    ),
    // Unions.
    (
        "a tag leads nowhere",
        Document,
        7640,
        "  schemas:",
        "  schemas:\n    A:\n      oneOf:\n      - $ref: '#/components/schemas/Pagination'\n      discriminator:\n        propertyName: kind\n        mapping:\n          a: '#/components/schemas/None'",
        "OA0105",
        "7647:14",
    ),
    (
        "a discriminator without a property",
        Document,
        7640,
        "  schemas:",
        "  schemas:\n    A:\n      oneOf:\n      - $ref: '#/components/schemas/Pagination'\n      discriminator: {mapping: {}}",
        "OA0202",
        "7644:7",
    ),
    // The overlay and the configuration.
    ("an action matches nothing", Overlay, 9, "- target: $.info", "- target: $.infos", "OA0501", "9:11"),
    ("a target is no query", Overlay, 9, "- target: $.info", "- target: info", "OA0503", "9:11"),
    ("an action has no target", Overlay, 9, "- target: $.info", "- x-target: $.info", "OA0504", "9:3"),
    (
        "an action adds what is not known",
        Overlay,
        33,
        "    nullable: true",
        "    nulable: true",
        "OA0203",
        "33:5",
    ),
    ("a table does not exist", Config, 10, "[[secrets]]", "[[secret]]", "OA0505", "10:3"),
    (
        "a word is not one of the list",
        Config,
        4,
        "style = \"page-number\"",
        "style = \"pages\"",
        "OA0505",
        "4:9",
    ),
    (
        "a secret does not exist",
        Config,
        11,
        "property = \"*AuthenticatorSMSStage*.auth\"",
        "property = \"*AuthenticatorSMSStage*.oauth\"",
        "OA0502",
        "11:12",
    ),
    (
        "an allowance is not used",
        Config,
        1,
        "# How the stage API becomes Rust. Every entry says why; one that matches nothing is an error.",
        "[[allow]]\ncode = \"OA0314\"\nreason = \"none\"",
        "OA0502",
        "2:8",
    ),
];

#[test]
fn each_mistake_is_reported_once_and_at_its_place() {
    let committed = Texts::committed();
    // Each row is a whole run: two halves side by side.
    let (first, second) = ROWS.split_at(ROWS.len() / 2);
    let wrong = std::thread::scope(|scope| {
        let other = scope.spawn(|| complaints(&committed, first));
        let mut wrong = complaints(&committed, second);
        wrong.splice(..0, other.join().expect("a row that cannot be applied is shown above"));
        wrong
    });
    assert!(ROWS.len() >= 50);
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), ROWS.len(), wrong.join("\n"));
}

fn complaints(committed: &Texts, rows: &[Row]) -> Vec<String> {
    rows.iter().filter_map(|row| complaint(committed, row)).collect()
}

/// What is wrong with what is said about a row.
fn complaint(committed: &Texts, (what, text, line, old, new, code, position): &Row) -> Option<String> {
    let mut texts = committed.clone();
    let (broken, name) = match text {
        Document => (&mut texts.document, "authentik-stages.yaml"),
        Overlay => (&mut texts.overlay, "authentik-stages.overlay.yaml"),
        Config => (&mut texts.config, "authentik-stages.toml"),
    };
    let start: usize = broken.split_inclusive('\n').take(line - 1).map(str::len).sum();
    assert_eq!(broken[start..].lines().next(), Some(*old), "{what}: line {line} of {name}");
    broken.replace_range(start..start + old.len(), new);
    let report = lint(texts.input(), &Levels::default());
    let said: Vec<String> = report
        .findings()
        .iter()
        .map(|finding| {
            let at = finding.position.start;
            let file = &report.source(&finding.position).name;
            format!("{} {file}:{}:{}", finding.code.id, at.line, at.column)
        })
        .collect();
    let expected = format!("{code} {name}:{position}");
    (said != [expected.as_str()])
        .then(|| format!("{what}: not {expected}, but\n{}", human::render(&report, Colour::Off)))
}
