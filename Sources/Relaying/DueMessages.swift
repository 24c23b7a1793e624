import Messages

/// Messages that wait for one receiver's program, by the time when they are due: a binary heap. Those that
/// are due at the same time come out as they went in. Belongs to the programs queue.
struct DueMessages {
    private struct Entry {
        /// On the monotonic clock.
        var at: Int64
        var order: UInt64
        var message: WaitingMessage

        func isBefore(_ other: Entry) -> Bool { at != other.at ? at < other.at : order < other.order }
    }

    private var heap: [Entry] = []
    private var order: UInt64 = 0

    /// When the next one is due; nil when there is none.
    var nextDue: Int64? { heap.first?.at }

    /// How many there are.
    var count: Int { heap.count }

    /// Adds a message. O(log n).
    mutating func add(_ message: WaitingMessage, at due: Int64) {
        order += 1
        insert(Entry(at: due, order: order, message: message))
    }

    private mutating func insert(_ entry: Entry) {
        heap.append(entry)
        var place = heap.count - 1
        while place > 0, heap[place].isBefore(heap[(place - 1) / 2]) {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    /// Shows each, with the time when it is due, in no order.
    func visit(_ body: (_ at: Int64, _ message: WaitingMessage) -> Void) {
        for entry in heap { body(entry.at, entry.message) }
    }

    /// Takes out all, with the times when they are due.
    mutating func removeAll() -> [(at: Int64, message: WaitingMessage)] {
        defer { heap = [] }
        return all
    }

    /// All, with the times when they are due, in no order.
    var all: [(at: Int64, message: WaitingMessage)] { heap.map { ($0.at, $0.message) } }

    /// Takes out those that are wanted. O(n).
    mutating func remove(_ wanted: Set<DeliveryIdentifier>) -> [WaitingMessage] {
        guard heap.contains(where: { wanted.contains($0.message.delivery) }) else { return [] }
        let entries = heap
        heap = []
        var removed: [WaitingMessage] = []
        for entry in entries {
            if wanted.contains(entry.message.delivery) {
                removed.append(entry.message)
            } else {
                insert(entry)
            }
        }
        return removed
    }

    /// Makes all due at a time, in the order in which they were. O(n log n).
    mutating func hasten(to due: Int64) {
        let entries = heap.sorted { $0.isBefore($1) }
        heap = []
        for entry in entries { add(entry.message, at: min(entry.at, due)) }
    }

    /// Takes out the next one if it is due by then. O(log n).
    mutating func take(until now: Int64) -> WaitingMessage? {
        guard let first = heap.first, first.at <= now else { return nil }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var place = 0
        while true {
            let left = 2 * place + 1
            var least = place
            for child in [left, left + 1] where child < heap.count && heap[child].isBefore(heap[least]) {
                least = child
            }
            if least == place { return first.message }
            heap.swapAt(place, least)
            place = least
        }
    }
}
