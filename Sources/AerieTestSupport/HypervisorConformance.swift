package import Compute
import Testing

/// What every `HypervisorDriver` has to do. Written once, run on each implementation.
package struct HypervisorConformance: Sendable {
    /// What the implementation under test can show; the rest is left out.
    package struct Abilities: OptionSet, Sendable {
        package let rawValue: Int

        package init(rawValue: Int) {
            self.rawValue = rawValue
        }

        /// Counters of a running guest.
        package static let diagnostics = Abilities(rawValue: 1)
        /// Events of what happens to guests.
        package static let events = Abilities(rawValue: 2)
        /// The guest goes down when it is asked to.
        package static let guestAnswers = Abilities(rawValue: 4)
        /// The guest goes on when it is asked to shut down.
        package static let guestIgnores = Abilities(rawValue: 8)

        /// Memory can be saved; the interrupt reaches the guest.
        package static let memory = Abilities(rawValue: 16)

        /// Disks can be copied.
        package static let copies = Abilities(rawValue: 32)

        package static let all: Abilities = [.diagnostics, .events, .memory, .copies]
    }

    let driver: any HypervisorDriver
    let spec: GuestSpec
    private let abilities: Abilities
    private let clock = ContinuousClock()

    var id: ServerID { spec.server.id }

    /// - Parameters:
    ///   - spec: of a guest that does not exist, with one NIC on a network that does not exist. The guest is gone
    ///     afterwards; the network stays, without reservations.
    package init(driver: any HypervisorDriver, spec: GuestSpec, abilities: Abilities) {
        self.driver = driver
        self.spec = spec
        self.abilities = abilities
    }

    /// Runs every check, one after another; each takes the guest as the one before left it.
    package func run() async throws {
        do {
            try await driver.ping()
            try await anUnknownGuestIsNothing()
            try await networksAreEnsuredAgainAndAgain()
            try await portsArePluggedAgainAndAgain()
            try await strayReservationsAreSeenAndRemoved()
            try await standingReservationsBelongToTheNetwork()
            try await aPlanNamesTheRootDevice()
            try await aDefinedGuestIsOff()
            try await aStartedGuestRuns()
            try await aRunningGuestCanBeDefinedAgain()
            try await aRunningGuestIsNotOffWhenTheTimeIsUp()
            if abilities.contains(.diagnostics) { try await aRunningGuestHasCounters() }
            if abilities.contains(.diagnostics) { try await passwordsNeedAnAgent() }
            try await aGuestIsPausedAndGoesOn()
            if abilities.contains(.memory) { try await aGuestIsSavedAndGoesOn() }
            if abilities.contains(.diagnostics) { try await aGuestThatIsOffTakesAnotherShape() }
            if abilities.contains(.copies) { try await aDiskIsCopiedWhileItsGuestRuns() }
            try await aGuestMayBeAskedToShutDown()
            try await aDestroyedGuestIsOffAndStaysDefined()
            if abilities.contains(.events) { try await changesAreTold() }
            try await anUndefinedGuestIsGone()
            try await portsAreUnpluggedAgainAndAgain()
            try await theHostHasFigures()
        } catch {
            await cleanUp()
            throw error
        }
        await cleanUp()
    }

    private func cleanUp() async {
        try? await driver.destroy(id)
        try? await driver.undefine(id)
        for nic in spec.nics { try? await driver.unplug(nic, of: id) }
    }

    func power() async throws -> PowerState? {
        try await driver.guest(id)?.power
    }

    // MARK: - Guests

    private func anUnknownGuestIsNothing() async throws {
        #expect(try await driver.guest(id) == nil)
        #expect(try await driver.guests().allSatisfy { $0.id != id })
        try await driver.destroy(id)
        try await driver.undefine(id)
        #expect(try await driver.waitUntilOff(id, for: .seconds(1)))
        await #expect(throws: HypervisorError.noGuest(id)) { try await driver.start(id) }
        await #expect(throws: HypervisorError.noGuest(id)) { try await driver.requestShutdown(id) }
        await #expect(throws: HypervisorError.noGuest(id)) {
            _ = try await driver.diagnostics(id, within: .seconds(120))
        }
    }

    private func aPlanNamesTheRootDevice() async throws {
        let plan = try await driver.plan(spec)
        #expect(plan.rootDeviceName.hasPrefix("/dev/"))
        #expect(!plan.machineType.isEmpty)
        #expect(try await driver.guest(id) == nil, "a plan makes nothing")
    }

    private func aDefinedGuestIsOff() async throws {
        for _ in 1...2 {
            try await driver.define(spec)
            let guest = try #require(try await driver.guest(id))
            #expect(guest.name == spec.server.instanceName)
            #expect(guest.power == .shutdown)
            #expect(guest.isOurs)
        }
        #expect(try await driver.guests().filter { $0.id == id }.count == 1)
        #expect(try await driver.waitUntilOff(id, for: .seconds(1)))
    }

    private func aStartedGuestRuns() async throws {
        for _ in 1...2 {
            try await driver.start(id)
            #expect(try await power() == .running)
        }
        let listed = try #require(try await driver.guests().first { $0.id == id })
        #expect(listed == (try await driver.guest(id)))
    }

    private func aRunningGuestCanBeDefinedAgain() async throws {
        try await driver.define(spec)
        #expect(try await power() == .running)
    }

    private func aRunningGuestIsNotOffWhenTheTimeIsUp() async throws {
        #expect(try await !driver.waitUntilOff(id, for: .milliseconds(50)))
    }

    /// The guest has no channel to an agent.
    private func passwordsNeedAnAgent() async throws {
        let start = clock.now
        await isImpossible("agent") { try await setPassword(within: .seconds(120)) }
        #expect(clock.now - start < .seconds(120))
        try await driver.pause(id)
        await isImpossible("is not running") { try await setPassword() }
        try await driver.unpause(id)
    }

    private func setPassword(within limit: Duration = .seconds(4)) async throws {
        try await driver.setPassword("secret", of: "root", in: id, within: limit)
    }

    private func aGuestIsPausedAndGoesOn() async throws {
        for _ in 1...2 {
            try await driver.pause(id)
            #expect(try await power() == .paused)
        }
        try await driver.start(id)
        #expect(try await power() == .paused, "a start does not touch a guest that is on")
        for _ in 1...2 {
            try await driver.unpause(id)
            #expect(try await power() == .running)
        }
    }

    private func aGuestIsSavedAndGoesOn() async throws {
        try await driver.interrupt(id)
        try await driver.cancelSave(id)
        for _ in 1...2 {
            try await driver.save(id)
            #expect(try await power() == .shutdown)
        }
        await isRefused { try await driver.pause(id) }
        await isRefused { try await driver.unpause(id) }
        await isRefused { try await driver.interrupt(id) }
        for _ in 1...2 {
            #expect(try await driver.restore(id))
            #expect(try await power() == .running)
        }
        try await driver.save(id)
        for _ in 1...2 { try await driver.discardSavedMemory(id) }
        #expect(try await !driver.restore(id))
        await isRefused { try await driver.save(id) }
        #expect(try await power() == .shutdown)
        try await driver.start(id)
    }

    /// A guest that is off.
    func isRefused(_ call: () async throws -> Void) async {
        await isImpossible("is off", call)
    }

    private func isImpossible(_ reason: String, _ call: () async throws -> Void) async {
        do {
            try await call()
            Issue.record("it was not refused, as '\(reason)' should be")
        } catch HypervisorError.impossible(let text) where text.contains(reason) {
            // As it should be.
        } catch {
            Issue.record(error)
        }
    }

    private func aGuestMayBeAskedToShutDown() async throws {
        try await driver.requestShutdown(id)
        if abilities.contains(.guestAnswers) {
            #expect(try await goesDown(within: 120))
            try await driver.requestShutdown(id)
            try await driver.start(id)
        }
        if abilities.contains(.guestIgnores) { #expect(try await power() == .running) }
    }

    /// A guest that is still booting is deaf, so it is asked each second.
    private func goesDown(within seconds: Int) async throws -> Bool {
        for _ in 0..<seconds {
            if try await driver.waitUntilOff(id, for: .seconds(1)) { return true }
            try await driver.requestShutdown(id)
        }
        return try await driver.waitUntilOff(id, for: .seconds(1))
    }

    private func aDestroyedGuestIsOffAndStaysDefined() async throws {
        // A guest that answered the power button is off already.
        try await driver.start(id)
        for _ in 1...2 {
            try await driver.destroy(id)
            #expect(try await power() == .shutdown)
        }
        try await driver.requestShutdown(id)
    }

    private func anUndefinedGuestIsGone() async throws {
        try await driver.destroy(id)
        for _ in 1...2 {
            try await driver.undefine(id)
            #expect(try await driver.guest(id) == nil)
        }
        #expect(try await driver.guests().allSatisfy { $0.id != id })
    }

    /// The guest is off when this begins, and when it ends.
    private func changesAreTold() async throws {
        let events = driver.events()
        try await driver.start(id)
        #expect(await first(in: events, is: .changed(id)), "no event of a start")
        async let isOff = driver.waitUntilOff(id, for: .seconds(60))
        try await driver.destroy(id)
        #expect(try await isOff)
    }

    private func first(in events: AsyncStream<GuestEvent>, is wanted: GuestEvent) async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask { await events.contains(wanted) }
            group.addTask { [clock] in
                try? await clock.sleep(for: .seconds(30))
                return false
            }
            defer { group.cancelAll() }
            return await group.next() ?? false
        }
    }

    private func aRunningGuestHasCounters() async throws {
        let diagnostics = try await driver.diagnostics(id, within: .seconds(120))
        #expect(diagnostics.power == .running)
        #expect(diagnostics.vcpuTimes.count == spec.server.flavor.vcpus)
        #expect(diagnostics.disks.count == spec.disks.count)
        #expect(diagnostics.nics.map(\.mac) == spec.nics.map(\.port.mac))
        #expect(diagnostics.memoryMaximum == Int64(spec.server.flavor.ram) * 1024)
    }

    private func theHostHasFigures() async throws {
        let figures = try await driver.hostFigures()
        #expect(!figures.hypervisorHostname.isEmpty)
        #expect(figures.vcpus > 0)
        #expect(figures.memoryMB > 0)
        #expect((0...figures.memoryMB).contains(figures.freeMemoryMB))
        #expect(figures.overcommittedDiskBytes >= 0)
    }

    // MARK: - Networks

    private func networksAreEnsuredAgainAndAgain() async throws {
        for nic in spec.nics + spec.nics { try await driver.ensureNetwork(nic.network) }
    }

    private func portsArePluggedAgainAndAgain() async throws {
        for nic in spec.nics + spec.nics { try await driver.plug(nic, of: id) }
        for nic in spec.nics {
            #expect(try await driver.strayReservations(of: nic.network, known: [nic.port]) == [])
        }
    }

    private func strayReservationsAreSeenAndRemoved() async throws {
        guard let nic = spec.nics.first, !nic.port.fixedAddresses.isEmpty else { return }
        let strays = try await driver.strayReservations(of: nic.network, known: [])
        #expect(strays.count == 1)
        #expect(strays.first?.contains(nic.port.mac) == true)
        try await driver.reconcileReservations(of: nic.network, ports: [], leaving: [])
        #expect(try await driver.strayReservations(of: nic.network, known: []) == [])
        try await driver.reconcileReservations(of: nic.network, ports: [nic.port], leaving: [])
        #expect(try await driver.strayReservations(of: nic.network, known: []).count == 1)
        try await driver.plug(nic, of: id)
        #expect(try await driver.strayReservations(of: nic.network, known: [nic.port]) == [])
    }

    /// They are no strays, whether a port has them or not, and a port with another MAC still gets their address.
    private func standingReservationsBelongToTheNetwork() async throws {
        guard let nic = spec.nics.first, let address = nic.port.fixedAddresses.first?.address,
            let standing = nic.network.standingReservation(of: address)
        else { return }
        var resident = nic
        resident.port.mac = standing.mac
        try await driver.unplug(nic, of: id)
        for _ in 1...2 {
            for _ in 1...2 { try await driver.plug(resident, of: id) }
            try await driver.restoreReservations(of: nic.network, ports: [resident.port])
            try await driver.reconcileReservations(of: nic.network, ports: [], leaving: [])
            #expect(try await driver.strayReservations(of: nic.network, known: []) == [])
            for _ in 1...2 { try await driver.unplug(resident, of: id) }
            #expect(try await driver.strayReservations(of: nic.network, known: []) == [])
            try await driver.plug(nic, of: id)
            let strays = try await driver.strayReservations(of: nic.network, known: [])
            #expect(strays.count == 1 && strays.first?.contains(nic.port.mac) == true)
            try await driver.unplug(nic, of: id)
        }
        try await driver.plug(nic, of: id)
    }

    private func portsAreUnpluggedAgainAndAgain() async throws {
        for nic in spec.nics + spec.nics { try await driver.unplug(nic, of: id) }
        for nic in spec.nics {
            #expect(try await driver.strayReservations(of: nic.network, known: []) == [])
        }
    }
}
