// How much of a long trial is played: a part that is chosen by a seed, more of it where LUOVA_ENDURANCE names a
// factor, and all of it where that says `full`.

import Files

/// The scale of trials that take long.
public enum Endurance {
    private static let wish = ProcessEnvironment.value("LUOVA_ENDURANCE") ?? "1"

    /// Whether the whole of each trial is played.
    public static let isFull = wish == "full"

    /// How much longer than usual a trial may take.
    public static let factor = isFull ? 100 : Int(wish) ?? 1

    /// The numbers from 1 to `all` that are tried: all of them, or some that a seed chooses.
    public static func chosen(of all: Int, short: Int, seed: UInt64) -> [Int] {
        if isFull || all <= short * factor { return Array(1...max(1, all)) }
        var numbers = SeededNumbers(seed: seed)
        return Array((1...all).shuffled(using: &numbers).prefix(short * factor)).sorted()
    }
}
