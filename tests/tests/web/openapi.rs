//! The OpenAPI document says what is there, all of it, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use reqwest::Method;
use serde_json::{Value, json};
use tests::house::{House, Page};

use crate::{letter, letter_with};

const ENDPOINTS: [(&str, &str); 9] = [
    ("get", "/api/v1/campaigns"),
    ("get", "/api/v1/campaigns/{slug}"),
    ("get", "/api/v1/campaigns/{slug}/document"),
    ("get", "/api/v1/campaigns/{slug}/targets"),
    ("get", "/api/v1/campaigns/{slug}/tally"),
    ("post", "/api/v1/campaigns/{slug}/preview"),
    ("post", "/api/v1/campaigns/{slug}/paper"),
    ("post", "/api/v1/campaigns/{slug}/relay"),
    ("post", "/api/v1/campaigns/{slug}/report"),
];

async fn document(house: &House) -> Value {
    let answer = house.get("/api/v1/openapi.json").await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/json"));
    answer.json()
}

/// The operations of a document: method, path, and what is said of them.
fn operations(document: &Value) -> BTreeMap<(String, String), Value> {
    let paths = document["paths"].as_object().unwrap();
    let of = |path: &String, item: &Value| {
        let methods = item.as_object().unwrap().clone();
        methods.into_iter().map(|(method, operation)| ((method, path.clone()), operation)).collect::<Vec<_>>()
    };
    paths.iter().flat_map(|(path, item)| of(path, item)).collect()
}

/// A call as it is meant.
async fn call(house: &House, method: &str, path: &str) -> Page {
    let path = path.replace("{slug}", "cluster-munitions");
    if method == "get" {
        return house.get(&path).await;
    }
    let body = match path.rsplit('/').next().unwrap() {
        "preview" => letter(),
        "paper" => letter_with(&json!({"format": "us-letter"})),
        "relay" => letter_with(&json!({"email": "ada@home.example", "consent": true})),
        "report" => {
            let printed =
                house.post_json("/api/v1/campaigns/cluster-munitions/paper", &letter_with(&json!({"format": "us-letter"}))).await;
            json!({"letter": printed.header("postbag-letter"), "channel": "letter"})
        }
        other => panic!("this test knows no body for {other}"),
    };
    house.send(house.request(Method::from_bytes(method.to_uppercase().as_bytes()).unwrap(), &path).json(&body)).await
}

#[tokio::test]
async fn it_lists_the_promised_endpoints_and_each_answers_as_it_says() {
    let house = House::start().await;
    let document = document(&house).await;
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1."));
    let operations = operations(&document);
    let listed: BTreeSet<(&str, &str)> = operations.keys().map(|(method, path)| (method.as_str(), path.as_str())).collect();
    assert_eq!(listed, ENDPOINTS.into_iter().collect());
    for ((method, path), operation) in &operations {
        let answer = call(&house, method, path).await;
        assert!(
            (200..300).contains(&answer.status),
            "{method} {path} answered {}: {}",
            answer.status,
            String::from_utf8_lossy(&answer.body)
        );
        let response = &operation["responses"][answer.status.to_string()];
        assert!(response.is_object(), "{method} {path} does not say that it answers {}", answer.status);
        let schema = &response["content"][answer.header("content-type")]["schema"];
        assert!(schema.is_object(), "{method} {path} does not say that it answers {}", answer.header("content-type"));
        if answer.header("content-type") == "application/json" {
            let mut wrong = Vec::new();
            compare(&document, schema, &answer.json(), path, &mut wrong);
            assert_eq!(wrong, [""; 0], "{method} {path}");
        }
    }
}

#[tokio::test]
async fn refusals_are_the_problem_documents_that_it_describes() {
    let house = House::start().await;
    let document = document(&house).await;
    let schema = json!({"$ref": "#/components/schemas/Problem"});
    let base = "/api/v1/campaigns/cluster-munitions";
    let answers = [
        ("get", "/api/v1/campaigns/{slug}", house.get("/api/v1/campaigns/nothing").await),
        (
            "post",
            "/api/v1/campaigns/{slug}/paper",
            house.post_json(&format!("{base}/paper"), &json!({"target": "mission-ao-us", "format": "us-letter"})).await,
        ),
        (
            "post",
            "/api/v1/campaigns/{slug}/relay",
            house.post_json(&format!("{base}/relay"), &letter_with(&json!({"email": "", "consent": false}))).await,
        ),
        (
            "post",
            "/api/v1/campaigns/{slug}/preview",
            house.post_json(&format!("{base}/preview"), &letter_with(&json!({"target": "mission-zz-us"}))).await,
        ),
        (
            "post",
            "/api/v1/campaigns/{slug}/report",
            house.post_json(&format!("{base}/report"), &json!({"letter": "", "channel": "letter"})).await,
        ),
        ("post", "/api/v1/campaigns/{slug}/preview", house.post_json(&format!("{base}/preview"), &json!([])).await),
    ];
    for (method, path, answer) in answers {
        assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
        let problem = answer.json();
        assert_eq!(problem["status"], answer.status, "{path}");
        let mut wrong = Vec::new();
        compare(&document, &schema, &problem, path, &mut wrong);
        assert_eq!(wrong, [""; 0], "{path}");
        let said = &operations(&document)[&(method.to_owned(), path.to_owned())]["responses"][answer.status.to_string()];
        assert!(said["content"]["application/problem+json"].is_object(), "{path} does not say that it answers {}", answer.status);
    }
}

#[tokio::test]
async fn every_reference_leads_somewhere_and_every_operation_has_a_name_of_its_own() {
    let house = House::start().await;
    let document = document(&house).await;
    let mut references = Vec::new();
    collect_references(&document, &mut references);
    assert!(!references.is_empty());
    for reference in references {
        assert!(document.pointer(reference.strip_prefix('#').unwrap()).is_some(), "{reference}");
    }
    let operations = operations(&document);
    let names: BTreeSet<&str> = operations.values().map(|operation| operation["operationId"].as_str().unwrap()).collect();
    assert_eq!(names.len(), operations.len());
    for ((_, path), operation) in &operations {
        let in_path =
            |parameter: &&Value| parameter["in"] == "path" && parameter["name"] == "slug" && parameter["required"] == true;
        let declared =
            operation["parameters"].as_array().is_some_and(|parameters| parameters.iter().any(|parameter| in_path(&parameter)));
        assert_eq!(declared, path.contains("{slug}"), "{path}");
        assert!(operation["summary"].as_str().is_some_and(|summary| !summary.is_empty()), "{path}");
    }
}

fn collect_references(value: &Value, references: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            references.extend(members.get("$ref").and_then(Value::as_str).map(str::to_owned));
            members.values().for_each(|member| collect_references(member, references));
        }
        Value::Array(items) => items.iter().for_each(|item| collect_references(item, references)),
        _ => {}
    }
}

/// Compares a value with what a schema says of it: types, members that must be there, members that are not
/// mentioned. As much of JSON Schema as the document uses; a keyword that is not known here is a failure.
fn compare(document: &Value, schema: &Value, value: &Value, at: &str, wrong: &mut Vec<String>) {
    let members = members(document, schema);
    if let Some(alternatives) = schema["oneOf"].as_array() {
        let fits = |alternative: &Value| {
            let mut wrong = Vec::new();
            compare(document, alternative, value, at, &mut wrong);
            wrong.is_empty()
        };
        if !alternatives.iter().any(fits) {
            wrong.push(format!("{at} is none of what it may be"));
        }
        return;
    }
    let schema = resolved(document, schema);
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(many) => many.iter().filter_map(Value::as_str).collect(),
        _ => vec!["object"],
    };
    let is = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    if !types.contains(&is) {
        wrong.push(format!("{at} is {is}, not {types:?}"));
    }
    match value {
        Value::Array(items) => items.iter().for_each(|item| compare(document, &schema["items"], item, &format!("{at}[]"), wrong)),
        // It says nothing of what is in it.
        Value::Object(_) if schema["additionalProperties"] == true => {}
        Value::Object(object) if schema["additionalProperties"].is_object() => {
            for (name, member) in object {
                compare(document, &schema["additionalProperties"], member, &format!("{at}.{name}"), wrong);
            }
        }
        Value::Object(object) => {
            for (name, member) in object {
                match members.get(name) {
                    Some((schema, _)) => compare(document, schema, member, &format!("{at}.{name}"), wrong),
                    None => wrong.push(format!("{at}.{name} is not mentioned")),
                }
            }
            for (name, _) in members.iter().filter(|(name, (_, required))| *required && !object.contains_key(*name)) {
                wrong.push(format!("{at}.{name} must be there"));
            }
        }
        _ => {}
    }
}

fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    match schema["$ref"].as_str() {
        Some(reference) => resolved(document, document.pointer(reference.strip_prefix('#').unwrap()).unwrap()),
        None => schema,
    }
}

/// The members of an object, those of the schemas that it is made of included, and whether each must be there.
fn members(document: &Value, schema: &Value) -> BTreeMap<String, (Value, bool)> {
    let schema = resolved(document, schema);
    let mut all = BTreeMap::new();
    for part in schema["allOf"].as_array().into_iter().flatten() {
        all.extend(members(document, part));
    }
    let required = |name: &String| schema["required"].as_array().is_some_and(|names| names.contains(&name.as_str().into()));
    for (name, member) in schema["properties"].as_object().into_iter().flatten() {
        all.insert(name.clone(), (member.clone(), required(name)));
    }
    all
}
