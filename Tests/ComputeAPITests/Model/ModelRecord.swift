/// An action as `os-instance-actions` shows it.
struct ModelRecord: Hashable {
    struct Event: Hashable {
        let name: String
        /// Nil while it runs.
        var result: String?
    }

    let name: String
    /// Oldest first.
    private(set) var events: [Event] = []

    init(name: String, done event: String? = nil) {
        self.name = name
        if let event { events = [Event(name: event, result: "Success")] }
    }

    var hasFailed: Bool { events.contains { $0.result == "Error" } }

    /// Ends what is open, and begins what comes next.
    mutating func begin(_ names: [String]) {
        end("Success")
        events += names.map { Event(name: $0) }
    }

    /// - Parameter names: of what failed where nothing is open.
    mutating func fail(_ names: [String]) {
        if !events.contains(where: { $0.result == nil }) { begin(names) }
        end("Error")
    }

    mutating func end(_ result: String) {
        for index in events.indices where events[index].result == nil { events[index].result = result }
    }
}
