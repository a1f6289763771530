//! A type that only servers make may get more fields; tests take its example, with feature `mock`.

use generated_client::models::{UsedBy, UsedByActionEnum};

fn made() -> UsedBy {
    UsedBy {
        app: "authentik_flows".to_owned(),
        model_name: "flow".to_owned(),
        pk: "1".to_owned(),
        name: "Enrolment".to_owned(),
        action: UsedByActionEnum::Cascade,
    }
}

fn example() -> UsedBy {
    UsedBy::example()
}

fn main() {}
