// JSON messages: scanned, projected onto the contract's elements, and judged.

import Messages

private let sample = Array(
    #"{"Case":{"Left":1,"Amount":[1.50,null],"Id":"1","Hat":{"@register":"a","Size":"1 big"}}}"#.utf8)

/// One trial.
@_cdecl("LLVMFuzzerTestOneInput")
public func trial(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = fuzzed(start, count)
    var judge = Judge()
    let judgement = judge.examine(bytes, accepted: sample)
    // White space between the tokens of a message changes nothing but the places of its mistakes.
    if judgement.refusal == nil, judgement.syntax == .json {
        demand(judge.judge([0x20, 0x0A] + bytes + [0x0A]) == judgement, "white space changes the judgement")
    }
    return 0
}
