/// Runs transactions. What a body throws takes its whole transaction back and comes out unchanged; what the engine itself
/// finds comes out as `SQLError`.
///
/// A body may run more than once, so it must have no effects besides those on its session.
package protocol SQLEngine: Sendable {
    /// One snapshot; nothing can be written.
    func read<Value: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> Value) async throws -> Value
    /// When it returns, the transaction is durable.
    func write<Value: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> Value) async throws -> Value
}
