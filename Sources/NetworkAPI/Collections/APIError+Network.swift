import Compute
import HTTPAPI
import HTTPTypes

/// Runs a lookup by id and gives what isn't found Neutron's name for that.
func lookingUp<Value>(
    _ body: () async throws(ComputeError) -> Value
) async throws(APIError) -> Value {
    do throws(ComputeError) {
        return try await body()
    } catch {
        var refusal = APIError(compute: error)
        if case .notFound(let kind, _) = error { refusal.type = "\(kind)NotFound" }
        throw refusal
    }
}
