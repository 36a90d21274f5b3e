/// What several actions do to a guest.
extension ModelStep {
    enum Return { case nothing, turnOff }

    /// Defines the guest anew; one that is on is kept.
    /// - Parameter call: that can be made to fail.
    static func define(after call: String) -> ModelStep {
        ModelStep(
            breaks: { _ in call },
            perform: { server, _, isBroken in
                if isBroken || !server.hasDisks { return .failed }
                server.define()
                return .next
            })
    }

    static func turnOn(undo: Return, call: String = "start", keepsMemory: Bool = true) -> ModelStep {
        ModelStep(
            breaks: { _ in call },
            perform: { server, _, isBroken in
                if isBroken { return .failed }
                server.guest?.turnOn()
                return .done
            },
            undo: { server, _ in
                if undo == .turnOff { server.guest?.power = ModelPower.off }
                return true
            })
    }

    /// - Parameter forgetsMemory: so that the guest boots; first it is looked whether it can.
    static func turnOff(
        forgetsMemory: Bool = false, stored: @escaping ModelAction.Change = { _ in },
        _ outcome: @escaping @Sendable (ModelServer) -> Outcome
    ) -> ModelStep {
        ModelStep(
            breaks: { _ in "destroy" },
            perform: { server, _, isBroken in
                if isBroken || forgetsMemory && !server.hasDisks { return .failed }
                server.guest?.power = ModelPower.off
                if forgetsMemory { server.guest?.isSaved = false }
                return outcome(server)
            }, stored: stored)
    }

    /// Asks the guest to go down and waits for it.
    /// - Parameter outcome: whether it is off.
    static func askDown(
        undo: @escaping @Sendable (inout ModelServer, inout ModelRun) -> Bool = { _, _ in true },
        _ outcome: @escaping @Sendable (_ isOff: Bool) -> Outcome
    ) -> ModelStep {
        ModelStep(
            breaks: { $0.guest?.power == ModelPower.running ? "requestShutdown" : nil },
            perform: { server, _, isBroken in
                if isBroken { return .failed }
                return outcome(server.guest?.askDown() ?? true)
            }, undo: undo)
    }

    /// Taken back by looking whether the guest runs.
    var seeing: ModelStep {
        let earlier = undo
        return with { server, run in
            run.guestRuns = server.guest?.power == ModelPower.running
            return earlier(&server, &run)
        }
    }

    func with(undo: @escaping @Sendable (inout ModelServer, inout ModelRun) -> Bool) -> ModelStep {
        var step = self
        step.undo = undo
        return step
    }
}

extension ModelGuest {
    /// - Returns: whether it is off. A paused one can't answer.
    mutating func askDown() -> Bool {
        if power == ModelPower.running, obeysShutdown { power = ModelPower.off }
        return !isOn
    }
}

extension ModelServer {
    mutating func settle(_ state: String, _ power: Int) {
        (vm, task, self.power) = (state, nil, power)
    }

    var hasDisks: Bool { holdings.contains(.disks) }

    /// Everything that a start needs; a rescue is over then.
    mutating func define() {
        if guest == nil { guest = ModelGuest() }
        holdings.remove(.rescueDisk)
        if holdings.contains(.port) { holdings.insert(.reservation) }
    }
}
