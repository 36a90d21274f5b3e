package import Compute

extension ComputeError {
    /// The domain's word for what went wrong on this host.
    package init(_ error: StorageError) {
        let text = error.description
        switch error {
        case .refused, .invalidName, .diskTooSmall, .shrinking:
            self = .invalid(text.prefix(1).uppercased() + text.dropFirst() + ".")
        case .tooLarge: self = .tooLarge(text)
        case .noSpace: self = .noSpace(details: text)
        case .toolMissing, .toolTimedOut, .cancelled: self = .unavailable(text)
        case .missing: self = .missing(text)
        case .imageGone(let image): self = .notFound(kind: "Image", id: image)
        case .otherBase:
            self = .conflict(
                "The server's disk was not made from its image, so nothing is started on it. Its operator can see why.")
        case .toolFailed, .system: self = .failure(text)
        }
    }
}

/// Translates at a port.
func asComputeError<Value>(
    _ body: () async throws(StorageError) -> Value
) async throws(ComputeError) -> Value {
    do throws(StorageError) {
        return try await body()
    } catch {
        throw ComputeError(error)
    }
}
