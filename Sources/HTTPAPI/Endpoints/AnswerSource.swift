/// What a list's records were made of: from the same source they look the same to the same kind of caller at the same version.
package struct AnswerSource: Sendable, Equatable {
    /// Compared by identity, so it must never change.
    let object: any AnyObject & Sendable
    /// Whatever else shows in the records.
    let context: [String]

    package init(_ object: any AnyObject & Sendable, context: [String]) {
        self.object = object
        self.context = context
    }

    package static func == (one: AnswerSource, other: AnswerSource) -> Bool {
        one.object === other.object && one.context == other.context
    }
}
