package import DurableActions

/// An action that makes an image of a server. The image is queued with the request itself, so it is taken back even when the
/// action never began.
package protocol ImageMakingAction: ServerDurableAction {
    var image: ImageID { get }
    static var copying: Step { get }
}

extension ImageMakingAction {
    package static var actionClass: ActionClass { .snapshot }
    package static var takesWithRequest: Bool { true }

    /// Else the job would go on in QEMU, where nobody could end it, and the guest might stay frozen.
    package static func isWaitedOut(_ error: any Error, at step: Step) -> Bool {
        step == copying && isHypervisorAway(error)
    }

    package mutating func undo(_ step: Step, in environment: ServerActionEnvironment) async throws -> [ComputeChange] {
        if step == Step.allCases.first { try await environment.dropImage(image, of: server) }
        return []
    }

    /// The server is as it was, whatever became of the image.
    package func failed(_ failure: ActionFailure, rolledBack: Bool) -> [ComputeChange] {
        [
            change {
                $0.taskState = .set(nil)
                $0.progress = .set(0)
                $0.fault = .set(ServerFault(failure))
            }, failed(with: failure),
        ]
    }

    var imageMade: [ComputeChange] {
        [
            change {
                $0.taskState = .set(nil)
                $0.progress = .set(100)
            }, succeeded,
        ]
    }
}
