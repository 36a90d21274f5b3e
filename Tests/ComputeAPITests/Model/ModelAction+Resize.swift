/// Servers that get another flavor, and what ends the time in which that can be taken back.
extension ModelAction {
    static let resizes = ModelSize.all.map(resize)

    private static func resize(to size: ModelSize) -> ModelAction {
        ModelAction(
            name: "resize to \(size.name)", shown: "resize", body: #"{"resize": {"flavorRef": "\#(size.flavor)"}}"#,
            word: "resize", states: ["active", "stopped"], task: "resize_prep",
            tasks: ["resize_prep", "resize_migrating", "resize_migrated", "resize_finish"],
            check: { server in
                if !server.hasHost { return .words("Service is unavailable at this time.") }
                if server.size == size { return .invalid("When resizing, instances must change flavor!") }
                // Only an administrator's reset makes another one possible before its end.
                guard server.resize?.isOpen == true else { return nil }
                return .words(
                    "An earlier resize of instance \(server.id) has not come to its end. Wait for it, or reboot the server "
                        + "hard.")
            }, steps: resizeSteps,
            succeeded: { server, run in
                server.settle("resized", run.resize?.wasActive == true ? ModelPower.running : ModelPower.off)
                server.isLaunched = true
            },
            failed: { server, _, takenBack in
                if !takenBack { server.vm = "error" }
                server.task = nil
            },
            succeededAnyway: { server, run in
                guard server.resize?.status == .running else { return }
                server.resize = run.resize
                server.resize?.status = .finished
            },
            failedAnyway: { server, run, takenBack in
                if takenBack {
                    if server.resize?.isOpen == true { server.resize = nil }
                } else if !run.isSettled, let step = run.failedStep, step > 2, server.resize?.status == .running {
                    // Some of its disks may be those of before.
                    server.resize?.status = .reverting
                }
            }
        ).changed { action in
            action.events = ["conductor_migrate_server", "cold_migrate"]
            action.accepted = { server, _ in
                server.resize = ModelResize(old: server.size, new: size, wasActive: server.vm == "active")
            }
        }
    }

    private static let resizeSteps: [ModelStep] = [
        ModelStep(
            perform: { server, _, _ in
                server.holdings.remove(.keptDisks)
                if server.resize?.status == .requested { server.resize?.status = .running }
                return server.resize == nil ? .failed : .next
            },
            events: [["conductor_migrate_server", "cold_migrate"], ["compute_prep_resize"]]),
        ModelStep(
            breaks: { _ in "checkResize" },
            perform: { server, _, isBroken in
                server.settleState()
                guard let resize = server.resize, server.hasDisks, !isBroken else { return .failed }
                // Nothing is cut off a disk.
                return resize.new.disk < resize.old.disk ? .failed : .next
            }, events: [["compute_resize_instance"]]),
        ModelStep.askDown(
            undo: { server, _ in server.resize.map { server.bringBack(ifIt: $0.wasActive) } ?? false },
            turnsOff: true
        ) { _ in .next }.during("resize_migrating"),
        ModelStep(
            breaks: { _ in "resize" },
            perform: { server, run, isBroken in
                server.turnOff(forgetting: true)
                run.resize = server.resize
                if isBroken || run.resize == nil { return .failed }
                server.holdings.insert(.keptDisks)
                return .next
            }, storedAnyway: { server, run in if let resize = run.resize { server.size = resize.new } },
            events: [["compute_finish_resize"]],
            undo: { server, run in
                run.isSettled = bringDisksBack(&server, &run)
                return run.isSettled
            }, undone: bringFlavorBack),
        ModelStep.define(after: "plan").during("resize_migrated"),
        startResized.during("resize_finish").with { server, _ in
            server.turnOff()
            return true
        },
    ]

    private static let bringDisksBack: @Sendable (inout ModelServer, inout ModelRun) -> Bool = { server, run in
        guard let resize = server.resize else { return false }
        run.resize = resize
        server.turnOff()
        server.holdings.remove(.keptDisks)
        return true
    }

    private static let bringFlavorBack: End = { server, run in
        if let resize = run.resize { server.size = resize.old }
    }

    /// What was off stays off.
    private static let startResized = ModelStep(
        breaks: { $0.resize?.wasActive == true ? "start" : nil },
        perform: { server, run, isBroken in
            run.resize = server.resize
            guard let resize = server.resize, !isBroken else { return .failed }
            if resize.wasActive { server.guest?.turnOn() }
            return .done
        })

    // MARK: The end of a resize

    static let confirmResize = ModelAction(
        name: "confirm resize", shown: "confirmResize", event: "compute_confirm_resize",
        body: #"{"confirmResize": null}"#, status: 204, word: "confirmResize", states: ["resized"],
        check: { server in
            if !server.hasHost { return .words("Service is unavailable at this time.") }
            return unfinished(server)
        },
        steps: [
            ModelStep(perform: { server, _, _ in server.hasDisks ? .next : .failed }),
            ModelStep(
                breaks: { _ in "removeResized" }, isReversible: false,
                perform: { server, run, isBroken in
                    // After an administrator's reset it may be in the middle of another one.
                    run.isSettled = server.resize?.status == .confirming
                    guard run.isSettled else { return .done }
                    if isBroken { return .failed }
                    server.holdings.remove(.keptDisks)
                    run.wasOn = server.guest?.isOn == true
                    return .done
                }),
        ],
        succeeded: { server, run in
            guard run.isSettled, isResized(server) else { return }
            let settled = run.wasOn ? ("active", ModelPower.running) : ("stopped", ModelPower.off)
            (server.vm, server.power) = settled
        }, failed: { server, _, takenBack in if !takenBack, isResized(server) { server.vm = "error" } },
        succeededAnyway: { server, run in
            if run.isSettled, server.resize?.status == .confirming { server.resize = nil }
        },
        failedAnyway: { server, _, takenBack in
            if takenBack, server.resize?.status == .confirming { server.resize?.status = .finished }
        }
    ).changed { action in
        action.isIdle = true
        action.accepted = { server, _ in server.resize?.status = .confirming }
    }

    /// What somebody has brought elsewhere stays there.
    private static func isResized(_ server: ModelServer) -> Bool { ["resized", "error"].contains(server.vm) }

    private static let unfinished: @Sendable (ModelServer) -> Refusal? = { server in
        server.resize?.status == .finished ? nil : .invalid("Instance has not been resized.")
    }

    static let revertResize = ModelAction(
        name: "revert resize", shown: "revertResize", event: "compute_revert_resize",
        body: #"{"revertResize": null}"#, word: "revertResize", states: ["resized"], task: "resize_reverting",
        tasks: ["resize_reverting"], check: unfinished,
        steps: [
            ModelStep(
                breaks: { _ in "checkRevert" },
                perform: { server, run, isBroken in
                    run.wasOn = server.guest?.isOn == true
                    return isBroken || !server.holdings.contains(.keptDisks) ? .failed : .next
                }),
            ModelStep(
                breaks: { _ in "destroy" },
                perform: { server, _, isBroken in
                    guard server.resize?.status == .finished, !isBroken else { return .failed }
                    server.turnOff(forgetting: true)
                    return .next
                },
                storedAnyway: { server, _ in
                    if server.resize?.status == .finished { server.resize?.status = .reverting }
                },
                undo: { server, run in server.bringBack(ifIt: run.wasOn) }),
            ModelStep(
                breaks: { _ in "revertResize" }, isReversible: false,
                perform: { server, run, isBroken in
                    guard server.resize?.status == .reverting else { return .failed }
                    server.turnOff()
                    return isBroken || !bringDisksBack(&server, &run) ? .failed : .next
                }, storedAnyway: bringFlavorBack, events: [["compute_finish_revert_resize"]]),
            ModelStep.define(after: "plan").changed { $0.isReversible = false },
            startResized.changed { $0.isReversible = false },
        ],
        succeeded: { server, run in
            let isActive = run.resize?.wasActive == true
            server.settle(isActive ? "active" : "stopped", isActive ? ModelPower.running : ModelPower.off)
        },
        failed: { server, _, takenBack in
            if !takenBack { server.vm = "error" }
            server.task = nil
        }, succeededAnyway: { server, _ in if server.resize?.status == .reverting { server.resize = nil } },
        // It has its disks from before then, and nothing is left of the others.
        failedAnyway: { server, run, takenBack in
            guard !takenBack, let step = run.failedStep, step > 2, server.resize?.status == .reverting else { return }
            server.resize = nil
        })

    /// There is one host only.
    static let migrate = ModelAction(
        name: "migrate", shown: "migrate", body: #"{"migrate": null}"#, word: "migrate",
        states: ["active", "stopped"], isForAdministrators: true, task: "resize_prep", tasks: ["resize_prep"],
        check: { $0.hasHost ? nil : .words("Service is unavailable at this time.") },
        steps: [ModelStep(perform: { _, _, _ in .failed })]
    ).changed { $0.events = ["conductor_migrate_server", "cold_migrate"] }
}
