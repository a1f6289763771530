//! Delegations that generated wrappers share, so that a wrapper is one line in generated code.
//!
//! Whether there are blocking variants is decided by the features of this crate, not of the generated one.

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

/// A request type around a [`Call`](crate::http::Call), with `pages` and `items` where its result continues on
/// further pages: the type of an item, what takes the items out of a page, the rule by which pages follow each other, and
/// what the rule wants to know of a page; with `stream` where the same operation can also answer with a stream; with
/// `download_as` where it has other media types.
#[doc(hidden)]
#[macro_export]
macro_rules! request {
    (
        $(#[$doc:meta])*
        pub struct $name:ident($result:ty, $errors:ty $(, $headers:ty)?);
        $(pages $item:ty, |$page:ident| $items:expr, $rule:ident($($param:expr),*) $(= $next:expr)?;)?
        $(stream $stream:ty, $open:ident;)?
        $(also $also:ident;)?
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        #[must_use = "a request does nothing until it is sent"]
        pub struct $name($crate::http::Call<$result, $errors $(, $headers)?>);

        $crate::request_methods!($name, $result, $errors $(, $headers)?);
        $($crate::paging_methods!(
            $name, $result, $item, $errors, |$page| $items, $rule($($param),*) $(= $next)?
        );)?
        $($crate::stream_methods!($name, $stream, $errors, $open);)?
        $($crate::also_methods!($name, $errors, $also);)?
    };
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

/// Methods of a request type around a [`Call`](crate::http::Call): `struct Name(Call<Result, Errors>)`.
#[doc(hidden)]
#[macro_export]
macro_rules! request_methods {
    ($name:ident, $result:ty, $errors:ty $(, $headers:ty)?) => {
        impl $name {
            /// Sends the request and gives its result.
            ///
            /// # Errors
            /// The request cannot be sent, the server reports an error, or its answer cannot be read.
            #[inline]
            pub async fn send(self) -> ::std::result::Result<$result, $crate::http::Error<$errors>> {
                self.0.send().await
            }

            /// Sends the request and gives its result with status and headers.
            ///
            /// # Errors
            /// As `send`.
            #[inline]
            pub async fn send_full(
                self,
            ) -> ::std::result::Result<$crate::http::Response<$result $(, $headers)?>, $crate::http::Error<$errors>> {
                self.0.send_full().await
            }

            /// How long one attempt may take, instead of the client's setting.
            #[must_use]
            pub fn timeout(self, timeout: ::std::time::Duration) -> Self {
                Self(self.0.timeout(timeout))
            }

            /// How long the request may take with all its attempts, instead of the client's setting.
            #[must_use]
            pub fn deadline(self, deadline: ::std::time::Duration) -> Self {
                Self(self.0.deadline(deadline))
            }

            /// When and how often an attempt is repeated, instead of the client's setting.
            #[must_use]
            pub fn retry(self, policy: $crate::http::RetryPolicy) -> Self {
                Self(self.0.retry(policy))
            }

            /// A header as it stands, replacing one of the same name.
            #[must_use]
            pub fn header(self, name: &str, value: &str) -> Self {
                Self(self.0.header(name, value))
            }
        }

        $crate::blocking_request_methods!($name, $result, $errors $(, $headers)?);
        $crate::mock_request_methods!($name, $result, $errors $(, $headers)?);
    };
}

/// Methods of a request type whose result continues on further pages.
#[doc(hidden)]
#[macro_export]
macro_rules! paging_methods {
    (
        $name:ident, $pages:ty, $item:ty, $errors:ty,
        |$page:ident| $items:expr, $rule:ident($($param:expr),*) $(= $next:expr)?
    ) => {
        impl $name {
            /// The pages of the list, each asked for when it is needed.
            #[inline]
            pub fn pages(self) -> $crate::http::Pages<$pages, $errors> {
                let next = $crate::next_page!($pages, $page, $rule $($next)?);
                self.0.pages($crate::http::Paging::$rule($($param),*), next)
            }

            /// The items of the list, across all pages.
            #[inline]
            pub fn items(self) -> $crate::http::Items<$pages, $item, $errors> {
                $crate::http::Items::of(self.pages(), |$page: $pages| $items)
            }
        }
    };
}

/// What a rule of [`Paging`](crate::http::Paging) wants to know of a page.
#[doc(hidden)]
#[macro_export]
macro_rules! next_page {
    ($pages:ty, $page:ident, page_number $next:expr) => {
        |$page: &$pages| $crate::http::NextPage::number($next)
    };
    ($pages:ty, $page:ident, cursor $next:expr) => {
        |$page: &$pages| $crate::http::NextPage::cursor($next)
    };
    ($pages:ty, $page:ident, next_link $next:expr) => {
        |$page: &$pages| $crate::http::NextPage::link($next)
    };
    ($pages:ty, $page:ident, link_header) => {
        |_: &$pages| $crate::http::NextPage::header()
    };
    ($pages:ty, $page:ident, $counted:ident $next:expr) => {
        |$page: &$pages| $crate::http::NextPage::items($next)
    };
}

/// Methods of a request type whose operation can also answer with a stream, which `$open` asks for.
#[doc(hidden)]
#[macro_export]
macro_rules! stream_methods {
    ($name:ident, $stream:ty, $errors:ty, $open:ident) => {
        impl $name {
            /// Sends the request and gives what the server sends as a stream. Where a member of the body or a parameter
            /// decides whether it does, that is for the caller to set.
            ///
            /// # Errors
            /// As `send`; the server answers with something else than a stream.
            #[inline]
            pub async fn stream(self) -> ::std::result::Result<$stream, $crate::http::Error<$errors>> {
                self.0.into_request().$open().send().await
            }
        }

        $crate::blocking_stream_methods!($name, $stream, $errors, $open);
    };
}

/// Methods of a request type whose operation can also answer in other media types.
#[doc(hidden)]
#[macro_export]
macro_rules! also_methods {
    ($name:ident, $errors:ty, download_as) => {
        impl $name {
            /// Sends the request, asks for a media type that the server has besides the one of `send`, and gives what comes,
            /// piece by piece.
            ///
            /// # Errors
            /// As `send`.
            #[inline]
            pub async fn download_as(
                self,
                media_type: &str,
            ) -> ::std::result::Result<$crate::http::Download, $crate::http::Error<$errors>> {
                self.0.download_as(media_type).await
            }
        }

        $crate::blocking_also_methods!($name, $errors);
    };
}

/// The blocking half of [`also_methods`].
#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
#[doc(hidden)]
#[macro_export]
macro_rules! blocking_also_methods {
    ($name:ident, $errors:ty) => {
        impl $name {
            /// `download_as` for code that is not async.
            ///
            /// # Errors
            /// As `download_as`.
            #[inline]
            pub fn download_as_blocking(
                self,
                media_type: &str,
            ) -> ::std::result::Result<$crate::http::Download, $crate::http::Error<$errors>> {
                self.0.download_as_blocking(media_type)
            }
        }
    };
}

/// The blocking half of [`also_methods`]: nothing without feature `blocking`.
#[cfg(not(all(feature = "blocking", not(target_arch = "wasm32"))))]
#[doc(hidden)]
#[macro_export]
macro_rules! blocking_also_methods {
    ($name:ident, $errors:ty) => {};
}

/// The blocking half of [`stream_methods`].
#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
#[doc(hidden)]
#[macro_export]
macro_rules! blocking_stream_methods {
    ($name:ident, $stream:ty, $errors:ty, $open:ident) => {
        impl $name {
            /// `stream` for code that is not async: `blocking()` of the result is an iterator.
            ///
            /// # Errors
            /// As `stream`.
            #[inline]
            pub fn stream_blocking(self) -> ::std::result::Result<$stream, $crate::http::Error<$errors>> {
                self.0.into_request().$open().send_blocking()
            }
        }
    };
}

/// The blocking half of [`stream_methods`]: nothing without feature `blocking`.
#[cfg(not(all(feature = "blocking", not(target_arch = "wasm32"))))]
#[doc(hidden)]
#[macro_export]
macro_rules! blocking_stream_methods {
    ($name:ident, $stream:ty, $errors:ty, $open:ident) => {};
}

/// The blocking half of [`request_methods`].
#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
#[doc(hidden)]
#[macro_export]
macro_rules! blocking_request_methods {
    ($name:ident, $result:ty, $errors:ty $(, $headers:ty)?) => {
        impl $name {
            /// `send` for code that is not async.
            ///
            /// # Errors
            /// As `send`.
            #[inline]
            pub fn send_blocking(self) -> ::std::result::Result<$result, $crate::http::Error<$errors>> {
                self.0.send_blocking()
            }

            /// `send_full` for code that is not async.
            ///
            /// # Errors
            /// As `send`.
            #[inline]
            pub fn send_full_blocking(
                self,
            ) -> ::std::result::Result<$crate::http::Response<$result $(, $headers)?>, $crate::http::Error<$errors>> {
                self.0.send_full_blocking()
            }
        }
    };
}

/// The blocking half of [`request_methods`]: nothing without feature `blocking`.
#[cfg(not(all(feature = "blocking", not(target_arch = "wasm32"))))]
#[doc(hidden)]
#[macro_export]
macro_rules! blocking_request_methods {
    ($name:ident, $result:ty, $errors:ty $(, $headers:ty)?) => {};
}

/// What lets a mock expect the request type of [`request_methods`].
#[cfg(feature = "mock")]
#[doc(hidden)]
#[macro_export]
macro_rules! mock_request_methods {
    ($name:ident, $result:ty, $errors:ty $(, $headers:ty)?) => {
        impl $crate::http::mock::IntoCall for $name {
            type Output = $result;
            type Errors = $errors;

            fn into_call(self) -> $crate::http::Call<$result, $errors> {
                $crate::http::mock::IntoCall::into_call(self.0)
            }
        }
    };
}

/// Nothing without feature `mock`.
#[cfg(not(feature = "mock"))]
#[doc(hidden)]
#[macro_export]
macro_rules! mock_request_methods {
    ($name:ident, $result:ty, $errors:ty $(, $headers:ty)?) => {};
}

/// Answers from memory, for tests.
#[cfg(feature = "mock")]
#[doc(hidden)]
#[macro_export]
macro_rules! mock_builder_methods {
    ($name:ident) => {
        impl $name {
            /// Answers from memory: requests go to the mock.
            pub fn mock(self, mock: &$crate::http::mock::Mock) -> Self {
                Self(self.0.mock(mock))
            }
        }
    };
}

/// Nothing without feature `mock`.
#[cfg(not(feature = "mock"))]
#[doc(hidden)]
#[macro_export]
macro_rules! mock_builder_methods {
    ($name:ident) => {};
}

/// Settings of a generated builder around a [`ClientBuilder`](crate::http::ClientBuilder):
/// `struct Name(ClientBuilder)`. What remains for generated code are `build` and the credentials.
#[doc(hidden)]
#[macro_export]
macro_rules! builder_methods {
    ($name:ident) => {
        impl $name {
            /// Takes the base URL as it stands: the path of the document's server is not appended.
            pub fn without_server_path(self) -> Self {
                Self(self.0.without_server_path())
            }

            /// Where operations are sent that the document serves elsewhere than the rest: `declared` is the address in the
            /// document, `address` the one to use, which may be the same. Credentials and default headers go there, too;
            /// without this, an operation with an address of its own gets none, and is refused where it needs some.
            pub fn operation_server(
                self,
                declared: impl ::std::convert::Into<::std::string::String>,
                address: impl ::std::convert::Into<::std::string::String>,
            ) -> Self {
                Self(self.0.operation_server(declared, address))
            }

            /// How long one attempt may take, from connecting to the last byte of the body (30 s); `None` for any
            /// time.
            pub fn timeout(
                self,
                timeout: impl ::std::convert::Into<::std::option::Option<::std::time::Duration>>,
            ) -> Self {
                Self(self.0.timeout(timeout))
            }

            /// How long a call may take, all attempts and the pauses between them included (120 s); `None` for any
            /// time.
            pub fn deadline(
                self,
                deadline: impl ::std::convert::Into<::std::option::Option<::std::time::Duration>>,
            ) -> Self {
                Self(self.0.deadline(deadline))
            }

            /// How long connecting may take (10 s).
            pub fn connect_timeout(self, timeout: ::std::time::Duration) -> Self {
                Self(self.0.connect_timeout(timeout))
            }

            /// When and how often an attempt is repeated.
            pub fn retry(self, policy: $crate::http::RetryPolicy) -> Self {
                Self(self.0.retry(policy))
            }

            /// How many attempts may be repeated by all calls of the client together (20, and one for ten calls that
            /// succeed).
            pub fn retry_budget(self, budget: $crate::http::RetryBudget) -> Self {
                Self(self.0.retry_budget(budget))
            }

            /// Is called before every attempt, and may add headers to it, for example those of a trace.
            pub fn on_request(
                self,
                hook: impl ::std::ops::Fn(&mut $crate::http::Attempt<'_>)
                + ::std::marker::Send
                + ::std::marker::Sync
                + 'static,
            ) -> Self {
                Self(self.0.on_request(hook))
            }

            /// Is called after every attempt.
            pub fn on_response(
                self,
                hook: impl ::std::ops::Fn(&$crate::http::Outcome<'_>)
                + ::std::marker::Send
                + ::std::marker::Sync
                + 'static,
            ) -> Self {
                Self(self.0.on_response(hook))
            }

            /// Every call is sent once; after a 401 once more where its provider has another token.
            pub fn no_retries(self) -> Self {
                Self(self.0.no_retries())
            }

            /// The `User-Agent` header.
            pub fn user_agent(self, user_agent: impl ::std::convert::Into<::std::string::String>) -> Self {
                Self(self.0.user_agent(user_agent))
            }

            /// A header of every request to the origin of the base URL. It goes nowhere else and is not printed.
            pub fn default_header(
                self,
                name: impl ::std::convert::Into<::std::string::String>,
                value: impl ::std::convert::Into<::std::string::String>,
            ) -> Self {
                Self(self.0.default_header(name, value))
            }

            /// How many bytes of a response may be in memory, after decompression (64 MiB): a whole body, or one event of
            /// a stream.
            pub fn max_response_bytes(self, limit: usize) -> Self {
                Self(self.0.max_response_bytes(limit))
            }

            /// Settings of the HTTP client underneath: proxies, certificates, connection pools. Headers that are set
            /// here (`default_headers`) are sent wherever a redirect leads; those of `default_header` are not.
            pub fn configure_http(
                self,
                configure: impl ::std::ops::FnOnce(
                    $crate::http::reqwest::ClientBuilder,
                ) -> $crate::http::reqwest::ClientBuilder,
            ) -> Self {
                Self(self.0.configure_http(configure))
            }

            /// An HTTP client of your own, built with `redirect(Policy::none())` and `referer(false)`: one that
            /// follows redirects itself takes API keys in headers along to other origins.
            pub fn http_client(self, client: $crate::http::reqwest::Client) -> Self {
                Self(self.0.http_client(client))
            }

            /// Another way to send requests, for example one that answers from memory in tests.
            pub fn transport(self, transport: ::std::sync::Arc<dyn $crate::http::Transport>) -> Self {
                Self(self.0.transport(transport))
            }
        }

        $crate::mock_builder_methods!($name);
    };
}
