// What the fuzz targets share: the bytes that libFuzzer hands over, and messages judged against contract.xsd.

import Files
import Messages
import Validation

/// Ends the trial when something does not hold. Says so itself: an optimised program keeps no words for a trap.
func demand(_ holds: Bool, _ mistake: @autoclosure () -> String) {
    if holds { return }
    StandardStream.error.writeLine("found: \(mistake())")
    preconditionFailure()
}

/// The bytes of one trial.
func fuzzed(_ start: UnsafePointer<UInt8>?, _ count: Int) -> [UInt8] {
    Array(UnsafeBufferPointer(start: start, count: count))
}

/// Judges messages of the one contract.
struct Judge: ~Copyable {
    static let schema = "Tests/Fuzzing/contract.xsd"

    private static let contracts: ContractSet = {
        let description = Contract.Description(
            type: MessageType("case"), schemaPath: schema, folder: "Tests/Fuzzing", root: "{urn:luova:fuzzed}Case",
            fields: [.messageID: "Id", .created: "When", .sender: "@version"])
        do {
            return ContractSet([try Contract(description)])
        } catch {
            preconditionFailure("\(error); run it from the project's folder")
        }
    }()

    private static let limits: MessageLimits = {
        var limits = MessageLimits()
        limits.document.depth = 16
        limits.document.attributes = 12
        limits.document.text = 2_000
        return limits
    }()

    private var validator = Validator()

    mutating func judge(_ bytes: [UInt8]) -> Judgement {
        validator.judge(bytes + [0], count: bytes.count, contracts: Judge.contracts, limits: Judge.limits) { _ in true }
    }

    /// Judges bytes, and checks what holds of every message: the errors stand inside it, a message that was judged
    /// before changes nothing, and an accepted one that is cut is incomplete.
    mutating func examine(_ bytes: [UInt8], accepted sample: [UInt8]) -> Judgement {
        let judgement = judge(bytes)
        if let refusal = judgement.refusal {
            let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).count
            demand((1...MessageError.most).contains(refusal.errors.count), "\(refusal)")
            for error in refusal.errors { demand((1...lines).contains(error.line ?? 1), "\(error)") }
        } else {
            // Anywhere, but for the same bytes always in the same place.
            let cut = bytes.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFF } % bytes.count
            let reason = judge(Array(bytes[..<cut])).refusal?.reason
            demand([.incomplete, .empty, nil].contains(reason), "\(reason?.rawValue ?? "") when cut at \(cut)")
        }
        demand(judge(sample).refusal == nil, "a message that keeps its contract is refused after this one")
        demand(judge(bytes) == judgement, "judged otherwise the second time")
        return judgement
    }
}
