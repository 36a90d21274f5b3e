/// One thing that is done to a cloud of several servers. It stands for itself, so that any part of a sequence can be done again.
struct ModelOperation: Sendable, CustomStringConvertible {
    enum Kind: Sendable, Hashable {
        case create(size: Int, hasAgent: Bool)
        /// By the name of its row.
        case act(String)
        case image
        case backup(series: String, rotation: Int)
        case delete
        case lock, unlock
        case reset(String)
        case setMetadata(String), removeMetadata(String)
        case addTag(String), removeTag(String)
        /// All of them at once.
        case replaceTags(String), removeTags
        /// A body that is nothing the API knows.
        case nonsense(Int)
        /// The server's action goes on by one move; broken: what it asks the host for then fails.
        case move(isBroken: Bool)
        /// The server's actions run to their ends.
        case settle
        /// The guest takes notice of requests to shut down, or no longer does.
        case obey(Bool)
    }

    /// Which of the servers.
    let slot: Int
    let kind: Kind
    var sender = TestCompute.Sender.member

    var description: String { "server \(slot): \(kind)\(isRequest ? " as \(sender)" : "")" }

    var isRequest: Bool {
        switch kind {
        case .move, .settle, .obey: false
        case .create, .act, .image, .backup, .delete, .lock, .unlock, .reset, .setMetadata, .removeMetadata, .addTag,
            .removeTag, .replaceTags, .removeTags, .nonsense:
            true
        }
    }

    /// What none of these may do: the API answers 400 and changes nothing.
    static let nonsense = [
        #"{"reboot": {"type": "SOFTLY"}}"#, #"{"reboot": null}"#, #"{"lock": {"locked_reason": ""}}"#,
        #"{"os-resetState": {"state": "paused"}}"#, #"{"createImage": {"name": ""}}"#,
        #"{"createBackup": {"name": "b", "backup_type": "daily", "rotation": -1}}"#, #"{"changePassword": {}}"#,
        #"{"trigger_crash_dump": {}}"#, #"{"no-such-action": null}"#, #"{"pause": null, "unpause": null}"#,
        #"{"rescue": {"rescue_image_ref": "no-id"}}"#, #"{"rebuild": {"imageRef": "no-id"}}"#, #"{"resize": {}}"#,
        #"{"resize": {"flavorRef": "no-flavor", "disk": 1}}"#, #"{"confirmResize": null, "revertResize": null}"#,
        #"{"migrate": {"host": 1}}"#, #"{"unshelve": {"zone": "nova"}}"#, "{}", "{",
    ]
}
