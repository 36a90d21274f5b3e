/// The five characters by which PostgreSQL names a failure: an open struct, since servers add states over time.
package struct SQLState: RawRepresentable, Hashable, Sendable {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The first two characters, which failures of one kind share.
    package var family: Substring { rawValue.prefix(2) }

    package static let cannotConnect = Self(rawValue: "08001")
    package static let connectionFailure = Self(rawValue: "08006")
    /// No state of PostgreSQL's: the server has not answered in time.
    package static let noAnswer = Self(rawValue: "AER00")
    package static let invalidParameter = Self(rawValue: "22023")
    package static let foreignKeyViolation = Self(rawValue: "23503")
    package static let uniqueViolation = Self(rawValue: "23505")
    package static let failedTransaction = Self(rawValue: "25P02")
    package static let serializationFailure = Self(rawValue: "40001")
    package static let deadlock = Self(rawValue: "40P01")
    package static let insufficientPrivilege = Self(rawValue: "42501")
    package static let outOfMemory = Self(rawValue: "53200")
    package static let diskFull = Self(rawValue: "53100")
    package static let tooManyConnections = Self(rawValue: "53300")
    package static let lockNotAvailable = Self(rawValue: "55P03")
    package static let adminShutdown = Self(rawValue: "57P01")
    package static let internalError = Self(rawValue: "XX000")
    package static let dataCorrupted = Self(rawValue: "XX001")
    package static let indexCorrupted = Self(rawValue: "XX002")
}
