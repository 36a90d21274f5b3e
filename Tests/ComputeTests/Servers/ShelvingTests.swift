import AerieTestSupport
import Compute
import DurableActions
import Store
import Testing

@Suite("Shelved servers", .timeLimit(.minutes(20)))
struct ShelvingTests {
    @Sendable private static func stays(_ settings: inout ComputeSettings) { settings.shelvedOffloadTime = -1 }

    private func images(_ bench: Bench) async throws -> [ImageRecord] {
        try await bench.stores.images.images(ImageQuery(scope: .everything, page: Page(limit: 9))).filter {
            $0.id != Bench.image
        }
    }

    private func unshelve(_ id: ServerID, on bench: Bench, to target: UnshelveTarget = UnshelveTarget()) async throws {
        try await bench.service.unshelve(id, to: target, in: .everything, origin: bench.origin())
        try await bench.runUntilIdle()
    }

    @Test("A shelved server's image has its name, and its host is free for others; port and address stay its own")
    func offloaded() async throws {
        let bench = try await Bench()
        let id = try await bench.active()
        let ports = try await bench.stores.networks.ports(of: id)
        _ = try await bench.shelved(id)
        let server = try await bench.server(id)
        #expect(server.vmState == .shelvedOffloaded && server.taskState == nil && server.powerState == .noState)
        #expect(server.host == nil && server.node == nil && server.image?.id == Bench.image)
        #expect(try await bench.stores.hosts.usage()[Bench.host] == nil)
        #expect(try await bench.stores.servers.usage(of: Bench.project).instances == 1)
        let made = try await images(bench)
        #expect(made.map(\.name) == ["web-shelved"] && made.map(\.status) == [.active])
        #expect(made.first?.properties["image_type"] == "snapshot" && made.first?.id == server.shelf?.image)
        let end = try await bench.end(of: id)
        #expect(end.guestPower == nil && !end.hasDisks && end.configDrive == nil && end.reservations.isEmpty)
        #expect(end.ports.map(\.fixedAddresses) == ports.map(\.fixedAddresses) && end.ports.map(\.host) == [nil])
        #expect(
            end.actions.first
                == "shelve: compute_shelve_instance=Success, compute_shelve_offload_instance=Success")
        await bench.close()
    }

    @Test("It comes back from its image, which goes; the server's own image stays the one that it was made of")
    func back() async throws {
        let bench = try await Bench()
        let id = try await bench.active()
        let launched = try #require(try await bench.server(id).launchedAt)
        _ = try await bench.shelved(id)
        try await unshelve(id, on: bench)
        let server = try await bench.server(id)
        #expect(server.vmState == .active && server.taskState == nil && server.powerState == .running)
        #expect(server.host == Bench.host && server.node != nil && server.shelf == nil)
        #expect(server.image?.id == Bench.image && server.fault == nil)
        #expect(try #require(server.launchedAt) > launched)
        let end = try await bench.end(of: id)
        #expect(end.isFromSnapshot && end.guestPower == .running && end.configDrive?.adminPassword == nil)
        #expect(end.ports.map(\.host) == [Bench.host] && end.reservations.count == 1)
        #expect(
            end.actions.first
                == "unshelve: get_image_info=Success, schedule_instances=Success, compute_unshelve_instance=Success")
        #expect(try await images(bench) == [])
        #expect(try await bench.strays() == [])
        await bench.close()
    }

    @Test("The image goes only when nothing is kept any more that could be taken for the state of a later time")
    func order() async throws {
        let bench = try await Bench()
        let id = try await bench.shelved()
        bench.calls.fail("forgetKeptState")
        try await unshelve(id, on: bench)
        let server = try await bench.server(id)
        #expect(server.vmState == .active && server.fault != nil)
        #expect(try await images(bench).count == 1)
        await bench.close()
    }

    @Test(
        "What a guest writes that somebody starts before it is put away is not given up, whether it is still on or not",
        arguments: [true, false])
    func startedBeforeItIsPutAway(staysOn: Bool) async throws {
        let bench = try await Bench()
        let id = try await bench.active()
        try await bench.service.shelve(id, in: .everything, origin: bench.origin())
        await #expect(throws: ActionRunnerError.self) {
            try await bench.runUntilIdle { point throws(SimulatedCrash) in
                if point.step == "shelve", point.moment == .beforeStep { throw SimulatedCrash() }
            }
        }
        try await bench.reopen()
        try await bench.driver.start(id)
        bench.disks.write(to: id, at: bench.world.now())
        if !staysOn { bench.driver.powerOffByItself(id) }
        let starts = try await bench.end(of: id).guestStarts
        try await bench.runUntilIdle()
        let end = try await bench.end(of: id)
        #expect(end.vmState == .active && end.taskState == nil && !end.isShelved)
        #expect(end.fault?.contains("started outside of aerie") == true)
        #expect(end.guestPower == .running && end.guestStarts == (staysOn ? starts : (starts ?? 0) + 1))
        #expect(try await images(bench) == [])
        await bench.close()
    }

    @Test("A disk that was written to since its image was made is not given up")
    func writtenTo() async throws {
        let bench = try await Bench(Self.stays)
        let id = try await bench.shelved()
        bench.disks.write(to: id, at: bench.world.now())
        try await bench.service.shelveOffload(id, in: .everything, origin: bench.origin())
        try await bench.runUntilIdle()
        let server = try await bench.server(id)
        #expect(server.vmState == .shelved && server.taskState == nil && server.host == Bench.host)
        #expect(server.fault?.message.contains("was written to") == true)
        try await unshelve(id, on: bench)
        let end = try await bench.end(of: id)
        #expect(end.vmState == .active && !end.isFromSnapshot && end.guestPower == .running)
        await bench.close()
    }

    @Test("A clock that is set back hides no write, and what an earlier try has kept does not come before it")
    func clockSetBack() async throws {
        let bench = try await Bench(Self.stays)
        let id = try await bench.active()
        bench.disks.write(to: id, at: bench.world.now())
        try await bench.service.shelve(id, in: .everything, origin: bench.origin())
        try await bench.runUntilIdle()
        bench.disks.change { $0.keptStates = [id] }
        bench.disks.write(to: id, at: bench.world.now().adding(seconds: -3600))
        try await bench.service.shelveOffload(id, in: .everything, origin: bench.origin())
        try await bench.runUntilIdle()
        let server = try await bench.server(id)
        #expect(server.vmState == .shelved && server.fault?.message.contains("was written to") == true)
        #expect(bench.disks.now.keptStates.isEmpty)
        await bench.close()
    }

    @Test("A disk whose time is in the future can be shelved")
    func clockWasAhead() async throws {
        let bench = try await Bench()
        let id = try await bench.stopped()
        bench.disks.write(to: id, at: bench.world.now().adding(seconds: 3600))
        try await bench.service.shelve(id, in: .everything, origin: bench.origin())
        try await bench.runUntilIdle()
        let end = try await bench.end(of: id)
        #expect(end.vmState == .shelvedOffloaded && end.fault == nil)
        await bench.close()
    }

    @Test("What still has its definition after an offload that failed has its own state alone")
    func notRemoved() async throws {
        let bench = try await Bench(Self.stays)
        let id = try await bench.shelved()
        bench.calls.fail("undefine")
        try await bench.service.shelveOffload(id, in: .everything, origin: bench.origin())
        try await bench.runUntilIdle()
        #expect(try await bench.server(id).vmState == .shelved)
        #expect(bench.disks.now.keptStates.isEmpty && bench.driver.now.guests[id] != nil)
        await bench.close()
    }

    @Test("One that is still on its host starts from its own disk")
    func onItsHost() async throws {
        let bench = try await Bench(Self.stays)
        let id = try await bench.shelved()
        let shelved = try await bench.server(id)
        #expect(shelved.vmState == .shelved && shelved.powerState == .shutdown && shelved.host == Bench.host)
        #expect(bench.driver.now.guests[id]?.power == .shutdown)
        try await unshelve(id, on: bench)
        let end = try await bench.end(of: id)
        #expect(end.vmState == .active && !end.isFromSnapshot && !end.isShelved && end.guestPower == .running)
        #expect(end.actions.first == "unshelve: compute_start_instance=Success")
        #expect(try await images(bench) == [])
        await bench.close()
    }

    @Test("Without room for it a server stays shelved, with its image and a reason")
    func noRoom() async throws {
        let bench = try await Bench()
        let id = try await bench.shelved()
        try await bench.stores.hosts.setDisabled(true, reason: "test", of: Bench.host)
        try await unshelve(id, on: bench)
        let server = try await bench.server(id)
        #expect(server.vmState == .shelvedOffloaded && server.taskState == nil && server.host == nil)
        #expect(server.fault?.message == "No valid host was found.")
        let end = try await bench.end(of: id)
        #expect(end.actions.first == "unshelve failed: get_image_info=Success, schedule_instances=Error")
        #expect(end.ports.map(\.host) == [nil] && !end.hasDisks)
        try await bench.stores.hosts.setDisabled(false, reason: nil, of: Bench.host)
        try await unshelve(id, on: bench)
        #expect(try await bench.server(id).vmState == .active)
        await bench.close()
    }

    @Test("A server whose image is gone is in ERROR with a reason, and can be deleted")
    func lost() async throws {
        let bench = try await Bench()
        let id = try await bench.shelved()
        try await bench.deleteShelvedImage()
        try await unshelve(id, on: bench)
        let server = try await bench.server(id)
        #expect(server.vmState == .error && server.taskState == nil && server.host == nil)
        #expect(server.fault?.message.contains("cannot be found") == true)
        try await bench.service.delete(id, in: .everything, origin: bench.origin())
        try await bench.runUntilIdle()
        #expect(try await bench.server(id).vmState == .deleted)
        #expect(try await bench.strays() == [])
        await bench.close()
    }

    @Test("A server whose image is gone is not taken from its host, and starts there again")
    func kept() async throws {
        let bench = try await Bench(Self.stays)
        let id = try await bench.shelved()
        try await bench.deleteShelvedImage()
        try await bench.service.shelveOffload(id, in: .everything, origin: bench.origin())
        try await bench.runUntilIdle()
        let server = try await bench.server(id)
        #expect(server.vmState == .shelved && server.taskState == nil)
        #expect(server.fault?.message.contains("still on its host") == true)
        #expect(bench.disks.now.servers.contains(id))
        try await unshelve(id, on: bench)
        #expect(try await bench.server(id).vmState == .active)
        await bench.close()
    }

    @Test("A server whose image has lost its content keeps its disk, and comes back with it")
    func damaged() async throws {
        let bench = try await Bench(Self.stays)
        let id = try await bench.shelved()
        let image = try #require(try await bench.server(id).shelf?.image)
        try await bench.imageFiles.delete(image)
        try await bench.service.shelveOffload(id, in: .everything, origin: bench.origin())
        try await bench.runUntilIdle()
        let server = try await bench.server(id)
        #expect(server.vmState == .shelved && server.fault?.message.contains("damaged") == true)
        #expect(bench.disks.now.servers.contains(id))
        try await unshelve(id, on: bench)
        #expect(try await bench.server(id).vmState == .active)
        await bench.close()
    }

    @Test("A server whose guest was started by hand keeps its disk, which has more than its image")
    func startedByHand() async throws {
        let bench = try await Bench(Self.stays)
        let id = try await bench.shelved()
        try await bench.driver.start(id)
        try await bench.service.shelveOffload(id, in: .everything, origin: bench.origin())
        try await bench.runUntilIdle()
        let server = try await bench.server(id)
        #expect(server.vmState == .shelved && server.fault?.message.contains("started outside of aerie") == true)
        #expect(bench.disks.now.servers.contains(id) && bench.driver.now.guests[id]?.power == .running)
        try await unshelve(id, on: bench)
        #expect(try await bench.server(id).vmState == .active)
        await bench.close()
    }

    @Test("An image that an administrator has deactivated waits for its return")
    func deactivated() async throws {
        let bench = try await Bench()
        let id = try await bench.shelved()
        let image = try #require(try await bench.server(id).shelf?.image)
        try await bench.images.setDeactivated(true, image, in: .everything)
        try await unshelve(id, on: bench)
        #expect(try await bench.server(id).vmState == .shelvedOffloaded)
        try await bench.images.setDeactivated(false, image, in: .everything)
        try await unshelve(id, on: bench)
        #expect(try await bench.server(id).vmState == .active)
        await bench.close()
    }

    @Test("An image that its owner protects outlives the shelf")
    func protected() async throws {
        let bench = try await Bench()
        let id = try await bench.shelved()
        let image = try #require(try await bench.server(id).shelf?.image)
        _ = try await bench.stores.images.change(image, in: .everything) { $0.isProtected = true }
        try await unshelve(id, on: bench)
        #expect(try await bench.server(id).vmState == .active)
        #expect(try await images(bench).map(\.id) == [image])
        await bench.close()
    }

    @Test(
        "Firmware variables and TPM that an unshelve could not forget are older than the server's, and never given back"
    )
    func stale() async throws {
        let bench = try await Bench {
            Self.stays(&$0)
            $0.reclaimInterval = 1000
        }
        let id = try await bench.shelved()
        try await bench.service.shelveOffload(id, in: .everything, origin: bench.origin())
        try await bench.runUntilIdle()
        bench.disks.interpose { call throws(ComputeError) in
            if call == "forgetKeptState" { throw .noSpace(details: "/somewhere") }
        }
        try await unshelve(id, on: bench)
        #expect(try await bench.server(id).vmState == .active)
        #expect(bench.disks.now.keptStates == [id])

        bench.disks.interpose { call throws(ComputeError) in
            if call == "returnState" { throw .noSpace(details: "/somewhere") }
        }
        _ = try await bench.softDeleted(id)
        try await bench.service.restore(id, in: .everything, origin: bench.origin())
        try await bench.runUntilIdle()
        #expect(try await bench.server(id).vmState == .active)
        #expect(bench.disks.now.keptStates == [])

        bench.disks.interpose(nil)
        bench.disks.change { $0.keptStates = [id] }
        _ = try await bench.shelved(id)
        #expect(try await bench.server(id).vmState == .shelved)
        #expect(bench.disks.now.keptStates == [])
        await bench.close()
    }

    @Test("A shelve that fails leaves a running server running, a stopped one off, and a paused one with its memory")
    func failed() async throws {
        for state in [VMState.active, .stopped, .paused, .suspended] {
            let bench = try await Bench()
            let id =
                switch state {
                case .stopped: try await bench.stopped()
                case .paused: try await bench.paused()
                case .suspended: try await bench.suspended()
                default: try await bench.active()
                }
            let before = try #require(bench.driver.now.guests[id])
            bench.disks.interpose { call throws(ComputeError) in
                if call == (state == .paused ? "beginCopy" : "perform") { throw .noSpace(details: "/somewhere") }
            }
            try await bench.service.shelve(id, in: .everything, origin: bench.origin())
            try await bench.runUntilIdle()
            let server = try await bench.server(id)
            #expect(server.vmState == state && server.taskState == nil && server.shelf == nil)
            #expect(server.fault?.message.contains("not enough free space") == true)
            let after = try #require(bench.driver.now.guests[id])
            #expect(after.power == before.power && after.isSaved == before.isSaved, "\(state)")
            #expect(after.starts == before.starts + (state == .active ? 1 : 0), "\(state)")
            #expect(try await images(bench) == [])
            #expect(try await bench.strays() == [])
            await bench.close()
        }
    }

    @Test("A guest is not ended for an image that there is no room for")
    func fullDisk() async throws {
        let bench = try await Bench()
        let id = try await bench.active()
        bench.disks.interpose { call throws(ComputeError) in
            if call == "beginCopy" { throw .noSpace(details: "/somewhere") }
        }
        try await bench.service.shelve(id, in: .everything, origin: bench.origin())
        try await bench.runUntilIdle()
        #expect(try await bench.server(id).vmState == .active)
        #expect(bench.driver.now.guests[id]?.power == .running && bench.driver.now.guests[id]?.starts == 1)
        #expect(try await images(bench) == [])
        await bench.close()
    }

    @Test("Where and when it may be unshelved is checked before anything is changed")
    func targets() async throws {
        let bench = try await Bench()
        let id = try await bench.shelved()
        func refusal(_ target: UnshelveTarget) async -> ComputeError? {
            do throws(ComputeError) {
                try await bench.service.unshelve(id, to: target, in: .everything, origin: bench.origin())
                return nil
            } catch {
                return error
            }
        }
        #expect(
            await refusal(UnshelveTarget(zone: .set("mars")))
                == .invalid("The requested availability zone 'mars' is not available"))
        #expect(
            await refusal(UnshelveTarget(host: HostName("other")))
                == .invalid("Compute host other could not be found."))
        _ = try await bench.stores.servers.change(id, in: .everything, facets: []) { _ in
            ServerDecision(change: ServerChange { $0.pinnedAvailabilityZone = .set("mars") })
        }
        #expect(
            await refusal(UnshelveTarget(host: Bench.host))
                == .conflict("Host \"node-1\" is not in the availability zone \"mars\"."))
        #expect(try await bench.server(id).taskState == nil)
        try await unshelve(id, on: bench)
        #expect(try await bench.server(id).vmState == .shelvedOffloaded, "its zone has no host")
        try await unshelve(id, on: bench, to: UnshelveTarget(zone: .set(nil), host: Bench.host))
        let server = try await bench.server(id)
        #expect(server.vmState == .active && server.pinnedAvailabilityZone == nil)
        await bench.close()
    }

    @Test("A zone pins the server; one that is on its host can't be told where to go")
    func pins() async throws {
        let bench = try await Bench()
        let id = try await bench.shelved()
        try await unshelve(id, on: bench, to: UnshelveTarget(zone: .set("nova")))
        #expect(try await bench.server(id).pinnedAvailabilityZone == "nova")
        await bench.close()
        let other = try await Bench(Self.stays)
        let stays = try await other.shelved()
        for target in [
            UnshelveTarget(zone: .set("nova")), UnshelveTarget(zone: .set(nil)), UnshelveTarget(host: Bench.host),
        ] {
            let refusal = await #expect(throws: ComputeError.self) {
                try await other.service.unshelve(stays, to: target, in: .everything, origin: other.origin())
            }
            #expect(refusal?.message.contains("must be SHELVED_OFFLOADED") == true)
        }
        await other.close()
    }

    @Test("A server leaves its host once its time there is up, and no sooner; nobody is said to have asked")
    func timer() async throws {
        let bench = try await Bench { $0.shelvedOffloadTime = 100 }
        let id = try await bench.shelved()
        await bench.offloader.look()
        #expect(try await bench.server(id).taskState == nil)
        bench.pass(seconds: 100)
        // What is due is in the store: a daemon that comes later finds it.
        try await bench.reopen()
        await bench.offloader.look()
        #expect(try await bench.server(id).taskState == .shelvingOffloading)
        try await bench.runUntilIdle()
        #expect(try await bench.server(id).vmState == .shelvedOffloaded)
        let action = try #require(
            try await bench.stores.servers.actions(of: id, ActionQuery(page: Page(limit: 1))).first)
        #expect(action.name == "shelveOffload" && action.userID == nil)
        await bench.close()
    }

    @Test("Once something has failed on it, a server is left alone for ten minutes")
    func timerAfterFault() async throws {
        let bench = try await Bench { $0.shelvedOffloadTime = 1 }
        let id = try await bench.shelved()
        bench.pass(seconds: 1)
        let fault = ServerFault(code: 500, message: "no", details: "", createdAt: bench.world.now())
        _ = try await bench.stores.servers.change(id, in: .everything, facets: []) { _ in
            ServerDecision(change: ServerChange { $0.fault = .set(fault) })
        }
        await bench.offloader.look()
        #expect(try await bench.server(id).taskState == nil)
        bench.pass(seconds: 600)
        await bench.offloader.look()
        #expect(try await bench.server(id).taskState == .shelvingOffloading)
        await bench.close()
    }

    @Test("A server that has left its host is in no zone but the one that it is pinned to")
    func zone() async throws {
        let bench = try await Bench()
        let id = try await bench.shelved()
        #expect(try await bench.server(id).vmState == .shelvedOffloaded)
        #expect(try await bench.server(id).availabilityZone == "")
        for zone in ["nova", nil] {
            try await bench.service.unshelve(
                id, to: UnshelveTarget(zone: .set(zone)), in: .everything, origin: bench.origin())
            #expect(try await bench.server(id).availabilityZone == zone ?? "")
            try await bench.runUntilIdle()
            #expect(try await bench.server(id).availabilityZone == "nova")
            _ = try await bench.shelved(id)
            #expect(try await bench.server(id).availabilityZone == zone ?? "")
        }
        await bench.close()
    }

    @Test("A server whose image is gone never leaves by itself")
    func timerWithoutImage() async throws {
        let bench = try await Bench { $0.shelvedOffloadTime = 1 }
        let id = try await bench.shelved()
        try await bench.deleteShelvedImage()
        bench.pass(seconds: 1)
        await bench.offloader.look()
        #expect(try await bench.server(id).taskState == nil)
        await bench.close()
    }

    @Test("A deferred deletion at any moment of a shelve either keeps the disk, or deletes the server at once")
    func softDeletion() async throws {
        let scenario = Scenario("shelve", settings: { $0.reclaimInterval = 1000 }, on: { try await $0.active() }) {
            bench, id in try await bench.service.shelve(id, in: .everything, origin: bench.origin())
        }
        try await scenario.interrupted(by: { bench, id in
            try await bench.service.delete(id, in: .everything, origin: bench.origin())
        }) { disturbed in
            let end = disturbed.end
            if end.vmState == .deleted {
                try await expectNothingLeft(disturbed)
            } else {
                #expect(end.vmState == .softDeleted && end.hasDisks && end.host != nil, "\(disturbed.place): \(end)")
                #expect(end.images.count == (end.isShelved ? 1 : 0), "\(disturbed.place)")
                #expect(disturbed.strays == [], "\(disturbed.place)")
            }
            await disturbed.bench.close()
        }
    }
}
