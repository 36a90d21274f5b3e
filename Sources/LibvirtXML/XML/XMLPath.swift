/// Where a value lives below an element: `source/@file` is an attribute, `os/type` an element's text, `.` the element's own text.
package struct XMLPath: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    let steps: [String]
    let attribute: String?
    package let description: String

    package init(stringLiteral path: String) {
        let parts = path == "." ? [] : path.split(separator: "/").map(String.init)
        description = path
        if let last = parts.last, last.hasPrefix("@") {
            attribute = String(last.dropFirst())
            steps = Array(parts.dropLast())
        } else {
            attribute = nil
            steps = parts
        }
    }

    /// The element itself, not one of its attributes or children.
    var isOwnText: Bool { steps.isEmpty && attribute == nil }

    /// The elements that hold the last one: empty for a path of one step.
    var parents: ArraySlice<String> { steps.dropLast() }

    var lastStep: String { steps.last ?? "" }

    /// The same value seen from the element of the last step.
    var attributeOfLastStep: XMLPath { XMLPath(attribute: attribute) }

    private init(attribute: String?) {
        steps = []
        self.attribute = attribute
        description = attribute.map { "@" + $0 } ?? "."
    }
}
