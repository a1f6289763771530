//! Delegations that generated wrappers share, so that a wrapper is one line in generated code: the table of the
//! operations, webhooks and servers here, request types and the builder in files of their own.
//!
//! Whether there are blocking variants is decided by the features of this crate, not of the generated one.

mod builder;
mod request;

/// The operations of a file, one per line: method, path, `operationId`, settings of [`Operation`](crate::http::Operation),
/// and the credentials that it needs.
#[doc(hidden)]
#[macro_export]
macro_rules! operations {
    ($(
        $name:ident = $method:ident $(($other:literal))? $path:literal $id:literal
            $(.$setting:ident($($value:expr),*))* $($auth:path)?;
    )*) => {$(
        static $name: $crate::http::Operation =
            $crate::http::Operation::new($crate::http::Method::$method $(($other))?, $id, $path)
                $(.$setting($($value),*))* $(.auth($auth))?;
    )*};
}

/// What an API sends to its users: an enum with a variant for each webhook, and how a body becomes one of them.
#[doc(hidden)]
#[macro_export]
macro_rules! webhooks {
    (
        $(#[$doc:meta])*
        pub enum $enum:ident;
        $($(#[$variant_doc:meta])* $variant:ident $(($body:ty))? = $method:literal $name:literal;)*
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum $enum {
            $($(#[$variant_doc])* $variant $(($body))?,)*
        }

        impl $enum {
            /// Method and name of each.
            pub const ALL: &[(&str, &str)] = &[$(($method, $name)),*];

            /// The name in the document.
            pub fn name(&self) -> &'static str {
                match self {
                    $(Self::$variant { .. } => $name,)*
                }
            }

            /// Reads the body of a request that the API has sent. The name is known from the address that it was sent to, or from
            /// a header; whether the request is genuine has to be checked before.
            ///
            /// # Errors
            /// No webhook has this name, or the body is not what the document says.
            pub fn decode(name: &str, body: &[u8]) -> ::std::result::Result<Self, $crate::http::WebhookError> {
                let _ = body;
                match name {
                    $($name => $crate::webhooks!(@decode $variant $(($body))?, body),)*
                    _ => ::std::result::Result::Err($crate::http::WebhookError::unknown(name)),
                }
            }
        }
    };
    (@decode $variant:ident ($type:ty), $body:ident) => {
        $crate::http::webhook_body::<$type>($body).map(Self::$variant)
    };
    (@decode $variant:ident, $body:ident) => {
        ::std::result::Result::Ok(Self::$variant)
    };
}

/// A server of the document whose address has variables: a type with a setter for each of them.
#[doc(hidden)]
#[macro_export]
macro_rules! server {
    (
        $(#[$doc:meta])*
        pub struct $name:ident($url:literal);
        $($(#[$setter_doc:meta])* $setter:ident = $variable:literal, $default:literal, $values:expr;)*
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $name($crate::http::Server);

        impl $name {
            /// The server, with the defaults of its variables.
            pub fn new() -> Self {
                const VARIABLES: &[$crate::http::ServerVariable] =
                    &[$($crate::http::ServerVariable::new($variable, $default, $values)),*];
                Self($crate::http::Server::with_variables($url, VARIABLES))
            }

            $(
                $(#[$setter_doc])*
                #[must_use]
                pub fn $setter(self, value: impl ::std::convert::Into<::std::string::String>) -> Self {
                    Self(self.0.set($variable, value))
                }
            )*
        }

        impl ::std::default::Default for $name {
            fn default() -> Self {
                Self::new()
            }
        }

        impl ::std::convert::From<$name> for $crate::http::Server {
            fn from(server: $name) -> Self {
                server.0
            }
        }
    };
}
