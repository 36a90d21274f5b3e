/// One field of an update. Unlike an optional it tells "leave it" from "make it nil".
package enum Change<Value: Sendable>: Sendable {
    case unchanged
    case to(Value)

    package func applied(to value: Value) -> Value {
        switch self {
        case .unchanged: value
        case .to(let new): new
        }
    }

    /// For a field that cannot be nil: nil means unchanged.
    package init(ifPresent value: Value?) {
        self = value.map { .to($0) } ?? .unchanged
    }
}

extension Change: Equatable where Value: Equatable {}
