//! Request types: what every request has, and what it has besides where its result continues on further pages, is a
//! stream or comes in other media types. Each has a half that is there with feature `blocking` only.

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
        #[must_use = "a request does nothing until it is sent: `.send().await`"]
        pub struct $name($crate::http::Call<$result, $errors $(, $headers)?>);

        $crate::request_methods!($name, $result, $errors $(, $headers)?);
        $($crate::paging_methods!(
            $name, $result, $item, $errors, |$page| $items, $rule($($param),*) $(= $next)?
        );)?
        $($crate::stream_methods!($name, $stream, $errors, $open);)?
        $($crate::also_methods!($name, $errors, $also);)?
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

            /// How long one attempt may take, instead of the client's setting. It also ends with the `deadline` of the
            /// request, 120 s unless client or request say otherwise.
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

        impl ::std::future::IntoFuture for $name {
            type Output = ::std::result::Result<$result, $crate::http::Error<$errors>>;
            type IntoFuture = $crate::http::BoxFuture<'static, Self::Output>;

            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                self.0.into_future()
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

/// The blocking half of [`request_methods`] without feature `blocking`: a method that cannot be called, so that the compiler
/// names the feature. The lifetime lets the compiler look at the bound only where the method is called.
#[cfg(not(all(feature = "blocking", not(target_arch = "wasm32"))))]
#[doc(hidden)]
#[macro_export]
macro_rules! blocking_request_methods {
    ($name:ident, $result:ty, $errors:ty $(, $headers:ty)?) => {
        impl $name {
            #[doc(hidden)]
            #[inline]
            pub fn send_blocking(self) -> ::std::result::Result<$result, $crate::http::Error<$errors>>
            where
                for<'never> Self: $crate::http::Blocks,
            {
                $crate::http::Blocks::block(self)
            }
        }
    };
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
