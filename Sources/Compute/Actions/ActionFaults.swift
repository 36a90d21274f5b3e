import DurableActions

/// What a user is told when an action fails, and a code that says whose fault it is. Host names, paths and the words of
/// libvirt are for administrators: they go into the details.
enum ActionFaults {
    static func fault(for error: any Error) -> ActionFault {
        switch error {
        case let error as ComputeError:
            ActionFault(code: code(of: error), message: message(of: error), details: error.details)
        case let error as HypervisorError:
            ActionFault(code: 500, message: message(of: error), details: error.message)
        default: ActionFault(code: 500, message: "The operation failed on the host.", details: "\(error)")
        }
    }

    private static func message(of error: ComputeError) -> String {
        switch error {
        case .conflict(let text) where text.hasPrefix(Placement.refusal): Placement.refusal
        case .invalid, .notSupported, .tooLarge, .forbidden, .overQuota, .conflict, .wrongState, .locked, .notReady,
            .notFound, .gone, .noSpace:
            error.message
        case .missing: "Something that the server needs is missing on the host. Its operator can see what."
        case .unavailable:
            "The host can't do this now: something it needs is away. Try again later."
        case .failure: "The operation failed on the host."
        }
    }

    private static func message(of error: HypervisorError) -> String {
        switch error {
        case .impossible(let text): text
        case .unavailable: "The host's libvirt can't be reached. Try again once libvirtd runs there."
        case .timedOut: "The hypervisor did not answer in time. Try again, or reboot the server hard."
        case .rangeTaken(let network, _):
            "The network \(network) can't run on the host: something else there has its addresses. "
                + "The host's operator can see what (aerie doctor)."
        case .diskElsewhere:
            "The server's disk was snapshotted outside of aerie, and its newest data is in another file. Nothing was "
                + "changed. The host's operator has to merge the snapshot first (virsh blockcommit)."
        case .noGuest, .failed: "The hypervisor refused the operation. The host's operator can see why."
        }
    }

    private static func code(of error: ComputeError) -> Int {
        switch error {
        case .invalid, .notSupported, .tooLarge: 400
        case .notFound, .missing, .forbidden, .overQuota, .conflict, .wrongState, .locked, .notReady, .unavailable,
            .noSpace, .gone, .failure:
            500
        }
    }
}

extension ServerFault {
    /// Stamped with its time when it is stored.
    init(_ failure: ActionFailure) {
        self.init(
            code: failure.fault.code, message: failure.fault.message,
            details: failure.fault.details ?? failure.fault.message, createdAt: Timestamp(microseconds: 0))
    }
}
