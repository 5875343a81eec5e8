"""What the same postcard costs with the PDF makers of the field: two sides of 6 x 4 in, fonts embedded, 113 words.

    python cards.py SERIF.otf SANS.ttf [DIR]

The words, the boxes and the fonts are those of `server/paper/examples/paper_cost.rs`, which writes the fonts with
`--fonts DIR`. With DIR the cards are written there, to be looked at. Each library is used as its manual says, warmed up first, and makes another letter each time, as letters are; a line of
the table comes out for each.
"""

import io
import statistics
import sys
import time
from xml.sax.saxutils import escape

SERIF, SANS = sys.argv[1:3]
RUNS = 15

MESSAGE = [
    "Your Excellency,",
    "I write from Ridgeview, Ohio. Mines laid decades ago still take a leg or a life every day, most often a farmer’s or "
    "a child’s. One hundred and sixty states have given them up for good. Your country has not yet acceded to the Mine "
    "Ban Treaty, and I ask you, with respect, to put it on your government’s agenda this year.",
    "My class has read about deminers in Łódź, İstanbul, Αθήνα and Київ who find in a day what a minute has hidden. It can "
    "be finished. Every state that joins makes it nearer, and yours would be heard in its whole region.",
    "Thank you for reading this card.",
    "Respectfully,\nAda Sample {number}",
]
ADDRESS = ["THE AMBASSADOR OF EXAMPLIA", "EMBASSY OF EXAMPLIA", "1600 SAMPLE AVENUE NW", "WASHINGTON, DC 20008"]
SENDER = ["Ada Sample", "12 Sample Street", "Ridgeview, OH 43999"]
TITLE, LINE, URL = "Give up landmines for good", "One hundred and sixty states have. Yours can be next.", "postbag.example/c/mines"
# In points, from the top left: message, address, return address; and the stripes of the picture side.
WIDTH, HEIGHT = 432, 288
STRIPES = [(18 + 29 * n, n % 2) for n in range(13)]
COLOURS = [(0.77, 0.15, 0.17), (0.13, 0.29, 0.56)]


def message(number):
    return [paragraph.replace("{number}", str(number)) for paragraph in MESSAGE]


def reportlab():
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import Frame, Paragraph, Spacer

    # It reads no OpenType with PostScript outlines: the sans stands for the serif.
    pdfmetrics.registerFont(TTFont("Sans", SANS))
    body = ParagraphStyle("body", fontName="Sans", fontSize=7, leading=8.4)
    title = ParagraphStyle("title", fontName="Sans", fontSize=40, leading=44)

    def make(number):
        out = io.BytesIO()
        canvas = Canvas(out, pagesize=(WIDTH, HEIGHT))
        flow = []
        for paragraph in message(number):
            flow += [Paragraph(escape(paragraph).replace("\n", "<br/>"), body), Spacer(1, 4)]
        frame = Frame(19, 45, 188, 180, 0, 0, 0, 0)
        frame.addFromList(flow, canvas)
        assert not flow, "the message does not fit"
        canvas.setFont("Sans", 9)
        for n, line in enumerate(ADDRESS):
            canvas.drawString(225, 150 - 12 * n, line)
        canvas.setFont("Sans", 7.5)
        for n, line in enumerate(SENDER):
            canvas.drawString(19, 262 - 9.5 * n, line)
        canvas.showPage()
        for top in (18, 260):
            for left, colour in STRIPES:
                canvas.setFillColorRGB(*COLOURS[colour])
                path = canvas.beginPath()
                path.moveTo(left, top)
                path.lineTo(left + 18, top)
                path.lineTo(left + 24, top + 10)
                path.lineTo(left + 6, top + 10)
                canvas.drawPath(path, stroke=0, fill=1)
        Frame(20, 60, 390, 190, 0, 0, 0, 0).addFromList([Paragraph(TITLE, title), Paragraph(LINE, body)], canvas)
        canvas.drawString(20, 40, URL)
        canvas.showPage()
        canvas.save()
        return out.getvalue()

    return make


def html(number):
    stripes = "".join(
        f'<polygon points="{left},{top + 10} {left + 18},{top + 10} {left + 24},{top} {left + 6},{top}" '
        f'fill="rgb({",".join(str(round(part * 255)) for part in COLOURS[colour])})"/>'
        for top in (18, 260)
        for left, colour in STRIPES
    )
    words = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in message(number))
    return f"""<html lang=en><meta charset=utf-8><style>
      @font-face {{ font-family: Se; src: url(file://{SERIF}) }} @font-face {{ font-family: Sa; src: url(file://{SANS}) }}
      @page {{ size: {WIDTH}pt {HEIGHT}pt; margin: 0 }} section {{ position: relative; width: {WIDTH}pt; height: {HEIGHT}pt; page-break-after: always }}
      div, svg {{ position: absolute }} p {{ margin: 0 0 4pt; white-space: pre-line }}
      .m {{ left: 19pt; top: 63pt; width: 188pt; font: 8pt/1.22 Se }} .a {{ left: 225pt; top: 138pt; font: 9pt/1.3 Sa }}
      .s {{ left: 19pt; top: 18pt; font: 7.5pt/1.25 Sa }} h1 {{ font: 40pt/1.06 Se; margin: 0 }}
    </style><section><div class=m>{words}</div><div class=a>{"<br>".join(ADDRESS)}</div><div class=s>{"<br>".join(SENDER)}</div></section>
    <section><svg width={WIDTH}pt height={HEIGHT}pt viewBox="0 0 {WIDTH} {HEIGHT}">{stripes}</svg>
    <div style="left:20pt;top:50pt;width:390pt"><h1>{TITLE}</h1><p style="font: 14pt Se">{LINE}</p></div>
    <div style="left:20pt;top:240pt;font:9pt Sa">{URL}</div></section></html>"""


def weasyprint():
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    return lambda number: HTML(string=html(number), base_url="/").write_pdf(font_config=fonts)


def typst():
    import os
    import tempfile

    import typst as compiler

    def quote(text):
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'

    def place(x, y, width, content):
        return f"#place(top + left, dx: {x}pt, dy: {y}pt, block(width: {width}pt, [{content}]))\n"

    def text(font, size, words):
        return f'#text(font: "{font}", size: {size}pt, {quote(words)})'

    stripes = "".join(
        f"#place(top + left, polygon(fill: rgb({','.join(f'{round(part * 255)}' for part in COLOURS[colour])}), "
        f"({left}pt, {top + 10}pt), ({left + 18}pt, {top + 10}pt), ({left + 24}pt, {top}pt), ({left + 6}pt, {top}pt)))\n"
        for top in (18, 260)
        for left, colour in STRIPES
    )

    def source(number):
        return (
            f"#set page(width: {WIDTH}pt, height: {HEIGHT}pt, margin: 0pt)\n#set par(leading: 0.3em, spacing: 0.9em)\n"
            + place(19, 63, 188, "\n\n".join(text("Libertinus Serif", 8, paragraph) for paragraph in message(number)))
            + place(225, 138, 180, " #linebreak() ".join(text("Noto Sans", 9, line) for line in ADDRESS))
            + place(19, 18, 200, " #linebreak() ".join(text("Noto Sans", 7.5, line) for line in SENDER))
            + "#pagebreak()\n"
            + stripes
            + place(20, 50, 390, text("Libertinus Serif", 40, TITLE) + "\n\n" + text("Libertinus Serif", 14, LINE))
            + place(20, 240, 390, text("Noto Sans", 9, URL))
        )

    path = os.path.join(tempfile.mkdtemp(), "card.typ")
    made = None

    def make(number):
        nonlocal made
        with open(path, "w", encoding="utf-8") as file:
            file.write(source(number))
        # The fonts are read once.
        made = made or compiler.Compiler(path, font_paths=[os.path.dirname(SERIF)], ignore_system_fonts=True)
        return made.compile(format="pdf")

    return make


def fpdf2():
    from fpdf import FPDF

    def make(number):
        pdf = FPDF(unit="pt", format=(HEIGHT, WIDTH), orientation="L")
        pdf.set_margin(0)
        pdf.set_auto_page_break(False)
        pdf.add_font("Se", fname=SERIF)
        pdf.add_font("Sa", fname=SANS)
        pdf.add_page()
        pdf.set_font("Se", size=8)
        pdf.set_xy(19, 63)
        pdf.multi_cell(188, 9.76, "\n\n".join(message(number)))
        pdf.set_font("Sa", size=9)
        for n, line in enumerate(ADDRESS):
            pdf.text(225, 147 + 12 * n, line)
        pdf.set_font("Sa", size=7.5)
        for n, line in enumerate(SENDER):
            pdf.text(19, 26 + 9.5 * n, line)
        pdf.add_page()
        for top in (18, 260):
            for left, colour in STRIPES:
                pdf.set_fill_color(*(round(part * 255) for part in COLOURS[colour]))
                pdf.polygon([(left, top + 10), (left + 18, top + 10), (left + 24, top), (left + 6, top)], style="F")
        pdf.set_font("Se", size=40)
        pdf.set_xy(20, 50)
        pdf.multi_cell(390, 44, TITLE)
        pdf.set_font("Se", size=14)
        pdf.text(20, 160, LINE)
        pdf.set_font("Sa", size=9)
        pdf.text(20, 250, URL)
        return bytes(pdf.output())

    return make


for name, library in [("ReportLab", reportlab), ("WeasyPrint", weasyprint), ("Typst", typst), ("fpdf2", fpdf2)]:
    make = library()
    cards = [make(number) for number in range(3)]
    for directory in sys.argv[3:]:
        with open(f"{directory}/{name}.pdf", "wb") as file:
            file.write(cards[0])
    size = len(cards[0])
    times = []
    for number in range(RUNS):
        started = time.perf_counter()
        make(1000 + number)
        times.append((time.perf_counter() - started) * 1000)
    print(f"the same postcard with {name} |  | {statistics.median(times):.1f} ms, {size / 1000:.1f} KB", flush=True)
