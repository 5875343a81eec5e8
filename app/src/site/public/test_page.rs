//! `/paper/test/{us-letter|a4}?flip=long|short`: one sheet to try a printer with, before card stock is spent on it.

use axum::{
    extract::{Path, RawQuery, State},
    response::Response,
};
use domain::paper::{Flip, Stock};
use usecases::refusal::{Missing, Refusal};

use crate::site::{App, failure::Refused, fields::Fields, reader::Reader};

pub async fn get(
    State(app): State<App>,
    reader: Reader,
    Path(stock): Path<String>,
    RawQuery(raw): RawQuery,
) -> Result<Response, Refused> {
    let fields = Fields::of_query(raw.as_deref());
    let unknown = Refusal::NotFound(Missing::Page);
    let flip = match fields.get("flip") {
        "" => Some(Flip::default()),
        flip => Flip::parse(flip),
    };
    let (Some(stock), Some(flip)) = (Stock::parse(&stock), flip) else { return Err(unknown.into()) };
    let pdf = app.letters.test_page(stock, flip, reader.words().language()).await?;
    Ok(crate::site::api::pdf(&format!("test-page-{}-{}", stock.as_str(), flip.as_str()), pdf))
}
