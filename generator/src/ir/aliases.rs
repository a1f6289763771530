//! What stands behind aliases: however many there are in a row, since a document may give one schema any number of names.

use super::{AliasDef, Arena, TypeDef, TypeId, TypeKind, TypeRef, TypeUse};

impl Arena<TypeId, TypeDef> {
    fn alias(&self, ty: &TypeRef) -> Option<&AliasDef> {
        let TypeRef::Named(id) = ty else { return None };
        match &self[*id].kind {
            TypeKind::Alias(alias) => Some(alias),
            TypeKind::Struct(_) | TypeKind::Enum(_) | TypeKind::Union(_) => None,
        }
    }

    /// A use, and what the alias that it names stands for, and so on. Aliases that lead in a circle end all the same.
    pub fn through_aliases<'a>(&'a self, ty: &'a TypeUse) -> impl Iterator<Item = &'a TypeUse> {
        std::iter::successors(Some(ty), |ty| Some(&self.alias(&ty.ty)?.ty)).take(self.len() + 1)
    }

    /// As [`through_aliases`](Self::through_aliases), up to an alias that contains itself: that is a type of its own.
    pub fn through_plain_aliases<'a>(&'a self, ty: &'a TypeUse) -> impl Iterator<Item = &'a TypeUse> {
        let plain = |ty: &'a TypeUse| self.alias(&ty.ty).filter(|alias| !alias.recursive);
        std::iter::successors(Some(ty), move |ty| Some(&plain(ty)?.ty)).take(self.len() + 1)
    }

    /// The use itself, or what the alias that it names stands for.
    pub fn settled<'a>(&'a self, ty: &'a TypeUse) -> &'a TypeUse {
        self.through_aliases(ty).last().unwrap_or(ty)
    }
}

#[cfg(test)]
mod tests {
    use crate::ir::build::{alias, component, leaf, named};
    use crate::ir::{Api, Scalar, TypeKind};

    #[test]
    fn any_number_of_aliases_is_looked_through() {
        let mut api = Api::default();
        let mut last = api.types.push(component("A0", alias(leaf(Scalar::Bool))));
        for index in 1..100 {
            last = api.types.push(component(&format!("A{index}"), alias(named(last))));
        }
        let used = named(last);
        assert_eq!(api.types.settled(&used), &leaf(Scalar::Bool));
        assert_eq!(api.types.through_aliases(&used).count(), 101);
    }

    #[test]
    fn a_circle_ends_and_an_alias_that_contains_itself_is_no_plain_one() {
        let mut api = Api::default();
        let one = api.types.push(component("One", alias(leaf(Scalar::Bool))));
        let two = api.types.push(component("Two", alias(named(one))));
        let TypeKind::Alias(first) = &mut api.types[one].kind else { panic!("it is an alias") };
        first.ty = named(two);
        first.recursive = true;
        let used = named(two);
        assert_eq!(api.types.through_aliases(&used).count(), 3);
        assert_eq!(api.types.through_plain_aliases(&used).last(), Some(&named(one)));
    }
}
