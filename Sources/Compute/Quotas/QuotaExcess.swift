/// A resource of which a request would take more than its project may hold.
package struct QuotaExcess: Sendable, Hashable {
    package let resource: String
    /// As messages tell it: `3`, or `2-5` of a request that takes as many as it can get.
    package let requested: String
    package let used: Int
    package let limit: Int

    package init(_ resource: String, requested: String, used: Int, limit: Int) {
        self.resource = resource
        self.requested = requested
        self.used = used
        self.limit = limit
    }

    static func message(of excesses: [QuotaExcess]) -> String {
        func list(_ part: (QuotaExcess) -> String) -> String { excesses.map(part).joined(separator: ", ") }
        let resources = list(\.resource)
        return "Quota exceeded for \(resources): Requested \(list(\.requested)), but already used "
            + "\(list { String($0.used) }) of \(list { String($0.limit) }) \(resources)"
    }
}
