import DurableActions

/// What a user is told when an action fails: the sentence of the error, and a code that says whose fault it is.
enum ActionFaults {
    static func fault(for error: any Error) -> ActionFault {
        switch error {
        case let error as ComputeError: ActionFault(code: code(of: error), message: error.message, details: "\(error)")
        case let error as HypervisorError: ActionFault(code: 500, message: error.message, details: "\(error)")
        default: ActionFault(code: 500, message: "The operation failed on the host.", details: "\(error)")
        }
    }

    private static func code(of error: ComputeError) -> Int {
        switch error {
        case .invalid, .notSupported, .tooLarge: 400
        case .notFound, .missing, .forbidden, .overQuota, .conflict, .wrongState, .locked, .notReady, .unavailable,
            .gone, .failure:
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
