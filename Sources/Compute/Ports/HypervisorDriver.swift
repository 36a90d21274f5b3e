/// What the domain needs of a hypervisor on this host. Implementations look at reality first: every call can be
/// repeated after a crash and ends the same.
package protocol HypervisorDriver: Sendable {
    /// Whether the hypervisor answers at all.
    func ping() async throws(HypervisorError)

    /// Nil when there is no such guest.
    func guest(_ id: ServerID) async throws(HypervisorError) -> GuestState?

    /// Every guest on this host, those that aerie did not make included.
    func guests() async throws(HypervisorError) -> [GuestState]

    /// What a guest of that shape would be run as; checks what the host can do.
    /// - Throws: `.impossible` with a sentence for the user.
    func plan(_ spec: GuestSpec) async throws(HypervisorError) -> GuestPlan

    /// Looks whether the guest, as it is defined now, has each disk of the spec in the spec's file. An unknown guest has
    /// none elsewhere.
    /// - Throws: `.diskElsewhere`.
    func checkDisks(_ spec: GuestSpec) async throws(HypervisorError)

    /// Defines the guest, or redefines it; a running guest keeps running as it is.
    func define(_ spec: GuestSpec) async throws(HypervisorError)

    /// Starts a defined guest; one that runs is left alone.
    func start(_ id: ServerID) async throws(HypervisorError)

    /// Asks the guest to shut itself down (ACPI, or its agent); returns at once.
    func requestShutdown(_ id: ServerID) async throws(HypervisorError)

    /// Ends the guest at once, keeping its definition; one that is off, or does not exist, is left alone.
    func destroy(_ id: ServerID) async throws(HypervisorError)

    /// Stops a running guest's processors; its memory stays. One that is paused is left alone.
    /// - Throws: `.impossible` when it is off.
    func pause(_ id: ServerID) async throws(HypervisorError)

    /// Lets a paused guest go on; one that runs is left alone.
    /// - Throws: `.impossible` when it is off.
    func unpause(_ id: ServerID) async throws(HypervisorError)

    /// Writes the guest's memory to disk and ends the guest; one that is off with its memory saved is left alone. Takes
    /// as long as the memory is big, without a limit.
    /// - Throws: `.impossible` when it is off and nothing is saved.
    func save(_ id: ServerID) async throws(HypervisorError)

    /// Ends a `save` that is under way: that throws then, and the guest runs on. Nothing happens when there is none.
    func cancelSave(_ id: ServerID) async throws(HypervisorError)

    /// Starts a guest where its memory was saved; one that runs is left alone. Takes as long as the memory is big,
    /// without a limit.
    /// - Returns: false when it is off and nothing is saved; nothing was done then.
    func restore(_ id: ServerID) async throws(HypervisorError) -> Bool

    /// Forgets the saved memory of a guest that is off: its next start is from the beginning. Nothing happens when there
    /// is none.
    func discardSavedMemory(_ id: ServerID) async throws(HypervisorError)

    /// Has the guest's clock set from its real-time clock by its agent.
    func synchronizeClock(_ id: ServerID) async throws(HypervisorError)

    /// Has the agent in the guest set a user's password.
    /// - Throws: `.impossible` when the guest does not run or has no way to reach an agent, `.timedOut` when no agent answers,
    ///   `.failed` when the agent refuses.
    func setPassword(
        _ password: String, of user: String, in id: ServerID, within limit: Duration
    ) async throws(HypervisorError)

    /// Sends the guest a non-maskable interrupt.
    /// - Throws: `.impossible` when it is off.
    func interrupt(_ id: ServerID) async throws(HypervisorError)

    /// Copies a disk of a guest that is on into a new file, with everything that it stands on: as it is at one moment shortly
    /// before this returns. The guest goes on, and its disk stays where it is. Takes as long as the disk is big, without a
    /// limit.
    /// - Parameter progress: percent; from any thread.
    /// - Throws: `.impossible` when the guest is off, can't be quiesced though it must, or writes faster than can be copied.
    func copyDisk(
        _ copy: DiskCopy, of id: ServerID, progress: @escaping @Sendable (Int) -> Void
    ) async throws(HypervisorError)

    /// Ends a copy that is under way, which throws then, or that was left alone; a guest that it froze goes on. The file is
    /// not touched. Nothing happens when there is none.
    func endDiskCopy(_ copy: DiskCopy, of id: ServerID) async throws(HypervisorError)

    /// Removes the definition with managed save, NVRAM and TPM state; nothing happens when there is none.
    func undefine(_ id: ServerID) async throws(HypervisorError)

    /// Waits until the guest is off.
    /// - Returns: false when the time was up first.
    func waitUntilOff(_ id: ServerID, for limit: Duration) async throws(HypervisorError) -> Bool

    /// Makes the address of a NIC ready: its DHCP reservation.
    func plug(_ nic: GuestNIC, of id: ServerID) async throws(HypervisorError)

    /// Takes them away; nothing happens when they are gone.
    func unplug(_ nic: GuestNIC, of id: ServerID) async throws(HypervisorError)

    /// Makes sure that the network exists and runs on this host, and that its ports' spoofing rules are there.
    func ensureNetwork(_ network: NetworkRecord) async throws(HypervisorError)

    /// What else on this host uses addresses of the network's ranges.
    func rangeConflicts(of network: NetworkRecord) async throws(HypervisorError) -> [RangeConflict]

    /// Reservations on this host's networks that belong to none of `ports`.
    func strayReservations(of network: NetworkRecord, known ports: [PortRecord]) async throws(HypervisorError)
        -> [String]

    /// Removes the reservations that belong to none of these ports, and adds those that are missing of `ports`.
    /// - Parameter unsettled: whose reservations stay as they are, there or not.
    func reconcileReservations(
        of network: NetworkRecord, ports: [PortRecord], leaving unsettled: [PortRecord]
    ) async throws(HypervisorError)

    /// Adds the reservations that are missing of `ports`.
    func restoreReservations(of network: NetworkRecord, ports: [PortRecord]) async throws(HypervisorError)

    /// - Parameter limit: how long a guest that hangs may delay its own answer.
    func diagnostics(_ id: ServerID, within limit: Duration) async throws(HypervisorError) -> GuestDiagnostics

    /// Flushes what the guest has printed into its console log, where the hypervisor buffers it.
    func flushConsole(_ id: ServerID) async throws(HypervisorError)

    func hostFigures() async throws(HypervisorError) -> HostFigures

    /// State changes of guests, in this process's lifetime. A hint: consumers re-read before they act.
    func events() -> AsyncStream<GuestEvent>
}

package enum HypervisorError: Error, Sendable, Hashable {
    /// No connection to the hypervisor.
    case unavailable(String)
    /// No guest of that id.
    case noGuest(ServerID)
    /// This host can't do what was asked; the sentence is for the user.
    case impossible(String)
    /// The guest, or the hypervisor under it, did not answer in time.
    case timedOut(String)
    /// A network can't run on this host, as something else there has its addresses.
    case rangeTaken(network: String, by: RangeConflict)
    /// A disk's newest data is in another file than ours: somebody made a snapshot of it, or copied it.
    /// - Parameter device: its name in the guest, as `vda`.
    case diskElsewhere(device: String, ours: String, file: String)
    /// Whatever else the hypervisor refused; the sentence is its own.
    case failed(String)

    package var message: String {
        switch self {
        case .unavailable(let text), .impossible(let text), .timedOut(let text), .failed(let text): text
        case .noGuest(let id): "The hypervisor has no guest \(id)."
        case .diskElsewhere(let device, let ours, let file):
            "The guest's disk \(device) is \(file) instead of \(ours). If that is a snapshot on top of ours "
                + "(qemu-img info --backing-chain -U names ours): virsh blockcommit DOMAIN \(device) --active --pivot "
                + "while the guest runs; while it is off, qemu-img commit \(file), then virsh undefine DOMAIN "
                + "--keep-nvram --snapshots-metadata. If it is a copy of ours, put it in the place of ours while the "
                + "guest is off, then virsh undefine as above."
        case .rangeTaken(let network, let conflict):
            "Network \(network) can't run on this host: \(conflict.holder) has \(conflict.range) already."
        }
    }
}

/// A guest as the hypervisor sees it.
package struct GuestState: Sendable, Hashable {
    package var id: ServerID
    package var name: String
    package var power: PowerState
    /// Carries aerie's metadata block.
    package var isOurs: Bool
    /// Paused by the hypervisor, because a disk of its had no room for what it wrote. It goes on where it was once it is told to.
    /// Told by `guests()` only.
    package var isStarved: Bool

    package init(id: ServerID, name: String, power: PowerState, isOurs: Bool, isStarved: Bool = false) {
        self.id = id
        self.name = name
        self.power = power
        self.isOurs = isOurs
        self.isStarved = isStarved
    }
}

package enum GuestEvent: Sendable, Hashable {
    /// Something about this guest's power changed.
    case changed(ServerID)
    /// Events may have been missed: look at every guest.
    case lookAgain
    case connectionLost
    case connectionRestored
}
