// SHA-256 against the published examples (FIPS 180-4, NIST's example values), and in pieces of every size.

@testable import Messages
import XCTest

final class SHA256Tests: XCTestCase {
    private func hex(_ bytes: some Sequence<UInt8>) -> String { text(Digest(of: bytes)) }

    private func text(_ digest: Digest) -> String { String(decoding: digest.hexadecimal, as: UTF8.self) }

    func testTheProcessorsInstructionsSayWhatPlainSwiftSays() throws {
        try XCTSkipUnless(SHA256.hasInstructions, "this processor has none")  // reason: nothing to compare
        var bytes: [UInt8] = []
        for count in 0..<300 {
            var (quick, plain) = (SHA256(), SHA256(plainly: true))
            // In two pieces, so that a block begins in the first and ends in the second.
            for part in [bytes[..<(count / 3)], bytes[(count / 3)...]] {
                quick.update(Array(part).span)
                plain.update(Array(part).span)
            }
            XCTAssertEqual(quick.finish(), plain.finish(), "\(count)")
            bytes.append(UInt8(truncatingIfNeeded: count &* 151 &+ 7))
        }
    }

    func testNothing() {
        XCTAssertEqual(hex([]), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    func testOneBlock() {
        XCTAssertEqual(hex("abc".utf8), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    func testTwoBlocks() {
        let message = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"
        XCTAssertEqual(hex(message.utf8), "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
    }

    func testFourBlocks() {
        let message =
            "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
            + "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu"
        XCTAssertEqual(hex(message.utf8), "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1")
    }

    func testAMillionLettersA() {
        var hash = SHA256()
        let piece = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000)
        for _ in 0..<1_000 { hash.update(piece.span) }
        XCTAssertEqual(text(hash.finish()), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    func testBytesOfEveryValue() {
        XCTAssertEqual(
            hex((0...255).map { UInt8($0) }), "40aff2e9d2d8922e47afd4648e6967497158785fbd1da870e7110266bf944880")
    }

    func testLengthsAroundTheEndOfABlock() {
        // The letter a, repeated, as `sha256sum` prints it.
        let known = [
            55: "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318",
            56: "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a",
            63: "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34",
            64: "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb",
            65: "635361c48bb9eab14198e76ea8ab7f1a41685d6ad62aa9146d301d4f17eb0ae0",
        ]
        for (length, digest) in known {
            XCTAssertEqual(hex([UInt8](repeating: UInt8(ascii: "a"), count: length)), digest, "\(length) bytes")
        }
    }

    func testEverySplitInTwoGivesTheSame() {
        let message = (0..<200).map { UInt8($0 * 7 % 256) }
        let whole = Digest(of: message)
        for split in 0...message.count {
            var hash = SHA256()
            hash.update(message.span.extracting(0..<split))
            hash.update(message.span.extracting(split..<message.count))
            XCTAssertEqual(hash.finish(), whole, "split at \(split)")
        }
    }

    func testPiecesOfEverySizeGiveTheSame() {
        let message = (0..<300).map { UInt8($0 * 11 % 256) }
        let whole = Digest(of: message)
        for size in 1...130 {
            var hash = SHA256()
            for start in stride(from: 0, to: message.count, by: size) {
                hash.update(message.span.extracting(start..<min(start + size, message.count)))
            }
            XCTAssertEqual(hash.finish(), whole, "pieces of \(size)")
        }
    }

    func testADigestReadsWhatItWrites() {
        let digest = Digest(of: "luova".utf8)
        XCTAssertEqual(Digest(hexadecimal: digest.hexadecimal), digest)
        XCTAssertEqual(Digest(hexadecimal: text(digest).uppercased().utf8), digest)
        XCTAssertEqual(digest.hexadecimal.count, 64)
    }

    func testWhatIsNoDigestIsNotRead() {
        let right = text(Digest(of: "luova".utf8))
        XCTAssertNil(Digest(hexadecimal: [UInt8]()))
        XCTAssertNil(Digest(hexadecimal: right.dropLast().utf8))
        XCTAssertNil(Digest(hexadecimal: (right + "0").utf8))
        XCTAssertNil(Digest(hexadecimal: (right.dropLast() + "g").utf8))
        XCTAssertNil(Digest(hexadecimal: Array(right.utf8.dropLast()) + [0xFF]))
    }

    func testDigestsOfDifferentContentDiffer() {
        XCTAssertNotEqual(Digest(of: "a".utf8), Digest(of: "b".utf8))
        XCTAssertEqual(Set([Digest(of: "a".utf8), Digest(of: "a".utf8), Digest(of: "b".utf8)]).count, 2)
    }
}
