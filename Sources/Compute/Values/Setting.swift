/// One field of a partial change: left as it is, or set, possibly to nil.
package enum Setting<Value: Sendable & Hashable>: Sendable, Hashable {
    case keep
    case set(Value)

    /// Writes the new value, if there is one, over `current`.
    package func apply(to current: inout Value) {
        switch self {
        case .keep: break
        case .set(let value): current = value
        }
    }
}
