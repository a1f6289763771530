//! What the server answers: a stage, a page of a hundred like it, and a page of stages of all types.
//!
//! In: the examples that the generated models come with. Out: JSON as a server writes it, in the order of the document.

use anyhow::{Context as _, Result};
use generator::output::FileSet;
use serde_json::{Map, Value, json};

/// How many stages a page has.
const STAGES: usize = 100;
/// What stages of all types have.
const COMMON: [&str; 7] =
    ["pk", "name", "component", "verbose_name", "verbose_name_plural", "meta_model_name", "flow_set"];

/// The bodies, by the name of their file.
///
/// # Errors
///
/// The models have no examples of stages.
pub(super) fn all(files: &FileSet) -> Result<[(&'static str, String); 3]> {
    let examples = files.iter().find(|(path, _)| *path == "models/src/examples.json");
    let (_, examples) = examples.context("the models have no examples")?;
    let examples: Map<String, Value> = serde_json::from_str(examples)?;
    let example = |name: &str| examples.get(name).with_context(|| format!("no example of {name}"));
    let sms = example("AuthenticatorSmsStage")?.as_object().context("a stage is an object")?;
    let flow = example("FlowSet")?;
    let stages = (0..STAGES).map(|number| stage(number, "authenticator_sms", sms, flow));
    let page = page(example("PaginatedAuthenticatorSmsStageList")?, stages.collect())?;

    let kinds = examples.iter().filter_map(|(name, value)| {
        let members =
            value.as_object().filter(|members| COMMON.iter().all(|name| members.contains_key(*name)))?;
        let members = members.iter().filter(|(name, _)| COMMON.contains(&name.as_str()));
        Some((name, members.map(|(name, value)| (name.clone(), value.clone())).collect()))
    });
    let kinds: Vec<(&String, Map<String, Value>)> = kinds.collect();
    let mixed = kinds.iter().cycle().take(STAGES).enumerate();
    let mixed = mixed.map(|(number, (name, members))| stage(number, &name.to_lowercase(), members, flow));
    let mixed_page = self::page(example("PaginatedStageList")?, mixed.collect())?;
    let one = stage(0, "authenticator_sms", sms, flow);
    Ok([("stage.json", one.to_string()), ("page.json", page), ("mixed-page.json", mixed_page)])
}

/// A stage that differs from the others, with one flow that uses it.
fn stage(number: usize, kind: &str, members: &Map<String, Value>, flow: &Value) -> Value {
    let mut flow = flow.clone();
    flow["pk"] = json!(uuid(number, 1));
    flow["policybindingmodel_ptr_id"] = json!(uuid(number, 2));
    flow["name"] = json!(format!("Set up a second factor ({number})"));
    flow["slug"] = json!(format!("set-up-a-second-factor-{number}"));
    flow["title"] = json!("Set up a second factor");
    flow["background"] = json!("/static/dist/assets/images/flow_background.jpg");
    flow["export_url"] = json!(format!("/api/v3/flows/instances/set-up-a-second-factor-{number}/export/"));
    let mut stage = Value::Object(members.clone());
    stage["pk"] = json!(uuid(number, 0));
    stage["name"] = json!(format!("{kind}-setup-{number}"));
    stage["component"] = json!(format!("ak-stage-{kind}-form"));
    stage["verbose_name"] = json!(format!("{kind} setup stage"));
    stage["verbose_name_plural"] = json!(format!("{kind} setup stages"));
    stage["meta_model_name"] = json!(format!("authentik_stages_{kind}.{kind}stage"));
    stage["flow_set"] = json!([flow]);
    stage
}

fn page(example: &Value, stages: Vec<Value>) -> Result<String> {
    let mut page = example.clone();
    *page.get_mut("results").context("a page has results")? = Value::Array(stages);
    Ok(page.to_string())
}

fn uuid(number: usize, role: usize) -> String {
    format!("5d1c9e0a-6b6f-4d55-9b7e-{role:04x}{number:08x}")
}

#[cfg(test)]
mod tests {
    use generator::output::FileSet;
    use serde_json::Value;

    use super::all;

    #[test]
    fn pages_have_a_hundred_stages_that_differ() {
        let stage = r#"{"pk":"","name":"","component":"","verbose_name":"","verbose_name_plural":"","meta_model_name":"","flow_set":[],"more":1}"#;
        let page = r#"{"pagination":{"next":0},"results":[],"autocomplete":{}}"#;
        let examples = format!(
            r#"{{"//":"no type","AuthenticatorSmsStage":{stage},"DummyStage":{stage},"FlowSet":{{"pk":"","layout":"stacked"}},"PaginatedAuthenticatorSmsStageList":{page},"PaginatedStageList":{page}}}"#
        );
        let mut files = FileSet::default();
        files.insert("models/src/examples.json", examples).expect("the only file");
        let bodies = all(&files)
            .expect("examples of everything")
            .map(|(name, text)| (name, serde_json::from_str::<Value>(&text).expect("JSON")));
        let [(_, one), (_, page), (_, mixed)] = &bodies;
        assert_eq!(one["more"], 1);
        assert_eq!(&page["results"][0], one);
        assert_eq!(page["results"].as_array().map(Vec::len), Some(100));
        assert_eq!(page["results"][99]["pk"], "5d1c9e0a-6b6f-4d55-9b7e-000000000063");
        assert_eq!(page["results"][99]["flow_set"][0]["layout"], "stacked");
        assert_eq!(mixed["results"].as_array().map(Vec::len), Some(100));
        assert_eq!(mixed["results"][1]["component"], "ak-stage-dummystage-form");
        assert_eq!(mixed["results"][1].get("more"), None);
    }
}
