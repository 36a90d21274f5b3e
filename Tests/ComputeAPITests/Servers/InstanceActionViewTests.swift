import APISchema
import Compute
import HTTPAPI
import Identity
import Testing
import WireJSON

@testable import ComputeAPI

/// The events of an action, which only a running action makes.
@Suite struct InstanceActionViewTests {
    private var action: InstanceAction {
        let start = Timestamp(microseconds: 1_795_245_009_123_456)
        var action = InstanceAction(
            requestID: "req-1", server: TestCompute.id(1), name: "reboot", userID: nil, projectID: nil,
            startedAt: start, updatedAt: start.adding(seconds: 9), hasFailed: true, events: [])
        var done = InstanceEvent(name: "compute_prepare", startedAt: start, host: nil)
        done.finishedAt = start.adding(seconds: 1)
        done.result = .success
        var failed = InstanceEvent(
            name: "compute_reboot_instance", startedAt: start.adding(seconds: 2), host: TestCompute.host)
        failed.finishedAt = start.adding(seconds: 9)
        failed.result = .error
        failed.traceback = "at step start"
        failed.details = "the guest did not start"
        action.events = [done, failed]
        return action
    }

    @Test(
        "Events come newest first, and tell administrators more",
        arguments: [Microversion.v2_1, .v2_50, .v2_51, .v2_58, .v2_62, .v2_84, .latest], ["member", "admin"])
    func events(version: Microversion, caller: String) throws {
        let rules: [PolicyRule] = caller == "admin" ? [.instanceActionsEvents, .instanceActionsEventsDetails] : []
        let granted = Set(rules.map { Visibility($0) })
        let view = InstanceActionView.shown.resolved(at: version, links: .none) { granted.contains($0) }
        var writer = JSONWriter()
        view.writeDocument(ShownAction(action: action, project: TestCompute.project), to: &writer)
        try Sample.expect(
            try JSONParser.parse(writer.finish()), matches: "instance-actions/\(version)/events-\(caller)")
    }
}
