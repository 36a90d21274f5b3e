/// What became of one sequence.
struct ModelResult: Sendable {
    let operations: [ModelOperation]
    /// How product and model differed at the last operation; nil when they never did.
    let divergence: String?
    let tally: ModelTally
}

/// How much was tried.
struct ModelTally: Sendable {
    var requests = 0
    var refused = 0
    var moves = 0
    var failedActions = 0
    /// The actions that were accepted, as `os-instance-actions` names them.
    var accepted: [String: Int] = [:]

    mutating func count(_ operation: ModelOperation, _ status: Int) {
        requests += 1
        if status >= 400 { refused += 1 }
    }

    mutating func end(_ model: ModelCloud) {
        for record in model.servers.compactMap({ $0?.history }).joined() + model.past {
            accepted[record.name, default: 0] += 1
            if record.hasFailed { failedActions += 1 }
        }
    }

    static func += (sum: inout ModelTally, other: ModelTally) {
        sum.requests += other.requests
        sum.refused += other.refused
        sum.moves += other.moves
        sum.failedActions += other.failedActions
        sum.accepted.merge(other.accepted, uniquingKeysWith: +)
    }
}
