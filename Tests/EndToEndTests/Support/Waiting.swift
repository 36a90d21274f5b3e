import AerieTestSupport

/// Polls until the condition holds.
func eventually(
    _ what: String, within limit: Duration = .seconds(180), _ condition: () async throws -> Bool
) async throws {
    let clock = ContinuousClock()
    let end = clock.now.advanced(by: limit)
    var pause = PollPause()
    while clock.now < end {
        if try await condition() { return }
        try await pause.wait()
    }
    throw TestCloudError("it never happened within \(limit) that \(what)")
}
