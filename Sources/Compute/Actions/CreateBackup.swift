package import DurableActions

/// Makes an image of a server as the newest of a series, and removes the oldest ones of it.
package struct CreateBackup: ImageMakingAction {
    package enum Step: String, ActionStep {
        case begin
        case copy
        case announce
        case upload
        case rotate
    }

    package static let kind = "create-backup"
    package static let copying = Step.copy
    package static let event = "compute_backup_instance"
    package static let tasks: Set<TaskState> = [.imageBackup, .imagePendingUpload, .imageUploading]

    package let server: ServerID
    package let image: ImageID
    /// The guest's QEMU wrote the copy.
    private var isForeign = false
    private let series: String
    private let rotation: Int

    /// - Parameters:
    ///   - image: queued already.
    ///   - series: the backups that it belongs to (`backup_type`).
    ///   - rotation: how many of them are kept, the new one included.
    package init(server: ServerID, image: ImageID, series: String, rotation: Int) {
        self.server = server
        self.image = image
        self.series = series
        self.rotation = rotation
    }

    package var name: String { "createBackup" }

    /// The new backup stays once older ones may have gone.
    package static func isReversible(at step: Step) -> Bool { step != .rotate }

    package mutating func perform(
        _ step: Step, in environment: ServerActionEnvironment, cancellation: CancellationFlag
    ) async throws -> StepResult<Step, ComputeChange> {
        switch step {
        case .begin:
            let host = try await environment.server(server).host
            return .next(.copy, changes: [begin(on: host)])
        case .copy:
            isForeign = try await environment.copyRoot(of: server, for: image, during: Self.tasks, cancellation)
            return .next(.announce, changes: [change { $0.taskState = .set(.imagePendingUpload) }])
        case .announce:
            try await environment.announce(image, of: server)
            return .next(.upload, changes: [change { $0.taskState = .set(.imageUploading) }])
        case .upload:
            try await environment.upload(image, of: server, isForeign: isForeign, cancellation)
            return .next(.rotate)
        case .rotate:
            let record = try await environment.server(server)
            try await environment.images.rotate(series, of: record, newest: image, keeping: rotation)
            return .finished(changes: imageMade)
        }
    }
}
