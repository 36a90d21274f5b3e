package enum ActionLogError: Error, Hashable {
    /// The compare-and-set found no row: somebody else owns it now.
    case leaseLost(ActionID)
    /// A domain change doesn't apply to what is stored. Nothing was stored.
    case rejected(String)
    /// The store can't answer now (busy, disk full). Nothing was stored; trying again may work.
    case unavailable(String)
}
