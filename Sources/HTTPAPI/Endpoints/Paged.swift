/// The records of a list, and the link to the next page where there is one.
package struct Paged<Record: Sendable>: Sendable {
    package let records: [Record]
    package let next: String?

    package init(_ records: [Record], next: String? = nil) {
        self.records = records
        self.next = next
    }
}
