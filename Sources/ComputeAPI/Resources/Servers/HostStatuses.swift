import Compute

/// What a caller may see of the states of hosts.
struct HostStatuses: Sendable {
    /// Nothing.
    static let hidden = HostStatuses(statuses: nil, only: nil)

    private let statuses: [HostName: String]?
    private let only: String?

    private init(statuses: [HostName: String]?, only: String?) {
        self.statuses = statuses
        self.only = only
    }

    /// - Parameter only: the one status that is shown; nil for all.
    init(_ statuses: [HostName: String], showsOnly only: String?) {
        self.init(statuses: statuses, only: only)
    }

    /// Nil where it is not shown; empty for a server without a host.
    func status(of host: HostName?) -> String? {
        guard let statuses else { return nil }
        let status = host.flatMap { statuses[$0] } ?? ""
        return only == nil || only == status ? status : nil
    }

    /// Equal for callers who see the same.
    var context: [String] {
        guard let statuses else { return [] }
        return [only ?? ""] + statuses.sorted { $0.key.text < $1.key.text }.flatMap { [$0.key.text, $0.value] }
    }
}
