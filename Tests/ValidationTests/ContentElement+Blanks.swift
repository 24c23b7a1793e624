// Elements without what pretty printing put between them.

import Messages
import XML

@testable import Validation

extension ContentElement {
    /// The same without white space where the schema lets only elements stand.
    func withoutBlanks(_ projection: Projection) -> ContentElement {
        withoutBlanks(projection, type: projection.root.type)
    }

    private func withoutBlanks(_ projection: Projection, type declared: Int) -> ContentElement {
        var element = self
        let chosen = typeName.flatMap { projection.globals.types[MemberName.clark($0.namespace[...], $0.name[...])] }
        let type = chosen ?? declared
        let isNil = attributes.contains { $0.name.elementsEqual("nil".utf8) }
        let isBlank = text.allSatisfy { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
        if projection.types[type].content == .elements, isBlank, !isNil { element.text = [] }
        element.children = children.map { child in
            let meaning = projection.meaning(child.name[...], namespace: child.namespace[...], under: type)
            return child.withoutBlanks(projection, type: meaning.type)
        }
        // The prefixes of type names are gone.
        element.attributes = attributes.map { attribute in
            var attribute = attribute
            if typeName != nil, attribute.name.elementsEqual("type".utf8), !attribute.namespace.isEmpty {
                attribute.value = []
            }
            return attribute
        }
        return element
    }
}
