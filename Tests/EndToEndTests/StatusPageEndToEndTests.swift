// The status page in a real browser, with real traffic behind it: what it shows, and how it looks.

import Files
import Foundation
import Support
import XCTest

final class StatusPageEndToEndTests: XCTestCase {
    private static let rows = """
        <partner id="alice" receipts="all"/>
        <system id="bob"/>
        <system id="office-of-reimbursements"><program path="missing" retry="1h"/></system>
        <contract id="note" schema="note.xsd" root="{urn:test:note}Note" message-id="Id" sender="Sender"/>
        <agreement id="A-1" partner="alice" from="2020-01-01" until="UNTIL"/>
        <route id="alice-bob" from="alice" message="note" to="bob office-of-reimbursements" syntax="xml json"
               agreement="A-1"/>
        """

    private var playground: Playground!
    private var browser: Browser!
    private var page: String { playground.folder.path(of: "page.html") }

    override func setUpWithError() throws {
        playground = try Playground()
        guard let path = Browser.path else {
            throw XCTSkip("there is no chromium")  // reason: needs what the system lacks
        }
        browser = Browser(path, in: playground.folder)
    }

    override func tearDown() { playground.remove() }

    /// A page about files of all outcomes: accepted, refused for three reasons, and duplicate; and about an agreement that
    /// ends in 40 days.
    private func writePage() throws {
        try playground.write(rows: Self.rows, until: 40)
        try playground.dropAllOutcomes()
        try playground.drain()
        // The second process has decided nothing: all that it shows is out of the ledger.
        let (code, _, error) = try playground.luova(
            ["run", "--routes", playground.routes, "--spool", playground.spool, "--drain", "--status-page", page])
        XCTAssertEqual(code, 0, error)
    }

    func testItShowsWhatTheLedgerSays() throws {
        try writePage()
        let document = try browser.document("file://\(page)")
        func shown(_ name: String) -> String? {
            document.firstMatch(of: try! Regex("<dd id=\"\(name)\">([^<]*)</dd>"))  // reason: a pattern of our own
                .flatMap { $0.output[1].substring.map(String.init) }
        }
        func count(_ event: String) throws -> String { String(try playground.events(event).count) }
        XCTAssertEqual(shown("accepted"), try count("accepted"))
        XCTAssertEqual(shown("refused"), try count("refused"))
        XCTAssertEqual(shown("duplicates"), try count("duplicate"))
        XCTAssertEqual(shown("waiting"), "9")
        let words = document.replacing(/<[^>]*>/, with: " ").split(whereSeparator: \.isWhitespace).joined(
            separator: " ")
        XCTAssertTrue(words.contains("alice 9 5 1 0 none 2"), words)
        let reasons = Dictionary(grouping: try playground.events("refused")) { $0["reason"] as? String ?? "" }
        XCTAssertEqual(reasons["invalid"]?.count, 3)
        for (reason, events) in reasons { XCTAssertTrue(words.contains(" \(reason) \(events.count) 2"), reason) }
        let delivered = try count("delivered")
        XCTAssertTrue(words.contains("bob pickup folder \(delivered) 0"), words)
        XCTAssertTrue(words.contains("A-1 alice 2"), words)
        let bars = document.matches(of: /<path class="bars" d="([^"]+)"/).count
        XCTAssertEqual(bars, 2, "what was accepted and what was refused has bars")
    }

    /// What a script of a test's own finds, loaded beside the page: `answer` is called with it.
    private func found(_ script: String, by name: String) throws -> [String: Double] {
        let html = """
            <!DOCTYPE html><meta charset="utf-8"><body><pre id="answer"></pre><script>
            function answer(object) { document.getElementById("answer").textContent = JSON.stringify(object) }
            \(script)
            </script></body>
            """
        try playground.folder.write(html, to: "\(name).html")
        let document = try browser.document("file://\(playground.folder.path(of: "\(name).html"))")
        let text = try XCTUnwrap(document.firstMatch(of: /<pre id="answer">([^<]*)<\/pre>/)?.output.1, document)
        return try XCTUnwrap(
            JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Double], "it found nothing: \(document)")
    }

    /// The lightness of a picture's pixels, from 0 to 255, and how many colours there are, counted in steps of 16.
    private func look(_ width: Int, isDark: Bool) throws -> (lightness: Double, colours: Double) {
        let name = "\(width)-\(isDark)"
        let path = playground.folder.path(of: "\(name).png")
        try browser.picture("file://\(page)", width: width, height: 1_000, isDark: isDark, at: path)
        let found = try found(
            """
            const image = new Image();
            image.src = "\(name).png";
            // The page is loaded when its picture is.
            document.body.append(image);
            window.addEventListener("load", () => {
              const canvas = document.createElement("canvas");
              canvas.width = image.naturalWidth; canvas.height = image.naturalHeight;
              const context = canvas.getContext("2d");
              context.drawImage(image, 0, 0);
              const data = context.getImageData(0, 0, canvas.width, canvas.height).data;
              const colours = new Set();
              let sum = 0;
              for (let place = 0; place < data.length; place += 4) {
                sum += (data[place] + data[place + 1] + data[place + 2]) / 3;
                colours.add((data[place] >> 4) << 8 | (data[place + 1] >> 4) << 4 | data[place + 2] >> 4);
              }
              answer({ lightness: sum / (data.length / 4), colours: colours.size, width: canvas.width });
            });
            """, by: "look-\(name)")
        XCTAssertEqual(found["width"], Double(width))
        return (try XCTUnwrap(found["lightness"]), try XCTUnwrap(found["colours"]))
    }

    func testItIsLightOrDarkAsItsReaderWantsItNarrowOrWide() throws {
        try writePage()
        for width in [360, 1_280] {
            let light = try look(width, isDark: false)
            let dark = try look(width, isDark: true)
            XCTAssertGreaterThan(light.lightness, 200, "\(width)")
            XCTAssertLessThan(dark.lightness, 70, "\(width)")
            // Text, tiles, bars, a state: a blank picture has one colour.
            XCTAssertGreaterThan(light.colours, 20, "\(width)")
            XCTAssertGreaterThan(dark.colours, 20, "\(width)")
        }
    }

    func testNothingOfItStandsOutOfANarrowScreenButTablesThatCanBeMoved() throws {
        try writePage()
        for width in [360, 768, 1_280] {
            let found = try found(
                """
                const frame = document.createElement("iframe");
                frame.style = "border: 0; width: \(width)px; height: 800px";
                frame.src = "page.html";
                document.body.append(frame);
                window.addEventListener("load", () => {
                  const page = frame.contentDocument;
                  const out = [...page.body.querySelectorAll("*")].filter((element) =>
                    !element.closest(".scroll > *") && element.getBoundingClientRect().right > \(width) + 0.5);
                  const tables = [...page.querySelectorAll(".scroll")];
                  answer({ inner: page.documentElement.clientWidth, width: page.documentElement.scrollWidth,
                    out: out.length, tables: tables.length,
                    moved: tables.filter((table) => table.scrollWidth > table.clientWidth).length,
                    columns: getComputedStyle(page.querySelector(".tiles")).gridTemplateColumns.split(" ").length });
                });
                """, by: "frame-\(width)")
            XCTAssertEqual(found["width"], found["inner"], "\(width): it can be moved sideways")
            XCTAssertLessThanOrEqual(try XCTUnwrap(found["inner"]), Double(width))
            XCTAssertEqual(found["out"], 0, "\(width)")
            XCTAssertGreaterThan(try XCTUnwrap(found["tables"]), 3, "the page was not there")
            XCTAssertEqual(found["moved"] == 0, width > 1_000, "\(width): \(found["moved"] ?? -1) tables")
            XCTAssertGreaterThan(try XCTUnwrap(found["columns"]), 1, "\(width)")
        }
    }
}
