/// Why a text could not be read as the wanted document.
package enum XMLDecodingError: Error, Hashable, Sendable {
    /// Not well-formed, or something refused on purpose (document types, unknown entities). `line` counts from 1.
    case malformed(XMLSyntaxProblem, line: Int)
    case unexpectedRoot(wanted: String, found: String)
    case missing(path: String, in: String)
    /// The value at the path is not what the field holds, e.g. a number.
    case invalidValue(path: String, in: String, wanted: String)
}

/// What is wrong with a text that is not an XML document this module reads.
package enum XMLSyntaxProblem: String, Hashable, Sendable {
    case tooLarge = "longer than a libvirt document may be"
    case tooDeep = "nested too deep"
    case unexpectedEnd = "the text ends too early"
    case unexpectedCharacter = "a character that can't be there"
    case illegalCharacter = "a character XML does not allow"
    case mismatchedTag = "an end tag that closes another element"
    case duplicateAttribute = "one attribute twice in an element"
    case unknownEntity = "an entity that is not predefined"
    case documentType = "a document type declaration, which is refused"
    case noRoot = "no single root element"
}

extension XMLDecodingError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .malformed(let problem, let line): "XML line \(line): \(problem.rawValue)"
        case .unexpectedRoot(let wanted, let found): "wanted an XML document <\(wanted)>, found <\(found)>"
        case .missing(let path, let element): "wanted '\(path)' in <\(element)>, found nothing"
        case .invalidValue(let path, let element, let wanted): "wanted \(wanted) at '\(path)' in <\(element)>"
        }
    }
}
