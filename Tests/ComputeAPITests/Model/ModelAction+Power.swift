/// Turning guests on and off.
extension ModelAction {
    static let start = ModelAction(
        name: "start", shown: "start", body: #"{"os-start": null}"#, word: "start", states: ["stopped"],
        needsHost: true, task: "powering-on", tasks: ["powering-on"],
        steps: [
            .define(after: "plan", settles: true),
            turnOnForGood { $0 == "powering-on" }.with { server, _ in
                server.turnOff()
                return true
            },
        ], succeeded: { server, _ in server.settle("active", ModelPower.running) },
        failed: { server, _, _ in (server.task, server.power) = (nil, ModelPower.off) },
        succeededAnyway: { server, run in server.storeLeftovers(of: run) })

    /// The server is up, whatever it was taken from.
    /// - Parameter isOwn: whether a task is the action's.
    private static func turnOnForGood(_ isOwn: @escaping @Sendable (String) -> Bool) -> ModelStep {
        ModelStep(
            breaks: { _ in "start" },
            perform: { server, run, isBroken in
                if isBroken { return .failed }
                server.guest?.turnOn()
                server.endLeftovers(of: &run, ifTask: isOwn)
                return .done
            })
    }

    static let stop = ModelAction(
        name: "stop", shown: "stop", body: #"{"os-stop": null}"#, word: "stop", states: ["active", "error"],
        needsHost: true, task: "powering-off", tasks: ["powering-off"],
        steps: [.begin(), .askDown { $0 ? .done : .next }, .turnOff { _ in .done }],
        succeeded: { server, _ in server.settle("stopped", ModelPower.off) })

    static let softReboot = ModelAction(
        name: "reboot soft", shown: "reboot", body: #"{"reboot": {"type": "SOFT"}}"#, word: "reboot",
        states: ["active"], task: "rebooting", tasks: ["rebooting", "reboot_pending", "reboot_started"],
        steps: [
            .begin { $0.task = "reboot_pending" }.seeing,
            ModelStep(
                breaks: { _ in "plan" },
                perform: { server, _, isBroken in
                    if isBroken || !server.hasDisks { return .failed }
                    server.settleState()
                    _ = server.guest?.askDown()
                    return .next
                }, stored: { $0.task = "reboot_started" }
            ).seeing,
            ModelStep(
                breaks: { _ in "destroy" },
                perform: { server, _, isBroken in
                    if isBroken || !server.hasDisks { return .failed }
                    server.guest?.power = ModelPower.off
                    server.define()
                    return .next
                }
            ).seeing,
            ModelStep.turnOn(undo: .nothing).seeing,
        ], succeeded: { server, _ in server.settle("active", ModelPower.running) }, failed: rebootFailed)

    static let hardReboot = ModelAction(
        name: "reboot hard", shown: "reboot", body: #"{"reboot": {"type": "HARD"}}"#, word: "reboot",
        states: ["active", "stopped", "paused", "suspended", "error"],
        during: [
            "rebooting", "reboot_pending", "reboot_started", "rebooting_hard", "resuming", "unpausing", "pausing",
            "suspending",
        ], task: "rebooting_hard", tasks: ["rebooting_hard", "reboot_pending_hard", "reboot_started_hard"],
        preempts: true,
        steps: [
            .begin(takesIdle: true) { $0.task = "reboot_pending_hard" }.seeing,
            ModelStep.turnOff(forgetsMemory: true, settles: true, stored: { $0.task = "reboot_started_hard" }) { _ in
                .next
            }.seeing,
            ModelStep.define(after: "define").seeing,
            turnOnForGood { $0.hasSuffix("_hard") }.seeing,
        ], succeeded: { server, _ in server.settle("active", ModelPower.running) }, failed: rebootFailed,
        succeededAnyway: { server, run in server.storeLeftovers(of: run) })

    /// A guest that runs all the same stays ACTIVE.
    private static let rebootFailed: @Sendable (inout ModelServer, ModelRun, Bool) -> Void = { server, run, _ in
        if let runs = run.guestRuns {
            server.vm = runs ? "active" : "error"
            server.power = runs ? ModelPower.running : ModelPower.off
        }
        server.task = nil
    }

    static let crashDump = ModelAction(
        name: "crash dump", shown: "trigger_crash_dump", event: "compute_trigger_crash_dump",
        body: #"{"trigger_crash_dump": null}"#, word: "trigger_crash_dump",
        states: ["active", "paused", "rescued", "resized", "error"], needsHost: true,
        steps: [
            .begin(),
            ModelStep(
                breaks: { _ in "interrupt" },
                perform: { server, _, isBroken in isBroken || server.guest?.isOn != true ? .failed : .done }),
        ])

    static let changePassword = ModelAction(
        name: "password", shown: "changePassword", event: "compute_set_admin_password",
        body: #"{"changePassword": {"adminPass": "secret"}}"#, word: "changePassword", states: ["active"],
        task: "updating_password", tasks: ["updating_password"],
        check: { server in
            if !server.hasAgent { return .words("QEMU guest agent is not enabled") }
            guard server.power != ModelPower.running else { return nil }
            return .words("Failed to set admin password on \(server.id) because instance \(server.id) is not running")
        },
        steps: [
            .begin(),
            ModelStep(
                breaks: { _ in "setPassword" },
                perform: { server, _, isBroken in
                    let answers = server.guest?.power == ModelPower.running && server.guest?.hasAgent == true
                    return isBroken || !answers ? .failed : .done
                }),
        ])
}
