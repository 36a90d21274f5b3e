package import Compute
import Synchronization

/// A hypervisor in memory, for tests of what lies above the driver. It passes `HypervisorConformance`.
package final class FakeHypervisor: HypervisorDriver {
    package struct Guest: Sendable, Hashable {
        package var spec: GuestSpec
        package var power: PowerState
        /// Its memory lies on disk.
        package var isSaved = false
        /// A disk of its is full. Who lets it go on makes room for it here.
        package var isStarved = false
        package var interrupts = 0
        /// Those that its agent has set, by user.
        package var passwords: [String: String] = [:]
        /// Copies of its disk, by their files, that nobody has ended.
        package var copies: Set<String> = []
        /// Counts how often the guest was powered on: a doubled start shows.
        package var starts: Int
        /// Whether it goes down when asked to.
        package var obeysShutdown: Bool
    }

    package struct State: Sendable {
        package var guests: [ServerID: Guest] = [:]
        /// Of plugged ports.
        package var reservations: [PortID: ServerID] = [:]
        /// Those of them that are their network's own.
        package var standing: Set<PortID> = []
        package var networks: Set<NetworkID> = []
        package var rangeConflicts: [RangeConflict] = []
        /// Thrown by every call while it is set.
        package var outage: HypervisorError?
        /// Thrown by the next call of that name, once.
        package var failures: [String: HypervisorError] = [:]
        package var obeysShutdown = true
        /// Of guests whose root disk somebody moved to another file.
        package var movedDisks: [ServerID: String] = [:]
        /// States of TPMs, which a guest's first start makes.
        package var tpms: Set<ServerID> = []
        /// Whether guests have SPICE.
        package var hasSpice = false
        /// Of running guests whose consoles a test chose.
        package var consoles: [ServerID: GuestConsoles] = [:]
    }

    /// What happens before each call of the driver, named as the protocol names it.
    package typealias Interposer = @Sendable (_ call: String) async throws(HypervisorError) -> Void

    private let state = Mutex(State())
    private let interposer = Mutex<Interposer?>(nil)
    private let figures: HostFigures
    private let stream: AsyncStream<GuestEvent>
    private let continuation: AsyncStream<GuestEvent>.Continuation

    package init(figures: HostFigures = .sample) {
        self.figures = figures
        (stream, continuation) = AsyncStream.makeStream(of: GuestEvent.self)
    }

    /// What is there now.
    package var now: State { state.withLock { $0 } }

    package func change(_ edit: (inout State) -> Void) {
        state.withLock { edit(&$0) }
    }

    /// Lets a test act, or fail the call, in the middle of whatever uses the driver; nil: no more.
    package func interpose(_ interposer: Interposer?) {
        self.interposer.withLock { $0 = interposer }
    }

    /// The guest powers itself off, as its user may do at any time.
    package func powerOffByItself(_ id: ServerID) {
        state.withLock { $0.guests[id]?.power = .shutdown }
        continuation.yield(.changed(id))
    }

    /// Something that the hypervisor says of its own accord.
    package func tell(_ event: GuestEvent) {
        continuation.yield(event)
    }

    private func access<T: Sendable>(
        _ call: String, _ body: (inout State) throws(HypervisorError) -> T
    ) async throws(HypervisorError) -> T {
        if let interposer = interposer.withLock({ $0 }) { try await interposer(call) }
        return try state.withLock { state throws(HypervisorError) in
            if let outage = state.outage { throw outage }
            if let failure = state.failures.removeValue(forKey: call) { throw failure }
            return try body(&state)
        }
    }

    package func ping() async throws(HypervisorError) { try await access("ping") { _ in } }

    package func guest(_ id: ServerID) async throws(HypervisorError) -> GuestState? {
        try await access("guest") { $0.guests[id].map { GuestState($0, id) } }
    }

    package func guests() async throws(HypervisorError) -> [GuestState] {
        try await access("guests") { $0.guests.map { GuestState($0.value, $0.key) }.sorted { $0.id < $1.id } }
    }

    package func plan(_ spec: GuestSpec) async throws(HypervisorError) -> GuestPlan {
        try await access("plan") { _ in
            GuestPlan(virtType: spec.server.virtType ?? .qemu, machineType: "pc", rootDeviceName: "/dev/vda")
        }
    }

    package func checkDisks(_ spec: GuestSpec) async throws(HypervisorError) {
        try await access("checkDisks") { state throws(HypervisorError) in
            guard let file = state.movedDisks[spec.server.id], let root = spec.disks.first else { return }
            throw .diskElsewhere(device: "vda", ours: root.path, file: file)
        }
    }

    package func define(_ spec: GuestSpec) async throws(HypervisorError) {
        let id = spec.server.id
        try await access("define") { state in
            if state.guests[id] == nil {
                state.guests[id] = Guest(
                    spec: spec, power: .shutdown, starts: 0, obeysShutdown: state.obeysShutdown)
            } else {
                state.guests[id]?.spec = spec
            }
        }
    }

    package func start(_ id: ServerID) async throws(HypervisorError) {
        try await access("start") { state throws(HypervisorError) in try state.powerOn(id) }
        continuation.yield(.changed(id))
    }

    package func restore(_ id: ServerID) async throws(HypervisorError) -> Bool {
        let isOn = try await access("restore") { state throws(HypervisorError) in
            guard let guest = state.guests[id] else { throw .noGuest(id) }
            if guest.isSaved { try state.powerOn(id) }
            return guest.isOn || guest.isSaved
        }
        continuation.yield(.changed(id))
        return isOn
    }

    package func pause(_ id: ServerID) async throws(HypervisorError) {
        try await access("pause") { state throws(HypervisorError) in
            try state.whileOn(id, "paused") { $0.power = .paused }
        }
        continuation.yield(.changed(id))
    }

    package func unpause(_ id: ServerID) async throws(HypervisorError) {
        try await access("unpause") { state throws(HypervisorError) in
            try state.whileOn(id, "unpaused") {
                $0.power = .running
                $0.isStarved = false
            }
        }
        continuation.yield(.changed(id))
    }

    package func interrupt(_ id: ServerID) async throws(HypervisorError) {
        try await access("interrupt") { state throws(HypervisorError) in
            try state.whileOn(id, "interrupted") { $0.interrupts += 1 }
        }
    }

    package func setPassword(
        _ password: String, of user: String, in id: ServerID, within limit: Duration
    ) async throws(HypervisorError) {
        try await access("setPassword") { state throws(HypervisorError) in
            guard var guest = state.guests[id] else { throw .noGuest(id) }
            guard guest.power == .running else { throw .impossible("instance \(id) is not running") }
            guard guest.spec.server.image?.properties["hw_qemu_guest_agent"] != nil else {
                throw .impossible("the guest has no channel to an agent; reboot the server hard.")
            }
            guest.passwords[user] = password
            state.guests[id] = guest
        }
    }

    package func save(_ id: ServerID) async throws(HypervisorError) {
        try await access("save") { state throws(HypervisorError) in
            if let guest = state.guests[id], !guest.isOn, guest.isSaved { return }
            try state.whileOn(id, "suspended") {
                $0.power = .shutdown
                $0.isSaved = true
            }
        }
        continuation.yield(.changed(id))
    }

    package func cancelSave(_ id: ServerID) async throws(HypervisorError) {
        try await access("cancelSave") { _ in }
    }

    package func discardSavedMemory(_ id: ServerID) async throws(HypervisorError) {
        try await access("discardSavedMemory") { $0.guests[id]?.isSaved = false }
    }

    package func synchronizeClock(_ id: ServerID) async throws(HypervisorError) {
        try await access("synchronizeClock") { _ in }
    }

    package func copyDisk(
        _ copy: DiskCopy, of id: ServerID, progress: @escaping @Sendable (Int) -> Void
    ) async throws(HypervisorError) {
        try await access("copyDisk") { state throws(HypervisorError) in
            try state.whileOn(id, "copied") { _ = $0.copies.insert(copy.target) }
        }
        progress(50)
        try await access("finishCopy") { state throws(HypervisorError) in
            try state.whileOn(id, "copied") { _ = $0.copies.remove(copy.target) }
        }
    }

    package func endDiskCopy(_ copy: DiskCopy, of id: ServerID) async throws(HypervisorError) {
        try await access("endDiskCopy") { _ = $0.guests[id]?.copies.remove(copy.target) }
    }

    package func requestShutdown(_ id: ServerID) async throws(HypervisorError) {
        try await access("requestShutdown") { state in
            guard let guest = state.guests[id], guest.obeysShutdown, guest.power == .running else { return }
            state.guests[id]?.power = .shutdown
        }
        continuation.yield(.changed(id))
    }

    package func destroy(_ id: ServerID) async throws(HypervisorError) {
        try await access("destroy") { $0.guests[id]?.power = .shutdown }
        continuation.yield(.changed(id))
    }

    package func undefine(_ id: ServerID) async throws(HypervisorError) {
        try await access("undefine") { state in
            state.guests[id] = nil
            state.tpms.remove(id)
        }
    }

    package func waitUntilOff(_ id: ServerID, for limit: Duration) async throws(HypervisorError) -> Bool {
        try await access("waitUntilOff") { $0.guests[id].map { $0.power != .running && $0.power != .paused } ?? true }
    }

    package func plug(_ nic: GuestNIC, of id: ServerID) async throws(HypervisorError) {
        let stands = nic.network.standingReservation(of: nic.port) != nil
        try await access("plug") { state in
            state.reservations[nic.port.id] = id
            if stands { state.standing.insert(nic.port.id) } else { state.standing.remove(nic.port.id) }
        }
    }

    package func unplug(_ nic: GuestNIC, of id: ServerID) async throws(HypervisorError) {
        try await access("unplug") { $0.reservations[nic.port.id] = nil }
    }

    package func ensureNetwork(_ network: NetworkRecord) async throws(HypervisorError) {
        try await access("ensureNetwork") { _ = $0.networks.insert(network.id) }
    }

    package func strayReservations(
        of network: NetworkRecord, known ports: [PortRecord]
    ) async throws(HypervisorError) -> [String] {
        let known = Set(ports.map(\.id))
        return try await access("strayReservations") { state in
            state.reservations.keys.filter { !known.contains($0) && !state.standing.contains($0) }.map(\.text)
        }
    }

    package func reconcileReservations(
        of network: NetworkRecord, ports: [PortRecord], leaving unsettled: [PortRecord]
    ) async throws(HypervisorError) {
        try await access("reconcileReservations") { state in
            let left = unsettled.filter { state.reservations[$0.id] != nil }
            state.reservations = Dictionary(
                (ports + left).compactMap { port in port.server.map { (port.id, $0) } },
                uniquingKeysWith: { first, _ in first })
        }
    }

    package func restoreReservations(
        of network: NetworkRecord, ports: [PortRecord]
    ) async throws(HypervisorError) {
        try await access("restoreReservations") { state in
            for port in ports { state.reservations[port.id] = port.server }
        }
    }

    package func rangeConflicts(of network: NetworkRecord) async throws(HypervisorError) -> [RangeConflict] {
        try await access("rangeConflicts") { $0.rangeConflicts }
    }

    package func diagnostics(
        _ id: ServerID, within limit: Duration
    ) async throws(HypervisorError) -> GuestDiagnostics {
        try await access("diagnostics") { state throws(HypervisorError) in
            guard let guest = state.guests[id] else { throw .noGuest(id) }
            return GuestDiagnostics(
                power: guest.power, hypervisor: .qemu,
                vcpuTimes: (0..<guest.spec.server.flavor.vcpus).map { Int64($0 + 1) * 1_000_000_000 },
                disks: [], nics: [], memoryMaximum: Int64(guest.spec.server.flavor.ram) * 1024,
                memoryUsed: Int64(guest.spec.server.flavor.ram) * 512, memoryStatistics: ["actual": 1024])
        }
    }

    package func flushConsole(_ id: ServerID) async throws(HypervisorError) {
        try await access("flushConsole") { _ in }
    }

    package func hostFigures() async throws(HypervisorError) -> HostFigures {
        let figures = figures
        return try await access("hostFigures") { _ in figures }
    }

    package func events() -> AsyncStream<GuestEvent> { stream }
}

extension FakeHypervisor.Guest {
    fileprivate var isOn: Bool { power == .running || power == .paused }

    fileprivate var hasTPM: Bool {
        guard let image = spec.server.image else { return false }
        return (try? GuestProperties(image: image, flavor: spec.server.flavor))?.tpm != nil
    }
}

extension FakeHypervisor.State {
    /// A guest with saved memory goes on where it was.
    fileprivate mutating func powerOn(_ id: ServerID) throws(HypervisorError) {
        guard var guest = guests[id] else { throw .noGuest(id) }
        guard !guest.isOn else { return }
        guest.power = .running
        if guest.hasTPM { tpms.insert(id) }
        if !guest.isSaved { guest.starts += 1 }
        guest.isSaved = false
        guests[id] = guest
    }

    fileprivate mutating func whileOn(
        _ id: ServerID, _ done: String, _ work: (inout FakeHypervisor.Guest) -> Void
    ) throws(HypervisorError) {
        guard var guest = guests[id] else { throw .noGuest(id) }
        guard guest.isOn else { throw .impossible("The server's guest is off, so it can't be \(done).") }
        work(&guest)
        guests[id] = guest
    }
}

extension GuestState {
    fileprivate init(_ guest: FakeHypervisor.Guest, _ id: ServerID) {
        self.init(
            id: id, name: guest.spec.server.instanceName, power: guest.power, isOurs: true,
            isStarved: guest.isStarved)
    }
}

extension HostFigures {
    /// A host with room for a few dozen small servers.
    package static let sample: HostFigures = {
        var figures = plain
        figures.offers = GuestOffers(
            hasUEFI: true, hasSecureBoot: true, tpmModels: ["tpm-tis", "tpm-crb"], tpmVersions: ["1.2", "2.0"])
        return figures
    }()

    private static let plain = HostFigures(
        hypervisorHostname: "node-1", hypervisorType: "QEMU", hypervisorVersion: 7_002_000, hostIP: "192.0.2.10",
        vcpus: 16, memoryMB: 65_536, freeMemoryMB: 60_000, localGB: 1_000, freeDiskBytes: 900 << 30,
        overcommittedDiskBytes: 10 << 30,
        cpu: HostCPU(
            arch: "x86_64", model: "Skylake-Server", vendor: "Intel", cells: 1, sockets: 1, cores: 8, threads: 2,
            features: ["avx2", "vmx"]),
        virtTypes: [.kvm, .qemu],
        uptime: " 12:00:00 up 1 day,  1:00,  0 users,  load average: 0.10, 0.20, 0.30")
}
