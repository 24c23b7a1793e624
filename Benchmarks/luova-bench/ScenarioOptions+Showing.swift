import Files

// What the results of all scenarios begin and end with.
extension ScenarioOptions {
    /// Says what was measured on what, above a table.
    func begin(load: [String]) {
        StandardStream.output.writeLine(Machine().title)
        StandardStream.output.writeLine(
            "place: \(place.name); custody \(custodies.map(\.rawValue).joined(separator: ", "))")
        for line in load { StandardStream.output.writeLine(line) }
        StandardStream.output.writeLine("")
    }

    /// The head of the one object of a scenario.
    func object(_ scenario: String) -> JSONLine {
        var object = JSONLine()
        object.add("scenario", scenario)
        object.add("place", place.path)
        object.add("filesystem", place.fileSystem)
        if custodies.count == 1 { object.add("custody", custody.rawValue) }
        return object
    }

    /// Prints the one object of a scenario, the machine at its end.
    func show(_ object: JSONLine) {
        var object = object
        Machine().add(to: &object)
        StandardStream.output.writeLine(object.text)
    }
}
