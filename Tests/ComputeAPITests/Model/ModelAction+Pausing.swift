/// Guests that stand still, in memory or on disk.
extension ModelAction {
    private static func change(
        _ name: String, from: String, task: String, to: (vm: String, power: Int), call: String,
        act: @escaping @Sendable (inout ModelServer) -> Bool,
        back: @escaping @Sendable (inout ModelServer) -> Bool
    ) -> ModelAction {
        ModelAction(
            name: name, shown: name, body: "{\"\(name)\": null}", word: name, states: [from], task: task,
            tasks: [task],
            steps: [
                .begin(),
                ModelStep(
                    breaks: { _ in call },
                    perform: { server, _, isBroken in isBroken || !act(&server) ? .failed : .done },
                    undo: { server, _ in back(&server) }),
            ], succeeded: { server, _ in server.settle(to.vm, to.power) },
            failed: { server, _, takenBack in
                if !takenBack { server.vm = "error" }
                server.task = nil
            })
    }

    static let pause = change(
        "pause", from: "active", task: "pausing", to: ("paused", ModelPower.paused), call: "pause",
        act: { switchOn(&$0, to: ModelPower.paused) },
        back: { server in
            if server.guest?.power == ModelPower.paused { server.guest?.power = ModelPower.running }
            return true
        })

    static let unpause = change(
        "unpause", from: "paused", task: "unpausing", to: ("active", ModelPower.running), call: "unpause",
        act: { switchOn(&$0, to: ModelPower.running) },
        back: { server in
            if server.guest?.power == ModelPower.running { server.guest?.power = ModelPower.paused }
            return true
        })

    private static func switchOn(_ server: inout ModelServer, to power: Int) -> Bool {
        guard server.guest?.isOn == true else { return false }
        server.guest?.power = power
        return true
    }

    static let suspend = change(
        "suspend", from: "active", task: "suspending", to: ("suspended", ModelPower.off), call: "save",
        act: { server in
            guard let guest = server.guest, guest.isOn || guest.isSaved else { return false }
            server.guest?.save()
            return true
        },
        back: { server in
            if server.guest?.isSaved == true { server.guest?.turnOn() }
            return server.guest != nil
        })

    static let resume = change(
        "resume", from: "suspended", task: "resuming", to: ("active", ModelPower.running), call: "restore",
        act: { server in
            if server.guest == nil {
                guard server.hasDisks else { return false }
                server.build()
            }
            server.guest?.turnOn()
            return true
        },
        back: { server in
            if server.guest?.power == ModelPower.running { server.guest?.save() }
            return true
        })
}
