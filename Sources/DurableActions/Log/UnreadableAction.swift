/// A row that this program can't run because it doesn't understand it.
struct UnreadableAction: Error, Hashable {
    let reason: String
}
