package import DurableActions

/// Makes an image of a server, which goes on as it was.
package struct CreateImage: ImageMakingAction {
    package enum Step: String, ActionStep {
        case begin
        case copy
        case announce
        case upload
    }

    package static let kind = "create-image"
    package static let copying = Step.copy
    package static let event = "compute_snapshot_instance"
    package static let tasks: Set<TaskState> = [
        .imageSnapshotPending, .imageSnapshot, .imagePendingUpload, .imageUploading,
    ]

    package let server: ServerID
    package let image: ImageID
    /// The guest's QEMU wrote the copy.
    private var isForeign = false

    /// - Parameter image: queued already.
    package init(server: ServerID, image: ImageID) {
        self.server = server
        self.image = image
    }

    package var name: String { "createImage" }

    package static func isReversible(at step: Step) -> Bool { true }

    package mutating func perform(
        _ step: Step, in environment: ServerActionEnvironment, cancellation: CancellationFlag
    ) async throws -> StepResult<Step, ComputeChange> {
        switch step {
        case .begin:
            let host = try await environment.server(server).host
            return .next(.copy, changes: [change { $0.taskState = .set(.imageSnapshot) }, begin(on: host)])
        case .copy:
            isForeign = try await environment.copyRoot(of: server, for: image, during: Self.tasks, cancellation)
            return .next(.announce, changes: [change { $0.taskState = .set(.imagePendingUpload) }])
        case .announce:
            try await environment.announce(image, of: server)
            return .next(.upload, changes: [change { $0.taskState = .set(.imageUploading) }])
        case .upload:
            try await environment.upload(image, of: server, isForeign: isForeign, cancellation)
            return .finished(changes: imageMade)
        }
    }
}
