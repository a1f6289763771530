//! The builder of a client, without `build` and the credentials, which differ from one to the other.

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

            /// How long connecting may take (10 s). An HTTP client of your own has its own setting.
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

            /// The `User-Agent` header, instead of name and version of this crate.
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
