/// The names of the children of all open elements so far, one element's behind the other's. Which one of its name
/// an element is, is worked out of them only where somebody asks.
struct NameRuns {
    /// How often a name stood under one parent before another came, or, once runs were put together, at all.
    private struct Run: BitwiseCopyable {
        let name: UnsafePointer<UInt8>
        var count: Int
    }

    /// Beyond so many different names under one parent, positions are no longer counted.
    private static let mostCounted = 64
    /// More runs of one parent than this are put together.
    private static let mostRuns = 2 * mostCounted

    private var runs = PlainStack<Run>(capacity: 128)
    /// Where those of the open element begin.
    private(set) var first = 0

    func deallocate() { runs.deallocate() }

    /// Whether the open element has had a child.
    var hasSome: Bool { runs.count > first }

    mutating func reset() {
        runs.removeAll(above: 0)
        first = 0
    }

    /// Notes the name of a child of the open element. Names are interned, so that their addresses tell them apart.
    @inline(__always)
    mutating func count(_ name: UnsafePointer<UInt8>) {
        if runs.count > first, runs[runs.count - 1].name == name {
            runs.base[runs.count - 1].count += 1
        } else {
            if runs.count - first == NameRuns.mostRuns { join() }
            runs.append(Run(name: name, count: 1))
        }
    }

    /// The child that was noted last is the open element now.
    @inline(__always)
    mutating func open() { first = runs.count }

    /// The open element closes; its parent's runs begin there.
    @inline(__always)
    mutating func close(to parent: Int) {
        runs.removeAll(above: first)
        first = parent
    }

    /// Which one of its name an open element is: the last child so far of the parent whose runs are between two
    /// places, nil for the last. 0 where that is not counted.
    func position(of name: UnsafePointer<UInt8>, from first: Int, to end: Int?) -> Int {
        joined(first..<(end ?? self.first)).first { $0.name == name }?.count ?? 0
    }

    /// Puts the runs of the open element's children together, one for each name that is counted: memory is held
    /// for names, however many children take turns.
    @inline(never)
    private mutating func join() {
        let joined = joined(first..<runs.count)
        runs.removeAll(above: first)
        for run in joined { runs.append(run) }
    }

    /// The names that stood first under a parent, and how often each stood there.
    private func joined(_ range: Range<Int>) -> [Run] {
        var joined: [Run] = []
        for place in range {
            let run = runs[place]
            if let known = joined.firstIndex(where: { $0.name == run.name }) {
                joined[known].count += run.count
            } else if joined.count < NameRuns.mostCounted {
                joined.append(run)
            }
        }
        return joined
    }
}
