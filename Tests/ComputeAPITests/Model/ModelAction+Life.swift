/// Making servers and doing away with them.
extension ModelAction {
    static let create = ModelAction(
        name: "create", shown: "create", event: "compute__do_build_and_run_instance", body: "", word: "create",
        states: nil, task: "scheduling",
        tasks: ["scheduling", "networking", "block_device_mapping", "spawning"],
        steps: [
            ModelStep(
                perform: { server, _, _ in
                    server.hasHost = true
                    if server.task == "scheduling" { server.task = "networking" }
                    return .next
                }, stored: { $0.task = "block_device_mapping" }, storedAnyway: { server, _ in server.bind() }),
            ModelStep(
                breaks: { _ in "prepare" },
                perform: { server, _, isBroken in
                    if isBroken { return .failed }
                    server.holdings.insert(.disks)
                    return .next
                }, stored: { $0.task = "spawning" },
                undo: { server, _ in
                    server.holdings.remove(.disks)
                    return true
                }),
            ModelStep(
                breaks: { _ in "start" },
                perform: { server, _, isBroken in
                    server.define()
                    if isBroken { return .failed }
                    server.guest?.turnOn()
                    return .done
                },
                undo: { server, _ in
                    server.guest = nil
                    server.holdings.remove(.reservation)
                    return true
                }),
        ],
        succeeded: { server, _ in
            server.settle("active", ModelPower.running)
        }, failed: { server, _, _ in server.settle("error", ModelPower.none) },
        succeededAnyway: { server, _ in server.isLaunched = true },
        failedAnyway: { server, _, takenBack in
            if takenBack {
                server.holdings.subtract([.port, .binding])
                server.hasHost = false
            }
        })

    /// It wins over whatever else is done to the server.
    static let delete = ModelAction(
        name: "delete", shown: "delete", event: "compute_terminate_instance", body: #"{"forceDelete": null}"#,
        word: "delete", states: nil, during: nil, needsLaunch: false, task: "deleting", tasks: ["deleting"],
        preempts: true,
        steps: [
            ModelStep(
                breaks: { _ in "undefine" }, isReversible: false,
                perform: { server, _, isBroken in
                    server.guest?.power = ModelPower.off
                    server.holdings.remove(.reservation)
                    if isBroken { return .failed }
                    server.guest = nil
                    return .next
                }),
            ModelStep(
                breaks: { _ in "remove" }, isReversible: false,
                perform: { server, _, isBroken in
                    server.guest = nil
                    if isBroken { return .failed }
                    server.loseDisks()
                    server.emptyShelf()
                    return .done
                }),
        ],
        failed: { server, _, _ in (server.vm, server.task) = ("error", nil) },
        succeededAnyway: { server, _ in
            server.settle("deleted", ModelPower.none)
            server.isDeleted = true
            server.holdings.subtract([.port, .binding])
        })

    static let softDelete = ModelAction(
        name: "soft delete", shown: "delete", event: "compute_soft_delete_instance", body: "", word: "delete",
        states: nil, during: nil, needsLaunch: false,
        task: "soft-deleting", tasks: ["soft-deleting"], preempts: true,
        steps: [
            .begin(),
            ModelStep(
                breaks: { $0.task == "soft-deleting" ? "destroy" : nil },
                perform: { server, _, isBroken in
                    guard server.task == "soft-deleting" else { return .givenUp }
                    if isBroken { return .failed }
                    server.guest?.power = ModelPower.off
                    return .next
                },
                storedAnyway: { server, _ in
                    // A resize is confirmed with it.
                    if server.resize?.status == .finished { server.resize?.status = .confirming }
                }),
            ModelStep(
                breaks: {
                    $0.task == "soft-deleting" && $0.resize?.status == .confirming ? "removeResized" : nil
                }, isReversible: false,
                perform: { server, _, isBroken in
                    guard server.task == "soft-deleting" else { return .givenUp }
                    if isBroken { return .failed }
                    if server.resize?.status == .confirming { server.holdings.remove(.keptDisks) }
                    return .done
                }),
        ], succeeded: { server, _ in server.settle("soft-delete", ModelPower.off) },
        succeededAnyway: { server, _ in if server.resize?.status == .confirming { server.resize = nil } },
        failedAnyway: { server, _, _ in waitAgain(&server) }
    ).changed { $0.givenUp = waitAgain }

    /// A resize that was about to be confirmed.
    private static let waitAgain: Change = { server in
        if server.resize?.status == .confirming { server.resize?.status = .finished }
    }

    static let restore = ModelAction(
        name: "restore", shown: "restore", body: #"{"restore": null}"#, word: "restore", states: ["soft-delete"],
        task: "restoring", tasks: ["restoring"],
        steps: [
            .begin(), .define(after: "plan", settles: true),
            ModelStep(
                breaks: { _ in "restore" },
                perform: { server, run, isBroken in
                    if isBroken { return .failed }
                    server.guest?.turnOn()
                    run.isSettled = true
                    return .next
                },
                undo: { server, _ in
                    server.turnOff()
                    return true
                }), forgetShelf,
        ], succeeded: restored,
        failed: { server, run, takenBack in
            if run.isSettled, !takenBack { return restored(&server, run) }
            (server.task, server.power) = (nil, ModelPower.off)
        })

    private static let restored: End = { server, _ in
        server.settle("active", ModelPower.running)
        server.shelf = nil
    }
}
