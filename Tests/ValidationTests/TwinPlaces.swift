// Where something stands, said so that both syntaxes say the same.

import Messages
import XML

@testable import Validation

/// Places in a message as positions among all children, whatever syntax they were told in.
enum TwinPlaces {
    static func local(_ step: Substring) -> Substring {
        step.split(separator: "}").last.flatMap { $0.split(separator: ":").last } ?? step
    }

    /// The place of `/A/B[2]/@c` in a tree, as positions among all children.
    static func place(ofPath path: String, in root: ContentElement) -> String {
        var current: ContentElement? = nil
        var place = ""
        for step in path.split(separator: "/") {
            if step.hasPrefix("@") { return place + "/\(step)" }
            let parts = step.split { $0 == "[" || $0 == "]" }
            guard let parent = current else {
                current = root
                continue
            }
            let position = parts.count > 1 ? Int(parts[1]) ?? 1 : 1
            let namesakes = parent.children.indices.filter {
                parent.children[$0].name.elementsEqual(parts[0].utf8)
            }
            guard position <= namesakes.count else { return path }
            place += "/\(namesakes[position - 1])"
            current = parent.children[namesakes[position - 1]]
        }
        return place
    }

    /// For each JSON Pointer to an element of a text, its place as positions among all children.
    static func places(_ text: [UInt8]) -> [String: String] {
        var scanner = JSONScanner()
        do { try scanner.scan(text.span, mostDepth: 10_000) } catch { return [:] }
        let tokens = scanner.tokens
        var found: [String: String] = [:]
        func name(_ item: Int) -> String { String(decoding: Placing.memberName(tokens[item], text), as: UTF8.self) }
        func walk(_ value: Int, _ pointer: String, _ place: String) {
            found[pointer] = place
            guard tokens[value].kind == .object else { return }
            var count = 0
            func items(_ array: Int, _ visit: (Int, Int) -> Void) {
                var item = array + 1
                var index = 0
                while item < tokens[array].next {
                    visit(item, index)
                    item = tokens[item].next
                    index += 1
                }
            }
            var item = value + 1
            while item < tokens[value].next {
                let member = name(item)
                let step = "\(pointer)/\(Placing.escaped(member))"
                if member == "#content" {
                    items(item + 1) { object, index in
                        walk(object + 2, "\(step)/\(index)/\(Placing.escaped(name(object + 1)))", "\(place)/\(index)")
                    }
                } else if !member.hasPrefix("@"), !member.hasPrefix("#") {
                    if tokens[item + 1].kind == .array {
                        items(item + 1) { object, index in
                            walk(object, "\(step)/\(index)", "\(place)/\(count)")
                            count += 1
                        }
                    } else {
                        walk(item + 1, step, "\(place)/\(count)")
                        count += 1
                    }
                }
                item = tokens[item + 1].next
            }
        }
        walk(2, "/\(name(1))", "")
        return found
    }
}
