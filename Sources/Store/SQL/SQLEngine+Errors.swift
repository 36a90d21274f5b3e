import Compute
import DurableActions
import Identity

extension SQLEngine {
    func reading<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws(ComputeError) -> Value {
        do { return try await read(body) } catch { throw ComputeError(storing: error) }
    }

    func writing<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws(ComputeError) -> Value {
        do { return try await write(body) } catch { throw ComputeError(storing: error) }
    }
}

extension ComputeError {
    /// What a transaction has thrown, in the domain's words.
    init(storing error: any Error) {
        if let error = error as? ComputeError {
            self = error
            return
        }
        switch error as? SQLError {
        case .unavailable(let text): self = .unavailable(text)
        case .diskFull: self = .noSpace(details: SQLError.diskFull.message)
        case .duplicate, .dangling: self = .conflict("The change collides with another one.")
        case .corrupt(let text), .failure(let text): self = .failure(text)
        case .none where error is CancellationError: self = .unavailable("The request was cancelled.")
        case .none: self = .failure("\(error)")
        }
    }
}

extension ActionLogError {
    /// What a transaction has thrown; a domain error means that a change didn't apply.
    init(storing error: any Error) {
        if let error = error as? ActionLogError {
            self = error
            return
        }
        if let error = error as? ComputeError {
            self = .rejected(error.message)
            return
        }
        switch error as? SQLError {
        case .unavailable(let text): self = .unavailable(text)
        case .diskFull: self = .unavailable(SQLError.diskFull.message)
        case .duplicate(let text), .dangling(let text), .corrupt(let text), .failure(let text): self = .rejected(text)
        case .none: self = .unavailable("\(error)")
        }
    }
}

extension IdentityStoreError {
    init(storing error: any Error) {
        if let error = error as? IdentityStoreError {
            self = error
        } else if let error = error as? SQLError {
            self = .unavailable(error.message)
        } else {
            self = .unavailable("\(error)")
        }
    }
}
