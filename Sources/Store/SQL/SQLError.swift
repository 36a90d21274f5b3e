/// What an engine reports. The texts are for the log; none holds a bound value.
package enum SQLError: Error, Sendable, Hashable {
    /// A unique key is taken.
    case duplicate(String)
    /// A row that is referred to is not there, or is still referred to.
    case dangling(String)
    /// Busy, out of reach, I/O error: nothing was stored, unless the text says that this can't be told; trying again may work.
    case unavailable(String)
    /// The disk that holds the database is full: nothing was stored.
    case diskFull
    /// What is stored can't be read as what it should be.
    case corrupt(String)
    /// Whatever else; a defect.
    case failure(String)

    package var message: String {
        switch self {
        case .duplicate(let text), .dangling(let text), .unavailable(let text), .corrupt(let text), .failure(let text):
            text
        case .diskFull: "The disk that holds the database is full."
        }
    }
}
