//! The OpenAPI document and the API, compared by a program that knows nothing of either.

use serde_json::json;
use tests::{house::House, schemathesis};

use crate::{API, letter_with};

#[tokio::test]
async fn whoever_goes_by_the_openapi_document_meets_nothing_that_it_does_not_say() {
    let house = House::start().await;
    let mut letters = Vec::new();
    for format in ["us-letter", "us-postcard-4x6"] {
        let printed = house.post_json(&format!("{API}/paper"), &letter_with(&json!({"format": format}))).await;
        letters.push(printed.header("postbag-letter").to_owned());
    }
    let letters: Vec<&str> = letters.iter().map(String::as_str).collect();
    if let Err(wrong) = schemathesis::ask(&format!("{}/api/v1/openapi.json", house.url), &letters).await {
        panic!("{wrong:#}");
    }
}
