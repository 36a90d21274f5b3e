/// What several actions do to a guest.
extension ModelStep {
    enum Return { case nothing, turnOff }

    /// Defines the guest anew; one that is on is kept.
    /// - Parameter call: that can be made to fail.
    /// - Parameter settles: a server that may have left its shelf gets what was kept of it first.
    static func define(after call: String, settles: Bool = false) -> ModelStep {
        ModelStep(
            breaks: { _ in call },
            perform: { server, _, isBroken in
                if settles { server.settleState() }
                server.plug()
                if isBroken || !server.hasDisks { return .failed }
                server.define()
                return .next
            })
    }

    /// - Parameter after: what is done once the guest is on.
    static func turnOn(
        undo: Return, call: String = "start", after: @escaping ModelAction.Change = { _ in }
    ) -> ModelStep {
        ModelStep(
            breaks: { _ in call },
            perform: { server, _, isBroken in
                if isBroken { return .failed }
                server.guest?.turnOn()
                after(&server)
                return .done
            },
            undo: { server, _ in
                if undo == .turnOff { server.guest?.power = ModelPower.off }
                return true
            })
    }

    /// - Parameter forgetsMemory: so that the guest boots; first it is looked whether it can.
    static func turnOff(
        forgetsMemory: Bool = false, settles: Bool = false, stored: @escaping ModelAction.Change = { _ in },
        _ outcome: @escaping @Sendable (ModelServer) -> Outcome
    ) -> ModelStep {
        ModelStep(
            breaks: { _ in "destroy" },
            perform: { server, _, isBroken in
                if forgetsMemory, !server.hasDisks { return .failed }
                if settles { server.settleState() }
                if isBroken { return .failed }
                server.guest?.power = ModelPower.off
                if forgetsMemory { server.guest?.isSaved = false }
                return outcome(server)
            }, stored: stored)
    }

    /// Asks the guest to go down and waits for it.
    /// - Parameter turnsOff: what does not go down is turned off.
    static func askDown(
        undo: @escaping @Sendable (inout ModelServer, inout ModelRun) -> Bool = { _, _ in true },
        turnsOff: Bool = false, _ outcome: @escaping @Sendable (_ isOff: Bool) -> Outcome
    ) -> ModelStep {
        ModelStep(
            breaks: { $0.guest?.power == ModelPower.running ? "requestShutdown" : nil },
            perform: { server, _, isBroken in
                if isBroken { return .failed }
                let isOff = server.guest?.askDown() ?? true
                if turnsOff { server.turnOff() }
                return outcome(isOff)
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
