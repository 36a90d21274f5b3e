package enum ActionLogError: Error, Hashable {
    /// The compare-and-set found no row: somebody else owns it now.
    case leaseLost(ActionID)
    /// A domain change doesn't apply to what is stored. Nothing was stored.
    case rejected(String)
    /// The store can't answer now (busy, disk full). Trying again may work. Nothing was stored, unless
    /// the store lost touch with its database while it committed: then the next try finds the row changed, `leaseLost`.
    case unavailable(String)
}
