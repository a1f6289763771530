//! Phase *analyse*: completes the IR by a list of passes; afterwards it is read-only.
//!
//! In: what [`crate::lower`] built. Out: the same [`Api`] without what no operation needs, with directions,
//! indirections, union discrimination, shared error sets and paging decided. Each pass is one file and says what it
//! relies on.

mod binary;
mod components;
mod config_matches;
mod cycles;
mod direction;
mod discriminate;
mod error_sets;
mod likeness;
mod pagination;
mod param_styles;
mod reachability;
mod shapes;
mod shared_enums;
mod text_unions;

use crate::config::Config;
use crate::diagnostics::Diagnostics;
use crate::ir::Api;

/// One pass over the IR.
type Pass = fn(&mut Api, &Config, &mut Diagnostics);

/// Every pass, in the order in which they run.
const PASSES: [Pass; 11] = [
    // Fewer types before anything is computed for them.
    text_unions::run,
    shared_enums::run,
    reachability::run,
    binary::run,
    // Splits types, so everything that looks at shapes comes later.
    direction::run,
    cycles::run,
    discriminate::run,
    // Compares types by id, so types are final here.
    error_sets::run,
    pagination::run,
    param_styles::run,
    config_matches::run,
];

/// Runs every pass.
pub fn analyse(api: &mut Api, config: &Config, diagnostics: &mut Diagnostics) {
    for pass in PASSES {
        pass(api, config, diagnostics);
    }
}
