/// Everything that can be wrong with a request or an operation, in the domain's own words.
///
/// The API layer turns each case into one status in one exhaustive switch; the texts are what clients read.
package enum ComputeError: Error, Sendable, Hashable {
    /// Nothing by that name is visible to the caller (404). `kind` as messages name it: Instance, Flavor, Image …
    case notFound(kind: String, id: String)
    /// Another lookup failure with a text of its own (404).
    case missing(String)
    /// The request asks for something impossible (400).
    case invalid(String)
    /// Not allowed, with a text that says why (403).
    case forbidden(String)
    /// "Quota exceeded for …" (403).
    case overQuota([QuotaExcess])
    /// The object is in the wrong state, or the name is taken (409).
    case conflict(String)
    /// "Cannot 'x' instance … while it is in vm_state y" (409).
    case wrongState(action: String, server: ServerID, attribute: StateAttribute, state: String)
    /// "Instance … is locked" (409).
    case locked(ServerID)
    /// "Instance … is not ready": it has no host (409).
    case notReady(ServerID)
    /// The hypervisor can't do this (501).
    case notSupported(String)
    /// What the operation needs is away for now: libvirt down, database busy (503).
    case unavailable(String)
    /// The host's disk is full (503). `details` may name paths: they are for the log and for administrators.
    case noSpace(details: String)
    /// Larger than what is allowed (413).
    case tooLarge(String)
    /// Gone for good at every version (410).
    case gone
    /// A defect or a failure of the machine; the text goes to the log, not to the client (500).
    case failure(String)

    package enum StateAttribute: String, Sendable, Hashable {
        case vmState = "vm_state"
        case taskState = "task_state"
        case launchedAt = "launched_at"
        case powerState = "power_state"
    }
}

extension ComputeError {
    package static func noServer(_ id: ServerID) -> ComputeError { .notFound(kind: "Instance", id: id.text) }

    /// The sentence a client or a fault shows.
    package var message: String {
        switch self {
        case .notFound(let kind, let id): "\(kind) \(id) could not be found."
        case .missing(let text), .invalid(let text), .forbidden(let text), .conflict(let text): text
        case .notSupported(let text), .unavailable(let text), .tooLarge(let text), .failure(let text): text
        case .overQuota(let excesses): QuotaExcess.message(of: excesses)
        case .wrongState(let action, let server, let attribute, let state):
            "Cannot '\(action)' instance \(server) while it is in \(attribute.rawValue) \(state)"
        case .locked(let server): "Instance \(server) is locked"
        case .notReady(let server): "Instance \(server) is not ready"
        case .noSpace:
            "There is not enough free space on the host's disk. Try again when its operator has made room, or delete what you no longer need."
        case .gone: "This resource is no longer available. No forwarding address is given."
        }
    }
    /// For the log and for administrators: it may name what belongs to the host.
    package var details: String {
        if case .noSpace(let details) = self { details } else { message }
    }
}
