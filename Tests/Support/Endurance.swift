// How much of a long trial is played: a part that is chosen by a seed, or, where LUOVA_ENDURANCE says `full`,
// all of it.

import Files

/// The scale of trials that take long.
public enum Endurance {
    /// Whether the whole of each trial is played.
    public static let isFull = ProcessEnvironment.value("LUOVA_ENDURANCE") == "full"

    /// The numbers from 1 to `all` that are tried: all of them, or `short` that a seed chooses.
    public static func chosen(of all: Int, short: Int, seed: UInt64) -> [Int] {
        if isFull || all <= short { return Array(1...max(1, all)) }
        var numbers = SeededNumbers(seed: seed)
        return Array((1...all).shuffled(using: &numbers).prefix(short)).sorted()
    }
}
