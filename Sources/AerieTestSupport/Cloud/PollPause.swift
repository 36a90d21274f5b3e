/// What a test that polls waits between two looks: longer each time, since each look costs what is looked at some of its time.
package struct PollPause {
    private var next: Duration
    private let longest: Duration

    package init(first: Duration = .milliseconds(25), longest: Duration = .milliseconds(250)) {
        next = first
        self.longest = longest
    }

    package mutating func wait() async throws {
        try await Task.sleep(for: next)
        next = min(longest, next * 5 / 4)
    }
}
