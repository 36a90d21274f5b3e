import APISchema
import Compute

extension ComputeError {
    /// A value that an attribute can't have.
    static func invalid(_ failure: SchemaFailure, in name: String) -> ComputeError {
        let named = SchemaFailure(failure.reason, field: failure.field ?? name, value: failure.value)
        return .invalid(named.message(in: .body))
    }
}
