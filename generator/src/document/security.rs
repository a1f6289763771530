//! `components.securitySchemes` (OpenAPI 3.0.3, "Security Scheme Object").

use openapiv3::SecurityScheme;

use super::Node;
use super::skeleton::whole;
use super::typed::typed;
use crate::diagnostics::Diagnostics;
use crate::pointer::Place;

/// A declared security scheme.
#[derive(Clone, Debug)]
pub struct SchemeNode {
    /// Its name in the document.
    pub name: String,
    /// What it is.
    pub kind: SchemeKind,
    /// Where it is declared.
    pub at: Place,
}

/// A security scheme, by what is known about it.
#[derive(Clone, Debug)]
pub enum SchemeKind {
    /// A scheme of OpenAPI 3.0.
    Known(Box<SecurityScheme>),
    /// `mutualTLS` (OpenAPI 3.1), which `openapiv3` does not know, with its description.
    MutualTls(Option<String>),
}

/// Reads every declared scheme; a broken one is reported and left out.
pub(crate) fn security_schemes(root: &Node<'_>, diagnostics: &mut Diagnostics) -> Vec<SchemeNode> {
    let declared = root.get("components").and_then(|components| components.get("securitySchemes"));
    let members = declared.iter().flat_map(Node::members);
    members
        .filter_map(|(name, node)| {
            let node = node.resolved(root.value)?;
            let kind = if node.text("type") == Some("mutualTLS") {
                SchemeKind::MutualTls(node.text("description").map(str::to_owned))
            } else {
                SchemeKind::Known(Box::new(typed(whole(&node), &node.at, diagnostics)?))
            };
            Some(SchemeNode { name: name.to_owned(), kind, at: node.at })
        })
        .collect()
}
