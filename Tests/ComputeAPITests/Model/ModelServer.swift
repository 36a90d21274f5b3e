/// What the reference model knows of one server: its state, its guest, what it holds, and the actions that are under way.
/// States are words, as the API says them.
struct ModelServer {
    enum Holder { case owner, admin }

    let id: String
    var size: ModelSize
    /// Its image is the one with a guest agent.
    var hasAgent: Bool
    var vm = "building"
    var task: String? = "scheduling"
    var power = ModelPower.none
    var isLaunched = false
    var hasHost = false
    var isDeleted = false
    var lock: Holder?
    var guest: ModelGuest?
    var holdings: Set<ModelHolding> = []
    /// Neither confirmed nor reverted.
    var resize: ModelResize?
    /// The image that its disk was shelved as.
    var shelf: Int?
    var metadata: Set<String> = []
    var tags: Set<String> = []
    var images: [ModelImage] = []
    /// Every action that was accepted, oldest first.
    var history: [ModelRecord] = []
    /// Those of them that have not ended, in the order in which they run.
    var runs: [ModelRun] = []

    init(id: String, size: ModelSize, hasAgent: Bool) {
        (self.id, self.size, self.hasAgent) = (id, size, hasAgent)
    }

    var isSettled: Bool { runs.isEmpty }
    /// Nothing will ever happen to it again.
    var isGone: Bool { isDeleted && isSettled }
    /// Whether it counts for what its project holds.
    var isCounted: Bool { !isDeleted && (vm != "soft-delete" || task == "restoring") }
    /// Until a resize can't be taken back any more it counts as what is larger of both.
    var held: (cores: Int, ram: Int) {
        guard let resize else { return (size.cores, size.ram) }
        return (max(resize.old.cores, resize.new.cores), max(resize.old.ram, resize.new.ram))
    }

    /// The status that clients see (conventions.md, section 17).
    var status: String {
        let busy = Self.busy.first { $0.states.contains(vm) && task.map($0.tasks.contains) == true }
        return busy?.status ?? Self.idle[vm] ?? "UNKNOWN"
    }

    private static let busy: [(status: String, states: Set<String>, tasks: Set<String>)] = [
        ("REBOOT", ["active"], ["rebooting", "reboot_pending", "reboot_started"]),
        ("HARD_REBOOT", ["active"], ["rebooting_hard", "reboot_pending_hard", "reboot_started_hard"]),
        ("PASSWORD", ["active"], ["updating_password"]),
        (
            "REBUILD", ["active", "stopped", "error"],
            ["rebuilding", "rebuild_block_device_mapping", "rebuild_spawning"]
        ),
        ("RESIZE", ["active", "stopped"], ["resize_prep", "resize_migrating", "resize_migrated", "resize_finish"]),
        ("REVERT_RESIZE", ["resized"], ["resize_reverting"]),
    ]

    private static let idle = [
        "building": "BUILD", "active": "ACTIVE", "paused": "PAUSED", "suspended": "SUSPENDED", "stopped": "SHUTOFF",
        "rescued": "RESCUE", "resized": "VERIFY_RESIZE", "shelved": "SHELVED",
        "shelved_offloaded": "SHELVED_OFFLOADED", "soft-delete": "SOFT_DELETED", "deleted": "DELETED",
        "error": "ERROR",
    ]
}

/// The numbers of the API.
enum ModelPower {
    static let none = 0
    static let running = 1
    static let paused = 3
    static let off = 4
}

/// What a flavor takes of a project's quota, and of a disk.
struct ModelSize: Hashable {
    let flavor: String
    let name: String
    let cores: Int
    /// MiB.
    let ram: Int
    /// GiB.
    let disk: Int

    static let all = [
        ModelSize(flavor: "1", name: "m1.tiny", cores: 1, ram: 512, disk: 1),
        ModelSize(flavor: "2", name: "m1.small", cores: 2, ram: 1024, disk: 1),
        ModelSize(flavor: "3", name: "m1.medium", cores: 4, ram: 2048, disk: 2),
    ]
}

/// A resize that can still be taken back, or is under way.
struct ModelResize: Hashable {
    enum Status { case requested, running, finished, confirming, reverting }

    let old: ModelSize
    let new: ModelSize
    /// Its guest runs afterwards.
    let wasActive: Bool
    var status = Status.requested

    /// Its action has not come to its end.
    var isOpen: Bool { status == .requested || status == .running }
}

/// A domain as the hypervisor has it.
struct ModelGuest: Hashable {
    var power = ModelPower.off
    /// Its memory lies on disk.
    var isSaved = false
    var obeysShutdown = true
    /// It was built with a channel to an agent.
    var hasAgent = false

    var isOn: Bool { power == ModelPower.running || power == ModelPower.paused }

    mutating func turnOn() {
        if !isOn { (power, isSaved) = (ModelPower.running, false) }
    }

    mutating func save() {
        (power, isSaved) = (ModelPower.off, true)
    }
}

/// What a server has of its host.
enum ModelHolding: String {
    case disks, rescueDisk, reservation, port
    /// Its ports are the host's.
    case binding
    /// From before a resize.
    case keptDisks
    /// Of a rebuild: those that are to come, and those that were there.
    case newDisks, oldDisks
    /// A copy of firmware variables and TPM.
    case keptState
}

struct ModelImage {
    let name: String
    /// The backups that it belongs to; nil for a snapshot.
    let series: String?
    var status = "queued"
}
