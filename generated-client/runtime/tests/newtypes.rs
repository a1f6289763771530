//! Types that travel like what they hold.

use serde_json::{from_str, to_string};

#[derive(Clone, Debug, PartialEq)]
struct Tree(Vec<Tree>);

client_runtime::newtype! { Tree Vec<Tree> }

#[test]
fn travels_like_what_it_holds() {
    let tree: Tree = from_str("[[],[[]]]").expect("a tree");
    assert_eq!(tree, Tree(vec![Tree(vec![]), Tree::from(vec![Tree(vec![])])]));
    assert_eq!(to_string(&tree).expect("encodes"), "[[],[[]]]");
}
