//! What everybody asks for, in the order in which they do. Reading comes first, and what ends something last: a campaign that
//! is won takes no letters, and who has ended their sessions is nobody.
//!
//! To add a route, add a row. A path with `{slug}` is asked for twice, of one's own campaign and of another. What a row sends
//! has to be right, so that nothing but the role can be what is refused.

/// A request.
#[derive(Debug)]
pub struct Row {
    pub method: &'static str,
    pub path: &'static str,
    pub body: Body,
    /// What it asks for, where the path does not say it.
    pub note: &'static str,
}

#[derive(Debug)]
pub enum Body {
    None,
    /// Encoded fields.
    Typed(&'static str),
    /// The form of a page that is sent by a button, with more or other fields. Who may not open the page sends what an
    /// organiser of the site found there.
    Form(&'static str, &'static str, &'static [(&'static str, &'static str)]),
    /// A file, and fields beside it.
    File(&'static str, &'static [(&'static str, &'static str)]),
    /// A letter as a program sends it, with more fields.
    Json(&'static str),
    /// Any other JSON.
    Report(&'static str),
}

impl Row {
    /// For whom it is.
    pub fn wing(&self) -> &'static str {
        match self.path {
            path if path.starts_with("/desk") => "desk",
            path if path.starts_with("/api") => "api",
            _ => "public",
        }
    }
}

const fn get(path: &'static str) -> Row {
    Row { method: "GET", path, body: Body::None, note: "" }
}

const fn post(path: &'static str, note: &'static str, body: Body) -> Row {
    Row { method: "POST", path, body, note }
}

/// A list of targets to import.
pub const LIST: &[u8] = b"name,email,country\nOffice of letters,office@list.example,France\n";

const PUBLISH: &str = "/desk/c/{slug}/publish";
const PEOPLE: &str = "/desk/people";
const OF_CAMPAIGN: &str = "/desk/c/{slug}/people";
const LANGUAGES: &str = "/desk/c/{slug}/languages";
const DETAIL: &str = "/desk/targets/mission-ao-us/email";
const FILE: &str = "/desk/targets/import/{file}";
const FACTOR: &str = "/desk/account/second-factor";
const WRITE: &str = "/c/cluster-munitions/write/mission-ao-us";
const CLASS: &str = "/c/mine-ban-treaty/class";

use self::Body::{File, Form, Json, None, Report, Typed};

pub const ROWS: &[Row] = &[
    get("/"),
    get("/c/{slug}"),
    get("/c/{draft}"),
    get("/c/{slug}/targets"),
    post("/c/mine-ban-treaty/targets", "look up a home, without a geocoder", Typed("street=1+Main+Street&street_zip=02139")),
    get(WRITE),
    post(WRITE, "check", Form(WRITE, "Continue", SENDER)),
    get("/c/{draft}/write/mission-ao-us"),
    get(CLASS),
    post(CLASS, "make", Form(CLASS, "Make the set", &[("cards", "2"), ("to", "delegation"), ("state", "WV"), ("typed", "no")])),
    get("/k"),
    get("/k/{code}"),
    post("/k/{code}", "report", Form("/k/{code}", "Report", &[("posted", "1")])),
    get("/c/cluster-munitions/thanks"),
    post("/c/cluster-munitions/thanks", "I sent it", Typed("{thanks}")),
    get("/states"),
    get("/states/AO"),
    get("/paper/test/a4"),
    get("/artwork/{artwork}-small.jpg"),
    get("/confirm/{confirm}"),
    post("/confirm/{confirm}", "yes", None),
    post("/confirm/{confirm}", "this was not me, after the yes", Typed("step=not_me")),
    get("/answer/{confirm}"),
    post("/answer/{confirm}", "", Typed("reply=yes")),
    get("/preview/{preview}"),
    get("/preview/00000000000000000000000000000000"),
    get("/healthz"),
    get("/readyz"),
    // Programs.
    get("/api/v1/openapi.json"),
    get("/api/v1/problems"),
    get("/api/v1/campaigns"),
    get("/api/v1/campaigns/{slug}"),
    get("/api/v1/campaigns/{draft}"),
    get("/api/v1/campaigns/{slug}/document"),
    get("/api/v1/campaigns/{draft}/document"),
    get("/api/v1/campaigns/{slug}/targets"),
    get("/api/v1/campaigns/{slug}/tally"),
    get("/api/v1/campaigns/{draft}/tally"),
    post("/api/v1/campaigns/cluster-munitions/preview", "", Json("{}")),
    post("/api/v1/campaigns/cluster-munitions/paper", "", Json(r#"{"format": "us-letter", "typed": true}"#)),
    post("/api/v1/campaigns/cluster-munitions/relay", "", Json(r#"{"email": "ben@home.example", "consent": true}"#)),
    post(
        "/api/v1/campaigns/mine-ban-treaty/report",
        "",
        Report(r#"{"class_code": "{code}", "count": 2, "channel": "postcard"}"#),
    ),
    // Ways in.
    get("/desk/sign-in"),
    post("/desk/sign-in", "ask for a link", Typed("email=who%40ngo.example")),
    get("/desk/sign-in/sent"),
    get("/desk/sign-in/code"),
    post("/desk/sign-in/code", "without a half-open session", Typed("one_time_code=123456")),
    get("/desk/sign-in/{link}"),
    get("/desk/sign-in/again"),
    post("/desk/sign-in/again", "a wrong code", Typed("one_time_code=123456")),
    get("/desk/first/00000000000000000000000000000000"),
    post("/desk/first/00000000000000000000000000000000", "", Typed("email=who%40ngo.example")),
    // The desk: looking.
    get("/desk"),
    get("/desk/new"),
    get("/desk/account"),
    get(FACTOR),
    get(PEOPLE),
    get("/desk/audit"),
    get("/desk/audit/audit.csv"),
    get("/desk/post"),
    get("/desk/mail"),
    get("/desk/mail/{mail}"),
    get("/desk/targets"),
    get("/desk/targets/mission-ao-us"),
    get("/desk/targets/corrections"),
    get(DETAIL),
    get("/desk/targets/import"),
    get("/desk/targets/import/example.csv"),
    get(FILE),
    get("/desk/c/{slug}"),
    get("/desk/c/{slug}/story"),
    get("/desk/c/{slug}/letters"),
    get("/desk/c/{slug}/targets"),
    get("/desk/c/{slug}/look"),
    get("/desk/c/{slug}/dates"),
    get("/desk/c/{slug}/ways"),
    get("/desk/c/{slug}/pace"),
    get("/desk/c/{slug}/share"),
    get(LANGUAGES),
    get("/desk/c/{slug}/history"),
    get("/desk/c/{slug}/history/1"),
    get(PUBLISH),
    get("/desk/c/{slug}/post"),
    get("/desk/c/{slug}/file"),
    get(OF_CAMPAIGN),
    // Changing a campaign.
    post(
        "/desk/c/{slug}/story",
        "preview",
        Form("/desk/c/{slug}/story", "Save", &[("step", "preview"), ("summary", "One sentence.")]),
    ),
    post("/desk/c/{slug}/story", "save", Form("/desk/c/{slug}/story", "Save", &[("summary", "One sentence.")])),
    post("/desk/c/{slug}/letters/remarks", "", Typed("subject=A&body=B")),
    post("/desk/c/{slug}/letters", "save", Form("/desk/c/{slug}/letters", "Save", &[("subject", "Please accede")])),
    post("/desk/c/{slug}/targets", "find", Form("/desk/c/{slug}/targets", "Save", &[("step", "find"), ("q", "angola")])),
    post("/desk/c/{slug}/targets", "save", Form("/desk/c/{slug}/targets", "Save", &[])),
    post("/desk/c/{slug}/look", "save", Form("/desk/c/{slug}/look", "Save", &[("slogan", "Join.")])),
    post("/desk/c/{slug}/dates", "save", Form("/desk/c/{slug}/dates", "Save", &[("goal", "7")])),
    post("/desk/c/{slug}/ways", "save", Form("/desk/c/{slug}/ways", "Save", &[])),
    post("/desk/c/{slug}/pace", "save", Form("/desk/c/{slug}/pace", "Save", &[("gap", "90")])),
    post("/desk/c/{slug}/share", "save", Form("/desk/c/{slug}/share", "Save", &[("thanks", "Thank you.")])),
    post("/desk/c/{slug}/story", "in no language of it", Typed("language=eo&title=Title")),
    post(PUBLISH, "publish", Typed("step=publish&revision=1")),
    post(PUBLISH, "publish what was not seen", Typed("step=publish")),
    post(PUBLISH, "publish no revision", Typed("step=publish&revision=99")),
    post(PUBLISH, "pause", Typed("step=pause")),
    post(PUBLISH, "resume", Typed("step=resume")),
    post("/desk/pauses", "pause a campaign", Typed("step=pause&campaign=cluster-munitions&to=/desk/c/cluster-munitions/post")),
    post("/desk/pauses", "resume the campaign", Typed("step=resume&campaign=cluster-munitions")),
    post("/desk/pauses", "pause another campaign", Typed("step=pause&campaign=mine-ban-treaty")),
    post("/desk/pauses", "resume the other campaign", Typed("step=resume&campaign=mine-ban-treaty")),
    post("/desk/pauses", "pause a target", Typed("step=pause&target=mission-ao-us")),
    post("/desk/pauses", "resume the target", Typed("step=resume&target=mission-ao-us")),
    post("/desk/pauses", "pause nobody", Typed("step=pause&target=nobody")),
    post("/desk/pauses", "pause the site", Typed("step=pause")),
    post("/desk/pauses", "resume the site", Typed("step=resume")),
    post("/desk/c/{slug}/preview", "make a link", Typed("step=make")),
    post("/desk/c/{slug}/preview", "end it", Typed("step=end")),
    post(LANGUAGES, "add", Typed("step=add&languages=fr")),
    post(LANGUAGES, "add no language", Typed("step=add&languages=x")),
    post(LANGUAGES, "remove", Typed("step=remove&language=fr")),
    post("/desk/c/{slug}/artwork", "without a picture", File("", &[("credit", "Ada"), ("alternative_text", "Stripes")])),
    post("/desk/c/{slug}/artwork", "without a form", Typed("credit=Ada")),
    post("/desk/c/{slug}/artwork/{artwork}", "remove; it is of {own}", None),
    post("/desk/c/{slug}/history/1", "restore", None),
    // Letters that wait.
    post("/desk/post", "approve", Typed("step=approve&letter={approved-of-site}")),
    post("/desk/post", "reject", Typed("step=reject&letter={rejected-of-site}")),
    post("/desk/post", "approve none", Typed("step=approve")),
    post("/desk/post", "clear an address", Typed("step=clear&address=nobody%40office.example")),
    post("/desk/post", "delete a returned mail", Typed("step=drop&mail=x")),
    post("/desk/post", "say what nobody can say of a mail that is gone", Typed("step=lost&mail=x")),
    post("/desk/c/{slug}/post", "clear an address", Typed("step=clear&address=nobody%40office.example")),
    post("/desk/c/{slug}/post", "delete a returned mail", Typed("step=drop&mail=x")),
    post("/desk/c/{slug}/post", "approve", Typed("step=approve&letter={approved-{slug}}")),
    post("/desk/c/{slug}/post", "reject", Typed("step=reject&letter={rejected-{slug}}")),
    post("/desk/c/{slug}/post", "reject a letter of {own} again", Typed("step=reject&letter={rejected-cluster-munitions}")),
    // Beginning one.
    post("/desk/new", "", Typed("title=A+new+one&languages=en")),
    post("/desk/new", "a copy", Typed("title=A+copy&languages=en&copy_of=mine-ban-treaty")),
    post("/desk/new", "without a title", Typed("languages=en")),
    post("/desk/new/file", "", File("{campaign}", &[("file_slug", "from-a-file")])),
    post("/desk/new/file", "without a form", Typed("slug=from-a-file")),
    // Targets.
    post("/desk/targets/import", "without a form", Typed("")),
    post(FILE, "preview", Form(FILE, "Show the preview", &[("source", "A list")])),
    post(FILE, "import", Form(FILE, "Show the preview", &[("source", "A list"), ("version", "{version}"), ("step", "import")])),
    post("/desk/targets/import", "a list", File("name,email,country\nOffice,office@list.example,France\n", &[])),
    post("/desk/targets/import/{of-olga}", "preview of another organiser’s", Typed("step=preview")),
    post(DETAIL, "save", Typed("email=new%40angola.example&source=The+embassy&as_of=2026-11-20")),
    post(DETAIL, "remove", Typed("step=remove")),
    post("/desk/targets/nobody/email", "save", Typed("email=new%40angola.example")),
    // People.
    post(PEOPLE, "invite by mail", Typed("step=invite&email=new%40ngo.example&role=viewer")),
    post(PEOPLE, "invite by link", Typed("step=invite-by-link&email=new%40ngo.example&role=owner")),
    post(PEOPLE, "invite nobody", Typed("step=invite-by-link&email=x&role=viewer")),
    post(PEOPLE, "change role", Typed("step=change-role&email=bob%40ngo.example&role=organiser")),
    post(PEOPLE, "make a link", Typed("step=make-link&email=bob%40ngo.example")),
    post(PEOPLE, "remove", Typed("step=remove&email=bob%40ngo.example")),
    post(OF_CAMPAIGN, "invite by link", Typed("step=invite-by-link&email=new%40{slug}.example&role=owner")),
    post(OF_CAMPAIGN, "invite the site’s owner", Typed("step=invite-by-link&email=first%40ngo.example&role=viewer")),
    post(OF_CAMPAIGN, "change role", Typed("step=change-role&email=carl%40ngo.example&role=owner")),
    post(OF_CAMPAIGN, "make a link for who works on two", Typed("step=make-link&email=carl%40ngo.example")),
    post(OF_CAMPAIGN, "make a link", Typed("step=make-link&email=dora%40{slug}.example")),
    post(OF_CAMPAIGN, "remove", Typed("step=remove&email=dora%40{slug}.example")),
    post(OF_CAMPAIGN, "remove who is not there", Typed("step=remove&email=olga%40ngo.example")),
    // For good.
    post(PUBLISH, "move", Typed("step=move&slug=moved-{slug}")),
    post(PUBLISH, "win", Typed("step=win")),
    post(FACTOR, "begin", Typed("step=begin")),
    post(FACTOR, "turn on, a wrong code", Typed("step=turn-on&one_time_code=123456")),
    post(FACTOR, "renew, a wrong code", Typed("step=renew&one_time_code=123456")),
    post(FACTOR, "turn off, a wrong code", Typed("step=turn-off&one_time_code=123456")),
    post("/desk/account/sessions", "end one that is not there", Typed("step=end&session=x")),
    post("/desk/account/sessions", "end all", Typed("step=end-all")),
    post("/desk/sign-in/{link}", "follow", None),
    post("/desk/sign-out", "", None),
];

const SENDER: &[(&str, &str)] =
    &[("name", "Ada Writer"), ("place", "Ridgeview, OH"), ("blanks.your-reason", "my school was hit")];
