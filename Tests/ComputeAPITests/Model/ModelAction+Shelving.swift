/// Servers whose disks are put away as images.
extension ModelAction {
    static let shelve = shelving(offloads: false)
    /// The server gives up its place on the host at once.
    static let shelveAway = shelving(offloads: true)

    private static func shelving(offloads: Bool) -> ModelAction {
        ModelAction(
            name: "shelve", shown: "shelve", body: #"{"shelve": null}"#, word: "shelve", states: settled,
            task: "shelving",
            tasks: shelveTasks, takesWithRequest: true,
            steps: shelveSteps.map(droppingImage) + [putAway(offloads)]
                + (offloads ? offload(isReversible: false) : []),
            succeeded: { server, _ in
                offloads
                    ? server.settle("shelved_offloaded", ModelPower.none) : server.settle("shelved", ModelPower.off)
            },
            failed: { server, run, takenBack in
                if !takenBack, !run.isSettled { server.vm = "error" }
                server.task = nil
            },
            succeededAnyway: { server, run in
                if offloads { server.leaveHost() } else { server.shelf = run.image }
            }
        ).changed { $0.accepted = { server, run in run.image = server.queue("server-shelved") } }
    }

    private static let shelveTasks: Set<String> = [
        "shelving", "shelving_image_pending_upload", "shelving_image_uploading", "shelving_offloading",
    ]

    private static let shelveSteps: [ModelStep] = [
        // A paused guest can't go down by itself, and its disk is at rest.
        ModelStep(perform: { server, run, _ in
            guard let task = server.task, shelveTasks.contains(task) else { return .failed }
            server.holdings.remove(.keptState)
            run.wasOn = server.guest?.isOn == true
            return server.vm == "paused" ? .jump(3) : .next
        }),
        ModelStep.askDown(
            undo: { server, run in !run.wasOn || server.isDoomed || server.bringBack(ifIt: true) }
        ) { $0 ? .jump(3) : .next },
        ModelStep.turnOff { _ in .next }, copy,
        announce.during("shelving_image_pending_upload"),
        upload(.next).during("shelving_image_uploading"),
    ]

    private static func droppingImage(_ step: ModelStep) -> ModelStep {
        step.with { server, run in
            server.drop(run.image)
            return step.undo(&server, &run)
        }
    }

    private static func putAway(_ offloads: Bool) -> ModelStep {
        droppingImage(
            ModelStep(
                breaks: { _ in "destroy" },
                perform: { server, run, isBroken in
                    // Somebody else has started it.
                    if server.guest?.power == ModelPower.running { return .failed }
                    server.holdings.remove(.keptState)
                    if isBroken { return .failed }
                    server.turnOff(forgetting: true)
                    if server.shelf != run.image { server.drop(server.shelf) }
                    run.isSettled = true
                    return offloads ? .next : .done
                })
        ).changed { step in
            step.stored = { $0.settle("shelved", ModelPower.off) }
            step.storedAnyway = { server, run in server.shelf = run.image }
            step.events = [["compute_shelve_offload_instance"]]
        }
    }

    // MARK: Away from the host

    static let shelveOffload = ModelAction(
        name: "shelve offload", shown: "shelveOffload", event: "compute_shelve_offload_instance",
        body: #"{"shelveOffload": null}"#, word: "shelveOffload", states: ["shelved"], isForAdministrators: true,
        task: "shelving_offloading", tasks: ["shelving_offloading"], steps: offload(isReversible: true),
        succeeded: { server, _ in server.settle("shelved_offloaded", ModelPower.none) },
        succeededAnyway: { server, _ in server.leaveHost() })

    /// - Parameter isReversible: while the disks are there.
    private static func offload(isReversible: Bool) -> [ModelStep] {
        [
            ModelStep(
                breaks: { $0.task == "shelving_offloading" ? "undefine" : nil }, isReversible: isReversible,
                perform: { server, _, isBroken in
                    guard server.task == "shelving_offloading" else { return .givenUp }
                    guard server.hasShelvedImage, server.guest?.isOn != true else { return .failed }
                    server.holdings.insert(.keptState)
                    server.turnOff()
                    if isBroken {
                        // What still has its definition has its own state.
                        if server.guest != nil { server.holdings.remove(.keptState) }
                        return .failed
                    }
                    server.guest = nil
                    server.holdings.remove(.reservation)
                    return .next
                }, task: isReversible ? nil : "shelving_offloading"),
            ModelStep(
                breaks: { $0.task == "shelving_offloading" ? "remove" : nil }, isReversible: false,
                perform: { server, _, isBroken in
                    guard server.task == "shelving_offloading" else { return .givenUp }
                    server.guest = nil
                    if isBroken { return .failed }
                    server.loseDisks()
                    return .done
                }),
        ]
    }

    // MARK: Back

    /// Of a server that is still on its host.
    static let unshelve = ModelAction(
        name: "unshelve", shown: "unshelve", event: "compute_start_instance", body: #"{"unshelve": null}"#,
        word: "unshelve", states: ["shelved", "shelved_offloaded"], task: "unshelving",
        tasks: ["unshelving", "powering-on"],
        steps: [
            .define(after: "plan"),
            ModelStep(
                breaks: { _ in "start" },
                perform: { server, run, isBroken in
                    if isBroken { return .failed }
                    server.guest?.turnOn()
                    run.isSettled = true
                    return .next
                }, task: "powering-on",
                undo: { server, _ in
                    server.turnOff()
                    return true
                }), forgetShelf,
        ], succeeded: unshelved,
        failed: { server, run, takenBack in
            if run.isSettled, !takenBack { return unshelved(&server, run) }
            (server.task, server.power) = (nil, ModelPower.off)
        }, succeededAnyway: { server, _ in server.shelf = nil }, failedAnyway: leaveShelf)

    /// Of a server that has no host any more.
    static let unshelveAway = ModelAction(
        name: "unshelve away", shown: "unshelve", event: "get_image_info", body: "", word: "unshelve",
        states: ["shelved_offloaded"], task: "unshelving", tasks: ["unshelving", "spawning"],
        steps: [
            ModelStep(
                perform: { server, _, _ in
                    guard server.hasShelvedImage else { return .failed }
                    server.hasHost = true
                    return .next
                }, storedAnyway: { server, _ in server.bind() },
                events: [["get_image_info"], ["schedule_instances"], ["compute_unshelve_instance"]],
                undone: { server, _ in server.leaveHost() }),
            ModelStep(
                breaks: { _ in "prepare" },
                perform: { server, _, isBroken in
                    if isBroken || !server.hasShelvedImage { return .failed }
                    server.holdings.insert(.disks)
                    return .next
                },
                undo: { server, _ in
                    server.loseDisks()
                    return true
                }),
            ModelStep(
                breaks: { _ in "start" },
                perform: { server, run, isBroken in
                    server.plug()
                    server.build()
                    if isBroken { return .failed }
                    server.guest?.turnOn()
                    run.isSettled = true
                    return .next
                }, stored: { $0.isLaunched = true }, task: "spawning",
                undo: { server, _ in
                    server.guest = nil
                    server.holdings.remove(.reservation)
                    return true
                }), forgetShelf,
        ], succeeded: unshelved,
        failed: { server, run, takenBack in
            if run.isSettled, !takenBack { return unshelved(&server, run) }
            (server.task, server.power) = (nil, ModelPower.none)
        }, succeededAnyway: { server, _ in server.shelf = nil }, failedAnyway: leaveShelf)

    static let forgetShelf = ModelStep(
        breaks: { _ in "forgetKeptState" }, isReversible: false,
        perform: { server, _, isBroken in
            if isBroken { return .failed }
            server.emptyShelf()
            return .done
        })

    private static let unshelved: End = { server, _ in server.settle("active", ModelPower.running) }

    /// A guest that runs needs its image no more.
    private static let leaveShelf: Failure = { server, run, takenBack in
        if run.isSettled, !takenBack { server.shelf = nil }
    }
}

extension ModelServer {
    fileprivate var hasShelvedImage: Bool { shelf.map { images[$0].status == "active" } ?? false }
}
