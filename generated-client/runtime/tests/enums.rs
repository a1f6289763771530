//! Hand-written JSON against hand-written enumerations of every kind.

mod string {
    use serde_json::{from_str, to_string};

    #[derive(Clone, Debug, PartialEq, Eq, Hash)]
    enum Provider {
        Twilio,
        Generic,
        Unknown(String),
    }

    client_runtime::text_enum! { Provider {
        Twilio "twilio",
        Generic "generic",
    } Unknown }

    #[test]
    fn reads_and_writes_listed_values() {
        assert_eq!(from_str::<Provider>(r#""twilio""#).expect("a string"), Provider::Twilio);
        assert_eq!(to_string(&Provider::Generic).expect("encodes"), r#""generic""#);
        assert_eq!(Provider::ALL, [Provider::Twilio, Provider::Generic]);
    }

    #[test]
    fn keeps_values_that_are_not_listed() {
        let provider: Provider = from_str(r#""vo\u006eage""#).expect("a string");
        assert_eq!(provider, Provider::Unknown("vonage".to_owned()));
        assert_eq!(to_string(&provider).expect("encodes"), r#""vonage""#);
    }

    #[test]
    fn converts_to_and_from_text() {
        assert_eq!(Provider::from("generic"), Provider::Generic);
        assert_eq!(Provider::from("generic".to_owned()), Provider::Generic);
        assert_eq!("Twilio".parse(), Ok(Provider::Unknown("Twilio".to_owned())));
        assert_eq!(format!("{:>8}|{}", Provider::Twilio, Provider::from("x")), "  twilio|x");
    }

    #[test]
    fn refuses_other_types() {
        let error = from_str::<Provider>("5").expect_err("must fail");
        assert_eq!(error.to_string(), "invalid type: integer `5`, expected a string at line 1 column 1");
    }

    #[test]
    fn works_as_the_key_of_a_map() {
        let map: std::collections::HashMap<Provider, i64> =
            from_str(r#"{"twilio":1}"#).expect("a map of counts");
        assert_eq!(map[&Provider::Twilio], 1);
        assert_eq!(to_string(&map).expect("encodes"), r#"{"twilio":1}"#);
    }
}

mod integer {
    use serde_json::{from_str, to_string};

    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    enum Level {
        Minus1,
        N20,
        Unknown(i64),
    }

    client_runtime::integer_enum! { Level {
        Minus1 -1,
        N20 20,
    } Unknown }

    #[test]
    fn reads_writes_and_keeps_integers() {
        for (level, text) in [(Level::Minus1, "-1"), (Level::N20, "20"), (Level::Unknown(21), "21")] {
            assert_eq!(from_str::<Level>(text).expect("an integer"), level);
            assert_eq!(to_string(&level).expect("encodes"), text);
            assert_eq!(text.parse(), Ok(level));
            assert_eq!(level.to_string(), text);
        }
        assert_eq!(Level::ALL, [Level::Minus1, Level::N20]);
        assert!("x".parse::<Level>().is_err());
        assert!(from_str::<Level>("1.5").is_err());
    }
}

mod json {
    use serde_json::{Value, from_str, json, to_string};

    #[derive(Clone, Debug, PartialEq)]
    enum Mixed {
        Half,
        Two,
        Yes,
        Auto,
        Unknown(Value),
    }

    client_runtime::json_enum! { Mixed {
        Half "0.5",
        Two "2",
        Yes "true",
        Auto "\"auto\"",
    } Unknown }

    #[test]
    fn reads_writes_and_keeps_any_json() {
        let unknown = Mixed::Unknown(json!({"a": [1]}));
        for (value, text) in [
            (Mixed::Half, "0.5"),
            (Mixed::Yes, "true"),
            (Mixed::Auto, r#""auto""#),
            (unknown, r#"{"a":[1]}"#),
            (Mixed::Unknown(json!("true")), r#""true""#),
        ] {
            assert_eq!(from_str::<Mixed>(text).expect("JSON"), value);
            assert_eq!(to_string(&value).expect("encodes"), text);
        }
        assert_eq!(Mixed::ALL.len(), 4);
        assert_eq!(Mixed::Auto.to_string(), "auto");
        assert_eq!(Mixed::Half.to_string(), "0.5");
    }

    #[test]
    fn takes_numbers_by_value() {
        assert_eq!(from_str::<Mixed>("2.0").expect("JSON"), Mixed::Two);
    }
}
