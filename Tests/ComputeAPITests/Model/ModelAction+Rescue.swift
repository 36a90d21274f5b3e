extension ModelAction {
    static let rescue = ModelAction(
        name: "rescue", shown: "rescue", body: #"{"rescue": null}"#, status: 200, word: "rescue",
        states: ["active", "stopped", "error"], task: "rescuing", tasks: ["rescuing"],
        steps: [
            ModelStep(perform: { server, run, _ in
                run.wasOn = server.guest?.isOn == true
                server.settleState()
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
            .askDown(undo: { server, run in server.bringBack(ifIt: run.wasOn) }) { $0 ? .jump(4) : .next },
            .turnOff { _ in .next },
            ModelStep(perform: { server, run, _ in
                server.turnOff()
                server.defineRescue(withAgent: run.hadAgent)
                return .next
            }),
            ModelStep(
                breaks: { _ in "start" },
                perform: { server, run, isBroken in
                    if isBroken { return .failed }
                    server.guest?.turnOn()
                    return .done
                },
                undo: { server, _ in
                    server.guest?.power = ModelPower.off
                    return true
                }),
        ],
        succeeded: { server, _ in
            server.settle("rescued", ModelPower.running)
            server.isLaunched = true
        },
        failed: { server, _, takenBack in
            if !takenBack { server.vm = "error" }
            server.task = nil
        })

    static let unrescue = ModelAction(
        name: "unrescue", shown: "unrescue", body: #"{"unrescue": null}"#, word: "unrescue", states: ["rescued"],
        task: "unrescuing", tasks: ["unrescuing"],
        steps: [
            .begin(), .turnOff(forgetsMemory: true) { _ in .next }, .define(after: "define"), .turnOn(undo: .turnOff),
        ], succeeded: { server, _ in server.settle("active", ModelPower.running) },
        failed: { server, _, _ in (server.vm, server.task) = ("error", nil) })
}

extension ModelServer {
    fileprivate mutating func defineRescue(withAgent hasAgent: Bool) {
        plug()
        build()
        guest?.isSaved = false
        if guest?.isOn == false { guest?.hasAgent = hasAgent }
        holdings.insert(.rescueDisk)
    }
}
