/// What the reference model knows of one server: its state, its guest, what it holds, and the actions that are under way.
/// States are words, as the API says them.
struct ModelServer {
    enum Holder { case owner, admin }

    let id: String
    let size: ModelSize
    let hasAgent: Bool
    var vm = "building"
    var task: String? = "scheduling"
    var power = ModelPower.none
    var isLaunched = false
    var hasHost = false
    var isDeleted = false
    var lock: Holder?
    var guest: ModelGuest?
    var holdings: Set<ModelHolding> = []
    var metadata: Set<String> = []
    var tags: Set<String> = []
    var images: [ModelImage] = []
    /// Every action that was accepted, oldest first.
    var history: [ModelRecord] = []
    /// Those of them that have not ended, in the order in which they run.
    var runs: [ModelRun] = []

    var isSettled: Bool { runs.isEmpty }
    /// Nothing will ever happen to it again.
    var isGone: Bool { isDeleted && isSettled }
    /// Whether it counts for what its project holds.
    var isCounted: Bool { !isDeleted && (vm != "soft-delete" || task == "restoring") }

    /// The status that clients see (conventions.md, section 17).
    var status: String {
        switch (vm, task) {
        case ("active", "rebooting"), ("active", "reboot_pending"), ("active", "reboot_started"): "REBOOT"
        case ("active", "rebooting_hard"), ("active", "reboot_pending_hard"), ("active", "reboot_started_hard"):
            "HARD_REBOOT"
        case ("active", "updating_password"): "PASSWORD"
        default: Self.idle[vm] ?? "UNKNOWN"
        }
    }

    private static let idle = [
        "building": "BUILD", "active": "ACTIVE", "paused": "PAUSED", "suspended": "SUSPENDED", "stopped": "SHUTOFF",
        "rescued": "RESCUE", "soft-delete": "SOFT_DELETED", "deleted": "DELETED", "error": "ERROR",
    ]
}

/// The numbers of the API.
enum ModelPower {
    static let none = 0
    static let running = 1
    static let paused = 3
    static let off = 4
}

/// What a flavor takes of a project's quota.
struct ModelSize: Hashable {
    let flavor: String
    let cores: Int
    let ram: Int

    static let all = [ModelSize(flavor: "1", cores: 1, ram: 512), ModelSize(flavor: "2", cores: 2, ram: 1024)]
}

/// A domain as the hypervisor has it.
struct ModelGuest: Hashable {
    var power = ModelPower.off
    /// Its memory lies on disk.
    var isSaved = false
    var obeysShutdown = true

    var isOn: Bool { power == ModelPower.running || power == ModelPower.paused }

    mutating func turnOn() {
        if !isOn { (power, isSaved) = (ModelPower.running, false) }
    }

    mutating func save() {
        (power, isSaved) = (ModelPower.off, true)
    }
}

/// What a server has of its host.
enum ModelHolding: String { case disks, rescueDisk, reservation, port }

struct ModelImage {
    let name: String
    /// The backups that it belongs to; nil for a snapshot.
    let series: String?
    var status = "queued"
}

/// An action as `os-instance-actions` shows it.
struct ModelRecord: Hashable {
    let name: String
    var hasBegun = false
    /// Of its one event; nil while it runs.
    var result: String?
}
