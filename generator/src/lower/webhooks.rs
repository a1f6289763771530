//! Webhooks and callbacks (OpenAPI 3.1.1, "OpenAPI Object", `webhooks`; "Callback Object"): the types of what arrives.

use super::{Lowering, bodies, operations, schemas};
use crate::diagnostics::{Diagnostic, codes};
use crate::document::WebhookNode;
use crate::ir::{Api, Body, MediaKind, SpecName, TypeUse, Webhook};

/// Lowers every webhook and callback, each as one transaction. One whose body is not JSON is left out with a warning.
pub(super) fn webhooks(cx: &mut Lowering<'_>, api: &mut Api) {
    let document = cx.document;
    for node in &document.webhooks {
        let checkpoint = cx.begin();
        let body = bodies::request_body(cx, &node.operation);
        schemas::finish_pending(cx);
        if let Ok(ty) = body.map(json).transpose() {
            cx.commit(checkpoint);
            api.webhooks.push(webhook(node, ty.flatten()));
        } else {
            cx.roll_back(checkpoint);
            let message = format!("the webhook `{}` has a body that is not JSON", node.name);
            let help = "the webhook is left out of the output";
            cx.report(Diagnostic::new(&codes::UNSUPPORTED, &node.operation.at, message).help(help));
        }
    }
}

struct NotJson;

fn json(body: Body) -> Result<Option<TypeUse>, NotJson> {
    let media = body.content.into_iter().find(|media| media.kind == MediaKind::Json).ok_or(NotJson)?;
    Ok(media.ty)
}

fn webhook(node: &WebhookNode, ty: Option<TypeUse>) -> Webhook {
    Webhook {
        name: SpecName::Required(node.name.clone()),
        method: node.operation.method.clone(),
        ty,
        callback_of: node.callback_of.clone(),
        docs: operations::operation_docs(&node.operation),
        at: node.operation.at.clone(),
    }
}

#[cfg(test)]
mod tests {
    use crate::lower::fixture::analysed;

    #[test]
    fn webhooks_and_callbacks_keep_the_types_of_their_bodies() {
        let outcome = analysed(
            "openapi: 3.1.0
paths:
  /subscribe:
    post:
      operationId: subscribe
      callbacks:
        onEvent:
          '{$request.query.url}':
            post:
              requestBody: {content: {application/json: {schema: {type: object, properties: {id: {type: integer}}}}}}
              responses: {'200': {description: ok}}
      responses: {'204': {description: done}}
webhooks:
  newPet:
    post:
      summary: A pet came in.
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
      responses: {'200': {description: ok}}
  ping: {post: {responses: {'200': {description: ok}}}}
  file: {post: {requestBody: {content: {text/csv: {schema: {type: string}}}}, responses: {'200': {description: ok}}}}
components:
  schemas:
    Pet: {type: object, properties: {name: {type: string}, secret: {type: string, writeOnly: true}}}
    Unused: {type: object, properties: {name: {type: string}}}
",
        );
        assert_eq!(
            outcome.types(),
            "struct Pet (received)
  name?: String
  secret?: String write-only
struct subscribe.onEvent.request (received)
  id?: I64
"
        );
        let text = outcome.operations();
        let start = text.find("webhook").unwrap_or_default();
        assert_eq!(
            &text[start..],
            "webhook newPet: POST
  summary \"A pet came in.\"
  body Pet
webhook ping: POST
webhook subscribe.onEvent: POST
  body subscribe.onEvent.request
"
        );
        assert_eq!(outcome.reported, ["OA0401 #/webhooks/file/post"]);
    }

    /// The expressions of one callback share its key; none is dropped.
    #[test]
    fn every_expression_of_a_callback_is_a_webhook() {
        let request = "post: {responses: {'200': {description: ok}}}";
        let expressions: Vec<String> = (1..=4)
            .map(|number| format!("          '{{$request.query.url{number}}}': {{{request}}}\n"))
            .collect();
        let expressions = expressions.concat();
        let outcome = analysed(&format!(
            "openapi: 3.1.0
paths:
  /subscribe:
    post:
      operationId: subscribe
      responses: {{'204': {{description: done}}}}
      callbacks:
        onEvent:
{expressions}"
        ));
        let text = outcome.operations();
        let webhooks: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("webhook ")).collect();
        assert_eq!(
            webhooks,
            [
                "subscribe.onEvent: POST",
                "POST subscribe.onEvent: POST",
                "POST subscribe.onEvent 2: POST",
                "POST subscribe.onEvent 3: POST",
            ]
        );
    }
}
