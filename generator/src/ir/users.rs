//! The way back from types to those that use them, for facts that spread from the inside out.

use std::collections::BTreeSet;

use super::{Api, Id as _, TypeId, TypeKind};

/// For each type the types that use it.
#[derive(Clone, Debug)]
pub struct Users(Vec<Vec<TypeId>>);

impl Users {
    /// The users of every type of an API, as it is now.
    pub fn of(api: &Api) -> Self {
        let mut users = vec![Vec::new(); api.types.len()];
        for (id, def) in api.types.iter() {
            for used in def.kind.named() {
                users[used.index()].push(id);
            }
        }
        Self(users)
    }

    /// Visits the users of a type. Aliases are looked through where they are used, so those who use them are users, too.
    pub fn for_each(&self, api: &Api, id: TypeId, visit: &mut dyn FnMut(TypeId)) {
        let mut through = vec![id];
        let mut seen = BTreeSet::new();
        while let Some(next) = through.pop() {
            for user in &self.0[next.index()] {
                visit(*user);
                if matches!(api.types[*user].kind, TypeKind::Alias(_)) && seen.insert(*user) {
                    through.push(*user);
                }
            }
        }
    }
}
