package enum ActionRunnerError: Error, Hashable, CustomStringConvertible {
    /// Another runner claimed a row of this host: two programs run under one host name.
    case leaseLost(ActionID)
    /// A crash hook ended the runner.
    case crashed
    /// `run` was called a second time.
    case alreadyRan

    package var description: String {
        switch self {
        case .leaseLost(let id): "the lease of action \(id) was lost: another runner works under this host's name"
        case .crashed: "ended by a simulated crash"
        case .alreadyRan: "a runner runs once"
        }
    }
}
