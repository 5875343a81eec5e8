use super::{Inline::*, *};
use crate::checked::TextError;

const ID: &str = "0a0b0a0b0a0b0a0b0a0b0a0b0a0b0a0b0a0b0a0b0a0b0a0b0a0b0a0b0a0b0a0b";

fn read(source: &str) -> Vec<Block> {
    Prose::parse(source).unwrap_or_else(|problems| panic!("{source:?}: {}", fault::listed(&problems))).blocks
}

fn text(text: &str) -> Inline {
    Text(text.to_owned())
}

fn link(words: &str, target: &str) -> Inline {
    Link(super::Link { target: LinkTarget::parse(target).unwrap(), text: vec![text(words)] })
}

fn paragraph(words: &str) -> Block {
    Block::Paragraph(vec![text(words)])
}

/// Line, beginning and fault of each problem.
fn wrong(source: &str) -> Vec<(usize, String, ProseFault)> {
    let problems = Prose::parse(source).expect_err(source);
    let of = |problem: Problem| match problem {
        Problem::Prose(ProseProblem { line, near, fault }) => (line, near, fault),
        other => panic!("{source:?}: {other:?}"),
    };
    problems.into_iter().map(of).collect()
}

fn fault_of(source: &str) -> ProseFault {
    let found = wrong(source);
    assert_eq!(found.len(), 1, "{source:?}: {found:?}");
    found[0].2
}

#[test]
fn words_and_their_marks_become_a_tree() {
    assert_eq!(
        read("# Cluster *munitions*\n\nThey **must *go*** now.\nToday."),
        [
            Block::Heading(Level::First, vec![text("Cluster "), Emphasis(vec![text("munitions")])]),
            Block::Paragraph(vec![
                text("They "),
                Strong(vec![text("must "), Emphasis(vec![text("go")])]),
                text(" now."),
                LineBreak,
                text("Today."),
            ]),
        ]
    );
}

#[test]
fn lists_stand_in_lists_and_keep_their_numbers() {
    let inner = Block::List(List { first: None, items: vec![vec![paragraph("b")], vec![paragraph("c")]] });
    let list = |first| Block::List(List { first, items: vec![vec![paragraph("a"), inner.clone()], vec![paragraph("d")]] });
    assert_eq!(read("- a\n  - b\n  - c\n- d"), [list(None)]);
    assert_eq!(read("3. a\n\t* b\n\t* c\n4. d"), [list(Some(3))]);
    // As it comes out of a mail: all of it moved in.
    assert_eq!(read("    - a\n      - b\n      - c\n    - d"), [list(None)]);
}

#[test]
fn an_item_has_paragraphs_and_a_quotation_has_lists() {
    let items = vec![vec![paragraph("a"), paragraph("b")], vec![]];
    assert_eq!(read("- a\n\n  b\n-"), [Block::List(List { first: None, items: items.clone() })]);
    let list = Block::List(List { first: None, items });
    assert_eq!(read("> q\n>\n> - a\n>\n>   b\n> -"), [Block::Quotation(vec![paragraph("q"), list])]);
}

#[test]
fn space_before_a_line_outside_of_lists_says_nothing() {
    assert_eq!(read("a\n\n    b\n\n\tc\n\n\u{3000}d"), [paragraph("a"), paragraph("b"), paragraph("c"), paragraph("d")]);
    let after_list = read("- a\n\nb\n\n     c");
    assert_eq!(after_list[1..], [paragraph("b"), paragraph("c")]);
}

#[test]
fn headings_have_the_levels_of_what_is_above_them_and_leave_none_out() {
    use Level::{First, Second};
    let levels = |source: &str| -> Vec<Level> {
        let level = |block: Block| if let Block::Heading(level, _) = block { level } else { panic!("{block:?}") };
        read(source).into_iter().map(level).collect()
    };
    assert_eq!(levels("# a\n## b\n# c"), [First, Second, First]);
    assert_eq!(levels("## a\n### b\n## c\n# d\n## e"), [First, Second, First, First, Second]);
    assert_eq!(levels("# a\n#### b\n## c"), [First, Second, Second]);
    assert_eq!(levels("a\n=\nb\n-"), [First, Second]);
    assert_eq!(wrong("# a\n## b\n\n### c")[..], [(4, "### c".to_owned(), ProseFault::HeadingDepth)]);
}

#[test]
fn links_lead_to_web_pages_and_mailboxes_and_keep_their_words() {
    assert_eq!(
        read("See [the **treaty**](https://un.example/a_(b)?c=d&e#f)."),
        [Block::Paragraph(vec![
            text("See "),
            Link(super::Link {
                target: LinkTarget::parse("https://un.example/a_(b)?c=d&e#f").unwrap(),
                text: vec![text("the "), Strong(vec![text("treaty")])],
            }),
            text("."),
        ])]
    );
    assert_eq!(read("<https://un.example>"), [Block::Paragraph(vec![link("https://un.example", "https://un.example")])]);
    assert_eq!(read("<us@un.example>"), [Block::Paragraph(vec![link("us@un.example", "mailto:us@un.example")])]);
    for target in [
        "HTTP://un.example:8080",
        "mailto:us@un.example?subject=Hello%20there",
        "https://مثال.example/صفحة",
        "https://a-b.co.test",
    ] {
        assert_eq!(read(&format!("[x]({target})")), [Block::Paragraph(vec![link("x", target)])]);
    }
}

#[test]
fn a_bare_address_is_a_link_without_the_signs_around_it() {
    let cases = [
        ("see https://un.example/a.", vec![text("see "), link("https://un.example/a", "https://un.example/a"), text(".")]),
        ("(http://un.example/b_(c))", vec![text("("), link("http://un.example/b_(c)", "http://un.example/b_(c)"), text(")")]),
        ("«https://un.example», x", vec![text("«"), link("https://un.example", "https://un.example"), text("», x")]),
        ("**https://un.example/\\*a**", vec![Strong(vec![link("https://un.example/*a", "https://un.example/*a")])]),
        ("[see https://a.example](https://b.example)", vec![link("see https://a.example", "https://b.example")]),
        ("xhttps://un.example https:// https://nowhere", vec![text("xhttps://un.example https:// https://nowhere")]),
        ("h", vec![text("h")]),
    ];
    for (source, inlines) in cases {
        assert_eq!(read(source), [Block::Paragraph(inlines)], "{source}");
    }
}

#[test]
fn links_that_run_something_or_hide_where_they_lead_are_refused() {
    use ProseFault::{LinkAddress, LinkScheme};
    for (target, fault) in [
        ("javascript:alert(1)", LinkScheme),
        ("JaVaScRiPt:alert(1)", LinkScheme),
        ("&#106;avascript:alert(1)", LinkScheme),
        ("javascript&colon;alert(1)", LinkScheme),
        ("java&Tab;script:alert(1)", LinkScheme),
        ("java&#10;script:alert(1)", LinkScheme),
        ("&#1;javascript:alert(1)", LinkScheme),
        ("<&#32;javascript:alert(1)>", LinkScheme),
        ("data:text/html,x", LinkScheme),
        ("vbscript:x", LinkScheme),
        ("file:///etc/passwd", LinkScheme),
        ("ftp://un.example", LinkScheme),
        ("//un.example", LinkScheme),
        ("/desk", LinkScheme),
        ("#top", LinkScheme),
        ("www.un.example", LinkScheme),
        ("", LinkScheme),
        ("&#32;https://un.example", LinkScheme),
        ("https:un.example", LinkAddress),
        ("https:/un.example", LinkAddress),
        ("https:///un.example", LinkAddress),
        ("https://localhost", LinkAddress),
        ("https://un..example", LinkAddress),
        ("https://un.example:x", LinkAddress),
        ("https://bank.example@other.example", LinkAddress),
        ("https://bank.example&#92;@other.example", LinkAddress),
        ("https://bank.example\\\\x", LinkAddress),
        ("https://un.example/&#x202E;gpj", LinkAddress),
        ("https://un.example/&ZeroWidthSpace;", LinkAddress),
        ("https://un.example/&#xE000;", LinkAddress),
        ("https://un.example/&quot;onclick=", LinkAddress),
        ("<https://un.example/a b>", LinkAddress),
        ("mailto:", LinkAddress),
        ("mailto:us", LinkAddress),
        ("mailto:a@un.example,b@un.example", LinkAddress),
        ("mailto:us@un.example?subject=a&#13;&#10;Bcc:x", LinkAddress),
    ] {
        assert_eq!(fault_of(&format!("[words]({target})")), fault, "{target}");
    }
    for source in ["<javascript:alert(1)>", "<data:text/html,x>", "<tel:12>"] {
        assert_eq!(fault_of(source), LinkScheme, "{source}");
    }
}

#[test]
fn what_is_not_read_is_named_with_its_line_and_what_it_is() {
    let picture = format!("![x](artwork:{ID})");
    let (beside, in_list, titled, no_words) =
        (format!("{picture} b"), format!("- {picture}"), format!("![x](artwork:{ID} \"t\")"), format!("![ ](artwork:{ID})"));
    for (source, fault) in [
        ("<script>alert(1)</script>", ProseFault::Html),
        ("a <b onclick=x>b</b> c", ProseFault::Html),
        ("<img src=x onerror=alert(1)>", ProseFault::Html),
        ("<svg><a xlink:href='javascript:x'>y</a></svg>", ProseFault::Html),
        ("a <!-- b --> c", ProseFault::Html),
        ("<!-- a\nb -->", ProseFault::Html),
        ("<name>", ProseFault::Html),
        ("a `b` c", ProseFault::Code),
        ("```\n<b>\n```", ProseFault::Code),
        ("~~~", ProseFault::Code),
        ("- a\n\n      b", ProseFault::Indented),
        ("a|b\n-|-\n<b>|d", ProseFault::Table),
        ("[**<b>**](https://un.example)", ProseFault::Html),
        ("a\n\n***", ProseFault::Rule),
        ("#", ProseFault::HeadingEmpty),
        ("- # a", ProseFault::HeadingInside),
        ("> a\n> ===", ProseFault::HeadingInside),
        ("[](https://un.example)", ProseFault::LinkEmpty),
        ("[&nbsp;](https://un.example)", ProseFault::LinkEmpty),
        ("[a](https://un.example 'b')", ProseFault::LinkTitle),
        ("[a]: https://un.example", ProseFault::LinkApart),
        ("see [a]\n\n[a]: https://un.example", ProseFault::LinkApart),
        ("![a](https://un.example/b.png)", ProseFault::PictureElsewhere),
        ("![a](data:image/svg+xml,x)", ProseFault::PictureElsewhere),
        ("![a](artwork:0a)", ProseFault::PictureElsewhere),
        (&beside, ProseFault::PictureBeside),
        (&in_list, ProseFault::PictureBeside),
        (&titled, ProseFault::LinkTitle),
        (&no_words, ProseFault::PictureText),
        ("a&#x202E;b", ProseFault::Entity),
        ("a&#0;b", ProseFault::Entity),
        ("a&NewLine;b", ProseFault::Entity),
        ("a&#xF0B7;b", ProseFault::Entity),
    ] {
        assert_eq!(fault_of(source), fault, "{source}");
    }
    let two: Vec<_> = wrong(&format!("{picture}\n{picture}")).into_iter().map(|(line, _, fault)| (line, fault)).collect();
    assert_eq!(two, [(1, ProseFault::PictureBeside), (2, ProseFault::PictureBeside)]);
    let note = wrong("a[^1] b\n\n[^1]: c");
    assert_eq!(note, [(1, "[^1]".to_owned(), ProseFault::Footnote), (3, "[^1]: c".to_owned(), ProseFault::Footnote)]);
}

#[test]
fn several_problems_are_listed_by_line_as_their_writer_counts_them() {
    let source = "\r\n\r\na <b>c</b> [d](x) [e](y)\r\n\r\n[f]: z\r\n\r\n- <i>g\r\n- `h`";
    let found: Vec<_> = wrong(source).into_iter().map(|(line, near, _)| (line, near)).collect();
    let expected = [(3, "<b>"), (3, "[d](x)"), (3, "[e](y)"), (5, "[f]: z"), (7, "<i>"), (8, "`h`")];
    assert_eq!(found, expected.map(|(line, near)| (line, near.to_owned())));
}

#[test]
fn no_more_problems_are_listed_than_a_person_can_read_and_none_is_long() {
    let many = wrong(&"<b>\n\n[x](y)\n\n".repeat(900));
    assert_eq!((many.len(), many[19].0), (Prose::PROBLEMS_MAX, 39));
    let long = wrong(&format!("[{}](y)", "x".repeat(9_000)));
    assert_eq!(long[0].1.chars().count(), 41);
}

#[test]
fn unseen_characters_and_too_long_a_text_are_refused_as_everywhere() {
    let one = |source: &str| match Prose::parse(source).unwrap_err().as_slice() {
        [Problem::Text(error)] => error.clone(),
        other => panic!("{other:?}"),
    };
    assert!(matches!(one("a\nb\u{202E}c"), TextError::Unseen(_)));
    assert!(matches!(one("a\u{FFFD}"), TextError::Lost(_)));
    assert_eq!(one(&"é".repeat(20_003)), TextError::TooLong { limit: 20_000, over: 3 });
    assert!(Prose::parse(&"é".repeat(20_000)).is_ok());
    assert_eq!(read("\u{FEFF}Cafe\u{301}\u{97}a"), [paragraph("Café—a")]);
}

#[test]
fn what_nests_without_end_is_refused_and_needs_no_stack() {
    for mark in ["> ", ">", "- ", "1. "] {
        let deep = mark.repeat(Prose::MAX / mark.len() - 1) + "x";
        assert_eq!(fault_of(&deep), ProseFault::Nesting, "{mark}");
    }
    let within = "*a **b ".repeat(20) + &"c** d* ".repeat(20);
    assert_eq!(fault_of(&within), ProseFault::Nesting);
    let six = |inner: &str| format!("> - > - **[{inner}](https://un.example)**");
    assert_eq!(read(&six("x")).len(), 1);
    assert_eq!(fault_of(&six("*x*")), ProseFault::Nesting);
}

/// What makes readers of Markdown slow.
const ENDLESS: [&str; 30] = [
    ">",
    "> ",
    "[",
    "]",
    "![",
    "](",
    "[a](",
    "[a](https://un.example/",
    "*",
    "**a ",
    "a**b",
    "*a_ ",
    "_",
    "__a ",
    "`",
    "``a",
    "<",
    "<a ",
    "<!--",
    "&",
    "&#1",
    "\\",
    "- ",
    "-\n",
    "> a\n",
    "a\n=\n",
    "|-\n",
    "[^",
    "https://",
    "h",
];

#[test]
fn marks_without_end_are_read_or_refused() {
    for mark in ENDLESS {
        let source = mark.repeat(Prose::MAX / mark.len());
        if let Ok(prose) = Prose::parse(&source) {
            assert_eq!(prose.source(), source.trim(), "{mark:?}");
        }
    }
}

#[test]
fn five_megabytes_are_refused_before_anything_of_them_is_read() {
    for mark in [">", "[", "*", "\u{301}"] {
        let found = Prose::parse(&mark.repeat(5_000_000 / mark.len()));
        assert!(matches!(found.as_ref().map_err(Vec::as_slice), Err([Problem::Text(TextError::TooLong { .. })])), "{mark:?}");
    }
}

#[test]
fn the_text_for_mails_has_bullets_numbers_and_addresses() {
    let source = format!(
        "# Why\n\nAsk [them](https://un.example/a), <us@un.example> or\nhttps://un.example.\n\n9. one\n10. two\n    - *in* it\n    - [x](mailto:us@un.example?subject=y)\n\n> said\n>\n> twice\n\n![A field](artwork:{ID})"
    );
    let expected = "Why\n\nAsk them (https://un.example/a), us@un.example or\nhttps://un.example.\n\n9. one\n10. two\n    • in it\n    • x (us@un.example)\n\n> said\n>\n> twice\n\n[A field]";
    assert_eq!(Prose::parse(&source).unwrap().to_text(), expected);
}

#[test]
fn pictures_are_those_of_the_campaign_and_are_listed() {
    let prose = Prose::parse(&format!("a\n\n![A *field*\nof poppies](artwork:{ID})\n\nb")).unwrap();
    let picture = Picture {
        artwork: ArtworkId::parse(ID).unwrap(),
        alternative_text: AlternativeText::parse("A field of poppies").unwrap(),
    };
    assert_eq!(prose.pictures().collect::<Vec<_>>(), [&picture.artwork]);
    assert_eq!(prose.blocks()[1], Block::Picture(picture));
}

#[test]
fn it_is_stored_as_its_source_and_an_unreadable_one_is_an_error() {
    let prose = Prose::parse("\n\n  a **b** \r\n\n- c\n").unwrap();
    assert_eq!(prose.source(), "a **b**\n\n- c");
    let json = serde_json::to_string(&prose).unwrap();
    assert_eq!(json, r#""a **b**\n\n- c""#);
    assert_eq!(serde_json::from_str::<Prose>(&json).unwrap(), prose);
    let error = serde_json::from_str::<Prose>(r#""a\n\n<b>x""#).unwrap_err().to_string();
    assert!(error.starts_with("Line 3, “<b>”: HTML is not read here."), "{error}");
    assert_eq!(Prose::parse(" \n").unwrap(), Prose::default());
    assert!(Prose::default().is_empty());
}

#[test]
fn plain_paragraphs_become_markdown_with_few_backslashes() {
    let paragraphs = [
        "In 2008, 107 states (of 195) said: no – never. R&D snake_case #hash -5 +1.",
        "1986. A *year* & [x](y)\n- z",
        "&amp; <b>",
    ];
    let prose = Prose::from_paragraphs(&paragraphs.map(str::to_owned)).unwrap();
    let expected = format!("{}\n\n{}\n\n{}", paragraphs[0], "1986\\. A \\*year\\* & \\[x](y)\n\\- z", "\\&amp; \\<b>");
    assert_eq!(prose.source(), expected);
    assert_eq!(prose.to_text(), paragraphs.join("\n\n"));
}
