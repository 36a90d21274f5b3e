import AerieTestSupport
import Postgres
import Testing

@Suite(.enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"), .timeLimit(.minutes(6)))
struct NotificationTests {
    @Test func `a listener hears what is said, and knows when it may have missed something`() async throws {
        try await PostgresServer.shared().withDatabase { settings in
            let listener = try NotificationListener(
                to: ["hosts", "Odd \"name\""], open: { () throws(PostgresError) in try Connection.open(settings) })
            var events = listener.events.makeAsyncIterator()
            #expect(await events.next() == .missed)
            let speaker = try Connection.open(settings)
            try speaker.run("NOTIFY hosts, 'one'; NOTIFY elsewhere, 'unheard'; NOTIFY \"Odd \"\"name\"\"\", 'two'")
            #expect(await events.next() == .heard(Notification(channel: "hosts", payload: "one")))
            #expect(await events.next() == .heard(Notification(channel: "Odd \"name\"", payload: "two")))
            try speaker.run(
                """
                SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid()
                """)
            #expect(await events.next() == .missed)
            try speaker.run("NOTIFY hosts, 'three'")
            #expect(await events.next() == .heard(Notification(channel: "hosts", payload: "three")))
            listener.stop()
            #expect(await events.next() == nil)
        }
    }

    @Test func `a listener that is slow knows that it has missed something`() async throws {
        try await PostgresServer.shared().withDatabase { settings in
            let listener = try NotificationListener(
                to: ["hosts", "end"], open: { () throws(PostgresError) in try Connection.open(settings) })
            var events = listener.events.makeAsyncIterator()
            #expect(await events.next() == .missed)
            let speaker = try Connection.open(settings)
            for number in 0..<1_000 { try speaker.run("NOTIFY hosts, '\(number)'") }
            try speaker.run("NOTIFY \"end\"")
            var heard: [NotificationEvent] = []
            while let event = await events.next() {
                heard.append(event)
                if case .heard(let notification) = event, notification.channel == "end" { break }
            }
            // Whether the buffer was full depends on who was faster; what is gone must have been told.
            #expect(heard.count == 1_001 || heard.contains(.missed))
            listener.stop()
        }
    }
}
