import Files
import Routing

extension RoutingTable {
    /// Loads a table for a verb, and sets the process's time zone to the table's. Only before there is a
    /// second thread.
    static func loadForVerb(_ folder: String) throws(Failure) -> RoutingTable {
        let table: RoutingTable
        do throws(ConfigurationProblems) {
            table = try load(folder: folder)
        } catch {
            throw Failure(.configuration, lines: error.problems.map(\.description))
        }
        guard Clock.setTimeZone(table.settings.timeZone) else {
            throw Failure(.configuration, "the system knows no time zone '\(table.settings.timeZone)'; install tzdata")
        }
        return table
    }
}
