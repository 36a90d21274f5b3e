package import APISchema
package import HTTPTypes

/// The status of a successful answer, by version.
package struct SuccessStatus: Sendable {
    private let first: HTTPResponse.Status
    private var changes: [(since: Microversion, status: HTTPResponse.Status)] = []

    package init(_ status: HTTPResponse.Status) {
        first = status
    }

    package static let ok = SuccessStatus(.ok)
    package static let created = SuccessStatus(.created)
    package static let accepted = SuccessStatus(.accepted)
    package static let noContent = SuccessStatus(.noContent)

    /// Another status from `version` on; called with rising versions.
    package func since(_ version: Microversion, _ status: HTTPResponse.Status) -> SuccessStatus {
        var result = self
        result.changes.append((version, status))
        return result
    }

    func table() -> EpochTable<HTTPResponse.Status> {
        let first = first
        let changes = changes
        return EpochTable(cutAt: changes.map { .since($0.since) }) { version in
            changes.last { $0.since <= version }?.status ?? first
        }
    }
}
