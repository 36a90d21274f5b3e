/// One field of a partial change: left as it is, or set, possibly to nil.
package enum Setting<Value: Sendable & Hashable>: Sendable, Hashable {
    case keep
    case set(Value)

    /// - Parameter value: nil: as it is.
    package init(_ value: Value?) {
        self = value.map { .set($0) } ?? .keep
    }

    /// What brings the field back to `current`, where this sets it.
    package func undone(_ current: Value) -> Setting {
        switch self {
        case .keep: .keep
        case .set: .set(current)
        }
    }

    /// Writes the new value, if there is one, over `current`.
    package func apply(to current: inout Value) {
        switch self {
        case .keep: break
        case .set(let value): current = value
        }
    }
}

extension Setting: Encodable where Value: Encodable {}
extension Setting: Decodable where Value: Decodable {}
