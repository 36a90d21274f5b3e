import APISchema
import Compute
import HTTPAPI
import Identity

/// An action with whose server it was done to.
struct ShownAction: Sendable {
    let action: InstanceAction
    let project: ProjectID

    /// Newest first.
    var events: [ShownEvent] { action.events.reversed().map { ShownEvent(event: $0, project: project) } }
}

struct ShownEvent: Sendable {
    let event: InstanceEvent
    let project: ProjectID
}

enum InstanceActionView {
    static let listed = View<InstanceAction>("instanceAction", entries { $0 })
        .list("instanceActions", links: .since(.instanceActionPaging), named: "links")

    static let shown = View<ShownAction>(
        "instanceAction",
        entries { $0.action } + [
            .nestedList("events", .before(.volumeExtendedEvent), visibleTo: .instanceActionsEvents, event) {
                $0.events
            },
            .nestedList("events", .since(.volumeExtendedEvent), event) { $0.events },
        ])

    private static func entries<Shown>(
        _ action: @escaping @Sendable (Shown) -> InstanceAction
    ) -> [ViewEntry<Shown>] {
        [
            .string("action") { action($0).name },
            .string("instance_uuid") { action($0).server.text },
            .string("request_id") { action($0).requestID },
            .string("user_id") { action($0).userID?.text },
            .string("project_id") { action($0).projectID?.text },
            .string("message") { action($0).hasFailed ? "Error" : nil },
            .microtime("start_time") { action($0).startedAt },
            .microtime("updated_at", .since(.instanceActionPaging)) { action($0).updatedAt },
        ]
    }

    private static let event = View<ShownEvent>(
        nil,
        [
            .string("event") { $0.event.name },
            .microtime("start_time") { $0.event.startedAt },
            .microtime("finish_time") { $0.event.finishedAt },
            .string("result") { $0.event.result?.rawValue },
            .string("traceback", visibleTo: .instanceActionsEvents) { $0.event.traceback },
            .string("hostId", .since(.actionEventHost)) { HostID.text(project: $0.project, host: $0.event.host) },
            .string(
                "host", .since(.actionEventHost), visibleTo: .instanceActionsEvents, when: { $0.event.host != nil }
            ) { $0.event.host?.text },
            .string("details", .since(.actionEventDetails), visibleTo: .instanceActionsEventsDetails) {
                $0.event.details
            },
        ])
}

extension Visibility {
    fileprivate static let instanceActionsEvents = Visibility(.instanceActionsEvents)
    fileprivate static let instanceActionsEventsDetails = Visibility(.instanceActionsEventsDetails)
}
