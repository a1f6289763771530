//! Walking from nodes to the types that they use.

use super::{Additional, Api, ErrorSet, Operation, TypeId, TypeKind, TypeRef, TypeUse};

impl TypeUse {
    /// Visits the named types in this use, at any depth of lists, maps and tuples.
    pub fn for_each_named(&self, visit: &mut dyn FnMut(TypeId)) {
        match &self.ty {
            TypeRef::Named(id) => visit(*id),
            TypeRef::List(item) | TypeRef::Map(item) => item.for_each_named(visit),
            TypeRef::Tuple(items) => items.iter().for_each(|item| item.for_each_named(visit)),
            TypeRef::Scalar(_) | TypeRef::Any => {}
        }
    }

    /// Visits the named types in this use for changing them.
    pub fn for_each_named_mut(&mut self, visit: &mut dyn FnMut(&mut TypeId)) {
        match &mut self.ty {
            TypeRef::Named(id) => visit(id),
            TypeRef::List(item) | TypeRef::Map(item) => item.for_each_named_mut(visit),
            TypeRef::Tuple(items) => items.iter_mut().for_each(|item| item.for_each_named_mut(visit)),
            TypeRef::Scalar(_) | TypeRef::Any => {}
        }
    }
}

impl TypeKind {
    /// Visits the uses that the shape consists of.
    pub fn for_each_use(&self, visit: &mut dyn FnMut(&TypeUse)) {
        match self {
            Self::Struct(shape) => {
                shape.fields.iter().for_each(|field| visit(&field.ty));
                match &shape.additional {
                    Additional::Kept(value) => visit(value),
                    Additional::Ignored | Additional::Forbidden => {}
                }
            }
            Self::Enum(_) => {}
            Self::Union(shape) => shape.variants.iter().for_each(|variant| visit(&variant.ty)),
            Self::Alias(shape) => visit(&shape.ty),
        }
    }

    /// Visits the uses that the shape consists of for changing them.
    pub fn for_each_use_mut(&mut self, visit: &mut dyn FnMut(&mut TypeUse)) {
        match self {
            Self::Struct(shape) => {
                shape.fields.iter_mut().for_each(|field| visit(&mut field.ty));
                match &mut shape.additional {
                    Additional::Kept(value) => visit(value),
                    Additional::Ignored | Additional::Forbidden => {}
                }
            }
            Self::Enum(_) => {}
            Self::Union(shape) => shape.variants.iter_mut().for_each(|variant| visit(&mut variant.ty)),
            Self::Alias(shape) => visit(&mut shape.ty),
        }
    }

    /// The named types that the shape uses, in order, with repetitions.
    pub fn named(&self) -> Vec<TypeId> {
        let mut named = Vec::new();
        self.for_each_use(&mut |ty| ty.for_each_named(&mut |id| named.push(id)));
        named
    }
}

impl Operation {
    /// The named types that travel to the server, in order, with repetitions.
    pub fn sent(&self) -> Vec<TypeId> {
        let mut named = Vec::new();
        let mut visit = |ty: &TypeUse| ty.for_each_named(&mut |id| named.push(id));
        self.params.iter().for_each(|param| visit(&param.ty));
        let content = self.body.iter().flat_map(|body| &body.content);
        content.filter_map(|media| media.ty.as_ref()).for_each(visit);
        named
    }

    /// The named types that travel from the server, apart from errors, in order, with repetitions.
    pub fn received(&self) -> Vec<TypeId> {
        let mut named = Vec::new();
        let mut visit = |ty: &TypeUse| ty.for_each_named(&mut |id| named.push(id));
        for response in &self.success {
            response.content.iter().filter_map(|media| media.ty.as_ref()).for_each(&mut visit);
            response.headers.iter().for_each(|header| visit(&header.ty));
        }
        named
    }

    /// Visits the types that travel to the server.
    pub fn for_each_sent_mut(&mut self, visit: &mut dyn FnMut(&mut TypeUse)) {
        self.params.iter_mut().for_each(|param| visit(&mut param.ty));
        let content = self.body.iter_mut().flat_map(|body| &mut body.content);
        content.filter_map(|media| media.ty.as_mut()).for_each(visit);
    }

    /// Visits the types that travel from the server, apart from errors.
    pub fn for_each_received_mut(&mut self, visit: &mut dyn FnMut(&mut TypeUse)) {
        for response in &mut self.success {
            response.content.iter_mut().filter_map(|media| media.ty.as_mut()).for_each(&mut *visit);
            response.headers.iter_mut().for_each(|header| visit(&mut header.ty));
        }
    }
}

impl ErrorSet {
    /// The named types of the bodies and headers, in order, with repetitions.
    pub fn named(&self) -> Vec<TypeId> {
        let mut named = Vec::new();
        let mut visit = |ty: &TypeUse| ty.for_each_named(&mut |id| named.push(id));
        self.headers.iter().for_each(|header| visit(&header.ty));
        let media = self.entries.iter().filter_map(|(_, media)| media.as_ref());
        media.filter_map(|media| media.ty.as_ref()).for_each(visit);
        named
    }

    /// Visits the types of the bodies and headers.
    pub fn for_each_use_mut(&mut self, visit: &mut dyn FnMut(&mut TypeUse)) {
        self.headers.iter_mut().for_each(|header| visit(&mut header.ty));
        let media = self.entries.iter_mut().filter_map(|(_, media)| media.as_mut());
        media.filter_map(|media| media.ty.as_mut()).for_each(visit);
    }
}

impl Api {
    /// The named types that operations send, in order, with repetitions.
    pub fn sent(&self) -> Vec<TypeId> {
        self.operations.iter().flat_map(|(_, operation)| operation.sent()).collect()
    }

    /// The named types that operations receive, errors included, and those of webhooks, in order, with repetitions.
    pub fn received(&self) -> Vec<TypeId> {
        let mut named: Vec<_> =
            self.operations.iter().flat_map(|(_, operation)| operation.received()).collect();
        named.extend(self.error_sets.iter().flat_map(|(_, set)| set.named()));
        named.extend(self.told());
        named
    }

    /// The named types that webhooks bring, in order, with repetitions.
    pub fn told(&self) -> Vec<TypeId> {
        let mut named = Vec::new();
        let mut visit = |ty: &TypeUse| ty.for_each_named(&mut |id| named.push(id));
        self.webhooks.iter().filter_map(|webhook| webhook.ty.as_ref()).for_each(&mut visit);
        named
    }

    /// Every type that can be reached from the given ones, themselves included; indexed by id.
    pub fn reachable(&self, from: &[TypeId]) -> Vec<bool> {
        use super::Id as _;
        let mut reached = vec![false; self.types.len()];
        let mut open = from.to_vec();
        while let Some(id) = open.pop() {
            if !std::mem::replace(&mut reached[id.index()], true) {
                open.extend(self.types[id].kind.named());
            }
        }
        reached
    }

    /// Visits every named type that types and operations use, for changing it.
    pub fn for_each_named_mut(&mut self, visit: &mut dyn FnMut(&mut TypeId)) {
        let mut each = |ty: &mut TypeUse| ty.for_each_named_mut(visit);
        for (_, def) in self.types.iter_mut() {
            def.kind.for_each_use_mut(&mut each);
        }
        for (_, operation) in self.operations.iter_mut() {
            operation.for_each_sent_mut(&mut each);
            operation.for_each_received_mut(&mut each);
        }
        for (_, set) in self.error_sets.iter_mut() {
            set.for_each_use_mut(&mut each);
        }
        self.webhooks.iter_mut().filter_map(|webhook| webhook.ty.as_mut()).for_each(each);
    }
}
