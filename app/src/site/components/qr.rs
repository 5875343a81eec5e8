//! A QR code as a drawing in the page: no picture is fetched, and no style is needed but that of a class.

use std::fmt::Write as _;

use leptos::prelude::*;
use qrcodegen::{QrCode, QrCodeEcc};

/// Readers ask for so many light modules around a code (ISO/IEC 18004).
const QUIET_ZONE: i32 = 4;

/// Nothing if the text is too long for a code.
#[component]
pub fn QrPicture(text: String, label: &'static str) -> impl IntoView {
    QrCode::encode_text(&text, QrCodeEcc::Medium).ok().map(|code| {
        let side = code.size() + 2 * QUIET_ZONE;
        view! {
            <svg class="qr" viewBox=format!("0 0 {side} {side}") width="240" height="240" role="img" aria-label=label>
                <rect class="qr__light" width=side.to_string() height=side.to_string() />
                <path class="qr__dark" d=dark(&code) />
            </svg>
        }
    })
}

/// The dark modules, those of a row that touch as one rectangle.
fn dark(code: &QrCode) -> String {
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let run = (x..code.size()).take_while(|x| code.get_module(*x, y)).count();
            let run = i32::try_from(run).unwrap_or(0);
            if run > 0 {
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", x + QUIET_ZONE, y + QUIET_ZONE);
            }
            x += run.max(1);
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::reader::rendered;

    #[test]
    fn a_code_is_a_drawing_without_styles_and_says_what_it_is() {
        let html = rendered(|| view! { <QrPicture text="otpauth://totp/x?secret=AAAA".to_owned() label="QR code" /> });
        assert!(html.contains("role=\"img\"") && html.contains("aria-label=\"QR code\"") && !html.contains("style"), "{html}");
        // The finder in the corner is seven modules wide.
        assert!(html.contains("d=\"M4 4h7v1h-7z"), "{html}");
        assert_eq!(rendered(|| view! { <QrPicture text="x".repeat(5000) label="QR code" /> }).matches("<svg").count(), 0);
    }
}
