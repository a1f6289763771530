use serde_json::json;

use super::*;
use crate::{Patch, http::ParamStyle};

fn encoded(parts: Multipart) -> (String, String) {
    let (media_type, body) = parts.encode().expect("nothing is wrong with it");
    let boundary = media_type.strip_prefix("multipart/form-data; boundary=").unwrap_or_default();
    let body = body.as_bytes().expect("all of it is in memory");
    (boundary.to_owned(), String::from_utf8_lossy(body).into_owned())
}

#[test]
fn fields_by_their_type() {
    let parts = Multipart::new()
        .field("slug", "x")
        .field("none", &None::<u8>)
        .field("ids", &[1, 2])
        .field("meta", &json!({"a": [true]}));
    let (boundary, body) = encoded(parts);
    let start = format!("--{boundary}\r\nContent-Disposition: form-data; name=");
    assert_eq!(boundary.len(), 32);
    assert_eq!(
        body,
        format!(
            "{start}\"slug\"\r\n\r\nx\r\n{start}\"ids\"\r\n\r\n1\r\n{start}\"ids\"\r\n\r\n2\r\n\
             {start}\"meta\"\r\nContent-Type: application/json\r\n\r\n{{\"a\":[true]}}\r\n--{boundary}--\r\n"
        )
    );
}

#[test]
fn encodings_of_single_fields() {
    static JSON: PartEncoding = PartEncoding::new("ids").media_type("application/json");
    static PIPES: PartEncoding = PartEncoding::new("tags").style(ParamStyle::PipeDelimited);
    static DEEP: PartEncoding = PartEncoding::new("at").style(ParamStyle::DeepObject);
    static LOGO: PartEncoding =
        PartEncoding::new("logo").media_type("image/png").headers(&[("X-Kind", "logo")]);
    let parts = Multipart::new()
        .encoded(&JSON, &[1, 2])
        .encoded(&PIPES, &["a b", "50%"])
        .encoded(&DEEP, &json!({"x": 1}))
        .encoded_files(&LOGO, &FilePart::new("l", "x"))
        .media_type("multipart/mixed");
    let (media_type, body) = parts.encode().expect("nothing is wrong with it");
    let boundary = media_type.strip_prefix("multipart/mixed; boundary=").unwrap_or_default();
    let start = format!("--{boundary}\r\nContent-Disposition: form-data; name=");
    assert_eq!(
        String::from_utf8_lossy(body.as_bytes().expect("all of it is in memory")),
        format!(
            "{start}\"ids\"\r\nContent-Type: application/json\r\n\r\n[1,2]\r\n\
             {start}\"tags\"\r\n\r\na b|50%\r\n{start}\"at[x]\"\r\n\r\n1\r\n\
             {start}\"logo\"; filename=\"l\"\r\nContent-Type: image/png\r\nX-Kind: logo\r\n\r\nx\r\n\
             --{boundary}--\r\n"
        )
    );
}

#[test]
fn an_object_is_a_part_per_member() {
    let (of, one_by_one) =
        (json!({"a": 1, "b": [true, null]}), Multipart::new().field("a", &1).field("b", &[true]));
    let body = |parts: Multipart| {
        let (boundary, body) = encoded(parts);
        body.replace(&boundary, "")
    };
    assert_eq!(body(Multipart::of(&of)), body(one_by_one));
    assert!(Multipart::of("text").encode().is_err());
}

#[test]
fn files_with_names_and_media_types() {
    let icon = FilePart::new("a \"b\"\r\n.png", b"\x89PNG").with_media_type("image/png");
    let parts = Multipart::new()
        .files("icon", &icon)
        .files("none", &None::<FilePart>)
        .files("cleared", &Patch::<FilePart>::Null)
        .files("more", &vec![FilePart::new("c", "")]);
    let (boundary, body) = encoded(parts);
    let start = format!("--{boundary}\r\nContent-Disposition: form-data; name=");
    assert_eq!(
        body,
        format!(
            "{start}\"icon\"; filename=\"a %22b%22%0D%0A.png\"\r\nContent-Type: image/png\r\n\r\n\u{fffd}PNG\r\n\
             {start}\"more\"; filename=\"c\"\r\nContent-Type: application/octet-stream\r\n\r\n\r\n--{boundary}--\r\n"
        )
    );
}

#[test]
fn parts_by_position_have_no_names() {
    static TABLE: [PartEncoding; 2] =
        [PartEncoding::new("").media_type("application/json"), PartEncoding::new("")];
    let files = [FilePart::new("", "1"), FilePart::new("b.txt", "2")];
    let parts = Multipart::new()
        .parts(&TABLE, &["a", "b", "c"])
        .part(None, &json!([1]))
        .file_parts(&[], &files)
        .media_type("multipart/mixed");
    let (media_type, body) = parts.encode().expect("nothing is wrong with it");
    let start =
        format!("--{}\r\n", media_type.strip_prefix("multipart/mixed; boundary=").unwrap_or_default());
    let octets = "Content-Type: application/octet-stream\r\n\r\n";
    let json = "Content-Type: application/json\r\n\r\n";
    let expected = [
        &start,
        json,
        "\"a\"\r\n",
        &start,
        "\r\nb\r\n",
        &start,
        "\r\nc\r\n",
        &start,
        json,
        "[1]\r\n",
        &start,
        octets,
        "1\r\n",
        &start,
        "Content-Disposition: attachment; filename=\"b.txt\"\r\n",
        octets,
        "2\r\n",
        &start.replace("\r\n", "--\r\n"),
    ];
    assert_eq!(String::from_utf8_lossy(body.as_bytes().expect("all of it is in memory")), expected.concat());
    let fault = Multipart::new().parts(&[], &[Some(1), None]).encode();
    assert_eq!(fault.err().as_deref(), Some("part 1 is null, which no part can be"));
}

#[test]
fn files_carry_headers_of_their_own() {
    let file = FilePart::new("f", "x").with_header("X-Rate", "5");
    let (_, body) = encoded(Multipart::new().files("f", &file));
    assert!(body.contains("Content-Type: application/octet-stream\r\nX-Rate: 5\r\n\r\nx\r\n"), "{body}");
    for (name, value) in [("X", "a\r\nb"), ("X Y", "a"), ("content-TYPE", "a/b"), ("", "a")] {
        assert!(
            Multipart::new().files("f", &file.clone().with_header(name, value)).encode().is_err(),
            "{name}"
        );
    }
}

#[test]
fn a_media_type_cannot_smuggle_a_header() {
    let file = FilePart::new("f", "x").with_media_type("a/b\r\nX: y");
    assert!(Multipart::new().files("f", &file).encode().is_err());
}
