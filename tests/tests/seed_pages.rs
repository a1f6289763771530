//! The facts of three pages of the API's documentation ([`tests::pages`]) stand in the document, in the IR, in the
//! rustdoc of the types and in the documentation of the operations. `seed_types.rs` checks the types themselves.

mod document {
    //! In `specs/authentik-stages.yaml`.

    use serde_json::{Value, json};
    use tests::pages::{ENUMS, PAGES, PARAMETER, SCHEME, STATUSES, SchemaFacts, VALIDATION_ERROR};
    use tests::{document, flagship};

    #[test]
    fn operations_stand_as_the_pages_show_them() {
        let root = document::tree();
        for page in PAGES {
            let operation = &root["paths"][page.path][page.method.to_lowercase()];
            assert_eq!(operation["operationId"], page.id);
            let parameters = operation["parameters"].as_array().expect(page.id);
            assert_eq!(parameters.len(), 1, "{}", page.id);
            assert_eq!(parameters[0]["name"], PARAMETER);
            assert_eq!(parameters[0]["in"], "path");
            assert_eq!(parameters[0]["required"], true);
            assert_eq!(parameters[0]["schema"], json!({ "type": "string", "format": "uuid" }));
            assert_eq!(operation["security"], json!([{ SCHEME: [] }]));
            let statuses: Vec<_> = operation["responses"].as_object().expect(page.id).keys().collect();
            assert_eq!(statuses, STATUSES.map(|(status, _)| status));
            for (status, schema) in STATUSES {
                let expected = schema.unwrap_or(page.success).name;
                assert_eq!(
                    operation["responses"][status]["content"]["application/json"]["schema"]["$ref"],
                    format!("#/components/schemas/{expected}"),
                );
            }
            if let Some((schema, required)) = page.body {
                let body = &operation["requestBody"];
                assert_eq!(body["required"].as_bool().unwrap_or(false), required);
                assert_eq!(
                    body["content"]["application/json"]["schema"]["$ref"],
                    format!("#/components/schemas/{}", schema.name),
                );
            } else {
                assert_eq!(operation.get("requestBody"), None);
            }
        }
    }

    #[test]
    fn schemas_stand_as_the_pages_show_them() {
        let root = document::tree();
        let shown = PAGES.iter().flat_map(|page| {
            let errors = STATUSES.iter().filter_map(|(_, schema)| *schema);
            errors.chain([page.success]).chain(page.body.map(|(schema, _)| schema))
        });
        for schema in shown {
            fields_stand(&root["components"]["schemas"][schema.name], &schema);
        }
        for facts in ENUMS {
            assert_eq!(root["components"]["schemas"][facts.name]["enum"], json!(facts.values));
        }
        assert_eq!(root["components"]["schemas"][VALIDATION_ERROR.name]["additionalProperties"], json!({}));
    }

    #[test]
    fn the_bearer_scheme_and_the_prefix_stand() {
        let root = document::tree();
        assert_eq!(
            root["components"]["securitySchemes"],
            json!({ SCHEME: { "type": "http", "scheme": "bearer" } })
        );
        assert_eq!(root["servers"][0]["url"], "/api/v3");
    }

    #[test]
    fn every_path_and_operation_is_there() {
        let root = document::tree();
        let paths = root["paths"].as_object().expect("paths");
        let operations: usize =
            paths.values().map(|item| item.as_object().map_or(0, serde_json::Map::len)).sum();
        assert_eq!((paths.len(), operations), (90, 195));
        assert!(flagship::read("specs/authentik-stages.yaml").len() > 100_000);
    }

    fn fields_stand(schema: &Value, facts: &SchemaFacts) {
        let properties = schema["properties"].as_object().expect(facts.name);
        let names: Vec<_> = properties.keys().map(String::as_str).collect();
        let expected: Vec<_> = facts.fields.iter().map(|field| field.name).collect();
        assert_eq!(names, expected, "{}", facts.name);
        for field in facts.fields {
            let property = &properties[field.name];
            let place = format!("{}.{}", facts.name, field.name);
            let required =
                schema["required"].as_array().is_some_and(|names| names.contains(&json!(field.name)));
            assert_eq!(required, field.required, "{place}");
            assert_eq!(property["nullable"].as_bool().unwrap_or(false), field.nullable, "{place}");
            assert_eq!(shown_type(property), field.ty, "{place}");
            assert_eq!(shown_bounds(property), field.bounds, "{place}");
        }
    }

    /// The type the way the pages spell it.
    fn shown_type(schema: &Value) -> String {
        if let Some(target) = schema["$ref"].as_str() {
            return target.trim_start_matches("#/components/schemas/").to_owned();
        }
        match schema["type"].as_str() {
            Some("array") => format!("{}[]", shown_type(&schema["items"])),
            Some("string") => schema["format"].as_str().unwrap_or("string").to_owned(),
            other => other.unwrap_or("object").to_owned(),
        }
    }

    /// The bounds the way the pages spell them.
    fn shown_bounds(schema: &Value) -> String {
        let mut bounds = Vec::new();
        if let Some(minimum) = schema.get("minimum") {
            bounds.push(format!(">= {minimum}"));
        }
        if let Some(maximum) = schema.get("maximum") {
            bounds.push(format!("<= {maximum}"));
        }
        if schema["minLength"] == 1 {
            bounds.push("non-empty".to_owned());
        }
        if let Some(length) = schema.get("maxLength") {
            bounds.push(format!("<= {length} characters"));
        }
        bounds.join(" and ")
    }
}

mod representation {
    //! In the IR.

    use generator::ir::{
        Api, AuthSchemeKind, Constraints, MediaKind, Operation, ParamLocation, Presence, Scalar, StatusMatch,
        StructDef, TypeKind, TypeRef, TypeUse,
    };
    use tests::document;
    use tests::pages::{ENUMS, PAGES, PARAMETER, SCHEME, STATUSES, SchemaFacts};

    #[test]
    fn operations_are_as_the_pages_show_them() {
        let api = document::api();
        for page in PAGES {
            let operation = operation(&api, page.id);
            assert_eq!(operation.method.to_string(), page.method);
            assert_eq!(operation.path.to_string(), page.path);
            let [parameter] = operation.params.as_slice() else { panic!("{}: one parameter", page.id) };
            assert_eq!(parameter.wire_name, PARAMETER);
            assert_eq!(parameter.location, ParamLocation::Path);
            assert_eq!(parameter.presence, Presence::Required);
            assert_eq!(parameter.ty.ty, TypeRef::Scalar(Scalar::Uuid));

            let [alternative] = operation.auth.as_slice() else { panic!("{}: one way to sign in", page.id) };
            let [(bearer, scopes)] = alternative.schemes.as_slice() else {
                panic!("{}: one scheme", page.id)
            };
            assert_eq!(api.auth_schemes[*bearer].name, SCHEME);
            assert_eq!(api.auth_schemes[*bearer].kind, AuthSchemeKind::Bearer);
            assert!(scopes.is_empty());

            let [success] = operation.success.as_slice() else { panic!("{}: one success", page.id) };
            assert_eq!(success.status, StatusMatch::Code(200));
            assert_eq!(success.content[0].kind, MediaKind::Json);
            let ty = success.content[0].ty.as_ref().expect(page.id);
            assert_eq!(shown_type(&api, ty), page.success.name);

            let errors: Vec<_> = api.error_sets[operation.errors]
                .entries
                .iter()
                .map(|(status, content)| {
                    let ty = content.as_ref().and_then(|content| content.ty.as_ref());
                    (status.to_string(), ty.map(|ty| shown_type(&api, ty)).unwrap_or_default())
                })
                .collect();
            let expected: Vec<_> = STATUSES
                .iter()
                .filter_map(|(status, schema)| Some(((*status).to_owned(), schema.as_ref()?.name.to_owned())))
                .collect();
            assert_eq!(errors, expected);

            match (page.body, &operation.body) {
                (None, None) => {}
                (Some((schema, required)), Some(body)) => {
                    assert_eq!(body.presence == Presence::Required, required);
                    let ty = body.content[0].ty.as_ref().expect(page.id);
                    assert_eq!(shown_type(&api, ty), schema.name);
                }
                (expected, body) => panic!("{}: {expected:?} is {body:?}", page.id),
            }
        }
    }

    #[test]
    fn types_are_as_the_pages_show_them() {
        let api = document::api();
        for page in PAGES {
            fields_are(&api, &page.success);
            if let Some((schema, _)) = page.body {
                fields_are(&api, &schema);
            }
        }
        for (_, schema) in STATUSES {
            if let Some(schema) = schema {
                fields_are(&api, &schema);
            }
        }
        for facts in ENUMS {
            let Some(TypeKind::Enum(found)) = kind(&api, facts.name) else {
                panic!("{} is an enum", facts.name)
            };
            let values: Vec<_> =
                found.values.iter().map(|value| value.value.as_str().unwrap_or_default()).collect();
            assert_eq!(values, facts.values);
        }
    }

    #[test]
    fn every_operation_is_there() {
        assert_eq!(document::api().operations.len(), 195);
    }

    fn operation<'a>(api: &'a Api, id: &str) -> &'a Operation {
        let mut operations = api.operations.iter().map(|(_, operation)| operation);
        operations.find(|operation| operation.name.text() == id).expect("the operation is there")
    }

    fn kind<'a>(api: &'a Api, name: &str) -> Option<&'a TypeKind> {
        let mut types = api.types.iter().map(|(_, ty)| ty);
        types.find(|ty| ty.owner.is_none() && ty.name.text() == name).map(|ty| &ty.kind)
    }

    fn fields_are(api: &Api, facts: &SchemaFacts) {
        let Some(TypeKind::Struct(StructDef { fields, .. })) = kind(api, facts.name) else {
            panic!("{} is a struct", facts.name)
        };
        assert_eq!(fields.len(), facts.fields.len(), "{}", facts.name);
        for (field, facts) in fields.iter().zip(facts.fields) {
            assert_eq!(field.wire_name, facts.name);
            assert_eq!(field.presence == Presence::Required, facts.required, "{}", facts.name);
            assert_eq!(field.ty.nullable, facts.nullable, "{}", facts.name);
            assert_eq!(shown_bounds(&field.ty.constraints), facts.bounds, "{}", facts.name);
            assert_eq!(shown_type(api, &field.ty), facts.ty, "{}", facts.name);
        }
    }

    /// The type the way the pages spell it.
    fn shown_type(api: &Api, ty: &TypeUse) -> String {
        match &ty.ty {
            TypeRef::Named(id) => api.types[*id].name.text(),
            TypeRef::List(item) => format!("{}[]", shown_type(api, item)),
            TypeRef::Scalar(Scalar::Uuid) => "uuid".to_owned(),
            TypeRef::Scalar(Scalar::Bool) => "boolean".to_owned(),
            TypeRef::Scalar(Scalar::I64) => "integer".to_owned(),
            TypeRef::Scalar(Scalar::String | Scalar::Secret) => {
                ty.constraints.format.clone().unwrap_or_else(|| "string".to_owned())
            }
            other => format!("{other:?}"),
        }
    }

    /// The bounds the way the pages spell them.
    fn shown_bounds(constraints: &Constraints) -> String {
        let minimum = constraints.minimum.as_ref().map(|bound| format!(">= {}", bound.value));
        let maximum = constraints.maximum.as_ref().map(|bound| format!("<= {}", bound.value));
        let non_empty = (constraints.min_length == Some(1)).then(|| "non-empty".to_owned());
        let length = constraints.max_length.map(|length| format!("<= {length} characters"));
        [minimum, maximum, non_empty, length].into_iter().flatten().collect::<Vec<_>>().join(" and ")
    }
}

mod documentation {
    //! In the rustdoc of the types and on the page of each operation.

    use tests::flagship;
    use tests::pages::{ENUMS, PAGES, PARAMETER, SCHEME, STATUSES, SchemaFacts};

    #[test]
    fn pages_of_operations_show_what_the_api_shows() {
        for page in PAGES {
            let file = format!("generated-client/client/docs/stages/{}.md", page.method_ident);
            let text = flagship::read(&file);
            let shown = |wanted: &str| assert!(text.contains(wanted), "{file} shows `{wanted}`:\n{text}");
            shown(page.method);
            shown(page.path);
            shown(PARAMETER);
            shown(SCHEME);
            shown("curl");
            shown("Authorization: Bearer");
            shown("```json");
            shown(page.method_ident);
            for (status, _) in STATUSES {
                shown(status);
            }
            for field in page.body.iter().flat_map(|(schema, _)| schema.fields) {
                shown(field.name);
                shown(field.bounds);
            }
        }
    }

    #[test]
    fn types_show_bounds_and_values() {
        for page in PAGES {
            fields_show(&page.success);
            if let Some((schema, _)) = page.body {
                fields_show(&schema);
            }
        }
        for facts in ENUMS {
            let text = source_of(facts.name);
            for value in facts.values {
                assert!(text.contains(&format!("`{value}`")), "{} shows `{value}`:\n{text}", facts.name);
            }
        }
    }

    fn fields_show(facts: &SchemaFacts) {
        let text = source_of(facts.name);
        for field in facts.fields {
            let docs = docs_of(&text, field.name);
            assert!(
                docs.contains(field.bounds),
                "{}.{} shows `{}`:\n{docs}",
                facts.name,
                field.name,
                field.bounds
            );
        }
    }

    /// The file that holds the type of a schema.
    fn source_of(schema: &str) -> String {
        let ident = schema.replace("SMS", "Sms");
        let wanted = [format!("pub struct {ident} "), format!("pub enum {ident} ")];
        flagship::files("generated-client/models/src", ".rs")
            .iter()
            .map(|path| std::fs::read_to_string(path).expect("the file is readable"))
            .find(|text| wanted.iter().any(|wanted| text.contains(wanted)))
            .unwrap_or_else(|| panic!("no file holds {ident}"))
    }

    /// The lines of documentation in front of a field.
    fn docs_of(source: &str, field: &str) -> String {
        let lines: Vec<_> = source.lines().collect();
        let end = lines
            .iter()
            .position(|line| line.trim_start().starts_with(&format!("pub {field}:")))
            .unwrap_or_else(|| panic!("no field {field}"));
        let start = lines[..end]
            .iter()
            .rposition(|line| !line.trim_start().starts_with(['/', '#']))
            .map_or(0, |last| last + 1);
        lines[start..end].join("\n")
    }
}
