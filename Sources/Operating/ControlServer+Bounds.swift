extension ControlServer {
    /// What is bounded.
    public struct Bounds: Sendable {
        /// So many connections of one account at a time.
        public var perAccount = 16
        /// So many at a time in all.
        public var connections = 128
        /// So many of them at a time of which it is not known yet whether they may ask.
        public var unknown = 64
        /// How long it may take to find that out, in nanoseconds.
        public var lookup: Int64 = 3_000_000_000
        /// How long a request may take to come, in nanoseconds.
        public var request: Int64 = 5_000_000_000
        /// How long it may take to be answered, or until there is the next piece of an answer.
        public var answer: Int64 = 30_000_000_000
        /// How long an answer may take to be fetched, or a piece of one.
        public var fetch: Int64 = 30_000_000_000

        /// The usual ones.
        public init() {}
    }
}
