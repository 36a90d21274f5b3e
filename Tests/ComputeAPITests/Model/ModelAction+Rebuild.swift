/// Servers that get a new disk from an image.
extension ModelAction {
    static let rebuilds = [rebuild(withAgent: false), rebuild(withAgent: true)]

    /// - Parameter hasAgent: of the image.
    private static func rebuild(withAgent hasAgent: Bool) -> ModelAction {
        let image = hasAgent ? TestCompute.agentImage : TestCompute.image
        return ModelAction(
            name: hasAgent ? "rebuild with agent" : "rebuild", shown: "rebuild",
            body: #"{"rebuild": {"imageRef": "\#(image)"}}"#, word: "rebuild", states: ["active", "stopped", "error"],
            needsHost: true, task: "rebuilding",
            tasks: ["rebuilding", "rebuild_block_device_mapping", "rebuild_spawning"],
            steps: [look, makeDisks, askDown, .turnOff { _ in .next }, exchange(hasAgent), turnOn, clean],
            succeeded: { server, run in
                settle(&server, run)
                server.isLaunched = true
            },
            failed: { server, run, takenBack in
                if run.isSettled { settle(&server, run) } else if !takenBack { server.vm = "error" }
                server.task = nil
            }
        ).changed { action in
            action.lastEvent = { $0.staysOff ? "compute_stop_instance" : nil }
            action.succeededAnyway = { server, run in server.storeLeftovers(of: run) }
        }
    }

    private static func settle(_ server: inout ModelServer, _ run: ModelRun) {
        if run.staysOff {
            server.settle("stopped", ModelPower.off)
        } else {
            server.settle("active", ModelPower.running)
        }
    }

    private static let look = ModelStep(
        breaks: { _ in "finishRebuild" },
        perform: { server, run, isBroken in
            run.wasOn = server.guest?.isOn == true
            run.staysOff = server.vm == "stopped"
            server.holdings.remove(.keptState)
            if isBroken { return .failed }
            server.holdings.subtract([.newDisks, .oldDisks])
            return .next
        }, stored: { $0.task = "rebuild_block_device_mapping" },
        events: [["rebuild_server"], ["compute_rebuild_instance"]])

    private static let makeDisks = ModelStep(
        breaks: { _ in "prepareRebuild" },
        perform: { server, _, isBroken in
            if isBroken { return .failed }
            server.holdings.insert(.newDisks)
            return .next
        }, undo: takeDisksBack)

    private static let takeDisksBack: @Sendable (inout ModelServer, inout ModelRun) -> Bool = { server, _ in
        server.holdings.subtract([.newDisks, .oldDisks])
        return true
    }

    private static let askDown = ModelStep.askDown(
        undo: { server, run in !run.wasOn || server.isDoomed || server.bringBack(ifIt: true) }
    ) { $0 ? .jump(4) : .next }

    private static func exchange(_ hasAgent: Bool) -> ModelStep {
        ModelStep(
            breaks: { _ in "define" },
            perform: { server, run, isBroken in
                server.turnOff(forgetting: true)
                server.holdings.formUnion([.keptState, .disks])
                if server.holdings.remove(.newDisks) != nil { server.holdings.insert(.oldDisks) }
                server.plug()
                if isBroken { return .failed }
                run.former = server.hasAgent
                server.define()
                server.guest?.hasAgent = hasAgent
                return run.staysOff ? .jump(6) : .next
            }, storedAnyway: { server, _ in server.hasAgent = hasAgent }, task: "rebuild_spawning",
            undo: { server, run in
                server.turnOff()
                server.holdings.remove(.keptState)
                return takeDisksBack(&server, &run)
            }, undone: { server, run in if let former = run.former { server.hasAgent = former } })
    }

    private static let turnOn = ModelStep(
        breaks: { _ in "start" },
        perform: { server, _, isBroken in
            if isBroken { return .failed }
            server.guest?.turnOn()
            return .next
        },
        undo: { server, _ in
            server.turnOff()
            return true
        })

    /// The new guest is there: whatever becomes of the old disks, the server is where it was to go.
    private static let clean = ModelStep(
        breaks: { _ in "finishRebuild" }, isReversible: false,
        perform: { server, run, isBroken in
            run.isSettled = true
            server.holdings.remove(.keptState)
            if isBroken { return .failed }
            server.holdings.subtract([.newDisks, .oldDisks])
            server.endLeftovers(of: &run) {
                ["rebuilding", "rebuild_block_device_mapping", "rebuild_spawning"].contains($0)
            }
            return .done
        })
}
