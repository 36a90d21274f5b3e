/// The records of a list, and the link to the next page where there is one.
package struct Paged<Record: Sendable>: Sendable {
    package let next: String?
    /// Nil when the answer's text is not worth keeping.
    let source: AnswerSource?
    private let make: @Sendable () -> [Record]

    package init(_ records: [Record], next: String? = nil) {
        self.next = next
        source = nil
        make = { records }
    }

    /// - Parameters:
    ///   - source: what the records come from.
    ///   - make: the records; not called when the text of an answer from the same source is still there.
    package init(from source: AnswerSource, next: String?, _ make: @escaping @Sendable () -> [Record]) {
        self.next = next
        self.source = source
        self.make = make
    }

    package var records: [Record] { make() }
}
