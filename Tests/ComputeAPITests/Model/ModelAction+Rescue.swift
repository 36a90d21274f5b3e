extension ModelAction {
    static let rescue = ModelAction(
        name: "rescue", shown: "rescue", body: #"{"rescue": null}"#, status: 200, word: "rescue",
        states: ["active", "stopped", "error"], task: "rescuing", tasks: ["rescuing"],
        steps: [
            ModelStep(perform: { server, run, _ in
                run.wasOn = server.guest?.isOn == true
                server.holdings.remove(.rescueDisk)
                return .next
            }),
            ModelStep(
                breaks: { _ in "prepareRescue" },
                perform: { server, _, isBroken in
                    if isBroken || !server.hasDisks { return .failed }
                    server.holdings.insert(.rescueDisk)
                    return .next
                },
                undo: { server, _ in
                    server.holdings.remove(.rescueDisk)
                    return true
                }),
            .askDown(undo: runAgain) { $0 ? .jump(4) : .next },
            .turnOff { _ in .next },
            ModelStep(
                breaks: { _ in "start" },
                perform: { server, _, isBroken in
                    server.defineRescue()
                    if isBroken { return .failed }
                    server.guest?.turnOn()
                    return .done
                },
                undo: { server, _ in
                    server.guest?.power = ModelPower.off
                    return true
                }),
        ],
        succeeded: { server in
            server.settle("rescued", ModelPower.running)
            server.isLaunched = true
        },
        failed: { server, _, takenBack in
            if !takenBack { server.vm = "error" }
            server.task = nil
        })

    /// Whoever deletes a server has no use for a guest that boots.
    private static let runAgain: @Sendable (inout ModelServer, inout ModelRun) -> Bool = { server, run in
        server.define()
        if run.wasOn, server.task != "deleting", server.task != "soft-deleting" { server.guest?.turnOn() }
        return true
    }

    static let unrescue = ModelAction(
        name: "unrescue", shown: "unrescue", body: #"{"unrescue": null}"#, word: "unrescue", states: ["rescued"],
        task: "unrescuing", tasks: ["unrescuing"],
        steps: [
            .begin(), .turnOff(forgetsMemory: true) { _ in .next }, .define(after: "define"), .turnOn(undo: .turnOff),
        ], succeeded: { $0.settle("active", ModelPower.running) },
        failed: { server, _, _ in (server.vm, server.task) = ("error", nil) })
}

extension ModelServer {
    fileprivate mutating func defineRescue() {
        if guest == nil { guest = ModelGuest() }
        guest?.isSaved = false
        holdings.insert(.rescueDisk)
        if holdings.contains(.port) { holdings.insert(.reservation) }
    }
}
