// The routing table: any bytes as its one file.

import Files
import Routing

/// A folder with the table's file and a contract.
private let folder: String = {
    do {
        let folder = try ScratchFolder.make(in: ".build-fuzz", prefix: "table-")
        try WholeFile.write(try WholeFile.read("Tests/Fuzzing/contract.xsd"), to: "\(folder)/contract.xsd")
        return folder
    } catch {
        preconditionFailure("\(error); run it from the project's folder")
    }
}()

/// One trial.
@_cdecl("LLVMFuzzerTestOneInput")
public func trial(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = fuzzed(start, count)
    do {
        try WholeFile.write(bytes, to: "\(folder)/routes.xml")
        _ = try RoutingTable.load(folder: folder)
    } catch let error as ConfigurationProblems {
        demand(!error.problems.isEmpty, "a table that is wrong for no reason")
    } catch {
        preconditionFailure("\(error)")
    }
    return 0
}
