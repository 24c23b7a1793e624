import Files

/// The committed limits of `routing`: numbers that are the same on every machine.
///
/// A file with one JSON object of whole numbers: `routes` and `partners` say what table is asked, the others how many calls
/// for memory a hundred answers may cost.
struct RoutingLimits {
    /// Rows of the table.
    let routes: Int
    /// Partners of the table.
    let partners: Int
    /// For a hundred messages that may be sent.
    let permitted: Int
    /// For a hundred messages that may not.
    let refused: Int

    /// Reads a file.
    init(path: String) throws(Failure) {
        let bytes = try Failure.orFile { () throws(FileError) in try WholeFile.read(path, limit: 65_536) }
        let members = JudgeLimits.members(String(decoding: bytes, as: UTF8.self)) ?? [:]
        guard members.count == 4, let routes = members["routes"], let partners = members["partners"],
            (10...100_000).contains(routes), (1...routes).contains(partners),
            let permitted = members["permitted_allocations_of_100"], let refused = members["refused_allocations_of_100"]
        else {
            throw Failure(
                .data,
                "routing: \(path) is no object of routes, partners, permitted_allocations_of_100 and refused_allocations_of_100; correct it"
            )
        }
        self.routes = routes
        self.partners = partners
        self.permitted = permitted
        self.refused = refused
    }
}
