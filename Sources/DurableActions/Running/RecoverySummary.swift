/// What a restart found in the rows.
package struct RecoverySummary: Sendable, Hashable {
    package var redo = 0
    package var rollBack = 0
    /// Already being undone when the program ended.
    package var undoing = 0
    /// Not begun yet.
    package var waiting = 0
    package var unreadable = 0

    package init() {}

    package var total: Int { redo + rollBack + undoing + waiting + unreadable }
}
